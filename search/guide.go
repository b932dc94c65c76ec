package search

import (
	"cmp"
	"math"
	"slices"

	"cheyi/knowledge"
)

// A guideIndex ranks the guide's clauses by their ways of asking. It counts in
// lists of its own, so that nothing the guide says moves what the policy's
// entries score, and by characters and pairs of them: it costs no segmenter.
type guideIndex struct {
	clauses []*knowledge.GuideClause
	holding map[string][]holder // term → the clauses whose ways of asking hold it
	weight  map[string]float64  // term → how rare it is among all ways of asking
	unheard float64             // the weight of a term that no way of asking holds
}

// A holder is a clause with how many of its ways of asking hold a term.
type holder struct{ clause, ways int }

// guideMost is how many of the guide's clauses a finding lists.
const guideMost = 5

func newGuideIndex(guide []*knowledge.GuideClause, n *Normaliser, analyser *Analyser) *guideIndex {
	g := &guideIndex{clauses: guide, holding: map[string][]holder{}, weight: map[string]float64{}}
	ways := 0
	for i, c := range guide {
		ways += len(c.Questions)
		for _, question := range c.Questions {
			text := n.Normalise(question)
			for _, term := range guideTerms(text, analyser.Grams(text)) {
				list := g.holding[term]
				if len(list) == 0 || list[len(list)-1].clause != i {
					list = append(list, holder{clause: i})
				}
				list[len(list)-1].ways++
				g.holding[term] = list
			}
		}
	}
	for term, list := range g.holding {
		held := 0
		for _, h := range list {
			held += h.ways
		}
		g.weight[term] = rarity(held, ways)
	}
	g.unheard = unknownWeight * rarity(1, ways)
	return g
}

// guideTerms returns the pairs of characters of a normalised text, its numbers
// and its single characters, each once.
func guideTerms(text string, grams []Word) []string {
	var terms []string
	for _, gram := range grams {
		terms = append(terms, gram.Text)
	}
	for _, r := range text {
		if isHan(r) {
			terms = append(terms, string(r))
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// rank returns the clauses that a question fits best, best first: the share
// of its terms, by weight, that a clause's ways of asking hold, each damped by
// how few of them do.
func (g *guideIndex) rank(terms []string) []knowledge.GuideHit {
	scores := make([]float64, len(g.clauses))
	whole := 0.0
	for _, t := range terms {
		weight, heard := g.weight[t]
		if !heard {
			weight = g.unheard
		}
		whole += weight
		for _, h := range g.holding[t] {
			scores[h.clause] += weight * float64(h.ways) / (float64(h.ways) + k1)
		}
	}
	var hits []knowledge.GuideHit
	for i, c := range g.clauses {
		if scores[i] > 0 {
			hits = append(hits, knowledge.GuideHit{GuideClause: c, Score: math.Min(1, scores[i]/whole)})
		}
	}
	slices.SortStableFunc(hits, func(a, b knowledge.GuideHit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(guideMost, len(hits))]
}
