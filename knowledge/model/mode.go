package model

import (
	"sync"
	"time"
)

// A mode is a way to ask for structured output, the best one first. Not every
// endpoint has each; the answer is validated here in any case.
type mode int32

const (
	bySchema mode = iota // response_format json_schema
	byTool               // a forced call of one function
	byObject             // response_format json_object
	byText               // JSON somewhere in the text
)

// modeHolds is how long a worse mode is kept before the best one is tried
// again: endpoints are upgraded, and some refuse a request for another reason
// than its mode.
const modeHolds = time.Hour

// taken remembers the best mode that an endpoint does not refuse. It is safe
// for concurrent use.
type taken struct {
	mu    sync.Mutex
	mode  mode
	since time.Time
}

// first is the mode to begin with at a time. A time far before that of the
// memory ends it too: no clock that was wrong once keeps it for good.
func (t *taken) first(at time.Time) mode {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at.Sub(t.since).Abs() >= modeHolds {
		return bySchema
	}
	return t.mode
}

// remember keeps a mode from a time on.
func (t *taken) remember(m mode, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.mode, t.since = m, at
}
