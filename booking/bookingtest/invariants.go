package bookingtest

import (
	"fmt"
	"slices"

	"cheyi/booking"
)

// check returns what is wrong with a view of a store that was another before,
// nil for nothing.
func check(before, after view) error {
	for _, invariant := range []func(before, after view) error{places, vehicles, transitionsTaken, entries, timers, notices, replayed} {
		if err := invariant(before, after); err != nil {
			return err
		}
	}
	return nil
}

// held is where a batch holds places.
func held(b booking.Batch) []booking.SlotID {
	switch b.State {
	case booking.Pending, booking.Confirmed:
		return []booking.SlotID{b.Slot}
	case booking.MoveProposed:
		return []booking.SlotID{b.Slot, *b.Proposed}
	}
	return nil
}

// places is I1.
func places(before, after view) error {
	sum := map[booking.SlotID]int{}
	for _, b := range after.Batches {
		for _, id := range held(b) {
			sum[id] += b.Count()
		}
	}
	for i, s := range after.Slots {
		was := before.Slots[i]
		switch grown := s.Used > was.Used; {
		case s.Used != sum[s.SlotID]:
			return fmt.Errorf("I1: %v has %d vehicles in live batches, and says %d", s.SlotID, sum[s.SlotID], s.Used)
		case grown && (s.Used > s.Capacity || !s.Open):
			return fmt.Errorf("I1: %v grew from %d to %+v", s.SlotID, was.Used, s)
		}
		delete(sum, s.SlotID)
	}
	if len(sum) > 0 {
		return fmt.Errorf("I1: batches in windows that are not listed: %v", sum)
	}
	return nil
}

// vehicles is I2.
func vehicles(_, after view) error {
	holder := map[[2]string]string{}
	for _, b := range after.Batches {
		if !b.State.Live() {
			continue
		}
		for _, v := range b.Vehicles {
			key := [2]string{string(b.Business), v.VIN}
			if other, taken := holder[key]; taken && v.State == booking.VehicleBooked {
				return fmt.Errorf("I2: %v is in %s and in %s", key, other, b.Receipt)
			}
			if v.State == booking.VehicleBooked {
				holder[key] = b.Receipt
			}
		}
	}
	return nil
}

// allowed is the transition table, written down a second time.
var allowed = map[booking.State]map[booking.Action][]booking.State{
	"": {booking.Submit: {booking.Pending}},
	booking.Pending: {
		booking.Confirm: {booking.Confirmed}, booking.Reject: {booking.Pending, booking.Rejected},
		booking.Propose: {booking.MoveProposed}, booking.Reschedule: {booking.Pending},
		booking.Cancel: {booking.Cancelled}, booking.Expire: {booking.Expired},
	},
	booking.Confirmed: {
		booking.Reject: {booking.Confirmed, booking.Rejected}, booking.Propose: {booking.MoveProposed},
		booking.Reschedule: {booking.Pending}, booking.Cancel: {booking.Cancelled},
		booking.Complete: {booking.Completed}, booking.MarkNoShow: {booking.NoShow},
	},
	booking.MoveProposed: {
		booking.Accept: {booking.Confirmed}, booking.Decline: {booking.Pending, booking.Confirmed},
		booking.Expire: {booking.Pending, booking.Confirmed}, booking.Cancel: {booking.Cancelled},
	},
}

// transitionsTaken is I3: whatever became of a batch, its new entries say by
// which steps, and the table has each.
func transitionsTaken(before, after view) error {
	for _, b := range after.Batches {
		was, _ := before.batch(b.Receipt)
		steps := slices.DeleteFunc(slices.Clone(after.Entries[len(before.Entries):]), func(e booking.Entry) bool { return e.Receipt != b.Receipt })
		state, version, origin := was.State, was.Version, was.Before
		for _, e := range steps {
			erased := e.From == e.To && !e.To.Live() && (e.Action == booking.EraseOwner || e.Action == booking.Expire)
			version++
			switch {
			case e.From != state || e.Version != version:
				return fmt.Errorf("I3: %s was %s, version %d, when %+v", b.Receipt, state, version-1, e)
			case !erased && !slices.Contains(allowed[e.From][e.Action], e.To):
				return fmt.Errorf("I3: %s: the table has no %+v", b.Receipt, e)
			case e.From == booking.MoveProposed && (e.Action == booking.Decline || e.Action == booking.Expire) && e.To != origin:
				return fmt.Errorf("I3: %s was %s before the offer, and went back to %s", b.Receipt, origin, e.To)
			}
			state = e.To
		}
		if b.State != state || b.Version != version {
			return fmt.Errorf("I3: %s is %s, version %d; by its entries %s, version %d", b.Receipt, b.State, b.Version, state, version)
		}
	}
	return nil
}

// entries is the first half of I4: nothing has been taken out of the audit
// trail, and each version of a batch has one entry.
func entries(before, after view) error {
	if len(after.Entries) < len(before.Entries) {
		return fmt.Errorf("I4: the audit trail has become shorter: %d entries", len(after.Entries))
	}
	next := map[string]int{}
	for i, e := range after.Entries {
		if i > 0 && e.Seq <= after.Entries[i-1].Seq {
			return fmt.Errorf("I4: the audit trail is out of order at %+v", e)
		}
		if e.Receipt == "" {
			continue
		}
		if next[e.Receipt]++; e.Version != next[e.Receipt] {
			return fmt.Errorf("I4: version %d of %s has no entry, but %+v", next[e.Receipt], e.Receipt, e)
		}
		if e.Actor.Role == booking.Exporter && e.Actor.ID != "" {
			return fmt.Errorf("I4: the audit trail names a person: %+v", e)
		}
	}
	return nil
}

// timers is the second half of I4: a batch has the timers of its state, all of
// its current version.
func timers(_, after view) error {
	kinds := map[string][]string{}
	for _, t := range after.Timers {
		b, ok := after.batch(t.Receipt)
		if !ok || b.Version != t.Version {
			return fmt.Errorf("I4: %+v is a timer of nothing; the batch has version %d", t, b.Version)
		}
		kinds[t.Receipt] = append(kinds[t.Receipt], t.Kind)
	}
	for _, b := range after.Batches {
		want := map[booking.State]string{booking.Pending: booking.TimerDayOver, booking.MoveProposed: booking.TimerOffer}[b.State]
		has := kinds[b.Receipt]
		if want != "" && !slices.Contains(has, want) || slices.Contains(has, booking.TimerRetention) != (b.Owner != "") {
			return fmt.Errorf("I4: %s is %s and has the timers %v", b.Receipt, b.State, has)
		}
		for _, kind := range has {
			reminder := slices.Contains([]string{booking.TimerThreeDays, booking.TimerOneDay, booking.TimerTwoHours}, kind)
			if kind != want && kind != booking.TimerRetention && !(reminder && b.State == booking.Confirmed) {
				return fmt.Errorf("I4: %s is %s and has the timers %v", b.Receipt, b.State, has)
			}
		}
	}
	return nil
}
