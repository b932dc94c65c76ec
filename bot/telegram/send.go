package telegram

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// send sends one part to a chat by its present name: texts first, then files. A
// text goes as plain text if its markup is refused, and to the group if the
// topic is not there any more.
func (d *delivery) send(row bot.Outgoing, to address, where string, parts []string) error {
	if n := row.Parts - len(parts); n >= 0 {
		return d.sendDocument(row, to, where, row.Reply.Files[n])
	}
	p := &tg.SendMessageParams{
		ChatID: where, MessageThreadID: to.Thread, Text: parts[row.Parts], ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tg.True()}, ReplyParameters: answering(to),
	}
	if row.Copies > 0 {
		p.Text += "\n\n" + wordsCopy(code(row))
	}
	if row.Parts == len(parts)-1 {
		if k := keyboard(row.Reply.Options, func(i int) string { return buttonData(d.c.outbox.Secret(), to.User, row.Chat, row.ID, i) }); k != nil {
			p.ReplyMarkup = k
		}
	}
	err := d.call(p)
	var e *callError
	if !errors.As(err, &e) || e.outcome != refused {
		return err
	}
	d.c.lg.Error("refused", "message", row.ID, "code", e.code)
	if p.MessageThreadID != 0 && strings.Contains(e.code, "thread not found") {
		p.MessageThreadID = 0
	} else {
		p.ParseMode, p.Text, p.ReplyMarkup = "", withoutMarkup(p.Text), nil
	}
	return d.call(p)
}

func (d *delivery) call(p *tg.SendMessageParams) error {
	return d.c.api.do(d.sending, "sendMessage", callTimeout, func(ctx context.Context) error {
		_, err := d.c.api.bot.SendMessage(ctx, p)
		return err
	})
}

// code is by which a reader knows a copy again.
func code(row bot.Outgoing) string {
	return fmt.Sprintf("%X", bot.ReplyKey(row.Chat, row.ID)[:2])
}

// outliving returns a context that ends later than ctx, by grace: what is being
// sent when the program ends is not cut off at once.
func outliving(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		t := time.AfterFunc(grace, cancel)
		context.AfterFunc(later, func() { t.Stop() })
	})
	return later, func() { stop(); cancel() }
}
