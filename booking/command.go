package booking

import (
	"time"

	"cheyi/calendar"
)

// An Action is what a command does.
type Action string

const (
	Submit     Action = "submit"
	Confirm    Action = "confirm"
	Reject     Action = "reject"
	Propose    Action = "propose"
	Accept     Action = "accept"
	Decline    Action = "decline"
	Reschedule Action = "reschedule"
	Cancel     Action = "cancel"
	Expire     Action = "expire" // by a timer: an offer, or a batch whose day is over
	Remind     Action = "remind" // by a timer: changes nothing but the timer and the notices
	Complete   Action = "complete"
	MarkNoShow Action = "no_show"
	SetSlot    Action = "set_slot"
	EraseOwner Action = "erase" // the personal data of all batches of one owner
)

// A Role is on whose behalf a command comes.
type Role string

const (
	Exporter Role = "exporter" // acts on its own batches only
	Officer  Role = "officer"  // acts on the batches of its offices
	Clock    Role = "clock"    // timers
)

// An Actor is who gives a command.
type Actor struct {
	Role    Role     `json:"role"`
	ID      string   `json:"id,omitempty"`      // conversation, officer's name
	Offices []string `json:"offices,omitempty"` // an officer's; empty for all
}

// A Request is one batch that is asked for.
type Request struct {
	Business   Business     `json:"business"`
	Slot       SlotID       `json:"slot"`
	Enterprise Enterprise   `json:"enterprise"`
	Contact    Contact      `json:"contact"`
	ClearedOn  calendar.Day `json:"cleared_on,omitzero"`
	Vehicles   []Vehicle    `json:"vehicles"`
}

// A Command is one change. The same Key with the same content is done once,
// however often it comes: again, it shows the same batches as they are by then
// and changes nothing. With other content it is a conflict.
type Command struct {
	Key    string    `json:"key"` // not for the clock: what a timer does, it does once anyway
	Actor  Actor     `json:"actor"`
	Action Action    `json:"action"`
	At     time.Time `json:"-"` // now; not part of the content

	Requests []Request `json:"requests,omitempty"` // submit: all or none; several where a batch is split over windows

	Receipt string   `json:"receipt,omitempty"`
	Version int      `json:"version,omitempty"` // the version that the actor has seen
	VINs    []string `json:"vins,omitempty"`    // reject: these; none for all
	Reason  string   `json:"reason,omitempty"`  // reject (needed), propose, cancel; no personal data
	To      *SlotID  `json:"to,omitempty"`      // propose, reschedule
	Kind    string   `json:"kind,omitempty"`    // expire, remind: the timer's

	Slot     SlotID `json:"slot,omitzero"` // set_slot
	Capacity int    `json:"capacity,omitempty"`
	Open     bool   `json:"open,omitempty"`
}

// A Result is what a command led to.
type Result struct {
	Batches []Batch `json:"batches,omitempty"` // as they are now
	Slot    *Slot   `json:"slot,omitempty"`    // set_slot
}

// A Notice is something a person should learn. It is about one version of a
// batch: when that has moved on, it is not sent any more, unless it tells of
// the move itself.
type Notice struct {
	Seq     uint64    `json:"seq"`  // given by the store
	To      string    `json:"to"`   // a conversation, as Batch.Owner; "office:ID" for an office's officers
	Kind    string    `json:"kind"` // submitted, confirmed, returned, rejected, proposed, declined, moved, cancelled, expired, reminder
	Receipt string    `json:"receipt"`
	Version int       `json:"version"`
	At      time.Time `json:"at"`
}

// The kinds of timers.
const (
	TimerThreeDays = "three_days"
	TimerOneDay    = "one_day"
	TimerTwoHours  = "two_hours"
	TimerOffer     = "offer"
	TimerDayOver   = "day_over"
	TimerRetention = "retention"
)

// A Timer has a command given when it is due: Command says which.
type Timer struct {
	Due     time.Time `json:"due"`
	Kind    string    `json:"kind"`
	Receipt string    `json:"receipt"`
	Version int       `json:"version"`
}

// An Entry is one line of the audit trail, which only grows. It survives the
// erasure of personal data: of people it names officers only. An exporter's
// entry says exporter; who that was, the batch knows for as long as it may.
//
// The entries of a batch, read in order, give its state, version and places.
type Entry struct {
	Seq     uint64    `json:"seq"`
	At      time.Time `json:"at"`
	Actor   Actor     `json:"actor"`
	Action  Action    `json:"action"`
	Receipt string    `json:"receipt,omitempty"`
	Version int       `json:"version"` // after the change
	From    State     `json:"from,omitempty"`
	To      State     `json:"to,omitempty"`
	Slot    SlotID    `json:"slot,omitzero"`    // propose: the window offered; else where the batch is after it
	Reason  string    `json:"reason,omitempty"` // an officer's
	Places  int       `json:"places,omitempty"` // vehicles that hold a place after it
	Set     *Slot     `json:"set,omitempty"`    // set_slot: as it is after it
}
