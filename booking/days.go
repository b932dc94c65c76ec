package booking

import (
	"strconv"
	"strings"
	"time"

	"cheyi/calendar"
)

// InTime reports whether an exporter may still, and already, ask for a window:
// it has not begun, and its day is neither too near nor too far for the
// office. Whether it is open and has room is the Slot's to say.
func (o Offices) InTime(id SlotID, now time.Time) bool {
	office, ok := o.Office(id.Office)
	today := calendar.DayOf(now)
	return ok && now.Before(id.Begins()) && !id.Date.Before(today.Add(office.Lead)) && !today.Add(office.Ahead).Before(id.Date)
}

// Works reports whether an office works on a day, by its file. Officers may
// have opened or closed single windows.
func (o Offices) Works(office string, day calendar.Day) bool {
	at, ok := o.Office(office)
	return ok && o.works(at, day)
}

// works: the office's own days before the rule. A year without a calendar has
// no working days, for nobody knows which.
func (o Offices) works(office Office, day calendar.Day) bool {
	if office.closed[day] || office.open[day] {
		return office.open[day]
	}
	working, why, err := o.years.Working(day)
	switch {
	case err != nil:
		return false
	case office.weekdays == nil:
		return working
	}
	holiday := !working && why != calendar.Weekend
	return office.weekdays[day.Weekday()] && !holiday
}

// longestBreak is how many days off in a row are looked through for a day on
// which an office works.
const longestBreak = 31

// reminderTimes says when to remind of a window, in the order of reminders,
// zero for a reminder that would come too late. Three days ahead in the
// morning and one day ahead in the afternoon are moved back to a day on which
// the office works; all are within its hours.
func (o Offices) reminderTimes(id SlotID) [3]time.Time {
	var times [3]time.Time
	office, ok := o.Office(id.Office)
	if !ok {
		return times
	}
	start := id.Begins()
	times[0] = o.before(office, id.Date.Add(-3), 9*time.Hour)
	times[1] = o.before(office, id.Date.Add(-1), 16*time.Hour)
	times[2] = office.within(id.Date, start.Add(-2*time.Hour).Sub(midnight(id.Date)))
	for i := range times {
		if !times[i].Before(start) {
			times[i] = time.Time{}
		}
	}
	return times
}

// before is a time of the day, or of the last day before it on which the
// office works.
func (o Offices) before(office Office, day calendar.Day, at time.Duration) time.Time {
	for range longestBreak {
		if o.works(office, day) {
			break
		}
		day = day.Add(-1)
	}
	return office.within(day, at)
}

// within is a time of a day, moved into the office's hours.
func (o Office) within(day calendar.Day, at time.Duration) time.Time {
	return midnight(day).Add(min(max(at, o.hours[0]), o.hours[1]))
}

// offerEnds is when an offer made now ends: days off do not count.
func (o Offices) offerEnds(id string, now time.Time) time.Time {
	office, ok := o.Office(id)
	if !ok {
		return now.Add(defaultOffer)
	}
	left, off := office.offer, 0
	for day := calendar.DayOf(now); off < longestBreak; day = day.Add(1) {
		next := midnight(day.Add(1))
		switch {
		case !o.works(office, day):
			off++
		case left <= next.Sub(now):
			return now.Add(left)
		default:
			left, off = left-next.Sub(now), 0
		}
		now = next
	}
	return now
}

// Begins is when a window begins: by then it is too late to ask for it.
func (s SlotID) Begins() time.Time {
	span, _ := parseSpan(s.Window)
	return midnight(s.Date).Add(span[0])
}

// Ends is when a window ends.
func (s SlotID) Ends() time.Time {
	span, _ := parseSpan(s.Window)
	return midnight(s.Date).Add(span[1])
}

// midnight is when a day begins.
func midnight(d calendar.Day) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, calendar.Shanghai)
}

// parseSpan reads 09:00-12:00: what has begun ends later on the same day.
func parseSpan(s string) (span [2]time.Duration, ok bool) {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return span, false
	}
	var first, second bool
	span[0], first = parseClock(from)
	span[1], second = parseClock(to)
	return span, first && second && span[0] < span[1]
}

// parseClock reads 09:00, always with two digits each, so that one time of the
// day is written one way.
func parseClock(s string) (time.Duration, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, err1 := strconv.ParseUint(s[:2], 10, 8)
	m, err2 := strconv.ParseUint(s[3:], 10, 8)
	ok := err1 == nil && err2 == nil && h < 24 && m < 60
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, ok
}
