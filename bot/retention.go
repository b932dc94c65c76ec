package bot

import (
	"context"
	"reflect"
	"time"
)

// What a conversation holds is kept for as long as the settings say after its
// last message: what was filled in of a booking for the days of a draft, all
// the rest for those of a booking that is over. A message that comes later
// finds it gone, whether the store was swept by then or not.

// left returns what is still remembered of a conversation, and whether
// something has gone.
func (b *Bot) left(s State, now time.Time) (left State, gone bool) {
	if b.bookings == nil || s.At.IsZero() {
		return s, false
	}
	o := b.bookings.Offices
	switch quiet := now.Sub(s.At); {
	case quiet >= days(o.RetentionDays):
		return State{}, true
	case quiet >= days(o.DraftDays) && (s.books() || s.Draft != nil):
		return s.withoutDraft(), true
	}
	return s, false
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// withoutDraft is a conversation whose booking was not gone on with.
func (s State) withoutDraft() State {
	is := func(p *Progress, id string) bool { return p != nil && p.Flow == id }
	s.Lapsed = s.Lapsed || is(s.Flow, bookID) || is(s.Waiting, bookID) || s.Draft != nil
	if is(s.Flow, bookID) || is(s.Flow, moveID) {
		s.Flow, s.Options = nil, nil
	}
	if is(s.Waiting, bookID) {
		s.Waiting = nil
	}
	s.Draft = nil
	return s
}

// Empty reports whether nothing is remembered.
func (s State) Empty() bool { return reflect.DeepEqual(s, State{}) }

// Sweep deletes from the store what is not to be remembered any more.
func (b *Bot) Sweep(ctx context.Context, now time.Time) error {
	return b.store.Sweep(ctx, func(s State) (State, bool) { return b.left(s, now) })
}

// ForgottenReply is what is left of a reply when its person has had all that
// is stored deleted: a message that comes again must not be handled again.
func ForgottenReply() Reply { return Reply{Outcome: Menu, Text: wordsForgotten}.complete() }
