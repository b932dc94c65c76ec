package main

import (
	"context"
	"net/http"
)

// The states of a part, as /readyz names them.
const (
	stateUp   = "up"
	stateOff  = "off" // not wanted, or not there yet
	stateDown = "down"
)

// A status is how a part is.
type status struct {
	State string `json:"state"`
	Why   string `json:"why,omitempty"` // when it is not up
}

// A part is one thing that serve consists of. Without the needed ones it is
// not ready; the others may be off or down while it answers.
type part struct {
	name   string // in /readyz
	label  string // for people
	needed bool
	where  string // when it is up, for people
	status func(context.Context) status
	// routes adds what the part serves over HTTP; nil for nothing.
	routes func(*http.ServeMux)
	// run works until ctx is done and keeps its own faults: a part that is
	// down tells so in its status and goes on trying. nil for no work.
	run func(context.Context)
}

// off is a part that does not run, and why.
func off(name, label, why string) part {
	return part{name: name, label: label, status: is(stateOff, why)}
}

// is always returns the same status.
func is(state, why string) func(context.Context) status {
	return func(context.Context) status { return status{state, why} }
}

// upUnless is a status by a check that fails.
func upUnless(check func(context.Context) error) func(context.Context) status {
	return func(ctx context.Context) status {
		if err := check(ctx); err != nil {
			return status{stateDown, err.Error()}
		}
		return status{State: stateUp}
	}
}
