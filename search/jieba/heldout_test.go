package jieba_test

import (
	"context"
	"testing"

	"cheyi/calendar"
	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/search"
)

// BenchmarkHeldOut measures how well questions are understood that are like
// the corpus's own and not among them: every fifth way of asking is left out
// and asked of the rest, five times over. Its metrics are shares, and the
// ranking's constants were chosen by them (docs/decisions/0004-ranking.md):
//
//	go test ./search/jieba -run none -bench HeldOut -benchtime 1x
func BenchmarkHeldOut(b *testing.B) {
	segmenter := must(b, loaded)
	for b.Loop() {
		var tally heldOut
		for fold := range folds {
			lib, asked := without(b, fold)
			live, err := search.NewLive(lib, func([]string) (search.Segmenter, error) { return segmenter, nil })
			if err != nil {
				b.Fatal(err)
			}
			for question, from := range asked {
				tally.ask(b, live, question, from)
			}
			if err := live.Close(); err != nil {
				b.Fatal(err)
			}
		}
		tally.report(b)
	}
}

const folds = 5

// without reads the corpus and takes out every fifth way of asking, from the
// given one on. It returns those with the clause each belongs to, nil for a
// gap.
func without(b *testing.B, fold int) (*knowledge.Library, map[string]*knowledge.Clause) {
	b.Helper()
	lib, faults := knowledge.Read(corpus.FS)
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	cut, asked := leaveOut[*knowledge.Clause](fold)
	for _, d := range lib.Documents {
		for _, c := range d.Clauses() {
			c.Note.Questions = cut(c.Note.Questions, c)
		}
	}
	for _, g := range lib.Gaps {
		g.Questions = cut(g.Questions, nil)
	}
	return lib, asked
}

// leaveOut returns what takes every fifth way of asking out of lists, from the
// given one on, and where it puts those with what each belongs to.
func leaveOut[T any](fold int) (cut func(questions []string, from T) []string, asked map[string]T) {
	asked = map[string]T{}
	n := 0
	return func(questions []string, from T) []string {
		var kept []string
		for _, q := range questions {
			if n++; n%folds == fold {
				asked[q] = from
			} else {
				kept = append(kept, q)
			}
		}
		return kept
	}, asked
}

// heldOut counts what became of the questions that were left out.
type heldOut struct {
	clauses, ranked, answered, right int
	gaps, refused                    int
}

func (h *heldOut) ask(b *testing.B, live *search.Live, question string, from *knowledge.Clause) {
	f, err := live.Find(context.Background(), question)
	if err != nil {
		b.Fatal(err)
	}
	a := knowledge.Decide(f, calendar.Day{Year: 2026, Month: 11, Day: 23})
	if from == nil {
		h.gaps++
		if a.Outcome != knowledge.Answered {
			h.refused++
		}
		return
	}
	h.clauses++
	if len(f.Clauses) > 0 && f.Clauses[0].Clause == from {
		h.ranked++
	}
	if a.Outcome == knowledge.Answered {
		h.answered++
		if len(a.Clauses) > 0 && a.Clauses[0] == from {
			h.right++
		}
	}
}

func (h *heldOut) report(b *testing.B) {
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	b.ReportMetric(share(h.ranked, h.clauses), "clause-ranked-first")
	b.ReportMetric(share(h.answered, h.clauses), "clause-answered")
	b.ReportMetric(share(h.right, h.clauses), "clause-answered-right")
	b.ReportMetric(share(h.refused, h.gaps), "gap-refused")
	b.ReportMetric(float64(h.clauses+h.gaps), "questions")
}
