package web

import (
	"net/http/httptest"
	"testing"
	"time"
)

func TestMeter(t *testing.T) {
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	m := NewMeter(Rate{AtOnce: 2, PerSecond: 0.5})
	for i, tt := range []struct {
		after time.Duration
		key   string
		wait  time.Duration
	}{
		{0, "a", 0}, {0, "a", 0}, {0, "a", 2 * time.Second},
		{0, "b", 0},
		{time.Second, "a", time.Second},
		{2 * time.Second, "a", 0}, // what was refused cost nothing
		{2 * time.Second, "a", 2 * time.Second},
	} {
		if got := m.Pass(tt.key, start.Add(tt.after)); got != tt.wait {
			t.Errorf("%d. %s after %v waits %v, want %v", i, tt.key, tt.after, got, tt.wait)
		}
	}
	m.Pass("c", start.Add(time.Hour))
	if len(m.of) != 1 {
		t.Errorf("%d keys are kept of three, two of them idle for an hour", len(m.of))
	}
}

func TestClient(t *testing.T) {
	for _, tt := range []struct {
		peer, forwarded, want string
	}{
		{"192.0.2.7:4000", "", "192.0.2.7"},
		{"192.0.2.7:4000", "198.51.100.1", "192.0.2.7"}, // anybody can say so
		{"127.0.0.1:4000", "", ""},                      // a program of the owner's
		{"127.0.0.1:4000", "198.51.100.1", "198.51.100.1"},
		{"[::1]:4000", "198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:4000", "203.0.113.9, 198.51.100.1", "198.51.100.1"}, // the first was the client's own claim
		{"127.0.0.1:4000", "unknown", "127.0.0.1"},
		{"[2001:db8:1:2:3::4]:4000", "", "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.7]:4000", "", "192.0.2.7"},
	} {
		r := httptest.NewRequest("POST", "/api/chat", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := Client(r); got != tt.want {
			t.Errorf("%s for %q is %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	n := names{[]byte("secret")}
	name := n.fresh()
	if !n.ours(name) || n.ours("") || n.ours(name[1:]) || (names{[]byte("other")}).ours(name) {
		t.Errorf("%q is not told apart", name)
	}
	if n.fresh() == name {
		t.Error("two names are the same")
	}
	// The last character holds two bits that mean nothing.
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if other := name[:len(name)-1] + string(c); other != name && n.ours(other) {
			t.Errorf("%q is another name of %q", other, name)
		}
	}
}
