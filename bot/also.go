package bot

import (
	"context"
	"regexp"
	"slices"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// alsoAsked answers what a message asks besides its calculation.
func (b *Bot) alsoAsked(ctx context.Context, m Meaning, s *State, reply Reply) (Reply, error) {
	list := sentences(spaced.ReplaceAllString(m.Text(), "$1,$2"), m.Finding.Library.Lexicon.Talk.Joins)
	if len(list) < 2 || s.Topic == nil {
		return reply, nil
	}
	lex := &m.Finding.Library.Lexicon
	scene := "" // what was said before without asking
	for _, text := range list[:min(len(list), mostParts)] {
		if !lex.Talk.Asks(text) && !(together.MatchString(m.Text()) && b.computes(ctx, text, m)) {
			if !stated(text, day(m.Message)) {
				scene += text + ","
			}
			continue
		}
		text, scene = scene+text, ""
		kinds := lex.KindsOf(text)
		finding, err := b.finder.Find(ctx, text)
		if err != nil {
			return reply, err
		}
		part := Meaning{Message: m.Message, Finding: finding}
		if other := b.recognise(part); other != nil {
			reply, err = b.alsoComputed(ctx, other, part, s, reply)
			if err != nil {
				return reply, err
			}
			continue
		}
		elliptic := !slices.ContainsFunc(finding.Terms, func(t string) bool { return !grants.MatchString(t) })
		if elliptic && !slices.ContainsFunc(kinds, beside) {
			continue
		}
		if elliptic {
			before, err := b.finder.Find(ctx, s.Topic.Question)
			if err != nil {
				return reply, err
			}
			finding = finding.InContext(before, topicShare, s.Topic.Clauses)
		}
		a := knowledge.Decide(finding, day(m.Message))
		if !a.Firm(finding) || a.Outcome == Answered && sameTopic(a, s.Topic) {
			continue // the calculation has said it already
		}
		if f := b.computing(s); f != nil && a.Outcome == NotStated && f.WorksOut(text, kinds) && (f.Names(text) || !a.Sure) {
			continue // the text states no such figure, and the calculation has just worked it out
		}
		a.Guide = nil // beside a result stands the policy alone
		topic, done := s.Topic, s.Done
		extra := b.settle(Meaning{Message: m.Message, Finding: finding}, s, a)
		s.Topic, s.Done = topic, done
		reply = join(reply, extra)
	}
	return reply, nil
}

// computing returns the calculator that is open or was the last to finish, nil
// for none.
func (b *Bot) computing(s *State) *calc.Flow {
	for _, p := range []*Progress{s.Flow, s.Done} {
		if p == nil {
			continue
		}
		if f := b.flow(p.Flow); f != nil {
			return f.calc
		}
	}
	return nil
}

// beside reports whether a kind of question is one that a calculation leaves
// open.
func beside(k knowledge.Kind) bool {
	return slices.Contains([]knowledge.Kind{"papers", "steps", "phone", "form", "place", "address", "fee", "penalty"}, k)
}

// stated reports whether a text states a quantity.
func stated(text string, today calendar.Day) bool {
	f := calc.ReadFacts(text, today)
	return len(f.Dates)+len(f.Years)+len(f.Counts)+len(f.Sums) > 0
}

// spaced is a pause as voice input writes it.
var spaced = regexp.MustCompile(`(\p{Han}) (\p{Han})`)

// together asks for all that is stated to be computed.
var together = regexp.MustCompile(`都(?:帮|给|算)|分别算|一起算|一并算|各算`)

// grants are words for money that is given, whatever for.
var grants = regexp.MustCompile(`补贴|补助|支持|资金|奖励|扶持|政策|财政`)

// computes reports whether a part of a message by itself asks for a
// calculation.
func (b *Bot) computes(ctx context.Context, text string, m Meaning) bool {
	finding, err := b.finder.Find(ctx, text)
	return err == nil && b.recognise(Meaning{Message: m.Message, Finding: finding}) != nil
}

// alsoComputed adds a second calculation to a reply, if the message states all
// that it needs. The two results are never added up.
func (b *Bot) alsoComputed(ctx context.Context, f *Flow, m Meaning, s *State, reply Reply) (Reply, error) {
	if reply.Calculation == nil || !f.calc.Names(m.Text()) {
		return reply, nil
	}
	answers := Answers{}
	if _, problem := f.fill(m, "", answers); problem != nil {
		return reply, nil
	}
	if _, open := f.open(answers); open {
		return reply, nil
	}
	second, err := f.Finish(ctx, m, answers)
	if err != nil || second.Calculation == nil || second.Calculation.Rule == reply.Calculation.Rule {
		return reply, problemless(err)
	}
	return join(reply, second), nil
}

// problemless is an error that is not only an unusable input.
func problemless(err error) error {
	if problemOf(err) != nil {
		return nil
	}
	return err
}

// sameTopic reports whether the clause that answers is one of the topic's.
func sameTopic(a knowledge.Answer, t *Topic) bool {
	near := slices.Concat(a.Clauses, a.Related)
	return len(near) > 0 && slices.Contains(t.Clauses, near[0].ID)
}
