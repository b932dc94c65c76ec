package admin

import (
	"net/http"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
)

type dayView struct {
	Office        booking.Office
	Date          calendar.Day
	Windows       []dayWindow
	Vehicles      int
	Before, After calendar.Day
}

// A dayWindow is a window with those who come in it.
type dayWindow struct {
	Time     string
	Vehicles int
	Batches  []booking.Batch
}

// dayPage shows who comes on a day, to print; with the ending of a file, it is
// the file.
func (d *Desk) dayPage(w http.ResponseWriter, r *http.Request, who Officer) {
	office, err := d.chosen(who, r.PathValue("office"))
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	if strings.Contains(r.PathValue("date"), ".") {
		d.dayFile(w, r, who)
		return
	}
	date, err := calendar.ParseDay(r.PathValue("date"))
	if err != nil {
		d.sorry(w, r, refusal{status: http.StatusBadRequest, code: "invalid", message: wordsDate})
		return
	}
	batches, err := d.coming(r.Context(), office.ID, date)
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	v := dayView{Office: office, Date: date, Before: date.Add(-1), After: date.Add(1)}
	for _, b := range batches {
		if len(v.Windows) == 0 || v.Windows[len(v.Windows)-1].Time != b.Slot.Window {
			v.Windows = append(v.Windows, dayWindow{Time: b.Slot.Window, Vehicles: vehiclesIn(b.Slot.Window, batches)})
		}
		last := &v.Windows[len(v.Windows)-1]
		last.Batches = append(last.Batches, b)
		v.Vehicles += len(coming(b))
	}
	d.present(w, r, who, view{http.StatusOK, "day", date.WithWeekday() + " 名单", "/desk/slots", v})
}

// dayFile sends the same file as the API.
func (d *Desk) dayFile(w http.ResponseWriter, r *http.Request, who Officer) {
	r.SetPathValue("file", r.PathValue("date"))
	file, err := d.day(r, who)
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	file.(page).send(w)
}
