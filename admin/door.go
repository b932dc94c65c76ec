package admin

import (
	"cmp"
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"time"

	"cheyi/bot/web"
	"cheyi/bot/web/look"
)

//go:embed templates/enter.html templates/join.html templates/officers.html templates/refused.html
var doorTemplates embed.FS

var doorPages = look.Must(doorTemplates, "templates", nil)

// cookieName is the cookie that holds the id of an officer's session.
const cookieName = "cheyi_desk"

// pageOfficer returns whose session a request is of, as the officer is now:
// one who was disabled is nobody, and offices that were taken away are gone.
func (d *Desk) pageOfficer(r *http.Request) (Officer, bool) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return Officer{}, false
	}
	who, ok, err := d.officers.Session(cookie.Value, d.now())
	if err != nil {
		d.lg.Error("the time of a session's last request was not kept", "err", err)
	}
	return who, ok
}

// begin signs an officer in, in a session of a new id: one that somebody else
// may have put into the browser is worth nothing.
func (d *Desk) begin(w http.ResponseWriter, r *http.Request, who Officer) error {
	if old, err := r.Cookie(cookieName); err == nil {
		if err := d.officers.sessions.drop(old.Value); err != nil {
			return err
		}
	}
	id, err := d.officers.sessions.open(who.ID, d.now())
	if err != nil {
		return err
	}
	http.SetCookie(w, d.cookie(r, id))
	d.lg.Info("signed in", "officer", who.ID)
	return nil
}

// cookie is the session's cookie, until the browser is closed; "" ends it.
func (d *Desk) cookie(r *http.Request, id string) *http.Cookie {
	c := &http.Cookie{Name: cookieName, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: web.Secure(r)}
	if id == "" {
		c.MaxAge = -1
	}
	return c
}

// An enterView is the page to sign in at.
type enterView struct {
	Name, Fault, Note string
	Next              string // where to go afterwards
	Draft             string // the fields of the form that is to be sent there, encoded
	Misses            int    // once signed in: wrong passwords before
	Fields            []field
	Done              bool
}

type field struct{ Name, Value string }

func (d *Desk) door(w http.ResponseWriter, r *http.Request, status int, view enterView) {
	d.send(w, r, status, "enter", look.Page{Title: wordsEnter, Data: view})
}

func (d *Desk) enterPage(w http.ResponseWriter, r *http.Request, _ Officer) {
	to := next(r.URL.Query().Get("next"))
	if _, ok := d.pageOfficer(r); ok {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	d.door(w, r, http.StatusOK, enterView{Next: to})
}

// signIn takes a name and a password.
func (d *Desk) signIn(w http.ResponseWriter, r *http.Request, _ Officer) {
	form := r.PostForm
	view := enterView{Name: plain(form.Get("name")), Next: next(form.Get("next")), Draft: form.Get("draft")}
	who, misses, err := d.admit(r.Context(), web.Client(r), view.Name, form.Get("password"))
	if err == nil {
		err = d.begin(w, r, who)
	}
	if err != nil {
		d.told(w, r, err, func(status int, fault string) {
			view.Fault = fault
			d.door(w, r, status, view)
		})
		return
	}
	fields, err := url.ParseQuery(view.Draft)
	if misses < tellMisses && (err != nil || len(fields) == 0) {
		http.Redirect(w, r, view.Next, http.StatusSeeOther)
		return
	}
	view.Done, view.Misses = true, misses
	for name, values := range fields {
		for _, value := range values {
			view.Fields = append(view.Fields, field{name, value})
		}
	}
	slices.SortStableFunc(view.Fields, func(a, b field) int { return cmp.Compare(a.Name, b.Name) })
	d.door(w, r, http.StatusOK, view)
}

// admit returns whose name and password they are, and how many wrong ones came
// since the last right one. Whatever is wrong, and whether there is the name,
// it takes as long and the error is the same refusal.
func (d *Desk) admit(ctx context.Context, address, name, password string) (who Officer, misses int, err error) {
	delay, ok := d.brake.enter(address, time.Now())
	if !ok {
		return who, 0, refuseGuessing
	}
	who, right, err := d.officers.Admit(ctx, name, password, delay > firstDelay)
	switch {
	case err != nil:
		d.brake.right(address)
		return who, 0, err
	case right:
		d.brake.right(address)
		return who, d.misses.take(who.ID), nil
	}
	d.lg.Warn("wrong password", "officer", cmp.Or(who.ID, "none"))
	if who.ID != "" {
		d.misses.add(who.ID)
	}
	d.brake.wait(ctx, max(delay, d.brake.miss(d.brake.name(name), time.Now())), address)
	return Officer{}, 0, refusePassword
}

// leave ends the session of a browser.
func (d *Desk) leave(w http.ResponseWriter, r *http.Request, _ Officer) {
	http.SetCookie(w, d.cookie(r, ""))
	if cookie, err := r.Cookie(cookieName); err == nil {
		if err := d.officers.sessions.drop(cookie.Value); err != nil {
			d.sorry(w, r, err)
			return
		}
	}
	http.Redirect(w, r, "/desk/enter", http.StatusSeeOther)
}
