package telegram

import (
	"context"
	"testing"

	"cheyi/bot"
)

// notice posts a notice with a button to a chat.
func (h *house) notice(chat, id string) {
	h.t.Helper()
	to, err := Address(chat)
	if err != nil {
		h.t.Fatal(err)
	}
	row := bot.Outgoing{
		Chat: bot.Chat{Channel: Name, ID: chat}, ID: id, Address: to,
		Reply: bot.Reply{Outcome: bot.Menu, Text: id, Options: []bot.Option{{ID: "menu", Label: "菜单"}}},
	}
	if err := h.store.Post(h.t.Context(), row); err != nil {
		h.t.Fatal(err)
	}
	h.channel.Wake(row.Chat)
}

// A notice's button is for whoever is in the chat, and for nobody elsewhere.
func TestNoticeButton(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.status(Up, "")
	h.server.SayIn(-5, 1, "大家好")
	h.server.SayIn(-6, 1, "大家好")
	h.server.SayIn(-6, 1, "/help")
	h.server.Await(t, -6, 1)
	h.notice("-5", "有事")
	m := h.server.Await(t, -5, 1)[0]
	data := m.Keyboard[0][0].Data
	h.server.PressIn(-5, 1, m.ID, data)
	h.server.PressIn(-5, 2, m.ID, data)
	h.server.Await(t, -5, 3)
	h.server.PressIn(-6, 1, m.ID, data)
	h.eventually("the press elsewhere answered", func() bool {
		answers := h.server.Answers()
		return len(answers) == 3 && answers[2].Text == wordsForeign
	})
	if _, err := Address("-5/1"); err == nil {
		t.Error("one person's talk in a group counts as a chat to write to")
	}
}

// A notice that is over by the time it could be sent is not sent.
func TestOutdatedNotice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stop()
	h.notice("1", "过时")
	h.notice("1", "有效")
	h.server.Meet(1)
	h.openWith(Settings{}, func(c *Channel) {
		c.Outdated(func(_ context.Context, row bot.Outgoing) (bool, error) { return row.ID == "过时", nil })
	})
	if got := h.server.Await(t, 1, 1)[0]; got.Text != "有效" {
		t.Errorf("received %q", got.Text)
	}
	h.eventually("both settled", func() bool {
		c, _ := h.store.Counts(t.Context())
		return c.Pending == 0 && c.Superseded == 1 && c.Sent == 1 && c.Balanced()
	})
}
