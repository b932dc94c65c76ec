package search

import (
	"context"
	"math"
)

// BM25's constants. The length counts a little less than usual: what an
// editor writes much about is also asked about much.
const (
	k1 = 1.2
	b  = 0.65
)

// A Clue is one term of a question with the terms that may stand for it. Only
// the best of them counts in a record, so that synonyms never add up.
type Clue struct {
	Word         Word
	Weight       float64 // importance; the clues of a question are compared by it
	Alternatives []Alternative
}

// An Alternative is a term of the index with how well it stands for its clue,
// between 0 and 1.
type Alternative struct {
	Term string
	Fit  float64
}

// total is the weight of a question: what a record would reach that fits it
// in every clue.
func total(clues []Clue) float64 {
	sum := 0.0
	for _, c := range clues {
		sum += c.Weight
	}
	return sum
}

// bm25 scores every record's field for the clues, between 0 and 1: the sum of
// the clues' weights, each damped by how often and in how long a field its
// best alternative stands, over the weight of the whole question.
func (x *Index) bm25(ctx context.Context, field string, clues []Clue) ([]float64, error) {
	lengths := x.lengths[field]
	return x.sum(ctx, field, clues, func(p posting) float64 {
		tf := float64(p.count)
		return tf * (k1 + 1) / (tf + k1*(1-b+b*lengths[p.record])) / (k1 + 1)
	})
}

// overlap scores every record's field for the clues, between 0 and 1, by
// which clues stand in it at all, however often.
func (x *Index) overlap(ctx context.Context, field string, clues []Clue) ([]float64, error) {
	return x.sum(ctx, field, clues, func(posting) float64 { return 1 })
}

func (x *Index) sum(ctx context.Context, field string, clues []Clue, strength func(posting) float64) ([]float64, error) {
	scores := make([]float64, len(x.records))
	best := make([]float64, len(x.records))
	whole := total(clues)
	if whole == 0 {
		return scores, nil
	}
	for _, c := range clues {
		var touched []int
		for _, a := range c.Alternatives {
			list, err := x.postings(ctx, field, a.Term)
			if err != nil {
				return nil, err
			}
			for _, p := range list {
				if best[p.record] == 0 {
					touched = append(touched, p.record)
				}
				best[p.record] = math.Max(best[p.record], a.Fit*strength(p))
			}
		}
		for _, n := range touched {
			scores[n] += best[n] * c.Weight / whole
			best[n] = 0
		}
	}
	return scores, nil
}

// rarity is BM25's inverse document frequency, always positive.
func rarity(holding, all int) float64 {
	return math.Log(1 + (float64(all)-float64(holding)+0.5)/(float64(holding)+0.5))
}

// votes lets each clue share its weight among the records of a group by how
// much each of them holds of it: a term that one record alone has decides
// more than one that all have. The result tells the group's records apart
// better than bm25 does, but says less about whether any of them fits.
func (x *Index) votes(ctx context.Context, field string, clues []Clue, in func(record int) bool) ([]float64, error) {
	lengths := x.lengths[field]
	scores, best := make([]float64, len(x.records)), make([]float64, len(x.records))
	whole := total(clues)
	for _, c := range clues {
		var touched []int
		sum := voteSmoothing
		for _, a := range c.Alternatives {
			list, err := x.postings(ctx, field, a.Term)
			if err != nil {
				return nil, err
			}
			for _, p := range list {
				if !in(p.record) {
					continue
				}
				if best[p.record] == 0 {
					touched = append(touched, p.record)
				}
				share := a.Fit * float64(p.count) / (0.5 + 0.5*lengths[p.record])
				if share > best[p.record] {
					sum += share - best[p.record]
					best[p.record] = share
				}
			}
		}
		for _, n := range touched {
			scores[n] += best[n] / sum * c.Weight / whole
			best[n] = 0
		}
	}
	return scores, nil
}

// voteSmoothing keeps a term that stands once in one record from deciding alone.
const voteSmoothing = 0.5
