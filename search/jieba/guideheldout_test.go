package jieba_test

import (
	"context"
	"testing"

	"cheyi/calendar"
	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/search"
)

// BenchmarkGuideHeldOut measures how well the guide is offered: every fifth
// way of asking for its clauses is left out and asked, five times over. Only
// what the policy refuses counts. The bounds in knowledge/offer.go were chosen
// by it (docs/decisions/0008-guide.md):
//
//	go test ./search/jieba -run none -bench GuideHeldOut -benchtime 1x
func BenchmarkGuideHeldOut(b *testing.B) {
	segmenter := must(b, loaded)
	for b.Loop() {
		var tally guideTally
		for fold := range folds {
			lib, asked := withoutGuide(b, fold)
			live, err := search.NewLive(lib, func([]string) (search.Segmenter, error) { return segmenter, nil })
			if err != nil {
				b.Fatal(err)
			}
			for question, from := range asked {
				tally.ask(b, live, question, from)
			}
			for _, g := range lib.Gaps {
				for _, question := range g.Questions[fold%len(g.Questions):][:1] {
					tally.askGap(b, live, question)
				}
			}
			if err := live.Close(); err != nil {
				b.Fatal(err)
			}
		}
		share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
		b.ReportMetric(float64(tally.refused), "refused")
		b.ReportMetric(share(tally.offered, tally.refused), "offered")
		b.ReportMetric(share(tally.right, tally.offered), "offered-right")
		b.ReportMetric(share(tally.gapsOffered, tally.gaps), "gap-questions-offered")
	}
}

// withoutGuide reads the corpus and takes every fifth way of asking out of the
// guide, from the given one on.
func withoutGuide(b *testing.B, fold int) (*knowledge.Library, map[string]*knowledge.GuideClause) {
	b.Helper()
	lib, faults := knowledge.Read(corpus.FS)
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	cut, asked := leaveOut[*knowledge.GuideClause](fold)
	for _, g := range lib.Guide {
		g.Questions = cut(g.Questions, g)
	}
	return lib, asked
}

type guideTally struct{ refused, offered, right, gaps, gapsOffered int }

func (t *guideTally) ask(b *testing.B, live *search.Live, question string, from *knowledge.GuideClause) {
	a := decided(b, live, question)
	if a.Outcome != knowledge.NotStated {
		return
	}
	t.refused++
	if len(a.Guide) == 0 {
		return
	}
	t.offered++
	for _, g := range a.Guide {
		if g == from {
			t.right++
		}
	}
}

func (t *guideTally) askGap(b *testing.B, live *search.Live, question string) {
	a := decided(b, live, question)
	t.gaps++
	if len(a.Guide) > 0 {
		t.gapsOffered++
	}
}

func decided(b *testing.B, live *search.Live, question string) knowledge.Answer {
	b.Helper()
	f, err := live.Find(context.Background(), question)
	if err != nil {
		b.Fatal(err)
	}
	return knowledge.Decide(f, calendar.Day{Year: 2026, Month: 11, Day: 23})
}
