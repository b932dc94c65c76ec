package calculators

import (
	"fmt"
	"strings"
	"time"

	"cheyi/calc"
	"cheyi/calendar"
)

// A daysView is the weeks from the day that begins a limit to the one that
// ends it, by months, with what the marks mean.
type daysView struct {
	Months []monthView
	Legend []string
}

type monthView struct {
	Name  string
	Weeks [][]dayView
}

// A dayView is a cell of a month; one of another month has no number.
type dayView struct {
	Number int
	Class  string
	Marks  []string
}

// marks are what is said of days.
type marks map[calendar.Day]*dayView

func (m marks) add(d calendar.Day, class string, words ...string) {
	if m[d] == nil {
		m[d] = &dayView{Number: d.Day}
	}
	m[d].Class = strings.TrimSpace(m[d].Class + " " + class)
	m[d].Marks = append(m[d].Marks, words...)
}

func daysOf(d calc.Days) *daysView {
	m := marks{}
	v := &daysView{Legend: []string{fmt.Sprintf(legendFrom, d.Input.Label, d.From.WithWeekday())}}
	m.add(d.From, "from", dayFrom)
	longest := d.Limits[len(d.Limits)-1]
	for i, day := range longest.Count {
		m.add(day, "counted", fmt.Sprintf(dayNumber, i+1))
	}
	for _, day := range longest.Extra {
		m.add(day, "made-up", dayMadeUp)
	}
	for _, off := range longest.Off {
		m.add(off.Day, "off", off.Why)
	}
	if d.FirstCounts {
		m.add(d.From, "counted", fmt.Sprintf(dayNumber, 1))
		m.add(longest.Last, "", fmt.Sprintf(dayNumber, daysTo(d.From, longest.Last)))
	}
	last := d.From
	for _, l := range d.Limits {
		mark := dayLast
		if l.Count != nil {
			mark = dayTarget
		}
		m.add(l.Last, "last", strings.Fields(l.Whose+" "+mark)...)
		v.Legend = append(v.Legend, fmt.Sprintf(legendGoal, l.Whose, mark, l.Last.WithWeekday()))
		last = later(last, l.Last)
		if l.Shift != nil {
			m.add(*l.Shift, "may", dayMay)
			last = later(last, *l.Shift)
		}
	}
	for day := d.From.Add(1); day.Before(longest.Last); day = day.Add(1) {
		if m[day] == nil {
			m.add(day, "between")
		}
	}
	v.Months = monthsOf(m, d.From, last)
	return v
}

// daysTo counts the days from one day to another, both of them.
func daysTo(from, last calendar.Day) int {
	n := 1
	for ; from.Before(last); from = from.Add(1) {
		n++
	}
	return n
}

func later(a, b calendar.Day) calendar.Day {
	if a.Before(b) {
		return b
	}
	return a
}

// monthsOf lays the weeks from one day to another out, from Monday to Sunday.
func monthsOf(m marks, from, last calendar.Day) []monthView {
	var months []monthView
	for month := (calendar.Day{Year: from.Year, Month: from.Month, Day: 1}); !last.Before(month); month = month.AddMonths(1) {
		view := monthView{Name: fmt.Sprintf(monthName, month.Year, month.Month)}
		begin, end := later(monday(from), monday(month)), month.AddMonths(1)
		for week := begin; week.Before(end) && !last.Before(week); week = week.Add(weekdays) {
			view.Weeks = append(view.Weeks, weekOf(m, month, week))
		}
		months = append(months, view)
	}
	return months
}

// weekOf lays out the days of one week that lie in a month.
func weekOf(m marks, month, week calendar.Day) []dayView {
	var days []dayView
	for i := range weekdays {
		d := week.Add(i)
		switch marked := m[d]; {
		case d.Month != month.Month:
			days = append(days, dayView{})
		case marked != nil:
			days = append(days, *marked)
		default:
			days = append(days, dayView{Number: d.Day})
		}
	}
	return days
}

// monday is the day that a week begins with.
func monday(d calendar.Day) calendar.Day {
	return d.Add(-(int(d.Weekday()) + weekdays - int(time.Monday)) % weekdays)
}
