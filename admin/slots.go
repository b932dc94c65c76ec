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
	switch {
	case q.Version == nil || q.Capacity == nil || q.Open == nil:
		return nil, bad("缺少一项：version、capacity、open 都要写。")
	case slot.Date.Before(calendar.DayOf(d.now())):
		return nil, bad("%s已经过去：名额改了也没有用，请核对日期。", slot.Date.WithWeekday())
	case *q.Capacity < 0 || *q.Capacity > largestCapacity:
		return nil, bad("capacity %d 不对：应在 0 到 %d 辆之间。", *q.Capacity, largestCapacity)
	}
	c := booking.Command{
		Actor: who.Actor(), Action: booking.SetSlot, At: d.now(),
		Slot: slot, Version: *q.Version, Capacity: *q.Capacity, Open: *q.Open,
	}
	own := false
	if c.Key, own, err = key(r, fmt.Sprintf("%s %s %s %d", slot.Office, slot.Date, slot.Window, c.Version)); err != nil {
		return nil, err
	}
	if _, err := d.store.Do(r.Context(), c); err != nil {
		return nil, d.refusedSlot(r.Context(), slot, own, err)
	}
	now, err := d.slot(r.Context(), slot)
	return now, err
}

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
	return refusal{status: http.StatusConflict, code: "stale", message: movedSlot(now), slot: &now}
}
