package bookingtest

import (
	"fmt"

	"cheyi/booking"
)

// An account is what the audit trail says of a batch.
type account struct {
	state    booking.State
	version  int
	places   int
	slot     booking.SlotID
	proposed *booking.SlotID
}

// replayed is I9: the audit trail alone gives states, versions and places.
func replayed(_, after view) error {
	batches := map[string]account{}
	set := map[booking.SlotID]booking.Slot{}
	for _, e := range after.Entries {
		if e.Set != nil {
			set[e.Slot] = *e.Set
			continue
		}
		batches[e.Receipt] = batches[e.Receipt].follow(e)
	}
	if len(batches) != len(after.Batches) {
		return fmt.Errorf("I9: %d batches, of which the audit trail knows %d", len(after.Batches), len(batches))
	}
	used := map[booking.SlotID]int{}
	for _, b := range after.Batches {
		a := batches[b.Receipt]
		if a.state != b.State || a.version != b.Version || a.slot != b.Slot || text(a.proposed) != text(b.Proposed) || b.State.Live() && a.places != b.Count() {
			return fmt.Errorf("I9: by the audit trail %+v, but %+v", a, b)
		}
		used[a.slot] += a.places
		if a.proposed != nil {
			used[*a.proposed] += a.places
		}
	}
	for _, s := range after.Slots {
		if s.Used != used[s.SlotID] {
			return fmt.Errorf("I9: by the audit trail %d are in %+v", used[s.SlotID], s)
		}
		if by, ok := set[s.SlotID]; ok && (by.Capacity != s.Capacity || by.Open != s.Open || by.Version != s.Version) {
			return fmt.Errorf("I9: by the audit trail %+v, but %+v", by, s)
		}
	}
	return nil
}

func (a account) follow(e booking.Entry) account {
	if e.To == booking.MoveProposed {
		offered := e.Slot
		a.proposed = &offered
	} else {
		a.slot, a.proposed = e.Slot, nil
	}
	a.state, a.version, a.places = e.To, e.Version, e.Places
	return a
}
