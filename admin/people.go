package admin

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"cheyi/bot/web"
	"cheyi/bot/web/look"
)

// A peopleView is the page of the officers.
type peopleView struct {
	People   []person
	Offices  []choice // for a new officer
	ID       string   // of a new officer, so that making one twice is once
	Name     string   // of a new officer, when it was refused
	All      bool
	Fault    string
	Link     *link // that was just made, nil for none
	Settings bool  // whether there is a token of the settings
}

// A person is an officer on the page.
type person struct {
	Entry
	Self        bool
	State, Mark string // and how the state is marked
	Names       string // of the offices
	Choices     []choice
	Sessions    int
	Seen, Until string // last request; until when a link holds
	Misses      int
}

type choice struct {
	ID, Name string
	Checked  bool
}

// A link is shown this once.
type link struct{ Name, Address, Until string }

func (d *Desk) officersPage(w http.ResponseWriter, r *http.Request, who Officer) {
	d.people(w, r, who, http.StatusOK, peopleView{})
}

func (d *Desk) people(w http.ResponseWriter, r *http.Request, who Officer, status int, view peopleView) {
	for _, e := range d.officers.List() {
		view.People = append(view.People, d.person(e, who))
	}
	if view.ID == "" {
		view.ID = rand.Text()
	}
	if view.Offices == nil {
		view.Offices = d.choices(nil)
	}
	view.Settings = d.officers.first != nil
	d.send(w, r, status, "officers", look.Page{Title: wordsPeople, Tab: "/desk/officers", Who: who.Name, Chief: who.All, Data: view})
}

func (d *Desk) person(e Entry, who Officer) person {
	now := d.now()
	p := person{Entry: e, Self: e.ID == who.ID, Choices: d.choices(e.Offices), Misses: d.misses.count(e.ID)}
	switch {
	case e.Disabled:
		p.State, p.Mark = wordsDisabled, "off"
	case e.Password:
		p.State, p.Mark = wordsCanEnter, "up"
	case e.Invited.After(now):
		p.State, p.Mark = wordsNotJoined, "pending"
	case !e.Invited.IsZero():
		p.State, p.Mark = wordsLapsed, "expired"
	case e.Token:
		p.State, p.Mark = wordsOnlyToken, "off"
	default:
		p.State, p.Mark = wordsNotInvited, "off"
	}
	if e.Invited.After(now) {
		p.Until = moment(e.Invited)
	}
	open, seen := d.officers.sessions.seen(e.ID, now)
	if p.Sessions = open; open > 0 {
		p.Seen = moment(seen)
	}
	var names []string
	for _, id := range e.Offices {
		office, known := d.offices.Office(id)
		if !known { // the settings have changed since
			office.Name = id
		}
		names = append(names, office.Name)
	}
	p.Names = strings.Join(names, "、")
	return p
}

// choices are all offices, with those of one officer chosen.
func (d *Desk) choices(chosen []string) []choice {
	var all []choice
	for _, office := range d.offices.All() {
		all = append(all, choice{office.ID, office.Name, slices.Contains(chosen, office.ID)})
	}
	return all
}

var idForm = regexp.MustCompile(`^[A-Z2-7]{26}$`) // of rand.Text

// makeOfficer makes an officer, and shows the link to join.
func (d *Desk) makeOfficer(w http.ResponseWriter, r *http.Request, who Officer) {
	form := r.PostForm
	view := peopleView{ID: form.Get("id"), Name: plain(form.Get("name")), All: form.Get("all") != "", Offices: d.choices(form["office"])}
	key, err := d.newOfficer(form, view, who)
	if err != nil {
		d.told(w, r, err, func(status int, words string) {
			view.Fault = words
			d.people(w, r, who, status, view)
		})
		return
	}
	d.lg.Info("officer", "did", "make", "id", view.ID, "by", who.ID)
	d.people(w, r, who, http.StatusOK, peopleView{Link: d.link(r, view.Name, key)})
}

func (d *Desk) newOfficer(form url.Values, view peopleView, who Officer) (key string, err error) {
	if !idForm.MatchString(view.ID) {
		return "", refusePartial
	}
	if err := checkName(view.Name); err != nil {
		return "", err
	}
	all, offices, err := d.served(form)
	if err != nil {
		return "", err
	}
	key, err = d.officers.AddInvited(Officer{ID: view.ID, Name: view.Name, All: all, Offices: offices, Made: d.now(), By: who.Name}, d.now())
	if errors.Is(err, errNameTaken) {
		err = refuseName
	}
	return key, err
}

// served reads what an officer serves; the error is a refusal.
func (d *Desk) served(form url.Values) (all bool, offices []string, err error) {
	if all = form.Get("all") != ""; all {
		return true, nil, nil
	}
	for _, id := range form["office"] {
		if _, known := d.offices.Office(id); !known {
			return false, nil, refuseOffice
		}
		offices = append(offices, id)
	}
	if len(offices) == 0 {
		return false, nil, bad("没有选管哪里：请至少选一个办理机构，或选“管全部”。")
	}
	slices.Sort(offices)
	return false, slices.Compact(offices), nil
}

// link is a link to join by. The chief's own browser may have come by another
// address than the others can.
func (d *Desk) link(r *http.Request, name, key string) *link {
	return &link{name, cmp.Or(d.sources.URL, web.Origin(r)) + JoinPath(key), moment(d.now().Add(InvitedFor))}
}

// JoinPath is where somebody who has the key of an invitation joins.
func JoinPath(key string) string { return "/desk/join?key=" + key }

// changeOfficer does one thing to an officer, which a button names.
func (d *Desk) changeOfficer(w http.ResponseWriter, r *http.Request, who Officer) {
	id, do := r.PathValue("id"), r.PostForm.Get("do")
	subject, ok := d.officers.find(func(r record) bool { return r.ID == id })
	if !ok {
		d.sorry(w, r, refusePerson)
		return
	}
	key, err := d.change(id, do, r.PostForm, who)
	if errors.Is(err, errNoOfficer) {
		err = refusePerson
	}
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	d.lg.Info("officer", "did", do, "id", id, "by", who.ID)
	if key != "" {
		d.people(w, r, who, http.StatusOK, peopleView{Link: d.link(r, subject.Name, key)})
		return
	}
	http.Redirect(w, r, "/desk/officers", http.StatusSeeOther)
}

func (d *Desk) change(id, do string, form url.Values, who Officer) (key string, err error) {
	if id == who.ID && (do == "disable" || do == "offices") {
		return "", refuseSelf
	}
	switch do {
	case "invite":
		return d.officers.Invite(id, d.now())
	case "disable":
		return "", d.officers.Disable(id)
	case "enable":
		return "", d.officers.Enable(id)
	case "sessions":
		return "", d.officers.sessions.dropAll(id)
	case "token":
		return "", d.officers.Remove(id)
	case "offices":
		all, offices, err := d.served(form)
		if err != nil {
			return "", err
		}
		return "", d.officers.SetOffices(id, all, offices)
	}
	return "", refusePartial
}
