package calculators

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// A ruleView is the page of one calculator.
type ruleView struct {
	Title, Path string
	Quote       string
	Clauses     []clauseView
	Valid       knowledge.State
	Fields      []fieldView
	Others      []linkView // calculators that this one is easily mixed up with
	Example     linkView
	Waiting     string // what is still needed, "" with a result
	Result      *resultView
	Preview     pictures // while nothing is filled in: the line alone
	Address     string   // of this calculation
}

type linkView struct{ Label, Address string }

// A resultView is a calculation as the page shows it.
type resultView struct {
	Says     saysView
	State    calc.State
	Mark     string // of a state without an amount, "" for none
	Years    []yearView
	Steps    []stepView
	Basis    []basisView
	Mind     []string
	Pictures pictures
}

// A saysView is the sentence that answers, with its figure set apart.
type saysView struct{ Before, Figure, After string }

func (s saysView) String() string { return s.Before + s.Figure + s.After }

func saysOf(c calc.Calculation) saysView {
	figure := ""
	switch r := c.Result; {
	case r.Deadline != nil:
		figure = r.Deadline.WithWeekday()
	case r.Amount != nil:
		figure = r.Amount.Chinese()
	}
	before, after, found := strings.Cut(c.Says, figure)
	if figure == "" || !found {
		return saysView{Before: c.Says}
	}
	return saysView{before, figure, after}
}

type yearView struct{ Year, Count, Amount, State string }

type stepView struct {
	calc.Step
	Clause clauseView
	Short  bool // the value fits beside what it is of
}

// A basisView is a clause that a result rests on.
type basisView struct {
	Clause   clauseView
	Quote    string
	Valid    knowledge.State
	Standing []string
}

// view computes what a form holds and shows it.
func (c *Calculators) view(b *calc.Book, f *form, today calendar.Day) ruleView {
	r := f.rule
	v := ruleView{
		Title: r.Title, Path: Address(r, nil), Quote: r.Parameters()[0].Quote, Clauses: clausesOf(r.Clauses()),
		Valid: r.Clauses()[0].On(today), Address: Address(r, f.values), Others: others(b, f),
		Example: linkView{exampleOf(r), Address(r, r.Example)},
	}
	if missing := r.Missing(f.values); len(missing) > 0 || f.faulty() {
		f.lacksYear(missing)
		v.Waiting = f.waiting(missing)
		if !f.typed {
			v.Preview = exampleLine(b, r, today)
		}
		return v
	}
	calculation, err := b.Compute(r, f.values, today)
	switch {
	case f.wrong(err):
		v.Waiting = f.waiting(nil)
	case err != nil:
		c.lg.Error("not computed", "rule", r.ID, "err", err)
		v.Waiting = wordsFault
	case len(knowledge.Verify(calculation.Reply, b.Library, today)) > 0:
		c.lg.Error("result withheld", "rule", r.ID)
		v.Waiting = wordsWithheld
	default:
		v.Result = resultOf(b, calculation, today)
	}
	return v
}

// lacksYear says at a count that its year is missing.
func (f *form) lacksYear(missing []*calc.Input) {
	for _, in := range missing {
		if l := f.line(in.Name); l != nil && l.in != in && len(l.rows) > 0 && l.fault == "" {
			l.lacks = f.rule.Question(in, f.values)
		}
	}
}

// waiting says what is needed for a result.
func (f *form) waiting(missing []*calc.Input) string {
	var wrong, still []string
	for _, l := range f.lines {
		if l.fault != "" {
			wrong = append(wrong, l.in.Label)
		}
	}
	for _, in := range missing {
		if l := f.line(in.Name); l == nil || l.fault == "" {
			still = append(still, in.Label)
		}
	}
	switch {
	case len(wrong) > 0:
		return fmt.Sprintf(wordsCorrect, strings.Join(wrong, "、"))
	case !f.typed:
		return wordsEmpty
	}
	return fmt.Sprintf(wordsStill, strings.Join(still, "、"))
}

// others are the rules of the same flow, with what was given for this one.
func others(b *calc.Book, f *form) []linkView {
	var links []linkView
	for _, r := range b.Flow(f.rule.Flow).Rules {
		if r == f.rule {
			continue
		}
		values := calc.Values{}
		for _, in := range r.Inputs { // what was received was this rule's
			if value, given := f.values[in.Name]; given {
				values[in.Name] = value
			}
		}
		links = append(links, linkView{r.Title, Address(r, values)})
	}
	return links
}

// exampleOf names the rule's example.
func exampleOf(r *calc.Rule) string {
	var parts []string
	for _, in := range slices.Concat(r.Inputs, r.Optional) {
		if value := r.Example[in.Name]; value != "" && (in.Kind != calc.KindChoice || r.Chosen == "") {
			parts = append(parts, in.Label+" "+in.Show(value))
		}
	}
	return fmt.Sprintf(wordsExample, strings.Join(parts, "，"))
}

func resultOf(b *calc.Book, c calc.Calculation, today calendar.Day) *resultView {
	v := &resultView{Says: saysOf(c), State: c.Result.State, Mind: c.Mind, Pictures: picturesOf(c, today)}
	if c.Result.State != calc.OK {
		v.Mark = stateNames[c.Result.State]
	}
	clauses := map[string]clauseView{}
	for _, clause := range c.Rule.Clauses() {
		clauses[clause.ID] = clauseOf(clause)
		about := knowledge.Answer{Library: b.Library, Day: today}
		v.Basis = append(v.Basis, basisView{clauseOf(clause), clause.Text, clause.On(today), about.Standing(clause)})
		if n := len(v.Basis); n > 1 && slices.Equal(v.Basis[n-2].Standing, v.Basis[n-1].Standing) {
			v.Basis[n-2].Standing = nil // once, below both
		}
	}
	for _, s := range c.Result.Steps {
		v.Steps = append(v.Steps, stepView{s, clauses[s.Clause], utf8.RuneCountInString(s.Value) <= shortValue && utf8.RuneCountInString(s.Expression) <= 2*shortValue})
	}
	if len(c.Result.ByYear) > 1 {
		for _, y := range c.Result.ByYear {
			v.Years = append(v.Years, yearOfResult(y))
		}
	}
	return v
}

var stateNames = map[calc.State]string{
	calc.OK: stateOK, calc.Expired: stateExpired, calc.NotYet: stateNotYet, calc.BelowThreshold: stateThreshold, calc.UnknownYear: stateUnknown,
}

func yearOfResult(y calc.YearResult) yearView {
	v := yearView{Year: fmt.Sprintf("%d 年", y.Year), State: stateNames[y.State]}
	if y.Count != nil {
		v.Count = fmt.Sprintf("%d %s", *y.Count, unitVehicles)
	}
	if y.Amount != nil {
		v.Amount = y.Amount.Chinese()
	}
	return v
}
