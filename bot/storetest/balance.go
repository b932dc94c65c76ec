package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cheyi/bot"
)

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
			made := row(0, m, reply)
			for i, before := range slices.Backward(b.rows) {
				if before.Chat == m.Chat {
					if made.Supersedes(before) {
						b.rows = slices.Delete(b.rows, i, i+1)
						b.counts.Superseded++
					}
					break
				}
			}
			b.rows = append(b.rows, made)
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
	if there, err := b.store.Note(t.Context(), *o); err != nil || !slices.Equal(there, []bool{true}) {
		t.Fatal(there, err)
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
