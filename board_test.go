package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"cheyi/bot"
)

// The board of the evaluation is checked in, so that every change of what
// people are told shows in a diff. The blind half was written from the
// policy's text alone and committed before any tuning; its hash shows when a
// batch was added to it, or opened.
func TestBoard(t *testing.T) {
	finder := realFinder(t)
	p := &program{errs: &bytes.Buffer{}}
	var got bytes.Buffer
	halves := []string{"blind", "open", "later"}
	if raced { // one half holds as many races as all
		halves = halves[:1]
	}
	for _, half := range halves {
		files, err := filepath.Glob("testdata/eval/" + half + "/*.jsonl")
		if err != nil || len(files) == 0 {
			t.Fatal("no cases", err)
		}
		b, err := p.evaluate(context.Background(), finder, finder.Library(), files, nil)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s\n", half)
		if err := b.print(&got, false); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		for kind, tally := range b.tally {
			if tally.invented+tally.notVerbatim > 0 {
				t.Errorf("%s: %d figures without a source, %d quotations that are not verbatim", kind, tally.invented, tally.notVerbatim)
			}
		}
	}
	if raced {
		if want, err := os.ReadFile("testdata/eval/board.txt"); err != nil || !bytes.HasPrefix(want, got.Bytes()) {
			t.Errorf("the board begins otherwise: %v\n%s", err, got.Bytes())
		}
		return
	}
	golden(t, "testdata/eval/board.txt", got.Bytes())
}

// golden compares with a checked-in file, or rewrites it with -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test . -update and read the diff\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}

// The cases' own judge must be able to fail.
func TestJudge(t *testing.T) {
	yes, no := true, false
	reply := bot.Reply{Outcome: bot.Answered, Text: "给予 70% 补贴"}
	for _, tt := range []struct {
		name string
		c    evalCase
		bad  int
	}{
		{"right", with(func(c *evalCase) { c.Expect.Answer = &yes; c.Expect.MustInclude = []string{"七成|70%"} }), 0},
		{"should not answer", with(func(c *evalCase) { c.Expect.Answer = &no }), 1},
		{"missing words", with(func(c *evalCase) { c.Expect.MustInclude = []string{"80%"} }), 1},
		{"unwanted words", with(func(c *evalCase) { c.Expect.MustNotInclude = []string{"70%"} }), 1},
		{"wrong clause first", with(func(c *evalCase) { c.Expect.Answer = &yes; c.Expect.Provisions = []string{"五.1"} }), 1},
		{"department not named", with(func(c *evalCase) { c.Expect.Departments = []string{"财政厅"} }), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.c.problems(reply); len(got) != tt.bad {
				t.Errorf("problems %q, want %d", got, tt.bad)
			}
		})
	}
}

func with(set func(*evalCase)) evalCase {
	var c evalCase
	set(&c)
	return c
}
