package bot

import (
	"context"
	"maps"
	"slices"
	"time"

	"cheyi/booking"
	"cheyi/knowledge"
)

// State is what a conversation remembers between two messages. It is small and
// plain JSON. Of what was typed it holds the questions about the present topic
// (masked, the last of them whole and with it what fits in 200 characters),
// the inputs of calculations, and the draft of a booking.
type State struct {
	Topic *Topic `json:"topic,omitempty"`
	// Topics are those before it, the earliest first, for 刚才说的那个认证.
	Topics []Topic   `json:"topics,omitempty"`
	Flow   *Progress `json:"flow,omitempty"`
	Done   *Progress `json:"done,omitempty"` // the last calculation, for 改成80辆
	// Past holds the last answers of each calculator, the latest first, for
	// 刚才那个退税，要是三类呢.
	Past []Progress `json:"past,omitempty"`
	// Waiting is a flow that a calculation has interrupted.
	Waiting *Progress `json:"waiting,omitempty"`
	Options []Option  `json:"options,omitempty"` // as last offered, for answers by number
	Stated  bool      `json:"stated,omitempty"`  // 文件未写明有效期 has been said
	// Document says that the last answer was about the document itself.
	Document bool `json:"document,omitempty"`
	// Consent is the agreement to the processing of what a booking needs.
	Consent *Consent `json:"consent,omitempty"`
	// Draft is a booking that was left for something else.
	Draft *Progress `json:"draft,omitempty"`
	// Lapsed says that a draft was deleted because its time was over, which
	// the person has not been told.
	Lapsed bool `json:"lapsed,omitempty"`
	// Seen are the versions of the live batches that the person knows of.
	Seen map[string]int `json:"seen,omitempty"`
	// Awaits is the officers' choice that the next text is typed for.
	Awaits string `json:"awaits,omitempty"`
	// At is when the last message was sent, zero before the first.
	At time.Time `json:"at,omitzero"`
}

// A Topic is what the last answered question was about.
type Topic struct {
	Question string           `json:"question"`       // normalised and masked
	Said     string           `json:"said,omitempty"` // the questions that led to it, for what they state
	Folder   string           `json:"folder"`
	Clauses  []string         `json:"clauses"`
	Kinds    []knowledge.Kind `json:"kinds,omitempty"`
}

// A Turn is one message that was handled, as a store commits it: all of it or
// nothing.
type Turn struct {
	Message    Message // its chat and id; with an address, the reply goes into the outbox
	State      State   // what the conversation remembers from now on
	Reply      Reply
	Unanswered []Unanswered // for the ledger
	// Erased has a store forget what the chat's earlier replies say, which
	// leaves a ForgottenReply of each, and take those out of the outbox of
	// which nothing was sent.
	Erased bool
	// Apply runs the turn's booking command, nil for none. A store calls it
	// inside its transaction before all else, and stores the turn as it is
	// then: the reply tells the result. With an error nothing of the turn is
	// stored, and Save returns it.
	Apply func(tx booking.Tx, t *Turn) error
}

// Outgoing is the turn's reply as it enters the outbox.
func (t Turn) Outgoing(seq uint64) Outgoing {
	return Outgoing{
		Seq: seq, Chat: t.Message.Chat, ID: t.Message.ID, Address: t.Message.Address,
		Reply: t.Reply, State: Pending, Made: t.Message.At,
	}.clone()
}

// KeepReplies is how long a store keeps a reply: a message that arrives again
// within it gets the same one, and the buttons below it work. Channels repeat
// deliveries for a day at most.
const KeepReplies = 7 * 24 * time.Hour

// A Store keeps conversations. Save is one transaction: after it, Load gives
// the new state, and the reply for the message's id for as long as the store
// keeps replies. Both must be safe for concurrent use; the bot saves one
// message of a chat at a time.
type Store interface {
	// Load returns a chat's state, zero for a chat never seen, and the reply
	// that was kept for the message id, if any.
	Load(ctx context.Context, chat Chat, id string) (State, *Reply, error)
	// Save also takes the message out of the inbox, puts the reply into the
	// outbox if the message has an address, and counts what stayed unanswered.
	// The last two happen once for each message id for as long as its reply is
	// kept.
	Save(ctx context.Context, t Turn) error
	// Sweep has left judge every conversation, and keeps what it returns of
	// those of which something has gone. What is Empty then, is deleted.
	Sweep(ctx context.Context, left func(State) (left State, gone bool)) error
}

// clone copies all that a caller could change in place.
func (s State) clone() State {
	if s.Topic != nil {
		t := *s.Topic
		t.Clauses, t.Kinds = slices.Clone(t.Clauses), slices.Clone(t.Kinds)
		s.Topic = &t
	}
	s.Topics = slices.Clone(s.Topics)
	for i, t := range s.Topics {
		s.Topics[i].Clauses, s.Topics[i].Kinds = slices.Clone(t.Clauses), slices.Clone(t.Kinds)
	}
	s.Flow, s.Done = s.Flow.clone(), s.Done.clone()
	s.Waiting = s.Waiting.clone()
	s.Past = slices.Clone(s.Past)
	for i := range s.Past {
		s.Past[i] = *s.Past[i].clone()
	}
	s.Options = slices.Clone(s.Options)
	if s.Consent != nil {
		c := *s.Consent
		s.Consent = &c
	}
	s.Draft = s.Draft.clone()
	s.Seen = maps.Clone(s.Seen)
	return s
}

func (r Reply) clone() Reply {
	r.Ranked = nil // of the moment
	r.Citations, r.Missing, r.Options = slices.Clone(r.Citations), slices.Clone(r.Missing), slices.Clone(r.Options)
	for i, c := range r.Citations {
		r.Citations[i].Departments = slices.Clone(c.Departments)
	}
	r.References = slices.Clone(r.References)
	r.Files = slices.Clone(r.Files)
	if r.Booking != nil {
		b := *r.Booking
		b.Vehicles = slices.Clone(b.Vehicles)
		r.Booking = &b
	}
	r.deed = nil // of the moment
	if r.Calculation != nil {
		c := *r.Calculation
		c.Inputs, c.ByYear, c.Steps = maps.Clone(c.Inputs), slices.Clone(c.ByYear), slices.Clone(c.Steps)
		r.Calculation = &c
	}
	return r
}

func (o Outgoing) clone() Outgoing {
	o.Address, o.Reply = slices.Clone(o.Address), o.Reply.clone()
	return o
}

func (m Message) clone() Message {
	m.aid = nil // of the moment
	m.Address, m.Masked = slices.Clone(m.Address), slices.Clone(m.Masked)
	if m.File != nil {
		f := *m.File
		m.File = &f
	}
	return m
}

func (p *Progress) clone() *Progress {
	if p == nil {
		return nil
	}
	return &Progress{Flow: p.Flow, Open: p.Open, Answers: maps.Clone(p.Answers)}
}
