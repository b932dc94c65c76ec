package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"cheyi/bot/telegram/telegramtest"
	"cheyi/calendar"
	"cheyi/config"
)

// F3: the product has one time zone, which no file of the system can take away
// or change.
func TestF3TimeZone(t *testing.T) {
	t.Setenv("ZONEINFO", "/dev/null")
	t.Setenv("TZ", "America/New_York")
	at, err := config.Moment("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	if name, offset := at.Zone(); name != "Asia/Shanghai" || offset != 8*60*60 || calendar.DayOf(at).String() != "2026-11-23" {
		t.Errorf("%v is in %s, %d s east", at, name, offset)
	}
}

// F5: with a token that is not valid, or while another program uses it, all
// else goes on; whoever asks is told why, and the service is ready.
func TestF5Token(t *testing.T) {
	for name, tt := range map[string]struct {
		fault telegramtest.Fault
		says  string
	}{
		"revoked": {telegramtest.Unauthorized(), "令牌无效（401）"},
		"in use":  {telegramtest.Conflict(), "另一个程序正用同一个令牌取消息（409）"},
	} {
		t.Run(name, func(t *testing.T) {
			server := telegramtest.New(t)
			server.Script(telegramtest.Rule{Do: tt.fault})
			settings := config.Settings{Data: t.TempDir(), HTTP: "127.0.0.1:0", TelegramToken: server.Token, TelegramAPI: server.URL()}
			s, _ := startServingWith(t, settings, nil, openSocket(settings.Data))
			if status, answer := s.post(`{"id":"1","text":"展位费能补多少"}`); status != http.StatusOK || !strings.Contains(answer, "70%") {
				t.Errorf("%d %s", status, answer)
			}
			server.Until(t, tt.says, func() bool {
				status, answer := s.ready()
				return status == http.StatusOK && strings.Contains(answer, tt.says)
			})
			s.stop()
		})
	}
}

// ready asks whether the server is ready.
func (s *serving) ready() (status int, answer string) {
	s.t.Helper()
	resp, err := http.Get(s.url + "/readyz")
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}
