package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/bot"
)

const (
	// pumpEvery is how often notices are looked for.
	pumpEvery = time.Second
	// officePrefix begins a notice's To for the officers of an office.
	officePrefix = "office:"
)

// Notices is what the pump needs of a booking.Store.
type Notices interface {
	Batch(ctx context.Context, receipt string) (booking.Batch, error)
	Notices(ctx context.Context, most int) ([]booking.Notice, error)
	Told(ctx context.Context, seq uint64) error
}

// Words put a notice into words; not ok for one that need not be told.
type Words func(n booking.Notice, b booking.Batch) (reply bot.Reply, ok bool)

// A Channel is where notices go out.
type Channel struct {
	Name   string                                     // in bot.Chat
	Post   func(context.Context, bot.Outgoing) error  // bot.Outbox's
	Reach  func(chat string) (json.RawMessage, error) // the address of a chat by its id
	Wake   func(bot.Chat)                             // has what was posted sent
	Words  Words                                      // for exporters
	Alert  Words                                      // for officers, by Office
	Office string                                     // the chat of the officers, "" for none
}

// A Pump takes notices to the outbox of a channel. Those for people elsewhere
// are taken out as well: they are told what has changed when they come back.
type Pump struct {
	lg    *slog.Logger
	store Notices
	to    Channel
	now   func() time.Time
}

// NewPump returns a pump; nothing is posted before Run.
func NewPump(lg *slog.Logger, store Notices, to Channel, now func() time.Time) *Pump {
	return &Pump{lg: lg, store: store, to: to, now: now}
}

// Run pumps until ctx ends.
func (p *Pump) Run(ctx context.Context) {
	ticks := time.NewTicker(pumpEvery)
	defer ticks.Stop()
	for {
		if err := p.pump(ctx); err != nil && ctx.Err() == nil {
			p.lg.Error("notices", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// pump posts the notices that are there.
func (p *Pump) pump(ctx context.Context) error {
	for {
		notices, err := p.store.Notices(ctx, atOnce)
		if err != nil {
			return err
		}
		for _, n := range notices {
			if err := p.tell(ctx, n); err != nil {
				return err
			}
		}
		if len(notices) < atOnce {
			return nil
		}
	}
}

// route is where a notice goes on this channel, "" for nowhere, and in whose
// words.
func (p *Pump) route(to string) (chat string, words Words) {
	if strings.HasPrefix(to, officePrefix) {
		return p.to.Office, p.to.Alert
	}
	if chat, ours := strings.CutPrefix(to, p.to.Name+"/"); ours {
		return chat, p.to.Words
	}
	return "", nil
}

// tell posts one notice and takes it out. A crash in between posts it again,
// under the same id, which the outbox knows.
func (p *Pump) tell(ctx context.Context, n booking.Notice) error {
	b, err := p.store.Batch(ctx, n.Receipt)
	if err != nil && !errors.Is(err, booking.ErrUnknown) {
		return err
	}
	if chat, words := p.route(n.To); err == nil && chat != "" && words != nil && Holds(n, b) {
		if reply, ok := words(n, b); ok {
			if err := p.post(ctx, n, chat, reply); err != nil {
				return err
			}
		}
	}
	return p.store.Told(ctx, n.Seq)
}

func (p *Pump) post(ctx context.Context, n booking.Notice, id string, reply bot.Reply) error {
	address, err := p.to.Reach(id)
	if err != nil {
		p.lg.Error("notice without an address", "seq", n.Seq, "err", err)
		return nil // it never will have one
	}
	chat := bot.Chat{Channel: p.to.Name, ID: id}
	row := bot.Outgoing{Chat: chat, ID: outgoingID(n), Address: address, Reply: reply, Made: p.now()}
	if err := p.to.Post(ctx, row); err != nil {
		return err
	}
	p.to.Wake(chat)
	return nil
}

// Holds reports whether a notice is still to be told: when its batch has moved
// on, what is only true of a version is not.
func Holds(n booking.Notice, b booking.Batch) bool {
	switch n.Kind {
	case "submitted", "confirmed", "proposed", "reminder", "expired":
		return b.Version == n.Version
	case "returned": // the rest goes on; of one that has ended, the end tells what was returned
		return b.State.Live()
	}
	return true
}

// outgoingID is a notice's id in the outbox. It says what the notice is about,
// for Stale.
func outgoingID(n booking.Notice) string {
	return fmt.Sprintf("notice %d %s %s %d", n.Seq, n.Kind, n.Receipt, n.Version)
}

// Stale reports whether a reply in the outbox is a notice that does not hold
// any more: it may have waited there for long.
func Stale(ctx context.Context, store Notices, row bot.Outgoing) (bool, error) {
	f := strings.Fields(row.ID)
	if len(f) != 5 || f[0] != "notice" {
		return false, nil
	}
	version, err := strconv.Atoi(f[4])
	if err != nil {
		return false, nil
	}
	b, err := store.Batch(ctx, f[3])
	if errors.Is(err, booking.ErrUnknown) {
		return true, nil
	}
	return err == nil && !Holds(booking.Notice{Kind: f[2], Receipt: f[3], Version: version}, b), err
}
