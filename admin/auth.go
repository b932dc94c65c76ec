package admin

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	longestToken = 200

	firstDelay   = 250 * time.Millisecond // of a wrong token; doubled with each more
	longestDelay = 8 * time.Second
	forgives     = 15 * time.Minute // after so long without a wrong one
	mostDelayed  = 8                // requests of one address that are held at a time
)

// A brake slows down who guesses tokens: the answer to a wrong one takes
// longer each time. A right one is never slowed, so that nobody can lock an
// officer out by guessing.
type brake struct {
	mu sync.Mutex
	of map[string]*guesses // by client address
}

type guesses struct {
	wrong, held int
	last        time.Time
}

func newBrake() *brake { return &brake{of: map[string]*guesses{}} }

// hold waits as long as a wrong token of an address costs. It is false at once
// for too many at a time.
func (b *brake) hold(ctx context.Context, address string) bool {
	delay, ok := b.enter(address, time.Now())
	if !ok {
		return false
	}
	defer b.leave(address)
	t := time.NewTimer(delay)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
	return true
}

func (b *brake) enter(address string, now time.Time) (delay time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for a, g := range b.of {
		if g.held == 0 && now.Sub(g.last) > forgives {
			delete(b.of, a)
		}
	}
	g := b.of[address]
	if g == nil {
		g = &guesses{}
		b.of[address] = g
	}
	if g.held >= mostDelayed {
		return 0, false
	}
	delay = longestDelay
	if doublings := g.wrong; doublings < 8 {
		delay = min(firstDelay<<doublings, longestDelay)
	}
	g.wrong, g.held, g.last = g.wrong+1, g.held+1, now
	return delay, true
}

func (b *brake) leave(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of[address].held--
}

// bearer returns the token of a request, "" for none.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// authenticate returns whose request it is; the error is a refusal.
func (d *Desk) authenticate(r *http.Request, address string) (Officer, error) {
	token := bearer(r)
	if token == "" {
		return Officer{}, refuseToken
	}
	if len(token) <= longestToken {
		if who, ok := d.officers.Known(token); ok {
			return who, nil
		}
	}
	d.lg.Warn("wrong desk token") // neither the token nor whose address it was
	if !d.brake.hold(r.Context(), address) {
		return Officer{}, refuseGuessing
	}
	return Officer{}, refuseToken
}
