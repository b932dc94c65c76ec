package booking_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/booking/bookingtest"
	"cheyi/calendar"
	"cheyi/corpus"
)

// The world of the tests is the suite's; the windows are in the days after
// monday.
var (
	monday  = bookingtest.Monday
	vin     = bookingtest.VIN
	request = bookingtest.Request
)

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// at reads a time of Shanghai: 2026-11-23 10:00.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func vins(from, n int) []string {
	var list []string
	for i := range n {
		list = append(list, vin(from+i))
	}
	return list
}

// window is one of the north office, which works on working days: five places
// in the morning, three in the afternoon.
func window(date, time string) booking.SlotID {
	return booking.SlotID{Office: "north", Date: day(date), Window: time}
}

const (
	forenoon  = "09:00-12:00"
	afternoon = "14:30-17:00"
)

// A desk is a store with a clock, for tests that tell a story.
type desk struct {
	*testing.T
	*booking.Memory
	now  time.Time
	keys int
}

func newDesk(t *testing.T) *desk {
	return &desk{T: t, Memory: booking.NewMemory(bookingOffices), now: monday}
}

// give gives a command under a new key, now.
func (d *desk) give(c booking.Command) (booking.Result, error) {
	d.Helper()
	if c.Key == "" {
		d.keys++
		c.Key = fmt.Sprint("key ", d.keys)
	}
	c.At = d.now
	return d.Memory.Do(d.Context(), c)
}

var (
	ma = booking.Actor{Role: booking.Exporter, ID: "web:ma"}
	bo = booking.Actor{Role: booking.Exporter, ID: "web:bo"}
	li = booking.Actor{Role: booking.Officer, ID: "李警官"}
)

func (d *desk) submit(who booking.Actor, requests ...booking.Request) (booking.Batch, error) {
	d.Helper()
	r, err := d.give(booking.Command{Actor: who, Action: booking.Submit, Requests: requests})
	if err != nil {
		return booking.Batch{}, err
	}
	return r.Batches[0], nil
}

// submitted is submit where it must work.
func (d *desk) submitted(who booking.Actor, requests ...booking.Request) booking.Batch {
	d.Helper()
	b, err := d.submit(who, requests...)
	if err != nil {
		d.Fatal(err)
	}
	return b
}

// act does an action to a batch as it is now; c says the rest.
func (d *desk) act(who booking.Actor, a booking.Action, receipt string, c booking.Command) (booking.Batch, error) {
	d.Helper()
	b := d.batch(receipt)
	c.Actor, c.Action, c.Receipt, c.Version = who, a, receipt, b.Version
	r, err := d.give(c)
	if err != nil {
		return b, err
	}
	return r.Batches[0], nil
}

// acted is act where it must work.
func (d *desk) acted(who booking.Actor, a booking.Action, receipt string, c booking.Command) booking.Batch {
	d.Helper()
	b, err := d.act(who, a, receipt, c)
	if err != nil {
		d.Fatalf("%s: %v", a, err)
	}
	return b
}

func (d *desk) batch(receipt string) booking.Batch {
	d.Helper()
	b, err := d.Batch(d.Context(), receipt)
	if err != nil {
		d.Fatal(err)
	}
	return b
}

func (d *desk) used(id booking.SlotID) int {
	d.Helper()
	slots, err := d.Slots(d.Context(), id.Office, id.Date, id.Date)
	if err != nil {
		d.Fatal(err)
	}
	for _, s := range slots {
		if s.SlotID == id {
			return s.Used
		}
	}
	d.Fatalf("no window %v", id)
	return 0
}

// ring gives the commands of all timers that are due by now.
func (d *desk) ring() {
	d.Helper()
	due, err := d.Due(d.Context(), d.now, 100)
	if err != nil {
		d.Fatal(err)
	}
	for _, timer := range due {
		if _, err := d.Memory.Do(d.Context(), timer.Command(d.now)); err != nil {
			d.Fatal(err)
		}
	}
}

// news takes the notices that have come: kind and to whom.
func (d *desk) news() []string {
	d.Helper()
	var news []string
	notices, err := d.Notices(d.Context(), 1000)
	if err != nil {
		d.Fatal(err)
	}
	for _, n := range notices {
		news = append(news, n.Kind+" "+n.To)
		if err := d.Told(d.Context(), n.Seq); err != nil {
			d.Fatal(err)
		}
	}
	return news
}

// refusal is the reason of an error, which must be a refusal.
func refusal(t *testing.T, err, reason error) booking.Refusal {
	t.Helper()
	var r *booking.Refusal
	if !errors.As(err, &r) || !errors.Is(err, reason) {
		t.Fatalf("got %v, want %v", err, reason)
	}
	return *r
}

func years(t testing.TB) calendar.Years {
	t.Helper()
	years, faults := calendar.ReadYears(corpus.FS, "calendar")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return years
}

var (
	bookingOffices = bookingtest.Offices()
	errDisk        = errors.New("no space left on device")
)

// A spyTx keeps what is kept of results.
type spyTx struct {
	booking.Tx
	kept string
}

func (s *spyTx) PutDone(actor, key, print string, r booking.Result, at time.Time) error {
	out, err := json.Marshal([]any{actor, key, r})
	s.kept += string(out)
	return errors.Join(err, s.Tx.PutDone(actor, key, print, r, at))
}
