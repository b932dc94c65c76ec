package vehicles

import (
	"fmt"
	"regexp"
	"strconv"

	"cheyi/calendar"
)

var (
	yearFirst  = regexp.MustCompile(`^((?:19|20)[0-9]{2})[-/.年 ]([0-9]{1,2})[-/.月 ]([0-9]{1,2})日?(?:[T ][0-9:. ]*Z?)?$`)
	compactDay = regexp.MustCompile(`^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$`)
	yearLast   = regexp.MustCompile(`^[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}$`)
)

// The days that serial numbers count from: in 1900 there is a leap day that
// never was, so for any later day it is as if counting began on 30 December.
var (
	base1900 = calendar.Day{Year: 1899, Month: 12, Day: 30}
	base1904 = calendar.Day{Year: 1904, Month: 1, Day: 1}
	earliest = calendar.Day{Year: 2000, Month: 1, Day: 1}
	latest   = calendar.Day{Year: 2100, Month: 1, Day: 1}
)

// releasedOn reads a cell in the column of 放行日期.
func (l *list) releasedOn(f field) (calendar.Day, *Fault) {
	var day calendar.Day
	var fault *Fault
	switch text := clean(f.Text); {
	case f.Kind == Formula:
		return day, &Fault{"formula", wordsFormula("放行日期")}
	case f.Kind == Broken:
		return day, &Fault{"error_value", wordsErrorValue("放行日期")}
	case noPlate.MatchString(compact(text)):
		return day, nil
	case f.Kind == Number && !compactDay.MatchString(text):
		day, fault = l.serialDay(text)
	default:
		day, fault = writtenDay(text)
	}
	if fault == nil && !l.today.IsZero() && l.today.Before(day) {
		fault = &Fault{"date_future", wordsDateFuture}
	}
	return day, fault
}

// serialDay reads a number of days. The time of day is left out.
func (l *list) serialDay(text string) (calendar.Day, *Fault) {
	serial, err := strconv.ParseFloat(text, 64)
	if err != nil || !(serial > 0 && serial < 100_000) {
		return calendar.Day{}, &Fault{"date", wordsDate}
	}
	base, system := base1900, 1900
	if l.table.Date1904 {
		base, system = base1904, 1904
	}
	day := base.Add(int(serial))
	if day.Before(earliest) || !day.Before(latest) {
		return calendar.Day{}, &Fault{"date", wordsDate}
	}
	l.note(wordsSerial(system))
	return day, nil
}

// writtenDay reads a date with the year first. With the year last it may be
// the day or the month that comes first, and is not guessed.
func writtenDay(text string) (calendar.Day, *Fault) {
	m := yearFirst.FindStringSubmatch(text)
	if m == nil {
		m = compactDay.FindStringSubmatch(text)
	}
	switch {
	case m == nil && yearLast.MatchString(text):
		return calendar.Day{}, &Fault{"date_ambiguous", wordsDateAmbiguous}
	case m == nil:
		return calendar.Day{}, &Fault{"date", wordsDate}
	}
	month, _ := strconv.Atoi(m[2])
	date, _ := strconv.Atoi(m[3])
	day, err := calendar.ParseDay(fmt.Sprintf("%s-%02d-%02d", m[1], month, date))
	if err != nil {
		return calendar.Day{}, &Fault{"date", wordsDate}
	}
	return day, nil
}
