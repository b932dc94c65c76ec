// Package telegramtest is a Bot API on 127.0.0.1 for tests of a Telegram bot:
// nothing leaves the machine. It keeps a ledger of what each chat has really
// received, which decides what was lost or came twice, and it fails in every
// way a script asks for.
//
//	server := telegramtest.New(t)
//	server.Script(telegramtest.Rule{Method: "sendMessage", Times: 2, Do: telegramtest.RateLimit(1)})
//	… start a bot with server.URL() and server.Token …
//	server.Say(7, "你好")
//	got := server.Await(t, 7, 1)
//
// It refuses what the real one refuses, in its words, and does as it does with
// offsets, with a second poller and with a webhook beside a poller. It is
// stricter in one thing: an & that begins no entity is refused in HTML, which
// the real one shows as it is, because it is a sign of text that nobody escaped.
//
// The bot may be in this process or in one that the test kills.
package telegramtest
