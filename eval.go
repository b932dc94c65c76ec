package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/quantity"
)

// An evalCase is one line of a case file: a conversation and what its last
// reply must be. Unknown keys are ignored.
type evalCase struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Turns []struct {
		User string `json:"user"`
	} `json:"turns"`
	At     string `json:"at"`
	Expect struct {
		Answer         *bool         `json:"answer"`
		Articles       []int         `json:"articles"`
		Provisions     []string      `json:"provisions"`
		MustInclude    []string      `json:"must_include"`
		MustNotInclude []string      `json:"must_not_include"`
		Departments    []string      `json:"departments"`
		Calc           *expectedCalc `json:"calc"`
		AskFor         string        `json:"ask_for"` // alternatives by |
		Cites          []string      `json:"cites"`   // clauses anywhere among the citations, alternatives by |
		Outcome        []string      `json:"outcome"`
	} `json:"expect"`
}

// expectedCalc is what a calculation must come to.
type expectedCalc struct {
	Kind        string       `json:"kind"`
	State       string       `json:"state"`
	Amount      *json.Number `json:"amount_yuan"`
	Deadline    string       `json:"deadline"`
	AltDeadline string       `json:"alt_deadline"`
	Eligible    *bool        `json:"eligible"`
	Capped      *bool        `json:"capped"`
	Provisional *bool        `json:"provisional"`
}

// group is the line of the board that a case counts for: conversations that
// end in a calculation have their own.
func (c evalCase) group() string {
	if c.Kind == "multi_turn" && (c.Expect.Calc != nil || c.Expect.AskFor != "") {
		return "multi_turn_calc"
	}
	return c.Kind
}

// evalDay is the day of cases that name none.
const evalDay = "2026-11-23"

func (p *program) evalCommand() *cobra.Command {
	var failures bool
	cmd := &cobra.Command{
		Use:     "eval 文件…",
		Short:   "用问答用例打分，按类别列出",
		Example: "  cheyi eval testdata/eval/open/*.jsonl\n  cheyi eval --failures 用例.jsonl",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("请写用例文件，例如：cheyi eval testdata/eval/open/voices.jsonl")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.settings()
			if err != nil {
				return err
			}
			live, err := open(s)
			if err != nil {
				return err
			}
			defer live.Close()
			board, err := p.evaluate(cmd.Context(), live, live.Library(), args)
			if err != nil {
				return setupError{err}
			}
			if err := board.print(p.out, failures); err != nil {
				return err
			}
			if board.wrong() > 0 {
				return errFound
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&failures, "failures", false, "逐条列出没答对的用例")
	return cmd
}

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

// evaluate runs every case of the files as a fresh conversation.
func (p *program) evaluate(ctx context.Context, live *service, lib *knowledge.Library, files []string) (*board, error) {
	b := &board{tally: map[string]*tally{}}
	sum := sha256.New()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("用例读不出来：%w", err)
		}
		sum.Write(data)
		for n, line := range strings.Split(string(data), "\n") {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if strings.TrimSpace(line) == "" {
				continue
			}
			var c evalCase
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				return nil, fmt.Errorf("%s:%d: 不是有效的用例：%w", file, n+1, err)
			}
			if err := p.judge(ctx, live, lib, c, b); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
			}
		}
	}
	if len(b.kinds) == 0 {
		return nil, errors.New("用例文件里没有用例")
	}
	b.hash = hex.EncodeToString(sum.Sum(nil))[:12]
	slices.Sort(b.kinds)
	return b, nil
}

func (p *program) judge(ctx context.Context, live *service, lib *knowledge.Library, c evalCase, b *board) error {
	at := c.At
	if at == "" {
		at = evalDay
	}
	line := conversationLine{Turns: c.Turns, At: at}
	reply, problem, err := p.converse(ctx, live, line, time.Time{})
	if err != nil {
		return err
	}
	if problem != nil {
		return fmt.Errorf("%s: %s", c.ID, problem.Message)
	}
	t := b.of(c.group())
	t.cases++
	if c.first(reply) {
		t.first++
	}
	when, _ := moment(at, nil)
	invented, notVerbatim, found := unsupported(reply, lib, when)
	t.invented += invented
	t.notVerbatim += notVerbatim
	problems := c.problems(reply)
	if len(c.unwanted(reply)) > 0 || invented+notVerbatim > 0 {
		t.harm++
	}
	if invented+notVerbatim > 0 {
		problems = append(problems, "有没有出处的数字或引文："+strings.Join(found, "；"))
	}
	if len(problems) == 0 {
		t.right++
		return nil
	}
	b.failures = append(b.failures, fmt.Sprintf("%s（%s）%s\n　　%s\n　　%s %v：%s", c.ID, c.Kind, c.said(),
		strings.Join(problems, "；"), reply.Outcome, cited(reply), strings.ReplaceAll(reply.Text, "\n", " ")))
	return nil
}

func (c evalCase) said() string {
	said := make([]string, len(c.Turns))
	for i, t := range c.Turns {
		said[i] = t.User
	}
	return strings.Join(said, " ／ ")
}

func cited(r bot.Reply) []string {
	ids := []string{}
	for _, c := range r.Citations {
		ids = append(ids, c.Clause)
	}
	return ids
}

// first reports whether the first citation is one of the right clauses.
func (c evalCase) first(r bot.Reply) bool {
	return len(r.Citations) > 0 && slices.Contains(c.Expect.Provisions, r.Citations[0].Clause)
}

// miscalculated lists how the reply's calculation differs from the expected.
func (c evalCase) miscalculated(r bot.Reply) []string {
	want, got := c.Expect.Calc, r.Calculation
	switch {
	case want == nil && (c.Kind == "bad_input" || c.Expect.AskFor != "") && got != nil:
		return []string{"不应当算出结果"}
	case want == nil:
		return nil
	case got == nil || r.Outcome != bot.Calculated:
		return []string{"应当测算 " + want.Kind}
	}
	var problems []string
	differ := func(name string, want, got any) {
		if want != got {
			problems = append(problems, fmt.Sprintf("%s 应当是 %v，是 %v", name, want, got))
		}
	}
	differ("rule", want.Kind, got.Rule)
	if want.State != "" {
		differ("state", want.State, string(got.State))
	}
	differ("amount", amountOf(want.Amount), textOf(got.Amount))
	if deadline := textOf(got.Deadline); deadline == "" || deadline != want.AltDeadline {
		differ("deadline", want.Deadline, deadline)
	}
	for _, flag := range []struct {
		name string
		want *bool
		got  bool
	}{{"eligible", want.Eligible, got.Eligible}, {"capped", want.Capped, got.Capped}, {"provisional", want.Provisional, got.Provisional}} {
		if flag.want != nil {
			differ(flag.name, *flag.want, flag.got)
		}
	}
	return problems
}

// amountOf writes an expected amount as the contract does.
func amountOf(n *json.Number) string {
	if n == nil {
		return ""
	}
	v, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return n.String()
	}
	return quantity.Yuan(v).String()
}

// textOf writes what may be null.
func textOf[T fmt.Stringer](v *T) string {
	if v == nil {
		return ""
	}
	return (*v).String()
}

// problems lists what is wrong with a reply; none means that it is right.
func (c evalCase) problems(r bot.Reply) []string {
	var problems []string
	problems = append(problems, c.miscalculated(r)...)
	if want := c.Expect.AskFor; want != "" && (r.Outcome != bot.Asked || len(r.Missing) == 0 || !slices.Contains(strings.Split(want, "|"), r.Missing[0])) {
		problems = append(problems, fmt.Sprintf("应当追问 %s，追问的是 %v", want, r.Missing))
	}
	if want := c.Expect.Outcome; len(want) > 0 && !slices.Contains(want, string(r.Outcome)) {
		problems = append(problems, fmt.Sprintf("结果应当是 %v", want))
	}
	for _, want := range c.Expect.Cites {
		if !slices.ContainsFunc(strings.Split(want, "|"), func(id string) bool { return slices.Contains(cited(r), id) }) {
			problems = append(problems, "没有引用 "+want)
		}
	}
	answered := r.Outcome == bot.Answered || r.Outcome == bot.Partial
	if want := c.Expect.Answer; want != nil && *want != answered {
		problems = append(problems, map[bool]string{true: "应当回答", false: "不应当回答"}[*want])
	}
	if c.Expect.Answer != nil && *c.Expect.Answer && len(c.Expect.Provisions) > 0 && !c.first(r) {
		problems = append(problems, "首个引用应当是 "+strings.Join(c.Expect.Provisions, " 或 "))
	}
	text := knowledge.Squeeze(r.Text)
	for _, want := range c.Expect.MustInclude {
		if !slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return strings.Contains(text, knowledge.Squeeze(w)) }) {
			problems = append(problems, "没有提到 "+want)
		}
	}
	for _, w := range c.unwanted(r) {
		problems = append(problems, "不应当出现 "+w)
	}
	for _, department := range c.Expect.Departments {
		if !slices.ContainsFunc(strings.Split(department, "|"), func(d string) bool { return strings.Contains(text, d) }) {
			problems = append(problems, "没有写出部门 "+department)
		}
	}
	return problems
}

// unwanted returns the words of a reply that must not be said.
func (c evalCase) unwanted(r bot.Reply) []string {
	text := knowledge.Squeeze(r.Text)
	var found []string
	for _, unwanted := range c.Expect.MustNotInclude {
		for _, w := range strings.Split(unwanted, "|") {
			if w != "" && strings.Contains(text, knowledge.Squeeze(w)) {
				found = append(found, w)
			}
		}
	}
	return found
}

// unsupported counts figures without a source and quotations that are not
// verbatim. Digits are also looked for by a plain reading of the finished
// reply, since the verifier that the bot uses cannot judge itself.
func unsupported(r bot.Reply, lib *knowledge.Library, when time.Time) (invented, notVerbatim int, found []string) {
	for _, d := range digitsBeyond(r, lib, when) {
		invented++
		found = append(found, d)
	}
	k := knowledge.Reply{Outcome: r.Outcome, Text: r.Statement(), Citations: r.Citations, Trace: traceOf(r)}
	for _, problem := range knowledge.Verify(k, lib, calendar.DayOf(when)) {
		if strings.HasPrefix(problem, "figure") {
			invented++
		} else {
			notVerbatim++
		}
		found = append(found, problem)
	}
	return invented, notVerbatim, found
}

// traceOf is what a calculation has worked with.
func traceOf(r bot.Reply) []string {
	if r.Calculation == nil {
		return nil
	}
	var trace []string
	for _, s := range r.Calculation.Steps {
		trace = append(trace, s.Label, s.Expression, s.Value)
	}
	return trace
}

var digitRun = regexp.MustCompile(`[0-9][0-9,.]*[0-9]|[0-9]`)

// digitsBeyond returns the numbers in a reply that stand in no quotation, no
// document's name and no date that is printed around an answer.
func digitsBeyond(r bot.Reply, lib *knowledge.Library, when time.Time) []string {
	known := calendar.DayOf(when).Chinese()
	for _, c := range r.Citations {
		known += " " + c.Quote + " " + c.Clause + " " + c.Document
		if clause, ok := lib.Clause(c.Folder, c.Clause); ok {
			for _, v := range clause.Note.Spans {
				known += " " + v.From.Chinese() + " " + v.Until.Chinese()
			}
		}
	}
	for _, d := range lib.Documents {
		known += " " + d.Number + " " + d.IssuedOn.Chinese()
	}
	known += " " + strings.Join(traceOf(r), " ")
	have := digitRun.FindAllString(known, -1)
	var beyond []string
	for _, line := range strings.Split(r.Statement(), "\n") {
		if strings.HasPrefix(line, "我把") { // the person's own words
			continue
		}
		for _, d := range digitRun.FindAllString(line, -1) {
			if !slices.Contains(have, d) {
				beyond = append(beyond, d)
			}
		}
	}
	return beyond
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
