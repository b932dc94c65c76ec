package calc

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/quantity"
)

// A Flow is what is computed from one conversation: one rule, or several that
// are told apart by what is answered.
type Flow struct {
	ID    string
	Title string
	Rules []*Rule
	book  *Book
}

// Flow finds a flow by its id.
func (b *Book) Flow(id string) *Flow {
	for _, f := range b.Flows {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// flowsOf groups rules into flows, in the order of the rules.
func (b *Book) flowsOf() []*Flow {
	var flows []*Flow
	for _, r := range b.Rules {
		i := slices.IndexFunc(flows, func(f *Flow) bool { return f.ID == r.Flow })
		if i < 0 {
			flows = append(flows, &Flow{ID: r.Flow, Title: r.Title, book: b})
			i = len(flows) - 1
		}
		if r.FlowTitle != "" {
			flows[i].Title = r.FlowTitle
		}
		flows[i].Rules = append(flows[i].Rules, r)
	}
	return flows
}

// Repeats reports whether a message states no sum but those given before: it
// speaks of the same money, whatever else it names.
func (f *Flow) Repeats(message string, today calendar.Day, given Values) bool {
	sums := ReadFacts(message, today).Sums
	for _, s := range sums {
		known := slices.ContainsFunc(f.Inputs(), func(in *Input) bool {
			return slices.ContainsFunc(items(given[in.Name]), func(it item) bool { return s.Value != nil && it.value.Cmp(s.Value) == 0 })
		})
		if !known {
			return false
		}
	}
	return len(sums) > 0
}

// Carry hands the sums of one calculation to another: 同样这个数换成信用险保费呢.
func (f *Flow) Carry(message string, from, to Values) {
	money := f.Rules[0].input(KindMoney)
	if money == nil || !sameSum.MatchString(message) {
		return
	}
	for _, in := range f.book.Inputs {
		if value := from[in.Name]; in.Kind == KindMoney && !in.Optional && value != "" {
			to[money.Name] = value
		}
	}
}

var sameSum = regexp.MustCompile(`(?:同样|一样|也是)(?:的)?(?:这个|这么|那么)?(?:数|钱|金额|多)|这(?:个数|笔钱)(?:要是|如果|换|算)`)

// FlowOf returns the flow that rests on a clause, nil for none.
func (b *Book) FlowOf(folder, clause string) *Flow {
	for _, f := range b.Flows {
		for _, r := range f.Rules {
			for _, c := range r.Clauses() {
				if c.ID == clause && c.Document.Folder == folder {
					return f
				}
			}
		}
	}
	return nil
}

// Inputs returns the inputs of a flow in the order asked, the choice among its
// rules first.
func (f *Flow) Inputs() []*Input {
	inputs := slices.Clone(f.Rules[0].Inputs)
	return append(inputs, f.Rules[0].Optional...)
}

// Rule returns the rule that the answers lead to, nil when that is still open.
func (f *Flow) Rule(v Values) *Rule {
	choice := f.choice()
	if choice == nil {
		return f.Rules[0]
	}
	for _, r := range f.Rules {
		if v[choice.Name] == r.Chosen {
			return r
		}
	}
	return nil
}

// choice is the input that tells the flow's rules apart.
func (f *Flow) choice() *Input {
	if len(f.Rules) < 2 {
		return nil
	}
	return f.Rules[0].input(KindChoice)
}

// Needs reports whether an input is asked for at this point.
func (f *Flow) Needs(in *Input, v Values) bool {
	if in == f.choice() {
		return true
	}
	if slices.Contains(f.Rules[0].Optional, in) {
		return false
	}
	return f.Rules[0].Needs(in, v)
}

// Limits reports whether the flow computes a day.
func (f *Flow) Limits() bool { return f.has(KindDate) }

// Beyond reports whether the flow rests on another document than the policy.
func (f *Flow) Beyond() bool { return !f.Rules[0].fromText() }

// Names reports whether a message names what the flow is about.
func (f *Flow) Names(message string) bool { return f.named(message) > 0 }

// Concerns reports whether a message names the flow's subject, or what
// happened on its day.
func (f *Flow) Concerns(message string) bool {
	return f.Names(message) || slices.ContainsFunc(f.Inputs(), func(in *Input) bool { return firstOf(message, in.Words) >= 0 })
}

func (f *Flow) has(k Kind) bool { return f.Rules[0].input(k) != nil }

func (f *Flow) optional(in *Input) bool {
	for _, o := range f.Rules[0].Optional {
		if o == in {
			return true
		}
	}
	return false
}

// Question is what is asked for an input, given what has been said.
func (f *Flow) Question(in *Input, v Values) string {
	return f.Rules[0].Question(in, v)
}

// Options are the values to choose from when an input is asked for: its
// choices, or the years that the rule covers.
func (f *Flow) Options(in *Input) []Choice {
	if in.Kind != KindYear {
		return in.Choices
	}
	var years []Choice
	from, until := f.Rules[0].span("rate")
	for y := from; y <= until; y++ {
		years = append(years, Choice{Value: fmt.Sprint(y), Label: fmt.Sprintf("%d年", y)})
	}
	return years
}

// fromText reports whether the rule's clauses are ones that are searched.
func (r *Rule) fromText() bool { return !r.parameters[0].Clause.Document.Reference }

// rateName is the name of the flow's rate of exchange.
func rateName(f *Flow) string {
	if in := f.Rules[0].input(KindRate); in != nil {
		return in.Name
	}
	return ""
}

// currency is the foreign currency of what was given, "" for none.
func (f *Flow) currency(given Values) string { return currencyOf(f.Rules[0], given) }

// currencyOf is the foreign currency of a rule's values, "" for none.
func currencyOf(r *Rule, given Values) string {
	for _, in := range r.Inputs {
		if code := foreign(given[in.Name]); in.Kind == KindMoney && code != "" {
			return code
		}
	}
	return ""
}

// Question is what is asked for an input, given what has been said.
func (r *Rule) Question(in *Input, v Values) string { return in.question(currencyOf(r, v)) }

// question is the input's prompt, with the name of the currency in its place.
func (in *Input) question(code string) string {
	name, known := quantity.CurrencyName(code)
	if !known {
		name = wordsForeign
	}
	return strings.ReplaceAll(in.Prompt, "{currency}", name)
}
