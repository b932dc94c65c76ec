package web_test

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/web"
	"cheyi/calc"
)

// computes answers with a result.
type computes struct{}

func (computes) Stream(context.Context, bot.Message, func(string)) (bot.Reply, error) {
	return bot.Reply{Outcome: calc.Calculated, Text: "约 1 元。\n\n怎么算的：\n· 展位费　1 元\n\n注意：约数。", Calculation: &calc.Result{Rule: "booth", Inputs: calc.Values{"booth_fee": "1"}}}, nil
}

// A result in the conversation has its pictures before all else that is told
// of it, and the way to the page where its inputs can be changed; without such
// a page it has neither.
func TestResultIsDrawn(t *testing.T) {
	h := web.New(slog.New(slog.DiscardHandler), computes{}, []byte("secret"), func() time.Time { return noon }, many)
	for _, row := range []struct {
		draw web.Draw
		want bool
	}{
		{func(r calc.Result) (template.HTML, string) {
			return "<svg></svg>", "/calc/" + r.Rule + "?booth_fee=" + r.Inputs["booth_fee"]
		}, true},
		{func(calc.Result) (template.HTML, string) { return "", "" }, false},
		{nil, false},
	} {
		chat := web.NewChat(h, func() []string { return nil })
		chat.UseDrawings(row.draw)
		mux := http.NewServeMux()
		chat.Routes(mux)
		r := form("", 0, "id", "1", "text", "算")
		r.URL.Path = "/"
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		body := w.Body.String()
		drawn := strings.Contains(body, "约 1 元。</p><svg></svg>\n") && strings.Count(body, "<svg>") == 1 && strings.Contains(body, `<a href="/calc/booth?booth_fee=1">在测算页里看图、改数</a>`)
		if drawn != row.want || strings.Contains(body, "看图") != row.want {
			t.Errorf("status %d, drawn %t, want %t:\n%s", w.Code, drawn, row.want, body)
		}
	}
}
