package admin

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
	Made     time.Time `json:"made,omitzero"`
	By       string    `json:"by,omitempty"` // who made the token
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

// Officers keeps the officers and the hashes of their tokens in a file of its
// own. They are no part of the database: one that is copied away takes no
// credentials along, and one that is restored brings no revoked token back.
type Officers struct {
	file  string
	first [sha256.Size]byte

	mu   sync.Mutex
	list []record
}

// A record is an officer as the file has it.
type record struct {
	Officer
	Hash string `json:"hash"` // SHA-256 of the token, in hex: tokens are random and long
}

var (
	errNameTaken = errors.New("another officer has this name")
	errNoOfficer = errors.New("no such officer")
)

// OpenOfficers reads the file, which need not be there. first is the token of
// the settings.
func OpenOfficers(file, first string) (*Officers, error) {
	o := &Officers{file: file, first: sha256.Sum256([]byte(first))}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return o, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &o.list)
	}
	if err != nil {
		return nil, fmt.Errorf("窗口人员的文件 %s 读不出来：%w", file, err)
	}
	for _, r := range o.list {
		if raw, err := hex.DecodeString(r.Hash); err != nil || len(raw) != sha256.Size || r.Name == "" || r.All == (len(r.Offices) > 0) {
			return nil, fmt.Errorf("窗口人员的文件 %s 有一项不完整（编号 %q）：请改回原样，或删去这一项", file, r.ID)
		}
	}
	return o, nil
}

// Known returns whose token it is. All hashes are compared, each in constant
// time: how long it takes tells nothing.
func (o *Officers) Known(token string) (who Officer, ok bool) {
	sum := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(sum[:], o.first[:]) == 1 {
		who, ok = First(), true
	}
	written := []byte(hex.EncodeToString(sum[:]))
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.list {
		if subtle.ConstantTimeCompare(written, []byte(r.Hash)) == 1 {
			who, ok = r.Officer, true
		}
	}
	return who, ok
}

// ByTelegram returns the officer with a user id in Telegram.
func (o *Officers) ByTelegram(user int64) (Officer, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.list, func(r record) bool { return user != 0 && r.Telegram == user })
	if i < 0 {
		return Officer{}, false
	}
	return o.list[i].Officer, true
}

// List returns the officers, the first of the settings apart, in the order in
// which they were added.
func (o *Officers) List() []Officer {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := []Officer{}
	for _, r := range o.list {
		list = append(list, r.Officer)
	}
	return list
}

// Add adds an officer, and returns the token, which is not kept.
func (o *Officers) Add(who Officer) (Officer, string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if who.Name == FirstName || slices.ContainsFunc(o.list, func(r record) bool { return r.Name == who.Name }) {
		return who, "", errNameTaken
	}
	token := random(32)
	sum := sha256.Sum256([]byte(token))
	who.ID = random(6)
	list := append(slices.Clone(o.list), record{who, hex.EncodeToString(sum[:])})
	if err := o.write(list); err != nil {
		return who, "", err
	}
	return who, token, nil
}

// Remove takes an officer out; the token is void from now on.
func (o *Officers) Remove(id string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.list, func(r record) bool { return r.ID == id })
	if i < 0 {
		return errNoOfficer
	}
	return o.write(slices.Delete(slices.Clone(o.list), i, i+1))
}

// write replaces the file as a whole: a crash leaves the old one or the new.
func (o *Officers) write(list []record) error {
	data, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(o.file), ".officers-*") // for its owner alone
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(append(data, '\n'))
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), o.file); err != nil {
		return err
	}
	o.list = list
	return syncDir(filepath.Dir(o.file))
}

// syncDir makes a rename last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// random returns so many random bytes as text.
func random(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw) // never fails
	return base64.RawURLEncoding.EncodeToString(raw)
}
