package web_test

import (
	"context"
	"strings"
	"testing"

	"cheyi/bot"
	"cheyi/bot/web"
)

// A writer shows sentences before it replies, or fails.
type writer struct {
	sentences []string
	fail      error
}

func (w writer) Stream(_ context.Context, _ bot.Message, show func(string)) (bot.Reply, error) {
	if show != nil {
		for _, s := range w.sentences {
			show(s)
		}
	}
	return bot.Reply{Outcome: bot.Answered, Text: strings.Join(append(w.sentences, "注意：<以>原文为准。"), "\n")}, w.fail
}

var _ web.Intake = writer{}

// A script that can read a stream sees each sentence and then the turn; all
// others get the turn alone, and so does everybody where nothing is streamed.
func TestStream(t *testing.T) {
	const script, plain = "text/event-stream, text/html", "text/html"
	two := []string{"第一句。", "第二句，\r\n分两行。"}
	const shown = "event: sentence\ndata: 第一句。\n\nevent: sentence\ndata: 第二句，\ndata: 分两行。\n\n"
	for _, tt := range []struct {
		name         string
		intake       writer
		part, accept string
		status       int
		kind, begins string
		holds        string
	}{
		{"a script", writer{sentences: two}, "turn", script, 200, "text/event-stream", shown + "event: reply\ndata: <", "注意：&lt;以&gt;原文为准。"},
		{"nothing to stream", writer{}, "turn", script, 200, "text/html", "<", "&lt;以&gt;"},
		{"an older script", writer{sentences: two}, "turn", plain, 200, "text/html", "<", "第一句。"},
		{"no script", writer{sentences: two}, "", script, 200, "text/html", "<!doctype html>", "第一句。"},
		{"refused at once", writer{fail: bot.ErrClosed}, "turn", script, 503, "text/html", "<p class=\"fault\"", "再发一次"},
		{"refused halfway", writer{sentences: two, fail: bot.ErrClosed}, "turn", script, 200, "text/event-stream", shown + "event: refusal\ndata: <p class=\"fault\"", "再发一次"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			headers := []string{"Accept", tt.accept, "X-Part", tt.part}
			status, body, h := browse(t, tt.intake).post(map[string]string{"id": "1", "text": "保费补多少"}, headers...)
			if status != tt.status || !strings.HasPrefix(h.Get("Content-Type"), tt.kind) || h.Get("Content-Security-Policy") == "" || h.Get("Set-Cookie") == "" {
				t.Errorf("%d %v", status, h)
			}
			if !strings.HasPrefix(body, tt.begins) || !strings.Contains(body, tt.holds) {
				t.Errorf("it is sent\n%s", body)
			}
		})
	}
}
