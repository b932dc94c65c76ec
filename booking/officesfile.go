package booking

import (
	"cmp"
	_ "embed"
	"regexp"
	"slices"
	"time"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

// example is what the product ships with, for whoever tries it.
//
//go:embed example/offices.yaml
var example []byte

// ExampleOffices returns the offices that ship with the product.
func ExampleOffices(years calendar.Years) (Offices, yamlfile.Faults) {
	return ReadOffices("example/offices.yaml", example, years)
}

// What a file that does not say otherwise has, and the bounds of what it may
// say: beyond them it is a slip of the hand.
const (
	defaultOffer = 24 * time.Hour
	defaultAhead = 60
	defaultHours = "08:00-18:00"
	defaultDraft = 30

	mostRetention = 3650
	mostDraft     = 180
	mostLead      = 60
	mostAhead     = 366
	mostOffer     = 240
)

// officesFile is offices.yaml as people write it.
type officesFile struct {
	Example   bool             `yaml:"example"`
	Retention yamlfile.At[int] `yaml:"retention_days"`
	Draft     yamlfile.At[int] `yaml:"draft_days"`
	Offices   []officeFile     `yaml:"offices"`
}

type officeFile struct {
	ID       yamlfile.Text               `yaml:"id"`
	Name     yamlfile.Text               `yaml:"name"`
	Area     yamlfile.Text               `yaml:"area"`
	Names    []yamlfile.Text             `yaml:"names"`
	Windows  []windowFile                `yaml:"windows"`
	Weekdays []yamlfile.Text             `yaml:"weekdays"`
	Closed   []yamlfile.At[calendar.Day] `yaml:"closed"`
	Open     []yamlfile.At[calendar.Day] `yaml:"open"`
	Hours    yamlfile.Text               `yaml:"hours"`
	Lead     yamlfile.At[int]            `yaml:"lead_days"`
	Ahead    yamlfile.At[int]            `yaml:"ahead_days"`
	Offer    yamlfile.At[int]            `yaml:"offer_hours"`
}

type windowFile struct {
	Time     yamlfile.Text    `yaml:"time"`
	Capacity yamlfile.At[int] `yaml:"capacity"`
}

// officesReader collects the faults of one file.
type officesReader struct {
	file   string
	faults yamlfile.Faults
	seen   map[string]int // "id hohhot", "name …" → line
}

// ReadOffices reads an offices.yaml, and reports everything that is wrong with
// it. years are the calendars that tell working days.
func ReadOffices(file string, data []byte, years calendar.Years) (Offices, yamlfile.Faults) {
	var f officesFile
	if faults := yamlfile.Decode(file, data, &f); len(faults) > 0 {
		return Offices{}, faults.Sorted()
	}
	r := officesReader{file: file, seen: map[string]int{}}
	o := Offices{Example: f.Example, RetentionDays: f.Retention.Value, years: years}
	switch days := f.Retention; {
	case days.Line == 0:
		r.fault(0, wordsNoRetention, mostRetention)
	case days.Value < 1 || days.Value > mostRetention:
		r.fault(days.Line, wordsRetention, days.Value, mostRetention)
	}
	o.DraftDays = r.number("draft_days", f.Draft, 1, mostDraft, defaultDraft)
	if len(f.Offices) == 0 {
		r.fault(0, wordsNoOffices)
	}
	for _, of := range f.Offices {
		o.list = append(o.list, r.office(of))
	}
	if len(r.faults) > 0 {
		return Offices{}, r.faults.Sorted()
	}
	return o, nil
}

func (r *officesReader) fault(line int, format string, args ...any) {
	r.faults.Add(r.file, line, format, args...)
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

func (r *officesReader) office(f officeFile) Office {
	line := cmp.Or(f.ID.Line, f.Name.Line, f.Area.Line)
	if !idForm.MatchString(f.ID.Value) {
		r.fault(line, wordsID, f.ID.Value)
	}
	r.once("id", f.ID, wordsSameID)
	r.once("name", f.Name, wordsSameName)
	if f.Name.Value == "" {
		r.fault(line, wordsNoName)
	}
	if f.Area.Value == "" {
		r.fault(line, wordsNoArea)
	}
	for _, name := range f.Names {
		if name.Value == "" {
			r.fault(name.Line, wordsEmptyName)
		}
	}
	o := Office{
		ID: f.ID.Value, Name: f.Name.Value, Area: f.Area.Value, Names: yamlfile.Values(f.Names),
		Windows: r.windows(line, f.Windows), weekdays: r.weekdays(f.Weekdays), hours: r.hours(f.Hours),
		Lead:  r.number("lead_days", f.Lead, 0, mostLead, 0),
		Ahead: r.number("ahead_days", f.Ahead, 0, mostAhead, defaultAhead),
		offer: time.Duration(r.number("offer_hours", f.Offer, 1, mostOffer, int(defaultOffer/time.Hour))) * time.Hour,
	}
	o.closed, o.open = r.days(f)
	if o.Ahead < o.Lead {
		r.fault(cmp.Or(f.Ahead.Line, f.Lead.Line), wordsAhead, o.Ahead, o.Lead)
	}
	return o
}

// once reports a value that another office has already.
func (r *officesReader) once(key string, v yamlfile.Text, words string) {
	if first, again := r.seen[key+" "+v.Value]; again && v.Value != "" {
		r.fault(v.Line, words, v.Value, first)
		return
	}
	r.seen[key+" "+v.Value] = v.Line
}

func (r *officesReader) number(key string, n yamlfile.At[int], least, most, missing int) int {
	switch {
	case n.Line == 0:
		return missing
	case n.Value < least || n.Value > most:
		r.fault(n.Line, wordsRange, key, n.Value, least, most)
	}
	return n.Value
}

// windows reads the windows of an office, in the order of the day.
func (r *officesReader) windows(line int, files []windowFile) []Window {
	if len(files) == 0 {
		r.fault(line, wordsNoWindows)
	}
	var windows []Window
	for i, f := range files {
		at := cmp.Or(f.Time.Line, f.Capacity.Line, line)
		span, ok := parseSpan(f.Time.Value)
		if !ok {
			r.fault(at, wordsWindow, f.Time.Value)
		}
		for _, other := range files[:i] {
			if o, valid := parseSpan(other.Time.Value); ok && valid && span[0] < o[1] && o[0] < span[1] {
				r.fault(at, wordsOverlap, f.Time.Value, other.Time.Line, other.Time.Value)
			}
		}
		switch n := f.Capacity; {
		case n.Line == 0:
			r.fault(at, wordsNoCapacity, f.Time.Value, mostCapacity)
		case n.Value < 1 || n.Value > mostCapacity:
			r.fault(n.Line, wordsCapacity, n.Value, mostCapacity)
		}
		windows = append(windows, Window{f.Time.Value, f.Capacity.Value})
	}
	slices.SortFunc(windows, func(a, b Window) int { return cmp.Compare(a.Time, b.Time) })
	return windows
}

func (r *officesReader) weekdays(names []yamlfile.Text) map[time.Weekday]bool {
	if len(names) == 0 {
		return nil
	}
	days, lines := map[time.Weekday]bool{}, map[time.Weekday]int{}
	for _, name := range names {
		day, ok := weekdayNamed(name.Value)
		switch {
		case !ok:
			r.fault(name.Line, wordsWeekday, name.Value)
		case days[day]:
			r.fault(name.Line, wordsTwice, name.Value, lines[day])
		default:
			days[day], lines[day] = true, name.Line
		}
	}
	return days
}

func weekdayNamed(name string) (time.Weekday, bool) {
	sunday := calendar.Day{Year: 2023, Month: time.January, Day: 1}
	for i := range 7 {
		if day := sunday.Add(i); day.WeekdayName() == name {
			return day.Weekday(), true
		}
	}
	return 0, false
}

func (r *officesReader) hours(t yamlfile.Text) [2]time.Duration {
	value := cmp.Or(t.Value, defaultHours)
	span, ok := parseSpan(value)
	if !ok {
		r.fault(t.Line, wordsHours, t.Value)
	}
	return span
}

// days reads the days on which an office is closed or open against its rule.
func (r *officesReader) days(f officeFile) (closed, open map[calendar.Day]bool) {
	lines := map[calendar.Day]int{}
	read := func(list []yamlfile.At[calendar.Day]) map[calendar.Day]bool {
		days := map[calendar.Day]bool{}
		for _, d := range list {
			if first, again := lines[d.Value]; again {
				r.fault(d.Line, wordsTwice, d.Value, first)
			}
			days[d.Value], lines[d.Value] = true, d.Line
		}
		return days
	}
	return read(f.Closed), read(f.Open)
}
