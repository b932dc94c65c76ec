package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/terminal"
)

// echo answers with what it was sent.
type echo struct {
	said  []bot.Message
	ready []string // shown before the reply
	fail  error
}

func (e *echo) Stream(_ context.Context, m bot.Message, show func(string)) (bot.Reply, error) {
	e.said = append(e.said, m)
	for _, sentence := range e.ready {
		show(sentence)
	}
	return bot.Reply{Text: strings.Join(append(e.ready, "答："+m.Text+m.Choice), "\n"), Options: []bot.Option{{ID: "a", Label: "甲"}, {ID: "b", Label: "乙"}}}, e.fail
}

// typed runs a terminal over piped lines.
func typed(t *testing.T, e *echo, input string) string {
	t.Helper()
	var out bytes.Buffer
	tick := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	term := terminal.Terminal{
		Bot: e, Chat: bot.Chat{Channel: "terminal"}, In: strings.NewReader(input), Out: &out,
		Now: func() time.Time { tick = tick.Add(time.Nanosecond); return tick },
	}
	if err := term.Run(context.Background()); !errors.Is(err, e.fail) {
		t.Fatal(err)
	}
	return out.String()
}

func TestPiped(t *testing.T) {
	e := &echo{}
	out := typed(t, e, "展位费\r\n\n  \n第二句\n")
	if len(e.said) != 3 { // the menu, and two lines
		t.Fatalf("%d messages were sent", len(e.said))
	}
	ids := map[string]bool{}
	for _, m := range e.said {
		ids[m.ID] = true
	}
	if len(ids) != 3 {
		t.Errorf("message ids repeat: %v", ids)
	}
	for _, want := range []string{"答：hello", "答：展位费", "  1) 甲\n  2) 乙\n", "答：第二句", "再见。"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q does not show %q", out, want)
		}
	}
}

// What was shown while the reply was made is not shown again.
func TestStreamed(t *testing.T) {
	plain, streamed := typed(t, &echo{}, "展位费\n"), typed(t, &echo{ready: []string{"第一句。", "第二句。"}}, "展位费\n")
	if want := strings.ReplaceAll(plain, "答：", "第一句。\n第二句。\n答："); streamed != want {
		t.Errorf("%q, want %q", streamed, want)
	}
}

func TestLeaving(t *testing.T) {
	for _, word := range []string{"退出", "exit", "Q"} {
		e := &echo{}
		typed(t, e, word+"\n还在吗\n")
		if len(e.said) != 1 {
			t.Errorf("after %q another line was sent", word)
		}
	}
}

// A message that could not be handled does not end the conversation.
func TestFaultGoesOn(t *testing.T) {
	e := &echo{fail: errors.New("disk full")}
	out := typed(t, e, "一\n二\n")
	if len(e.said) != 3 || strings.Contains(out, "disk full") {
		t.Errorf("%d messages, %q", len(e.said), out)
	}
}

func TestLongAndBrokenLines(t *testing.T) {
	e := &echo{}
	typed(t, e, strings.Repeat("补", 20000)+"\n\xff\xfe\n")
	if len(e.said) != 3 {
		t.Errorf("%d messages were sent", len(e.said))
	}
}
