package main

import (
	"fmt"
	"io"
	"strings"
)

// A board is the result of a run, by kind of case.
type board struct {
	hash     string // of the case files, so that a changed case shows
	kinds    []string
	tally    map[string]*tally
	failures []string
}

type tally struct {
	cases, right, first   int
	harm                  int // replies that say what must not be said
	invented, notVerbatim int
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

func (b *board) print(w io.Writer, failures bool) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%-15s %5s %5s %7s %7s %5s %5s %5s\n", "kind", "cases", "right", "share", "first", "harm", "fig", "quote")
	for _, kind := range b.kinds {
		t := b.tally[kind]
		fmt.Fprintf(&out, "%-15s %5d %5d %6.1f%% %7d %5d %5d %5d\n", kind, t.cases, t.right,
			100*float64(t.right)/float64(t.cases), t.first, t.harm, t.invented, t.notVerbatim)
	}
	fmt.Fprintf(&out, "cases %s\n", b.hash)
	if failures {
		for _, f := range b.failures {
			fmt.Fprintln(&out, f)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}
