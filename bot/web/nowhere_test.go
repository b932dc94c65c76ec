package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cheyi/bot/web"
)

// W10: a path that can be read in two ways is no path.
func TestPaths(t *testing.T) {
	reached := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	h := web.Paths(slog.New(slog.DiscardHandler), reached)
	for _, tt := range []struct {
		path   string
		status int
	}{
		{"/", 204}, {"/policy/nmg-2024-406", 204}, {"/api/desk/slots/hohhot/2026-11-26/09:00-12:00", 204},
		{"/policy/%E4%B8%83.1", 204}, {"/policy/...", 204}, {"/policy/%252f", 204}, {"/?q=..%2f//", 204},
		{"//", 404}, {"//policy", 404}, {"/policy//x", 404}, {"/policy/../desk", 404}, {"/policy/./x", 404}, {"/policy/..", 404},
		{"/policy/..%2fdesk", 404}, {"/policy/a%2Fb", 404}, {"/policy/%2e%2e/desk", 404}, {"/policy/..%5cdesk", 404},
		{"/policy/%00", 404}, {"/policy/%0d%0aX:1", 404}, {"/policy/%c0%ae", 404}, {"/policy/%ff", 404},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.path, nil))
		if w.Code != tt.status {
			t.Errorf("%s: %d, want %d", tt.path, w.Code, tt.status)
		}
	}
}

// A browser is told on a page, a program in JSON.
func TestNowhere(t *testing.T) {
	for _, tt := range []struct{ accept, kind, says string }{
		{"text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8", "没有这个页面"},
		{"*/*", "application/json; charset=utf-8", `"route"`},
		{"", "application/json; charset=utf-8", `"route"`},
	} {
		r := httptest.NewRequest(http.MethodGet, "/nosuch", nil)
		r.Header.Set("Accept", tt.accept)
		w := httptest.NewRecorder()
		web.Nowhere(slog.New(slog.DiscardHandler)).ServeHTTP(w, r)
		if w.Code != 404 || w.Header().Get("Content-Type") != tt.kind || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("Accept %q: %d %v %s", tt.accept, w.Code, w.Header(), w.Body)
		}
	}
}
