package booking

import (
	"regexp"
	"slices"
)

// submit makes a batch of each request, or none of any.
func (d *draft) submit() (Result, error) {
	if err := d.checkRequests(); err != nil {
		return Result{}, err
	}
	if err := d.checkVehicles(); err != nil {
		return Result{}, err
	}
	var r Result
	for i, q := range d.c.Requests {
		if !d.offices.InTime(q.Slot, d.c.At) {
			return Result{}, d.closed(q.Slot)
		}
		if err := d.take(q.Slot, len(q.Vehicles)); err != nil {
			return Result{}, err
		}
		b, err := d.open(q, i)
		if err != nil {
			return Result{}, err
		}
		r.Batches = append(r.Batches, b)
	}
	return r, nil
}

// open makes the batch of a request that has its places.
func (d *draft) open(q Request, number int) (Batch, error) {
	code, err := d.freeReceipt(number)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{
		Receipt: code, State: Pending, Version: 1, Business: q.Business, Slot: q.Slot, Owner: d.c.Actor.ID,
		Enterprise: q.Enterprise, Contact: q.Contact, ClearedOn: q.ClearedOn, Made: d.c.At,
	}
	for _, v := range q.Vehicles {
		v.State, v.Note = VehicleBooked, ""
		b.Vehicles = append(b.Vehicles, v)
		d.hold(vehicle{q.Business, v.VIN}, b.Receipt)
	}
	d.tellOffices(b, "submitted", b.Slot)
	d.save(&b, "", Submit)
	return b, nil
}

func (d *draft) freeReceipt(number int) (string, error) {
	for attempt := 0; ; attempt++ {
		code := receipt(d.c.Actor, d.c.Key, number, attempt)
		taken, err := d.tx.Batch(code)
		if err != nil {
			return "", err
		}
		if _, again := d.batches[code]; taken == nil && !again {
			return code, nil
		}
	}
}

// vinForm is what a VIN looks like once normalised (GB 16735): no I, O or Q.
var vinForm = regexp.MustCompile(`^[0-9A-HJ-NPR-Z]{17}$`)

// checkRequests finds what is missing. Who asks has been told in better words
// before; this keeps the store whole whatever comes.
func (d *draft) checkRequests() error {
	if len(d.c.Requests) == 0 {
		return &Refusal{Reason: ErrInvalid}
	}
	var bad []string
	seen := map[vehicle]bool{}
	for _, q := range d.c.Requests {
		if !d.offices.has(q.Slot) {
			return &Refusal{Reason: ErrUnknown}
		}
		complete := slices.Contains(Businesses, q.Business) && len(q.Vehicles) > 0 &&
			q.Enterprise.Name != "" && q.Enterprise.USCC != "" && q.Contact.Name != "" && q.Contact.Phone != ""
		if !complete {
			return &Refusal{Reason: ErrInvalid}
		}
		for _, v := range q.Vehicles {
			if one := (vehicle{q.Business, v.VIN}); seen[one] || !vinForm.MatchString(v.VIN) {
				bad = append(bad, v.VIN)
			} else {
				seen[one] = true
			}
		}
	}
	if len(bad) > 0 {
		return &Refusal{Reason: ErrInvalid, VINs: bad}
	}
	return nil
}

// checkVehicles finds vehicles that are in a live batch already. In whose, the
// sender learns only if it is its own.
func (d *draft) checkVehicles() error {
	refusal := &Refusal{Reason: ErrTaken}
	for _, q := range d.c.Requests {
		for _, v := range q.Vehicles {
			code, err := d.holder(vehicle{q.Business, v.VIN})
			if err != nil {
				return err
			}
			if code == "" {
				continue
			}
			refusal.VINs = append(refusal.VINs, v.VIN)
			b, err := d.batch(code)
			if err != nil {
				return err
			}
			if refusal.Receipt == "" && b.Owner == d.c.Actor.ID {
				refusal.Receipt = code
			}
		}
	}
	if len(refusal.VINs) > 0 {
		return refusal
	}
	return nil
}

// closed refuses a window that takes no vehicles now.
func (d *draft) closed(id SlotID) error {
	s, err := d.slot(id)
	if err != nil {
		return err
	}
	return &Refusal{Reason: ErrClosed, Slot: &s}
}
