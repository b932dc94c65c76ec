package admin

import (
	"errors"
	"net/http"
	"unicode/utf8"

	"cheyi/bot/web/look"
)

// A joinView is the page of a link to join.
type joinView struct {
	Key, Name, Fault string
	First            bool // chooses a name too
	Shortest         int  // characters of a password
}

// joinPage shows a link's page. It uses nothing up: programs follow links too.
func (d *Desk) joinPage(w http.ResponseWriter, r *http.Request, _ Officer) {
	key := r.URL.Query().Get("key")
	who, ok := d.officers.Invited(key, d.now())
	if !ok {
		d.sorry(w, r, refuseInvitation)
		return
	}
	d.joining(w, r, http.StatusOK, joinView{Key: key, Name: who.Name, First: who.Name == ""})
}

func (d *Desk) joining(w http.ResponseWriter, r *http.Request, status int, view joinView) {
	view.Shortest = shortestPassword
	d.send(w, r, status, "join", look.Page{Title: wordsJoin, Data: view})
}

// join takes the password that an invited officer chooses, and signs in.
func (d *Desk) join(w http.ResponseWriter, r *http.Request, _ Officer) {
	form := r.PostForm
	key := form.Get("key")
	who, ok := d.officers.Invited(key, d.now())
	if !ok {
		d.sorry(w, r, refuseInvitation)
		return
	}
	first := who.Name == ""
	if first {
		who.Name = plain(form.Get("name"))
	}
	err := d.joined(w, r, key, who.Name, form.Get("password"), form.Get("again"))
	if err != nil {
		d.told(w, r, err, func(status int, fault string) {
			d.joining(w, r, status, joinView{Key: key, Name: who.Name, First: first, Fault: fault})
		})
		return
	}
	http.Redirect(w, r, "/desk", http.StatusSeeOther)
}

// joined gives who is invited the password, and signs in; the error may be a
// refusal.
func (d *Desk) joined(w http.ResponseWriter, r *http.Request, key, name, password, again string) error {
	if err := checkName(name); err != nil {
		return err
	}
	if err := choose(name, password, again); err != nil {
		return err
	}
	hash, err := d.officers.hashing.fresh.of(r.Context(), password)
	if err != nil {
		return err
	}
	who, err := d.officers.Join(key, name, hash, d.now())
	switch {
	case errors.Is(err, errNotInvited): // somebody else was quicker
		return refuseInvitation
	case errors.Is(err, errNameTaken):
		return refuseName
	case err != nil:
		return err
	}
	return d.begin(w, r, who)
}

func checkName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > longestName {
		return bad("名字没有写对：请写真实的姓名，最多 %d 个字，办理记录靠它区分。", longestName)
	}
	return nil
}
