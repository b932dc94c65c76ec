package booking

import (
	"cmp"
	"strings"
	"time"
)

// A Ref is what a store's index knows of a batch: enough to count batches, to
// sort them and to find the one.
type Ref struct {
	Receipt string
	State   State
	Slot    SlotID
	Made    time.Time // to the millisecond
}

// Ref is what an index knows of a batch.
func (b Batch) Ref() Ref {
	return Ref{Receipt: b.Receipt, State: b.State, Slot: b.Slot, Made: time.UnixMilli(b.Made.UnixMilli())}
}

// Compare orders batches by window, then receipt.
func (r Ref) Compare(other Ref) int {
	return cmp.Or(r.Slot.Compare(other.Slot), strings.Compare(r.Receipt, other.Receipt))
}
