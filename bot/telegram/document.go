package telegram

import (
	"bytes"
	"context"
	"errors"
	"strings"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// Attachments has the files of a conversation's replies; *bot.Bot is one. It
// fails with bot.ErrNoFile for what is not the conversation's, or not any more.
type Attachments interface {
	Attachment(ctx context.Context, chat bot.Chat, url string) (bot.Attachment, []byte, error)
}

// UseFiles has the files of replies sent as documents, each as a part of its
// own after the text. Without it they are left out. It is set before Run.
func (c *Channel) UseFiles(a Attachments) { c.attachments = a }

// documents are the files of a reply that are sent.
func (c *Channel) documents(r bot.Reply) []bot.Attachment {
	if c.attachments == nil {
		return nil
	}
	return r.Files
}

// sendDocument sends a file to a chat by its present name. One that is not
// there any more is passed over; one that Telegram does not take is named
// instead.
func (d *delivery) sendDocument(row bot.Outgoing, to address, where string, f bot.Attachment) error {
	const method = "sendDocument"
	file, content, err := d.c.attachments.Attachment(d.sending, row.Chat, f.URL)
	switch {
	case errors.Is(err, bot.ErrNoFile):
		return nil
	case err != nil:
		return &callError{method: method, outcome: failed, code: "file not read"}
	}
	p := &tg.SendDocumentParams{ChatID: where, MessageThreadID: to.Thread, ReplyParameters: answering(to)}
	if row.Copies > 0 {
		p.Caption = wordsCopy(code(row))
	}
	call := func() error {
		return d.c.api.do(d.sending, method, callTimeout, func(ctx context.Context) error {
			p.Document = &models.InputFileUpload{Filename: file.Name, Data: bytes.NewReader(content)}
			_, err := d.c.api.bot.SendDocument(ctx, p)
			return err
		})
	}
	err = call()
	var e *callError
	if !errors.As(err, &e) || e.outcome != refused {
		return err
	}
	d.c.lg.Error("refused", "message", row.ID, "code", e.code)
	if p.MessageThreadID != 0 && strings.Contains(e.code, "thread not found") {
		p.MessageThreadID = 0
		return call()
	}
	return d.call(&tg.SendMessageParams{ChatID: where, MessageThreadID: to.Thread, Text: wordsNoDocument(file.Name)})
}

// answering names the message that is answered, where others write too.
func answering(to address) *models.ReplyParameters {
	if to.To == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: to.To, AllowSendingWithoutReply: true}
}
