package bookingtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"cheyi/booking"
)

const racers = 64

// race has many do something at once, and returns what came of it by number.
func race(n int, do func(i int) (booking.Result, error)) ([]booking.Result, []error) {
	results, errs := make([]booking.Result, n), make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			results[i], errs[i] = do(i)
		})
	}
	close(start)
	wg.Wait()
	return results, errs
}

// winner returns who had no error, which must be one; the others must have got
// a reason.
func winner(t *testing.T, errs []error, reason error) int {
	t.Helper()
	won := -1
	for i, err := range errs {
		switch {
		case err == nil && won >= 0:
			t.Fatalf("both %d and %d won", won, i)
		case err == nil:
			won = i
		case !errors.Is(err, reason):
			t.Fatalf("%d lost with %v, want %v", i, err, reason)
		}
	}
	if won < 0 {
		t.Fatal("nobody won")
	}
	return won
}

// submitOne submits a batch that stands in nobody's way.
func submitOne(t *testing.T, s booking.Store, key string, q booking.Request) booking.Batch {
	t.Helper()
	r, err := s.Do(t.Context(), booking.Command{Key: key, Actor: exporter("web:甲"), Action: booking.Submit, At: Monday, Requests: []booking.Request{q}})
	if err != nil {
		t.Fatal(err)
	}
	return r.Batches[0]
}

// lastPlace: of many who ask for the one place that is left, one gets it, and
// the others learn that there is none. Cancelled, it is there for the next round.
func lastPlace(t *testing.T, s Subject) {
	store := s.open(t)
	submitOne(t, store, "all but one", Request(morning(1), VIN(900), VIN(901), VIN(902), VIN(903)))
	for round := range count(s.Races, 1000) {
		results, errs := race(racers, func(i int) (booking.Result, error) {
			return store.Do(context.Background(), booking.Command{
				Key: fmt.Sprint(round), Actor: exporter(fmt.Sprint("web:", i)), Action: booking.Submit, At: Monday,
				Requests: []booking.Request{Request(morning(1), VIN(i))},
			})
		})
		won := winner(t, errs, booking.ErrFull)
		b := results[won].Batches[0]
		_, err := store.Do(t.Context(), booking.Command{
			Key: fmt.Sprint(round, " over"), Actor: exporter(b.Owner), Action: booking.Cancel, At: Monday, Receipt: b.Receipt, Version: b.Version,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// lastVehicle: of many who ask for places for one vehicle, one gets it.
func lastVehicle(t *testing.T, s Subject) {
	store := s.open(t)
	_, errs := race(racers, func(i int) (booking.Result, error) {
		return store.Do(context.Background(), booking.Command{
			Key: "one", Actor: exporter(fmt.Sprint("web:", i)), Action: booking.Submit, At: Monday,
			Requests: []booking.Request{Request(morning(1+i%4), VIN(1))},
		})
	})
	winner(t, errs, booking.ErrTaken)
}

// twoOfficers: of many officers who act on one version, the first is heard;
// the others are shown what is current.
func twoOfficers(t *testing.T, s Subject) {
	store := s.open(t)
	b := submitOne(t, store, "one", Request(morning(1), VIN(1)))
	actions := []booking.Action{booking.Confirm, booking.Reject, booking.Cancel}
	_, errs := race(racers, func(i int) (booking.Result, error) {
		return store.Do(context.Background(), booking.Command{
			Key: "act", Actor: officer(fmt.Sprint("officer ", i)), Action: actions[i%len(actions)], At: Monday,
			Receipt: b.Receipt, Version: b.Version, Reason: "材料不全",
		})
	})
	won := winner(t, errs, booking.ErrStale)
	for i, err := range errs {
		var r *booking.Refusal
		if errors.As(err, &r) && (r.Batch == nil || r.Batch.Version != b.Version+1) {
			t.Errorf("officer %d is shown %+v", i, r.Batch)
		}
	}
	entries, err := store.Audit(t.Context(), b.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.Actor.ID != fmt.Sprint("officer ", won) {
		t.Errorf("officer %d won, and the audit trail says %+v", won, last)
	}
}
