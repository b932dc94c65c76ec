package search

import (
	"math"
	"unicode"

	"cheyi/knowledge"
)

// learned is what the editors' ways of asking teach beyond their likeness to a
// question, by two logistic regressions over the words, pairs and characters
// that stand in them: which clause is meant rather than another, and whether
// it answers what is asked of it or only stands near. The subject's own words
// stand in the ways of asking for a clause and for its gaps; a day count is
// stated of refunds, their papers are not.
type learned struct {
	clauses []*knowledge.Clause
	number  map[*knowledge.Clause]int
	row     map[string]int32 // feature → its row of weights
	meant   []float32        // row by row, one weight for each clause
	stated  []float32        // row by row, one for each clause and one for all
}

// A lesson is one way of asking with a clause that it is about.
type lesson struct {
	features []string
	clause   int
	answered bool
}

// How the weights are learnt. Found by leaving each fifth way of asking out
// (docs/decisions/0004-ranking.md); the few rounds are what a start can spare.
const (
	rounds     = 3
	step       = 2.0
	fewestWays = 2     // a feature of one way of asking tells nothing of another
	negligible = 0.005 // an error that is not worth a step
)

// lessons returns what one way of asking for an entry teaches.
func (l *learned) lessons(e knowledge.Entry, related []*knowledge.Clause, features []string) []lesson {
	if e.Clause != nil {
		return []lesson{{features, l.number[e.Clause], true}}
	}
	var all []lesson
	for _, c := range related {
		all = append(all, lesson{features, l.number[c], false})
	}
	return all
}

func newLearned(lib *knowledge.Library) *learned {
	l := &learned{number: map[*knowledge.Clause]int{}, row: map[string]int32{}}
	for _, d := range lib.Documents {
		for _, c := range d.Clauses() {
			l.number[c] = len(l.clauses)
			l.clauses = append(l.clauses, c)
		}
	}
	return l
}

// learn fits the weights to the lessons, in one fixed order.
func (l *learned) learn(lessons []lesson) {
	seen := map[string]int{}
	for _, s := range lessons {
		for _, f := range s.features {
			if seen[f]++; seen[f] == fewestWays {
				l.row[f] = int32(len(l.row))
			}
		}
	}
	l.meant = make([]float32, len(l.row)*len(l.clauses))
	l.stated = make([]float32, len(l.row)*(len(l.clauses)+1))
	rows := make([][]int32, len(lessons))
	for i, s := range lessons {
		rows[i] = l.rows(s.features)
	}
	chances, order := make([]float32, len(l.clauses)), newOrder(len(lessons), func(i int) []string { return lessons[i].features })
	for round := range rounds {
		size := step / float32(1+round)
		for _, i := range order.round(round) {
			l.correctStated(rows[i], lessons[i], size)
			if lessons[i].answered {
				l.correctMeant(rows[i], lessons[i].clause, chances, size)
			}
		}
	}
}

// correctMeant takes one step towards the clause that is meant.
func (l *learned) correctMeant(rows []int32, meant int, chances []float32, size float32) {
	l.chances(rows, chances)
	length := size / root(rows)
	for clause, missed := range chances {
		if clause == meant {
			missed--
		}
		if missed < negligible && missed > -negligible {
			continue
		}
		for _, r := range rows {
			l.meant[int(r)*len(l.clauses)+clause] -= length * missed
		}
	}
}

// correctStated takes one step towards what is stated of a clause.
func (l *learned) correctStated(rows []int32, s lesson, size float32) {
	missed := 1 / (1 + float32(math.Exp(float64(-l.lean(rows, s.clause)))))
	if s.answered {
		missed--
	}
	missed *= size / root(rows)
	wide := len(l.clauses) + 1
	for _, r := range rows {
		l.stated[int(r)*wide+s.clause] -= missed
		l.stated[int(r)*wide+wide-1] -= missed
	}
}

// rows returns where the weights of the features that are known stand.
func (l *learned) rows(features []string) []int32 { return known(l.row, features) }

// known returns the rows of those features that have one.
func known(row map[string]int32, features []string) []int32 {
	rows := make([]int32, 0, len(features))
	for _, f := range features {
		if r, ok := row[f]; ok {
			rows = append(rows, r)
		}
	}
	return rows
}

// root makes long questions weigh no more than short ones.
func root(rows []int32) float32 { return float32(math.Sqrt(float64(max(len(rows), 1)))) }

// chances fills in how likely each clause is meant, 1 in all.
func (l *learned) chances(rows []int32, chances []float32) {
	clear(chances)
	for _, r := range rows {
		for i, w := range l.meant[int(r)*len(l.clauses):][:len(l.clauses)] {
			chances[i] += w
		}
	}
	sum := float32(0)
	for i, s := range chances {
		chances[i] = float32(math.Exp(float64(s / root(rows))))
		sum += chances[i]
	}
	for i := range chances {
		chances[i] /= sum
	}
}

// lean is how much speaks for what is asked of a clause being stated by it,
// above zero, or not.
func (l *learned) lean(rows []int32, clause int) float32 {
	lean, wide := float32(0), len(l.clauses)+1
	for _, r := range rows {
		lean += l.stated[int(r)*wide+clause] + l.stated[int(r)*wide+wide-1]
	}
	return lean / root(rows)
}

// judge returns for each clause how likely it is meant, 1 in all, and its lean.
func (l *learned) judge(features []string) (meant, leans map[*knowledge.Clause]float64) {
	rows, chances := l.rows(features), make([]float32, len(l.clauses))
	l.chances(rows, chances)
	meant, leans = map[*knowledge.Clause]float64{}, map[*knowledge.Clause]float64{}
	for i, c := range l.clauses {
		meant[c], leans[c] = float64(chances[i]), float64(l.lean(rows, i))
	}
	return meant, leans
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
