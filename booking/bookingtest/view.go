package bookingtest

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// A view is all that can be seen of a store.
type view struct {
	Batches []booking.Batch
	Slots   []booking.Slot
	Timers  []booking.Timer
	Notices []booking.Notice
	Entries []booking.Entry
}

// A fatal is a test, or a run of one by rapid.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

const everything = 1 << 30

// look reads a store whole; days is how many days of windows there are.
func look(t fatal, s booking.Store, days int) view {
	t.Helper()
	var v view
	var errs [6]error
	ctx := context.Background()
	v.Batches, errs[0] = s.Batches(ctx, booking.Filter{})
	v.Timers, errs[1] = s.Due(ctx, Monday.Add(10*365*24*time.Hour), everything)
	v.Notices, errs[2] = s.Notices(ctx, everything)
	v.Entries, errs[3] = s.Audit(ctx, "")
	first := calendar.DayOf(Monday)
	for _, office := range []string{"north", "south"} {
		slots, err := s.Slots(ctx, office, first, first.Add(days))
		if err != nil {
			errs[4] = err
		}
		v.Slots = append(v.Slots, slots...)
	}
	refs, err := s.Refs(ctx, booking.Filter{})
	if errs[5] = err; !slices.EqualFunc(refs, v.Batches, pointsAt) {
		t.Fatalf("the index has\n%s\nof\n%s", text(refs), text(v.Batches))
	}
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func (v view) batch(receipt string) (booking.Batch, bool) {
	for _, b := range v.Batches {
		if b.Receipt == receipt {
			return b, true
		}
	}
	return booking.Batch{}, false
}

// same reports whether nothing has changed between two views.
func same(before, after view) bool {
	return reflect.DeepEqual(before, after) || text(before) == text(after)
}

// text is a value in one form, whatever zones a store keeps times in.
func text(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(out)
}
