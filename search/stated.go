package search

import (
	"math"
	"slices"

	"cheyi/knowledge"
)

// stated tells the questions that a clause answers from those near it that it
// does not, by the words that the editors' ways of asking use for either. The
// subject's own words stand in both and cancel; what is asked of the subject
// decides: a day count is stated of refunds, their papers are not.
type stated struct {
	clauses  []*knowledge.Clause
	number   map[*knowledge.Clause]int
	total    []int // ways of asking by side
	standing map[string][]standing
}

// standing says in how many ways of asking of one side a term stands. A side
// is what the text answers of everything (0), what it does not (1), and so on
// for each clause.
type standing struct{ side, ways int32 }

const (
	yes = 0
	no  = 1
)

// How much the prior counts, in ways of asking: of everything for all, and of
// all for one clause.
const (
	priorAll    = 2
	priorClause = 30
	rareShare   = 0.0005
)

func newStated(lib *knowledge.Library) *stated {
	s := &stated{number: map[*knowledge.Clause]int{}, standing: map[string][]standing{}}
	for _, d := range lib.Documents {
		for _, c := range d.Clauses() {
			s.number[c] = len(s.clauses)
			s.clauses = append(s.clauses, c)
		}
	}
	s.total = make([]int, 2+2*len(s.clauses))
	return s
}

// side is the number of a clause's side.
func (s *stated) side(c *knowledge.Clause, answer int) int { return 2 + 2*s.number[c] + answer }

// add takes one way of asking for an entry.
func (s *stated) add(e knowledge.Entry, related []*knowledge.Clause, terms []string) {
	switch {
	case e.Clause != nil:
		s.count(yes, terms)
		s.count(s.side(e.Clause, yes), terms)
	case e.Gap != nil:
		s.count(no, terms)
		for _, c := range related {
			s.count(s.side(c, no), terms)
		}
	}
}

func (s *stated) count(side int, terms []string) {
	s.total[side]++
	for _, t := range terms {
		list := s.standing[t]
		i := slices.IndexFunc(list, func(st standing) bool { return st.side == int32(side) })
		if i < 0 {
			i, list = len(list), append(list, standing{side: int32(side)})
			s.standing[t] = list
		}
		list[i].ways++
	}
}

// share is how likely a term that stands in some ways of asking of a side
// stands in one, drawn to a prior where there are few.
func (s *stated) share(side int, ways float64, prior, weight float64) float64 {
	return (ways + weight*prior) / (float64(s.total[side]) + weight)
}

// lean returns, for each clause, how much the terms of a question speak for
// its being answered by it, above zero, or not: the logarithm of how much
// likelier they stand in its ways of asking than in those of what it does not
// state.
func (s *stated) lean(terms []string) map[*knowledge.Clause]float64 {
	leans := make(map[*knowledge.Clause]float64, len(s.clauses))
	ways := make([]float64, len(s.total))
	for _, t := range terms {
		clear(ways)
		for _, st := range s.standing[t] {
			ways[st.side] = float64(st.ways)
		}
		answered, missed := s.share(yes, ways[yes], rareShare, priorAll), s.share(no, ways[no], rareShare, priorAll)
		for _, c := range s.clauses {
			y, n := s.side(c, yes), s.side(c, no)
			leans[c] += math.Log(s.share(y, ways[y], answered, priorClause) / s.share(n, ways[n], missed, priorClause))
		}
	}
	return leans
}
