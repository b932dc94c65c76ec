package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"cheyi/bot"
)

// Name is the channel's name in bot.Chat.
const Name = channel

// Address is where a notice goes to a chat, by the chat's id. Its buttons may
// be pressed by whoever is there.
func Address(chat string) (json.RawMessage, error) {
	id, err := strconv.ParseInt(chat, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("no chat to write to: %w", err)
	}
	return address{Chat: id, User: id}.encode(), nil
}

// Wake has what was posted for a chat sent.
func (c *Channel) Wake(chat bot.Chat) { c.delivery.wake(chat) }

// Outdated has each reply asked about before any of it is sent: one that is
// over is not sent any more. It is set before Run.
func (c *Channel) Outdated(over func(ctx context.Context, row bot.Outgoing) (bool, error)) {
	c.outdated = over
}
