package calculators

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cheyi/calc"
	"cheyi/calendar"
)

// A reader reads what a form, or a shared address, has of a rule's inputs.
type reader struct {
	rule      *calc.Rule
	years     *calc.Input // reads the year beside a sum or a count
	today     calendar.Day
	normalise func(string) string
}

// A form is what was typed, what it was read as and what is wrong with it.
type form struct {
	rule   *calc.Rule
	lines  []*line
	values calc.Values
	typed  bool // anything at all
	asked  int  // empty rows that were asked for
}

// A line is one input of a form.
type line struct {
	in    *calc.Input
	rows  []row
	fault string
	lacks string // what is asked for besides
}

// A row is what was typed for one entry.
type row struct{ typed, year string }

// shown lists the inputs that stand in a form by themselves: not the choice
// that the rule itself answers, nor the year that stands beside a count.
func shown(r *calc.Rule) []*calc.Input {
	return slices.DeleteFunc(slices.Concat(r.Inputs, r.Optional), func(in *calc.Input) bool {
		return in.Kind == calc.KindYear || in.Kind == calc.KindChoice && r.Chosen != ""
	})
}

// yearInput is what reads the years beside sums and counts, nil for a book
// without one.
func yearInput(b *calc.Book) *calc.Input {
	i := slices.IndexFunc(b.Inputs, func(in *calc.Input) bool { return in.Kind == calc.KindYear })
	if i < 0 {
		return nil
	}
	return b.Inputs[i]
}

// listed reports whether an input has several rows.
func listed(in *calc.Input) bool { return in.Kind == calc.KindMoney || in.Kind == calc.KindCount }

// yearName is the name of the year beside an input: a rule that asks for the
// year of its counts has an input for it.
func yearName(r *calc.Rule, in *calc.Input) string {
	for _, o := range r.Inputs {
		if o.Kind == calc.KindYear && in.Kind == calc.KindCount {
			return o.Name
		}
	}
	return in.Name + "_year"
}

// rowsName is the parameter that says how many rows are shown.
const rowsName = "rows"

func (r reader) read(q url.Values) *form {
	f := &form{rule: r.rule, values: calc.Values{}}
	f.asked, _ = strconv.Atoi(q.Get(rowsName)) // anything else asks for none
	f.asked = min(max(f.asked, 0), mostRows)
	for _, in := range shown(r.rule) {
		l := &line{in: in}
		f.lines = append(f.lines, l)
		l.rows = rowsOf(q[in.Name], q[yearName(r.rule, in)], listed(in))
		if len(l.rows) == 0 {
			continue
		}
		f.typed = true
		value, err := r.line(l)
		if err != nil {
			l.fault = err.Error()
			continue
		}
		f.values[in.Name] = value
		l.rows = rowsFor(in, value)
	}
	return f
}

// rowsOf pairs what was typed with its years, without the empty rows. Where
// there is one row at most, the first that was typed is it.
func rowsOf(typed, years []string, several bool) []row {
	var rows []row
	for i := range max(len(typed), len(years)) {
		var w row
		if i < len(typed) {
			w.typed = strings.TrimSpace(typed[i])
		}
		if i < len(years) && several {
			w.year = strings.TrimSpace(years[i])
		}
		if w != (row{}) {
			rows = append(rows, w)
		}
	}
	if !several && len(rows) > 1 {
		rows = rows[:1]
	}
	return rows
}

// rowsFor are the rows that a canonical value fills.
func rowsFor(in *calc.Input, value string) []row {
	if !listed(in) {
		return []row{{typed: value}}
	}
	var rows []row
	for _, e := range calc.Entries(value) {
		w := row{typed: e.Value}
		if strings.Contains(e.Value, " ") { // a code or a mark that people do not write
			w.typed = in.Show(e.Value)
		}
		if e.Year != 0 {
			w.year = strconv.Itoa(e.Year)
		}
		rows = append(rows, w)
	}
	return rows
}

// line reads the rows of one input into a canonical value.
func (r reader) line(l *line) (string, error) {
	if len(l.rows) > mostRows {
		return "", fmt.Errorf(wordsTooMany, mostRows)
	}
	var entries []calc.Entry
	dated := 0
	for _, w := range l.rows {
		if utf8.RuneCountInString(w.typed) > mostRunes || utf8.RuneCountInString(w.year) > mostRunes {
			return "", errors.New(l.in.Label + wordsTooLong)
		}
		if w.typed == "" {
			return "", fmt.Errorf(wordsNoCount, l.in.Label)
		}
		value, err := l.in.Check(r.normalise(w.typed), r.today)
		if err != nil {
			return "", err
		}
		if !listed(l.in) {
			return value, nil
		}
		year, err := r.year(w.year)
		if err != nil {
			return "", err
		}
		for _, e := range calc.Entries(value) {
			if e.Year == 0 {
				e.Year = year
			}
			if e.Year != 0 {
				dated++
			}
			entries = append(entries, e)
		}
	}
	switch {
	case len(entries) > mostRows:
		return "", fmt.Errorf(wordsTooMany, mostRows)
	case dated > 0 && dated < len(entries):
		return "", errors.New(wordsSomeYear)
	}
	return l.in.Check(calc.JoinEntries(entries), r.today)
}

// year reads the year beside a row, 0 for none.
func (r reader) year(typed string) (int, error) {
	if typed == "" || r.years == nil {
		return 0, nil
	}
	value, err := r.years.Check(r.normalise(typed), r.today)
	if err != nil {
		return 0, err
	}
	year, err := strconv.Atoi(value)
	if err != nil {
		return 0, errors.New(wordsOneYear)
	}
	return year, nil
}

// line finds the line of an input; the year is its count's.
func (f *form) line(name string) *line {
	for _, l := range f.lines {
		if l.in.Name == name || yearName(f.rule, l.in) == name {
			return l
		}
	}
	return nil
}

// faulty reports whether anything is wrong.
func (f *form) faulty() bool {
	return slices.ContainsFunc(f.lines, func(l *line) bool { return l.fault != "" })
}

// wrong puts a problem that a calculation found at its input. It reports
// whether it was one.
func (f *form) wrong(err error) bool {
	var p calc.Problem
	if !errors.As(err, &p) {
		return false
	}
	l := f.line(p.Input)
	if l != nil {
		l.fault = p.What
	}
	return l != nil
}
