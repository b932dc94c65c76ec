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

// OfSame reports whether a further question names nothing but what the clause spoken
// of is about, and asks what it states: 保费最高补几成, where another insurance has
// premiums too.
func (f Finding) OfSame(c *Clause, kinds []Kind) bool {
	subjects := f.Subjects()
	if c == nil || len(subjects) == 0 || f.Nearness([]string{c.ID}) < leftShare*best(f.Clauses) {
		return false
	}
	d := decision{Finding: f, a: Answer{Kinds: kinds}}
	if d.asksStrict() && !c.Shows(kinds) || f.About() == nil && !c.Shows(without(kinds, KindEligibility)) && !d.holds(c) {
		return false
	}
	return !slices.ContainsFunc(subjects, func(t string) bool {
		return !slices.Contains(c.Note.Names, t) && (f.Library.namesOther(t) || !strings.Contains(c.Text, t))
	})
}

func without(kinds []Kind, kind Kind) []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return k == kind })
}

// namesOther reports whether a term is the name by which some clause is told from
// others of its sort.
func (l *Library) namesOther(term string) bool {
	return slices.ContainsFunc(l.Documents, func(d *Document) bool {
		return slices.ContainsFunc(d.Clauses(), func(c *Clause) bool { return slices.Contains(c.Note.Names, term) })
	})
}

// Written reports whether the editors have written this very question.
func (f Finding) Written() bool { return max(nearest(f.Clauses), nearest(f.Gaps)) >= sameWords }

// Swapped puts the words of a further question in the place of their opposite
// in the question before: after 注销登记可以批量预约吗, 转让 asks 转让可以批量预约吗. ok is
// false when no opposite stands there. An opposite that is only a part of another
// word (海外仓, for 境外) is none.
func (f Finding) Swapped(question, words string) (swapped string, ok bool) {
	for _, group := range f.Library.Lexicon.Talk.Swaps {
		group = longestFirst(group)
		said := containsAny(words, group)
		if said == "" || slices.ContainsFunc(f.Words, func(w string) bool { return w != said && strings.Contains(w, said) }) {
			continue
		}
		for _, w := range group {
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
