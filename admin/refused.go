package admin

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"cheyi/booking"
)

// refused says why a command changed nothing, with what is current and who
// made it so. own says that the key was the client's.
func (d *Desk) refused(ctx context.Context, who Officer, c booking.Command, own bool, err error) error {
	switch {
	case errors.Is(err, booking.ErrUnknown) && c.To != nil:
		return refuseSlot
	case errors.Is(err, booking.ErrUnknown), errors.Is(err, booking.ErrDenied):
		return refuseBatch
	case errors.Is(err, booking.ErrConflict) && own:
		return refuseConflict
	case !errors.Is(err, booking.ErrInvalid) && !stands(err):
		return err
	}
	b, found := d.batch(ctx, who, c.Receipt)
	if found != nil {
		return found
	}
	if errors.Is(err, booking.ErrInvalid) {
		return incomplete(b, c)
	}
	now := card(b)
	r := refusal{status: http.StatusConflict, batch: &now, acted: d.lastActed(ctx, c.Receipt)}
	if why := (*booking.Refusal)(nil); errors.As(err, &why) {
		r.slot = why.Slot
	}
	r.code, r.message = d.why(err, c, r)
	return r
}

// why is a 409 in words.
func (d *Desk) why(err error, c booking.Command, r refusal) (code, message string) {
	early := c.Action == booking.Complete || c.Action == booking.MarkNoShow
	switch {
	case errors.Is(err, booking.ErrFull):
		return "full", full(r.slot)
	case errors.Is(err, booking.ErrClosed):
		return "closed", closed(r.slot, r.slot != nil && d.offices.Works(r.slot.Office, r.slot.Date), c.At)
	case errors.Is(err, booking.ErrTaken):
		return "taken", wordsTaken
	case errors.Is(err, booking.ErrState) && r.batch.State == booking.Confirmed && early:
		return "state", tooEarly(*r.batch, c.Action)
	case errors.Is(err, booking.ErrState):
		return "state", unfit(*r.batch, r.acted)
	}
	return "stale", moved(*r.batch, r.acted)
}

// incomplete says what is wrong with a command that booking does not take.
func incomplete(b booking.Batch, c booking.Command) refusal {
	if c.To != nil && *c.To == b.Slot {
		return bad(wordsSameSlot)
	}
	for _, v := range b.Vehicles {
		if v.State == booking.VehicleReturned && slices.Contains(c.VINs, v.VIN) {
			return bad("车架号 %s 已经退回过了：请去掉它再发。", v.VIN)
		}
	}
	return bad(wordsUnfit)
}

// stands reports whether an error is about what is current.
func stands(err error) bool {
	return slices.ContainsFunc([]error{booking.ErrStale, booking.ErrState, booking.ErrFull, booking.ErrClosed, booking.ErrTaken, booking.ErrConflict},
		func(reason error) bool { return errors.Is(err, reason) })
}
