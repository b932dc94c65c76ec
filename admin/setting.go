package admin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cheyi/booking"
)

// A settingKind is what a setting does to windows.
type settingKind string

const (
	shutting settingKind = "shut"
	opening  settingKind = "open"
	sizing   settingKind = "size" // of open ones
)

// A setting is what an officer wants done with windows of a day. It is all in
// the button, with the versions that the officer has seen.
type setting struct {
	kind    settingKind
	windows []booking.Slot // Window, Version, Capacity
}

// String writes a setting as: shut 09:00-12:00/0/60 14:30-17:00/0/40.
func (s setting) String() string {
	text := string(s.kind)
	for _, w := range s.windows {
		text += fmt.Sprintf(" %s/%d/%d", w.Window, w.Version, w.Capacity)
	}
	return text
}

// settingForm is what String writes of a window.
var settingForm = regexp.MustCompile(`^([0-9:-]{11})/([0-9]{1,9})/([0-9]{1,9})$`)

// readSetting reads what String has written.
func (p viewed) readSetting() (s setting, ok bool) {
	parts := strings.Fields(p.about)
	if len(parts) < 2 || !slices.Contains([]settingKind{shutting, opening, sizing}, settingKind(parts[0])) {
		return s, false
	}
	s.kind = settingKind(parts[0])
	for _, part := range parts[1:] {
		m := settingForm.FindStringSubmatch(part)
		if m == nil || !windowForm.MatchString(m[1]) {
			return s, false
		}
		id := booking.SlotID{Office: p.office.ID, Date: p.date, Window: m[1]}
		s.windows = append(s.windows, booking.Slot{SlotID: id, Version: number(m[2]), Capacity: number(m[3])})
	}
	return s, true
}

// sized is the setting of one window to so many vehicles.
func sized(w booking.Slot, vehicles int) setting {
	w.Capacity = vehicles
	return setting{sizing, []booking.Slot{w}}
}

// whole is the setting of all windows of a day that are not so yet.
func whole(kind settingKind, day []booking.Slot) setting {
	s := setting{kind: kind}
	for _, w := range day {
		if w.Open == (kind == shutting) {
			s.windows = append(s.windows, w)
		}
	}
	return s
}

// label names a setting, of a day with so many windows.
func (s setting) label(of int) string {
	words := map[settingKind]string{shutting: labelShut, opening: labelOpenUp}[s.kind]
	if len(s.windows) < of {
		return words + " " + s.names()
	}
	return words + labelWholeDay
}

// names lists the windows.
func (s setting) names() string {
	var names []string
	for _, w := range s.windows {
		names = append(names, w.Window)
	}
	return strings.Join(names, "、")
}
