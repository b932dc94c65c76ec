package booking_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

var update = flag.Bool("update", false, "write golden files anew")

// confirmed submits and confirms a batch at a time.
func (d *desk) confirmed(now time.Time, id booking.SlotID, vins ...string) booking.Batch {
	d.Helper()
	d.now = now
	b := d.submitted(ma, request(id, vins...))
	b = d.acted(li, booking.Confirm, b.Receipt, booking.Command{})
	d.news()
	return b
}

// The reminders of each working day's windows over the holidays of a year, by
// the calendars of the corpus and the offices of the example.
func TestReminderDays(t *testing.T) {
	offices, faults := booking.ExampleOffices(years(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var out strings.Builder
	for _, span := range [][2]string{{"2026-02-10", "2026-03-04"}, {"2026-04-29", "2026-05-12"}, {"2026-09-18", "2026-10-14"}, {"2026-12-28", "2027-01-08"}} {
		for date := day(span[0]); !day(span[1]).Before(date); date = date.Add(1) {
			if !offices.Works("hohhot", date) {
				continue
			}
			for _, window := range []string{"09:00-12:00", "14:30-17:00"} {
				fmt.Fprintf(&out, "%s %s %s:%s\n", date, date.WeekdayName(), window, reminders(t, offices, booking.SlotID{Office: "hohhot", Date: date, Window: window}))
			}
		}
	}
	const golden = "testdata/reminders.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || out.String() != string(want) {
		t.Errorf("%v; run with -update and read the diff\n%s", err, out.String())
	}
}

// reminders lists when a batch that was confirmed long ago is reminded of.
func reminders(t *testing.T, offices booking.Offices, id booking.SlotID) string {
	m := booking.NewMemory(offices)
	now := id.Begins().AddDate(0, 0, -30)
	r, err := m.Do(t.Context(), booking.Command{Key: "1", Actor: ma, Action: booking.Submit, At: now, Requests: []booking.Request{request(id, vin(1))}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Do(t.Context(), booking.Command{Key: "2", Actor: li, Action: booking.Confirm, At: now, Receipt: r.Batches[0].Receipt, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	due, err := m.Due(t.Context(), id.Begins(), 10)
	if err != nil {
		t.Fatal(err)
	}
	var line string
	for _, timer := range due {
		when := timer.Due.In(calendar.Shanghai)
		line += fmt.Sprintf("  %s %s %s", timer.Kind, calendar.DayOf(when).WeekdayName(), when.Format("01-02 15:04"))
		if !offices.Works("hohhot", calendar.DayOf(when)) || when.Hour() < 8 || when.Hour() > 18 {
			t.Errorf("%v: %s is no time to be told anything", id, line)
		}
	}
	return line
}

// A program that looks at its timers at odd times, or was away, reminds once
// each, and never in arrears.
func TestReminders(t *testing.T) {
	id := window("2026-12-03", afternoon) // Thursday: 11-30 09:00, 12-02 16:00, 12-03 12:30
	tests := []struct {
		name  string
		looks []string
		want  int
	}{
		{"on the minute", []string{"2026-11-30 09:00", "2026-12-02 16:00", "2026-12-03 12:30"}, 3},
		{"a minute late", []string{"2026-11-30 09:01", "2026-12-02 16:01", "2026-12-03 12:31"}, 3},
		{"a minute early", []string{"2026-11-30 08:59", "2026-12-02 15:59", "2026-12-03 12:29"}, 2},
		{"over and over", []string{"2026-11-30 09:00", "2026-11-30 09:00", "2026-11-30 09:05", "2026-11-30 23:00"}, 1},
		{"away over two", []string{"2026-12-02 17:00"}, 1},
		{"away over all", []string{"2026-12-03 14:00"}, 1},
		{"away until it has begun", []string{"2026-12-03 14:30"}, 0},
		{"a clock that jumps ahead and back", []string{"2026-12-02 16:30", "2026-11-30 09:30", "2026-12-02 16:30"}, 1},
		{"a clock that goes back a day", []string{"2026-11-30 09:00", "2026-11-29 09:00", "2026-11-30 09:00"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.confirmed(monday, id, vin(1))
			for _, look := range tt.looks {
				d.now = at(look)
				d.ring()
			}
			news := d.news()
			if len(news) != tt.want || slices.ContainsFunc(news, func(n string) bool { return n != "reminder web:ma" }) {
				t.Errorf("%q, want %d reminders", news, tt.want)
			}
		})
	}
}

// Nobody is reminded of a time that has moved.
func TestRemindersMove(t *testing.T) {
	d := newDesk(t)
	b := d.confirmed(monday, window("2026-12-03", afternoon), vin(1))
	old, _ := d.Due(t.Context(), at("2026-12-03 14:00"), 10)
	to := window("2026-12-10", afternoon)
	d.acted(li, booking.Propose, b.Receipt, booking.Command{To: &to})
	if due, _ := d.Due(t.Context(), at("2026-12-31 00:00"), 10); len(due) != 1 || due[0].Kind != booking.TimerOffer {
		t.Errorf("while there is an offer: %+v", due)
	}
	d.acted(ma, booking.Accept, b.Receipt, booking.Command{})
	d.news()
	for _, timer := range old { // a runner that has read them before
		d.now = timer.Due
		if _, err := d.Memory.Do(t.Context(), timer.Command(d.now)); err != nil {
			t.Error(err)
		}
	}
	if news := d.news(); news != nil {
		t.Errorf("%q", news)
	}
	due, _ := d.Due(t.Context(), at("2026-12-10 14:30"), 10)
	if len(due) != 3 || !due[0].Due.Equal(at("2026-12-07 09:00")) {
		t.Errorf("%+v", due)
	}
}

// What was reminded of once is not again when rows are returned or an offer is
// declined; what came due in between is too late.
func TestRemindersOnce(t *testing.T) {
	d := newDesk(t)
	b := d.confirmed(monday, window("2026-12-03", afternoon), vins(1, 2)...)
	d.now = at("2026-11-30 09:00")
	d.ring()
	d.acted(li, booking.Reject, b.Receipt, booking.Command{VINs: []string{vin(1)}, Reason: "发票不清楚"})
	to := window("2026-12-10", afternoon)
	d.now = at("2026-12-02 12:00")
	d.acted(li, booking.Propose, b.Receipt, booking.Command{To: &to})
	d.now = at("2026-12-02 18:00")
	d.acted(ma, booking.Decline, b.Receipt, booking.Command{})
	d.news()
	d.ring()
	if news := d.news(); news != nil {
		t.Errorf("%q", news)
	}
	d.now = at("2026-12-03 12:30")
	d.ring()
	if news := d.news(); !slices.Equal(news, []string{"reminder web:ma"}) {
		t.Errorf("%q", news)
	}
}

// A batch that nobody has confirmed by the end of its day is over.
func TestDayOver(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-25", forenoon), vin(1)))
	d.news()
	d.now = at("2026-11-25 23:59")
	d.ring()
	if now := d.batch(b.Receipt); now.State != booking.Pending {
		t.Errorf("too early: %+v", now)
	}
	d.now = at("2026-11-26 00:00")
	d.ring()
	d.ring()
	if now := d.batch(b.Receipt); now.State != booking.Expired || now.Version != 2 || d.used(b.Slot) != 0 {
		t.Errorf("%+v", now)
	}
	if news := d.news(); !slices.Equal(news, []string{"expired web:ma", "expired office:north"}) {
		t.Errorf("%q", news)
	}
}

// An offer stands for the office's hours, days off not counted, and never
// longer than until what it offers begins.
func TestOfferEnds(t *testing.T) {
	south := func(date string) booking.SlotID {
		return booking.SlotID{Office: "south", Date: day(date), Window: "10:00-12:00"}
	}
	tests := []struct {
		name, now, want string
		from, to        booking.SlotID
	}{
		{"a day", "2026-11-23 10:00", "2026-11-24 10:00", window("2026-11-30", forenoon), window("2026-12-10", forenoon)},
		{"over a weekend", "2026-11-27 16:00", "2026-11-30 16:00", window("2026-12-03", forenoon), window("2026-12-10", forenoon)},
		{"on a Sunday", "2026-11-29 16:00", "2026-12-01 00:00", window("2026-12-03", forenoon), window("2026-12-10", forenoon)},
		{"until it begins", "2026-11-23 10:00", "2026-11-23 14:30", window("2026-11-30", forenoon), window("2026-11-23", afternoon)},
		{"hours of the office's own", "2026-11-23 10:00", "2026-11-23 18:00", south("2026-11-30"), south("2026-12-03")},
		{"days of the office's own", "2026-11-23 20:00", "2026-11-25 04:00", south("2026-11-30"), south("2026-12-03")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.now = at(tt.now)
			b := d.submitted(ma, request(tt.from, vin(1)))
			b = d.acted(li, booking.Propose, b.Receipt, booking.Command{To: &tt.to})
			if !b.Until.Equal(at(tt.want)) {
				t.Errorf("until %s, want %s", b.Until, tt.want)
			}
		})
	}
}
