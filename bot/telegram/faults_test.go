package telegram

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	fake "cheyi/bot/telegram/telegramtest"
)

// The faults of the Bot API, T1 to T9.

func TestT1RateLimited(t *testing.T) {
	t.Parallel()
	t.Run("一个会话", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.server.Script(fake.Rule{Method: "sendMessage", Chat: 1, Times: 1, Do: fake.RateLimit(2)})
		start := time.Now()
		h.sends(1, 1, 3)
		h.sends(2, 1, 3)
		h.answered(2, 1, 3)
		if time.Since(start) > 1500*time.Millisecond {
			t.Error("another chat had to wait")
		}
		h.answered(1, 1, 3)
		if time.Since(start) < 2*time.Second {
			t.Error("the chat did not wait for as long as it was told")
		}
		h.balanced(6)
	})
	t.Run("全部会话", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.server.Limit(10)
		for chat := range int64(10) {
			h.sends(chat+1, 1, 3)
		}
		for chat := range int64(10) {
			h.answered(chat+1, 1, 3)
		}
		h.balanced(30)
	})
}

func TestT2NoConnection(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.sends(1, 1, 1)
	h.answered(1, 1, 1)
	back := h.server.Outage()
	h.status(Down, "连不上 Telegram")
	h.sends(1, 2, 4)
	back()
	h.answered(1, 1, 4)
	h.status(Up, "")
	h.balanced(4)
}

func TestT3AnswerLost(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		lost            int
		copies          int
		sent, uncertain uint64
	}{
		{"一次", 1, 2, 1, 0},
		{"两次", 2, 2, 0, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.server.Script(fake.Rule{Method: "sendMessage", Times: tt.lost, Do: fake.LoseAnswer()})
			h.sends(1, 1, 1)
			c := h.balanced(1)
			if c.Sent != tt.sent || c.Uncertain != tt.uncertain {
				t.Errorf("%+v", c)
			}
			got := h.server.Received(1)
			if len(got) != tt.copies || strings.Contains(got[0].Text, "可能重复") || !strings.Contains(got[1].Text, "可能重复，编号") {
				t.Errorf("received %+v", got)
			}
			h.sends(1, 2, 2)
			h.server.Await(t, 1, tt.copies+1)
		})
	}
}

func TestT4Refused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault fake.Fault
		says  string
	}{
		{"令牌无效", fake.Unauthorized(), "令牌无效"},
		{"没有这个机器人", fake.Status(http.StatusNotFound, "Not Found"), "令牌无效"},
		{"另一个程序在取", fake.Conflict(), "另一个程序"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.status(Up, "")
			back := h.server.Script(fake.Rule{Method: "getUpdates", Do: tt.fault})
			h.status(Down, tt.says)
			h.sends(1, 1, 2)
			back()
			h.answered(1, 1, 2)
			h.status(Up, "")
		})
	}
}

func TestT5Unreachable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault fake.Fault
	}{
		{"被拉黑", fake.Blocked()},
		{"没有这个会话", fake.Status(http.StatusBadRequest, "Bad Request: chat not found")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.server.Script(fake.Rule{Method: "sendMessage", Times: 1, Do: tt.fault})
			h.sends(1, 1, 1)
			if c := h.balanced(1); c.Unreachable != 1 {
				t.Errorf("%+v", c)
			}
			chat := bot.Chat{Channel: channel, ID: "1"}
			if reason, _ := h.store.Unreached(t.Context(), chat); reason == "" {
				t.Error("the chat is not marked")
			}
			h.sends(1, 2, 2) // who writes can be written to
			h.answered(1, 2, 2)
		})
	}
	t.Run("群换了编号", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.server.Script(fake.Rule{Method: "sendMessage", Chat: -1, Do: fake.Migrate(-1001)})
		h.status(Up, "")
		h.server.SayIn(-1, 7, "/help")
		if got := h.server.Await(t, -1001, 1); len(got) != 1 {
			t.Errorf("received %+v", got)
		}
		h.server.SayIn(-1, 7, "/help")
		h.server.Await(t, -1001, 2)
		h.balanced(2)
	})
}

func TestT6NoAnswerOfTelegram(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		fault  fake.Fault
		copies int
	}{
		{"上网认证页", fake.HTML(http.StatusOK), 1},
		{"网关出错", fake.HTML(http.StatusBadGateway), 1},
		{"服务器出错", fake.Status(http.StatusInternalServerError, "Internal Server Error"), 1},
		{"回执只有一半", fake.Truncate(), 2},
		{"回执有十兆", fake.Huge(), 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.status(Up, "")
			h.server.Script(fake.Rule{Method: "sendMessage", Times: 1, Do: tt.fault}, fake.Rule{Method: "getUpdates", Times: 1, Do: tt.fault})
			h.sends(1, 1, 2)
			h.balanced(2)
			h.eventually("two replies", func() bool { return len(h.server.Received(1)) >= tt.copies+1 })
			if got := h.server.Received(1); len(got) != tt.copies+1 {
				t.Errorf("received %d messages, want %d", len(got), tt.copies+1)
			}
		})
	}
}

func TestT7RepeatedAndRenumbered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.RepeatAll()
	h.sends(1, 1, 10)
	h.answered(1, 1, 10)
	h.server.Renumber(1)
	h.sends(1, 11, 20)
	h.answered(1, 1, 20)
	h.server.Renumber(2)
	h.sends(1, 21, 22)
	h.answered(1, 1, 22)
	h.balanced(22)
}

func TestT8LongOutage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	busy, idle := bot.Chat{Channel: channel, ID: "1"}, bot.Chat{Channel: channel, ID: "2"}
	h.status(Up, "")
	for _, chat := range []bot.Chat{busy, idle} {
		state := bot.State{}
		if chat == busy {
			state.Flow = &bot.Progress{Flow: "calc:booth", Open: "booth_fee"}
		}
		if err := h.store.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: chat, ID: "0"}, State: state}); err != nil {
			t.Fatal(err)
		}
	}
	h.server.Meet(1)
	h.server.Meet(2)
	h.stop()
	h.skew.Add(int64(30 * time.Hour))
	h.open(Settings{})
	if got := h.server.Await(t, 1, 1); !strings.Contains(got[0].Text, "可能没有收到") {
		t.Errorf("received %+v", got)
	}
	h.balanced(0)
	if got := h.server.Received(2); len(got) != 0 {
		t.Errorf("who had nothing open is told: %+v", got)
	}
}

func TestT9Backlog(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stop()
	for i := 1; i <= 10; i++ {
		for chat := range int64(50) {
			h.sends(chat+1, i, i)
		}
	}
	for range 20 {
		h.server.Say(60, "菜单")
	}
	h.open(Settings{})
	for chat := range int64(50) {
		h.answered(chat+1, 1, 10)
	}
	c := h.balanced(520)
	if got := len(h.server.Received(60)); got == 0 || uint64(got)+c.Superseded != 20 {
		t.Errorf("%d menus received, %+v", got, c)
	}
}
