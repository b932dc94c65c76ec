package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Rate is how many requests are let through: so many at once, and then so
// many a second.
type Rate struct {
	AtOnce    int
	PerSecond float64
}

// Limits bounds what a client may do.
type Limits struct {
	Chat    Rate          // messages of one conversation
	Address Rate          // requests of one client address
	Opening Rate          // conversations that one address opens
	Wait    time.Duration // for a reply
	File    int64         // bytes of one file
}

// Usual are the limits for the public.
var Usual = Limits{
	Chat:    Rate{AtOnce: 20, PerSecond: 1},
	Address: Rate{AtOnce: 60, PerSecond: 5},
	Opening: Rate{AtOnce: 60, PerSecond: 2},
	Wait:    30 * time.Second,
	File:    20 << 20,
}

// A Meter lets each key through at a rate.
type Meter struct {
	rate  Rate
	mu    sync.Mutex
	of    map[string]*rate.Limiter
	swept time.Time
}

// NewMeter returns a meter that has let nobody through yet.
func NewMeter(r Rate) *Meter { return &Meter{rate: r, of: map[string]*rate.Limiter{}} }

// Pass lets a key through, or returns how long it is to wait. "" always passes.
func (m *Meter) Pass(key string, now time.Time) (wait time.Duration) {
	if key == "" {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(now)
	l := m.of[key]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(m.rate.PerSecond), m.rate.AtOnce)
		m.of[key] = l
	}
	turn := l.ReserveN(now, 1)
	if wait = turn.DelayFrom(now); wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// sweep forgets the keys that may do as much as one never seen.
func (m *Meter) sweep(now time.Time) {
	refill := time.Duration(float64(m.rate.AtOnce) / m.rate.PerSecond * float64(time.Second))
	if now.Sub(m.swept) < refill {
		return
	}
	m.swept = now
	for key, l := range m.of {
		if l.TokensAt(now) >= float64(m.rate.AtOnce) {
			delete(m.of, key)
		}
	}
}

// Client is the address that a request is counted for: the peer's, or the one
// that a proxy on this machine names. Of IPv6 it is the network, since every
// customer has one. A program on this machine that is no proxy is trusted as
// its owner is, and is not counted: "".
func Client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if peer.IsLoopback() {
		forwarded := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
		last := forwarded[strings.LastIndex(forwarded, ",")+1:] // what the proxy itself has added
		switch named, err := netip.ParseAddr(strings.TrimSpace(last)); {
		case err == nil:
			peer = named
		case forwarded == "":
			return ""
		}
	}
	peer = peer.Unmap()
	if peer.Is6() {
		if network, err := peer.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return peer.String()
}
