package knowledge

import (
	"slices"
	"strings"
)

// Subjects are the question's terms that name what it can be about, and not
// only what is said or asked of it (补贴, 申报).
func (f Finding) Subjects() []string {
	return slices.DeleteFunc(slices.Clone(f.Terms), func(t string) bool {
		return slices.Contains(f.Library.Lexicon.Talk.Aspects, t)
	})
}

// Calls returns what the question calls the subject of a clause: the first of
// the clause's names and topics that it has a term for, or else the first.
func (f Finding) Calls(c *Clause) string {
	subjects := f.Subjects()
	for _, own := range slices.Concat(c.Note.Names, c.Note.Topics) {
		if slices.ContainsFunc(subjects, func(t string) bool { return strings.Contains(own, t) || strings.Contains(t, own) }) {
			return own
		}
	}
	return c.Note.Topics[0]
}

// Written reports whether the editors have written this very question.
func (f Finding) Written() bool { return max(nearest(f.Clauses), nearest(f.Gaps)) >= sameWords }

// Swapped puts the words of a further question in the place of their opposite
// in the question before: after 注销登记可以批量预约吗, 转让 asks 转让可以批量预约吗. ok is
// false when no opposite stands there.
func (t *Talk) Swapped(question, words string) (swapped string, ok bool) {
	for _, group := range t.Swaps {
		if containsAny(words, group) == "" {
			continue
		}
		for _, w := range longestFirst(group) {
			if strings.Contains(question, w) && !strings.Contains(words, w) {
				return strings.Replace(question, w, words, 1), true
			}
		}
	}
	return "", false
}

// longestFirst orders words so that none is found within a longer one.
func longestFirst(words []string) []string {
	return slices.SortedStableFunc(slices.Values(words), func(a, b string) int { return len(b) - len(a) })
}

// Ask returns the words by which a question asks for the first of some kinds,
// or else the kind's name.
func (l *Lexicon) Ask(question string, kinds []Kind) string {
	if len(kinds) == 0 {
		return ""
	}
	cues, _ := l.Kind(kinds[0])
	if cue := containsAny(question, longestFirst(cues.Cues)); cue != "" {
		return cue
	}
	return cues.Label
}
