package calc

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"cheyi/knowledge"
)

// Calculated is the outcome of a calculation, whatever its state. The name is
// a contract.
const Calculated knowledge.Outcome = "calculated"

// compose tells a result: the sentence that answers, the working, the words
// of the clauses, who is responsible, what to mind.
func (w *working) compose(lib *knowledge.Library) knowledge.Reply {
	lines := []string{w.says(), "", headWorking}
	for _, s := range w.result.Steps {
		lines = append(lines, s.line())
	}
	lines = append(lines, "")
	for _, c := range w.cited {
		lines = append(lines, basis(c))
	}
	about := knowledge.Answer{Library: lib, Day: w.today}
	lines = append(lines, about.Standing(w.cited[0])...)
	for _, c := range slices.Concat(w.notes, w.Cautions) {
		lines = append(lines, wordsNote+c)
	}
	r := knowledge.Reply{Outcome: Calculated, Text: strings.Join(lines, "\n"), Trace: w.trace()}
	for _, c := range w.cited {
		r.Citations = append(r.Citations, c.Cite(w.today))
	}
	return r
}

func basis(c *knowledge.Clause) string {
	if c.Document.Reference {
		return fmt.Sprintf(wordsLaw, c.Document.Title, c.Article.Number, c.ID, c.Text)
	}
	return fmt.Sprintf(wordsBasis, c.Article.Number, c.ID, c.Text)
}

// says is the sentence that answers.
func (w *working) says() string {
	said := w.sentence()
	if w.result.Provisional && w.counted {
		said = "（暂定）" + said
	}
	if past := w.Rule.Says["past"]; past != "" && w.result.State == OK && w.cited[0].On(w.today) == knowledge.Expired {
		said += past
	}
	return said
}

// sentence is the rule's own for the way in which the result ended.
func (w *working) sentence() string {
	var pairs []string
	for name, value := range w.words {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(w.Says[w.state])
}

func (s Step) line() string {
	line := "· " + s.Label + "　"
	switch {
	case s.Expression == "":
		line += s.Value
	case strings.ContainsAny(s.Expression, "×÷+−"):
		line += s.Expression + " = " + s.Value
	default:
		line += s.Expression + "：" + s.Value
	}
	if s.Clause != "" {
		line += "（" + s.Clause + "）"
	}
	return line
}

// trace is all that the calculation has worked with, for the verifier.
func (w *working) trace() []string {
	var trace []string
	for _, s := range w.result.Steps {
		trace = append(trace, s.Label, s.Expression, s.Value)
	}
	for _, value := range w.words {
		trace = append(trace, value)
	}
	trace = append(trace, w.notes...)
	trace = append(trace, w.FirstDay)
	sort.Strings(trace)
	return trace
}
