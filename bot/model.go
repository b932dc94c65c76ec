package bot

import (
	"context"
	"slices"
	"time"

	"cheyi/knowledge"
)

// A Model helps with one message: to understand it where the code alone would
// give up, and to word the answer. All that it returns has been checked, and
// it returns nothing when it cannot help; the bot works the same without one.
type Model interface {
	// Rephrase returns a follow-up to a question about a clause as a question
	// that stands alone, or "".
	Rephrase(ctx context.Context, f knowledge.Finding, before string, about *knowledge.Clause) string
	// Choose returns which of the clauses answers, nil for none of them; ok
	// says whether it could tell.
	Choose(ctx context.Context, f knowledge.Finding, among []*knowledge.Clause) (chosen *knowledge.Clause, ok bool)
	// Word returns sentences for an answer, and shows each as soon as it is
	// there, if show is not nil.
	Word(ctx context.Context, a knowledge.Answer, show func(sentence string)) []knowledge.Sentence
	// Fill returns the words of the message that answer the inputs asked for.
	Fill(ctx context.Context, f knowledge.Finding, inputs map[string]string) map[string]string
}

// UseModel lets a model help with every message for which session returns one,
// given the chat and the time of the message. It is set before the first
// message is handled.
func (b *Bot) UseModel(session func(chat string, at time.Time) Model) { b.session = session }

// An aid is a model's share in one message. A nil aid helps with nothing.
type aid struct {
	model   Model
	settled []knowledge.Answer // what the message was answered with
}

// aid begins the model's share in a message, nil for none. A pressed option
// needs no understanding.
func (b *Bot) aid(m Message) *aid {
	if b.session == nil || m.Choice != "" {
		return nil
	}
	if model := b.session(m.Chat.String(), m.At); model != nil {
		return &aid{model: model}
	}
	return nil
}

// saw notes what a message is answered with.
func (a *aid) saw(answer knowledge.Answer) {
	if a != nil {
		a.settled = append(a.settled, answer)
	}
}

// decide decides a question, and where the search is in doubt lets the model
// choose among the clauses that it found.
func (m Message) decide(ctx context.Context, f knowledge.Finding) knowledge.Answer {
	a := knowledge.Decide(f, day(m))
	if m.aid == nil || !f.InDoubt(a) {
		return a
	}
	chosen, ok := m.aid.model.Choose(ctx, f, f.Considered())
	if !ok {
		return a
	}
	return knowledge.DecideFor(f, day(m), chosen)
}

// word says the answer to a message that asked one thing in the model's
// sentences. Only the lead of the text changes.
func (m Message) word(ctx context.Context, r Reply, show func(string)) Reply {
	if m.aid == nil || len(m.aid.settled) != 1 || r.Calculation != nil || r.Outcome != Answered {
		return r
	}
	if a := m.aid.settled[0]; a.Wordable() {
		r.Text = a.Reword(r.Text, m.aid.model.Word(ctx, a, show))
	}
	return r
}

// rephrased reads a message that names no subject as the question that it
// leaves half unsaid, when the conversation has a topic. A message that is
// about something else, hostile or long says enough by itself.
func (b *Bot) rephrased(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	if m.Message.aid == nil || m.Message.Choice != "" || s.Topic == nil || len(s.Topic.Clauses) == 0 || len([]rune(m.Text())) > rephraseRunes {
		return Reply{}, false, nil
	}
	a := knowledge.Decide(m.Finding, day(m.Message))
	if a.Reason != knowledge.ByDoubt && !m.Finding.Subjectless(a) {
		return Reply{}, false, nil
	}
	about, ok := m.Finding.Library.Clause(s.Topic.Folder, s.Topic.Clauses[0])
	if !ok {
		return Reply{}, false, nil
	}
	question := m.Message.aid.model.Rephrase(ctx, m.Finding, s.Topic.Question, about)
	if question == "" {
		return Reply{}, false, nil
	}
	finding, err := b.finder.Find(ctx, question)
	if err != nil {
		return Reply{}, false, err
	}
	a = knowledge.Decide(finding, day(m.Message))
	if a.Outcome == OutOfScope || !slices.Contains(slices.Concat(a.Clauses, a.Related), about) {
		return Reply{}, false, nil // it has lost its subject
	}
	return b.settle(Meaning{Message: m.Message, Finding: finding}, s, a), true, nil
}

// rephraseRunes is how long a message can be that leaves its subject unsaid.
const rephraseRunes = 30

// filled reads the words that the model points at as answers to the open
// questions of a flow, with the parser that reads every answer. It reports
// whether any was one.
func (b *Bot) filled(ctx context.Context, f *Flow, m Meaning, answers Answers) (bool, error) {
	if m.Message.aid == nil || f.calc == nil || m.Message.Choice != "" || m.Finding.Library.Lexicon.Talk.Asks(m.Text()) ||
		knowledge.Decide(m.Finding, day(m.Message)).Hostile() {
		return false, nil
	}
	inputs := map[string]string{}
	for _, q := range f.unanswered(answers) {
		inputs[q.ID] = q.Prompt(answers)
	}
	any := false
	words := m.Message.aid.model.Fill(ctx, m.Finding, inputs)
	for _, q := range f.unanswered(answers) {
		said, pointed := words[q.ID]
		if !pointed {
			continue
		}
		finding, err := b.finder.Find(ctx, said)
		if err != nil {
			return false, err
		}
		read := Answers{}
		part := Meaning{Message: m.Message, Finding: finding}
		if ok, problem := f.fill(part, q.ID, read); ok && problem == nil && read[q.ID] != "" {
			answers[q.ID] = read[q.ID]
			any = true
		}
	}
	return any, nil
}
