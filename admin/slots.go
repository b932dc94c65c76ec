package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"cheyi/booking"
	"cheyi/calendar"
)

const (
	usualDays       = 14
	mostDays        = 92
	largestCapacity = 1000 // vehicles; more is a slip of the hand
)

// slots answers with the slots of one office, or of all that are the
// officer's, from one day to another.
func (d *Desk) slots(r *http.Request, who Officer) (any, error) {
	q := r.URL.Query()
	from, to, err := d.span(q.Get("from"), q.Get("to"))
	if err != nil {
		return nil, err
	}
	one := q.Get("office")
	if one != "" {
		if err := d.serves(who, one); err != nil {
			return nil, err
		}
	}
	all := []booking.Slot{}
	for _, office := range d.offices.All() {
		if !who.Serves(office.ID) || one != "" && office.ID != one {
			continue
		}
		slots, err := d.store.Slots(r.Context(), office.ID, from, to)
		if err != nil {
			return nil, err
		}
		all = append(all, slots...)
	}
	return map[string]any{"slots": all}, nil
}

// span reads two days, both included: by default two weeks from today.
func (d *Desk) span(first, last string) (from, to calendar.Day, err error) {
	from = calendar.DayOf(d.now())
	if first != "" {
		if from, err = day("from", first); err != nil {
			return from, to, err
		}
	}
	to = from.Add(usualDays - 1)
	if last != "" {
		if to, err = day("to", last); err != nil {
			return from, to, err
		}
	}
	if to.Before(from) || !to.Before(from.Add(mostDays)) {
		return from, to, bad("from 到 to 的范围不对：to 不能早于 from，一次最多看 %d 天。", mostDays)
	}
	return from, to, nil
}

// setSlot sets a slot's capacity, and whether it is open.
func (d *Desk) setSlot(r *http.Request, who Officer) (any, error) {
	slot := booking.SlotID{Office: r.PathValue("office")}
	if err := d.serves(who, slot.Office); err != nil {
		return nil, err
	}
	var err error
	if slot.Date, err = day("日期", r.PathValue("date")); err != nil {
		return nil, err
	}
	if slot.Window, err = window(r.PathValue("window")); err != nil {
		return nil, err
	}
	var q struct {
		Version  *int  `json:"version"`
		Capacity *int  `json:"capacity"`
		Open     *bool `json:"open"`
	}
	if err := read(r, &q); err != nil {
		return nil, err
	}
	if q.Version == nil || q.Capacity == nil || q.Open == nil {
		return nil, bad("缺少一项：version、capacity、open 都要写。")
	}
	c := booking.Command{Slot: slot, Version: *q.Version, Capacity: *q.Capacity, Open: *q.Open}
	own := false
	if c.Key, own, err = key(r, fmt.Sprintf("%s %s %s %d", slot.Office, slot.Date, slot.Window, c.Version)); err != nil {
		return nil, err
	}
	now, err := d.set(r.Context(), who, c, own)
	return now, err
}

// set gives an officer's command on a slot: its capacity, and whether it is
// open. own says that its key was the client's. The error may be a refusal.
func (d *Desk) set(ctx context.Context, who Officer, c booking.Command, own bool) (booking.Slot, error) {
	switch err := d.serves(who, c.Slot.Office); {
	case err != nil:
		return booking.Slot{}, err
	case d.past(c.Slot.Date):
		return booking.Slot{}, bad("%s已经过去：名额改了也没有用，请核对日期。", c.Slot.Date.WithWeekday())
	case c.Capacity < 0 || c.Capacity > largestCapacity:
		return booking.Slot{}, bad("capacity %d 不对：应在 0 到 %d 辆之间。", c.Capacity, largestCapacity)
	}
	c.Action, c.Actor, c.At = booking.SetSlot, who.Actor(), d.now()
	if _, err := d.store.Do(ctx, c); err != nil {
		return booking.Slot{}, d.refusedSlot(ctx, c.Slot, own, err)
	}
	return d.slot(ctx, c.Slot)
}

// past reports whether a day is over.
func (d *Desk) past(date calendar.Day) bool { return date.Before(calendar.DayOf(d.now())) }

// slot is a slot as it is now.
func (d *Desk) slot(ctx context.Context, id booking.SlotID) (booking.Slot, error) {
	slots, err := d.store.Slots(ctx, id.Office, id.Date, id.Date)
	if err != nil {
		return booking.Slot{}, err
	}
	i := slices.IndexFunc(slots, func(s booking.Slot) bool { return s.SlotID == id })
	if i < 0 {
		return booking.Slot{}, refuseSlot
	}
	return slots[i], nil
}

func (d *Desk) refusedSlot(ctx context.Context, id booking.SlotID, own bool, err error) error {
	switch {
	case errors.Is(err, booking.ErrUnknown), errors.Is(err, booking.ErrDenied):
		return refuseSlot
	case errors.Is(err, booking.ErrConflict) && own:
		return refuseConflict
	case errors.Is(err, booking.ErrInvalid):
		return bad("这个时段不能这样改：请照时段列表核对。")
	case !stands(err):
		return err
	}
	now, found := d.slot(ctx, id)
	if found != nil {
		return found
	}
	return d.moved(ctx, now)
}

// moved refuses what was meant for an earlier version of a slot.
func (d *Desk) moved(ctx context.Context, now booking.Slot) refusal {
	by := d.lastSet(ctx, now.SlotID)
	return refusal{status: http.StatusConflict, code: "stale", message: setSince(now, by), slot: &now, acted: by}
}

// lastSet is who has set a slot last, nil for nobody.
func (d *Desk) lastSet(ctx context.Context, id booking.SlotID) *Acted {
	trail, err := d.store.Audit(ctx, "")
	if err != nil {
		return nil
	}
	var last *Acted
	for _, e := range trail {
		if e.Set != nil && e.Set.SlotID == id {
			a := acted(e)
			last = &a
		}
	}
	return last
}
