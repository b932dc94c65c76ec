package notify

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/corpus"
)

var (
	monday   = time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Shanghai)
	thursday = booking.SlotID{Office: "hohhot", Date: calendar.DayOf(monday).Add(10), Window: "09:00-12:00"} // 3 December
	opens    = time.Date(2026, 12, 3, 9, 0, 0, 0, calendar.Shanghai)
	quiet    = slog.New(slog.DiscardHandler)
)

// A world is a store of bookings, what else is stored, and the clock on the
// wall.
type world struct {
	t     testing.TB
	store *booking.Memory
	marks *bot.Memory
	now   time.Time
	keys  int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	years, faults := calendar.ReadYears(corpus.FS, "calendar")
	offices, more := booking.ExampleOffices(years)
	if len(faults)+len(more) > 0 {
		t.Fatal(faults, more)
	}
	return &world{t: t, store: booking.NewMemory(offices), marks: bot.NewMemory(), now: monday}
}

func (w *world) clock() time.Time { return w.now }

func (w *world) timers() *Timers {
	timers := NewTimers(quiet, w.store, w.marks, w.clock)
	if !timers.remember(w.t.Context()) {
		w.t.Fatal("the time last seen cannot be read")
	}
	return timers
}

func (w *world) do(c booking.Command) booking.Batch {
	w.t.Helper()
	w.keys++
	c.Key, c.At = fmt.Sprint(w.keys), w.now
	r, err := w.store.Do(w.t.Context(), c)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Batches[0]
}

// book submits a batch of one vehicle for an owner.
func (w *world) book(owner string, slot booking.SlotID) booking.Batch {
	w.t.Helper()
	return w.bookMany(owner, slot, 1)
}

func (w *world) bookMany(owner string, slot booking.SlotID, vehicles int) booking.Batch {
	w.t.Helper()
	q := booking.Request{
		Business: booking.TransferExport, Slot: slot,
		Enterprise: booking.Enterprise{Name: "顺达", USCC: "91150100MA0N000000"}, Contact: booking.Contact{Name: "张三", Phone: "13800008000"},
	}
	for i := range vehicles {
		q.Vehicles = append(q.Vehicles, booking.Vehicle{VIN: fmt.Sprintf("LZZ5BBFD%06d%03d", w.keys, i), State: booking.VehicleBooked})
	}
	return w.do(booking.Command{Actor: booking.Actor{Role: booking.Exporter, ID: owner}, Action: booking.Submit, Requests: []booking.Request{q}})
}

// giveBack has an officer return vehicles of a batch.
func (w *world) giveBack(b booking.Batch, why string, vins ...string) booking.Batch {
	w.t.Helper()
	return w.do(booking.Command{
		Actor: booking.Actor{Role: booking.Officer, ID: "张科长"}, Action: booking.Reject, Receipt: b.Receipt, Version: b.Version, Reason: why, VINs: vins,
	})
}

// officer has an officer act on a batch.
func (w *world) officer(b booking.Batch, action booking.Action) booking.Batch {
	w.t.Helper()
	return w.do(booking.Command{
		Actor: booking.Actor{Role: booking.Officer, ID: "张科长"}, Action: action, Receipt: b.Receipt, Version: b.Version, Reason: "不清",
	})
}

// told counts the notices of a kind about a batch that wait to be told.
func (w *world) told(b booking.Batch, kind string) (n int) {
	w.t.Helper()
	notices, err := w.store.Notices(w.t.Context(), 1<<20)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, notice := range notices {
		if notice.Receipt == b.Receipt && notice.Kind == kind && notice.To == b.Owner {
			n++
		}
	}
	return n
}

func (w *world) batch(b booking.Batch) booking.Batch {
	w.t.Helper()
	now, err := w.store.Batch(w.t.Context(), b.Receipt)
	if err != nil {
		w.t.Fatal(err)
	}
	return now
}
