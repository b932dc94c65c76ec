package bookingtest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cheyi/booking"
	"cheyi/calendar"
)

const (
	commandsEach = 100 // of a sequence
	atOnce       = 100 // sequences of one property
	daysSeen     = 60
)

// sequences gives random commands, good and bad, and checks the invariants
// after each.
func sequences(t *testing.T, s Subject) {
	for done := 0; done < count(s.Sequences, 500); done += atOnce {
		t.Run(fmt.Sprint(done/atOnce), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				w := &walk{T: rt, subject: s, t: t, store: s.Open(t, Offices()), now: Monday, reminded: map[string]int{}}
				rt.Cleanup(func() { closeStore(t, w.store) })
				w.seen = look(rt, w.store, daysSeen)
				for range commandsEach {
					rapid.SampledFrom(moves).Draw(rt, "move").run(w)
				}
			})
		})
	}
}

// A move is one kind of step. The first is what shrinking replaces steps by.
type move struct {
	name string
	run  func(*walk)
}

func (m move) String() string { return m.name }

var moves = []move{
	{"nothing", func(*walk) {}},
	{"submit", (*walk).submit}, {"submit", (*walk).submit}, {"submit", (*walk).submit},
	{"act", (*walk).act}, {"act", (*walk).act}, {"act", (*walk).act}, {"act", (*walk).act},
	{"act", (*walk).act}, {"act", (*walk).act}, {"act", (*walk).act}, {"act", (*walk).act},
	{"wait", (*walk).wait}, {"wait", (*walk).wait},
	{"ring", (*walk).ring}, {"ring", (*walk).ring}, {"ring", (*walk).ring},
	{"ring wrongly", (*walk).ringWrongly},
	{"set slot", (*walk).setSlot},
	{"again", (*walk).again}, {"again, but not quite", (*walk).almost},
	{"told", (*walk).told},
	{"erase", (*walk).erase},
	{"crash", (*walk).crash},
}

// A walk is one sequence.
type walk struct {
	*rapid.T
	subject Subject
	t       *testing.T
	store   booking.Store
	now     time.Time
	seen    view

	given    []given
	reminded map[string]int // by batch, window and kind
}

// given is a command that was done, and its result.
type given struct {
	c booking.Command
	r booking.Result
}

// do gives a command and holds the store to the invariants.
func (w *walk) do(c booking.Command) (booking.Result, error) {
	c.At = w.now
	r, err := w.store.Do(w.Context(), c)
	before := w.seen
	w.seen = look(w, w.store, daysSeen)
	if err != nil {
		w.refused(c, err, before)
		return r, err
	}
	if problem := check(before, w.seen); problem != nil {
		w.Fatalf("after %s at %s: %v", text(c), w.now, problem)
	}
	for _, b := range r.Batches {
		if kept, _ := w.seen.batch(b.Receipt); text(kept) != text(b) {
			w.Fatalf("after %s: the result is\n%s\nand the store has\n%s", text(c), text(b), text(kept))
		}
	}
	return r, nil
}

var reasons = []error{
	booking.ErrUnknown, booking.ErrDenied, booking.ErrConflict, booking.ErrStale, booking.ErrState,
	booking.ErrFull, booking.ErrClosed, booking.ErrTaken, booking.ErrInvalid,
}

// refused: a refusal has a reason, and changes nothing.
func (w *walk) refused(c booking.Command, err error, before view) {
	var r *booking.Refusal
	if !errors.As(err, &r) {
		w.Fatalf("%s: not a refusal: %v", text(c), err)
	}
	for _, reason := range reasons {
		if errors.Is(err, reason) {
			if !same(before, w.seen) {
				w.Fatalf("%s was refused, %v, and changed\n%s\ninto\n%s", text(c), err, text(before), text(w.seen))
			}
			return
		}
	}
	w.Fatalf("%s: refused for no reason: %v", text(c), err)
}

// fresh gives a command under a new key.
func (w *walk) fresh(c booking.Command) {
	c.Key = fmt.Sprint("key ", len(w.given), " ", rapid.IntRange(0, 1<<20).Draw(w.T, "key"))
	if r, err := w.do(c); err == nil {
		w.given = append(w.given, given{c, r})
	}
}

func (w *walk) owner() booking.Actor {
	return exporter(rapid.SampledFrom([]string{"web:甲", "web:乙", "telegram:1"}).Draw(w.T, "owner"))
}

func (w *walk) officer() booking.Actor {
	return rapid.SampledFrom([]booking.Actor{officer("李"), officer("王", "north"), officer("赵", "south")}).Draw(w.T, "officer")
}

func (w *walk) slot() booking.SlotID {
	id := rapid.SampledFrom([]booking.SlotID{
		{Office: "north", Window: "09:00-12:00"}, {Office: "north", Window: "14:30-17:00"}, {Office: "south", Window: "10:00-12:00"},
	}).Draw(w.T, "window")
	id.Date = calendar.DayOf(w.now).Add(rapid.IntRange(0, 5).Draw(w.T, "days"))
	return id
}
