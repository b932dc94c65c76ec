package telegram

import (
	"context"
	"errors"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// Courtesies are what nobody misses for long: the sign that somebody is
// typing, and the end of a button's spinning. They are tried once, beside the
// replies, and left out when there are too many.
type courtesies struct {
	api    *api
	limits *limits
	queue  chan func(context.Context)
}

const (
	mostCourtesies  = 256
	courtesyWorkers = 4
	courtesyTimeout = 5 * time.Second
)

func newCourtesies(a *api, l *limits) *courtesies {
	return &courtesies{api: a, limits: l, queue: make(chan func(context.Context), mostCourtesies)}
}

// run does courtesies until ctx ends, and then those that are left, until
// later ends.
func (c *courtesies) run(ctx, later context.Context) {
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case f := <-c.queue:
			f(later)
		}
	}
	for {
		select {
		case f := <-c.queue:
			f(later)
		default:
			return
		}
	}
}

func (c *courtesies) add(f func(context.Context)) {
	select {
	case c.queue <- f:
	default:
	}
}

// typing shows that an answer is on its way, unless nothing may be sent to the
// chat, or presses need the queue.
func (c *courtesies) typing(chat bot.Chat, to address) {
	if len(c.queue) >= mostCourtesies/2 || c.limits.pause(chat) > 0 {
		return
	}
	c.add(func(ctx context.Context) {
		err := c.api.do(ctx, "sendChatAction", courtesyTimeout, func(ctx context.Context) error {
			_, err := c.api.bot.SendChatAction(ctx, &tg.SendChatActionParams{ChatID: to.Chat, MessageThreadID: to.Thread, Action: models.ChatActionTyping})
			return err
		})
		var e *callError
		if errors.As(err, &e) && e.outcome == limited {
			c.limits.limit(chat, e.after)
		}
	})
}

// answer ends a button's spinning, with words that are shown for a moment. A
// press that is too old to be answered has been acted on all the same.
func (c *courtesies) answer(callback, words string) {
	c.add(func(ctx context.Context) {
		_ = c.api.do(ctx, "answerCallbackQuery", courtesyTimeout, func(ctx context.Context) error {
			_, err := c.api.bot.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: callback, Text: words})
			return err
		})
	})
}
