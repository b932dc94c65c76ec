package booking

import (
	"context"
	"errors"
	"time"

	"cheyi/calendar"
)

// The reasons why a command changes nothing. Errors of Do wrap one of them.
var (
	ErrUnknown  = errors.New("no such batch or slot")
	ErrDenied   = errors.New("not this actor's")
	ErrConflict = errors.New("the key came with other content before")
	ErrStale    = errors.New("the version has moved on")    // *Refusal.Batch is the current one
	ErrState    = errors.New("not possible in this state")  // *Refusal.Batch is the current one
	ErrFull     = errors.New("no room")                     // *Refusal.Slot says how much there is
	ErrClosed   = errors.New("the window is not open")      // also for days off and the past
	ErrTaken    = errors.New("a vehicle is booked already") // *Refusal.VINs names which, Receipt only for the same owner
	ErrInvalid  = errors.New("the command is not complete")
)

// A Refusal is an error with what the actor needs to go on.
type Refusal struct {
	Reason  error // one of the above
	Batch   *Batch
	Slot    *Slot
	VINs    []string
	Receipt string
}

func (r *Refusal) Error() string { return r.Reason.Error() }
func (r *Refusal) Unwrap() error { return r.Reason }

// A Filter chooses batches; a zero field does not narrow.
type Filter struct {
	State      State
	Office     string
	Owner      string
	Date       calendar.Day
	Enterprise string // a part of its name
	Search     string // the receipt, or the last four or more characters of a VIN
}

// A Store keeps slots, batches and what belongs to them. Do is one
// transaction. It is safe for concurrent use.
type Store interface {
	Do(ctx context.Context, c Command) (Result, error)
	Batch(ctx context.Context, receipt string) (Batch, error) // ErrUnknown
	Batches(ctx context.Context, f Filter) ([]Batch, error)   // by slot, then receipt
	Refs(ctx context.Context, f Filter) ([]Ref, error)        // the same batches in the same order, where there are too many to be read
	Slots(ctx context.Context, office string, from, to calendar.Day) ([]Slot, error)
	Audit(ctx context.Context, receipt string) ([]Entry, error)        // of one batch; all for ""
	Due(ctx context.Context, now time.Time, most int) ([]Timer, error) // due <= now, the earliest first
	Notices(ctx context.Context, most int) ([]Notice, error)           // not told yet, the earliest first
	Told(ctx context.Context, seq uint64) error                        // takes a notice out
}

// A Tx is what one command reads and writes, within one transaction of a
// Store. Reads see the writes before them.
type Tx interface {
	Slot(SlotID) (slot Slot, touched bool, err error) // as it was put; touched false for none
	PutSlot(Slot) error
	Batch(receipt string) (*Batch, error)    // nil for none
	PutBatch(Batch) error                    // the owner, the window and the VINs may be others than before
	BatchesOf(owner string) ([]Batch, error) // by receipt
	// Live returns the receipt of the live batch of a vehicle in a business,
	// "" for none; SetLive with "" removes it.
	Live(b Business, vin string) (receipt string, err error)
	SetLive(b Business, vin, receipt string) error
	// Done returns the result kept for a key, nil for none, and the content's
	// hash; PutDone keeps them.
	Done(actor, key string) (result *Result, print string, err error)
	PutDone(actor, key, print string, r Result, at time.Time) error
	PutTimer(Timer) error
	DropTimers(receipt string) error // all of a batch
	PutNotice(Notice) error
	PutEntry(Entry) error
}
