package admin

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"cheyi/booking"
	"cheyi/calendar"
)

// perPage is how many batches a page of the queue shows.
const perPage = 50

// allStates chooses batches of every state.
const allStates = "all"

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

// find finds the batches that are looked for: by a receipt or the end of a VIN,
// else by a part of an enterprise's name.
func (d *Desk) find(ctx context.Context, who Officer, s search, date calendar.Day) ([]booking.Ref, error) {
	f := booking.Filter{Date: date, Search: s.Words}
	refs, err := d.refs(ctx, who, s.Office, f)
	if err != nil || len(refs) > 0 || s.Words == "" {
		return refs, err
	}
	f.Search, f.Enterprise = "", s.Words
	return d.refs(ctx, who, s.Office, f)
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
	status := http.StatusOK
	if _, known := stateNames[booking.State(s.State)]; !known && s.State != allStates {
		v.Fault, status = wordsState, http.StatusBadRequest
	}
	var date calendar.Day
	if s.Date != "" {
		var err error
		if date, err = calendar.ParseDay(s.Date); err != nil {
			v.Fault, status = wordsDate, http.StatusBadRequest
		}
	}
	refs, err := d.find(r.Context(), who, s, date)
	if err == nil {
		refs = v.choose(refs)
		if v.Fault == "" {
			err = d.fillQueue(r.Context(), &v, refs)
		}
	}
	if err != nil {
		d.sorry(w, r, err)
		return
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

// choose counts the batches by their states, sorts them, and returns those of
// the page.
func (v *queueView) choose(refs []booking.Ref) []booking.Ref {
	counts := map[booking.State]int{}
	for _, b := range refs {
		counts[b.State]++
	}
	for _, s := range booking.States {
		if counts[s] == 0 && !s.Live() && string(s) != v.State {
			continue // a row of nothing
		}
		v.States = append(v.States, stateTab{stateNames[s], v.in(string(s)).address(), counts[s], string(s) == v.State})
	}
	v.States = append(v.States, stateTab{"全部", v.in(allStates).address(), len(refs), v.State == allStates})
	if v.State != allStates {
		refs = slices.DeleteFunc(refs, func(b booking.Ref) bool { return string(b.State) != v.State })
	}
	slices.SortFunc(refs, inQueue)
	v.Total = len(refs)
	v.Page = max(0, min(v.Page, (v.Total-1)/perPage))
	first := v.Page * perPage
	if v.Page > 0 {
		v.Previous = v.at(v.Page - 1).address()
	}
	if first+perPage < v.Total {
		v.Next = v.at(v.Page + 1).address()
	}
	return refs[first:min(first+perPage, v.Total)]
}

// fillQueue reads the batches of a page.
func (d *Desk) fillQueue(ctx context.Context, v *queueView, refs []booking.Ref) error {
	now, offices := d.now(), d.officeNames()
	for _, ref := range refs {
		b, err := d.store.Batch(ctx, ref.Receipt)
		if err != nil {
			return err
		}
		row := queueRow{Batch: b, OfficeName: offices[b.Slot.Office]}
		if b.State == booking.Pending {
			row.Waited = waits(now.Sub(b.Made))
		}
		if b.State.Live() {
			row.Near = near(b.Slot, now)
		}
		v.Rows = append(v.Rows, row)
	}
	return nil
}

// inQueue orders batches: what waits for an officer, the oldest first; then
// what is to come; then what is over, the latest day first.
func inQueue(a, b booking.Ref) int {
	if c := cmp.Compare(turn(a.State), turn(b.State)); c != 0 {
		return c
	}
	switch turn(a.State) {
	case 0:
		return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.Receipt, b.Receipt))
	case 1:
		return a.Compare(b)
	}
	return b.Compare(a)
}

func turn(s booking.State) int {
	switch {
	case s == booking.Pending:
		return 0
	case s.Live():
		return 1
	}
	return 2
}
