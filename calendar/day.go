// Package calendar knows days: civil dates in China's one time zone, and the
// years of the corpus with their official days off and make-up working days.
//
// It is a leaf. It refuses to guess: a year whose notice is not out says so
// (Provisional), and a date that does not exist is an error.
package calendar

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// Shanghai is the zone of every date in the product. China has kept UTC+8
// without daylight saving since 1991, so no zone data is needed.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// A Day is a civil date. The zero Day is no date. Days compare with == and
// may be map keys.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf returns the day that it is in Shanghai at t.
func DayOf(t time.Time) Day {
	y, m, d := t.In(Shanghai).Date()
	return Day{y, m, d}
}

// ParseDay reads a date as ISO 8601 writes it: 2026-09-28. A day that does
// not exist (2026-02-30) is an error.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("%q 不是有效的日期，应写成 2026-09-28 这样", s)
	}
	return Day{t.Year(), t.Month(), t.Day()}, nil
}

// Noon is the moment that stands for the day when only the day is known.
func (d Day) Noon() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, Shanghai)
}

// IsZero reports whether d is no date.
func (d Day) IsZero() bool { return d == Day{} }

// Before reports whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.Noon().Before(e.Noon()) }

// Add returns the day n calendar days later.
func (d Day) Add(n int) Day { return DayOf(d.Noon().AddDate(0, 0, n)) }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.Noon().Weekday() }

// String writes the day as ISO 8601 does.
func (d Day) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Chinese writes the day as people read it: 2026年9月28日.
func (d Day) Chinese() string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

// UnmarshalYAML implements yaml.Unmarshaler; a bad date is one fault among
// the others of its file.
func (d *Day) UnmarshalYAML(n *yaml.Node) error {
	parsed, err := ParseDay(n.Value)
	if err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %v", n.Line, err)}}
	}
	*d = parsed
	return nil
}

// MarshalText writes the day as ISO 8601 does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads ISO 8601.
func (d *Day) UnmarshalText(text []byte) error {
	parsed, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
