package calc

import (
	"slices"

	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/quantity"
)

// A State says how a calculation ended. The names are a contract.
type State string

const (
	OK             State = "ok"
	BelowThreshold State = "below_threshold"
	Expired        State = "expired"      // the year is after those that the text covers
	NotYet         State = "not_yet"      // … before them
	UnknownYear    State = "unknown_year" // no calendar for a day that is needed
)

// A Result is a calculation with its working. The JSON names are a contract.
type Result struct {
	Rule        string          `json:"rule"`
	State       State           `json:"state"`
	Eligible    bool            `json:"eligible"`
	Capped      bool            `json:"capped"`      // the exact sum is more than the room left
	Provisional bool            `json:"provisional"` // a day lies in a year whose notice is not out
	Amount      *quantity.Money `json:"amount"`      // yuan with two decimals; null where there is none
	Deadline    *calendar.Day   `json:"deadline"`
	ByYear      []YearResult    `json:"by_year"`
	Steps       []Step          `json:"steps"`
	Inputs      Values          `json:"inputs"` // what it was computed with, in canonical form
}

// A YearResult is the part of one calendar year.
type YearResult struct {
	Year   int             `json:"year"`
	Count  *int64          `json:"count"` // vehicles; null for money
	Amount *quantity.Money `json:"amount"`
	State  State           `json:"state"`
}

// A Step is one line of the working: what, how, how much, by which clause.
type Step struct {
	Label      string `json:"label"`
	Expression string `json:"expression"`
	Value      string `json:"value"`
	Clause     string `json:"clause"`
}

// A working is a calculation in progress.
type working struct {
	*Rule
	values  Values
	today   calendar.Day
	years   calendar.Years
	result  Result
	state   string            // which of the rule's sentences is said
	words   map[string]string // what fills its places
	notes   []string
	counted bool // by working days, which a notice may change
	cited   []*knowledge.Clause
	curves  []Curve
	days    *Days
}

// step adds a line to the trace.
func (w *working) step(label, expression, value string, p *Parameter) {
	s := Step{Label: label, Expression: expression, Value: value}
	if p != nil {
		s.Clause = p.Clause.ID
		w.cite(p.Clause)
	}
	w.result.Steps = append(w.result.Steps, s)
}

func (w *working) cite(c *knowledge.Clause) {
	for _, have := range w.cited {
		if have == c {
			return
		}
	}
	w.cited = append(w.cited, c)
}

func (w *working) note(s string) { w.notes = append(w.notes, s) }

// fail ends without an amount or a day.
func (w *working) fail(s State) {
	w.result.State, w.state = s, string(s)
	w.result.Amount, w.result.Deadline = nil, nil
	w.result.Eligible, w.result.Capped = false, false
}

// Compute runs a rule on canonical values. today is the day on which the
// result is asked for. A missing or unusable input is a Problem.
func (b *Book) Compute(r *Rule, v Values, today calendar.Day) (Calculation, error) {
	v, err := r.checked(v, today)
	if err != nil {
		return Calculation{}, err
	}
	w := &working{
		Rule: r, values: v, today: today, years: b.Library.Years, words: map[string]string{},
		result: Result{Rule: r.ID, Inputs: v, State: OK, Eligible: true, ByYear: []YearResult{}, Steps: []Step{}},
		state:  string(OK),
	}
	if err := r.formula.run(w); err != nil {
		return Calculation{}, err
	}
	c := Calculation{Result: w.result, Reply: w.compose(b.Library), Rule: r, Values: v, Says: w.says(), Curves: w.curves, Days: w.days}
	c.Mind = slices.Concat(w.notes, w.Cautions)
	return c, nil
}

// checked brings all values of a rule into their canonical form.
func (r *Rule) checked(v Values, today calendar.Day) (Values, error) {
	if missing := r.Missing(v); len(missing) > 0 {
		return nil, Problem{Input: missing[0].Name, What: missing[0].question(currencyOf(r, v))}
	}
	checked := Values{}
	for _, in := range slices.Concat(r.Inputs, r.Optional) {
		typed, given := v[in.Name]
		if !given {
			continue
		}
		value, err := in.Check(typed, today)
		if err != nil {
			return nil, err
		}
		checked[in.Name] = value
	}
	return checked, nil
}

// A Calculation is a result with the words in which it is told.
type Calculation struct {
	Result Result
	Reply  knowledge.Reply
	Rule   *Rule
	Values Values
	Says   string   // the sentence that answers
	Mind   []string // what else must be known with it
	Curves []Curve  // of amounts, one for each calendar year that the text covers
	Days   *Days    // of a limit, nil for amounts and where no day was found
}
