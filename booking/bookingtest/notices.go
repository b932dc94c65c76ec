package bookingtest

import (
	"fmt"
	"slices"
	"strings"

	"cheyi/booking"
)

// told is who is told of what after a step: the exporter, the officers, both.
var told = map[booking.Action]struct{ exporter, officers []string }{
	booking.Submit:     {officers: []string{"submitted"}},
	booking.Confirm:    {exporter: []string{"confirmed"}},
	booking.Reject:     {exporter: []string{"returned", "rejected"}},
	booking.Propose:    {exporter: []string{"proposed"}},
	booking.Accept:     {officers: []string{"moved"}},
	booking.Decline:    {officers: []string{"declined"}},
	booking.Reschedule: {officers: []string{"moved"}},
	booking.Cancel:     {exporter: []string{"cancelled"}, officers: []string{"cancelled"}},
	booking.Expire:     {exporter: []string{"expired"}, officers: []string{"expired"}},
}

// notices is the last third of I4, and I7: what is told is of a version that
// has an entry for it, by the table; a reminder is of a confirmed batch as it
// is now.
func notices(before, after view) error {
	steps := after.Entries[len(before.Entries):]
	heard := map[string]bool{}
	for _, n := range after.Notices[len(before.Notices):] {
		if n.Kind == "reminder" {
			b, _ := after.batch(n.Receipt)
			if b.State != booking.Confirmed || b.Version != n.Version || b.Owner != n.To || !n.At.Before(b.Slot.Begins()) {
				return fmt.Errorf("I7: %+v of %+v", n, b)
			}
			continue
		}
		i := slices.IndexFunc(steps, func(e booking.Entry) bool { return e.Receipt == n.Receipt && e.Version == n.Version })
		if i < 0 {
			return fmt.Errorf("I4: %+v is of nothing that happened", n)
		}
		kinds := told[steps[i].Action]
		_, officers := strings.CutPrefix(n.To, "office:")
		if want := map[bool][]string{true: kinds.officers, false: kinds.exporter}[officers]; !slices.Contains(want, n.Kind) {
			return fmt.Errorf("I4: %+v is not what is told after %+v", n, steps[i])
		}
		heard[text([]any{n.Receipt, n.Version})] = true
	}
	for _, e := range steps {
		kinds := told[e.Action]
		erased := e.Action == booking.Expire && e.From == e.To
		if kinds.exporter == nil && kinds.officers == nil || erased {
			continue
		}
		if !heard[text([]any{e.Receipt, e.Version})] {
			return fmt.Errorf("I4: nobody was told of %+v", e)
		}
	}
	return nil
}
