package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// How long a session lasts: a working day, and no longer than a long lunch
// without a request.
const (
	sessionAge   = 12 * time.Hour
	sessionIdle  = 2 * time.Hour
	seenEvery    = time.Minute // how exactly the last request is kept
	mostSessions = 10          // of one officer; the oldest make room
)

// A session is one browser in which an officer is signed in.
type session struct {
	Hash    string    `json:"hash"`    // of the id, which the browser alone has
	Officer string    `json:"officer"` // id
	Made    time.Time `json:"made"`
	Seen    time.Time `json:"seen"`
}

func (s session) over(now time.Time) bool {
	return now.Sub(s.Made) >= sessionAge || now.Sub(s.Seen) >= sessionIdle
}

// sessions keeps them in a file: a restart signs nobody out.
type sessions struct {
	file string
	mu   sync.Mutex
	list []session // the newest last
}

// openSessions reads the file, which need not be there. One that is damaged is
// as good as none: everybody signs in again.
func openSessions(file string) (*sessions, error) {
	s := &sessions{file: file}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return nil, fmt.Errorf("登录的记录 %s 读不出来：%w", file, err)
	}
	if json.Unmarshal(data, &s.list) != nil {
		s.list = nil
	}
	return s, nil
}

// open begins a session, and returns its id.
func (s *sessions) open(officer string, now time.Time) (id string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.DeleteFunc(slices.Clone(s.list), func(x session) bool { return x.over(now) })
	his := 1
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Officer != officer {
			continue
		}
		if his++; his > mostSessions {
			list = slices.Delete(list, i, i+1)
		}
	}
	id = random(32)
	return id, s.write(append(list, session{hashed(id), officer, now, now}))
}

// of returns whose session an id is. When the time of the request cannot be
// written, the session still holds, and err says why.
func (s *sessions) of(id string, now time.Time) (officer string, ok bool, err error) {
	hash := hashed(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.list, func(x session) bool { return x.Hash == hash })
	if i < 0 || s.list[i].over(now) {
		return "", false, nil
	}
	if now.Sub(s.list[i].Seen) >= seenEvery {
		s.list[i].Seen = now
		err = replace(s.file, s.list)
	}
	return s.list[i].Officer, true, err
}

// drop ends a session.
func (s *sessions) drop(id string) error {
	hash := hashed(id)
	return s.dropWhere(func(x session) bool { return x.Hash == hash })
}

// dropAll ends all sessions of an officer.
func (s *sessions) dropAll(officer string) error {
	return s.dropWhere(func(x session) bool { return x.Officer == officer })
}

func (s *sessions) dropWhere(goes func(session) bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.ContainsFunc(s.list, goes) {
		return nil
	}
	s.list = slices.DeleteFunc(slices.Clone(s.list), goes) // also when it cannot be written: who is out stays out
	return replace(s.file, s.list)
}

// seen returns how many sessions an officer has, and the last request of one.
func (s *sessions) seen(officer string, now time.Time) (open int, last time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.list {
		if x.Officer == officer && !x.over(now) {
			open++
			if x.Seen.After(last) {
				last = x.Seen
			}
		}
	}
	return open, last
}

func (s *sessions) write(list []session) error {
	if err := replace(s.file, list); err != nil {
		return err
	}
	s.list = list
	return nil
}

// Session returns the officer whose session an id is, as the officer is now.
// When the time of the request cannot be written the session still holds, and
// err says why.
func (o *Officers) Session(id string, now time.Time) (who Officer, ok bool, err error) {
	officer, ok, err := o.sessions.of(id, now)
	if !ok {
		return who, false, err
	}
	who, ok = o.find(func(r record) bool { return r.ID == officer && !r.Disabled })
	return who, ok, err
}
