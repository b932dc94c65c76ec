package admin

import (
	"context"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// A Card is a batch as an officer sees it. Its first names are a contract. It
// is not bot.Card with more in it: what is added here for officers must not
// come before an exporter, or before Telegram, by that.
type Card struct {
	Receipt    string             `json:"receipt"`
	State      booking.State      `json:"state"`
	Version    int                `json:"version"`
	Business   booking.Business   `json:"business"`
	Office     string             `json:"office"` // its id
	Date       calendar.Day       `json:"date"`
	Window     string             `json:"window"`
	Vehicles   []Vehicle          `json:"vehicles"`
	Enterprise booking.Enterprise `json:"enterprise"`
	Contact    booking.Contact    `json:"contact"`
	ClearedOn  calendar.Day       `json:"cleared_on,omitzero"`
	Proposed   *booking.SlotID    `json:"proposed,omitempty"`
	Until      time.Time          `json:"until,omitzero"` // of the proposal
	Reason     string             `json:"reason,omitempty"`
	Made       time.Time          `json:"made"`
	Changed    time.Time          `json:"changed"`
}

// A Vehicle is one row of a card.
type Vehicle struct {
	VIN     string `json:"vin"`
	Plate   string `json:"plate"`
	Place   string `json:"place,omitempty"`
	State   string `json:"state"`
	Note    string `json:"note"`
	Checked bool   `json:"checked,omitempty"`
}

func card(b booking.Batch) Card {
	c := Card{
		Receipt: b.Receipt, State: b.State, Version: b.Version, Business: b.Business,
		Office: b.Slot.Office, Date: b.Slot.Date, Window: b.Slot.Window, Vehicles: []Vehicle{},
		Enterprise: b.Enterprise, Contact: b.Contact, ClearedOn: b.ClearedOn,
		Proposed: b.Proposed, Until: b.Until, Reason: b.Reason, Made: b.Made, Changed: b.Changed,
	}
	for _, v := range b.Vehicles {
		c.Vehicles = append(c.Vehicles, Vehicle{v.VIN, v.Plate, v.Place, v.State, v.Note, v.Checked})
	}
	return c
}

// Acted says who did what and when. Of exporters and timers only the kind is
// named: a conversation's name is its key.
type Acted struct {
	By     string         `json:"by"`
	Role   booking.Role   `json:"role"`
	Action booking.Action `json:"action"`
	At     time.Time      `json:"at"`
}

// A Line is an entry of the audit trail as an officer sees it.
type Line struct {
	Acted
	Version int             `json:"version"`
	From    booking.State   `json:"from,omitempty"`
	To      booking.State   `json:"to,omitempty"`
	Slot    *booking.SlotID `json:"slot,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Places  int             `json:"places"`
}

func acted(e booking.Entry) Acted {
	by := e.Actor.ID
	switch e.Actor.Role {
	case booking.Exporter:
		by = wordsExporter
	case booking.Clock:
		by = wordsClock
	}
	return Acted{By: by, Role: e.Actor.Role, Action: e.Action, At: e.At}
}

func line(e booking.Entry) Line {
	l := Line{Acted: acted(e), Version: e.Version, From: e.From, To: e.To, Reason: e.Reason, Places: e.Places}
	if e.Slot != (booking.SlotID{}) {
		l.Slot = &e.Slot
	}
	return l
}

// lastActed is who acted on a batch last, nil when the trail cannot be read.
func (d *Desk) lastActed(ctx context.Context, receipt string) *Acted {
	trail, err := d.store.Audit(ctx, receipt)
	if err != nil || len(trail) == 0 {
		return nil
	}
	a := acted(trail[len(trail)-1])
	return &a
}
