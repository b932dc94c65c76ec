package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
)

// inFlow leaves a question open in a chat.
func (h *house) inFlow(chat int64) {
	h.t.Helper()
	h.server.Meet(chat)
	state := bot.State{Flow: &bot.Progress{Flow: "calc:booth", Open: "booth_fee"}}
	m := bot.Message{Chat: bot.Chat{Channel: channel, ID: fmt.Sprint(chat)}, ID: "0"}
	if err := h.store.Save(h.t.Context(), bot.Turn{Message: m, State: state}); err != nil {
		h.t.Fatal(err)
	}
}

// A day without updates is no outage: the webhook was there for them.
func TestQuietWebhook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.inFlow(1)
	h.stop()
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.hook.Load().ServeHTTP(w, r) }))
	defer hook.Close()
	h.open(Settings{Webhook: hook.URL, Secret: "s3cret"})
	h.status(Up, "")
	for range 2 {
		h.skew.Add(int64(20 * time.Hour))
		h.eventually("the contact noted", func() bool {
			at, err := h.store.Mark(t.Context(), contacts)
			return err == nil && time.Until(time.Unix(at, 0)) > time.Duration(h.skew.Load())-time.Hour
		})
	}
	h.sends(2, 1, 1)
	h.answered(2, 1, 1)
	if got := h.server.Received(1); len(got) != 0 {
		t.Errorf("after a quiet day: %+v", got)
	}
}

// Who was told of an outage is not told again because the contact could not be
// noted.
func TestOutageToldOnce(t *testing.T) {
	t.Parallel()
	outbox := &failingOutbox{Memory: bot.NewMemory()}
	h := newHouseOver(t, outbox.Memory, outbox)
	h.status(Up, "")
	h.inFlow(1)
	h.stop()
	h.skew.Add(int64(30 * time.Hour))
	outbox.contacts.Store(1)
	h.open(Settings{})
	h.server.Await(t, 1, 1)
	h.skew.Add(int64(time.Second)) // whoever names the notice by the clock names another
	h.sends(2, 1, 1)
	h.answered(2, 1, 1)
	h.eventually("the contact noted", func() bool {
		at, err := h.store.Mark(t.Context(), contacts)
		return err == nil && time.Until(time.Unix(at, 0)) > time.Hour
	})
	if c := h.balanced(1); c.Queued != 2 {
		t.Errorf("told %d times", c.Queued-1)
	}
}

// A clock that was set back does not stop the contact from being noted.
func TestContactAfterClockSetBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stop()
	h.skew.Add(int64(1000 * time.Hour))
	h.open(Settings{})
	h.status(Up, "")
	h.stop()
	h.skew.Store(0)
	h.open(Settings{})
	h.eventually("the contact noted", func() bool {
		at, err := h.store.Mark(t.Context(), contacts)
		return err == nil && time.Until(time.Unix(at, 0)) < time.Hour
	})
}

// What arrives before the bot knows its name is not passed over: a group may
// have meant it.
func TestWebhookBeforeIdentity(t *testing.T) {
	t.Parallel()
	store := bot.NewMemory()
	lg := slog.New(slog.DiscardHandler)
	c, err := New(lg, Settings{Token: "1:x", Secret: "s3cret"}, bot.NewIntake(lg, bot.New(lg, nothingFound{}, nil, store), store, time.Now), store, time.Now, func(string, string) {})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(`{"update_id":1}`))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s3cret")
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d", w.Code)
	}
}

// fetched runs the poller against answers of our own, until it has asked so
// many times or a while is over, and returns how often it has asked.
func fetched(t *testing.T, asks int, while time.Duration, answer func(most int) string) (asked int) {
	t.Helper()
	enough := make(chan struct{})
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !strings.HasSuffix(r.URL.Path, "/getUpdates") {
			_, _ = io.WriteString(w, `{"ok":true,"result":true}`)
			return
		}
		if asked++; asked == asks {
			close(enough)
		}
		most, _ := strconv.Atoi(r.PostFormValue("limit"))
		_, _ = io.WriteString(w, answer(most))
	}))
	store := bot.NewMemory()
	lg := slog.New(slog.DiscardHandler)
	c, err := New(lg, Settings{Token: "1:x", API: api.URL}, bot.NewIntake(lg, bot.New(lg, nothingFound{}, nil, store), store, time.Now), store, time.Now, func(string, string) {})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		c.poll(ctx)
		close(done)
	}()
	select {
	case <-enough:
	case <-time.After(while):
	}
	stop()
	<-done
	api.Close() // nobody answers any more
	return asked
}

// An answer that is none does not make the poller ask without a pause.
func TestPollsNoFasterForNonsense(t *testing.T) {
	t.Parallel()
	if n := fetched(t, 20, 300*time.Millisecond, func(int) string { return `{"ok":true,"result":[{}]}` }); n > 2 {
		t.Errorf("asked %d times", n)
	}
}

// Updates that are too long to come in one answer come in several.
func TestPollsForFewer(t *testing.T) {
	t.Parallel()
	long, err := json.Marshal(map[string]any{"update_id": 1, "x": strings.Repeat("长", mostAnswer/3/50)})
	if err != nil {
		t.Fatal(err)
	}
	came := false
	fetched(t, 3, 10*time.Second, func(most int) string {
		came = came || most < maxUpdates
		return `{"ok":true,"result":[` + strings.TrimSuffix(strings.Repeat(string(long)+",", most), ",") + `]}`
	})
	if !came {
		t.Error("it never asked for fewer")
	}
}

// Nobody to whom a proxy leads is told the token.
func TestFollowsNobody(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked, from %s", r.URL, r.Referer())
	}))
	defer other.Close()
	api := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusFound))
	defer api.Close()
	a, err := newAPI("1:secret", api.URL, "", func(string, string) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.updates(t.Context(), 0, 1, 0); err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}
