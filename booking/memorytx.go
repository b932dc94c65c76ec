package booking

import (
	"slices"
	"strings"
	"time"
)

// A memoryTx is a transaction on a Memory. It writes in place, and knows how
// to take back each write.
type memoryTx struct {
	m     *Memory
	undos []func()
}

func (tx *memoryTx) undo() {
	for _, undo := range slices.Backward(tx.undos) {
		undo()
	}
}

// set writes to a map of the store.
func set[K comparable, V any](tx *memoryTx, in map[K]V, key K, value V) {
	remember(tx, in, key)
	in[key] = value
}

// drop deletes from a map of the store.
func drop[K comparable, V any](tx *memoryTx, in map[K]V, key K) {
	remember(tx, in, key)
	delete(in, key)
}

func remember[K comparable, V any](tx *memoryTx, in map[K]V, key K) {
	old, before := in[key]
	tx.undos = append(tx.undos, func() {
		if before {
			in[key] = old
		} else {
			delete(in, key)
		}
	})
}

func (tx *memoryTx) Slot(id SlotID) (Slot, bool, error) {
	s, touched := tx.m.slots[id]
	return s, touched, nil
}

func (tx *memoryTx) PutSlot(s Slot) error {
	set(tx, tx.m.slots, s.SlotID, s)
	return nil
}

func (tx *memoryTx) Batch(receipt string) (*Batch, error) {
	b, ok := tx.m.batches[receipt]
	if !ok {
		return nil, nil
	}
	b = b.clone()
	return &b, nil
}

func (tx *memoryTx) PutBatch(b Batch) error {
	set(tx, tx.m.batches, b.Receipt, b.clone())
	return nil
}

func (tx *memoryTx) BatchesOf(owner string) ([]Batch, error) {
	var mine []Batch
	for _, b := range tx.m.batches {
		if b.Owner == owner {
			mine = append(mine, b.clone())
		}
	}
	slices.SortFunc(mine, func(a, b Batch) int { return strings.Compare(a.Receipt, b.Receipt) })
	return mine, nil
}

func (tx *memoryTx) Live(b Business, vin string) (string, error) {
	return tx.m.live[vehicle{b, vin}], nil
}

func (tx *memoryTx) SetLive(b Business, vin, receipt string) error {
	if receipt == "" {
		drop(tx, tx.m.live, vehicle{b, vin})
	} else {
		set(tx, tx.m.live, vehicle{b, vin}, receipt)
	}
	return nil
}

func (tx *memoryTx) Done(actor, key string) (*Result, string, error) {
	k, ok := tx.m.done[[2]string{actor, key}]
	if !ok {
		return nil, "", nil
	}
	return &k.result, k.print, nil
}

func (tx *memoryTx) PutDone(actor, key, print string, r Result, _ time.Time) error {
	set(tx, tx.m.done, [2]string{actor, key}, kept{r, print})
	return nil
}

func (tx *memoryTx) PutTimer(t Timer) error {
	set(tx, tx.m.timers, t.Receipt, append(slices.Clone(tx.m.timers[t.Receipt]), t))
	return nil
}

func (tx *memoryTx) DropTimers(receipt string) error {
	drop(tx, tx.m.timers, receipt)
	return nil
}

func (tx *memoryTx) PutNotice(n Notice) error {
	before, seq := tx.m.notices, tx.m.seq
	tx.undos = append(tx.undos, func() { tx.m.notices, tx.m.seq = before, seq })
	tx.m.seq++
	n.Seq = tx.m.seq
	tx.m.notices = append(tx.m.notices, n)
	return nil
}

func (tx *memoryTx) PutEntry(e Entry) error {
	before := tx.m.entries
	tx.undos = append(tx.undos, func() { tx.m.entries = before })
	e.Seq = uint64(len(before)) + 1
	tx.m.entries = append(tx.m.entries, e)
	return nil
}
