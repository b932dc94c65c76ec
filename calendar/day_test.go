package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cheyi/calendar"

	"pgregory.net/rapid"
)

func TestParseDay(t *testing.T) {
	for text, want := range map[string]calendar.Day{
		"2024-06-12": {Year: 2024, Month: time.June, Day: 12},
		"2024-02-29": {Year: 2024, Month: time.February, Day: 29},
		"2026-12-31": {Year: 2026, Month: time.December, Day: 31},
		"2027-01-01": {Year: 2027, Month: time.January, Day: 1},
	} {
		got, err := calendar.ParseDay(text)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}

func TestParseDayRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"空":      "",
		"没有的一天":  "2026-02-30",
		"平年闰日":   "2025-02-29",
		"没有的月":   "2026-13-01",
		"第零天":    "2026-09-00",
		"没有补零":   "2026-9-8",
		"斜线":     "2026/09/28",
		"八位数字":   "20260928",
		"中文":     "2026年9月28日",
		"全角数字":   "２０２６-09-28",
		"两位年":    "26-09-28",
		"带时刻":    "2026-09-28T09:00:00+08:00",
		"后面还有字":  "2026-09-28 前",
		"前面有空格":  " 2026-09-28",
		"公元前":    "-026-09-28",
		"年份多于四位": "12026-09-28",
	} {
		t.Run(name, func(t *testing.T) {
			day, err := calendar.ParseDay(text)
			if err == nil {
				t.Fatalf("%q was read as %v", text, day)
			}
			if want := fmt.Sprintf("%q 不是有效的日期，应写成 2026-09-28 这样", text); err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
			if !day.IsZero() {
				t.Errorf("a refused date is the day %v", day)
			}
		})
	}
}

// A moment belongs to the day that it is in Shanghai, wherever it was noted.
func TestDayOf(t *testing.T) {
	newYork := time.FixedZone("", -5*60*60)
	for _, tt := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"上海的零点", time.Date(2026, 10, 1, 0, 0, 0, 0, calendar.Shanghai), "2026-10-01"},
		{"上海的最后一秒", time.Date(2026, 9, 30, 23, 59, 59, 0, calendar.Shanghai), "2026-09-30"},
		{"世界时 15:59", time.Date(2026, 9, 30, 15, 59, 59, 0, time.UTC), "2026-09-30"},
		{"世界时 16:00 已是次日", time.Date(2026, 9, 30, 16, 0, 0, 0, time.UTC), "2026-10-01"},
		{"纽约的除夕中午已是元旦", time.Date(2026, 12, 31, 12, 0, 0, 0, newYork), "2027-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := calendar.DayOf(tt.at); got != day(t, tt.want) {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

func TestNoon(t *testing.T) {
	noon := day(t, "2026-11-23").Noon()
	if want := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC); !noon.Equal(want) {
		t.Errorf("got %v, want %v", noon, want)
	}
	if zone, _ := noon.Zone(); zone != "Asia/Shanghai" {
		t.Errorf("the zone is %s", zone)
	}
}

func TestAdd(t *testing.T) {
	for _, tt := range []struct {
		from string
		days int
		want string
	}{
		{"2026-09-28", 0, "2026-09-28"},
		{"2026-09-28", 3, "2026-10-01"},
		{"2024-02-28", 1, "2024-02-29"},
		{"2025-02-28", 1, "2025-03-01"},
		{"2026-12-31", 1, "2027-01-01"},
		{"2027-01-01", -1, "2026-12-31"},
		{"2024-06-12", 365, "2025-06-12"},
	} {
		if got := day(t, tt.from).Add(tt.days); got != day(t, tt.want) {
			t.Errorf("%s and %d days: got %v, want %s", tt.from, tt.days, got, tt.want)
		}
	}
}

func TestBefore(t *testing.T) {
	// each is earlier than the next
	days := []string{"2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-10-09", "2026-10-10"}
	for i, a := range days {
		for j, b := range days {
			if got := day(t, a).Before(day(t, b)); got != (i < j) {
				t.Errorf("%s before %s is %v", a, b, got)
			}
		}
	}
}

func TestDayInWords(t *testing.T) {
	d := day(t, "2026-09-08")
	if got := d.String(); got != "2026-09-08" {
		t.Errorf("String: %s", got)
	}
	if got := d.Chinese(); got != "2026年9月8日" {
		t.Errorf("Chinese: %s", got)
	}
	if got := d.Weekday(); got != time.Tuesday {
		t.Errorf("Weekday: %v", got)
	}
}

func TestZeroDay(t *testing.T) {
	if !(calendar.Day{}).IsZero() {
		t.Error("the zero Day is a date")
	}
	if day(t, "2026-01-01").IsZero() {
		t.Error("New Year's Day is no date")
	}
}

// A printed day reads as itself, the order of days is that of their texts,
// and counting forth and back comes home.
func TestDayProperties(t *testing.T) {
	days := rapid.Custom(func(t *rapid.T) calendar.Day {
		first := calendar.Day{Year: 1, Month: time.January, Day: 1}
		return first.Add(rapid.IntRange(0, 3652058).Draw(t, "days since 0001-01-01")) // to 9999-12-31
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := days.Draw(t, "a"), days.Draw(t, "b")
		if back, err := calendar.ParseDay(a.String()); err != nil || back != a {
			t.Errorf("%v reads as %v, %v", a, back, err)
		}
		if calendar.DayOf(a.Noon()) != a {
			t.Errorf("noon of %v is on %v", a, calendar.DayOf(a.Noon()))
		}
		if a.Before(b) != (a.String() < b.String()) {
			t.Errorf("%v before %v is %v", a, b, a.Before(b))
		}
		n := rapid.IntRange(-1000, 1000).Draw(t, "n")
		if a.Add(n).Add(-n) != a {
			t.Errorf("%d days after %v and back is %v", n, a, a.Add(n).Add(-n))
		}
		if want := (int(a.Weekday()) + n%7 + 7) % 7; int(a.Add(n).Weekday()) != want {
			t.Errorf("%d days after a %v is a %v", n, a.Weekday(), a.Add(n).Weekday())
		}
	})
}

// There is one way to write a day: what is read prints as it was written,
// and what is refused is quoted.
func FuzzParseDay(f *testing.F) {
	for _, seed := range []string{"2026-09-28", "2024-02-29", "2026-02-30", "0000-01-01", "9999-12-31", "2026-9-8", "", "２０２６-09-28", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, err := calendar.ParseDay(text)
		switch {
		case err != nil && !strings.Contains(err.Error(), fmt.Sprintf("%q", text)):
			t.Errorf("%q is refused without being quoted: %v", text, err)
		case err == nil && day.String() != text:
			t.Errorf("%q reads as %v", text, day)
		case err == nil && calendar.DayOf(day.Noon()) != day:
			t.Errorf("%q is no day of the calendar: noon is on %v", text, calendar.DayOf(day.Noon()))
		}
	})
}

func day(t *testing.T, text string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
