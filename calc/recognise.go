package calc

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/quantity"
)

// Recognise returns the flow that a message asks to be computed, nil for none.
// It goes by what the message names, what it states and what it asks for.
func (b *Book) Recognise(f knowledge.Finding, today calendar.Day) *Flow {
	a := knowledge.Decide(f, today)
	if barred(f, a) {
		return nil
	}
	kinds := f.Library.Lexicon.KindsOf(f.Question)
	var best *Flow
	most := 0
	t := newText(f.Question, today)
	for _, flow := range b.Flows {
		if fit := flow.fit(t, f, a, kinds); fit > most {
			best, most = flow, fit
		}
	}
	return best
}

// Barred reports whether a message is not to be computed at all: it is about
// another region, or no question.
func Barred(f knowledge.Finding, today calendar.Day) bool {
	return barred(f, knowledge.Decide(f, today))
}

func barred(f knowledge.Finding, a knowledge.Answer) bool {
	return a.Hostile() || a.Reason == knowledge.ByPlace && !through(f.Question, a.Place)
}

// through reports whether a place is only one that vehicles pass or go to: 走
// 霍尔果斯出口.
func through(text, place string) bool {
	before, _, found := strings.Cut(text, place)
	return found && place != "" && byWay.MatchString(before)
}

var byWay = regexp.MustCompile(`(?:走|从|经|经由|过|到|去|往|发|运|在)$`)

// fit says how well a message asks for the flow; 0 is not at all.
func (f *Flow) fit(t text, found knowledge.Finding, a knowledge.Answer, kinds []knowledge.Kind) int {
	question := found.Question
	asks := intent{book: f.book, kinds: kinds, question: question}
	named := f.named(question)
	near := f.near(found)
	counted := f.has(KindCount) && len(t.facts.Counts) > 0
	plainly := counted && (len(t.facts.Years) > 0 || f.about(a) && asks.amount() && !asks.rule() && !asks.day()) // 六十台能领补贴吗
	if f.never(question) || f.excluded(t) || named == 0 && !plainly && (!near || f.choice() != nil) {
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
	score := min(named, 2) + 1
	if near {
		score += 2
	}
	if f.beside(t) {
		score += 2 + 2
	}
	if f.Limits() == asks.day() {
		score++
	}
	switch {
	case f.has(KindMoney):
		if asks.compute() || has(KindMoney) && !asks.ratio() && (!asks.rule() || asks.amount() || asks.kind("cap")) {
			return score + bonus(has(KindMoney))
		}
	case f.has(KindCount):
		own := asks.own() || len(t.facts.Years) > 0
		switch {
		case asks.perVehicle() && !(has(KindCount) && (has(KindYear) || distinctYears(t) > 1)):
		case named == 0 && !near && !(has(KindCount) && asks.amount()):
		case !near && !has(KindYear) && !asks.amount() && !asks.compute() && found.About() != nil && found.Library.Lexicon.Talk.Asks(question):
			// 我一趟要走两百台，许可证能先办吗
		case !has(KindYear) && !asks.compute() && !sumAsked.MatchString(question) && f.short(t) && a.Outcome == knowledge.Answered && f.about(a):
			// 才三十台，能领吗: the clause says no for any year
		case has(KindCount) && (asks.amount() || asks.compute() || has(KindYear) && !asks.rule() || own && !asks.rule()):
			return score + bonus(true)
		case asks.compute(), has(KindYear) && asks.own() && asks.amount() && !asks.yesNo():
			return score
		}
	case f.has(KindDate) && (named > 0 || has(KindChoice)):
		switch {
		case has(KindDate) && (asks.day() || asks.compute() || len(kinds) == 0 && f.tells(t, found)):
			return score + bonus(true)
		case asks.day() && (asks.own() || has(KindChoice) || !f.Rules[0].fromText()), asks.compute() && named > 0:
			return score
		}
	}
	return 0
}

// tells reports whether a message only states a day of the flow's own: of 今天听说
// 注销不用带报关单 the day is of the hearing.
func (f *Flow) tells(t text, found knowledge.Finding) bool {
	return f.beside(t) && !found.Library.Lexicon.Talk.Asks(found.Question)
}

func bonus(stated bool) int {
	if stated {
		return 2
	}
	return 0
}

// Asks reports whether a message asks for a calculation in so many words.
func (b *Book) Asks(message string) bool {
	return intent{book: b, question: message}.compute()
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

// never reports whether the message is about what the text does not cover: a
// fair at home has no amount, whatever the stand costs.
func (f *Flow) never(question string) bool {
	return slices.ContainsFunc(f.Rules, func(r *Rule) bool {
		return holdsAny(question, r.Never)
	})
}

// excluded reports whether a word stands by what is stated that shows that
// something else is meant. What is stated elsewhere in the message counts by
// its own: 出口了68辆能拿多少，怎么办注销.
func (f *Flow) excluded(t text) bool {
	barred := func(words string) bool {
		return slices.ContainsFunc(f.Rules, func(r *Rule) bool {
			return holdsAny(words, r.Not)
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
	if f.has(KindMoney) {
		return slices.ContainsFunc(f.Rules, func(r *Rule) bool {
			for i := range t.facts.Sums {
				if _, named := r.role(t, i); named {
					return true
				}
			}
			return false
		})
	}
	return slices.ContainsFunc(f.spans(t), func(s [2]int) bool { return f.named(t.around(s[0], s[1])) > 0 })
}

// about reports whether what was decided is about a clause of the flow's,
// whether that answers or not.
func (f *Flow) about(a knowledge.Answer) bool {
	about := slices.Concat(a.Clauses, a.Related)
	return len(about) > 0 && slices.ContainsFunc(f.Rules, func(r *Rule) bool { return r.fromText() && slices.Contains(r.Clauses(), about[0]) })
}

// short reports whether the vehicles stated are too few in any year.
func (f *Flow) short(t text) bool {
	low := false
	for _, r := range f.Rules {
		for _, p := range r.parameters {
			if p.Name != "threshold" {
				continue
			}
			for _, c := range t.facts.Counts {
				if c.Value == nil || c.Value.Cmp(p.Value) >= 0 {
					return false
				}
				low = true
			}
		}
	}
	return low
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
