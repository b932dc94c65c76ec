package telegramtest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cheyi/bot/telegram/telegramtest"
)

// What each fault shows the client, and whether the message arrived.
func TestFaults(t *testing.T) {
	for name, tt := range map[string]struct {
		fault   telegramtest.Fault
		want    string // in the description, or the error
		arrived int
	}{
		"rate limit": {telegramtest.RateLimit(3), "retry after 3", 0},
		"status":     {telegramtest.Status(500, "Internal"), "Internal", 0},
		"blocked":    {telegramtest.Blocked(), "blocked by the user", 0},
		"migrate":    {telegramtest.Migrate(-100), "upgraded to a supergroup", 0},
		"html":       {telegramtest.HTML(200), "invalid character", 0},
		"closed":     {telegramtest.CloseAtOnce(), "EOF", 0},
		"lost":       {telegramtest.LoseAnswer(), "EOF", 1},
		"truncated":  {telegramtest.Truncate(), "unexpected end of JSON", 1},
		"huge":       {telegramtest.Huge(), "", 1},
		"never":      {telegramtest.Sometimes(1, 0, telegramtest.Blocked()), "", 1},
		"always":     {telegramtest.Sometimes(1, 1, telegramtest.Blocked()), "blocked", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := telegramtest.New(t)
			s.Meet(7)
			s.Script(telegramtest.Rule{Method: "sendMessage", Chat: 7, After: 1, Times: 1, Do: tt.fault})
			message := map[string]any{"chat_id": 7, "text": "好"}
			must(t, s, "sendMessage", message)
			a, err := ask(s, "sendMessage", message)
			if said := a.Description + fmt.Sprint(err); !strings.Contains(said, tt.want) {
				t.Errorf("said %q, want %q", said, tt.want)
			}
			must(t, s, "sendMessage", message)
			expect(t, "arrived", len(s.Received(7)), 2+tt.arrived)
			expect(t, "calls", s.Calls("sendMessage"), 3)
		})
	}
}

func TestHang(t *testing.T) {
	s := telegramtest.New(t)
	s.Meet(7)
	release := make(chan struct{})
	s.Script(telegramtest.Rule{Method: "sendMessage", Times: 1, Do: telegramtest.Hang(release)})
	done := make(chan answer)
	go func() {
		a, _ := ask(s, "sendMessage", map[string]any{"chat_id": 7, "text": "好"})
		done <- a
	}()
	s.Until(t, "the call", func() bool { return s.Calls("sendMessage") == 1 })
	expect(t, "while it hangs", len(s.Received(7)), 0)
	close(release)
	expect(t, "released", (<-done).OK, true)
	s.Script(telegramtest.Rule{Method: "getMe", Do: telegramtest.Hang(nil)})
	go ask(s, "getMe", nil) // the server ends all the same
	s.Until(t, "the call", func() bool { return s.Calls("getMe") == 1 })
}

func TestOutage(t *testing.T) {
	s := telegramtest.New(t)
	polled := make(chan error)
	go func() {
		_, err := ask(s, "getUpdates", map[string]any{"timeout": 50})
		polled <- err
	}()
	s.Until(t, "a poll", func() bool { return s.Calls("getUpdates") == 1 })
	end := s.Outage()
	if err := <-polled; err == nil {
		t.Error("the running poll goes on")
	}
	if _, err := ask(s, "getMe", nil); err == nil {
		t.Error("a call was answered")
	}
	id := s.Say(7, "在吗")
	end()
	expect(t, "afterwards", poll(t, s, 0), []int64{id})
}

func TestLimit(t *testing.T) {
	s := telegramtest.New(t)
	s.Meet(7)
	s.Limit(3)
	codes := []int{}
	for range 5 {
		a, _ := ask(s, "sendMessage", map[string]any{"chat_id": 7, "text": "好"})
		codes = append(codes, a.Code)
	}
	if !slices.Contains(codes, http.StatusTooManyRequests) || codes[0] != 0 {
		t.Errorf("codes %v", codes)
	}
}
