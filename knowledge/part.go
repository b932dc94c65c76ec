package knowledge

import (
	"slices"
	"unicode"
)

// Stands reports whether a part of a message, decided by itself from f, asks
// something of its own beside what the whole message asks. People spread one
// question over several sentences: 出口许可证几天能下来，3天还是5天. A part
// stands when it names a subject, when what answers it is far ahead of all
// else, and when the subject of the whole is not nearly as near to it.
func (a Answer) Stands(f Finding, whole Answer) bool {
	if !slices.ContainsFunc(f.Terms, worded) || len(f.Clauses) == 0 {
		return false
	}
	if a.Reason == ByGap {
		return a.Sure || !slices.ContainsFunc(a.Related, whole.about)
	}
	top := f.Clauses[0]
	for _, h := range f.Clauses[1:] {
		rival := !slices.Contains(top.Clause.beside(), h.Clause)
		if rival && h.rank() > aloneShare*top.rank() || whole.about(h.Clause) && h.rank() > wholeShare*top.rank() {
			return false
		}
	}
	return true
}

// How near, against what answers a part, any other clause may come, and the one
// that the whole message is about.
const (
	aloneShare = 0.75
	wholeShare = 0.5
)

// about reports whether the answer rests on a clause or names it as near.
func (a Answer) about(c *Clause) bool {
	return slices.Contains(a.Clauses, c) || slices.Contains(a.Related, c)
}

// worded reports whether a term is more than a number of something.
func worded(term string) bool {
	for _, r := range term {
		if unicode.IsDigit(r) {
			return false
		}
	}
	return true
}
