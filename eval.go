package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/knowledge"
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
		Answer         *bool           `json:"answer"`
		Articles       []int           `json:"articles"`
		Provisions     []string        `json:"provisions"`
		MustInclude    []string        `json:"must_include"`
		MustNotInclude []string        `json:"must_not_include"`
		Departments    []string        `json:"departments"`
		Calc           json.RawMessage `json:"calc"`
		AskFor         string          `json:"ask_for"`
	} `json:"expect"`
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
			live, err := finder(s)
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
func (p *program) evaluate(ctx context.Context, finder bot.Finder, lib *knowledge.Library, files []string) (*board, error) {
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
			if err := p.judge(ctx, finder, lib, c, b); err != nil {
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

func (p *program) judge(ctx context.Context, finder bot.Finder, lib *knowledge.Library, c evalCase, b *board) error {
	at := c.At
	if at == "" {
		at = evalDay
	}
	line := conversationLine{Turns: c.Turns, At: at}
	reply, problem, err := p.converse(ctx, finder, line, time.Time{})
	if err != nil {
		return err
	}
	if problem != nil {
		return fmt.Errorf("%s: %s", c.ID, problem.Message)
	}
	t := b.of(c.Kind)
	t.cases++
	if c.first(reply) {
		t.first++
	}
	when, _ := moment(at, nil)
	invented, notVerbatim := unsupported(reply, lib, when)
	t.invented += invented
	t.notVerbatim += notVerbatim
	problems := c.problems(reply)
	if len(c.unwanted(reply)) > 0 || invented+notVerbatim > 0 {
		t.harm++
	}
	if invented+notVerbatim > 0 {
		problems = append(problems, "有没有出处的数字或引文")
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

// unjudged names the expectations that this program cannot judge yet: such a
// case is not right by being ignored.
func (c evalCase) unjudged() []string {
	var names []string
	if len(c.Expect.Calc) > 0 {
		names = append(names, "测算结果（calc）")
	}
	if c.Expect.AskFor != "" {
		names = append(names, "追问（ask_for）")
	}
	return names
}

// problems lists what is wrong with a reply; none means that it is right.
func (c evalCase) problems(r bot.Reply) []string {
	var problems []string
	for _, name := range c.unjudged() {
		problems = append(problems, "还不会判断"+name)
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
func unsupported(r bot.Reply, lib *knowledge.Library, when time.Time) (invented, notVerbatim int) {
	invented = digitsBeyond(r, lib, when)
	k := knowledge.Reply{Outcome: r.Outcome, Text: r.Text, Citations: r.Citations}
	for _, problem := range knowledge.Verify(k, lib, calendar.DayOf(when)) {
		if strings.HasPrefix(problem, "figure") {
			invented++
		} else {
			notVerbatim++
		}
	}
	return invented, notVerbatim
}

var digitRun = regexp.MustCompile(`[0-9][0-9,.]*[0-9]|[0-9]`)

// digitsBeyond counts the numbers in a reply that stand in no quotation, no
// document's name and no date that is printed around an answer.
func digitsBeyond(r bot.Reply, lib *knowledge.Library, when time.Time) int {
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
	have := digitRun.FindAllString(known, -1)
	n := 0
	for _, line := range strings.Split(r.Text, "\n") {
		if strings.HasPrefix(line, "我把") { // the person's own words
			continue
		}
		for _, d := range digitRun.FindAllString(line, -1) {
			if !slices.Contains(have, d) {
				n++
			}
		}
	}
	return n
}

func (b *board) print(w io.Writer, failures bool) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%-14s %5s %5s %7s %7s %5s %5s %5s\n", "kind", "cases", "right", "share", "first", "harm", "fig", "quote")
	for _, kind := range b.kinds {
		t := b.tally[kind]
		fmt.Fprintf(&out, "%-14s %5d %5d %6.1f%% %7d %5d %5d %5d\n", kind, t.cases, t.right,
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
