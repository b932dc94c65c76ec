package admin

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"cheyi/booking"
	"cheyi/calendar"
)

type slotsView struct {
	Offices        []booking.Office
	Office         booking.Office
	From, To       calendar.Day // Monday to Sunday
	Earlier, Later string       // addresses
	This           string
	Days           []slotDay
	Used, Capacity int // of the open windows of the week
	Key            string
}

type slotDay struct {
	Date         calendar.Day
	Today, Works bool
	Slots        []slotRow
}

// A slotRow is a window with what was typed for it in a form that was refused.
type slotRow struct {
	booking.Slot
	Past     bool
	Set      bool // it was just set
	Typed    string
	TypeOpen bool
	Fault    string
}

// slotsPage shows the windows of an office for a week.
func (d *Desk) slotsPage(w http.ResponseWriter, r *http.Request, who Officer) {
	q := r.URL.Query()
	office, err := d.chosen(who, q.Get("office"))
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	day := calendar.DayOf(d.now())
	if q.Get("week") != "" {
		if day, err = calendar.ParseDay(q.Get("week")); err != nil {
			d.sorry(w, r, refusal{status: http.StatusBadRequest, code: "invalid", message: wordsDate})
			return
		}
	}
	d.showSlots(w, r, who, http.StatusOK, office, day, slotRow{})
}

// chosen is the office that a page is for: the one that is named, else the
// officer's first.
func (d *Desk) chosen(who Officer, id string) (booking.Office, error) {
	offices := d.officesOf(who)
	if id == "" && len(offices) > 0 {
		return offices[0], nil
	}
	for _, office := range offices {
		if office.ID == id {
			return office, nil
		}
	}
	return booking.Office{}, refuseOffice
}

// weekAddress is the page of the week that a day is in.
func weekAddress(office string, day calendar.Day) string {
	return "/desk/slots?" + url.Values{"office": {office}, "week": {day.String()}}.Encode()
}

// monday is the first day of a day's week.
func monday(day calendar.Day) calendar.Day { return day.Add(-(int(day.Weekday()) + 6) % 7) }

// showSlots shows the week of a day; one is the window that was set, or not.
func (d *Desk) showSlots(w http.ResponseWriter, r *http.Request, who Officer, status int, office booking.Office, day calendar.Day, one slotRow) {
	from := monday(day)
	now := d.now()
	v := slotsView{
		Offices: d.officesOf(who), Office: office, From: from, To: from.Add(6), Key: rand.Text(),
		Earlier: weekAddress(office.ID, from.Add(-7)), Later: weekAddress(office.ID, from.Add(7)), This: weekAddress(office.ID, calendar.DayOf(now)),
	}
	slots, err := d.store.Slots(r.Context(), office.ID, v.From, v.To)
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	set := r.URL.Query().Get("set")
	for _, s := range slots {
		if len(v.Days) == 0 || v.Days[len(v.Days)-1].Date != s.Date {
			v.Days = append(v.Days, slotDay{Date: s.Date, Today: s.Date == calendar.DayOf(now), Works: d.offices.Works(office.ID, s.Date)})
		}
		row := slotRow{Typed: strconv.Itoa(s.Capacity), TypeOpen: s.Open}
		if s.SlotID == one.SlotID {
			row = one
		}
		row.Slot, row.Past, row.Set = s, !now.Before(s.Ends()), set == s.Date.String()+" "+s.Window
		if v.Used += s.Used; s.Open {
			v.Capacity += s.Capacity
		}
		today := &v.Days[len(v.Days)-1]
		today.Slots = append(today.Slots, row)
	}
	d.present(w, r, who, view{status, "slots", "时段", "/desk/slots", v})
}

// slotForm sets a window. When it is refused, the officer sees the week as it
// is now, why, and what was typed.
func (d *Desk) slotForm(w http.ResponseWriter, r *http.Request, who Officer) {
	office, id, err := d.slotOf(r, who)
	var c booking.Command
	if err == nil {
		c, err = slotCommand(r.PostForm, id)
	}
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	one := slotRow{Slot: booking.Slot{SlotID: id}, Typed: r.PostForm.Get("capacity"), TypeOpen: c.Open}
	capacity, err := strconv.Atoi(plain(one.Typed))
	if err != nil || capacity < 0 || capacity > largestCapacity {
		one.Fault = wordsNumber
		d.showSlots(w, r, who, http.StatusBadRequest, office, id.Date, one)
		return
	}
	c.Capacity = capacity
	_, err = d.set(r.Context(), who, c, false)
	var refused refusal
	switch {
	case err == nil:
		set := url.Values{"set": {id.Date.String() + " " + id.Window}}.Encode()
		redirect(w, r, weekAddress(office.ID, id.Date)+"&"+set+"#d"+id.Date.String())
	case errors.As(err, &refused) && refused.slot != nil:
		one.Fault = refused.message
		d.showSlots(w, r, who, refused.status, office, id.Date, one)
	default:
		d.sorry(w, r, err)
	}
}

// slotOf is the window that a form is about.
func (d *Desk) slotOf(r *http.Request, who Officer) (office booking.Office, id booking.SlotID, err error) {
	if office, err = d.chosen(who, r.PathValue("office")); err != nil {
		return office, id, err
	}
	date, err := calendar.ParseDay(r.PathValue("date"))
	if err != nil {
		return office, id, refuseSlot
	}
	times, err := window(r.PathValue("window"))
	if err != nil {
		return office, id, refuseSlot
	}
	return office, booking.SlotID{Office: office.ID, Date: date, Window: times}, nil
}

// slotCommand is a form as a command that lacks the capacity.
func slotCommand(form url.Values, id booking.SlotID) (booking.Command, error) {
	c := booking.Command{Slot: id, Open: form.Get("open") != ""}
	key, err := formKey(form)
	if err != nil {
		return c, err
	}
	c.Key = key + " " + id.Date.String() + " " + id.Window
	if c.Version, err = strconv.Atoi(form.Get("version")); err != nil {
		return c, refusePartial
	}
	return c, nil
}
