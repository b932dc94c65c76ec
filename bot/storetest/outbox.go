package storetest

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"cheyi/bot"
)

// outbox are the checks of replies between being made and being delivered.
var outbox = []check{
	{"有地址的回复进发件箱", addressedAreQueued},
	{"再存一次不再进发件箱", queuedOnce},
	{"各会话的回复按次序", orderOfEachChat},
	{"送到哪一步记得住", notesProgress},
	{"有了结果就离开并计数", finalLeave},
	{"几个菜单只留最后一个", menusCollapse},
	{"隔着回答的、别处的菜单各自留着", menusApart},
	{"通知进发件箱，同一编号只一次", postedOnce},
	{"改动读出的、存过的不动发件箱", outgoingIsACopy},
	{"同时存、送、记，账都平", concurrentDelivery},
}

// ask is a message that is answered by way of the outbox.
func ask(chat bot.Chat, id string) bot.Message {
	m := typed(chat, id, "你好")
	m.Address = json.RawMessage(fmt.Sprintf(`{"to":%q}`, chat.ID))
	return m
}

// row is how the reply to a message is first found in the outbox.
func row(seq uint64, m bot.Message, r bot.Reply) bot.Outgoing {
	return bot.Outgoing{Seq: seq, Chat: m.Chat, ID: m.ID, Address: m.Address, Reply: r, State: bot.Pending, Made: m.At}
}

func menuReply(text string) bot.Reply { return bot.Reply{Outcome: bot.Menu, Text: text} }

func addressedAreQueued(t *testing.T, s Store) {
	head(t, s, web, nil)
	recipients(t, s, "web")
	m := ask(web, "1")
	finish(t, s, m, fullReply()) // taken or not
	finish(t, s, typed(web, "2", "在吗"), saying("在"))
	want := row(1, m, fullReply())
	got := head(t, s, web, &want)
	if got.State.Final() {
		t.Error("a reply to be sent is final")
	}
	note(t, s, *got, bot.Sent)
	head(t, s, web, nil) // the second is waited for by who asked
	counts(t, s, bot.Counts{Queued: 1, Sent: 1})
}

func queuedOnce(t *testing.T, s Store) {
	m := ask(web, "1")
	for range 3 {
		finish(t, s, m, saying("您好"))
	}
	note(t, s, *next(t, s, web), bot.Sent)
	finish(t, s, m, saying("您好"))
	head(t, s, web, nil)
	counts(t, s, bot.Counts{Queued: 1, Sent: 1})
}

func orderOfEachChat(t *testing.T, s Store) {
	const each = 12 // more than nine: numbers are not words
	other := bot.Chat{Channel: "web", ID: "3f9c1"}
	for i := range each {
		for _, chat := range []bot.Chat{web, telegram, other} {
			finish(t, s, ask(chat, fmt.Sprint(i)), saying(fmt.Sprint(chat, " ", i)))
		}
	}
	recipients(t, s, "web", web, other)
	recipients(t, s, "telegram", telegram)
	recipients(t, s, "we")
	var last uint64
	for i := range each {
		for _, chat := range []bot.Chat{other, web} {
			o := next(t, s, chat)
			if want := fmt.Sprint(chat, " ", i); o.Reply.Text != want || o.Chat != chat || chat == web && o.Seq <= last {
				t.Fatalf("next is %s, want %s", show(o), want)
			}
			if chat == web {
				last = o.Seq
			}
			note(t, s, *o, bot.Sent)
		}
	}
	recipients(t, s, "web")
	recipients(t, s, "telegram", telegram)
}

func notesProgress(t *testing.T, s Store) {
	finish(t, s, ask(web, "1"), saying("一"))
	finish(t, s, ask(web, "2"), saying("二"))
	o := next(t, s, web)
	o.State, o.Parts, o.Copies, o.Unsure = bot.Sending, 2, 1, true
	note(t, s, *o, bot.Sending)
	head(t, s, web, o)
	o.State, o.Parts, o.Copies = bot.Pending, 3, 0
	note(t, s, *o, bot.Pending)
	head(t, s, web, o)
	counts(t, s, bot.Counts{Queued: 2, Pending: 2})
}

// Several rows are noted at once; those that are not there any more are
// nobody's loss.
func finalLeave(t *testing.T, s Store) {
	states := []bot.DeliveryState{bot.Sent, bot.Sent, bot.Uncertain, bot.Unreachable, bot.Superseded}
	var rows []bot.Outgoing
	for i, state := range states {
		if !state.Final() {
			t.Errorf("%s is not final", state)
		}
		chat := bot.Chat{Channel: "web", ID: fmt.Sprint(i)}
		finish(t, s, ask(chat, "1"), saying("一"))
		o := *next(t, s, chat)
		o.State = state
		rows = append(rows, o)
	}
	elsewhere := rows[0]
	elsewhere.Chat.ID = "别处"
	for first := range 2 {
		there, err := s.Note(t.Context(), append(rows, elsewhere)...)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			if there[i] != (first == 0) || there[len(rows)] {
				t.Errorf("time %d: there were %v", first+1, there)
			}
		}
		recipients(t, s, "web")
		counts(t, s, bot.Counts{Queued: 5, Sent: 2, Uncertain: 1, Unreachable: 1, Superseded: 1})
	}
}

// Of several equal menus that nobody has seen, the last is sent.
func menusCollapse(t *testing.T, s Store) {
	for name, tt := range map[string]struct {
		before func(*bot.Outgoing) // the first menu is sent; nil when it is no menu
		first  bot.Reply
		second bot.Reply
		want   string // what is left, in order
	}{
		"两个菜单":     {func(*bot.Outgoing) {}, menuReply("单"), menuReply("单"), "单"},
		"两个不同的菜单":  {func(*bot.Outgoing) {}, menuReply("旧"), menuReply("新"), "旧新"},
		"先菜单后回答":   {func(*bot.Outgoing) {}, menuReply("旧"), saying("新"), "旧新"},
		"先回答后菜单":   {func(*bot.Outgoing) {}, saying("旧"), menuReply("新"), "旧新"},
		"旧菜单正在送":   {func(o *bot.Outgoing) { o.State = bot.Sending }, menuReply("单"), menuReply("单"), "单单"},
		"旧菜单送到了一半": {func(o *bot.Outgoing) { o.Parts = 1 }, menuReply("单"), menuReply("单"), "单单"},
		"旧菜单也许送到了": {func(o *bot.Outgoing) { o.Copies = 1 }, menuReply("单"), menuReply("单"), "单单"},
	} {
		chat := bot.Chat{Channel: "web", ID: name}
		before, _ := s.Counts(t.Context())
		finish(t, s, ask(chat, "1"), tt.first)
		finish(t, s, ask(bot.Chat{Channel: "web", ID: name + "的邻居"}, "1"), menuReply("别人的"))
		first := next(t, s, chat)
		tt.before(first)
		note(t, s, *first, first.State)
		finish(t, s, ask(chat, "2"), tt.second)
		there, noteErr := s.Note(t.Context(), *first) // whoever was sending it does not bring it back
		if still := len([]rune(tt.want)) == 2; noteErr != nil || there[0] != still {
			t.Errorf("%s：还在 %v %v，应为 %v", name, there, noteErr, still)
		}
		var left strings.Builder
		for o := next(t, s, chat); o != nil; o = next(t, s, chat) {
			left.WriteString(o.Reply.Text)
			note(t, s, *o, bot.Sent)
		}
		if left.String() != tt.want {
			t.Errorf("%s：送出 %s，应为 %s", name, &left, tt.want)
		}
		after, err := s.Counts(t.Context())
		gone := 2 - uint64(len([]rune(tt.want)))
		if err != nil || !after.Balanced() || after.Superseded-before.Superseded != gone {
			t.Errorf("%s：%s %v", name, show(after), err)
		}
	}
}

// A menu is not taken back for one that answers a later message, or that goes
// to another place: another button's press, another topic.
func menusApart(t *testing.T, s Store) {
	elsewhere := ask(web, "4")
	elsewhere.Address = json.RawMessage(`{"to":"别处"}`)
	finish(t, s, ask(web, "1"), menuReply("单"))
	finish(t, s, ask(web, "2"), saying("答"))
	finish(t, s, ask(web, "3"), menuReply("单"))
	finish(t, s, elsewhere, menuReply("单"))
	counts(t, s, bot.Counts{Queued: 4, Pending: 4})
	for i := range 4 {
		o := next(t, s, web)
		if o == nil || o.ID != fmt.Sprint(i+1) {
			t.Fatalf("第 %d 条是 %+v", i+1, o)
		}
		note(t, s, *o, bot.Sent)
	}
}

func postedOnce(t *testing.T, s Store) {
	notice := bot.Outgoing{
		Chat: web, ID: "通知 1", Address: json.RawMessage("7"), Reply: fullReply(), State: bot.Pending, Made: noon,
	}
	finish(t, s, ask(web, "1"), saying("一"))
	for range 2 {
		if err := s.Post(t.Context(), notice); err != nil {
			t.Fatal(err)
		}
	}
	note(t, s, *next(t, s, web), bot.Sent)
	got := next(t, s, web)
	notice.Seq = got.Seq
	head(t, s, web, &notice)
	counts(t, s, bot.Counts{Queued: 2, Sent: 1, Pending: 1})
	note(t, s, *got, bot.Sent)
	if err := s.Post(t.Context(), notice); err != nil {
		t.Fatal(err)
	}
	head(t, s, web, nil)
	expect(t, s, web, "2", bot.State{}, nil) // a notice is no turn of the conversation
}

func outgoingIsACopy(t *testing.T, s Store) {
	change := func(o *bot.Outgoing) {
		o.Address[1], o.Reply.Options[0].Label, o.Reply.Citations[0].Departments[0] = '!', "别的选项", "别的部门"
	}
	m, reply := ask(web, "1"), fullReply()
	want := row(1, ask(web, "1"), fullReply())
	finish(t, s, m, reply)
	change(&bot.Outgoing{Address: m.Address, Reply: reply}) // what was saved
	change(head(t, s, web, &want))                          // what was read
	o := head(t, s, web, &want)
	note(t, s, *o, bot.Pending)
	change(o) // what was noted
	head(t, s, web, &want)

	notice := row(2, ask(telegram, "2"), fullReply())
	if err := s.Post(t.Context(), notice); err != nil {
		t.Fatal(err)
	}
	change(&notice) // what was posted
	want = row(2, ask(telegram, "2"), fullReply())
	head(t, s, telegram, &want)
}

// Some handle messages while others deliver the replies: each chat gets each
// reply once, in order.
func concurrentDelivery(t *testing.T, s Store) {
	const chats, messages = 4, 8
	var wg sync.WaitGroup
	for c := range chats {
		chat := bot.Chat{Channel: "web", ID: fmt.Sprint(c)}
		wg.Go(func() {
			for i := range messages {
				m := ask(chat, fmt.Sprint(i))
				if _, err := s.Take(t.Context(), bot.Batch{Channel: "web", Messages: []bot.Message{m}}, noon); err != nil {
					t.Error(err)
				}
				if err := s.Save(t.Context(), bot.Turn{Message: m, Reply: saying(fmt.Sprint(i))}); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for i := 0; i < messages && !t.Failed(); {
				o, err := s.Next(t.Context(), chat)
				if err == nil && o != nil {
					if o.Reply.Text != fmt.Sprint(i) {
						t.Errorf("%s: %s instead of %d", chat, o.Reply.Text, i)
					}
					o.State = bot.Sent
					_, err = s.Note(t.Context(), *o)
					i++
				}
				if c, countErr := s.Counts(t.Context()); err != nil || countErr != nil || !c.Balanced() {
					t.Errorf("%s %v %v", show(c), err, countErr)
				}
			}
		})
	}
	wg.Wait()
	counts(t, s, bot.Counts{Taken: chats * messages, Handled: chats * messages, Queued: chats * messages, Sent: chats * messages})
}
