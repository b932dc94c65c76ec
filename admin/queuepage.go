package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// perPage is how many batches a page of the queue shows.
const perPage = 50

// allStates chooses batches of every state.
const allStates = "all"

// queueStates are the states in the order in which officers care.
var queueStates = []booking.State{
	booking.Pending, booking.MoveProposed, booking.Confirmed, booking.Completed, booking.NoShow, booking.Rejected, booking.Cancelled, booking.Expired,
}

// A search is what an officer looks for, as typed.
type search struct {
	State, Office, Date, Words string
	Page                       int // from 0
}

// readSearch reads a query. Without a state it is for what waits to be
// confirmed, unless words are looked for.
func readSearch(q url.Values) search {
	s := search{State: q.Get("state"), Office: q.Get("office"), Date: q.Get("date"), Words: plain(q.Get("q"))}
	if s.State == "" {
		s.State = string(booking.Pending)
		if s.Words != "" {
			s.State = allStates
		}
	}
	s.Page, _ = strconv.Atoi(q.Get("page")) // else the first
	return s
}

// address is the page of a search.
func (s search) address() string {
	q := url.Values{"state": {s.State}}
	for name, value := range map[string]string{"office": s.Office, "date": s.Date, "q": s.Words} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if s.Page > 0 {
		q.Set("page", strconv.Itoa(s.Page))
	}
	return "/desk?" + q.Encode()
}

// in is the same search for a state.
func (s search) in(state string) search {
	s.State, s.Page = state, 0
	return s
}

// at is the same search at another page.
func (s search) at(page int) search {
	s.Page = page
	return s
}

// fits reports whether a batch is what the words are for: its receipt, the end
// of one of its VINs, a part of the enterprise's name.
func (s search) fits(b booking.Batch) bool {
	return s.Words == "" || booking.Filter{Search: s.Words}.Match(b) || strings.Contains(b.Enterprise.Name, s.Words)
}

type queueView struct {
	search
	Fault    string
	States   []stateTab
	Offices  []booking.Office
	Several  bool // offices
	Rows     []queueRow
	Total    int
	Previous string
	Next     string
}

type stateTab struct {
	Name, Address string
	Count         int
	Current       bool
}

type queueRow struct {
	booking.Batch
	OfficeName string
	Waited     string // of what waits
	Near       string // of what is to come
}

// queuePage shows the batches of an officer's offices.
func (d *Desk) queuePage(w http.ResponseWriter, r *http.Request, who Officer) {
	s := readSearch(r.URL.Query())
	v := queueView{search: s, Offices: d.officesOf(who)}
	v.Several = len(v.Offices) > 1
	f, status := booking.Filter{}, http.StatusOK
	if _, known := stateNames[booking.State(s.State)]; !known && s.State != allStates {
		v.Fault, status = wordsState, http.StatusBadRequest
	}
	if s.Date != "" {
		day, err := calendar.ParseDay(s.Date)
		if f.Date = day; err != nil {
			v.Fault, status = wordsDate, http.StatusBadRequest
		}
	}
	batches, err := d.batches(r.Context(), who, s.Office, f)
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	v.fill(batches, d.now(), d.officeNames())
	if v.Fault != "" {
		v.Rows = nil
	}
	d.present(w, r, who, view{status, "queue", "预约", "/desk", v})
}

func (d *Desk) officeNames() map[string]string {
	names := map[string]string{}
	for _, office := range d.offices.All() {
		names[office.ID] = office.Name
	}
	return names
}

// fill sorts and counts the batches, and takes a page of them.
func (v *queueView) fill(batches []booking.Batch, now time.Time, offices map[string]string) {
	batches = slices.DeleteFunc(batches, func(b booking.Batch) bool { return !v.fits(b) })
	counts := map[booking.State]int{}
	for _, b := range batches {
		counts[b.State]++
	}
	for _, s := range queueStates {
		if counts[s] == 0 && !s.Live() && string(s) != v.State {
			continue // a row of nothing
		}
		v.States = append(v.States, stateTab{stateNames[s], v.in(string(s)).address(), counts[s], string(s) == v.State})
	}
	v.States = append(v.States, stateTab{"全部", v.in(allStates).address(), len(batches), v.State == allStates})
	if v.State != allStates {
		batches = slices.DeleteFunc(batches, func(b booking.Batch) bool { return string(b.State) != v.State })
	}
	slices.SortFunc(batches, inQueue)
	v.Total = len(batches)
	v.Page = max(0, min(v.Page, (v.Total-1)/perPage))
	first := v.Page * perPage
	if v.Page > 0 {
		v.Previous = v.at(v.Page - 1).address()
	}
	if first+perPage < v.Total {
		v.Next = v.at(v.Page + 1).address()
	}
	for _, b := range batches[first:min(first+perPage, v.Total)] {
		row := queueRow{Batch: b, OfficeName: offices[b.Slot.Office]}
		if b.State == booking.Pending {
			row.Waited = waits(now.Sub(b.Made))
		}
		if b.State.Live() {
			row.Near = near(b.Slot, now)
		}
		v.Rows = append(v.Rows, row)
	}
}

// inQueue orders batches: what waits for an officer, the oldest first; then
// what is to come; then what is over, the latest first.
func inQueue(a, b booking.Batch) int {
	if c := cmp.Compare(turn(a), turn(b)); c != 0 {
		return c
	}
	switch turn(a) {
	case 0:
		return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.Receipt, b.Receipt))
	case 1:
		return a.Compare(b)
	}
	return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.Receipt, b.Receipt))
}

func turn(b booking.Batch) int {
	switch {
	case b.State == booking.Pending:
		return 0
	case b.State.Live():
		return 1
	}
	return 2
}
