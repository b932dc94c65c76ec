package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cheyi/bot"
)

// delivery are the checks of what a channel needs besides to deliver.
var delivery = []check{
	{"写不进的会话，来了新消息就又能写", unreachable},
	{"会话改了名字", movedNames},
	{"按钮按回复的短名找回", offered},
	{"密钥有三十二字节，各库不同", secrets},
	{"办到一半的会话", unfinished},
	{"账总是平的", balances},
}

func unreachable(t *testing.T, s Store) {
	reason := func(chat bot.Chat, want string) {
		t.Helper()
		if got, err := s.Unreached(t.Context(), chat); err != nil || got != want {
			t.Errorf("%s is unreachable for %q, %v; want %q", chat, got, err, want)
		}
	}
	set := func(chat bot.Chat, why string) {
		t.Helper()
		if err := s.Reachable(t.Context(), chat, why); err != nil {
			t.Fatal(err)
		}
	}
	reason(web, "")
	set(web, "") // nothing to take back
	set(web, "blocked")
	set(telegram, "not found")
	reason(web, "blocked")
	set(web, "")
	reason(web, "")
	set(web, "blocked")

	m := typed(web, "1", "我回来了")
	m.Press = "菜单"
	take(t, s, m)
	reason(web, "")
	reason(telegram, "not found")

	set(web, "blocked")
	again := typed(web, "2", "我回来了")
	again.Press = "菜单"
	receive(t, s, []bot.Message{m, again, typed(web, "1", "别的话")}, bot.Again, bot.Pressed, bot.Conflict)
	reason(web, "blocked") // no new message
}

func movedNames(t *testing.T, s Store) {
	where := func(channel, name, want string) {
		t.Helper()
		if got, err := s.Where(t.Context(), channel, name); err != nil || got != want {
			t.Errorf("%s is at %q, %v; want %q", name, got, err, want)
		}
	}
	move := func(from, to string) {
		t.Helper()
		if err := s.Moved(t.Context(), "telegram", from, to); err != nil {
			t.Fatal(err)
		}
	}
	where("telegram", "-7", "-7")
	move("-7", "-1007")
	move("-8", "-1008")
	where("telegram", "-7", "-1007")
	where("telegram", "-1007", "-1007")
	where("web", "-7", "-7")
	move("-7", "-1009") // noted once more
	where("telegram", "-7", "-1009")
	where("telegram", "-8", "-1008")
}

func offered(t *testing.T, s Store) {
	key := bot.ReplyKey(web, "1")
	options := func(key []byte, want []bot.Option) []bot.Option {
		t.Helper()
		got, err := s.Offered(t.Context(), key)
		if err != nil || !slices.Equal(got, want) || want == nil && got != nil {
			t.Errorf("%x offers %v, %v; want %v", key, got, err, want)
		}
		return got
	}
	options(key, nil)
	for i := range 20 {
		save(t, s, web, fmt.Sprint(i), bot.State{}, bot.Reply{Options: []bot.Option{{ID: fmt.Sprint("选", i), Label: "好"}}})
	}
	save(t, s, telegram, "1", bot.State{}, fullReply())
	for i := range 20 {
		options(bot.ReplyKey(web, fmt.Sprint(i)), []bot.Option{{ID: fmt.Sprint("选", i), Label: "好"}})
	}
	options(key, []bot.Option{{ID: "选1", Label: "好"}})[0].ID = "别的"
	options(key, []bot.Option{{ID: "选1", Label: "好"}})
	for _, stranger := range [][]byte{nil, {}, key[:len(key)-1], append(slices.Clone(key), 0), bytes.Repeat([]byte{0xff}, len(key)), make([]byte, len(key))} {
		options(stranger, nil)
	}
	if len(key) != bot.ReplyKeySize || bytes.Equal(key, bot.ReplyKey(telegram, "1")) {
		t.Errorf("the key is %x", key)
	}
}

func secrets(t *testing.T, s Store) {
	first := slices.Clone(s.Secret())
	if len(first) != 32 || bytes.Equal(first, make([]byte, 32)) {
		t.Errorf("the secret is %x", first)
	}
	clear(s.Secret())
	if !bytes.Equal(s.Secret(), first) {
		t.Error("who was given the secret can change it")
	}
}

func unfinished(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), saying("哪个城市？"))
	save(t, s, telegram, "1", fullState(), saying("哪个城市？"))
	done := bot.Chat{Channel: "web", ID: "办完了"}
	save(t, s, done, "1", fullState(), saying("哪个城市？"))
	save(t, s, done, "2", asking("好"), saying("好"))
	save(t, s, bot.Chat{Channel: "website", ID: "1"}, "1", fullState(), saying("哪个城市？"))
	got, err := s.Unfinished(t.Context(), "web")
	if err != nil || !slices.Equal(got, []bot.Chat{web}) {
		t.Errorf("unfinished are %v, %v", got, err)
	}
}

// Whatever is done, in whatever order, the counts are those of a ledger kept
// beside the store, and both sides are the same.
func balances(t *testing.T, s Store) {
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		l := &book{store: s, run: fmt.Sprint(runs), text: map[bot.Chat]map[string]string{}}
		before, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			rapid.SampledFrom([]func(*rapid.T){l.take, l.handle, l.deliver}).Draw(t, "step")(t)
			l.balance(t, before)
		}
		l.order(t)
	})
}

// A book is what a store should hold of the chats of one run.
type book struct {
	store  Store
	run    string
	text   map[bot.Chat]map[string]string // of what was taken
	inbox  []string                       // chat and id, in order
	saved  []string
	rows   []bot.Outgoing
	counts bot.Counts
}

func (b *book) draw(t *rapid.T) bot.Message {
	chat := bot.Chat{Channel: "run" + b.run, ID: rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "chat")}
	m := typed(chat, rapid.SampledFrom([]string{"1", "2", "3", "4", "5"}).Draw(t, "id"), "你好")
	if rapid.IntRange(0, 3).Draw(t, "addressed") > 0 {
		m.Address = ask(chat, m.ID).Address
	}
	return m
}

func name(m bot.Message) string { return fmt.Sprint(m.Chat, " ", m.ID) }

func (b *book) take(t *rapid.T) {
	m := b.draw(t)
	m.Text = rapid.SampledFrom([]string{"你好", "您好"}).Draw(t, "text")
	want := bot.Taken
	said, before := b.text[m.Chat][m.ID]
	switch {
	case before && said != m.Text:
		want = bot.Conflict
	case before, slices.Contains(b.saved, name(m)):
		want = bot.Again
	default:
		if b.text[m.Chat] == nil {
			b.text[m.Chat] = map[string]string{}
		}
		b.text[m.Chat][m.ID] = m.Text
		b.inbox = append(b.inbox, name(m))
		b.counts.Taken++
	}
	got, err := b.store.Take(t.Context(), bot.Batch{Channel: m.Chat.Channel, Messages: []bot.Message{m}}, noon)
	if err != nil || got[0] != want {
		t.Fatalf("took %s: %v %v, want %v", name(m), got, err, want)
	}
}

func (b *book) handle(t *rapid.T) {
	m := b.draw(t)
	reply := rapid.SampledFrom([]bot.Reply{menuReply("菜单"), saying("一句")}).Draw(t, "reply")
	if i := slices.Index(b.inbox, name(m)); i >= 0 {
		b.inbox = slices.Delete(b.inbox, i, i+1)
		b.counts.Handled++
	}
	if !slices.Contains(b.saved, name(m)) {
		b.saved = append(b.saved, name(m))
		if m.Address != nil {
			b.rows = slices.DeleteFunc(b.rows, func(o bot.Outgoing) bool {
				over := o.Chat == m.Chat && reply.Supersedes(o)
				if over {
					b.counts.Superseded++
				}
				return over
			})
			b.rows = append(b.rows, row(0, m, reply))
			b.counts.Queued++
		}
	}
	if err := b.store.Save(t.Context(), bot.Turn{Message: m, Reply: reply}); err != nil {
		t.Fatal(err)
	}
}

// deliver notes something of the reply that is next in a chat.
func (b *book) deliver(t *rapid.T) {
	i := slices.IndexFunc(b.rows, func(chat bot.Chat) func(bot.Outgoing) bool {
		return func(o bot.Outgoing) bool { return o.Chat == chat }
	}(b.draw(t).Chat))
	if i < 0 {
		return
	}
	o, err := b.store.Next(t.Context(), b.rows[i].Chat)
	if err != nil || o == nil || o.ID != b.rows[i].ID {
		t.Fatalf("next is %s %v, want %s", show(o), err, show(b.rows[i]))
	}
	o.State = rapid.SampledFrom([]bot.DeliveryState{
		bot.Pending, bot.Sending, bot.Sent, bot.Uncertain, bot.Unreachable, bot.Superseded,
	}).Draw(t, "state")
	o.Parts = rapid.IntRange(0, 1).Draw(t, "parts")
	b.rows[i].State, b.rows[i].Parts = o.State, o.Parts
	if o.State.Final() {
		b.counts.Count(o.State)
		b.rows = slices.Delete(b.rows, i, i+1)
	}
	if err := b.store.Note(t.Context(), *o); err != nil {
		t.Fatal(err)
	}
}

func (b *book) balance(t *rapid.T, before bot.Counts) {
	got, err := b.store.Counts(t.Context())
	want := b.counts
	want.Waiting, want.Pending = uint64(len(b.inbox)), uint64(len(b.rows))
	if err != nil || !got.Balanced() || show(minus(got, before)) != show(want) {
		t.Fatalf("counts %s since %s, want %s: %v", show(got), show(before), show(want), err)
	}
}

func (b *book) order(t *rapid.T) {
	waiting, err := b.store.Waiting(t.Context())
	var names []string
	for _, m := range waiting {
		if strings.HasPrefix(m.Chat.String(), "run"+b.run+"/") {
			names = append(names, name(m))
		}
	}
	if err != nil || !slices.Equal(names, b.inbox) {
		t.Fatalf("there waits %v %v, want %v", names, err, b.inbox)
	}
}

func minus(a, b bot.Counts) bot.Counts {
	return bot.Counts{
		Taken: a.Taken - b.Taken, Handled: a.Handled - b.Handled, Waiting: a.Waiting - b.Waiting,
		Queued: a.Queued - b.Queued, Sent: a.Sent - b.Sent, Uncertain: a.Uncertain - b.Uncertain,
		Unreachable: a.Unreachable - b.Unreachable, Superseded: a.Superseded - b.Superseded, Pending: a.Pending - b.Pending,
	}
}
