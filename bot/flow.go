package bot

import (
	"context"
	"slices"

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
	Finish    func(context.Context, Meaning, Answers) (Reply, error)
}

// A Question is one input of a flow.
type Question struct {
	ID     string // its name in Reply.Missing
	Prompt string // ends in a question mark
	// Needed says whether the answers so far leave the question open at all;
	// nil is always.
	Needed func(Answers) bool
	// Read takes the answer out of a message, whether it was asked for or
	// said in passing. A problem is one sentence that says what is wrong with
	// something that was meant as an answer.
	Read func(Meaning) (value, problem string, ok bool)
	// Options are the answers to choose from; their ids are the values.
	Options func(Meaning) []Option
}

// Answers holds the value of each answered question by its id.
type Answers map[string]string

// Meaning is a message as it was understood.
type Meaning struct {
	Message Message
	Finding knowledge.Finding // for the whole text
}

// Text returns the normalised text.
func (m Meaning) Text() string { return m.Finding.Question }

// Progress is an open flow within a conversation's state.
type Progress struct {
	Flow    string  `json:"flow"`
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
func (f *Flow) fill(m Meaning, answers Answers) (filled bool, problem string) {
	for _, q := range f.Questions {
		value, wrong, ok := q.Read(m)
		switch {
		case ok:
			answers[q.ID] = value
			filled = true
		case wrong != "" && problem == "":
			problem = wrong
		}
	}
	return filled, problem
}

// missing lists the inputs still needed, the open one first.
func (f *Flow) missing(answers Answers) []string {
	var names []string
	for _, q := range f.unanswered(answers) {
		names = append(names, q.ID)
	}
	return names
}

// advance asks the open question, or finishes.
func (b *Bot) advance(ctx context.Context, f *Flow, m Meaning, s *State) (Reply, error) {
	if q, open := f.open(s.Flow.Answers); open {
		return ask(f, q, m, s, q.Prompt), nil
	}
	answers := s.Flow.Answers
	s.Flow = nil
	return f.Finish(ctx, m, answers)
}

// ask puts a question with its options.
func ask(f *Flow, q Question, m Meaning, s *State, text string) Reply {
	r := Reply{Outcome: Asked, Text: text, Missing: f.missing(s.Flow.Answers)}
	if q.Options != nil {
		r.Options = q.Options(m)
	}
	r.Options = append(r.Options, Option{ID: choiceCancel, Label: labelCancel})
	return r
}
