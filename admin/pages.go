package admin

import (
	"net/http"
	"net/url"
)

// A pageRoute is a page of the desk, or what one of its forms is sent to.
type pageRoute struct {
	method, path string
	chief        bool // for officers of all offices alone
	handler      func(d *Desk, w http.ResponseWriter, r *http.Request, who Officer)
}

// cookieName is the cookie that holds the id of an officer's session.
const cookieName = "cheyi_desk"

// pageOfficer returns whose session a request is of, as the officer is now.
func (d *Desk) pageOfficer(r *http.Request) (Officer, bool) {
	return Officer{}, false
}

// enter sends who is not signed in to sign in first, and back afterwards.
func (d *Desk) enter(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/desk/enter?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
}
