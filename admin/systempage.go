package admin

import (
	"net/http"
	"time"

	"cheyi/bot"
)

// System is how the service is, as the page tells of it.
type System struct {
	Version    string
	Since      time.Time // it runs
	Ready      bool      // as /readyz says
	Parts      []SystemPart
	Counts     bot.Counts
	Untold     int       // notices that are not in the outbox yet
	Overdue    int       // timers that are due and not handled
	Most       int       // up to which the two are counted
	Backup     time.Time // of the last one, zero for none that is known of
	Data       string    // the folder
	Size, Free int64     // bytes: of the folder; left on its disk
}

// A SystemPart is a part of the service.
type SystemPart struct {
	Name   string // for people
	State  string // up, off or down
	What   string // where it is, or why it is not up
	Needed bool   // without it the service is not ready
}

const (
	oldBackup  = 36 * time.Hour // a daily one that failed once
	littleRoom = 1 << 30        // bytes
)

type systemView struct {
	System
	Balanced bool
	Running  string // for how long
	NoBackup bool
	Age      string // of the backup
	Old      bool   // the backup
	Little   bool   // room on the disk
}

// systemPage shows how the service is.
func (d *Desk) systemPage(w http.ResponseWriter, r *http.Request, who Officer) {
	s, err := d.sources.System(r.Context())
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	now := d.now()
	v := systemView{System: s, Balanced: s.Counts.Balanced(), NoBackup: s.Backup.IsZero(), Little: s.Free < littleRoom, Running: span(now.Sub(s.Since))}
	v.Old = !v.NoBackup && now.Sub(s.Backup) > oldBackup
	v.Age = span(now.Sub(s.Backup))
	d.present(w, r, who, view{http.StatusOK, "system", "系统", "/desk/system", v})
}
