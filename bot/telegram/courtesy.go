package telegram

import (
	"context"
	"encoding/json"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Courtesies are what nobody misses for long: the sign that somebody is
// typing, and the end of a button's spinning. They are tried once, beside the
// replies, and left out when there are too many.
type courtesies struct {
	api   *api
	queue chan func(context.Context)
}

const (
	mostCourtesies  = 256
	courtesyWorkers = 4
	courtesyTimeout = 5 * time.Second
)

func newCourtesies(a *api) *courtesies {
	return &courtesies{api: a, queue: make(chan func(context.Context), mostCourtesies)}
}

// run does courtesies until ctx ends.
func (c *courtesies) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-c.queue:
			f(ctx)
		}
	}
}

func (c *courtesies) add(f func(context.Context)) {
	select {
	case c.queue <- f:
	default:
	}
}

// typing shows that an answer is on its way.
func (c *courtesies) typing(to json.RawMessage) {
	var a address
	if json.Unmarshal(to, &a) != nil {
		return
	}
	c.add(func(ctx context.Context) {
		_ = c.api.do(ctx, "sendChatAction", courtesyTimeout, func(ctx context.Context) error {
			_, err := c.api.bot.SendChatAction(ctx, &tg.SendChatActionParams{ChatID: a.Chat, MessageThreadID: a.Thread, Action: models.ChatActionTyping})
			return err
		})
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
