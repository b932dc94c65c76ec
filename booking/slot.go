package booking

// mostCapacity is how many vehicles a window may be said to take: more is a
// slip of the hand.
const mostCapacity = 1000

// setSlot sets how many vehicles a window takes, and whether it takes any.
// Those who are in it keep their places.
func (d *draft) setSlot() (Result, error) {
	switch id := d.c.Slot; {
	case !d.c.Actor.serves(id.Office):
		return Result{}, &Refusal{Reason: ErrDenied}
	case !d.offices.has(id):
		return Result{}, &Refusal{Reason: ErrUnknown}
	case d.c.Capacity < 0 || d.c.Capacity > mostCapacity:
		return Result{}, &Refusal{Reason: ErrInvalid}
	}
	s, err := d.slot(d.c.Slot)
	if err != nil {
		return Result{}, err
	}
	if d.c.Version != s.Version {
		return Result{}, &Refusal{Reason: ErrStale, Slot: &s}
	}
	s.Capacity, s.Open = d.c.Capacity, d.c.Open
	s.Version++
	d.putSlot(s)
	who := d.c.Actor
	who.Offices = nil
	d.entries = append(d.entries, Entry{At: d.c.At, Actor: who, Action: SetSlot, Version: s.Version, Slot: s.SlotID, Reason: d.c.Reason, Set: &s})
	return Result{Slot: &s}, nil
}
