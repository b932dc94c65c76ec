package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"cheyi/bot/web"
)

// W2: a page whose name points here says that name.
func TestW2ForeignHost(t *testing.T) {
	for _, tt := range []struct {
		host   string
		listen string
		status int
	}{
		{"127.0.0.1:8080", "127.0.0.1", 200},
		{"localhost:8080", "127.0.0.1", 200},
		{"LOCALHOST.", "127.0.0.1", 200},
		{"[::1]:8080", "127.0.0.1", 200},
		{"127.0.0.1.evil.example", "127.0.0.1", 421},
		{"evil.example:8080", "127.0.0.1", 421},
		{"", "127.0.0.1", 421},
		{"192.0.2.7:8080", "127.0.0.1", 421},
		{"192.0.2.7:8080", "192.0.2.7", 200},
		{"192.0.2.7:8080", "0.0.0.0", 200},
		{"[2001:db8::1]", "", 200},
		{"evil.example", "0.0.0.0", 421},
		{"evil.example", "", 421},
		{"Chat.Example", "chat.example", 200},
	} {
		r := httptest.NewRequest(http.MethodPost, "/api/chat", nil)
		r.Host = tt.host
		if got := guarded(r, tt.listen); got != tt.status {
			t.Errorf("Host %q where %q is listened on: %d, want %d", tt.host, tt.listen, got, tt.status)
		}
	}
}

// W1: another site's page cannot post.
func TestW1OtherSite(t *testing.T) {
	for _, tt := range []struct {
		name          string
		header, value string
		status        int
	}{
		{"不是浏览器", "", "", 200},
		{"自己的页面", "Sec-Fetch-Site", "same-origin", 200},
		{"自己的来源", "Origin", "http://127.0.0.1:8080", 200},
		{"别的网站", "Sec-Fetch-Site", "cross-site", 403},
		{"别的来源", "Origin", "https://evil.example", 403},
		{"别的端口", "Origin", "http://127.0.0.1:9090", 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/api/chat", nil)
			r.Host = "127.0.0.1:8080"
			if tt.header != "" {
				r.Header.Set(tt.header, tt.value)
			}
			if got := guarded(r, "127.0.0.1"); got != tt.status {
				t.Errorf("got %d, want %d", got, tt.status)
			}
		})
	}
}

func guarded(r *http.Request, hosts ...string) (status int) {
	w := httptest.NewRecorder()
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	web.Guard(slog.New(slog.DiscardHandler), next, hosts...).ServeHTTP(w, r)
	return w.Code
}
