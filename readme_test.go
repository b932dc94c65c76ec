package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/web"
)

var (
	curled = regexp.MustCompile(`(?s)(\$ curl [^\n]*-d '([^\n]*)' [^\n]*\n)(.*?)\n` + "```")
	named  = regexp.MustCompile(`"chat": ?"[^"]*"`)
)

// The HTTP exchange that the README shows is a real one, but for the name of
// the conversation; -update writes it anew.
func TestReadmeHTTP(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	m := curled.FindSubmatchIndex(readme)
	if m == nil {
		t.Fatal("the README shows no exchange over HTTP")
	}
	shown := named.Find(readme[m[6]:m[7]])
	if shown == nil {
		t.Fatal("the exchange names no conversation")
	}
	var answer bytes.Buffer
	if err := json.Indent(&answer, curl(t, string(readme[m[4]:m[5]])), "", "  "); err != nil {
		t.Fatal(err)
	}
	shown = bytes.Replace(shown, []byte(`":"`), []byte(`": "`), 1)
	real := named.ReplaceAllLiteral(bytes.TrimSpace(answer.Bytes()), shown)
	golden(t, "README.md", bytes.Join([][]byte{readme[:m[6]], real, readme[m[7]:]}, nil))
}

// curl posts a body to /api/chat on the day of the cases.
func curl(t *testing.T, body string) []byte {
	t.Helper()
	day, err := moment(evalDay, nil)
	if err != nil {
		t.Fatal(err)
	}
	lg, store, now := slog.New(slog.DiscardHandler), bot.NewMemory(), func() time.Time { return day }
	in := bot.NewIntake(lg, bot.New(lg, realFinder(t), realFinder(t).Book, store), store, now)
	defer in.Close(context.Background())
	r := httptest.NewRequest("POST", "/api/chat", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	web.New(lg, in, store.Secret(), now, web.Usual).ServeHTTP(w, r)
	return w.Body.Bytes()
}
