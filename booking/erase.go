package booking

import "cheyi/calendar"

// erase removes the personal data of all batches of the actor. Those that are
// live end first, so that no place is held for nobody.
func (d *draft) erase() (Result, error) {
	mine, err := d.tx.BatchesOf(d.c.Actor.ID)
	if err != nil {
		return Result{}, err
	}
	var r Result
	for _, b := range mine {
		b = b.clone()
		if err := d.forget(&b, EraseOwner); err != nil {
			return Result{}, err
		}
		r.Batches = append(r.Batches, b)
	}
	return r, nil
}

// forget removes the personal data of one batch. What is left says what was
// done, where and to how many vehicles, and nothing of whom or whose.
func (d *draft) forget(b *Batch, action Action) error {
	if from := b.State; from.Live() {
		b.Version++
		if err := cancel(d, b); err != nil {
			return err
		}
		d.save(b, from, Cancel)
	}
	b.Version++
	b.Owner, b.Enterprise, b.Contact, b.Reason = "", Enterprise{}, Contact{}, ""
	b.ClearedOn = calendar.Day{}
	for i, v := range b.Vehicles {
		b.Vehicles[i] = Vehicle{State: v.State}
	}
	d.save(b, b.State, action)
	return nil
}
