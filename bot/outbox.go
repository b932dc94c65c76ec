package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// A DeliveryState is where a reply is on its way to a person.
type DeliveryState string

const (
	Pending     DeliveryState = "pending"     // to be sent
	Sending     DeliveryState = "sending"     // being sent: after a crash, nobody knows
	Sent        DeliveryState = "sent"        // arrived
	Uncertain   DeliveryState = "uncertain"   // sent again once, and still nobody knows
	Unreachable DeliveryState = "unreachable" // the person cannot be written to
	Superseded  DeliveryState = "superseded"  // another reply has taken its place
)

// Final reports whether the reply needs no more work. What is final leaves the
// outbox and is only counted.
func (s DeliveryState) Final() bool { return s != Pending && s != Sending }

// An Outgoing is one reply in the outbox. The channel renders it when it is
// sent, in one or several parts.
type Outgoing struct {
	Seq     uint64          `json:"seq"` // given by the store: replies of a chat go out in this order
	Chat    Chat            `json:"chat"`
	ID      string          `json:"id"` // of the message that is answered
	Address json.RawMessage `json:"address"`
	Reply   Reply           `json:"reply"`
	State   DeliveryState   `json:"state"`
	Parts   int             `json:"parts,omitempty"`  // how many have arrived
	Copies  int             `json:"copies,omitempty"` // how often the next part was sent without an answer
	Unsure  bool            `json:"unsure,omitempty"` // a part may not have arrived
	Made    time.Time       `json:"made"`
}

// Supersedes reports whether a reply takes the place of the one before it in
// the chat, which nobody has seen: of one menu several times in a row at the
// same place, the last is enough.
func (o Outgoing) Supersedes(before Outgoing) bool {
	return o.Reply.Outcome == Menu && o.Reply.Text == before.Reply.Text && bytes.Equal(o.Address, before.Address) &&
		before.Unsent()
}

// Unsent reports whether nothing of the reply can have arrived.
func (o Outgoing) Unsent() bool { return o.State == Pending && o.Parts+o.Copies == 0 }

// Counts is what went through inbox and outbox since the store was made.
// Nothing is lost when each side of both equations is the same:
// Taken = Handled + Waiting, Queued = Sent + Uncertain + Unreachable +
// Superseded + Pending.
type Counts struct {
	Taken       uint64 `json:"taken"`
	Handled     uint64 `json:"handled"`
	Waiting     uint64 `json:"waiting"`
	Queued      uint64 `json:"queued"`
	Sent        uint64 `json:"sent"`
	Uncertain   uint64 `json:"uncertain"`
	Unreachable uint64 `json:"unreachable"`
	Superseded  uint64 `json:"superseded"`
	Pending     uint64 `json:"pending"`
}

// Balanced reports whether nothing is lost.
func (c Counts) Balanced() bool {
	return c.Taken == c.Handled+c.Waiting &&
		c.Queued == c.Sent+c.Uncertain+c.Unreachable+c.Superseded+c.Pending
}

// Count counts a reply that has left the outbox.
func (c *Counts) Count(s DeliveryState) {
	switch s {
	case Sent:
		c.Sent++
	case Uncertain:
		c.Uncertain++
	case Unreachable:
		c.Unreachable++
	case Superseded:
		c.Superseded++
	}
}

// An Outbox keeps replies from when their message is handled (Store.Save puts
// them in) until they are delivered.
type Outbox interface {
	// Recipients returns the chats of a channel with replies to deliver.
	Recipients(ctx context.Context, channel string) ([]Chat, error)
	// Next returns the first reply to deliver to a chat, nil for none.
	Next(ctx context.Context, chat Chat) (*Outgoing, error)
	// Post puts a reply into the outbox that answers no message: a notice. One
	// with the same chat and id is posted once for as long as replies are kept.
	Post(ctx context.Context, notice Outgoing) error
	// Unfinished returns the chats of a channel that are in the middle of
	// something: a question is open there.
	Unfinished(ctx context.Context, channel string) ([]Chat, error)
	// Note stores where replies are, in one transaction. Those in a final
	// state leave the outbox. It tells which were still there: the others were
	// superseded meanwhile, and must not be sent.
	Note(ctx context.Context, rows ...Outgoing) (there []bool, err error)
	// Reachable notes that a chat cannot be written to, and why; an empty
	// reason takes that back. So does a message that is taken from the chat.
	Reachable(ctx context.Context, chat Chat, reason string) error
	// Unreached returns why a chat cannot be written to, "" when it can.
	Unreached(ctx context.Context, chat Chat) (reason string, err error)
	// Moved notes that the channel's own chat has another name from now on.
	Moved(ctx context.Context, channel, from, to string) error
	// Where returns the present name of a channel's own chat.
	Where(ctx context.Context, channel, name string) (string, error)
	// Offered returns the options of the reply that was kept under a key (see
	// ReplyKey), nil when it is not kept any more.
	Offered(ctx context.Context, key []byte) ([]Option, error)
	// Counts returns the counts.
	Counts(ctx context.Context) (Counts, error)
	// Secret is a key of this store, made with it, by which its owner knows
	// its own names again. 32 bytes.
	Secret() []byte
}

// ReplyKey is a short name of the reply to a message.
func ReplyKey(chat Chat, id string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", chat.String(), id))
	return sum[:ReplyKeySize]
}

// ReplyKeySize is the length of a ReplyKey in bytes.
const ReplyKeySize = 12
