package booking

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// Do runs one command. It is the whole domain: what it reads and writes is in
// tx, what time it is the command says. An error that wraps one of the reasons
// of this package means that nothing has been written, so that a transaction
// may go on without the command; any other error is the store's, and ends it.
func Do(tx Tx, offices Offices, c Command) (Result, error) {
	if err := c.check(); err != nil {
		return Result{}, err
	}
	d := newDraft(tx, offices, c)
	if c.Actor.Role == Clock {
		return d.finish(d.tick())
	}
	sender, print := c.Actor.print(), c.print()
	kept, before, err := tx.Done(sender, c.Key)
	switch {
	case err != nil:
		return Result{}, err
	case kept != nil && before != print:
		return Result{}, &Refusal{Reason: ErrConflict}
	case kept != nil:
		return d.again(*kept)
	}
	r, err := d.finish(d.run())
	if err != nil {
		return Result{}, err
	}
	return r, tx.PutDone(sender, c.Key, print, r.trace(), c.At)
}

func (d *draft) run() (Result, error) {
	switch d.c.Action {
	case Submit:
		return d.submit()
	case SetSlot:
		return d.setSlot()
	case EraseOwner:
		return d.erase()
	}
	return d.step()
}

// finish writes what a command led to, unless it was refused.
func (d *draft) finish(r Result, err error) (Result, error) {
	if err != nil {
		return Result{}, err
	}
	return r, d.write()
}

// again shows what a command that comes again led to, as it is now.
func (d *draft) again(kept Result) (Result, error) {
	var r Result
	for _, b := range kept.Batches {
		now, err := d.batch(b.Receipt)
		if err != nil {
			return Result{}, err
		}
		r.Batches = append(r.Batches, now)
	}
	if kept.Slot != nil {
		s, err := d.slot(kept.Slot.SlotID)
		if err != nil {
			return Result{}, err
		}
		r.Slot = &s
	}
	return r, nil
}

// trace is what is kept of a result: no personal data, which would outlive
// its erasure there.
func (r Result) trace() Result {
	t := Result{Slot: r.Slot}
	for _, b := range r.Batches {
		t.Batches = append(t.Batches, Batch{Receipt: b.Receipt, State: b.State, Version: b.Version, Slot: b.Slot})
	}
	return t
}

// givers says which roles may give a command.
var givers = map[Action][]Role{
	Submit:     {Exporter},
	Accept:     {Exporter},
	Decline:    {Exporter},
	Reschedule: {Exporter},
	EraseOwner: {Exporter},
	Cancel:     {Exporter, Officer},
	Confirm:    {Officer},
	Reject:     {Officer},
	Propose:    {Officer},
	Complete:   {Officer},
	MarkNoShow: {Officer},
	SetSlot:    {Officer},
	Expire:     {Clock},
	Remind:     {Clock},
}

func (c Command) check() error {
	roles, known := givers[c.Action]
	switch {
	case !known || c.At.IsZero():
		return &Refusal{Reason: ErrInvalid}
	case !slices.Contains(roles, c.Actor.Role):
		return &Refusal{Reason: ErrDenied}
	case c.Actor.Role != Clock && (c.Key == "" || c.Actor.ID == ""):
		return &Refusal{Reason: ErrInvalid}
	}
	return nil
}

// print tells the content of commands apart. The offices of an officer are no
// part of it: they may have become others when the command comes again.
func (c Command) print() string {
	c.Actor.Offices = nil
	text, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("booking: a command that is no JSON: %v", err)) // strings, numbers and days always are
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// print stands for the actor among the keys that are kept, which need not name
// anybody.
func (a Actor) print() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", a.Role, a.ID))
	return hex.EncodeToString(sum[:16])
}

// serves reports whether an officer may act for an office.
func (a Actor) serves(office string) bool {
	return a.Role == Officer && (len(a.Offices) == 0 || slices.Contains(a.Offices, office))
}
