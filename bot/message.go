package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cheyi/calc"
	"cheyi/knowledge"
)

// A Message is one thing that a person sent, on whatever channel. Its JSON is
// how a store keeps it until it is handled.
type Message struct {
	ID     string    `json:"id"` // unique within the chat; the same id gets the same reply
	Chat   Chat      `json:"chat"`
	Text   string    `json:"text,omitempty"`   // as typed; may hold anything
	Choice string    `json:"choice,omitempty"` // the id of a pressed option, instead of text
	File   *File     `json:"file,omitempty"`   // sent along
	At     time.Time `json:"at"`               // when it was sent; answers hold for this day
	// Address is where the channel delivers the reply, in the channel's own
	// form. Without one, whoever handed the message in waits for the reply.
	Address json.RawMessage `json:"address,omitempty"`
	// Press names a pressed button as one thing, however often the press
	// arrives: two presses of one name within PressWindow are one.
	Press string `json:"press,omitempty"`
	// Public says that others read along, as in a group.
	Public bool `json:"public,omitempty"`
	// Masked are the kinds of personal number that were taken out of the text
	// before the message was stored.
	Masked []string `json:"masked,omitempty"`

	aid *aid // a model's share in it, nil for none
}

// label names a message in the log. Its id is the client's own word, and could
// be anything.
func (m Message) label() string { return fmt.Sprintf("%x", ReplyKey(m.Chat, m.ID)[:6]) }

// A File is a document that was sent. Its content stays with the channel.
type File struct {
	Name string `json:"name"` // as the sender named it: to be shown, never to be opened
	Size int64  `json:"size"` // bytes
	Ref  string `json:"ref"`  // by which the channel finds the content
}

// A Chat is one conversation. Chats do not share anything.
type Chat struct {
	Channel string `json:"channel"` // terminal, web, telegram
	ID      string `json:"id"`      // unguessable where the channel is public
}

func (c Chat) String() string { return c.Channel + "/" + c.ID }

// The outcomes of a reply. The names are a contract; the first four are
// knowledge's.
const (
	Answered   = knowledge.Answered
	Partial    = knowledge.Partial
	NotStated  = knowledge.NotStated
	OutOfScope = knowledge.OutOfScope

	Asked    knowledge.Outcome = "asked"    // an input is missing
	Rejected knowledge.Outcome = "rejected" // the message was refused
	Menu     knowledge.Outcome = "menu"

	Calculated = calc.Calculated

	Booked knowledge.Outcome = "booking" // a batch was made, changed or shown
)

// A Reply is what a person sees: the same on every channel, which only
// renders it. The JSON names are a contract.
type Reply struct {
	Outcome   knowledge.Outcome    `json:"outcome"`
	Text      string               `json:"text"` // plain text
	Citations []knowledge.Citation `json:"citations"`
	// References are what other sources say on what the policy leaves out.
	References []knowledge.Reference `json:"references,omitempty"`
	// Calculation is the result with its working, null when nothing was computed.
	Calculation *calc.Result `json:"calculation"`
	Missing     []string     `json:"missing"` // inputs still needed, the one being asked first
	Options     []Option     `json:"options"`
	// Booking is the batch that the reply is about.
	Booking *Card `json:"booking,omitempty"`
	// Files are documents that belong to the reply, to be fetched.
	Files []Attachment `json:"files,omitempty"`
	// Awaits is the option that the next text is typed for, "" for none: what
	// officers answer in words. The conversation keeps it, not the reply.
	Awaits string `json:"-"`
	// Ranked are the clauses that the search ranked first for the question, in
	// the light of the talk: for measuring, neither shown nor kept.
	Ranked []string `json:"-"`

	unanswered []Unanswered // for the ledger; taken out before the reply is saved
	deed       *deed        // the booking command that the reply stands for; likewise
}

// An Option is a button: its id is pressed as Message.Choice, its label or
// its place in the list may be typed instead.
type Option struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// ranked returns the ids of the first clauses.
func ranked(f knowledge.Finding) []string {
	var ids []string
	for _, h := range f.Clauses[:min(mostRanked, len(f.Clauses))] {
		ids = append(ids, h.Clause.ID)
	}
	return ids
}

const mostRanked = 3

// complete gives lists their empty value, so that clients never meet a null.
func (r Reply) complete() Reply {
	if r.Citations == nil {
		r.Citations = []knowledge.Citation{}
	}
	if r.Missing == nil {
		r.Missing = []string{}
	}
	if r.Options == nil {
		r.Options = []Option{}
	}
	return r
}

// Statement returns the part of a reply that states something, without the
// question that it asks at its end: that one gives examples of answers, which
// are nobody's figures.
func (r Reply) Statement() string {
	text, _, _ := strings.Cut(r.Text, "\n\n"+wordsReturn)
	if r.Outcome != Asked && r.Outcome != Rejected {
		return text
	}
	if i := strings.LastIndex(text, "\n\n"); i >= 0 {
		return text[:i]
	}
	return ""
}

// orFault is a kept reply, or what is said when there is none.
func (r *Reply) orFault() Reply {
	if r == nil {
		return Reply{Outcome: Rejected, Text: wordsFault}.complete()
	}
	return r.complete()
}
