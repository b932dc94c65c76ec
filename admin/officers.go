package admin

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"slices"
	"sync"
	"time"

	"cheyi/booking"
)

// An Officer is who acts at the desk.
type Officer struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`               // as the audit trail has it
	All      bool      `json:"all,omitempty"`      // all offices
	Offices  []string  `json:"offices,omitempty"`  // ids, when not all
	Telegram int64     `json:"telegram,omitempty"` // the officer's user id there, for the officers' chat
	Disabled bool      `json:"disabled,omitempty"` // may do nothing, and keeps the name
	Made     time.Time `json:"made,omitzero"`
	By       string    `json:"by,omitempty"` // who made the officer
}

// Serves reports whether an office is one of the officer's.
func (o Officer) Serves(office string) bool { return o.All || slices.Contains(o.Offices, office) }

// Actor is the officer as commands name one.
func (o Officer) Actor() booking.Actor {
	a := booking.Actor{Role: booking.Officer, ID: o.Name}
	if !o.All {
		a.Offices = slices.Clone(o.Offices)
	}
	return a
}

// FirstName is the name of the officer of the settings.
const FirstName = "管理员"

// First is the officer whose token is in the settings.
func First() Officer { return Officer{ID: "first", Name: FirstName, All: true} }

// Officers keeps the officers and the hashes of their tokens, passwords and
// invitations in a file of its own, and beside it one of their sessions. They
// are no part of the database: one that is copied away takes no credentials
// along, and one that is restored brings none back that was revoked.
type Officers struct {
	file     string
	first    []byte // SHA-256 of the token of the settings, nil without one
	sessions *sessions
	hashing  hashing

	mu    sync.Mutex
	list  []record
	chief *invitation // of who is to be the first to sign in, nil for none
}

// A record is an officer as the file has it.
type record struct {
	Officer
	Hash     string      `json:"hash,omitempty"`     // SHA-256 of the token, in hex: tokens are random and long
	Password string      `json:"password,omitempty"` // as encode writes it
	Invited  *invitation `json:"invited,omitempty"`
}

var (
	errNameTaken = errors.New("another officer has this name")
	errNoOfficer = errors.New("no such officer")
)

// Known returns whose token it is. All hashes are compared, each in constant
// time: how long it takes tells nothing.
func (o *Officers) Known(token string) (who Officer, ok bool) {
	sum := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(sum[:], o.first) == 1 {
		who, ok = First(), true
	}
	written := []byte(hex.EncodeToString(sum[:]))
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.list {
		if subtle.ConstantTimeCompare(written, []byte(r.Hash)) == 1 && !r.Disabled {
			who, ok = r.Officer, true
		}
	}
	return who, ok
}

// ByTelegram returns the officer with a user id in Telegram.
func (o *Officers) ByTelegram(user int64) (Officer, bool) {
	return o.find(func(r record) bool { return user != 0 && r.Telegram == user && !r.Disabled })
}

// find returns the first officer that fits.
func (o *Officers) find(fits func(record) bool) (Officer, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.list, fits)
	if i < 0 {
		return Officer{}, false
	}
	return o.list[i].Officer, true
}

// An Entry is an officer with what there is to get in by.
type Entry struct {
	Officer
	Token    bool      // for programs
	Password bool      // for the pages
	Invited  time.Time // until when a link holds, zero for none
}

// List returns the officers, the first of the settings apart, in the order in
// which they were added.
func (o *Officers) List() []Entry {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := []Entry{}
	for _, r := range o.list {
		e := Entry{Officer: r.Officer, Token: r.Hash != "", Password: r.Password != ""}
		if r.Invited != nil {
			e.Invited = r.Invited.Until
		}
		list = append(list, e)
	}
	return list
}

// Add adds an officer with a token, and returns the token, which is not kept.
func (o *Officers) Add(who Officer) (Officer, string, error) {
	token := random(32)
	who.ID = random(6)
	if err := o.add(record{Officer: who, Hash: hashed(token)}); err != nil {
		return who, "", err
	}
	return who, token, nil
}

func (o *Officers) add(r record) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if r.Name == FirstName || slices.ContainsFunc(o.list, func(other record) bool { return other.Name == r.Name }) {
		return errNameTaken
	}
	return o.write(append(slices.Clone(o.list), r))
}

// Remove makes an officer's token void from now on, and takes out an officer
// who has no other way to get in.
func (o *Officers) Remove(id string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.list, func(r record) bool { return r.ID == id && r.Hash != "" })
	if i < 0 {
		return errNoOfficer
	}
	list := slices.Clone(o.list)
	list[i].Hash = ""
	if list[i].Password == "" && list[i].Invited == nil {
		list = slices.Delete(list, i, i+1)
	}
	return o.write(list)
}

// SetOffices says anew what an officer serves.
func (o *Officers) SetOffices(id string, all bool, offices []string) error {
	return o.change(id, func(r *record) { r.All, r.Offices = all, offices })
}

// Disable takes every way to get in from an officer, who keeps the name.
func (o *Officers) Disable(id string) error {
	err := o.change(id, func(r *record) { r.Disabled, r.Hash, r.Password, r.Invited = true, "", "", nil })
	if err != nil {
		return err
	}
	return o.sessions.dropAll(id)
}

// Enable lets an officer be invited again.
func (o *Officers) Enable(id string) error {
	return o.change(id, func(r *record) { r.Disabled = false })
}

// change changes one officer.
func (o *Officers) change(id string, do func(*record)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.list, func(r record) bool { return r.ID == id })
	if i < 0 {
		return errNoOfficer
	}
	list := slices.Clone(o.list)
	do(&list[i])
	return o.write(list)
}
