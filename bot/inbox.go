package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// PressWindow is how long a button that was pressed counts as pressed: people
// tap twice, and channels deliver a tap twice.
const PressWindow = 5 * time.Second

// SamePress reports whether a press is one with an earlier press of the same
// button. A clock that was set back begins anew.
func SamePress(earlier, now time.Time) bool {
	since := now.Sub(earlier)
	return since >= 0 && since < PressWindow
}

// A Receipt says what became of a message that was to be stored.
type Receipt int

const (
	// Taken is a message that was not there before.
	Taken Receipt = iota
	// Again is a message that was taken before, or has a reply, and is ignored.
	Again
	// Pressed is another press of a button within PressWindow, and is ignored.
	Pressed
	// Conflict is another message with the id of one that was taken before,
	// and is ignored.
	Conflict
)

// A Batch is what a channel takes in at once.
type Batch struct {
	Channel  string
	Messages []Message // in the order in which they are to be handled
	// Mark is how far the channel has read at its source, for it to go on from
	// there after a restart; 0 leaves the mark as it is.
	Mark int64
}

// An Inbox keeps messages from when they are taken until they are handled
// (Store.Save takes them out). Ids are remembered for as long as replies are.
type Inbox interface {
	// Take stores the messages of a batch, and the mark, in one transaction.
	// The receipts are in the order of the messages.
	Take(ctx context.Context, b Batch, now time.Time) ([]Receipt, error)
	// Waiting returns the messages that are not handled yet, in the order in
	// which they were taken.
	Waiting(ctx context.Context) ([]Message, error)
	// Mark returns a channel's mark, 0 for none.
	Mark(ctx context.Context, channel string) (int64, error)
}

// Print tells two messages apart by what they say.
func (m Message) Print() string {
	file := File{}
	if m.File != nil {
		file = *m.File
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %d", m.Text, m.Choice, file.Name, file.Size))
	return hex.EncodeToString(sum[:16])
}
