package admin

import (
	"context"
	"hash/maphash"
	"strconv"
	"sync"
	"time"
)

const (
	firstDelay   = 250 * time.Millisecond // of a wrong attempt; doubled with each more
	longestDelay = 8 * time.Second
	forgives     = 15 * time.Minute // after so long without a wrong one
	mostDelayed  = 8                // attempts of one address that are held at a time
	nameBuckets  = 4096
)

// A brake slows down who guesses tokens and passwords: the answer to a wrong
// one takes longer each time. A right one is never slowed, so that nobody can
// lock an officer out by guessing.
type brake struct {
	seed maphash.Seed
	mu   sync.Mutex
	of   map[string]*guesses // by client address, or by a bucket of names
}

type guesses struct {
	wrong, held int
	last        time.Time
}

func newBrake() *brake { return &brake{seed: maphash.MakeSeed(), of: map[string]*guesses{}} }

// name is the key for attempts at a name. Strangers make names up: there are
// so many keys and no more. That two names share one costs only wrong attempts.
func (b *brake) name(name string) string {
	return "name " + strconv.FormatUint(maphash.String(b.seed, name)%nameBuckets, 10)
}

// hold waits as long as a wrong token of an address costs. It is false at once
// for too many at a time.
func (b *brake) hold(ctx context.Context, address string) bool {
	delay, ok := b.enter(address, time.Now())
	if ok {
		b.wait(ctx, delay, address)
	}
	return ok
}

// wait waits a delay and gives the address its place back. Who goes before
// leaves the place taken: going is no way to guess faster.
func (b *brake) wait(ctx context.Context, delay time.Duration, address string) {
	time.AfterFunc(delay, func() { b.leave(address) })
	t := time.NewTimer(delay)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// enter counts an attempt of an address as wrong, and takes a place for it. It
// is not ok for too many at a time.
func (b *brake) enter(address string, now time.Time) (delay time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for a, g := range b.of {
		if g.held == 0 && now.Sub(g.last) > forgives {
			delete(b.of, a)
		}
	}
	g := b.guesses(address)
	if g.held >= mostDelayed {
		return 0, false
	}
	g.held++
	return g.count(now), true
}

// miss counts a wrong attempt that takes no place: attempts at a name are as
// many as come, or others could take the places of who has it.
func (b *brake) miss(key string, now time.Time) (delay time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.guesses(key).count(now)
}

// right takes back what enter counted, and the place.
func (b *brake) right(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.of[address]
	g.held--
	g.wrong--
}

func (b *brake) leave(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of[address].held--
}

func (b *brake) guesses(key string) *guesses {
	g := b.of[key]
	if g == nil {
		g = &guesses{}
		b.of[key] = g
	}
	return g
}

// count counts a wrong attempt, and returns what it costs.
func (g *guesses) count(now time.Time) (delay time.Duration) {
	delay = longestDelay
	if doublings := g.wrong; doublings < 8 {
		delay = min(firstDelay<<doublings, longestDelay)
	}
	g.wrong, g.last = g.wrong+1, now
	return delay
}

// misses counts the wrong passwords for each officer since the last right one,
// for the officer to be told.
type misses struct {
	mu sync.Mutex
	of map[string]int // by officer id
}

func (m *misses) add(officer string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil {
		m.of = map[string]int{}
	}
	m.of[officer]++
}

func (m *misses) count(officer string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.of[officer]
}

// take returns the count and begins anew.
func (m *misses) take(officer string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.of[officer]
	delete(m.of, officer)
	return n
}
