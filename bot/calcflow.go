package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cheyi/calc"
	"cheyi/knowledge"
)

// calcPrefix begins the ids of the flows that are derived from rules.
const calcPrefix = "calc:"

// calcFlow derives a conversation's flow from the rules of a calculator: its
// inputs are the questions, and the rules read the messages.
func calcFlow(book *calc.Book, f *calc.Flow) *Flow {
	flow := &Flow{ID: calcPrefix + f.ID, Title: f.Title, calc: f}
	for _, in := range f.Inputs() {
		q := Question{
			ID:     in.Name,
			Prompt: func(a Answers) string { return f.Question(in, calc.Values(a)) },
			Needed: func(a Answers) bool { return f.Needs(in, calc.Values(a)) },
			Show:   func(value string) string { return in.Label + "　" + in.Show(value) },
		}
		if choices := f.Options(in); len(choices) > 0 && (in.Kind == calc.KindChoice || in.Kind == calc.KindYear) {
			q.Options = func(Meaning, Answers) []Option { return choiceOptions(in.Name, choices) }
		}
		flow.Questions = append(flow.Questions, q)
	}
	flow.Fill = func(m Meaning, open string, a Answers) (bool, *calc.Problem) { return fillCalc(f, m, open, a) }
	flow.Finish = func(_ context.Context, m Meaning, a Answers) (Reply, error) {
		return calculated(book, f, m, calc.Values(a))
	}
	return flow
}

func choiceOptions(question string, choices []calc.Choice) []Option {
	options := make([]Option, len(choices))
	for i, c := range choices {
		options[i] = Option{ID: answerID(question, c.Value), Label: c.Label}
	}
	return options
}

// fillCalc takes what a message states for a calculator into the answers.
func fillCalc(f *calc.Flow, m Meaning, open string, a Answers) (bool, *calc.Problem) {
	if value, pressed := answerTo(open, m.Message.Choice); pressed {
		for _, in := range f.Inputs() {
			if in.Name == open && slices.ContainsFunc(f.Options(in), func(c calc.Choice) bool { return c.Value == value }) {
				a[open] = value
				return true, nil
			}
		}
		return false, nil
	}
	s := f.Read(m.Text(), day(m.Message), open, calc.Values(a))
	if p := f.One(calc.Values(a), &s, m.Text()); p != nil {
		return false, p
	}
	f.Merge(calc.Values(a), s)
	if len(s.Problems) > 0 && s.Adds && a[s.Problems[0].Input] != "" {
		s.Problems[0].Keeps = true // what was to be added is wrong, what was there is not
	}
	if s.Ignored && len(a) > 0 { // said, understood, and of no account
		return true, nil
	}
	if len(s.Problems) > 0 {
		return len(s.Values) > 0, &s.Problems[0]
	}
	if len(s.Values) == 0 && f.Convert(m.Text(), calc.Values(a)) {
		return true, nil
	}
	return len(s.Values) > 0, nil
}

// calculated computes and tells the result. An input that turns out to be
// unusable only together with the others is asked for again.
func calculated(book *calc.Book, f *calc.Flow, m Meaning, v calc.Values) (Reply, error) {
	c, err := book.Compute(f.Rule(v), v, day(m.Message))
	if err != nil {
		return Reply{}, err
	}
	if len(knowledge.Verify(c.Reply, book.Library, day(m.Message))) > 0 {
		return Reply{Outcome: NotStated, Text: wordsWithheld}, nil
	}
	r := present(c.Reply, c.Rule.Clauses()[0])
	if c.Rule.Clauses()[0].Document.Reference {
		r.Options = r.Options[1:]
	}
	r.Calculation = &c.Result
	r.Options = append(r.Options, Option{ID: choiceMenu, Label: labelMenu})
	return r, nil
}

// nameTopic makes a calculation's clauses what the conversation is about.
func nameTopic(f *Flow, s *State) {
	answers := calc.Values{}
	if s.Flow != nil && s.Flow.Flow == f.ID {
		answers = calc.Values(s.Flow.Answers)
	} else if s.Done != nil {
		answers = calc.Values(s.Done.Answers)
	}
	rule := f.calc.Rule(answers)
	if rule == nil {
		rule = f.calc.Rules[0]
	}
	s.Topic = &Topic{Question: rule.Ask, Folder: rule.Clauses()[0].Document.Folder}
	for _, c := range rule.Clauses() {
		if !c.Document.Reference {
			s.Topic.Clauses = append(s.Topic.Clauses, c.ID)
		}
	}
}

// recognise returns the calculator that a message asks for, nil for none.
func (b *Bot) recognise(m Meaning) *Flow {
	book := b.book()
	if book == nil || m.Message.Choice != "" {
		return nil
	}
	if f := book.Recognise(m.Finding, day(m.Message)); f != nil {
		return b.flow(calcPrefix + f.ID)
	}
	return nil
}

// recognisePart returns the calculator that one sentence of a message asks
// for, when what the others ask hides it from the whole.
func (b *Bot) recognisePart(ctx context.Context, m Meaning) (*Flow, error) {
	if b.book() == nil || m.Message.Choice != "" || !stated(m.Text(), day(m.Message)) || calc.Barred(m.Finding, day(m.Message)) {
		return nil, nil
	}
	list := sentences(spaced.ReplaceAllString(m.Text(), "$1,$2"), m.Finding.Library.Lexicon.Talk.Joins)
	question := "" // what was stated and then asked, sentence by sentence
	for _, text := range list[:min(len(list), mostParts)] {
		question += text + ","
		if !m.Finding.Library.Lexicon.Talk.Asks(text) && !b.book().Asks(text) {
			continue
		}
		if len(list) > 1 && stated(question, day(m.Message)) {
			finding, err := b.finder.Find(ctx, question)
			if err != nil {
				return nil, err
			}
			if f := b.recognise(Meaning{Message: m.Message, Finding: finding}); f != nil {
				return f, nil
			}
		}
		question = ""
	}
	return nil, nil
}

// mostParts bounds the work that one message can ask for.
const mostParts = 8

// offer adds a button for the calculator that an answer leads to: of the
// clause that answers, or of the limit that the message names and the policy
// does not state.
func (b *Bot) offer(m Meaning, r Reply, about *knowledge.Clause) Reply {
	book := b.book()
	if book == nil || about == nil || len(r.Options) == 0 {
		return r
	}
	flow := book.FlowOf(about.Document.Folder, about.ID)
	if r.Outcome != Answered {
		flow = nil
		for _, f := range book.Flows {
			if f.Beyond() && f.Names(m.Text()) {
				flow = f
			}
		}
	}
	if flow != nil {
		r.Options = slices.Insert(r.Options, 1, calcOption(flow))
	}
	if flow != nil && r.Outcome != Answered {
		r.Text += "\n" + fmt.Sprintf(wordsBeyond, flow.Rules[0].Clauses()[0].Document.Title)
	}
	return r
}

func calcOption(f *calc.Flow) Option {
	return Option{ID: calcPrefix + f.ID, Label: labelCompute + f.Title}
}

// calcMenu offers every calculator to whoever asks to compute without saying
// what.
func (b *Bot) calcMenu(m Meaning) (Reply, bool) {
	book := b.book()
	if book == nil || !book.Asks(m.Text()) || len(m.Finding.Terms) > 0 {
		return Reply{}, false
	}
	return b.calculators(m), true
}

// namesCalculator reports whether a text names another calculator's subject.
func (b *Bot) namesCalculator(text, but string) bool {
	return b.book() != nil && slices.ContainsFunc(b.book().Flows, func(f *calc.Flow) bool { return calcPrefix+f.ID != but && f.Names(text) })
}

// problemOf returns the problem that an error is, if it is one.
func problemOf(err error) *calc.Problem {
	if p := (calc.Problem{}); errors.As(err, &p) {
		return &p
	}
	return nil
}
