package bot

import (
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
	"cheyi/personal"
	"cheyi/vehicles"
)

// A desk is what the offices have free, and the list that was sent, at the
// moment of one message. It is read before the message is understood, so that
// understanding reads nothing.
type desk struct {
	offices booking.Offices
	slots   map[string][]booking.Slot // by office: the windows that can be asked for
	report  *vehicles.Report          // of the list in the message, nil without one
	mine    []booking.Batch           // the person's own, once there is consent
	fault   string                    // why there is none, for the person
}

// daysAhead is how far the offices' days are looked at.
const daysAhead = 90

// look reads what a message about bookings may need, nil where there are none.
func (b *Bot) look(ctx context.Context, m Message, s *State) (*desk, error) {
	if b.bookings == nil || m.Public {
		return nil, nil
	}
	d := &desk{offices: b.bookings.Offices, slots: map[string][]booking.Slot{}}
	today := day(m)
	for _, id := range b.concerned(m, s) {
		slots, err := b.bookings.Store.Slots(ctx, id, today, today.Add(daysAhead))
		if err != nil {
			return nil, err
		}
		d.slots[id] = slices.DeleteFunc(slots, func(s booking.Slot) bool { return !s.Open || !d.offices.InTime(s.SlotID, m.At) })
	}
	if (s.books() || m.File != nil && s.Flow == nil) && s.agreed(m) {
		b.readList(ctx, m, s.open(), d)
	}
	if s.agreed(m) {
		var err error
		if d.mine, err = b.bookings.Store.Batches(ctx, booking.Filter{Owner: m.Chat.String()}); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// concerned lists the offices whose days a message may need: those that it or
// the booking names, and all for whoever asks for room and names none.
func (b *Bot) concerned(m Message, s *State) []string {
	text := m.Text + m.Choice
	named := b.bookings.Offices.Find(text)
	speaks := mentionsBooking.MatchString(text) || same.MatchString(text)
	if !s.books() && s.Draft == nil && len(named) == 0 && !speaks {
		return nil
	}
	var ids []string
	add := func(id string) {
		if _, known := b.bookings.Offices.Office(id); known && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, o := range named {
		add(o.ID)
	}
	for _, p := range []*Progress{s.Flow, s.Waiting, s.Draft} {
		if p != nil {
			add(p.Answers[askOffice])
		}
	}
	if id, chosen := answerTo(askOffice, m.Choice); chosen {
		add(id)
	}
	if len(ids) > 0 && !asksRoom.MatchString(text) || !speaks {
		return ids
	}
	for _, o := range b.bookings.Offices.All() {
		add(o.ID)
	}
	return ids
}

// readList reads the vehicles of a message, from its file or its text.
func (b *Bot) readList(ctx context.Context, m Message, open string, d *desk) {
	var report vehicles.Report
	var err error
	switch {
	case m.File != nil:
		report, err = b.readFile(ctx, m)
	case open == askUSCC || !looksListed(m.Text, open):
		return
	default:
		report, err = vehicles.ReadText(creditCode.ReplaceAllString(m.Text, ""), day(m))
	}
	fault := (*vehicles.Fault)(nil)
	switch {
	case errors.As(err, &fault):
		d.fault = fault.Text
	case err != nil:
		b.lg.Warn("file not read", "channel", m.Chat.Channel, "message", m.label(), "err", err)
		d.fault = wordsFileLost
	default:
		d.report = &report
	}
}

// looksListed reports whether a text has vehicles in it. Where they are asked
// for, what is much too short for a VIN is one that lacks something.
func looksListed(text, open string) bool {
	text = personal.Visible(text) // full-width letters are letters
	return vinAt(text) != nil || open == askVehicles && shortToken.MatchString(text) && !drops.MatchString(text)
}

var shortToken = regexp.MustCompile(`[0-9A-Za-z]{10,}`)

func (b *Bot) readFile(ctx context.Context, m Message) (vehicles.Report, error) {
	if b.bookings.Files == nil || b.bookings.List == nil {
		return vehicles.Report{}, &vehicles.Fault{Code: "no_files", Text: wordsNoFiles}
	}
	if m.File.Size > mostFile { // some channels could not even fetch it
		return vehicles.Report{}, &vehicles.Fault{Code: "too_large", Text: wordsFileTooLarge}
	}
	content, err := b.bookings.Files.Open(ctx, m.Chat, *m.File)
	if err != nil {
		return vehicles.Report{}, err
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, mostFile+1))
	if err != nil {
		return vehicles.Report{}, err
	}
	return b.bookings.List(m.File.Name, data, day(m))
}

// mostFile is how large a list may be, in bytes, and how much of a file is
// read: whoever reads the list has the same limit.
const mostFile = 5 << 20

// open returns the windows of an office that can be booked on a day.
func (d *desk) open(office string, on calendar.Day) []booking.Slot {
	var list []booking.Slot
	for _, s := range d.slots[office] {
		if s.Date == on {
			list = append(list, s)
		}
	}
	return list
}

// days returns the next days from one on that have open windows.
func (d *desk) days(office string, from calendar.Day, most int) []calendar.Day {
	var list []calendar.Day
	for _, s := range d.slots[office] {
		if !s.Date.Before(from) && s.Free() > 0 && !slices.Contains(list, s.Date) && len(list) < most {
			list = append(list, s.Date)
		}
	}
	return list
}

// free is how many vehicles still fit on a day.
func (d *desk) free(office string, on calendar.Day) int {
	n := 0
	for _, s := range d.open(office, on) {
		n += s.Free()
	}
	return n
}

// byDay lists the room of an office day by day.
func (d *desk) byDay(office string, from, to calendar.Day) string {
	var lines strings.Builder
	for on := from; !to.Before(on); on = on.Add(1) {
		if open := d.open(office, on); len(open) > 0 {
			lines.WriteString("\n" + wordsRoomOn(on, open))
		}
	}
	if lines.Len() == 0 {
		return "\n" + wordsNoRoom
	}
	return lines.String()
}

// byOffice lists the room of offices, of all when none is named.
func (d *desk) byOffice(offices []booking.Office, from, to calendar.Day) string {
	if len(offices) == 0 {
		offices = d.offices.All()
	}
	var lines strings.Builder
	for _, o := range offices {
		free := 0
		for on := from; !to.Before(on); on = on.Add(1) {
			free += d.free(o.ID, on)
		}
		lines.WriteString("\n" + wordsRoomOf(o.Name, free))
	}
	return lines.String()
}
