package admin

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/bot/web"
	"cheyi/bot/web/look"
)

// largestForm is what a page's form may send: a batch of 200 rows with room.
const largestForm = 256 << 10

// A pageRoute is a page of the desk, or what one of its forms is sent to. The
// form of a POST has been read before the handler is called.
type pageRoute struct {
	method, path string
	chief        bool // for officers of all offices alone
	handler      func(d *Desk, w http.ResponseWriter, r *http.Request, who Officer)
}

// doorRoutes are for whoever comes; who is nobody there.
var doorRoutes = []pageRoute{
	{"GET", "/desk/enter", false, (*Desk).enterPage},
	{"POST", "/desk/enter", false, (*Desk).signIn},
	{"GET", "/desk/join", false, (*Desk).joinPage},
	{"POST", "/desk/join", false, (*Desk).join},
	{"POST", "/desk/leave", false, (*Desk).leave},
}

// pageRoutes are for officers who are signed in.
var pageRoutes = []pageRoute{
	{"GET", "/desk/officers", true, (*Desk).officersPage},
	{"POST", "/desk/officers", true, (*Desk).makeOfficer},
	{"POST", "/desk/officers/{id}", true, (*Desk).changeOfficer},
}

// Pages serves /desk and what is below it.
func (d *Desk) Pages() http.Handler {
	mux := http.NewServeMux()
	paths := map[string]bool{}
	add := func(route pageRoute, serve http.HandlerFunc) {
		mux.HandleFunc(route.method+" "+route.path, serve)
		paths[route.path] = true
	}
	for _, route := range doorRoutes {
		add(route, func(w http.ResponseWriter, r *http.Request) { route.handler(d, w, r, Officer{}) })
	}
	for _, route := range slices.Concat(pageRoutes, batchPages) {
		add(route, d.inside(route))
	}
	for path := range paths { // of a path that there is, another method
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { d.sorry(w, r, refuseMethod) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { d.sorry(w, r, refuseRoute) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		look.Guarded(w.Header())
		if wait := d.addresses.Pass(web.Client(r), d.now()); wait > 0 {
			d.sorry(w, r, refuseTooMany.after(wait))
			return
		}
		if err := readForm(w, r); err != nil {
			d.sorry(w, r, err)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// inside serves a route to an officer who may have it.
func (d *Desk) inside(route pageRoute) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, ok := d.pageOfficer(r)
		if !ok {
			d.enter(w, r)
			return
		}
		if wait := d.persons.Pass(who.ID, d.now()); wait > 0 {
			d.sorry(w, r, refuseTooMany.after(wait))
			return
		}
		if route.chief && !who.All {
			d.sorry(w, r, refuseChief)
			return
		}
		route.handler(d, w, r, who)
	}
}

// readForm reads the form of a POST, whole and in bounds; the error is a
// refusal.
func readForm(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		return nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return refuseForm
	}
	r.Body = http.MaxBytesReader(w, r.Body, largestForm)
	switch err := r.ParseForm(); {
	case errors.As(err, new(*http.MaxBytesError)):
		return refuseBody
	case err != nil:
		return refusePartial
	}
	for name, values := range r.PostForm {
		if !utf8.ValidString(name) || slices.ContainsFunc(values, func(v string) bool { return !utf8.ValidString(v) }) {
			return refusePartial
		}
	}
	return nil
}

// enter sends who is not signed in to sign in first, and back afterwards. What
// a form has sent is kept meanwhile.
func (d *Desk) enter(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		d.door(w, r, http.StatusUnauthorized, enterView{Next: r.URL.RequestURI(), Draft: r.PostForm.Encode(), Note: wordsExpiredForm})
		return
	}
	http.Redirect(w, r, "/desk/enter?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
}

// next is where to go after signing in: a page of the desk, whatever the
// address says.
func next(address string) string {
	u, err := url.Parse(address)
	ours := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && !strings.ContainsAny(address, "\\\t\r\n")
	if !ours || u.Path != "/desk" && !strings.HasPrefix(u.Path, "/desk/") {
		return "/desk"
	}
	return address
}

// sorry shows a refusal as a page; another error is a fault of ours.
func (d *Desk) sorry(w http.ResponseWriter, r *http.Request, err error) {
	who, _ := d.pageOfficer(r)
	d.told(w, r, err, func(status int, words string) {
		d.send(w, r, status, "refused", look.Page{Title: wordsRefused, Who: who.Name, Chief: who.All, Data: words})
	})
}

// told has show tell of an error, in the status and the words for people.
func (d *Desk) told(w http.ResponseWriter, r *http.Request, err error, show func(status int, words string)) {
	refused, left := d.refusal(r, err)
	if !left {
		return
	}
	d.lg.Info("refused", "at", "desk page", "status", refused.status, "code", refused.code)
	web.RetryAfter(w, refused.retry)
	show(refused.status, refused.forPeople())
}

// send sends a page of the desk.
func (d *Desk) send(w http.ResponseWriter, r *http.Request, status int, name string, page look.Page) {
	page.Desk = true
	if err := doorPages.Send(w, r, status, name, page); err != nil {
		d.lg.Error("page", "err", err)
		fail(w, d.lg, refuseFault)
	}
}
