package booking

import (
	"slices"
	"time"
)

// A step is one row of the transition table: the states it starts from, and
// what it does to the batch, whose version has been counted up already.
type step struct {
	from []State
	run  func(*draft, *Batch) error
}

var steps = map[Action]step{
	Confirm:    {[]State{Pending}, confirm},
	Reject:     {[]State{Pending, Confirmed}, reject},
	Propose:    {[]State{Pending, Confirmed}, propose},
	Accept:     {[]State{MoveProposed}, accept},
	Decline:    {[]State{MoveProposed}, decline},
	Reschedule: {[]State{Pending, Confirmed}, reschedule},
	Cancel:     {[]State{Pending, Confirmed, MoveProposed}, cancel},
	Complete:   {[]State{Confirmed}, complete},
	MarkNoShow: {[]State{Confirmed}, noShow},
}

// step runs a command on one batch.
func (d *draft) step() (Result, error) {
	b, err := d.batch(d.c.Receipt)
	if err != nil {
		return Result{}, err
	}
	if err := d.authorise(b); err != nil {
		return Result{}, err
	}
	s, from := steps[d.c.Action], b.State
	switch {
	case d.c.Version != b.Version:
		return Result{}, &Refusal{Reason: ErrStale, Batch: &b}
	case !slices.Contains(s.from, b.State):
		return Result{}, &Refusal{Reason: ErrState, Batch: &b}
	}
	current := b.clone()
	b.Version++
	if err := s.run(d, &b); err != nil {
		if r, ok := err.(*Refusal); ok && r.Batch == nil {
			r.Batch = &current
		}
		return Result{}, err
	}
	d.save(&b, from, d.c.Action)
	return Result{Batches: []Batch{b}}, nil
}

// authorise refuses actors whose batch it is not. An exporter gets the answer
// that an unknown receipt gets, so that receipts cannot be tried out.
func (d *draft) authorise(b Batch) error {
	switch who := d.c.Actor; {
	case who.Role == Exporter && b.Owner != who.ID:
		return &Refusal{Reason: ErrUnknown}
	case who.Role == Officer && !who.serves(b.Slot.Office):
		return &Refusal{Reason: ErrDenied}
	}
	return nil
}

func confirm(d *draft, b *Batch) error {
	b.State, b.Reason = Confirmed, ""
	b.Reminded = d.offices.passed(*b, d.c.At)
	d.tell(*b, b.Owner, "confirmed")
	return nil
}

// reject returns vehicles to the exporter; a batch that has none left ends.
func reject(d *draft, b *Batch) error {
	back := d.c.VINs
	if len(back) == 0 {
		back = b.vins()
	}
	if d.c.Reason == "" || !b.holds(back) {
		return &Refusal{Reason: ErrInvalid}
	}
	if len(back) == b.Count() {
		return rejectAll(d, b)
	}
	if err := d.take(b.Slot, -len(back)); err != nil {
		return err
	}
	for _, vin := range back {
		d.hold(vehicle{b.Business, vin}, "")
	}
	b.giveBack(back, d.c.Reason)
	d.tell(*b, b.Owner, "returned")
	return nil
}

func rejectAll(d *draft, b *Batch) error {
	if err := d.leave(b); err != nil {
		return err
	}
	b.giveBack(b.vins(), d.c.Reason)
	b.State, b.Reason = Rejected, d.c.Reason
	d.tell(*b, b.Owner, "rejected")
	return nil
}

// holds reports whether these are vehicles of the batch, each named once.
func (b Batch) holds(vins []string) bool {
	mine := map[string]bool{}
	for _, vin := range b.vins() {
		mine[vin] = true
	}
	for _, vin := range vins {
		if !mine[vin] {
			return false
		}
		mine[vin] = false
	}
	return true
}

func (b *Batch) giveBack(vins []string, reason string) {
	for i, v := range b.Vehicles {
		if v.State == VehicleBooked && slices.Contains(vins, v.VIN) {
			b.Vehicles[i].State, b.Vehicles[i].Note = VehicleReturned, reason
		}
	}
}

func cancel(d *draft, b *Batch) error {
	slots := b.slots()
	if err := d.leave(b); err != nil {
		return err
	}
	b.State, b.Reason = Cancelled, d.c.Reason
	if d.c.Actor.Role == Officer {
		d.tell(*b, b.Owner, "cancelled")
	} else {
		d.tellOffices(*b, "cancelled", slots...)
	}
	return nil
}

func complete(d *draft, b *Batch) error {
	return over(d, b, Completed, midnight(b.Slot.Date))
}

func noShow(d *draft, b *Batch) error {
	return over(d, b, NoShow, b.Slot.Begins())
}

// over ends a batch that has had its day, which it has not before a time.
func over(d *draft, b *Batch, s State, earliest time.Time) error {
	if d.c.At.Before(earliest) {
		return &Refusal{Reason: ErrState}
	}
	if err := d.leave(b); err != nil {
		return err
	}
	b.State = s
	return nil
}
