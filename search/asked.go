package search

import (
	"math"
	"sync"
)

// asked holds the ways in which people ask for the entries, cut one way, and
// finds the one that is most like a question. It is a plain inverted list
// beside the Bleve index: ten thousand short questions are no documents that
// anybody reads, and as records of the index they made it twenty times as
// large.
type asked struct {
	questions []askedQuestion
	holding   map[string][]int32 // term → questions that hold it
	sheets    sync.Pool          // of *sheet
}

// An askedQuestion is one way of asking for an entry.
type askedQuestion struct {
	entry  int
	text   string
	weight float64 // of its terms
}

// questionShare is how much, in likeness, the question counts against the way
// of asking.
const questionShare = 0.6

func newAsked() *asked { return &asked{holding: map[string][]int32{}} }

// add takes one way of asking, cut and weighed.
func (a *asked) add(entry int, text string, terms []weighed) {
	n := int32(len(a.questions))
	whole := 0.0
	for _, t := range terms {
		whole += t.weight
		a.holding[t.term] = append(a.holding[t.term], n)
	}
	a.questions = append(a.questions, askedQuestion{entry, text, whole})
}

// nearest returns, for each of the entries, how alike a question is to the
// nearest way of asking for it, between 0 and 1, and that way of asking.
func (a *asked) nearest(clues []Clue, entries int) (like []float64, way []string) {
	s := a.sheet()
	defer a.sheets.Put(s)
	for _, c := range clues {
		from := len(s.held)
		for _, alternative := range c.Alternatives {
			for _, n := range a.holding[alternative.Term] {
				if s.fit[n] == 0 {
					s.held = append(s.held, n)
				}
				s.fit[n] = math.Max(s.fit[n], alternative.Fit)
			}
		}
		for _, n := range s.held[from:] {
			s.shared[n] += s.fit[n] * c.Weight
			s.fit[n] = 0
		}
	}
	like, way = make([]float64, entries), make([]string, entries)
	whole := total(clues)
	for _, n := range s.held {
		q := a.questions[n]
		if l := likeness(s.shared[n], whole, q.weight); l > like[q.entry] || l == like[q.entry] && l > 0 && q.text < way[q.entry] {
			like[q.entry], way[q.entry] = l, q.text
		}
	}
	for _, n := range s.held {
		s.shared[n] = 0
	}
	return like, way
}

// A sheet is what one question shares with the ways of asking. All of it is
// zero between questions, which is cheaper than a new one for each.
type sheet struct {
	fit, shared []float64
	held        []int32 // the ways of asking that hold a clue, one entry for each clue
}

func (a *asked) sheet() *sheet {
	s, ok := a.sheets.Get().(*sheet)
	if !ok {
		s = &sheet{fit: make([]float64, len(a.questions)), shared: make([]float64, len(a.questions))}
	}
	s.held = s.held[:0]
	return s
}

// likeness turns how much of a question stands in a way of asking into how
// alike the two are: a long way of asking must not win by length.
func likeness(shared, question, asked float64) float64 {
	if shared == 0 {
		return 0
	}
	return min(shared, asked) / (questionShare*question + (1-questionShare)*asked)
}
