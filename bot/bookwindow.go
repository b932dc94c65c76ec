package bot

import (
	"slices"
	"strconv"

	"cheyi/booking"
	"cheyi/calendar"
)

// holds reports whether a plan is for n vehicles and its windows have the room.
func (d *desk) holds(office string, plan []piece, n int) bool {
	for _, p := range plan {
		i := slices.IndexFunc(d.open(office, p.date), func(s booking.Slot) bool { return s.Window == p.window })
		if i < 0 || d.open(office, p.date)[i].Free() < p.count {
			return false
		}
		n -= p.count
	}
	return n == 0
}

// vehiclesOf is for how many vehicles a plan is.
func vehiclesOf(plan []piece) (n int) {
	for _, p := range plan {
		n += p.count
	}
	return n
}

// wanted is how many places are needed: as many as the list has, else as many
// as were spoken of.
func wanted(a Answers) int {
	if rows := rowsOf(a[askVehicles]); len(rows) > 0 {
		return len(rows)
	}
	n, _ := strconv.Atoi(a[knownCount])
	return n
}

func halfOf(window string) string {
	if window < "12:00" {
		return "am"
	}
	return "pm"
}

// mostDays is how many days are offered at a time.
const mostDays = 4

// dateOptions are the next days with room, from the day that was wanted on.
func dateOptions(m Meaning, a Answers) []Option {
	if m.desk == nil {
		return nil
	}
	from := day(m.Message)
	if wish, err := calendar.ParseDay(a[knownWish]); err == nil {
		from = wish
	}
	var options []Option
	for _, d := range m.desk.days(a[askOffice], from, mostDays) {
		options = append(options, Option{answerID(askDate, d.String()), labelDay(d, m.desk.free(a[askOffice], d))})
	}
	return options
}

// windowOptions are the windows of the day with the room they have; for a list
// that none of them has the room for, ways to divide it.
func windowOptions(m Meaning, a Answers) []Option {
	on, err := calendar.ParseDay(a[askDate])
	if err != nil || m.desk == nil {
		return nil
	}
	n := wanted(a)
	var options []Option
	for _, s := range m.desk.open(a[askOffice], on) {
		if s.Free() >= max(n, 1) {
			options = append(options, Option{answerID(askWindow, piece{on, s.Window, n}.String()), labelWindow(s)})
		}
	}
	if len(options) > 0 || n == 0 {
		return options
	}
	for _, d := range m.desk.days(a[askOffice], on, daysAhead) { // elsewhere in one piece
		for _, s := range m.desk.open(a[askOffice], d) {
			if s.Free() >= n && len(options) < 1 {
				options = append(options, Option{answerID(askWindow, piece{d, s.Window, n}.String()), labelWhole(s)})
			}
		}
	}
	if plan := m.desk.divide(a[askOffice], on, n); plan != nil {
		options = append([]Option{{answerID(askWindow, answerOf(plan)), labelDivided(plan)}}, options...)
	}
	return options
}

// divide spreads n vehicles over the windows from a day on, nil when there is
// no room for all of them.
func (d *desk) divide(office string, from calendar.Day, n int) []piece {
	var plan []piece
	for _, s := range d.slots[office] {
		if n == 0 || len(plan) == mostPieces {
			break
		}
		if s.Date.Before(from) || s.Free() == 0 {
			continue
		}
		part := min(n, s.Free())
		plan = append(plan, piece{s.Date, s.Window, part})
		n -= part
	}
	if n > 0 {
		return nil
	}
	return plan
}

// mostPieces is into how many windows a list may be divided.
const mostPieces = 8
