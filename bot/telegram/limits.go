package telegram

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"cheyi/bot"
)

const (
	// perSecond is how many messages a bot may send over all chats.
	// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
	perSecond = 30
	// atOnce is how many sends are under way at a time.
	atOnce = 32
)

// Limits say when something may be sent. A chat that must wait takes no place
// from the others.
type limits struct {
	rate  *rate.Limiter
	slots chan struct{}

	mu      sync.Mutex
	limited map[bot.Chat]time.Time // nothing is sent to this chat before
	paused  time.Time              // nothing is sent before
	suspect bot.Chat               // the last one limited, as long as nothing was sent since
}

func newLimits() *limits {
	return &limits{
		rate: rate.NewLimiter(perSecond, perSecond), slots: make(chan struct{}, atOnce),
		limited: map[bot.Chat]time.Time{},
	}
}

// enter waits until something may be sent to a chat, and for a place among
// those that send, which leave gives back. The error is ctx's.
func (l *limits) enter(ctx context.Context, chat bot.Chat) error {
	for {
		if pause := l.pause(chat); pause > 0 {
			if sleep(ctx, pause); ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		select {
		case l.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		err := l.rate.Wait(ctx)
		if err == nil && l.pause(chat) <= 0 {
			return nil
		}
		l.leave()
		if err != nil {
			return err
		}
	}
}

func (l *limits) leave() { <-l.slots }

// pause is for how long nothing may be sent to a chat.
func (l *limits) pause(chat bot.Chat) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	pause := max(time.Until(l.paused), time.Until(l.limited[chat]))
	if pause <= 0 {
		delete(l.limited, chat)
	}
	return pause
}

// limit obeys a 429. Telegram does not say whether it means the chat or the
// bot: another chat that is limited next, without anything sent in between,
// makes it the bot, for as long as both must wait.
func (l *limits) limit(chat bot.Chat, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := time.Now().Add(after)
	if both := l.limited[l.suspect]; l.suspect != chat && both.After(l.paused) {
		l.paused = both
		if until.Before(both) {
			l.paused = until
		}
	}
	l.limited[chat], l.suspect = until, chat
}

// sent notes that the bot may send.
func (l *limits) sent() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.suspect = bot.Chat{}
}
