// Package telegram is the conversation in Telegram. It takes the types and the
// calls of the Bot API from go-telegram/bot and owns the intake and the
// delivery, because the library's poller confirms updates before they are
// handled and its webhook handler answers 200 to whatever comes.
//
// An update is read into a bot.Message with only what is needed of it, and
// stored together with the offset in one transaction; only then is it
// confirmed to Telegram. Replies come out of the bot.Outbox, each chat's in
// order, and are rendered when they are sent:
//
//	pending ──claim──▶ sending ──▶ sent
//	   ▲                 │ 429, no connection, refused with 5xx: later, again
//	   │                 │ lost by a gateway: later, again, marked as a copy
//	   └─────────────────┤ no answer: once more, marked as a copy, then uncertain
//	                     └ 403, chat not found: unreachable
//
// Telegram knows no idempotent send, so that a copy cannot be ruled out after
// a lost answer; it carries a code by which a reader knows it again.
package telegram
