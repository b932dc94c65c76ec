package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// take stores what a list of updates says, and with it how far they go. What
// is none of our business is passed over. Only an error of the store is
// returned: then nothing of the list counts as received.
func (c *Channel) take(ctx context.Context, raw []json.RawMessage) (last int64, err error) {
	batch := bot.Batch{Channel: channel}
	now := c.now()
	for _, data := range raw {
		var u models.Update
		if id := updateID(data); id != 0 {
			last = id
		}
		if err := json.Unmarshal(data, &u); err != nil {
			c.lg.Error("unreadable update", "update", last)
			c.observe("update", "unreadable")
			continue
		}
		m, ok, err := c.message(ctx, &u, now)
		if err != nil {
			return 0, err
		}
		if ok {
			batch.Messages = append(batch.Messages, m)
		}
	}
	if last != 0 {
		batch.Mark = last + 1
	}
	receipts, err := c.intake.Take(ctx, batch)
	if err != nil {
		return 0, err
	}
	for i, m := range batch.Messages {
		c.observe("update", receiptNames[receipts[i]])
		c.receipt(m, receipts[i])
	}
	return last, nil
}

// receipt shows a person that a message has arrived. The spinning of a button
// is ended at once, since its answer may have to wait.
func (c *Channel) receipt(m bot.Message, r bot.Receipt) {
	var to address
	_ = json.Unmarshal(m.Address, &to) // our own
	switch {
	case r == bot.Conflict:
		c.lg.Error("an update's id was used before", "message", m.ID)
	case r == bot.Pressed:
		c.courtesies.answer(to.Callback, wordsDoubled)
	case to.Callback != "":
		c.courtesies.answer(to.Callback, "")
	case r == bot.Taken:
		c.courtesies.typing(m.Chat, to)
	}
}

var receiptNames = map[bot.Receipt]string{bot.Taken: "taken", bot.Again: "again", bot.Pressed: "pressed", bot.Conflict: "conflict"}

// message reads one update.
func (c *Channel) message(ctx context.Context, u *models.Update, now time.Time) (m bot.Message, ok bool, err error) {
	switch {
	case u.CallbackQuery != nil:
		m, mine, err := press(u, c.outbox.Secret(), now, func(key []byte) ([]bot.Option, error) { return c.outbox.Offered(ctx, key) })
		if err != nil {
			return m, false, err
		}
		if !mine {
			c.lg.Warn("foreign button", "update", u.ID)
			c.observe("update", "foreign")
			c.courtesies.answer(u.CallbackQuery.ID, wordsForeign)
		}
		return m, mine, nil
	case u.MyChatMember != nil:
		return m, false, c.member(ctx, u.MyChatMember)
	}
	m, ok = c.me().read(u, now)
	return m, ok, nil
}

// member notes that a person has blocked the bot, or wants it back.
func (c *Channel) member(ctx context.Context, u *models.ChatMemberUpdated) error {
	if u.Chat.Type != models.ChatTypePrivate {
		return nil
	}
	reason := ""
	if u.NewChatMember.Type == models.ChatMemberTypeBanned || u.NewChatMember.Type == models.ChatMemberTypeLeft {
		reason = "blocked"
	}
	return c.outbox.Reachable(ctx, bot.Chat{Channel: channel, ID: strconv.FormatInt(u.Chat.ID, 10)}, reason)
}

// updateID reads the id alone, which is there even when the rest is of a kind
// that nobody knows yet.
func updateID(data []byte) int64 {
	var u struct {
		ID int64 `json:"update_id"`
	}
	if json.Unmarshal(data, &u) != nil {
		return 0
	}
	return u.ID
}

// poll fetches updates until ctx ends. The offset that confirms a list is sent
// only after the list is stored. After an answer without updates nothing is
// left to confirm, and the next request names no offset: after a silence of a
// week the ids start anew, and may be lower.
func (c *Channel) poll(ctx context.Context) {
	offset, err := c.mark(ctx)
	if err != nil {
		c.lg.Error("offset", "err", err)
	}
	wait, most := backoff{}, maxUpdates
	for ctx.Err() == nil {
		raw, err := c.api.updates(ctx, offset, most, c.pollTimeout)
		if err != nil {
			var e *callError
			if errors.As(err, &e) && e.outcome == unknown { // what is too long for one answer comes in several
				most = max(1, most/10)
			}
			c.troubled(ctx, err, &wait)
			continue
		}
		most = maxUpdates
		if len(raw) == 0 {
			offset = 0
		} else {
			last, err := c.take(ctx, raw)
			if errors.Is(err, bot.ErrClosed) {
				return
			}
			if err != nil || last == 0 {
				c.lg.Error("updates not stored", "err", err)
				wait.pause(ctx)
				continue
			}
			offset = last + 1
		}
		c.well(ctx)
		wait = backoff{}
	}
}

// troubled says what is wrong with the connection, and waits.
func (c *Channel) troubled(ctx context.Context, err error, wait *backoff) {
	var e *callError
	if ctx.Err() != nil || !errors.As(err, &e) {
		wait.pause(ctx)
		return
	}
	switch e.outcome {
	case unauthorised:
		c.say(Down, wordsToken)
		sleep(ctx, c.slowly)
	case contended:
		c.say(Down, wordsContended)
		sleep(ctx, c.slowly)
	case limited:
		sleep(ctx, e.after)
	default:
		c.say(Down, wordsNetwork(e.code))
		wait.pause(ctx)
	}
}

// A backoff waits longer each time, with jitter, from a second to a minute.
type backoff struct{ last time.Duration }

func (b *backoff) next() time.Duration {
	b.last = min(max(2*b.last, time.Second), time.Minute)
	return b.last/2 + rand.N(b.last/2)
}

func (b *backoff) pause(ctx context.Context) { sleep(ctx, b.next()) }

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
