package knowledge

import (
	"math"
	"slices"

	"cheyi/calendar"
)

const (
	// closeLeaning is the leaning, of either sign, that says too little to
	// rest an answer on.
	closeLeaning = 0.5
	// closeRank is the share of the first clause's rank from which the second
	// may as well be meant.
	closeRank = 0.92
	// considered is how many clauses are considered in doubt.
	considered = 5
)

// InDoubt reports whether another reader of the question may be asked which
// clause answers it. It is the one place that says so. A refusal that rests on
// the notes (a gap, a kind of thing that is not stated, a place) or on the
// message (hostile, out of scope) is never in doubt.
func (f Finding) InDoubt(a Answer) bool {
	switch {
	case len(f.Clauses) == 0:
		return false
	case a.Reason == ByDoubt:
		return true
	case a.Reason != ByClause || a.Clauses[0] != f.Clauses[0].Clause, max(nearest(f.Clauses), nearest(f.Gaps)) >= sameWords:
		return false // the latter: the editors have written this very question
	}
	return f.closeToGap(a) || f.rivalled()
}

// closeToGap reports whether the answer was nearly a refusal.
func (f Finding) closeToGap(a Answer) bool {
	if len(f.Gaps) == 0 {
		return false
	}
	d := decision{Finding: f, a: a}
	return math.Abs(d.leaning()) < closeLeaning
}

// rivalled reports whether a clause that is not shown beside the first ranks
// about as high.
func (f Finding) rivalled() bool {
	top := f.Clauses[0]
	return slices.ContainsFunc(f.Clauses[1:], func(h Hit) bool {
		return h.rank() >= closeRank*top.rank() && !slices.Contains(top.Clause.beside(), h.Clause)
	})
}

// Considered are the clauses to choose from in doubt, best first.
func (f Finding) Considered() []*Clause {
	var clauses []*Clause
	for _, h := range f.Clauses[:min(considered, len(f.Clauses))] {
		clauses = append(clauses, h.Clause)
	}
	return clauses
}

// DecideFor decides a question in doubt again, for the clause that was chosen
// among those considered, or for none. What the notes refuse stays refused: a
// gap that is nearer than the clause, and a kind of thing that the clause does
// not state.
func DecideFor(f Finding, day calendar.Day, chosen *Clause) Answer {
	a := decideFor(f, day, chosen)
	a.Guide = a.guide(f)
	return a
}

func decideFor(f Finding, day calendar.Day, chosen *Clause) Answer {
	before := Decide(f, day)
	at := slices.IndexFunc(f.Clauses, func(h Hit) bool { return h.Clause == chosen })
	d := decision{Finding: f, a: Answer{Question: before.Question, Guesses: before.Guesses, Kinds: before.Kinds, Library: before.Library, Day: day}}
	switch {
	case at < 0 && before.Reason == ByClause && f.closeToGap(before):
		d.refuse(NotStated, ByDoubt)
		return d.a
	case at < 0, before.Reason == ByDoubt && best(f.Gaps) > f.Clauses[at].Score:
		return before
	}
	d.lead(at)
	if !d.kind() {
		d.answer(chosen)
	}
	return d.a
}

// Subjectless reports whether a message was refused because it names no subject
// at all, and not because it is about another one.
func (f Finding) Subjectless(a Answer) bool {
	return a.Reason == ByDistance && len(f.Terms) == 0 && best(f.Outside) < doubtFloor
}
