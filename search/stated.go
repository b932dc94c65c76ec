package search

import (
	"math"

	"cheyi/knowledge"
)

// stated tells the questions that a clause answers from those near it that it
// does not, by the words that the editors' ways of asking use for either. The
// subject's own words stand in both and cancel; what is asked of the subject
// decides: a day count is stated of refunds, their papers are not.
type stated struct {
	all     sides
	clauses map[*knowledge.Clause]*sides
}

// sides are the ways of asking that the text answers, and those it does not.
type sides struct{ yes, no ways }

// ways counts in how many ways of asking each term stands.
type ways struct {
	total   int
	holding map[string]int
}

func (w *ways) add(terms []string) {
	if w.holding == nil {
		w.holding = map[string]int{}
	}
	w.total++
	for _, t := range terms {
		w.holding[t]++
	}
}

// share is how likely a term stands in a way of asking, drawn to a prior
// where there are few.
func (w *ways) share(term string, prior, weight float64) float64 {
	return (float64(w.holding[term]) + weight*prior) / (float64(w.total) + weight)
}

// How much the prior counts, in ways of asking: of everything for all, and of
// all for one clause.
const (
	priorAll    = 2
	priorClause = 30
	rareShare   = 0.0005
)

func newStated(lib *knowledge.Library) *stated {
	s := &stated{clauses: map[*knowledge.Clause]*sides{}}
	for _, d := range lib.Documents {
		for _, c := range d.Clauses() {
			s.clauses[c] = &sides{}
		}
	}
	return s
}

// add takes one way of asking for an entry.
func (s *stated) add(e knowledge.Entry, related []*knowledge.Clause, terms []string) {
	switch {
	case e.Clause != nil:
		s.all.yes.add(terms)
		s.clauses[e.Clause].yes.add(terms)
	case e.Gap != nil:
		s.all.no.add(terms)
		for _, c := range related {
			s.clauses[c].no.add(terms)
		}
	}
}

// lean returns, for each clause, how much the terms of a question speak for
// its being answered by it, above zero, or not: the logarithm of how much
// likelier they stand in its ways of asking than in those of what it does not
// state.
func (s *stated) lean(terms []string) map[*knowledge.Clause]float64 {
	leans := make(map[*knowledge.Clause]float64, len(s.clauses))
	for _, t := range terms {
		yes, no := s.all.yes.share(t, rareShare, priorAll), s.all.no.share(t, rareShare, priorAll)
		for c, near := range s.clauses {
			leans[c] += math.Log(near.yes.share(t, yes, priorClause) / near.no.share(t, no, priorClause))
		}
	}
	return leans
}
