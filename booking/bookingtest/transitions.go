package bookingtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"cheyi/booking"
)

// reach is how a batch gets into each state: the commands after its submission.
var reach = map[booking.State][]booking.Action{
	booking.Pending:      {},
	booking.Confirmed:    {booking.Confirm},
	booking.MoveProposed: {booking.Confirm, booking.Propose},
	booking.Rejected:     {booking.Reject},
	booking.Cancelled:    {booking.Cancel},
	booking.Completed:    {booking.Confirm, booking.Complete},
	booking.NoShow:       {booking.Confirm, booking.MarkNoShow},
	booking.Expired:      {booking.Expire},
}

// actions are all that can be done to a batch.
var actions = []booking.Action{
	booking.Confirm, booking.Reject, booking.Propose, booking.Accept, booking.Decline, booking.Reschedule,
	booking.Cancel, booking.Expire, booking.Complete, booking.MarkNoShow,
}

// transitions tries every action in every state: what the table has happens,
// and the rest is refused and changes nothing. Timers are never refused: one
// that is not the state's own does nothing.
func transitions(t *testing.T, s Subject) {
	store := s.open(t)
	number := 0
	for state, way := range reach {
		for _, action := range actions {
			t.Run(fmt.Sprint(state, "/", action), func(t *testing.T) {
				number++
				b := submitOne(t, store, fmt.Sprint(number), Request(morning(1+number%4), VIN(number)))
				for _, a := range way {
					b = act(t, store, b, a)
				}
				if b.State != state {
					t.Fatalf("the way there led to %s", b.State)
				}
				try(t, store, b, action)
				end(t, store, b.Receipt)
			})
		}
	}
}

// on returns the command that does an action to a batch.
func on(b booking.Batch, action booking.Action) booking.Command {
	c := booking.Command{
		Key: fmt.Sprint(b.Receipt, b.Version, action), Actor: officer("李"), Action: action, At: Monday,
		Receipt: b.Receipt, Version: b.Version, Reason: "改期",
	}
	switch action {
	case booking.Accept, booking.Decline, booking.Reschedule, booking.Cancel:
		c.Actor = exporter(b.Owner)
	case booking.Complete, booking.MarkNoShow:
		c.At = b.Slot.Begins()
	case booking.Expire:
		kind, due := booking.TimerDayOver, b.Slot.Date.Add(1).Noon()
		if b.State == booking.MoveProposed {
			kind, due = booking.TimerOffer, b.Until
		}
		return booking.Timer{Kind: kind, Receipt: b.Receipt, Version: b.Version}.Command(due)
	}
	if action == booking.Propose || action == booking.Reschedule {
		to := b.Slot
		to.Window = "14:30-17:00"
		c.To = &to
	}
	return c
}

func act(t *testing.T, store booking.Store, b booking.Batch, action booking.Action) booking.Batch {
	t.Helper()
	r, err := store.Do(t.Context(), on(b, action))
	if err != nil {
		t.Fatalf("%s of %+v: %v", action, b, err)
	}
	return r.Batches[0]
}

func try(t *testing.T, store booking.Store, b booking.Batch, action booking.Action) {
	t.Helper()
	c := on(b, action)
	want := allowed[b.State][action]
	r, err := store.Do(t.Context(), c)
	now, _ := store.Batch(t.Context(), b.Receipt)
	switch {
	case len(want) > 0 && (err != nil || !slices.Contains(want, r.Batches[0].State) || now.Version != b.Version+1):
		t.Errorf("%v, and it is %+v; want %s", err, now, want)
	case len(want) == 0 && action != booking.Expire && !errors.Is(err, booking.ErrState):
		t.Errorf("not refused: %v", err)
	case len(want) == 0 && text(now) != text(b):
		t.Errorf("refused, and yet it is\n%s\nafter\n%s", text(now), text(b))
	}
	var refusal *booking.Refusal
	if errors.As(err, &refusal) && (refusal.Batch == nil || text(*refusal.Batch) != text(b)) {
		t.Errorf("refused without the current batch: %+v", refusal)
	}
}

// end makes room for the next.
func end(t *testing.T, store booking.Store, receipt string) {
	t.Helper()
	b, err := store.Batch(t.Context(), receipt)
	if err != nil {
		t.Fatal(err)
	}
	if b.State.Live() {
		c := on(b, booking.Cancel)
		c.At = c.At.Add(time.Second)
		if _, err := store.Do(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
}
