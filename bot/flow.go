package bot

import (
	"context"
	"slices"
	"strings"

	"cheyi/calc"
	"cheyi/knowledge"
)

// A Flow is a list of questions whose answers make a result. It is data with
// small functions: no flow knows a channel, and no channel knows a flow.
//
// The state of a flow is the answers given so far, never a position. After
// each message the questions are replayed against the answers, and the first
// one without an answer is open. So a conversation survives a restart and a
// release that adds a question, and one changed answer needs no undoing.
type Flow struct {
	ID        string
	Title     string
	Match     func(Meaning) bool // whether a message that belongs to no open flow starts this one
	Questions []Question
	// Fill reads a message for all questions at once; nil leaves it to each
	// question's Read. open names the question that was asked.
	Fill   func(m Meaning, open string, answers Answers) (filled bool, problem *calc.Problem)
	Finish func(context.Context, Meaning, Answers) (Reply, error)
	// calc is the calculator that the flow is derived from, nil for others.
	calc *calc.Flow
}

// A Question is one input of a flow.
type Question struct {
	ID     string                    // its name in Reply.Missing
	Prompt func(Answers) string      // asks a question
	Show   func(value string) string // an answer as it is repeated; nil is not repeated
	// Again asks it once more, after something in between; nil is as Prompt
	// does.
	Again func(Answers) string
	// Needed says whether the answers so far leave the question open at all;
	// nil is always.
	Needed func(Answers) bool
	// Read takes the answer out of a message, whether it was asked for or
	// said in passing. A problem is one sentence that says what is wrong with
	// something that was meant as an answer.
	Read func(Meaning) (value, problem string, ok bool)
	// Options are the answers to choose from; their ids are the values.
	Options func(Meaning, Answers) []Option
	// Files go along when it is newly asked; nil for none.
	Files func(Answers) []Attachment
}

func (q Question) again(a Answers) string {
	if q.Again != nil {
		return q.Again(a)
	}
	return q.Prompt(a)
}

// fixed is a prompt that does not depend on earlier answers.
func fixed(words string) func(Answers) string { return func(Answers) string { return words } }

// Answers holds the value of each answered question by its id.
type Answers map[string]string

// Meaning is a message as it was understood.
type Meaning struct {
	Message Message
	Finding knowledge.Finding // for the whole text

	desk   *desk // what a booking may need; nil for none
	denied bool  // what it is not about was said too, and is left out of the finding
}

// Text returns the normalised text.
func (m Meaning) Text() string { return m.Finding.Question }

// Progress is an open flow within a conversation's state.
type Progress struct {
	Flow    string  `json:"flow"`
	Open    string  `json:"open,omitempty"` // the question that was asked last
	Answers Answers `json:"answers"`
}

// unanswered replays the answers and returns the questions still without one,
// the open one first.
func (f *Flow) unanswered(answers Answers) []Question {
	return slices.DeleteFunc(slices.Clone(f.Questions), func(q Question) bool {
		_, answered := answers[q.ID]
		return answered || q.Needed != nil && !q.Needed(answers)
	})
}

// opened returns the question that was asked last, if it still waits.
func (f *Flow) opened(p *Progress) (Question, bool) {
	for _, q := range f.Questions {
		if _, answered := p.Answers[q.ID]; q.ID == p.Open && !answered {
			return q, true
		}
	}
	return f.open(p.Answers)
}

// open returns the first question without an answer.
func (f *Flow) open(answers Answers) (Question, bool) {
	left := f.unanswered(answers)
	if len(left) == 0 {
		return Question{}, false
	}
	return left[0], true
}

// fill takes every fact that a message states into the answers. It reports
// whether there was any, and the problem of the first that was unusable.
func (f *Flow) fill(m Meaning, open string, answers Answers) (filled bool, problem *calc.Problem) {
	if f.Fill != nil {
		return f.Fill(m, open, answers)
	}
	for _, q := range f.Questions {
		value, wrong, ok := q.Read(m)
		switch {
		case ok:
			answers[q.ID] = value
			filled = true
		case wrong != "" && problem == nil:
			problem = &calc.Problem{Input: q.ID, What: wrong}
		}
	}
	return filled, problem
}

// main is the first question, by which a flow's result is mostly changed.
func (f *Flow) main(answers Answers) string {
	for _, q := range f.Questions {
		if value := answers[q.ID]; value != "" && q.Options == nil {
			return q.ID
		}
	}
	return ""
}

// said repeats what has been taken so far, so that a wrong reading shows.
func (f *Flow) said(answers Answers) string {
	var lines []string
	for _, q := range f.Questions {
		noted, narrowed := answers[knownNoted]
		if narrowed && !slices.Contains(strings.Fields(noted), q.ID) {
			continue
		}
		if value, ok := answers[q.ID]; ok && q.Show != nil {
			lines = append(lines, q.Show(value))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return wordsNoted + strings.Join(lines, "；") + "。\n"
}

// missing lists the inputs still needed, the open one first.
func (f *Flow) missing(answers Answers) []string {
	var names []string
	for _, q := range f.unanswered(answers) {
		names = append(names, q.ID)
	}
	return names
}

// proceed asks for what is missing or unusable, or finishes.
func (b *Bot) proceed(ctx context.Context, f *Flow, m Meaning, s *State, problem *calc.Problem) (Reply, error) {
	answers := s.Flow.Answers
	if f.ID == bookID {
		if reply, over := b.settled(m, s); over {
			return reply, nil
		}
	}
	if _, open := f.open(answers); problem != nil && problem.Keeps && !open {
		s.Flow = nil
		r := Reply{Outcome: Asked, Text: problem.What, Missing: []string{problem.Input}, Options: []Option{{ID: choiceMenu, Label: labelMenu}}}
		if problem.Refuses() {
			r.Outcome = Rejected
		}
		return r, nil
	}
	if problem != nil {
		if !problem.Keeps {
			delete(answers, problem.Input)
		}
		return refuse(f, problem, m, s), nil
	}
	if q, open := f.open(answers); open {
		return ask(f, q, m, s, f.said(answers)+listed(m, q, answers)+q.Prompt(answers)), nil
	}
	reply, err := f.Finish(ctx, m, answers)
	if p := problemOf(err); p != nil {
		return b.proceed(ctx, f, m, s, p)
	}
	s.Flow = nil
	if reply.deed != nil {
		return reply, err // how it ends is known in the transaction
	}
	if f.calc != nil {
		s.remember(f, answers)
	}
	if says := (knowledge.Reply{Text: reply.Text}).SaysOpenEnd(); says && s.Stated {
		reply.Text = knowledge.WithoutOpenEnd(reply.Text)
	} else if says {
		s.Stated = true
	}
	return b.resume(reply, m, s), err
}

// resume goes back to the calculation that another one has interrupted.
func (b *Bot) resume(reply Reply, m Meaning, s *State) Reply {
	if s.Waiting == nil {
		return reply
	}
	s.Flow, s.Waiting = s.Waiting, nil
	return b.reopened(reply, m, s)
}

// reopened ends a reply with the question that is open, if there is one.
func (b *Bot) reopened(reply Reply, m Meaning, s *State) Reply {
	if s.Flow == nil {
		return reply
	}
	f := b.flow(s.Flow.Flow)
	if f == nil { // a flow of an earlier release
		s.Flow = nil
		return reply
	}
	open, _ := f.opened(s.Flow)
	again := ask(f, open, m, s, "")
	reply.Text += "\n\n" + wordsReturn + open.again(s.Flow.Answers)
	reply.Missing, reply.Options = again.Missing, again.Options
	return reply
}

// offers reports whether an option answers the question that is open.
func (b *Bot) offers(id string, m Meaning, s *State) bool {
	if s.Flow == nil {
		return false
	}
	f := b.flow(s.Flow.Flow)
	if f == nil {
		return false
	}
	open, ok := f.opened(s.Flow)
	return ok && open.Options != nil && slices.ContainsFunc(open.Options(m, s.Flow.Answers), func(o Option) bool { return o.ID == id })
}

// refuse says what is wrong with an input and asks for it again.
func refuse(f *Flow, p *calc.Problem, m Meaning, s *State) Reply {
	text := p.What
	for _, q := range f.Questions {
		if q.ID != p.Input {
			continue
		}
		if prompt := q.Prompt(s.Flow.Answers); !strings.ContainsAny(text, "？?") && !strings.HasSuffix(text, prompt) {
			text += "\n" + prompt
		}
		r := ask(f, q, m, s, text)
		if p.Refuses() {
			r.Outcome = Rejected
		}
		return r
	}
	return Reply{Outcome: Rejected, Text: text}
}

// ask puts a question with its options. What is asked stands first in
// Missing.
func ask(f *Flow, q Question, m Meaning, s *State, text string) Reply {
	missing := slices.DeleteFunc(f.missing(s.Flow.Answers), func(id string) bool { return id == q.ID })
	r := Reply{Outcome: Asked, Text: text, Missing: append([]string{q.ID}, missing...)}
	if q.Files != nil && s.Flow.Open != q.ID {
		r.Files = q.Files(s.Flow.Answers)
	}
	s.Flow.Open = q.ID
	if q.Options != nil {
		r.Options = q.Options(m, s.Flow.Answers)
	}
	r.Options = append(r.Options, Option{ID: choiceCancel, Label: labelCancel})
	return r
}
