package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"reflect"
	"regexp"
	"strings"
	"time"

	"cheyi/bot"
	"cheyi/config"
	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

// A trial holds every conversation twice, with a model and without, and
// compares the two.
type trial struct {
	model   *model.Service
	links   int           // replies that show one only with the model
	changed int           // conversations that ended otherwise though the model chose no clause
	slowest time.Duration // reply with the model
	which   []string      // the cases that changed
}

// fakePatience is how long the models in this process are waited for: they
// answer at once, or never.
const fakePatience = 250 * time.Millisecond

// trial returns the trial of the model named on the command line, nil for
// none, and what ends it.
func (p *program) trial(which string, s config.Settings) (t *trial, done func(), err error) {
	var answer func(modeltest.Request) modeltest.Answer
	switch which {
	case "off":
		return nil, func() {}, nil
	case "":
		if s.LLMURL == "" {
			return nil, func() {}, nil
		}
		e := model.Endpoint{URL: s.LLMURL, Key: s.LLMKey, Model: s.LLMModel}
		return &trial{model: model.NewWith(p.logger(slog.LevelWarn), e, model.Switch{Dir: s.Data}, unlimited(), model.Patience)}, func() {}, nil
	case "good":
		answer = modeltest.Good
	case "hostile":
		answer = modeltest.Hostile()
	default:
		return nil, nil, usagef("--model 写 off、good 或 hostile")
	}
	server := modeltest.Start(answer)
	m := model.NewWith(slog.New(slog.DiscardHandler), model.Endpoint{URL: server.URL, Model: which}, model.Switch{Dir: s.Data}, unlimited(), fakePatience)
	return &trial{model: m}, server.Close, nil
}

// unlimited is the budget of whoever tries a model out.
func unlimited() *model.Budget { return &model.Budget{PerHour: math.MaxInt, PerDay: math.MaxInt} }

// repeat holds a conversation with the model and without, and returns the
// last reply with it. took gets the times without.
func (t *trial) repeat(ctx context.Context, live *service, c evalCase, when time.Time, took func(time.Duration)) (bot.Reply, error) {
	chosen := t.model.Counts().Chosen
	with, without := bot.NewMemory(), bot.NewMemory()
	slowest := func(d time.Duration) { t.slowest = max(t.slowest, d) }
	reply, err := c.converse(ctx, timed{lend(newBot(live, with), t.model), slowest}, when)
	if err != nil {
		return reply, err
	}
	plain, err := c.converse(ctx, timed{newBot(live, without), took}, when)
	if err != nil {
		return reply, err
	}
	if len(link.FindAllString(reply.Text, -1)) > len(link.FindAllString(plain.Text, -1)) {
		t.links++
	}
	same, err := sameEnd(ctx, reply, plain, with, without)
	if !same && t.model.Counts().Chosen == chosen {
		t.changed++
		t.which = append(t.which, c.ID)
	}
	return reply, err
}

func newBot(live *service, store bot.Store) *bot.Bot {
	return bot.New(slog.New(slog.DiscardHandler), live, live.Book, store)
}

// sameEnd reports whether two conversations ended alike: in the outcome, what
// carries it, the calculation and all that is remembered.
func sameEnd(ctx context.Context, a, b bot.Reply, one, other bot.Store) (bool, error) {
	first, _, err := one.Load(ctx, held, "")
	if err != nil {
		return false, err
	}
	second, _, err := other.Load(ctx, held, "")
	if err != nil {
		return false, err
	}
	return a.Outcome == b.Outcome && reflect.DeepEqual(a.Citations, b.Citations) && reflect.DeepEqual(a.Missing, b.Missing) &&
		reflect.DeepEqual(a.Calculation, b.Calculation) && reflect.DeepEqual(first, second), nil
}

// link is anything that a person could follow, write to or call.
var link = regexp.MustCompile(`(?i)https?:|www\.|[a-z0-9-]+\.(?:com|cn|net|org|example)|\]\(|<[a-z/]|[0-9]{7,}|微信|电话[:：]`)

// print writes what the model did and what came of it.
func (t *trial) print(w io.Writer, b *board) {
	c := t.model.Counts()
	figures := 0
	for _, tally := range b.tally {
		figures += tally.invented + tally.notVerbatim
	}
	fmt.Fprintf(w, "model calls %d, worded %d, withheld %d, late %d, failed %d, over budget %d\n", c.Calls, c.Worded, c.Withheld, c.Late, c.Failed, c.OverBudget)
	fmt.Fprintf(w, "model rephrased %d, asked to choose %d, chosen %d, filled %d\n", c.Rephrased, c.Asked, c.Chosen, c.Filled)
	fmt.Fprintf(w, "model figures shown %d, links shown %d, changed %d, slowest %d ms\n", figures, t.links, t.changed, t.slowest.Milliseconds())
	if len(t.which) > 0 {
		fmt.Fprintln(w, "changed", strings.Join(t.which, " "))
	}
}
