package knowledge

import (
	"slices"
	"strings"
)

// Wordable reports whether an answer's lead may be said in other words: it
// rests on a clause that holds on the day, and it corrects nothing.
func (a Answer) Wordable() bool {
	if a.Reason != ByClause || a.Outcome != Answered || a.otherRatio() || len(a.Kinds) > 0 && a.Kinds[0] == KindWho {
		return false
	}
	return !slices.ContainsFunc(a.Clauses, func(c *Clause) bool { return c.On(a.Day) != InForce })
}

// Reword puts verified sentences in the place of an answer's lead in a reply's
// text. Where they say less than the lead, it stays behind them. All else, the
// quotation, departments and validity among it, is not touched.
func (a Answer) Reword(text string, sentences []Sentence) string {
	lead := a.lead(a.Clauses[0])
	if len(sentences) == 0 || !strings.Contains(text, lead) {
		return text
	}
	var lines []string
	said := ""
	for _, s := range sentences {
		lines = append(lines, s.Text)
		if s.Clause == a.Clauses[0] {
			said += s.Text
		}
	}
	if !saysAll(said, lead) {
		lines = append(lines, lead)
	}
	return strings.Replace(text, lead, strings.Join(lines, "\n"), 1)
}

// saysAll reports whether a text says what the lead does: all of its figures,
// and most of its words.
func saysAll(text, lead string) bool {
	if len(figuresBeyond(lead, text)) > 0 {
		return false
	}
	said := newVocabulary(nil, text)
	all, found := 0, 0
	for stretch := range newVocabulary(nil, lead).stretches {
		all++
		if said.stretches[stretch] {
			found++
		}
	}
	return 2*found >= all
}
