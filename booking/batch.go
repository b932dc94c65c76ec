package booking

import (
	"slices"
	"time"

	"cheyi/calendar"
)

// A Business is what is to be done with the vehicles. The value is the id; the
// name for people is Name.
type Business string

const (
	Transfer       Business = "transfer"        // 转让登记
	TransferExport Business = "transfer_export" // 转让待出口
	Deregistration Business = "deregistration"  // 注销登记
)

// A State is where a batch is. The names are a contract.
type State string

const (
	Pending      State = "pending"
	Confirmed    State = "confirmed"
	MoveProposed State = "move_proposed"
	Rejected     State = "rejected"
	Cancelled    State = "cancelled"
	Completed    State = "completed"
	NoShow       State = "no_show"
	Expired      State = "expired"
)

// States are all states, in the order in which officers care.
var States = []State{Pending, MoveProposed, Confirmed, Completed, NoShow, Rejected, Cancelled, Expired}

// Live reports whether a batch in this state holds its places.
func (s State) Live() bool { return s == Pending || s == Confirmed || s == MoveProposed }

// A SlotID names a window of a day at an office.
type SlotID struct {
	Office string       `json:"office"` // its id in offices.yaml
	Date   calendar.Day `json:"date"`
	Window string       `json:"window"` // 09:00-12:00
}

// A Slot is the places of one window. Capacity and Open are as offices.yaml
// has them until an officer sets them.
type Slot struct {
	SlotID
	Capacity int  `json:"capacity"` // vehicles
	Used     int  `json:"used"`
	Open     bool `json:"open"`
	Version  int  `json:"version"` // how often officers have set it; taking places does not count
}

// Free is how many vehicles still fit; never negative. Capacity may be set
// below what is used: nobody loses a place by it.
func (s Slot) Free() int {
	if !s.Open || s.Used >= s.Capacity {
		return 0
	}
	return s.Capacity - s.Used
}

// An Enterprise is who asks.
type Enterprise struct {
	Name  string `json:"name"`
	USCC  string `json:"uscc"`  // 统一社会信用代码, GB 32100-2015
	Filed bool   `json:"filed"` // with the commerce department (经商务部门备案)
}

// A Contact is whom an officer may call.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// The states of a vehicle within its batch.
const (
	VehicleBooked   = "booked"
	VehicleReturned = "returned" // by an officer, with the reason in Note
)

// A Vehicle is one row of a batch.
type Vehicle struct {
	VIN     string `json:"vin"`             // 17 characters, normalised
	Plate   string `json:"plate,omitempty"` // empty after 转让待出口
	Place   string `json:"place,omitempty"` // 登记地, as said; empty when the office's own
	State   string `json:"state"`
	Note    string `json:"note,omitempty"`
	Checked bool   `json:"checked,omitempty"` // the sender has confirmed a VIN whose check digit does not fit
}

// A Batch is one request for places, and what became of it.
type Batch struct {
	Receipt    string       `json:"receipt"`
	State      State        `json:"state"`
	Version    int          `json:"version"`
	Business   Business     `json:"business"`
	Slot       SlotID       `json:"slot"`
	Before     State        `json:"before,omitempty"`   // move_proposed: the state to go back to
	Proposed   *SlotID      `json:"proposed,omitempty"` // move_proposed: the window offered
	Until      time.Time    `json:"until,omitzero"`     // move_proposed: when the offer ends
	Reminded   int          `json:"reminded,omitempty"` // how many of the reminders are over: given, or too late
	Owner      string       `json:"owner"`              // the conversation it was made in, as bot.Chat prints; empty once erased
	Enterprise Enterprise   `json:"enterprise"`
	Contact    Contact      `json:"contact"`
	ClearedOn  calendar.Day `json:"cleared_on,omitzero"` // deregistration: 海关放行 (结关) day
	Vehicles   []Vehicle    `json:"vehicles"`
	Reason     string       `json:"reason,omitempty"` // why rejected, cancelled or moved
	Made       time.Time    `json:"made"`
	Changed    time.Time    `json:"changed"`
}

// Count is how many vehicles hold a place while the batch is live.
func (b Batch) Count() int {
	n := 0
	for _, v := range b.Vehicles {
		if v.State == VehicleBooked {
			n++
		}
	}
	return n
}

// vins lists the vehicles that hold a place while the batch is live.
func (b Batch) vins() []string {
	var vins []string
	for _, v := range b.Vehicles {
		if v.State == VehicleBooked {
			vins = append(vins, v.VIN)
		}
	}
	return vins
}

// slots lists the windows where a batch holds places.
func (b Batch) slots() []SlotID {
	switch {
	case !b.State.Live():
		return nil
	case b.Proposed != nil:
		return []SlotID{b.Slot, *b.Proposed}
	}
	return []SlotID{b.Slot}
}

// clone returns a copy that shares nothing that can be written to.
func (b Batch) clone() Batch {
	b.Vehicles = slices.Clone(b.Vehicles)
	if b.Proposed != nil {
		to := *b.Proposed
		b.Proposed = &to
	}
	return b
}
