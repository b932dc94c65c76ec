package calc

import (
	"math/big"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/knowledge"
)

// A Book is the rules of one library. It never changes once read.
type Book struct {
	Library  *knowledge.Library
	Rules    []*Rule
	Flows    []*Flow // what is computed from one conversation
	Inputs   []*Input
	AskWords []string // words that ask for a calculation rather than for a rule
	OwnWords []string // words by which people speak of their own case
	Other    []string // words of sums that no rule computes with
}

// Rule finds a rule by its id.
func (b *Book) Rule(id string) *Rule {
	for _, r := range b.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Input finds an input by its name.
func (b *Book) Input(name string) *Input {
	for _, in := range b.Inputs {
		if in.Name == name {
			return in
		}
	}
	return nil
}

// A Rule is one calculator.
type Rule struct {
	ID        string
	Flow      string // rules of one flow are told apart by the input Chosen answers
	FlowTitle string
	Title     string
	Ask       string // a question that leads to its clause
	Subjects  []string
	Not       []string // by what is stated: something else is meant
	Never     []string // anywhere: the text does not cover it
	Other     []string
	Inputs    []*Input // in the order asked; those that depend on others are asked when needed
	Optional  []*Input
	Chosen    string // the value of the flow's choice that means this rule
	Says      map[string]string
	NoCap     string
	FirstDay  string
	Shifted   string
	Cautions  []string
	Example   Values
	Folder    string // of its parameters' clauses

	formula    formula
	parameters []Parameter
	book       *Book
}

// A Parameter is one figure of the text with the words that give it. It holds
// for the calendar years From to Until (zero is open) and for the choices
// listed; where none holds there is no value.
type Parameter struct {
	Name        string
	Value       *big.Rat
	Text        string // as the text prints it: 150 万元
	From, Until int
	For         []string
	Says        string // the sentence of a result that rests on it, "" for the rule's
	Clause      *knowledge.Clause
	Quote       string
}

// covers reports whether the parameter holds for a year and a choice; zero
// values mean that it does not matter.
func (p Parameter) covers(year int, choice string) bool {
	switch {
	case year != 0 && (p.From != 0 && year < p.From || p.Until != 0 && year > p.Until):
		return false
	case choice != "" && len(p.For) > 0:
		return slices.Contains(p.For, choice)
	}
	return true
}

// parameter returns the value that holds for a year and a choice.
func (r *Rule) parameter(name string, year int, choice string) (Parameter, bool) {
	for _, p := range r.parameters {
		if p.Name == name && p.covers(year, choice) {
			return p, true
		}
	}
	return Parameter{}, false
}

// span returns the years in which a parameter holds at all.
func (r *Rule) span(name string) (from, until int) {
	for _, p := range r.parameters {
		if p.Name != name {
			continue
		}
		if from == 0 || p.From < from {
			from = p.From
		}
		until = max(until, p.Until)
	}
	return from, until
}

// Clauses returns the clauses that the rule rests on, the one that carries
// the result first.
func (r *Rule) Clauses() []*knowledge.Clause {
	var clauses []*knowledge.Clause
	for _, p := range r.parameters {
		if !slices.Contains(clauses, p.Clause) {
			clauses = append(clauses, p.Clause)
		}
	}
	return clauses
}

// Parameters returns the figures that the rule computes with, in the order of
// rules.yaml.
func (r *Rule) Parameters() []Parameter { return slices.Clone(r.parameters) }

// Yearly reports whether what is given may be told apart by calendar years:
// the text counts vehicles by the year, or limits a year's sum.
func (r *Rule) Yearly() bool { return r.input(KindYear) != nil || r.first("cap") != nil }

// Kind is what sort of thing an input is.
type Kind string

const (
	KindMoney  Kind = "money"
	KindCount  Kind = "count"
	KindYear   Kind = "year"
	KindDate   Kind = "date"
	KindChoice Kind = "choice"
	KindRate   Kind = "rate"
)

// An Input is one thing that is asked for.
type Input struct {
	Name        string
	Kind        Kind
	Label       string
	Prompt      string
	Unit        string // of a choice: what is named by a number before it
	Least, Most *big.Rat
	First, Last calendar.Day // of a date
	Choices     []Choice
	Words       []string // of a date: what happened on it
	Optional    bool     // never asked for, only taken when it is said
}

// A Choice is one answer of a choice input.
type Choice struct {
	Value string
	Label string
	Words []string
	Weak  []string // words that count only when no others are said
}

// choice finds a choice by its value.
func (in *Input) choice(value string) (Choice, bool) {
	for _, c := range in.Choices {
		if c.Value == value {
			return c, true
		}
	}
	return Choice{}, false
}

// labelsOf names several choices.
func (in *Input) labelsOf(values []string) string {
	var labels []string
	for _, v := range values {
		if c, ok := in.choice(v); ok {
			labels = append(labels, c.Label)
		}
	}
	return strings.Join(labels, "、")
}

// Unknown is the choice of whoever does not know.
const Unknown = "unknown"
