package admin

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/bot/web/look"
	"cheyi/calendar"
)

// batchPages are the pages on which officers work. A form is answered with a
// redirect once it is carried out, and with its own page when it is refused,
// with what was typed.
var batchPages = []pageRoute{
	{"GET", "/desk", false, (*Desk).queuePage},
	{"GET", "/desk/batches/{receipt}", false, (*Desk).batchPage},
	{"POST", "/desk/batches/{receipt}", false, (*Desk).batchForm},
	{"GET", "/desk/slots", false, (*Desk).slotsPage},
	{"POST", "/desk/slots/{office}/{date}/{window}", false, (*Desk).slotForm},
	{"GET", "/desk/days/{office}/{date}", false, (*Desk).dayPage},
	{"GET", "/desk/questions", false, (*Desk).questionsPage},
	{"GET", "/desk/corpus", false, (*Desk).corpusPage},
	{"GET", "/desk/system", true, (*Desk).systemPage},
}

//go:embed templates/_desk.html templates/batch.html templates/corpus.html templates/day.html
//go:embed templates/questions.html templates/queue.html templates/slots.html templates/system.html
var workTemplates embed.FS

var workPages = look.Must(workTemplates, "templates", pageFuncs)

// Sources tell the pages what is not the desk's own.
type Sources struct {
	URL       string // by which people reach the pages; "" for as the browser has come
	Questions func(context.Context) ([]bot.UnansweredGroup, error)
	Outcomes  func() Outcomes
	Corpus    func() Corpus
	System    func(context.Context) (System, error)
}

// UseSources gives the pages their sources, before they are served.
func (d *Desk) UseSources(s Sources) { d.sources = s }

// pageFuncs are what the desk's templates may use.
var pageFuncs = template.FuncMap{
	"state":    func(s booking.State) string { return stateNames[s] },
	"business": booking.Business.Name,
	"action":   func(a booking.Action) string { return actionNames[a] },
	"filed":    filed,
	"coming":   coming,
	"minute":   func(t time.Time) string { return t.In(calendar.Shanghai).Format("2006-01-02 15:04") },
	"short":    short,
	"weekday":  calendar.Day.WithWeekday,
	"size":     size,
}

// A view is what is shown of a page of the desk.
type view struct {
	status           int
	page, title, tab string // the template; the page's title; the entry of the navigation
	data             any
}

func (d *Desk) present(w http.ResponseWriter, r *http.Request, who Officer, v view) {
	err := workPages.Send(w, r, v.status, v.page, look.Page{
		Title: v.title, Tab: v.tab, Class: "wide", Desk: true, Who: who.Name, Chief: who.All, Script: "desk.js", Data: v.data,
	})
	if err != nil {
		d.fail(w, r, err) // as words alone: what shows pages is at fault
	}
}

// formKey is the key of a form, which is made when it is shown: sent twice, or
// again after going back, it is carried out once. The error is a refusal.
func formKey(form url.Values) (string, error) {
	key := form.Get("key")
	if key == "" || len(key) > longestKey {
		return "", refusePartial
	}
	return "page " + key, nil
}

// redirect answers a form that was carried out: what the browser shows next
// can be loaded again.
func redirect(w http.ResponseWriter, r *http.Request, address string) {
	look.Guarded(w.Header())
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// officesOf are the offices of an officer, in the order of their file.
func (d *Desk) officesOf(who Officer) []booking.Office {
	var list []booking.Office
	for _, office := range d.offices.All() {
		if who.Serves(office.ID) {
			list = append(list, office)
		}
	}
	return list
}
