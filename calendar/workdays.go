package calendar

import (
	"fmt"
	"time"
)

// Years are the calendars of the corpus by year. It is what working days are
// counted with; a year that is not in it is unknown, never assumed.
type Years map[int]*Year

// An UnknownYearError says that a count needs a year that has no calendar.
type UnknownYearError struct{ Year int }

func (e UnknownYearError) Error() string {
	return fmt.Sprintf("本库没有 %d 年的放假安排", e.Year)
}

// Weekend is what a day off is called that no holiday names.
const Weekend = "周末"

// A Skip is a day that is not worked, and why.
type Skip struct {
	Day Day
	Why string // the holiday's name, or Weekend
}

// A Count is a run of working days counted from a day.
type Count struct {
	From    Day   // the day before the first that counts
	Counted []Day // the working days, the last one ends the count
	Skipped []Skip
	// Worked are the weekend days among Counted that are worked in exchange
	// for a holiday.
	Worked []Day
	// Provisional says that a year was touched whose notice is not out.
	Provisional bool
}

// Last returns the day on which the count ends.
func (c Count) Last() Day { return c.Counted[len(c.Counted)-1] }

// Working reports whether a day is worked, and if not, why not. It is an
// UnknownYearError when there is no calendar for the day's year.
func (y Years) Working(d Day) (working bool, why string, err error) {
	year := y[d.Year]
	if year == nil {
		return false, "", UnknownYearError{d.Year}
	}
	for _, h := range year.Holidays {
		for _, off := range h.Off {
			if off == d {
				return false, h.Name, nil
			}
		}
		for _, work := range h.Work {
			if work == d {
				return true, "", nil
			}
		}
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false, Weekend, nil
	}
	return true, "", nil
}

// AddWorkingDays counts n working days after a day. The day itself does not
// count, whether it is worked or not: day one is the first working day after
// it (民法典 201). n is at least 1.
func (y Years) AddWorkingDays(from Day, n int) (Count, error) {
	c := Count{From: from}
	for d := from; len(c.Counted) < n; {
		d = d.Add(1)
		working, why, err := y.Working(d)
		switch {
		case err != nil:
			return Count{}, err
		case !working:
			c.Skipped = append(c.Skipped, Skip{d, why})
		default:
			c.Counted = append(c.Counted, d)
			if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
				c.Worked = append(c.Worked, d)
			}
		}
		c.Provisional = c.Provisional || y.Provisional(d)
	}
	return c, nil
}

// Provisional reports whether the notice for a day's year is not out: its
// calendar says so, or there is none yet.
func (y Years) Provisional(d Day) bool {
	if year := y[d.Year]; year != nil {
		return year.Status == Provisional
	}
	for known := range y {
		if known > d.Year {
			return false // a past year that the corpus does not hold
		}
	}
	return true
}

// AddMonths returns the day with the same number n months later, or the last
// day of that month when it has no such day (民法典 202).
func (d Day) AddMonths(n int) Day {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 12, 0, 0, 0, Shanghai)
	last := first.AddDate(0, 1, -1).Day()
	return Day{first.Year(), first.Month(), min(d.Day, last)}
}

// WithWeekday writes the day as people check it: 2026年9月28日（周一）.
func (d Day) WithWeekday() string {
	return d.Chinese() + "（" + d.WeekdayName() + "）"
}

// WeekdayName is the day of the week as people say it: 周一.
func (d Day) WeekdayName() string {
	return "周" + string([]rune("日一二三四五六")[d.Weekday()])
}
