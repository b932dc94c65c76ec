package bookingtest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/calendar"
)

// queries: what a store finds, and in which order.
func queries(t *testing.T, s Subject) {
	store := s.open(t)
	later := submitOne(t, store, "later", Request(morning(2), VIN(123456)))
	first := submitOne(t, store, "first", Request(morning(1), VIN(654321), VIN(3456)))
	south := morning(2)
	south.Office, south.Window = "south", "10:00-12:00"
	request := Request(south, VIN(7))
	request.Enterprise.Name = `<某某>"南"\分公司`
	other := submitOne(t, store, "other", request)
	confirmed := act(t, store, later, booking.Confirm)

	for _, tt := range []struct {
		name string
		f    booking.Filter
		want []booking.Batch
	}{
		{"all, by window", booking.Filter{}, []booking.Batch{first, confirmed, other}},
		{"by state", booking.Filter{State: booking.Confirmed}, []booking.Batch{confirmed}},
		{"by the state before", booking.Filter{State: booking.Pending}, []booking.Batch{first, other}},
		{"by office", booking.Filter{Office: "south"}, []booking.Batch{other}},
		{"by day", booking.Filter{Date: first.Slot.Date}, []booking.Batch{first}},
		{"by owner", booking.Filter{Owner: first.Owner}, []booking.Batch{first, confirmed, other}},
		{"by nobody's owner", booking.Filter{Owner: "web:丙"}, nil},
		{"by receipt", booking.Filter{Search: other.Receipt}, []booking.Batch{other}},
		{"by receipt, as typed", booking.Filter{Search: " " + strings.ToLower(other.Receipt)}, []booking.Batch{other}},
		{"by the end of a VIN", booking.Filter{Search: "3456"}, []booking.Batch{first, confirmed}},
		{"by too little", booking.Filter{Search: "456"}, nil},
		{"by office and state", booking.Filter{Office: "south", State: booking.Confirmed}, nil},
		{"by office, state and day", booking.Filter{Office: "south", State: booking.Pending, Date: south.Date}, []booking.Batch{other}},
		{"by state and day", booking.Filter{State: booking.Pending, Date: south.Date}, []booking.Batch{other}},
		{"by a part of an enterprise's name", booking.Filter{Enterprise: first.Enterprise.Name[3:9]}, []booking.Batch{first, confirmed}},
		{"by a part that others have too", booking.Filter{Enterprise: "某"}, []booking.Batch{first, confirmed, other}},
		{"by what is stored and no name", booking.Filter{Enterprise: "enterprise"}, nil},
		{"by what must be escaped", booking.Filter{Enterprise: `>"南"\分`}, []booking.Batch{other}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := store.Batches(t.Context(), tt.f)
			if err != nil || text(got) != text(tt.want) && len(got)+len(tt.want) > 0 {
				t.Errorf("%v, got\n%s\nwant\n%s", err, text(got), text(tt.want))
			}
			refs, err := store.Refs(t.Context(), tt.f)
			if err != nil || !slices.EqualFunc(refs, tt.want, pointsAt) {
				t.Errorf("%v, the index has\n%s\nwant\n%s", err, text(refs), text(tt.want))
			}
		})
	}
	t.Run("no batch", func(t *testing.T) {
		if _, err := store.Batch(t.Context(), "CCCC2222"); !errors.Is(err, booking.ErrUnknown) {
			t.Error(err)
		}
	})
	t.Run("windows", func(t *testing.T) { windows(t, store) })
	t.Run("limits", func(t *testing.T) { limits(t, store) })
}

// pointsAt reports whether a ref is a batch's; text, since stores keep times in
// zones of their own.
func pointsAt(r booking.Ref, b booking.Batch) bool { return text(r) == text(b.Ref()) }

func windows(t *testing.T, store booking.Store) {
	first := calendar.DayOf(Monday)
	slots, err := store.Slots(t.Context(), "south", first, first.Add(6))
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, s := range slots {
		if s.Open {
			open = append(open, s.Date.WeekdayName())
		}
	}
	if want := []string{"周一", "周三", "周五", "周六"}; len(slots) != 7 || !slices.Equal(open, want) {
		t.Errorf("%d windows, open on %v, want %v", len(slots), open, want)
	}
	if _, err := store.Slots(t.Context(), "west", first, first); !errors.Is(err, booking.ErrUnknown) {
		t.Error(err)
	}
	if _, err := store.Slots(t.Context(), "south", first, first.Add(10_000)); !errors.Is(err, booking.ErrInvalid) {
		t.Error(err)
	}
}

// limits: at most as many as asked for, the earliest first.
func limits(t *testing.T, store booking.Store) {
	due, err := store.Due(t.Context(), Monday.AddDate(1, 0, 0), 2)
	if err != nil || len(due) != 2 || due[1].Due.Before(due[0].Due) {
		t.Errorf("%v %+v", err, due)
	}
	notices, err := store.Notices(t.Context(), 2)
	if err != nil || len(notices) != 2 || notices[0].Seq >= notices[1].Seq {
		t.Errorf("%v %+v", err, notices)
	}
}
