package calendar

import (
	"os"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// monday is the day on which the tables are read.
var monday = Day{2026, 11, 23}

// typed is one row of a table of what people type.
type typed[T any] struct {
	Text      string `yaml:"text"`
	Want      []T    `yaml:"want"`
	Ambiguous bool   `yaml:"ambiguous"`
	Invalid   bool   `yaml:"invalid"`
	Note      string `yaml:"note"`
}

func rows[T any](t *testing.T, file string) []typed[T] {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []typed[T]
	if err := yaml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal(file, "is empty")
	}
	return list
}

func TestDates(t *testing.T) {
	for _, row := range rows[string](t, "testdata/dates.yaml") {
		t.Run(row.Text, func(t *testing.T) {
			var days []string
			flaw := DateFlaw("")
			for _, m := range FindDates(half(row.Text), monday) {
				if m.Flaw != "" {
					flaw = m.Flaw
					continue
				}
				days = append(days, m.Day.String())
			}
			switch {
			case row.Invalid && flaw != NoSuchDay, row.Ambiguous && flaw != Unclear && flaw != Lunar:
				t.Errorf("read %v with flaw %q, should be refused or asked back (%s)", days, flaw, row.Note)
			case !row.Invalid && !row.Ambiguous && (flaw != "" || !slices.Equal(days, row.Want)):
				t.Errorf("read %v with flaw %q, want %v (%s)", days, flaw, row.Want, row.Note)
			}
		})
	}
}

func TestYears(t *testing.T) {
	for _, row := range rows[int](t, "testdata/years.yaml") {
		t.Run(row.Text, func(t *testing.T) {
			var years []int
			unclear := false
			for _, y := range FindYears(half(row.Text), monday) {
				unclear = unclear || y.Unclear
				if !y.Unclear {
					years = append(years, y.Year)
				}
			}
			if unclear != row.Ambiguous || !row.Ambiguous && !slices.Equal(years, row.Want) {
				t.Errorf("read %v, unclear %t; want %v (%s)", years, unclear, row.Want, row.Note)
			}
		})
	}
}

// half brings full-width characters to half width, as the normaliser does
// before anything is read.
func half(s string) string {
	rs := []rune(s)
	for i, r := range rs {
		if r >= '！' && r <= '～' {
			rs[i] = r - '！' + '!'
		}
	}
	return string(rs)
}

// Whatever day is printed is read back as that day.
func TestDatesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Day{2000, 1, 1}.Add(rapid.IntRange(0, 20000).Draw(t, "days"))
		for _, text := range []string{day.String(), day.Chinese(), "受理日期" + day.Chinese() + "，二类"} {
			got := FindDates(text, monday)
			if len(got) != 1 || got[0].Day != day || got[0].Completed {
				t.Fatalf("%q is read as %+v", text, got)
			}
		}
	})
}

// A stranger's bytes never make a day that does not exist, nor a mention that
// lies outside of the text or overlaps another.
func FuzzDates(f *testing.F) {
	for _, seed := range []string{"9月28号受理", "上周五", "2月30日", "9.28", "二〇二六年九月十八", "28.09.2026", "正月初六", "月底", "9月28、29号", "\xff年"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range FindDates(text, monday) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: mention %+v after %d", text, m, end)
			}
			end = m.End
			if m.Flaw == "" && DayOf(m.Day.Noon()) != m.Day {
				t.Fatalf("%q: %v does not exist", text, m.Day)
			}
			if m.Flaw != "" && !m.Day.IsZero() {
				t.Fatalf("%q: a flawed mention has a day: %+v", text, m)
			}
		}
		for _, y := range FindYears(text, monday) {
			if !y.Unclear && (y.Year < 1900 || y.Year > 2200) {
				t.Fatalf("%q: year %d", text, y.Year)
			}
		}
	})
}
