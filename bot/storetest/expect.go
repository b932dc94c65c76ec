package storetest

import (
	"slices"
	"strings"
	"testing"

	"cheyi/bot"
)

// take stores messages that must all be new.
func take(t *testing.T, s Store, messages ...bot.Message) {
	t.Helper()
	receive(t, s, messages, make([]bot.Receipt, len(messages))...)
}

// receive stores messages and compares what became of them.
func receive(t *testing.T, s Store, messages []bot.Message, want ...bot.Receipt) {
	t.Helper()
	got, err := s.Take(t.Context(), bot.Batch{Channel: "web", Messages: slices.Clone(messages)}, noon)
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("took %s: %v %v, want %v", show(messages), got, err, want)
	}
}

// wait compares the messages that are not handled yet.
func wait(t *testing.T, s Store, want ...bot.Message) {
	t.Helper()
	got, err := s.Waiting(t.Context())
	if err != nil || len(got)+len(want) > 0 && show(got) != show(want) {
		t.Errorf("there waits\n%.2000s\n%v, want\n%.2000s", show(got), err, show(want))
	}
}

// finish is what a bot does with a message that it has handled.
func finish(t *testing.T, s Store, m bot.Message, r bot.Reply) {
	t.Helper()
	if err := s.Save(t.Context(), bot.Turn{Message: m, Reply: r}); err != nil {
		t.Fatalf("save %s %q: %v", m.Chat, m.ID, err)
	}
}

// counts compares the counts, which must balance.
func counts(t *testing.T, s Store, want bot.Counts) {
	t.Helper()
	got, err := s.Counts(t.Context())
	if err != nil || got != want || !got.Balanced() {
		t.Errorf("counts %s %v, want %s", show(got), err, show(want))
	}
}

// next returns the first reply to deliver to a chat.
func next(t *testing.T, s Store, chat bot.Chat) *bot.Outgoing {
	t.Helper()
	o, err := s.Next(t.Context(), chat)
	if err != nil {
		t.Fatalf("next of %s: %v", chat, err)
	}
	return o
}

// head compares the first reply to deliver to a chat, and returns it.
func head(t *testing.T, s Store, chat bot.Chat, want *bot.Outgoing) *bot.Outgoing {
	t.Helper()
	o := next(t, s, chat)
	if show(o) != show(want) {
		t.Fatalf("next of %s is\n%s\nwant\n%s", chat, show(o), show(want))
	}
	return o
}

// note stores that a reply has come to a state.
func note(t *testing.T, s Store, o bot.Outgoing, state bot.DeliveryState) {
	t.Helper()
	o.State = state
	if _, err := s.Note(t.Context(), o); err != nil {
		t.Fatalf("note %s: %v", show(o), err)
	}
}

// recipients compares the chats with replies to deliver, in no order.
func recipients(t *testing.T, s Store, channel string, want ...bot.Chat) {
	t.Helper()
	got, err := s.Recipients(t.Context(), channel)
	byID := func(a, b bot.Chat) int { return strings.Compare(a.ID, b.ID) }
	slices.SortFunc(got, byID)
	slices.SortFunc(want, byID)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("recipients on %s are %v, %v; want %v", channel, got, err, want)
	}
}
