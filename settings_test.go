package main

import (
	"net/http"
	"strings"
	"testing"

	"cheyi/booking"
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

// Who runs the example is told so, and how to end it.
func TestExampleIsTold(t *testing.T) {
	example := booking.Offices{Example: true}
	for _, tt := range []struct {
		offices booking.Offices
		file    string
		says    string
	}{
		{example, "", "办理机构 0 个（内置的示例，正式使用请设置 CHEYI_OFFICES）"},
		{example, "我的.yaml", "办理机构 0 个（我的.yaml 里写着 example: true，正式使用请去掉那一行）"},
		{booking.Offices{}, "我的.yaml", "办理机构 0 个"},
	} {
		v := &server{offices: tt.offices, settings: config.Settings{Offices: tt.file}}
		if got := v.bookingPart().where; got != tt.says {
			t.Errorf("%q, want %q", got, tt.says)
		}
	}
}

// ready asks whether the server is ready.
func (s *serving) ready() (status int, answer string) {
	s.t.Helper()
	resp, err := http.Get(s.url + "/readyz")
	if err != nil {
		s.t.Fatal(err)
	}
	return s.answered(resp)
}
