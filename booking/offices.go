package booking

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"cheyi/calendar"
)

// An Office is where vehicles are presented.
type Office struct {
	ID      string
	Name    string
	Area    string   // the 盟市 whose vehicles it registers
	Names   []string // what people call the office and its area, besides Name and Area
	Windows []Window // by time
	// Lead and Ahead say how many calendar days ahead an exporter may ask for
	// a day, at least and at most: 0 is today.
	Lead, Ahead int

	weekdays     map[time.Weekday]bool // nil: the working days of the calendar
	closed, open map[calendar.Day]bool // against the rule
	hours        [2]time.Duration      // since midnight; people are written to in between
	offer        time.Duration         // how long an offer stands, days off not counted
}

// A Window is a part of a day with places of its own.
type Window struct {
	Time     string // 09:00-12:00
	Capacity int    // vehicles, unless an officer has set another
}

// Offices are the offices of one offices.yaml.
type Offices struct {
	// Example says that the file is the one that ships with the product, with
	// capacities that no office has stated.
	Example bool
	// RetentionDays is how long personal data is kept after a batch has ended.
	RetentionDays int
	// DraftDays is how long a booking that is being filled in is kept after
	// the last message.
	DraftDays int

	list  []Office
	years calendar.Years
}

// All returns the offices in the order of their file.
func (o Offices) All() []Office { return slices.Clone(o.list) }

// Office returns the office with an id.
func (o Offices) Office(id string) (Office, bool) {
	for _, office := range o.list {
		if office.ID == id {
			return office, true
		}
	}
	return Office{}, false
}

// Find returns the offices that a text names, in the order in which it names
// them: 下周三呼市30台注销. A name inside a longer one does not count. Several
// offices may have one name, such as that of their area.
func (o Offices) Find(text string) []Office {
	var found []Office
	for len(text) > 0 {
		named, length := o.at(text)
		for _, office := range named {
			if !slices.ContainsFunc(found, func(f Office) bool { return f.ID == office.ID }) {
				found = append(found, office)
			}
		}
		text = text[max(length, 1):]
	}
	return found
}

// at returns the offices with the longest name that a text begins with.
func (o Offices) at(text string) (named []Office, length int) {
	for _, office := range o.list {
		for _, name := range office.names() {
			switch {
			case !strings.HasPrefix(text, name) || len(name) < length:
			case len(name) > length:
				named, length = []Office{office}, len(name)
			default:
				named = append(named, office)
			}
		}
	}
	return named, length
}

func (o Office) names() []string {
	return append([]string{o.ID, o.Name, o.Area}, o.Names...)
}

// Covers reports whether a place, as said, is in the office's area. Nothing
// said is.
func (o Office) Covers(place string) bool {
	if place == "" {
		return true
	}
	return slices.ContainsFunc(o.names()[2:], func(name string) bool { return strings.Contains(place, name) })
}

// has reports whether a window is one of the file's.
func (o Offices) has(id SlotID) bool {
	office, ok := o.Office(id.Office)
	return ok && !id.Date.IsZero() &&
		slices.ContainsFunc(office.Windows, func(w Window) bool { return w.Time == id.Window })
}

// current is a window as it is now: as it is stored, and what officers have
// not set as the file has it. A window that has left the file takes no more.
func (o Offices) current(stored Slot) Slot {
	if stored.Version > 0 {
		return stored
	}
	stored.Capacity, stored.Open = 0, false
	office, _ := o.Office(stored.Office)
	for _, w := range office.Windows {
		if w.Time == stored.Window {
			stored.Capacity, stored.Open = w.Capacity, o.works(office, stored.Date)
		}
	}
	return stored
}

// mostDays bounds a question for windows.
const mostDays = 400

// Slots lists the windows of an office from one day to another, both included,
// closed ones too. stored returns what is stored of a window, as Tx.Slot does.
// It is what a Store answers with.
func (o Offices) Slots(office string, from, to calendar.Day, stored func(SlotID) (Slot, bool, error)) ([]Slot, error) {
	at, ok := o.Office(office)
	switch {
	case !ok:
		return nil, &Refusal{Reason: ErrUnknown}
	case from.IsZero(), from.Add(mostDays).Before(to):
		return nil, &Refusal{Reason: ErrInvalid}
	}
	var slots []Slot
	for day := from; !to.Before(day); day = day.Add(1) {
		for _, w := range at.Windows {
			s, touched, err := stored(SlotID{Office: office, Date: day, Window: w.Time})
			if err != nil {
				return nil, err
			}
			if !touched {
				s = Slot{SlotID: SlotID{Office: office, Date: day, Window: w.Time}}
			}
			slots = append(slots, o.current(s))
		}
	}
	return slots, nil
}

// Compare orders windows by day, time and office.
func (s SlotID) Compare(other SlotID) int {
	return cmp.Or(
		cmp.Compare(s.Date.Year, other.Date.Year), cmp.Compare(s.Date.Month, other.Date.Month), cmp.Compare(s.Date.Day, other.Date.Day),
		strings.Compare(s.Window, other.Window),
		strings.Compare(s.Office, other.Office),
	)
}
