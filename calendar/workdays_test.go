package calendar

import (
	"errors"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// official are the calendars that the product ships.
func official(t testing.TB) Years {
	t.Helper()
	years, faults := ReadYears(os.DirFS("../corpus"), "calendar")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return years
}

func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Every day of three years, against a table that was computed by another
// program from the official notices' data.
func TestWorkingDaysAgreeWithTheOfficialTables(t *testing.T) {
	years := official(t)
	data, err := os.ReadFile("testdata/working-days.tsv")
	if err != nil {
		t.Fatal(err)
	}
	days := 0
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		days++
		cells := strings.Split(line, "\t")
		d := day(t, cells[0])
		working, _, err := years.Working(d)
		if err != nil || working != (cells[1] == "work") {
			t.Errorf("%s: worked %t, %v; the table says %s", d, working, err, cells[1])
		}
		for i, n := range []int{3, 5} {
			count, err := years.AddWorkingDays(d, n)
			if err != nil || count.Last().String() != cells[2+i] {
				t.Errorf("%s + %d working days: %+v, %v; the table says %s", d, n, count, err, cells[2+i])
			}
			if want := strings.HasPrefix(cells[2+i], "2027"); count.Provisional != want {
				t.Errorf("%s + %d working days: provisional %t, want %t", d, n, count.Provisional, want)
			}
		}
	}
	if days != 366+365+365 {
		t.Errorf("the table has %d days", days)
	}
}

func TestWorkingDaysOfAYear(t *testing.T) {
	years := official(t)
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248} {
		n := 0
		for d := (Day{year, 1, 1}); d.Year == year; d = d.Add(1) {
			if working, _, _ := years.Working(d); working {
				n++
			}
		}
		if n != want {
			t.Errorf("%d has %d working days, want %d", year, n, want)
		}
	}
}

func TestCountNamesWhatItSkipped(t *testing.T) {
	count, err := official(t).AddWorkingDays(day(t, "2026-09-30"), 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := count.Skipped[0]; got.Why != "国庆节" || got.Day != day(t, "2026-10-01") || len(count.Skipped) != 7 {
		t.Errorf("skipped %+v", count.Skipped)
	}
	if len(count.Worked) != 1 || count.Worked[0] != day(t, "2026-10-10") {
		t.Errorf("worked %v, want the make-up Saturday", count.Worked)
	}
}

func TestUnknownYear(t *testing.T) {
	years := official(t)
	for _, from := range []string{"2023-12-29", "2027-12-31", "2031-05-01"} {
		_, err := years.AddWorkingDays(day(t, from), 5)
		if unknown := (UnknownYearError{}); !errors.As(err, &unknown) {
			t.Errorf("%s: %v, want an unknown year", from, err)
		}
	}
	if _, err := years.AddWorkingDays(day(t, "2023-12-31"), 3); err != nil {
		t.Errorf("the days after 2023-12-31 are all known: %v", err)
	}
}

func TestAddMonths(t *testing.T) {
	for from, want := range map[string]string{
		"2023-12-31": "2024-02-29", "2024-12-29": "2025-02-28", "2024-12-30": "2025-02-28", "2024-12-31": "2025-02-28",
		"2025-12-31": "2026-02-28", "2026-08-01": "2026-10-01", "2026-09-23": "2026-11-23", "2026-10-31": "2026-12-31",
		"2026-11-30": "2027-01-30", "2026-12-30": "2027-02-28", "2026-12-31": "2027-02-28",
	} {
		if got := day(t, from).AddMonths(2); got != day(t, want) {
			t.Errorf("%s + 2 months is %s, want %s", from, got, want)
		}
	}
}

// One more working day ends later, and on a working day.
func TestWorkingDaysProperty(t *testing.T) {
	years := official(t)
	first := Day{2024, 1, 1}
	rapid.Check(t, func(t *rapid.T) {
		from := first.Add(rapid.IntRange(0, 1000).Draw(t, "day"))
		n := rapid.IntRange(1, 20).Draw(t, "n")
		shorter, err := years.AddWorkingDays(from, n)
		if err != nil {
			t.Fatal(err)
		}
		longer, err := years.AddWorkingDays(from, n+1)
		if err != nil {
			t.Fatal(err)
		}
		if !shorter.Last().Before(longer.Last()) || !from.Before(shorter.Last()) {
			t.Fatalf("%s + %d ends %s, + %d ends %s", from, n, shorter.Last(), n+1, longer.Last())
		}
		if working, _, _ := years.Working(longer.Last()); !working {
			t.Fatalf("%s is no working day", longer.Last())
		}
		if got := len(longer.Counted) + len(longer.Skipped); longer.From.Add(got) != longer.Last() {
			t.Fatalf("%d days counted and skipped do not lead from %s to %s", got, longer.From, longer.Last())
		}
	})
}

func BenchmarkAddWorkingDays(b *testing.B) {
	years := official(b)
	from := day(b, "2026-09-30")
	for b.Loop() {
		if _, err := years.AddWorkingDays(from, 5); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDates(b *testing.B) {
	for b.Loop() {
		if len(FindDates("我们是二类企业,9月28号受理的退税,最晚哪天办完", monday)) != 1 {
			b.Fatal("no date")
		}
	}
}
