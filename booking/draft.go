package booking

import (
	"fmt"
)

// A draft is what a command would change. It is written as a whole when the
// command turns out to be possible, and not at all otherwise; reads see what
// is in it.
type draft struct {
	tx      Tx
	offices Offices
	c       Command

	slots   map[SlotID]Slot
	batches map[string]Batch
	live    map[vehicle]string // receipt
	order   struct {           // in which they were first changed, so that stores see one order
		slots   []SlotID
		batches []string
		live    []vehicle
	}
	notices []Notice
	entries []Entry
}

// A vehicle is what can be in one live batch only.
type vehicle struct {
	business Business
	vin      string
}

func newDraft(tx Tx, offices Offices, c Command) *draft {
	return &draft{
		tx: tx, offices: offices, c: c,
		slots: map[SlotID]Slot{}, batches: map[string]Batch{}, live: map[vehicle]string{},
	}
}

// slot returns a window as it is now.
func (d *draft) slot(id SlotID) (Slot, error) {
	if s, ok := d.slots[id]; ok {
		return s, nil
	}
	stored, touched, err := d.tx.Slot(id)
	if err != nil {
		return Slot{}, err
	}
	if !touched {
		stored = Slot{SlotID: id}
	}
	return d.offices.current(stored), nil
}

func (d *draft) putSlot(s Slot) {
	if _, again := d.slots[s.SlotID]; !again {
		d.order.slots = append(d.order.slots, s.SlotID)
	}
	d.slots[s.SlotID] = s
}

// take moves n vehicles into a window, or out of it when n is below zero. It
// is the only place where the use of a window changes.
func (d *draft) take(id SlotID, n int) error {
	s, err := d.slot(id)
	switch {
	case err != nil:
		return err
	case n > 0 && !s.Open:
		return &Refusal{Reason: ErrClosed, Slot: &s}
	case n > s.Free() && n > 0:
		return &Refusal{Reason: ErrFull, Slot: &s}
	case s.Used+n < 0:
		return fmt.Errorf("booking: %d vehicles leave %v, where %d are", -n, id, s.Used)
	}
	s.Used += n
	d.putSlot(s)
	return nil
}

func (d *draft) batch(receipt string) (Batch, error) {
	if b, ok := d.batches[receipt]; ok {
		return b.clone(), nil
	}
	b, err := d.tx.Batch(receipt)
	switch {
	case err != nil:
		return Batch{}, err
	case b == nil:
		return Batch{}, &Refusal{Reason: ErrUnknown}
	}
	return b.clone(), nil
}

// put keeps a batch without making a new version of it.
func (d *draft) put(b Batch) {
	if _, again := d.batches[b.Receipt]; !again {
		d.order.batches = append(d.order.batches, b.Receipt)
	}
	d.batches[b.Receipt] = b.clone()
}

// save keeps a new version of a batch, which was in another state before, with
// its audit entry.
func (d *draft) save(b *Batch, from State, action Action) {
	b.Changed = d.c.At
	e := Entry{At: d.c.At, Actor: d.c.Actor, Action: action, Receipt: b.Receipt, Version: b.Version, From: from, To: b.State, Slot: b.Slot}
	if b.Proposed != nil {
		e.Slot = *b.Proposed
	}
	if b.State.Live() {
		e.Places = b.Count()
	}
	if e.Actor.Role == Officer {
		e.Reason = d.c.Reason
	} else {
		e.Actor.ID = ""
	}
	e.Actor.Offices = nil
	d.entries = append(d.entries, e)
	d.put(*b)
}

// holder returns the receipt of the live batch of a vehicle, "" for none.
func (d *draft) holder(v vehicle) (string, error) {
	if receipt, ok := d.live[v]; ok {
		return receipt, nil
	}
	return d.tx.Live(v.business, v.vin)
}

// hold says which batch a vehicle is in now; "" for none.
func (d *draft) hold(v vehicle, receipt string) {
	if _, again := d.live[v]; !again {
		d.order.live = append(d.order.live, v)
	}
	d.live[v] = receipt
}

// leave frees the places and the vehicles of a batch that is about to end.
func (d *draft) leave(b *Batch) error {
	for _, id := range b.slots() {
		if err := d.take(id, -b.Count()); err != nil {
			return err
		}
	}
	for _, vin := range b.vins() {
		d.hold(vehicle{b.Business, vin}, "")
	}
	b.withdraw()
	return nil
}

// tell has a notice of this version of a batch sent.
func (d *draft) tell(b Batch, to, kind string) {
	if to != "" {
		d.notices = append(d.notices, Notice{To: to, Kind: kind, Receipt: b.Receipt, Version: b.Version, At: d.c.At})
	}
}

// tellOffices has the officers of each of these windows' offices told, once.
func (d *draft) tellOffices(b Batch, kind string, slots ...SlotID) {
	told := map[string]bool{}
	for _, s := range slots {
		if !told[s.Office] {
			d.tell(b, Officers(s.Office), kind)
		}
		told[s.Office] = true
	}
}

// Officers is whom a notice is to when it is for all officers of an office.
func Officers(office string) string { return "office:" + office }

// write puts the draft into the transaction.
func (d *draft) write() error {
	for _, id := range d.order.slots {
		if err := d.tx.PutSlot(d.slots[id]); err != nil {
			return err
		}
	}
	for _, v := range d.order.live {
		if err := d.tx.SetLive(v.business, v.vin, d.live[v]); err != nil {
			return err
		}
	}
	for _, receipt := range d.order.batches {
		if err := d.writeBatch(d.batches[receipt]); err != nil {
			return err
		}
	}
	for _, e := range d.entries {
		if err := d.tx.PutEntry(e); err != nil {
			return err
		}
	}
	for _, n := range d.notices {
		if err := d.tx.PutNotice(n); err != nil {
			return err
		}
	}
	return nil
}

// writeBatch puts a batch with the timers that belong to it as it is now: they
// follow from it, so that none of an earlier version is left.
func (d *draft) writeBatch(b Batch) error {
	if err := d.tx.PutBatch(b); err != nil {
		return err
	}
	if err := d.tx.DropTimers(b.Receipt); err != nil {
		return err
	}
	for _, t := range d.offices.timers(b) {
		if err := d.tx.PutTimer(t); err != nil {
			return err
		}
	}
	return nil
}
