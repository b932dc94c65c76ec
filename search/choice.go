package search

import (
	"math"
	"math/rand/v2"
	"unicode"

	"cheyi/knowledge"
)

// choice tells which clause a question means by a multinomial logistic
// regression over what stands in the ways of asking for the clauses. The
// likenesses count what a question shares with one clause; this also knows what
// tells that clause from the others.
type choice struct {
	clauses  []*knowledge.Clause
	number   map[*knowledge.Clause]int
	row      map[string]int32 // feature → row of weights
	weights  []float32        // row by row, one for each clause
	seen     map[string]int   // ways of asking that hold a feature, while learning
	examples []example
}

// An example is one way of asking with the clause that it asks for.
type example struct {
	features []string
	clause   int
}

// How the weights are learnt. Found by leaving each fifth way of asking out
// (docs/decisions/0004-ranking.md); the few rounds are what a start can spare.
const (
	rounds     = 3
	step       = 2.0
	fewestWays = 2     // a feature of one way of asking tells nothing of another
	negligible = 0.005 // an error that is not worth a step
)

func newChoice(lib *knowledge.Library) *choice {
	c := &choice{number: map[*knowledge.Clause]int{}, row: map[string]int32{}, seen: map[string]int{}}
	for _, d := range lib.Documents {
		for _, clause := range d.Clauses() {
			c.number[clause] = len(c.clauses)
			c.clauses = append(c.clauses, clause)
		}
	}
	return c
}

// add takes one way of asking for a clause.
func (c *choice) add(clause *knowledge.Clause, features []string) {
	for _, f := range features {
		c.seen[f]++
	}
	c.examples = append(c.examples, example{features, c.number[clause]})
}

// learn fits the weights to the ways of asking, in one fixed order, and lets go
// of what only learning needs.
func (c *choice) learn() {
	for f, n := range c.seen {
		if n >= fewestWays {
			c.row[f] = int32(len(c.row))
		}
	}
	c.weights = make([]float32, len(c.row)*len(c.clauses))
	rows := make([][]int32, len(c.examples))
	for i, e := range c.examples {
		rows[i] = c.rows(e.features)
	}
	chances, order := make([]float32, len(c.clauses)), rand.New(rand.NewPCG(1, 1))
	for range rounds {
		for _, i := range order.Perm(len(c.examples)) {
			c.correct(rows[i], c.examples[i].clause, chances)
		}
	}
	c.seen, c.examples = nil, nil
}

// correct takes one step towards the right clause.
func (c *choice) correct(rows []int32, right int, chances []float32) {
	c.weigh(rows, chances)
	length := step / float32(math.Sqrt(float64(len(rows))))
	for clause, missed := range chances {
		if clause == right {
			missed--
		}
		if missed < negligible && missed > -negligible {
			continue
		}
		for _, r := range rows {
			c.weights[int(r)*len(c.clauses)+clause] -= length * missed
		}
	}
}

// rows returns where the weights of the features that are known stand.
func (c *choice) rows(features []string) []int32 {
	rows := make([]int32, 0, len(features))
	for _, f := range features {
		if r, ok := c.row[f]; ok {
			rows = append(rows, r)
		}
	}
	return rows
}

// weigh fills in how likely each clause is meant, 1 in all.
func (c *choice) weigh(rows []int32, chances []float32) {
	clear(chances)
	for _, r := range rows {
		for i, w := range c.weights[int(r)*len(c.clauses):][:len(c.clauses)] {
			chances[i] += w
		}
	}
	length, sum := float32(math.Sqrt(float64(max(len(rows), 1)))), float32(0)
	for i, s := range chances {
		chances[i] = float32(math.Exp(float64(s / length)))
		sum += chances[i]
	}
	for i := range chances {
		chances[i] /= sum
	}
}

// chances returns how likely each clause is meant by a question, 1 in all.
func (c *choice) chances(features []string) map[*knowledge.Clause]float64 {
	weighed := make([]float32, len(c.clauses))
	c.weigh(c.rows(features), weighed)
	chances := make(map[*knowledge.Clause]float64, len(c.clauses))
	for i, clause := range c.clauses {
		chances[clause] = float64(weighed[i])
	}
	return chances
}

// characters are the letters of a text, each once: a short question has few
// words and pairs, and 证 or 谁 says much.
func characters(text string) []string {
	var list []string
	seen := map[rune]bool{}
	for _, r := range text {
		if unicode.IsLetter(r) && !seen[r] {
			seen[r] = true
			list = append(list, characterMark+string(r))
		}
	}
	return list
}

// characterMark keeps characters apart from words of one.
const characterMark = "."
