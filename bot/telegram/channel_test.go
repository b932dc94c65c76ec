package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/telegram/telegramtest"
	"cheyi/knowledge"
)

// A house is a bot at work in a Telegram of its own. It answers a file with
// its name, so that replies are told apart.
type house struct {
	t       *testing.T
	server  *telegramtest.Server
	store   *bot.Memory
	outbox  Outbox // the store, or what fails before it
	intake  *bot.Intake
	channel *Channel
	hook    atomic.Pointer[Channel] // where the webhook leads
	skew    atomic.Int64            // what the bot's clock is ahead
	stop    func()
}

type nothingFound struct{}

func (nothingFound) Find(_ context.Context, question string) (knowledge.Finding, error) {
	lib := &knowledge.Library{}
	lib.Lexicon.Talk = knowledge.Talk{Cancel: []string{"取消"}, Menu: []string{"菜单"}}
	return knowledge.Finding{Library: lib, Question: question}, nil
}

func newHouse(t *testing.T) *house {
	return newHouseOver(t, bot.NewMemory(), nil)
}

// newHouseOver has the channel reach its store through another, nil for none.
func newHouseOver(t *testing.T, store *bot.Memory, through Outbox) *house {
	h := &house{t: t, server: telegramtest.New(t), store: store, outbox: through}
	if through == nil {
		h.outbox = store
	}
	h.open(Settings{})
	return h
}

// open starts the bot, over what an earlier one has stored.
func (h *house) open(s Settings) { h.openWith(s, func(*Channel) {}) }

// openWith also prepares the channel before it runs.
func (h *house) openWith(s Settings, prepare func(*Channel)) {
	h.t.Helper()
	lg := slog.New(slog.DiscardHandler)
	now := func() time.Time { return time.Now().Add(time.Duration(h.skew.Load())) }
	h.intake = bot.NewIntake(lg, bot.New(lg, nothingFound{}, nil, h.store), h.store, now)
	s.Token, s.API = h.server.Token, h.server.URL()
	c, err := New(lg, s, h.intake, h.outbox, now, func(string, string) {})
	if err != nil {
		h.t.Fatal(err)
	}
	c.pollTimeout, c.slowly, c.grace, c.contact = time.Second, 20*time.Millisecond, time.Second, 20*time.Millisecond
	c.delivery.limits.rate.SetLimit(1000)
	c.delivery.limits.rate.SetBurst(1000)
	h.channel = c
	h.hook.Store(c)
	ctx, cancel := context.WithCancel(context.Background())
	prepare(c)
	c.Prepare()
	if _, err := h.intake.Resume(ctx); err != nil {
		h.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		c.Run(ctx)
		close(done)
	}()
	h.stop = sync.OnceFunc(func() {
		cancel()
		h.intake.Close(context.Background())
		<-done
	})
	h.t.Cleanup(h.stop)
}

// sends has a person send files numbered from and up to.
func (h *house) sends(chat int64, from, to int) {
	for i := from; i <= to; i++ {
		h.server.Upload(chat, fmt.Sprintf("第%d份", i), []byte("x"))
	}
}

// answered waits for the answers to files numbered from and up to, and wants
// each once, in order, and nothing else.
func (h *house) answered(chat int64, from, to int) {
	h.t.Helper()
	got := h.server.Await(h.t, chat, to-from+1)
	if len(got) != to-from+1 {
		h.t.Errorf("chat %d has received %d messages, want %d", chat, len(got), to-from+1)
	}
	for i, m := range got[:min(len(got), to-from+1)] {
		if want := fmt.Sprintf("“第%d份”", from+i); !strings.Contains(m.Text, want) {
			h.t.Errorf("chat %d: message %d is %q, want %s", chat, i+1, m.Text, want)
		}
	}
}

// balanced waits until so many messages are settled, and wants nothing lost.
func (h *house) balanced(taken uint64) bot.Counts {
	h.t.Helper()
	var c bot.Counts
	h.eventually("everything settled", func() bool {
		c, _ = h.store.Counts(h.t.Context())
		return c.Taken >= taken && c.Waiting == 0 && c.Pending == 0
	})
	if !c.Balanced() || c.Taken != taken {
		h.t.Errorf("%d messages, but the counts are %+v", taken, c)
	}
	return c
}

func (h *house) eventually(what string, holds func() bool) {
	h.t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("still not: %s", what)
		}
	}
}

func (h *house) status(state, why string) {
	h.t.Helper()
	h.eventually(state+" "+why, func() bool {
		s, w := h.channel.Status()
		return s == state && strings.Contains(w, why)
	})
}

func TestAnswers(t *testing.T) {
	h := newHouse(t)
	for chat := range int64(20) {
		h.sends(chat+1, 1, 5)
	}
	for chat := range int64(20) {
		h.answered(chat+1, 1, 5)
	}
	if c := h.balanced(100); c.Sent != 100 {
		t.Errorf("%+v", c)
	}
	if h.server.Actions(1) == 0 {
		t.Error("nobody was seen typing")
	}
	h.status(Up, "")
}

// A restart goes on where the last process stopped, whatever was under way.
func TestRestart(t *testing.T) {
	h := newHouse(t)
	h.sends(1, 1, 3)
	h.answered(1, 1, 3)
	h.stop()
	h.sends(1, 4, 6)
	h.open(Settings{})
	h.answered(1, 1, 6)
}
