package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/knowledge"
)

// evalDay is the day of cases that name none.
const evalDay = "2026-11-23"

func (p *program) evalCommand() *cobra.Command {
	var failures bool
	var which string
	cmd := &cobra.Command{
		Use:   "eval 文件…",
		Short: "用问答用例打分，按类别列出",
		Long: "用问答用例打分，按类别列出。--model good 和 hostile 是进程里的假模型，一个照做，一个说谎、不守协议；\n" +
			"用了模型，就把每个用例再不用模型问一遍，比较两次的结果。",
		Example: "  cheyi eval testdata/eval/open/*.jsonl\n  cheyi eval --failures 用例.jsonl\n  cheyi eval --model hostile 用例.jsonl",
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
			trial, done, err := p.trial(which, s)
			if err != nil {
				return err
			}
			defer done()
			board, err := p.evaluate(cmd.Context(), live, live.Library(), args, trial)
			if err != nil {
				return setupError{err}
			}
			if err := board.print(p.out, failures); err != nil {
				return err
			}
			if err := board.printTimes(p.out); err != nil {
				return err
			}
			if board.wrong() > 0 {
				return errFound
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&failures, "failures", false, "逐条列出没答对的用例")
	cmd.Flags().StringVar(&which, "model", "", "off、good 或 hostile；不写就用设置里的模型，没有设置就不用")
	return cmd
}

// evaluate runs every case of the files as a fresh conversation.
func (p *program) evaluate(ctx context.Context, live *service, lib *knowledge.Library, files []string, trial *trial) (*board, error) {
	b := &board{tally: map[string]*tally{}, trial: trial}
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

// judge holds a case's conversation and counts how its last reply does.
func (p *program) judge(ctx context.Context, live *service, lib *knowledge.Library, c evalCase, b *board) error {
	when, err := moment(cmp.Or(c.At, evalDay), nil)
	if err != nil {
		return fmt.Errorf("%s: at: %w", c.ID, err)
	}
	t := b.of(c.group())
	took := func(d time.Duration) { t.took = append(t.took, d) }
	var reply bot.Reply
	if b.trial != nil {
		reply, err = b.trial.repeat(ctx, live, c, when, took)
	} else {
		reply, err = c.converse(ctx, timed{p.conversation(live), took}, when)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.ID, err)
	}
	t.cases++
	if c.first(reply) {
		t.first++
	}
	t.rank(c, reply)
	b.refused.count(c, reply.Outcome == bot.NotStated || reply.Outcome == bot.OutOfScope)
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

// converse says the turns to a fresh bot and returns the last reply.
func (c evalCase) converse(ctx context.Context, b handler, when time.Time) (bot.Reply, error) {
	reply, problem, err := converse(ctx, b, conversationLine{Turns: c.Turns}, when)
	if problem != nil {
		err = errors.New(problem.Message)
	}
	return reply, err
}

// timed tells how long each answer took.
type timed struct {
	handler
	took func(time.Duration)
}

func (t timed) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	start := time.Now()
	reply, err := t.handler.Handle(ctx, m)
	t.took(time.Since(start))
	return reply, err
}
