// Package bookingtest holds any booking.Store to what package booking
// promises: the invariants after each step of random sequences of commands,
// linearizable histories of concurrent ones, one winner for the last place,
// and the whole transition table.
//
// The invariants, by the numbers that the tests name:
//
//	I1  a window's use is the vehicles of the live batches in it, and grows
//	    only within its capacity while it is open
//	I2  a vehicle is in one live batch per business
//	I3  only the transitions of the table, one version each; an end is an end
//	I4  one audit entry per version, and the timers and notices of the table
//	I5  the same key does its command once; with other content it is refused
//	I7  reminders are of the current version of a confirmed batch, each once
//	I9  the audit trail, read from the beginning, gives the state
//
// A refused command changes nothing at all.
package bookingtest

import (
	"io"
	"testing"

	"cheyi/booking"
)

// A Subject is a Store under test.
type Subject struct {
	// Open returns a new, empty store for these offices. It is closed, if it
	// can be, when its test is over.
	Open func(t testing.TB, offices booking.Offices) booking.Store
	// Crash ends a store without closing it and opens what is left, in which
	// nothing that was acknowledged may be missing. Nil where nothing outlives
	// the process.
	Crash func(t testing.TB, s booking.Store) booking.Store

	// How much is done; 0 for what a change has to pass before it lands, less
	// under the race detector.
	Sequences  int // random sequences of 100 commands each: 500
	Concurrent int // concurrent commands in histories of 2,000: 100,000
	Races      int // rounds of 64 clients after one place: 1,000
}

// Run runs the suite.
func Run(t *testing.T, s Subject) {
	t.Run("Sequences", func(t *testing.T) { sequences(t, s) })
	t.Run("Linearizable", func(t *testing.T) { linearizable(t, s) })
	t.Run("LastPlace", func(t *testing.T) { lastPlace(t, s) })
	t.Run("LastVehicle", func(t *testing.T) { lastVehicle(t, s) })
	t.Run("TwoOfficers", func(t *testing.T) { twoOfficers(t, s) })
	t.Run("Transitions", func(t *testing.T) { transitions(t, s) })
	t.Run("Queries", func(t *testing.T) { queries(t, s) })
}

// open returns a new store, and closes it at the end if it can be.
func (s Subject) open(t testing.TB) booking.Store {
	t.Helper()
	store := s.Open(t, Offices())
	t.Cleanup(func() { closeStore(t, store) })
	return store
}

func closeStore(t testing.TB, s booking.Store) {
	if c, ok := s.(io.Closer); ok {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func count(wanted, normal int) int {
	if wanted > 0 {
		return wanted
	}
	return max(1, normal/Thinned)
}
