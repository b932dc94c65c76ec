package booking

import "time"

// propose offers another window, and holds its places until the exporter has
// answered or the offer ends.
func propose(d *draft, b *Batch) error {
	if err := d.moveTo(b); err != nil {
		return err
	}
	to := *d.c.To
	if !d.c.Actor.serves(to.Office) {
		return &Refusal{Reason: ErrDenied}
	}
	b.Before, b.State = b.State, MoveProposed
	b.Proposed, b.Until, b.Reason = &to, d.offices.offerEnds(b.Slot.Office, d.c.At), d.c.Reason
	if start := to.Begins(); start.Before(b.Until) {
		b.Until = start
	}
	d.tell(*b, b.Owner, "proposed")
	return nil
}

// accept takes the window that was offered; the officer has agreed to it by
// offering it, so that the batch is confirmed there.
func accept(d *draft, b *Batch) error {
	if !d.c.At.Before(b.Until) {
		return &Refusal{Reason: ErrState} // over, though no timer has said so yet
	}
	old := b.Slot
	if err := d.take(old, -b.Count()); err != nil {
		return err
	}
	b.Slot = *b.Proposed
	b.withdraw()
	b.State = Confirmed
	b.Reminded = d.offices.passed(*b, d.c.At)
	d.tellOffices(*b, "moved", old, b.Slot)
	return nil
}

func decline(d *draft, b *Batch) error {
	if err := d.goBack(b); err != nil {
		return err
	}
	d.tellOffices(*b, "declined", b.Slot)
	return nil
}

// goBack frees the window that was offered and puts the batch where it was.
func (d *draft) goBack(b *Batch) error {
	if err := d.take(*b.Proposed, -b.Count()); err != nil {
		return err
	}
	before := b.Before
	b.withdraw()
	b.State, b.Reason = before, ""
	b.Reminded = max(b.Reminded, d.offices.passed(*b, d.c.At)) // none in arrears
	return nil
}

// withdraw removes an offer from a batch.
func (b *Batch) withdraw() {
	b.Before, b.Proposed, b.Until = "", nil, time.Time{}
}

// reschedule moves a batch to a window of the exporter's choice, where an
// officer has to confirm it again.
func reschedule(d *draft, b *Batch) error {
	if !d.c.At.Before(b.Slot.Begins()) {
		return d.closed(b.Slot)
	}
	if err := d.moveTo(b); err != nil {
		return err
	}
	old := b.Slot
	if err := d.take(old, -b.Count()); err != nil {
		return err
	}
	b.Slot, b.State, b.Reminded, b.Reason = *d.c.To, Pending, 0, ""
	d.tellOffices(*b, "moved", old, b.Slot)
	return nil
}

// moveTo takes the places in the window that the command names.
func (d *draft) moveTo(b *Batch) error {
	switch to := d.c.To; {
	case to == nil || *to == b.Slot:
		return &Refusal{Reason: ErrInvalid}
	case !d.offices.has(*to):
		return &Refusal{Reason: ErrUnknown}
	case d.c.Actor.Role == Exporter && !d.offices.InTime(*to, d.c.At), !d.c.At.Before(to.Begins()):
		return d.closed(*to)
	}
	return d.take(*d.c.To, b.Count())
}
