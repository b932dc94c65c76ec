package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
)

// What the board measures besides right and wrong must be able to be low.
func TestRefusals(t *testing.T) {
	yes, no := true, false
	var r refusals
	for _, tt := range []struct {
		kind    string
		answer  *bool
		refused bool
	}{
		{"answerable", &yes, false},
		{"answerable", &yes, true}, // wrongly refused
		{"unanswerable", &no, true},
		{"unanswerable", &no, true},
		{"unanswerable", &no, false}, // wrongly answered
		{"offtopic", &no, true},      // no measure of the policy's edge
		{"answerable", nil, true},    // says nothing of it
	} {
		c := evalCase{Kind: tt.kind}
		c.Expect.Answer = tt.answer
		r.count(c, tt.refused)
	}
	if want := (refusals{refused: 3, due: 3, right: 2}); r != want {
		t.Errorf("%+v, want %+v", r, want)
	}
}

func TestRank(t *testing.T) {
	c := with(func(c *evalCase) { c.Kind, c.Expect.Provisions = "answerable", []string{"五.1", "六.4"} })
	calc := with(func(c *evalCase) { c.Kind, c.Expect.Provisions = "calc", []string{"五.1"} })
	var got tally
	for _, ranked := range [][]string{{"五.1", "七.1"}, {"七.1", "二.5", "六.4"}, {"七.1", "二.5", "二.6"}, nil} {
		got.rank(c, bot.Reply{Ranked: ranked})
		got.rank(calc, bot.Reply{Ranked: ranked})
	}
	if got.ranked != 4 || got.top1 != 1 || got.top3 != 2 {
		t.Errorf("%+v", got)
	}
}

func TestQuantile(t *testing.T) {
	var took []time.Duration
	for ms := range 200 {
		took = append(took, time.Duration(ms+1)*time.Millisecond)
	}
	if median, p99 := quantile(took, 50), quantile(took, 99); median != 100 || p99 != 198 {
		t.Errorf("median %v, p99 %v", median, p99)
	}
	if one := quantile(took[:1], 99); one != 1 {
		t.Errorf("of one: %v", one)
	}
	if none := quantile(nil, 99); none != 0 {
		t.Errorf("of none: %v", none)
	}
}

// Times stand under the board and not in it: what is checked in is the same in
// every run.
func TestTimesAreApart(t *testing.T) {
	b := &board{tally: map[string]*tally{}}
	b.of("answerable").cases, b.of("answerable").took = 1, []time.Duration{1500 * time.Microsecond}
	var out, times bytes.Buffer
	if err := b.print(&out, false); err != nil {
		t.Fatal(err)
	}
	if err := b.printTimes(&times); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "1.5") || !regexp.MustCompile(`answerable +1 +1\.50 +1\.50\n`).MatchString(times.String()) {
		t.Errorf("%s\n%s", &out, &times)
	}
}
