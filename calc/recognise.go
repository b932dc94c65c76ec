package calc

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/knowledge"
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

// Flows returns the flows in the order of their rules.
func (b *Book) Flows() []*Flow {
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

// A Statement is what a message says for a flow.
type Statement struct {
	Values   Values
	Problems []Problem
	// Adds says that what is stated is one more of what was stated before.
	Adds bool
	// Ignored says that money was stated which does not count here: received
	// in another year or by another rule.
	Ignored bool
}

// Stated reports whether there is anything in it.
func (s Statement) Stated() bool { return len(s.Values) > 0 || len(s.Problems) > 0 }

// addition marks a further project or exhibition.
var addition = regexp.MustCompile(`再加|再来|另外|还(?:有|去|参加|投|买|交|出|订|租|卖|走)|也算|算上|加进|又(?:有|加|投|买|出|去|参|多|卖)|加上|外加|第二(?:个|笔|份|项)|第三(?:个|笔|份|项)|再有|另(?:一|有|加)|补充一|多了|漏了|追加|新增`)

// Read takes every input out of a message. asked names the input whose
// question is open, "" for none.
func (f *Flow) Read(message string, today calendar.Day, asked string, given Values) Statement {
	return f.read(newText(message, today), asked, given)
}

func (f *Flow) read(t text, asked string, given Values) Statement {
	s := Statement{Values: Values{}, Adds: addition.MatchString(t.string)}
	rule := f.Rule(given)
	if choice := f.choice(); choice != nil {
		value, _ := choice.readChoice(f.spent(t), asked == choice.Name)
		if r := f.Rule(Values{choice.Name: value}); r != nil {
			rule = r
		}
	}
	if rule == nil {
		rule = f.Rules[0]
	}
	if value := f.converted(t, asked); value != "" {
		s.Values[f.Rules[0].input(KindMoney).Name] = value
		return s
	}
	for _, in := range f.Inputs() {
		if in.Kind == KindRate && asked != in.Name && !f.foreign(t, given) || f.alone(asked) && in.Name != asked {
			continue
		}
		value, problem := f.readInput(in, t, rule, asked == in.Name, given)
		if in.Kind == KindMoney && slices.Contains(rule.Optional, in) && value == "" && problem == "" {
			s.Ignored = rule.received(t)
		}
		switch {
		case problem != "":
			s.Problems = append(s.Problems, Problem{in.Name, problem})
		case value != "":
			s.Values[in.Name] = value
		}
	}
	return s
}

// converted reads the whole sum in yuan where a rate was asked for: 折合人民币
// 九万四千八.
func (f *Flow) converted(t text, asked string) string {
	if asked == "" || asked != rateName(f) || !inYuan.MatchString(t.string) {
		return ""
	}
	for _, s := range t.facts.Sums {
		if in := f.Rules[0].input(KindMoney); s.Flaw == "" && s.Currency == home && in.bareCounts(s) && in.rangeProblem(item{value: s.Value}) == "" {
			return item{value: s.Value}.String()
		}
	}
	return ""
}

var inYuan = regexp.MustCompile(`合(?:成|计)?人民币|折合|总共|一共|合计`)

// alone reports whether the question for an input asks for a plain number that
// must not be read as another input: a rate, or what was received.
func (f *Flow) alone(asked string) bool {
	return asked != "" && (asked == rateName(f) || slices.ContainsFunc(f.Rules[0].Optional, func(in *Input) bool { return in.Name == asked }))
}

// spent is the text without what was received already, whose kind need not be
// the one that is asked about: 信用险领了150万，现在投了中长期险. A text that says
// nothing else stays whole.
func (f *Flow) spent(t text) text {
	rest := t
	for i, s := range t.facts.Sums {
		if from, _ := scope(t, i); f.Rules[0].isUsed(t, i) {
			rest.string = blank(rest.string, from, s.End)
		}
	}
	if choice := f.choice(); choice != nil && len(choice.named(rest.string, false)) == 0 {
		return t
	}
	return rest
}

// foreign reports whether money in another currency is spoken of.
func (f *Flow) foreign(t text, given Values) bool {
	for _, s := range t.facts.Sums {
		if s.Currency != home {
			return true
		}
	}
	return f.currency(given) != ""
}

func (f *Flow) readInput(in *Input, t text, rule *Rule, asked bool, given Values) (value, problem string) {
	switch {
	case in.Kind == KindMoney && slices.Contains(rule.Optional, in):
		return in.readUsed(t, asked, rule)
	case in.Kind == KindMoney:
		return in.readMoney(t, asked, rule)
	case in.Kind == KindDate:
		return in.readDate(t, given[in.Name])
	case in == f.choice():
		return in.readChoice(f.spent(t), asked)
	case in.Kind == KindYear && !asked && len(t.facts.Years) > 1 && distinctYears(t) > 1:
		return "", "" // each count has taken its own
	}
	return in.read(t, asked)
}

// Recognise returns the flow that a message asks to be computed, nil for none.
// It goes by what the message names, what it states and what it asks for;
// kinds are those that its words ask.
func (b *Book) Recognise(f knowledge.Finding, kinds []knowledge.Kind, today calendar.Day) *Flow {
	var best *Flow
	most := 0
	t := newText(f.Question, today)
	for _, flow := range b.Flows() {
		if fit := flow.fit(t, f, kinds); fit > most {
			best, most = flow, fit
		}
	}
	return best
}

// fit says how well a message asks for the flow; 0 is not at all.
func (f *Flow) fit(t text, found knowledge.Finding, kinds []knowledge.Kind) int {
	question := found.Question
	named := f.named(question)
	near := f.near(found)
	plainly := f.has(KindCount) && len(t.facts.Counts) > 0 && len(t.facts.Years) > 0
	if f.excluded(t) || named == 0 && !plainly && (!near || f.choice() != nil) {
		return 0
	}
	s := f.read(t, "", nil)
	has := func(k Kind) bool {
		for _, in := range f.Inputs() {
			_, given := s.Values[in.Name]
			if in.Kind == k && (given || slices.ContainsFunc(s.Problems, func(p Problem) bool { return p.Input == in.Name })) {
				return true
			}
		}
		return false
	}
	asks := intent{book: f.book, kinds: kinds, question: question}
	score := named + 1
	if near {
		score += 2
	}
	if f.beside(t) {
		score += 2
	}
	switch {
	case f.has(KindMoney):
		if asks.compute() || has(KindMoney) && (!asks.rule() || asks.amount() || asks.kind("cap")) {
			return score + bonus(has(KindMoney))
		}
	case f.has(KindCount):
		own := asks.own() || len(t.facts.Years) > 0
		switch {
		case asks.perVehicle() && !(has(KindCount) && has(KindYear)):
		case named == 0 && !near && !(has(KindCount) && asks.amount()):
		case has(KindCount) && (asks.amount() || asks.compute() || has(KindYear) && !asks.rule() || own && !asks.rule()):
			return score + bonus(true)
		case asks.compute(), has(KindYear) && asks.own() && asks.amount() && !asks.yesNo():
			return score
		}
	case f.has(KindDate) && (named > 0 || has(KindChoice)):
		switch {
		case has(KindDate) && (asks.day() || asks.compute() || len(kinds) == 0):
			return score + bonus(true)
		case asks.day() && (asks.own() || has(KindChoice) || !f.Rules[0].fromText()), asks.compute() && named > 0:
			return score
		}
	}
	return 0
}

func bonus(stated bool) int {
	if stated {
		return 2
	}
	return 0
}

// Limits reports whether the flow computes a day.
func (f *Flow) Limits() bool { return f.has(KindDate) }

// Beyond reports whether the flow rests on another document than the policy.
func (f *Flow) Beyond() bool { return !f.Rules[0].fromText() }

// Asks reports whether a message asks for a calculation in so many words.
func (b *Book) Asks(message string) bool {
	return intent{book: b, question: message}.compute()
}

// FlowOf returns the flow that rests on a clause, nil for none.
func (b *Book) FlowOf(folder, clause string) *Flow {
	for _, f := range b.Flows() {
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

// Names reports whether a message names what the flow is about, or what
// happened on its day.
func (f *Flow) Names(message string) bool {
	return f.named(message) > 0 || slices.ContainsFunc(f.Inputs(), func(in *Input) bool { return firstOf(message, in.Words) >= 0 })
}

// named counts the words that name the flow's subject.
func (f *Flow) named(question string) int {
	n := 0
	for _, r := range f.Rules {
		for _, w := range r.Subjects {
			if strings.Contains(question, w) {
				n++
			}
		}
	}
	return n
}

// excluded reports whether a word stands by what is stated that shows that
// something else is meant. What is stated elsewhere in the message counts by
// its own: 出口了68辆能拿多少，怎么办注销.
func (f *Flow) excluded(t text) bool {
	barred := func(words string) bool {
		return slices.ContainsFunc(f.Rules, func(r *Rule) bool {
			return slices.ContainsFunc(r.Not, func(w string) bool { return strings.Contains(words, w) })
		})
	}
	spans := f.spans(t)
	if len(spans) == 0 {
		return barred(t.string)
	}
	return !slices.ContainsFunc(spans, func(s [2]int) bool { return !barred(t.around(s[0], s[1])) })
}

// beside reports whether the flow's subject is named right by what is stated.
func (f *Flow) beside(t text) bool {
	return slices.ContainsFunc(f.spans(t), func(s [2]int) bool { return f.named(t.around(s[0], s[1])) > 0 })
}

// spans are the places of the quantities that the flow could take.
func (f *Flow) spans(t text) [][2]int {
	var spans [][2]int
	if f.has(KindMoney) {
		for _, s := range t.facts.Sums {
			if s.Said != quantity.Bare {
				spans = append(spans, [2]int{s.Start, s.End})
			}
		}
	}
	if f.has(KindCount) {
		for _, c := range t.facts.Counts {
			if !c.Bare && !c.Each {
				spans = append(spans, [2]int{c.Start, c.End})
			}
		}
	}
	if f.has(KindDate) {
		for _, d := range t.facts.Dates {
			spans = append(spans, [2]int{d.Start, d.End})
		}
	}
	return spans
}

// near reports whether the question is clearly about one of the flow's clauses.
func (f *Flow) near(found knowledge.Finding) bool {
	about := found.About()
	return about != nil && slices.ContainsFunc(f.Rules, func(r *Rule) bool { return r.fromText() && slices.Contains(r.Clauses(), about) })
}

// fromText reports whether the rule's clauses are ones that are searched.
func (r *Rule) fromText() bool { return !r.parameters[0].Clause.Document.Reference }

func (f *Flow) has(k Kind) bool { return f.Rules[0].input(k) != nil }

// An intent is what the words of a message ask for.
type intent struct {
	book     *Book
	kinds    []knowledge.Kind
	question string
}

func (i intent) contains(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(i.question, w) })
}

// compute reports whether a calculation is asked for in so many words.
func (i intent) compute() bool { return i.contains(i.book.AskWords) }

// own reports whether the message speaks of the person's own case.
func (i intent) own() bool { return i.contains(i.book.OwnWords) }

func (i intent) kind(kinds ...knowledge.Kind) bool {
	return slices.ContainsFunc(i.kinds, func(k knowledge.Kind) bool { return slices.Contains(kinds, k) })
}

// amount reports whether a sum is asked for.
func (i intent) amount() bool { return i.kind("amount") || howMuch.MatchString(i.question) }

var howMuch = regexp.MustCompile(`多少|几何|几多|若干|几个钱|几(?:个)?(?:万|千|百)|能(?:拿|领|补|报|得|给|退|享受)|可(?:拿|领|补|报|得)|到手|有钱|支持|补贴|补助|奖|资助`)

// day reports whether a day is asked for.
func (i intent) day() bool { return i.kind("date") || whichDay.MatchString(i.question) }

var whichDay = regexp.MustCompile(`哪(?:一)?(?:天|日)|何日|几日|几号|最后一天|最后期限|几月几|什么时候|啥时候|何时|最晚|最迟|到期|之前|日期|截止|期限到|哪日|啥时`)

// rule reports whether the message asks for what the rule says, rather than
// for what it comes to.
func (i intent) rule() bool {
	return i.kind("ratio", "cap", "who", "papers", "steps", "condition", "list", "what", "validity", "penalty", "form", "phone", "place", "address", "duties") && !i.compute()
}

// perVehicle reports whether it is asked what one vehicle gets.
func (i intent) perVehicle() bool { return eachVehicle.MatchString(i.question) && !i.compute() }

var eachVehicle = regexp.MustCompile(`(?:^|[^差少缺多])(?:每|一)(?:辆|台|部)(?:车)?[^0-9,。 ]{0,4}(?:多少|几)`)

// yesNo reports whether a yes or no is asked for.
func (i intent) yesNo() bool {
	return strings.HasSuffix(strings.TrimRight(i.question, " ?？。"), "吗")
}
