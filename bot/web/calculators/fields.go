package calculators

import (
	"fmt"

	"cheyi/calc"
)

// A fieldView is one input of the form.
type fieldView struct {
	Name, Label, Kind string // kind: text, date or choice
	Hint              string
	Note              string // what was read
	Fault             string
	Optional, Hidden  bool
	List              bool   // of rows, to which one can be added
	Next              int    // how many rows there are with one more
	YearName          string // of the input beside it, "" for none
	YearLabel         string
	Mode              string // of the keyboard on a phone
	First, Last       string // of a date
	Rows              []rowView
	Choices           []choiceView
}

type rowView struct{ ID, Label, YearLabel, Value, Year string }

type choiceView struct {
	Value, Label string
	Chosen       bool
}

// fields shows the form. missing says that what is not filled in is pointed
// out: a form was sent, rather than is being typed.
func (f *form) fields(missing bool) []fieldView {
	var views []fieldView
	for _, l := range f.lines {
		views = append(views, f.field(l, missing && f.typed))
	}
	return views
}

func (f *form) field(l *line, missing bool) fieldView {
	in := l.in
	v := fieldView{
		Name: in.Name, Label: in.Label, Kind: "text", Optional: in.Optional,
		Hint: f.rule.Question(in, f.values), Fault: l.fault, List: listed(in), Mode: "text",
	}
	value, given := f.values[in.Name]
	if given && in.Kind != calc.KindChoice && in.Kind != calc.KindRate && l.fault == "" {
		v.Note = fmt.Sprintf(wordsReadAs, in.Show(value))
	}
	if l.lacks != "" {
		v.Note = l.lacks
	}
	needed := f.rule.Needs(in, f.values)
	if missing && !given && l.fault == "" && needed && !in.Optional {
		v.Fault = fmt.Sprintf(wordsMissing, in.Label)
	}
	switch in.Kind {
	case calc.KindDate:
		v.Kind, v.First, v.Last = "date", in.First.String(), in.Last.String()
	case calc.KindChoice:
		v.Kind = "choice"
		for _, c := range in.Choices {
			v.Choices = append(v.Choices, choiceView{c.Value, c.Label, c.Value == value})
		}
	case calc.KindCount:
		v.Mode, v.YearName, v.YearLabel = "numeric", yearName(f.rule, in), wordsYear
	case calc.KindMoney:
		if f.rule.Yearly() {
			v.YearName, v.YearLabel = yearName(f.rule, in), wordsYearOptional
		}
	case calc.KindRate:
		v.Mode, v.Hidden = "decimal", !needed
	}
	v.Rows = f.rows(l)
	v.Next = len(v.Rows) + 1
	return v
}

// rows shows what was typed, and the empty rows that were asked for.
func (f *form) rows(l *line) []rowView {
	rows := l.rows
	least := 1
	if listed(l.in) && !l.in.Optional {
		least = max(least, f.asked)
	}
	for len(rows) < least {
		rows = append(rows, row{})
	}
	views := make([]rowView, len(rows))
	for i, w := range rows {
		views[i] = rowView{ID: fmt.Sprintf("%s-%d", l.in.Name, i+1), Label: l.in.Label, YearLabel: wordsYear, Value: w.typed, Year: w.year}
		if len(rows) > 1 {
			views[i].Label, views[i].YearLabel = fmt.Sprintf(wordsOf, i+1, l.in.Label), fmt.Sprintf(wordsOf, i+1, wordsYear)
		}
	}
	return views
}
