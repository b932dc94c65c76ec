package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"

	"cheyi/bot"
)

// mostCopies is how often a part is sent at most when no answer comes.
const mostCopies = 2

// A delivery sends what the outbox holds: each chat's replies one after
// another, chats beside one another. A chat that must wait holds up no other.
type delivery struct {
	c      *Channel
	notes  *notes
	limits *limits

	mu      sync.Mutex
	ctx     context.Context   // nil before the beginning and after the end
	sending context.Context   // ends later
	lanes   map[bot.Chat]bool // whether there is more, by chat that is being served
	busy    sync.WaitGroup
}

func newDelivery(c *Channel) *delivery {
	return &delivery{c: c, notes: newNotes(c.outbox), limits: newLimits(), lanes: map[bot.Chat]bool{}}
}

// begin has chats served from now on, until ctx ends; what is being sent then
// has until sending ends.
func (d *delivery) begin(ctx, sending context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ctx, d.sending = ctx, sending
}

// wake has a chat's replies sent. Before the beginning that is not needed: all
// that the outbox holds is looked for then.
func (d *delivery) wake(chat bot.Chat) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx == nil {
		return
	}
	if _, served := d.lanes[chat]; served {
		d.lanes[chat] = true
		return
	}
	d.lanes[chat] = false
	ctx := d.ctx
	d.busy.Go(func() { d.serve(ctx, chat) })
}

// serve sends a chat's replies until there are none.
func (d *delivery) serve(ctx context.Context, chat bot.Chat) {
	wait := backoff{}
	for {
		row, err := d.c.outbox.Next(ctx, chat)
		switch {
		case err == nil && row != nil && ctx.Err() == nil:
			err = d.deliver(ctx, *row)
		case err == nil && !d.more(chat) || ctx.Err() != nil:
			return
		}
		if err != nil && ctx.Err() == nil {
			d.c.lg.Error("outbox", "err", err)
			wait.pause(ctx)
			continue
		}
		wait = backoff{}
	}
}

// more reports whether a chat was woken while it was served; otherwise it is
// not served any more.
func (d *delivery) more(chat bot.Chat) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lanes[chat] {
		d.lanes[chat] = false
		return true
	}
	delete(d.lanes, chat)
	return false
}

// deliver brings one reply to its final state, part by part. The error is one
// of the store.
func (d *delivery) deliver(ctx context.Context, row bot.Outgoing) error {
	reason, err := d.c.outbox.Unreached(ctx, row.Chat)
	if err != nil {
		return err
	}
	if reason != "" {
		return d.note(ctx, row, bot.Unreachable)
	}
	var to address
	if err := json.Unmarshal(row.Address, &to); err != nil {
		d.c.lg.Error("unreadable address", "message", row.ID)
		return d.note(ctx, row, bot.Unreachable)
	}
	if row.Parts+row.Copies == 0 && row.State == bot.Pending && d.c.outdated != nil {
		if over, err := d.c.outdated(ctx, row); err != nil {
			return err
		} else if over {
			return d.note(ctx, row, bot.Superseded)
		}
	}
	if row.State == bot.Sending { // the process ended meanwhile
		row.Copies++
	}
	wait := backoff{}
	parts, files := render(row.Reply), len(d.c.documents(row.Reply))
	for row.Parts < len(parts)+files {
		if row.Copies >= mostCopies {
			row.Parts, row.Copies, row.Unsure = row.Parts+1, 0, true
			continue
		}
		if d.limits.enter(ctx, row.Chat) != nil {
			return d.note(ctx, row, bot.Pending)
		}
		there, err := d.attempt(ctx, row, to, parts)
		if !there {
			return err
		}
		if over, err := d.settle(ctx, &row, to, err, &wait); over || err != nil {
			return err
		}
	}
	if row.Unsure {
		return d.note(ctx, row, bot.Uncertain)
	}
	return d.note(ctx, row, bot.Sent)
}

// attempt sends a part. It is not there when another reply has taken its
// place, or when the store fails: then nothing was sent.
func (d *delivery) attempt(ctx context.Context, row bot.Outgoing, to address, parts []string) (there bool, err error) {
	defer d.limits.leave()
	where, err := d.c.outbox.Where(ctx, channel, strconv.FormatInt(to.Chat, 10))
	if err != nil {
		return false, err
	}
	if there, err := d.claim(row); !there || err != nil {
		return false, err
	}
	return true, d.send(row, to, where, parts)
}

// settle notes what became of a part. over says that the reply is settled.
func (d *delivery) settle(ctx context.Context, row *bot.Outgoing, to address, sent error, wait *backoff) (over bool, err error) {
	row.State = bot.Pending
	var e *callError
	if !errors.As(sent, &e) {
		d.limits.sent()
		*wait = backoff{}
		row.Parts, row.Copies = row.Parts+1, 0
		return false, nil // noted with the next part, or as the whole
	}
	d.c.lg.Warn("not sent", "message", row.ID, "outcome", e.outcome.String(), "code", e.code)
	switch e.outcome {
	case gone:
		if err := d.c.outbox.Reachable(ctx, row.Chat, e.code); err != nil {
			return true, err
		}
		return true, d.note(ctx, *row, bot.Unreachable)
	case refused: // even as plain text
		return true, d.note(ctx, *row, bot.Unreachable)
	case doubtful:
		row.Copies = max(row.Copies, 1)
	case unknown:
		row.Copies++
	}
	if err := d.note(ctx, *row, bot.Pending); err != nil {
		return true, err
	}
	switch e.outcome {
	case limited:
		d.limits.limit(row.Chat, e.after)
	case unauthorised:
		d.c.say(Down, wordsToken)
		sleep(ctx, d.c.slowly)
	case moved:
		err = d.c.outbox.Moved(ctx, channel, strconv.FormatInt(to.Chat, 10), strconv.FormatInt(e.chat, 10))
		wait.pause(ctx)
	default:
		wait.pause(ctx)
	}
	return ctx.Err() != nil, err
}

// claim notes that a part is being sent; it is false when another reply has
// taken its place.
func (d *delivery) claim(row bot.Outgoing) (there bool, err error) {
	row.State = bot.Sending
	return d.notes.put(row)
}

// note stores where a reply is, however long that takes: what was sent must
// not be sent again because the store could not be told. The error is the
// store's when ctx ends first.
func (d *delivery) note(ctx context.Context, row bot.Outgoing, state bot.DeliveryState) error {
	row.State = state
	for wait := (backoff{}); ; wait.pause(ctx) {
		_, err := d.notes.put(row)
		if err == nil {
			break
		}
		if d.c.lg.Error("outbox", "err", err); ctx.Err() != nil {
			return err
		}
	}
	if state.Final() {
		d.c.observe("reply", string(state))
	}
	return nil
}

// finish serves no more chats, and waits until what is being sent is sent.
func (d *delivery) finish() {
	d.mu.Lock()
	d.ctx = nil
	d.mu.Unlock()
	d.busy.Wait()
}
