package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// A board is the result of a run, by kind of case.
type board struct {
	hash     string // of the case files, so that a changed case shows
	kinds    []string
	tally    map[string]*tally
	refused  refusals
	failures []string
	trial    *trial // of a model, nil without one
}

type tally struct {
	cases, right, first   int
	ranked, top1, top3    int // cases with a right clause, and how far up the search ranks it
	harm                  int // replies that say what must not be said
	invented, notVerbatim int
	took                  []time.Duration // each answer, the earlier turns' too
}

// refusals compare what was refused with what had to be, over the cases that
// can tell: questions that the text answers and questions that it does not.
type refusals struct {
	refused, due, right int
}

func (r *refusals) count(c evalCase, refused bool) {
	if c.Kind != "answerable" && c.Kind != "unanswerable" || c.Expect.Answer == nil {
		return
	}
	due := !*c.Expect.Answer
	for n, is := range map[*int]bool{&r.refused: refused, &r.due: due, &r.right: refused && due} {
		if is {
			*n++
		}
	}
}

func (b *board) of(kind string) *tally {
	if b.tally[kind] == nil {
		b.tally[kind] = &tally{}
		b.kinds = append(b.kinds, kind)
	}
	return b.tally[kind]
}

func (b *board) wrong() int {
	n := 0
	for _, t := range b.tally {
		n += t.cases - t.right
	}
	return n
}

// print writes what is the same in every run.
func (b *board) print(w io.Writer, failures bool) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%-15s %5s %5s %7s %7s %7s %7s %5s %5s %5s\n", "kind", "cases", "right", "share", "first", "top1", "top3", "harm", "fig", "quote")
	for _, kind := range b.kinds {
		t := b.tally[kind]
		fmt.Fprintf(&out, "%-15s %5d %5d %7s %7d %7s %7s %5d %5d %5d\n", kind, t.cases, t.right, percent(t.right, t.cases), t.first,
			percent(t.top1, t.ranked), percent(t.top3, t.ranked), t.harm, t.invented, t.notVerbatim)
	}
	if r := b.refused; r.due > 0 {
		fmt.Fprintf(&out, "refusals: precision %s of %d, recall %s of %d\n", percent(r.right, r.refused), r.refused, percent(r.right, r.due), r.due)
	}
	fmt.Fprintf(&out, "cases %s\n", b.hash)
	if b.trial != nil {
		b.trial.print(&out, b)
	}
	if failures {
		for _, f := range b.failures {
			fmt.Fprintln(&out, f)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// printTimes writes how long an answer took, which no two runs agree on.
func (b *board) printTimes(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%-15s %7s %9s %9s\n", "milliseconds", "answers", "median", "p99")
	for _, kind := range b.kinds {
		took := slices.Sorted(slices.Values(b.tally[kind].took))
		fmt.Fprintf(&out, "%-15s %7d %9.2f %9.2f\n", kind, len(took), quantile(took, 50), quantile(took, 99))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// quantile returns the duration in milliseconds that the given percentage of a
// sorted list does not exceed, by nearest rank.
func quantile(sorted []time.Duration, percentage int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := (len(sorted)*percentage + 99) / 100
	return float64(sorted[rank-1]) / float64(time.Millisecond)
}

// percent is a share of cases, or a dash where there are none.
func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(whole))
}
