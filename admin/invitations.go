package admin

import (
	"errors"
	"slices"
	"time"
)

// InvitedFor is how long a link to join holds: over a weekend.
const InvitedFor = 72 * time.Hour

// An invitation is kept of a link by which an officer chooses a password,
// once.
type invitation struct {
	Hash  string    `json:"hash"` // of the key in the link
	Until time.Time `json:"until"`
}

func invite(now time.Time) (key string, i *invitation) {
	key = random(32)
	return key, &invitation{hashed(key), now.Add(InvitedFor)}
}

// hash is "" of no invitation.
func (i *invitation) hash() string {
	if i == nil {
		return ""
	}
	return i.Hash
}

// admits reports whether a key is the invitation's, and in time. The key is
// random: comparing hashes tells nothing about it.
func (i *invitation) admits(key string, now time.Time) bool {
	return i != nil && i.Hash == hashed(key) && now.Before(i.Until)
}

var errNotInvited = errors.New("no such invitation, or no longer")

// InviteFirst returns the key of a link for the first officer of all offices,
// when there is none who can sign in. It holds until the program ends.
func (o *Officers) InviteFirst(now time.Time) (key string, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.someChief() {
		return "", false
	}
	key, o.chief = invite(now)
	return key, true
}

func (o *Officers) someChief() bool {
	return slices.ContainsFunc(o.list, func(r record) bool { return r.All && !r.Disabled && r.Password != "" })
}

// Invite makes a new link for an officer, and voids the one before.
func (o *Officers) Invite(id string, now time.Time) (key string, err error) {
	key, i := invite(now)
	return key, o.change(id, func(r *record) { r.Invited = i })
}

// AddInvited adds an officer, under an id of the caller's, who is to come by a
// link. The same officer added again, as by a form that is sent twice, gets a
// new link.
func (o *Officers) AddInvited(who Officer, now time.Time) (key string, err error) {
	if same, ok := o.find(func(r record) bool { return r.ID == who.ID }); ok && same.Name == who.Name {
		return o.Invite(who.ID, now)
	}
	key, i := invite(now)
	return key, o.add(record{Officer: who, Invited: i})
}

// Invited returns who is invited by a key; the first officer has no name yet.
func (o *Officers) Invited(key string, now time.Time) (Officer, bool) {
	o.mu.Lock()
	first := o.chief.admits(key, now) && !o.someChief()
	o.mu.Unlock()
	if first {
		return Officer{All: true}, true
	}
	return o.find(func(r record) bool { return !r.Disabled && r.Invited.admits(key, now) })
}

// Join gives who is invited by a key a password, and uses the key up. All
// sessions end: whoever had the password before is out. name is the first
// officer's.
func (o *Officers) Join(key, name string, password hash, now time.Time) (Officer, error) {
	who, err := o.join(key, name, password, now)
	if err != nil {
		return who, err
	}
	return who, o.sessions.dropAll(who.ID)
}

func (o *Officers) join(key, name string, password hash, now time.Time) (Officer, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := slices.Clone(o.list)
	i := slices.IndexFunc(list, func(r record) bool { return !r.Disabled && r.Invited.admits(key, now) })
	switch {
	case i >= 0:
	case !o.chief.admits(key, now) || o.someChief():
		return Officer{}, errNotInvited
	case name == FirstName || slices.ContainsFunc(list, func(r record) bool { return r.Name == name }):
		return Officer{}, errNameTaken
	default:
		i, list = len(list), append(list, record{Officer: Officer{ID: random(6), Name: name, All: true, Made: now}})
	}
	list[i].Password, list[i].Invited = password.String(), nil
	if err := o.write(list); err != nil {
		return Officer{}, err
	}
	o.chief = nil
	return list[i].Officer, nil
}
