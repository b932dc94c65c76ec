package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// explanation shows how a question was understood. The JSON names are a
// contract; it is for editors, not for users.
type explanation struct {
	ID         json.RawMessage   `json:"id,omitempty"`
	Normalised string            `json:"normalised"`
	Guesses    []knowledge.Guess `json:"guesses"`
	Words      []string          `json:"words"`
	Amounts    []string          `json:"amounts"` // yuan
	Counts     []int64           `json:"counts"`  // vehicles
	Percents   []string          `json:"percentages"`
	Dates      []string          `json:"dates"`
	Calculator string            `json:"calculator"` // the one that would be run, "" for none
	Terms      []string          `json:"terms"`
	Intents    []string          `json:"intents"`
	Clauses    []rankedClause    `json:"clauses"`
	Gaps       []rankedGap       `json:"gaps"`
	Outside    []rankedGap       `json:"outside"` // subjects that are not the policy's
	Guide      []rankedGuide     `json:"guide"`   // what other sources say
	Outcome    knowledge.Outcome `json:"outcome"`
	Why        string            `json:"why"`
}

type rankedClause struct {
	Clause      string  `json:"clause"`
	Score       float64 `json:"score"`
	Like        string  `json:"like"`
	Highlighted string  `json:"highlighted"`
}

type rankedGap struct {
	About string  `json:"about"`
	Score float64 `json:"score"`
	Like  string  `json:"like"`
}

type rankedGuide struct {
	Clause string  `json:"clause"`
	Score  float64 `json:"score"`
	Shown  bool    `json:"shown"` // whether a reply would show it
	Text   string  `json:"text"`
}

// explainCommand shows editors what a question is taken for.
func (p *program) explainCommand() *cobra.Command {
	var asJSON, asLines bool
	var at string
	cmd := &cobra.Command{
		Use:     "explain [问题]",
		Short:   "给编辑看：一个问题是怎么理解、怎么判断的",
		Example: "  cheyi explain 摊位费报几成\n  cheyi explain --json 海外仓给多少钱",
		Args: func(_ *cobra.Command, args []string) error {
			if asLines == (len(args) > 0) {
				return usagef("请写一个问题，例如：cheyi explain 摊位费报几成（或用 --jsonl 从标准输入读）")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, when, err := p.settingsAt(at)
			if err != nil {
				return err
			}
			live, err := open(s)
			if err != nil {
				return err
			}
			defer live.Close()
			if asLines {
				return p.explainLines(cmd.Context(), live, when)
			}
			e, err := explain(cmd.Context(), live, strings.Join(args, " "), when)
			if err != nil {
				return runError{err}
			}
			if asJSON {
				return writeJSON(p.out, e)
			}
			return p.printExplanation(e)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "输出 JSON")
	cmd.Flags().StringVar(&at, "at", "", "按这一天理解：2026-11-23，或带时区的时间")
	cmd.Flags().BoolVar(&asLines, "jsonl", false, "从标准输入逐行读 {\"id\",\"text\",\"at\"?}")
	return cmd
}

func (p *program) explainLines(ctx context.Context, live *service, when time.Time) error {
	return eachLine(ctx, p.in, func(line []byte, tooLong bool) error {
		var q struct {
			ID   json.RawMessage `json:"id"`
			Text *string         `json:"text"`
			At   string          `json:"at"`
		}
		problem := decodeLine(line, tooLong, &q)
		at := when
		if problem == nil && q.Text == nil {
			problem = &lineError{"no_text", "缺少 text：要解释的问题"}
		}
		if problem == nil && q.At != "" {
			var err error
			if at, err = moment(q.At, nil); err != nil {
				problem = &lineError{"bad_at", "at: " + err.Error()}
			}
		}
		if problem != nil {
			return writeJSON(p.out, faultyLine{idOf(line), problem})
		}
		e, err := explain(ctx, live, *q.Text, at)
		if err != nil {
			return writeJSON(p.out, faultyLine{orNull(q.ID), &lineError{"internal", err.Error()}})
		}
		e.ID = orNull(q.ID)
		return writeJSON(p.out, e)
	})
}

// How many ranked entries of each list an explanation shows.
const (
	shownHits    = 5
	shownOutside = 2
	shownGuide   = 3
)

func explain(ctx context.Context, live *service, question string, when time.Time) (explanation, error) {
	f, err := live.Find(ctx, question)
	if err != nil {
		return explanation{}, err
	}
	a := knowledge.Decide(f, calendar.DayOf(when))
	facts := calc.ReadFacts(f.Question, calendar.DayOf(when))
	e := explanation{
		Amounts: facts.Amounts(), Counts: facts.Vehicles(), Percents: facts.Ratios(), Dates: facts.Days(),
		Normalised: f.Question, Guesses: list(f.Guesses), Words: list(f.Words), Terms: list(f.Terms),
		Intents: []string{}, Clauses: []rankedClause{}, Gaps: []rankedGap{}, Outside: []rankedGap{}, Guide: []rankedGuide{},
		Outcome: a.Outcome, Why: a.Why(),
	}
	if flow := live.Book().Recognise(f, calendar.DayOf(when)); flow != nil {
		e.Calculator = flow.ID
		e.Outcome, e.Why = foreseen(flow, f.Question, calendar.DayOf(when))
	}
	for _, k := range a.Kinds {
		e.Intents = append(e.Intents, string(k))
	}
	for _, h := range f.Clauses[:min(shownHits, len(f.Clauses))] {
		marked, err := live.Highlight(ctx, f.Question, h.Clause)
		if err != nil {
			return explanation{}, err
		}
		e.Clauses = append(e.Clauses, rankedClause{h.Clause.ID, round(h.Score), h.Like, marked})
	}
	for _, h := range f.Gaps[:min(shownHits, len(f.Gaps))] {
		e.Gaps = append(e.Gaps, rankedGap{h.Gap.About, round(h.Score), h.Like})
	}
	for _, h := range f.Outside[:min(shownOutside, len(f.Outside))] {
		e.Outside = append(e.Outside, rankedGap{h.Outside.About, round(h.Score), h.Like})
	}
	for _, h := range f.Guide[:min(shownGuide, len(f.Guide))] {
		e.Guide = append(e.Guide, rankedGuide{h.ID, round(h.Score), e.Calculator == "" && slices.Contains(a.Guide, h.GuideClause), h.Text})
	}
	return e, nil
}

// foreseen is how a message that asks for a calculation will be answered.
func foreseen(flow *calc.Flow, question string, today calendar.Day) (knowledge.Outcome, string) {
	stated := flow.Read(question, today, "", nil)
	values := calc.Values{}
	flow.Merge(values, stated)
	var missing []string
	for _, in := range flow.Inputs() {
		if _, given := values[in.Name]; !given && flow.Needs(in, values) {
			missing = append(missing, in.Name)
		}
	}
	switch {
	case len(stated.Problems) > 0 && stated.Problems[0].Refuses():
		return bot.Rejected, "测算 " + flow.ID + "：" + stated.Problems[0].What
	case len(stated.Problems) > 0:
		return bot.Asked, "测算 " + flow.ID + "：" + stated.Problems[0].What
	case len(missing) > 0:
		return bot.Asked, "测算 " + flow.ID + "，还缺 " + strings.Join(missing, "、")
	}
	return bot.Calculated, "测算 " + flow.ID
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func counts(list []int64) []string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.FormatInt(n, 10)
	}
	return texts
}

func round(score float64) float64 { return math.Round(score*1000) / 1000 }

func (p *program) printExplanation(e explanation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "理解为　%s\n", e.Normalised)
	for _, g := range e.Guesses {
		fmt.Fprintf(&b, "　猜测　%s → %s\n", g.Said, g.Meant)
	}
	fmt.Fprintf(&b, "分词　　%s\n词条　　%s\n问的是　%s\n", strings.Join(e.Words, " "), strings.Join(e.Terms, " "), strings.Join(e.Intents, " "))
	for _, read := range []struct {
		name string
		list []string
	}{{"金额", e.Amounts}, {"辆数", counts(e.Counts)}, {"比例", e.Percents}, {"日期", e.Dates}} {
		if len(read.list) > 0 {
			fmt.Fprintf(&b, "%s　　%s\n", read.name, strings.Join(read.list, " "))
		}
	}
	if e.Calculator != "" {
		fmt.Fprintf(&b, "测算　　%s\n", e.Calculator)
	}
	for _, c := range e.Clauses {
		fmt.Fprintf(&b, "%.3f　%s　%s\n　　　　像：%s\n", c.Score, c.Clause, c.Highlighted, c.Like)
	}
	for _, g := range e.Gaps {
		fmt.Fprintf(&b, "%.3f　未写明：%s\n　　　　像：%s\n", g.Score, g.About, g.Like)
	}
	for _, o := range e.Outside {
		fmt.Fprintf(&b, "%.3f　题外：%s\n　　　　像：%s\n", o.Score, o.About, o.Like)
	}
	for _, g := range e.Guide {
		mark := "参考"
		if g.Shown {
			mark = "附参考"
		}
		fmt.Fprintf(&b, "%.3f　%s　%s　%s\n", g.Score, mark, g.Clause, g.Text)
	}
	fmt.Fprintf(&b, "判断　　%s（%s）\n", e.Outcome, e.Why)
	_, err := fmt.Fprint(p.out, b.String())
	return err
}
