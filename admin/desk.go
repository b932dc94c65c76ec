package admin

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/bot/web"
)

// A WriteWorkbook writes an .xlsx workbook of one sheet, every cell as text that
// no program takes for a formula.
type WriteWorkbook func(w io.Writer, headers []string, rows [][]string) error

// Limits bounds how often one may ask.
type Limits struct {
	Address web.Rate // requests of one client address, with or without a token
	Officer web.Rate // requests of one officer
}

// Usual are the limits for an office's desks.
var Usual = Limits{
	Address: web.Rate{AtOnce: 200, PerSecond: 20},
	Officer: web.Rate{AtOnce: 100, PerSecond: 10},
}

// A Desk serves /api/desk/, and the pages at /desk.
type Desk struct {
	lg       *slog.Logger
	store    booking.Store
	offices  booking.Offices
	officers *Officers
	workbook WriteWorkbook
	now      func() time.Time
	sources  Sources // of the pages

	mux                *http.ServeMux
	addresses, persons *web.Meter
	brake              *brake
	misses             misses
}

// New returns the desk.
func New(lg *slog.Logger, store booking.Store, offices booking.Offices, officers *Officers, workbook WriteWorkbook, now func() time.Time, limits Limits) *Desk {
	d := &Desk{
		lg: lg, store: store, offices: offices, officers: officers, workbook: workbook, now: now,
		mux: http.NewServeMux(), addresses: web.NewMeter(limits.Address), persons: web.NewMeter(limits.Officer), brake: newBrake(),
	}
	paths := map[string]bool{}
	for _, r := range routes {
		d.mux.Handle(r.method+" "+r.path, d.serve(r))
		paths[r.path] = true
	}
	for path := range paths { // of a path that there is, another method
		d.mux.Handle(path, d.refuse(refuseMethod))
	}
	d.mux.Handle("/", d.refuse(refuseRoute))
	return d
}

// A route is one thing that can be asked of the desk.
type route struct {
	method, path string
	chief        bool // for officers of all offices alone
	// answer returns what is sent: a page as it is, nothing for nil, all else
	// as JSON. The error may be a refusal.
	answer func(d *Desk, r *http.Request, who Officer) (any, error)
}

var routes = []route{
	{"GET", "/api/desk/batches", false, (*Desk).list},
	{"GET", "/api/desk/batches/{receipt}", false, (*Desk).show},
	{"POST", "/api/desk/batches/{receipt}", false, (*Desk).act},
	{"GET", "/api/desk/slots", false, (*Desk).slots},
	{"PUT", "/api/desk/slots/{office}/{date}/{window}", false, (*Desk).setSlot},
	{"GET", "/api/desk/days/{office}/{file}", false, (*Desk).day},
	{"GET", "/api/desk/tokens", true, (*Desk).tokens},
	{"POST", "/api/desk/tokens", true, (*Desk).makeToken},
	{"DELETE", "/api/desk/tokens/{id}", true, (*Desk).dropToken},
}

// A page is an answer that is no JSON.
type page struct {
	kind, name string // content type; file name, "" to be shown
	data       []byte
}

// ServeHTTP implements http.Handler.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	address := web.Client(r)
	if wait := d.addresses.Pass(address, d.now()); wait > 0 {
		fail(w, d.lg, refuseTooMany.after(wait))
		return
	}
	who, err := d.authenticate(r, address)
	if err == nil {
		if wait := d.persons.Pass(who.ID, d.now()); wait > 0 {
			err = refuseTooMany.after(wait)
		}
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.mux.ServeHTTP(w, r.WithContext(withOfficer(r.Context(), who)))
}

// serve answers one route.
func (d *Desk) serve(route route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := officerOf(r.Context())
		if route.chief && !who.All {
			fail(w, d.lg, refuseChief)
			return
		}
		value, err := route.answer(d, r, who)
		if err != nil {
			d.fail(w, r, err)
			return
		}
		switch v := value.(type) {
		case nil:
			harmless(w.Header())
			w.WriteHeader(http.StatusNoContent)
		case page:
			v.send(w)
		default:
			write(w, http.StatusOK, v)
		}
	})
}

func (p page) send(w http.ResponseWriter) {
	harmless(w.Header())
	w.Header().Set("Content-Type", p.kind)
	if p.name != "" {
		w.Header().Set("Content-Disposition", `attachment; filename="`+p.name+`"`)
	}
	_, _ = w.Write(p.data) // the client has gone
}

func (d *Desk) refuse(r refusal) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fail(w, d.lg, r) })
}

// fail tells of an error.
func (d *Desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	if refused, left := d.refusal(r, err); left {
		fail(w, d.lg, refused)
	}
}

// refusal is what is told of an error; one that is no refusal is a fault of
// ours. left says whether somebody is left to be told.
func (d *Desk) refusal(r *http.Request, err error) (refused refusal, left bool) {
	switch {
	case errors.As(err, &refused):
	case r.Context().Err() != nil:
		return refused, false
	default:
		d.lg.Error("desk", "route", strings.TrimSpace(r.Pattern), "err", err)
		refused = refuseFault
	}
	return refused, true
}
