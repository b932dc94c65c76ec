package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"golang.org/x/time/rate"

	"cheyi/bot"
)

const (
	// perSecond is how many messages a bot may send over all chats.
	// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
	perSecond = 30
	// atOnce is how many sends are under way at a time.
	atOnce = 32
	// mostCopies is how often a part is sent at most when no answer comes.
	mostCopies = 2
)

// A delivery sends what the outbox holds: each chat's replies one after
// another, chats beside one another. A chat that must wait holds up no other.
type delivery struct {
	c       *Channel
	notes   *notes
	limiter *rate.Limiter
	slots   chan struct{}

	mu      sync.Mutex
	ctx     context.Context   // nil before the beginning and after the end
	lanes   map[bot.Chat]bool // whether there is more, by chat that is being served
	busy    sync.WaitGroup
	paused  time.Time              // nothing is sent before
	limited map[bot.Chat]time.Time // nothing is sent to this chat before
}

func newDelivery(c *Channel) *delivery {
	return &delivery{
		c: c, notes: newNotes(c.outbox), limiter: rate.NewLimiter(perSecond, perSecond),
		slots: make(chan struct{}, atOnce), lanes: map[bot.Chat]bool{}, limited: map[bot.Chat]time.Time{},
	}
}

// begin has chats served from now on, until ctx ends.
func (d *delivery) begin(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ctx = ctx
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
		return d.note(row, bot.Unreachable)
	}
	var to address
	if err := json.Unmarshal(row.Address, &to); err != nil {
		d.c.lg.Error("unreadable address", "message", row.ID)
		return d.note(row, bot.Unreachable)
	}
	if row.State == bot.Sending { // the process ended meanwhile
		row.Copies++
	}
	if to.Callback != "" && row.Parts+row.Copies == 0 {
		d.c.courtesies.answer(to.Callback, "")
	}
	wait := backoff{}
	for parts := render(row.Reply); row.Parts < len(parts); {
		if row.Copies >= mostCopies {
			row.Parts, row.Copies, row.Unsure = row.Parts+1, 0, true
			continue
		}
		if d.turn(ctx, row.Chat) != nil {
			return d.note(row, bot.Pending)
		}
		if there, err := d.claim(row); !there || err != nil {
			return err
		}
		err := d.send(ctx, row, to, parts)
		over, err := d.settle(ctx, &row, &to, err, &wait)
		if over || err != nil {
			return err
		}
	}
	if row.Unsure {
		return d.note(row, bot.Uncertain)
	}
	return d.note(row, bot.Sent)
}

// settle notes what became of a part. over says that the reply is settled.
func (d *delivery) settle(ctx context.Context, row *bot.Outgoing, to *address, sent error, wait *backoff) (over bool, err error) {
	var e *callError
	if sent != nil && !errors.As(sent, &e) {
		return true, sent
	}
	if e == nil {
		*wait = backoff{}
		row.Parts, row.Copies, row.State = row.Parts+1, 0, bot.Pending
		return false, nil // noted with the next part, or as the whole
	}
	d.c.lg.Warn("not sent", "message", row.ID, "outcome", e.outcome.String(), "code", e.code)
	switch e.outcome {
	case gone:
		if err := d.c.outbox.Reachable(ctx, row.Chat, e.code); err != nil {
			return true, err
		}
		return true, d.note(*row, bot.Unreachable)
	case refused: // even as plain text
		return true, d.note(*row, bot.Unreachable)
	case moved:
		if err := d.c.outbox.Moved(ctx, channel, strconv.FormatInt(to.Chat, 10), strconv.FormatInt(e.chat, 10)); err != nil {
			return true, err
		}
	case unknown:
		row.Copies++
	}
	if err := d.note(*row, bot.Pending); err != nil {
		return true, err
	}
	row.State = bot.Pending
	switch e.outcome {
	case limited:
		d.limit(row.Chat, e.after)
	case unauthorised:
		d.c.say(Down, wordsToken)
		sleep(ctx, d.c.slowly)
	case failed, unknown:
		wait.pause(ctx)
	}
	if ctx.Err() != nil {
		return true, nil
	}
	return false, nil
}

// claim notes that a part is being sent; it is false when another reply has
// taken its place.
func (d *delivery) claim(row bot.Outgoing) (there bool, err error) {
	row.State = bot.Sending
	return d.notes.put(row)
}

// note stores where a reply is.
func (d *delivery) note(row bot.Outgoing, state bot.DeliveryState) error {
	row.State = state
	if state.Final() {
		d.c.observe("reply", string(state))
	}
	_, err := d.notes.put(row)
	return err
}

// turn waits until something may be sent to a chat.
func (d *delivery) turn(ctx context.Context, chat bot.Chat) error {
	for {
		d.mu.Lock()
		pause := max(time.Until(d.paused), time.Until(d.limited[chat]))
		if pause <= 0 {
			delete(d.limited, chat)
		}
		d.mu.Unlock()
		if pause <= 0 {
			return d.limiter.Wait(ctx)
		}
		if sleep(ctx, pause); ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// limit obeys a 429. Telegram does not say whether it means the chat or the
// bot: another chat that is limited at the same time makes it the bot.
func (d *delivery) limit(chat bot.Chat, after time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	until := time.Now().Add(after)
	for other, limited := range d.limited {
		if other != chat && time.Now().Before(limited) {
			d.paused = until
		}
	}
	d.limited[chat] = until
}

// send sends one part, as plain text if its markup is refused.
func (d *delivery) send(ctx context.Context, row bot.Outgoing, to address, parts []string) error {
	d.slots <- struct{}{}
	defer func() { <-d.slots }()
	where, err := d.c.outbox.Where(ctx, channel, strconv.FormatInt(to.Chat, 10))
	if err != nil {
		return err
	}
	p := &tg.SendMessageParams{
		ChatID: where, MessageThreadID: to.Thread, Text: parts[row.Parts], ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tg.True()},
	}
	if row.Copies > 0 {
		p.Text += "\n\n" + wordsCopy(code(row))
	}
	if to.To != 0 {
		p.ReplyParameters = &models.ReplyParameters{MessageID: to.To, AllowSendingWithoutReply: true}
	}
	if row.Parts == len(parts)-1 {
		if k := keyboard(row.Reply.Options, func(i int) string { return buttonData(d.c.outbox.Secret(), to.User, row.Chat, row.ID, i) }); k != nil {
			p.ReplyMarkup = k
		}
	}
	err = d.call(ctx, p)
	var e *callError
	if errors.As(err, &e) && e.outcome == refused {
		d.c.lg.Error("markup refused", "message", row.ID, "code", e.code)
		p.ParseMode, p.Text, p.ReplyMarkup = "", withoutMarkup(p.Text), nil
		err = d.call(ctx, p)
	}
	return err
}

func (d *delivery) call(ctx context.Context, p *tg.SendMessageParams) error {
	ctx, cancel := graceful(ctx)
	defer cancel()
	return d.c.api.do(ctx, "sendMessage", callTimeout, func(ctx context.Context) error {
		_, err := d.c.api.bot.SendMessage(ctx, p)
		return err
	})
}

// code is by which a reader knows a copy again.
func code(row bot.Outgoing) string {
	return fmt.Sprintf("%X", bot.ReplyKey(row.Chat, row.ID)[:2])
}

// finish serves no more chats, and waits until what is being sent is sent.
func (d *delivery) finish() {
	d.mu.Lock()
	d.ctx = nil
	d.mu.Unlock()
	d.busy.Wait()
}

// grace is how long a send may go on when the program ends.
const grace = 5 * time.Second

// graceful returns a context that ends later than ctx, by grace.
func graceful(ctx context.Context) (context.Context, context.CancelFunc) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return later, func() { stop(); cancel() }
}

// notes writes where replies are. Many chats at once share a transaction: one
// that is under way gathers those that come meanwhile.
type notes struct {
	outbox bot.Outbox
	rows   chan noted
}

type noted struct {
	row  bot.Outgoing
	done chan<- noteResult
}

type noteResult struct {
	there bool
	err   error
}

func newNotes(o bot.Outbox) *notes { return &notes{outbox: o, rows: make(chan noted, atOnce)} }

// put returns when the row is stored, and whether it was still there.
func (n *notes) put(row bot.Outgoing) (there bool, err error) {
	done := make(chan noteResult, 1)
	n.rows <- noted{row, done}
	r := <-done
	return r.there, r.err
}

// run stores rows until the channel is closed.
func (n *notes) run() {
	for first := range n.rows {
		batch := []noted{first}
		for more := true; more; {
			select {
			case next, open := <-n.rows:
				if more = open; open {
					batch = append(batch, next)
				}
			default:
				more = false
			}
		}
		rows := make([]bot.Outgoing, len(batch))
		for i, b := range batch {
			rows[i] = b.row
		}
		there, err := n.outbox.Note(context.Background(), rows...)
		for i, b := range batch {
			b.done <- noteResult{err == nil && there[i], err}
		}
	}
}
