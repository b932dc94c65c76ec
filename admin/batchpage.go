package admin

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strconv"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// proposeDays is how long after a batch's day, or today if that is later, an
// officer is shown other windows.
const proposeDays = 30

type batchView struct {
	booking.Batch
	Office   booking.Office
	Rows     []rowView
	Places   int // vehicles that hold a place
	Returned int
	Can      can
	Free     []freeDay
	Trail    []Line
	Next     string // receipt of the next batch that waits, "" for none
	Waiting  int    // how many wait besides
	Key      string // of the forms
	Typed    typed  // in a form that was refused
	Fault    string
	Done     string
}

// A rowView is a vehicle of a batch.
type rowView struct {
	booking.Vehicle
	Number    int
	Booked    bool
	Elsewhere bool // registered outside the office's area
	Ticked    bool
}

// A freeDay is a day with the windows that have room for a batch.
type freeDay struct {
	Date  calendar.Day
	Slots []booking.Slot
}

// can is what may be done with a batch now.
type can struct{ Confirm, Reject, Propose, Cancel, Complete, NoShow bool }

func possible(b booking.Batch, now time.Time) can {
	open, sure := b.State == booking.Pending, b.State == booking.Confirmed
	return can{
		Confirm: open, Reject: open || sure, Propose: open || sure, Cancel: b.State.Live(),
		Complete: sure && !calendar.DayOf(now).Before(b.Slot.Date),
		NoShow:   sure && !now.Before(b.Slot.Begins()),
	}
}

// batchPage shows a batch with what can be done with it. v in the query is the
// version that the officer's own form has made.
func (d *Desk) batchPage(w http.ResponseWriter, r *http.Request, who Officer) {
	b, err := d.batch(r.Context(), who, r.PathValue("receipt"))
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	d.showBatch(w, r, who, http.StatusOK, batchView{Batch: b})
}

// showBatch shows a batch; v has what is known of it already.
func (d *Desk) showBatch(w http.ResponseWriter, r *http.Request, who Officer, status int, v batchView) {
	v.Key, v.Can = rand.Text(), possible(v.Batch, d.now())
	v.Office, _ = d.offices.Office(v.Slot.Office)
	v.Places = v.Count()
	for i, vehicle := range v.Vehicles {
		row := rowView{Vehicle: vehicle, Number: i + 1, Booked: vehicle.State == booking.VehicleBooked, Elsewhere: !v.Office.Covers(vehicle.Place)}
		row.Ticked = row.Booked && slices.Contains(v.Typed.VINs, vehicle.VIN)
		v.Rows = append(v.Rows, row)
		if !row.Booked {
			v.Returned++
		}
	}
	if err := d.fillBatch(r, who, &v); err != nil {
		d.sorry(w, r, err)
		return
	}
	d.present(w, r, who, view{status, "batch", "预约 " + v.Receipt, "/desk", v})
}

// fillBatch reads what belongs to a batch.
func (d *Desk) fillBatch(r *http.Request, who Officer, v *batchView) error {
	trail, err := d.store.Audit(r.Context(), v.Receipt)
	if err != nil {
		return err
	}
	made, _ := strconv.Atoi(r.URL.Query().Get("v"))
	for _, e := range trail {
		l := line(e)
		v.Trail = append(v.Trail, l)
		if l.Version == made && l.Role == booking.Officer && l.By == who.Name {
			v.Done = did(l)
		}
	}
	if v.Can.Propose {
		if v.Free, err = d.free(r, v.Batch); err != nil {
			return err
		}
	}
	waiting, err := d.refs(r.Context(), who, "", booking.Filter{State: booking.Pending})
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(b booking.Ref) bool { return b.Receipt == v.Receipt })
	if v.Waiting = len(waiting); v.Waiting > 0 {
		v.Next = slices.MinFunc(waiting, inQueue).Receipt
	}
	return nil
}

// free lists the windows of the office that have room for a batch.
func (d *Desk) free(r *http.Request, b booking.Batch) ([]freeDay, error) {
	now := d.now()
	today := calendar.DayOf(now)
	last := today
	if last.Before(b.Slot.Date) {
		last = b.Slot.Date
	}
	slots, err := d.store.Slots(r.Context(), b.Slot.Office, today, last.Add(proposeDays))
	if err != nil {
		return nil, err
	}
	var days []freeDay
	for _, s := range slots {
		if s.SlotID == b.Slot || s.Free() < b.Count() || !now.Before(s.Begins()) {
			continue
		}
		if len(days) == 0 || days[len(days)-1].Date != s.Date {
			days = append(days, freeDay{Date: s.Date})
		}
		day := &days[len(days)-1]
		day.Slots = append(day.Slots, s)
	}
	return days, nil
}
