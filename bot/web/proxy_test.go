package web_test

import (
	"net/http/httptest"
	"testing"

	"cheyi/bot/web"
)

// What a proxy says counts when it is on this machine.
func TestOrigin(t *testing.T) {
	for _, tt := range []struct {
		peer, proto, host string
		want              string
	}{
		{"192.0.2.1:1", "", "", "http://127.0.0.1:8080"},
		{"192.0.2.1:1", "https", "evil.example", "http://127.0.0.1:8080"},
		{"127.0.0.1:1", "", "", "http://127.0.0.1:8080"},
		{"127.0.0.1:1", "https", "chat.example", "https://chat.example"},
		{"[::1]:1", "http", "chat.example:8443", "http://chat.example:8443"},
		{"127.0.0.1:1", "https", "chat.example/x", "https://127.0.0.1:8080"},
		{"127.0.0.1:1", "https", "a, b", "https://127.0.0.1:8080"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host, r.RemoteAddr = "127.0.0.1:8080", tt.peer
		r.Header.Set("X-Forwarded-Proto", tt.proto)
		r.Header.Set("X-Forwarded-Host", tt.host)
		if got := web.Origin(r); got != tt.want {
			t.Errorf("%s by %q %q: %s, want %s", tt.peer, tt.proto, tt.host, got, tt.want)
		}
	}
}
