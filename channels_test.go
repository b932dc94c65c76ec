package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/bot/telegram"
	"cheyi/bot/telegram/telegramtest"
	"cheyi/bot/web"
)

// The conversation is the same on every channel: what the transcripts show in
// a terminal is what Telegram shows and what POST /api/chat answers.
func TestChannelsAgree(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	line := newLine(t)
	for i, file := range files {
		if strings.HasPrefix(filepath.Base(file), "booking") {
			continue // whose receipts are a conversation's own; see TestBookByWorkbook
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			terminal, chat := newTalk(t), int64(i+1)
			seen, opened := 0, ""
			for n, text := range strings.Split(string(data), "\n") {
				said, ok := strings.CutPrefix(text, "> ")
				if !ok || strings.TrimSpace(said) == "" || said == "/book" { // Telegram asks for a consent of its own
					continue
				}
				want := terminal.say(said)
				var r bot.Reply
				opened, r = line.post(t, opened, fmt.Sprint(n), said)
				if r.Text != want.Text || len(r.Options) != len(want.Options) {
					t.Errorf("%q over HTTP: %q, want %q", said, r.Text, want.Text)
				}
				seen = line.telegram(t, chat, seen, said, want)
			}
		})
	}
}

// A line is one bot that is reached over HTTP and in Telegram.
type line struct {
	server   *telegramtest.Server
	store    *bot.Memory
	bookings *booking.Memory
	uploads  string
	now      func() time.Time
	http     http.Handler
}

func newLine(t *testing.T) *line {
	lg := slog.New(slog.DiscardHandler)
	day, err := moment(evalDay, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return day }
	l := &line{server: telegramtest.New(t), store: bot.NewMemory(), now: now}
	l.server.Now = now
	uploaded, err := openUploads(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	sent := &files{uploads: uploaded}
	b := bot.New(lg, realFinder(t), realFinder(t).Book, l.store)
	l.bookings = booking.NewMemory(realFinder(t).offices)
	l.store.UseBookings(l.bookings)
	b.UseBookings(bookings(realFinder(t).offices, l.bookings, sent))
	intake := bot.NewIntake(lg, b, l.store, now)
	intake.Notify(web.Channel, uploaded.handled)
	limits := web.Usual
	limits.Chat.AtOnce, limits.Address.AtOnce, limits.Opening.AtOnce = 1000, 1000, 1000
	over := web.New(lg, intake, l.store.Secret(), now, limits)
	over.UseFiles(uploaded, b)
	mux := http.NewServeMux()
	mux.Handle("/api/chat", over)
	mux.HandleFunc("GET /api/chat/{chat}/{file...}", over.Download)
	l.http, l.uploads = mux, uploaded.dir
	c, err := telegram.New(lg, telegram.Settings{Token: l.server.Token, API: l.server.URL()}, intake, l.store, now, func(string, string) {})
	if err != nil {
		t.Fatal(err)
	}
	sent.telegram = c
	c.UseFiles(b)
	c.Prepare()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		c.Run(ctx)
		close(done)
	}()
	t.Cleanup(func() {
		stop()
		intake.Close(context.Background())
		<-done
	})
	return l
}

// post says a text over HTTP, in a new conversation for chat "".
func (l *line) post(t *testing.T, chat, id, text string) (string, bot.Reply) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"chat": chat, "id": id, "text": text})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/chat", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	l.http.ServeHTTP(w, r)
	var answer struct {
		Chat  string
		Reply bot.Reply
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%q: status %d, %s", text, w.Code, w.Body)
	}
	return answer.Chat, answer.Reply
}

// telegram says a text in Telegram after so many messages, wants the reply,
// and returns how many messages there are now.
func (l *line) telegram(t *testing.T, chat int64, seen int, text string, want bot.Reply) int {
	t.Helper()
	l.server.Say(chat, text)
	var shown strings.Builder
	var last telegramtest.Message
	for bare(shown.String()) != bare(want.Text) {
		seen++
		messages := l.server.Await(t, chat, seen)
		last = messages[seen-1]
		shown.WriteString(last.Text)
		if !strings.HasPrefix(bare(want.Text), bare(shown.String())) {
			t.Fatalf("%q in Telegram: %q, want %q", text, shown.String(), want.Text)
		}
	}
	var labels []string
	for _, row := range last.Keyboard {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	if len(labels) != len(want.Options) {
		t.Errorf("%q in Telegram has the buttons %q, want %v", text, labels, want.Options)
	}
	return seen
}

// bare is a text without white space and what nobody sees.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
}
