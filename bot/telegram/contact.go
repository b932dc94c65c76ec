package telegram

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"cheyi/bot"
)

// watch has the webhook lead here until ctx ends: others who have the token
// can turn it. Updates alone do not tell an outage from a quiet day.
func (c *Channel) watch(ctx context.Context) {
	wait := backoff{}
	for sleep(ctx, c.contact); ctx.Err() == nil; {
		if err := c.route(ctx); err != nil {
			c.troubled(ctx, err, &wait)
			continue
		}
		c.well(ctx)
		wait = backoff{}
		sleep(ctx, c.contact)
	}
}

const (
	contacts = channel + " seen" // the mark that holds the time of the last contact
	// forgets is after how long Telegram drops updates that nobody fetched.
	forgets = 24 * time.Hour
	// noteEvery is how often the contact is noted.
	noteEvery = 10 * time.Minute
)

// well notes that Telegram was reached. After a silence in which it has
// dropped updates, those who were in the middle of something are told.
func (c *Channel) well(ctx context.Context) {
	c.say(Up, "")
	now := c.now().Unix()
	last := c.seen.Load()
	if last == 0 {
		var err error
		if last, err = c.outbox.Mark(ctx, contacts); err != nil {
			c.lg.Error("last contact", "err", err)
			return
		}
	}
	if since := now - last; since >= 0 && since < int64(noteEvery/time.Second) { // else the clock was set back
		c.seen.Store(last)
		return
	}
	if last != 0 && now-last > int64(forgets/time.Second) {
		if err := c.apologise(ctx, last); err != nil {
			c.lg.Error("after an outage", "err", err)
			return
		}
	}
	if _, err := c.outbox.Take(ctx, bot.Batch{Channel: contacts, Mark: now}, c.now()); err != nil {
		c.lg.Error("last contact", "err", err)
		return
	}
	c.seen.Store(now)
}

// apologise tells those in the middle of something that messages may be lost,
// once after each last contact.
func (c *Channel) apologise(ctx context.Context, last int64) error {
	chats, err := c.outbox.Unfinished(ctx, channel)
	if err != nil {
		return err
	}
	now := c.now()
	for _, chat := range chats {
		id, err := strconv.ParseInt(chat.ID, 10, 64)
		if err != nil { // in a group
			continue
		}
		notice := bot.Outgoing{
			Chat: chat, ID: fmt.Sprint("outage ", last), Address: address{Chat: id, User: id}.encode(),
			Reply: bot.Reply{Outcome: bot.Menu, Text: wordsOutage}, State: bot.Pending, Made: now,
		}
		if err := c.outbox.Post(ctx, notice); err != nil {
			return err
		}
		c.delivery.wake(chat)
	}
	return nil
}
