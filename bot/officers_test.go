package bot

import (
	"context"
	"testing"
)

// What an officer is asked to type goes to the officers' side, once, and only
// from the conversation that was asked. A command is none of it.
func TestOfficersType(t *testing.T) {
	p, _ := booker(t)
	var heard []string
	p.bot.Officers(func(_ context.Context, m Message) (Reply, bool, error) {
		heard = append(heard, m.Choice+" "+m.Text)
		return Reply{Outcome: Asked, Text: "?", Awaits: ChoiceOfficers + "why"}, m.Chat == p.chat, nil
	})
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	p.says("材料不齐") // nothing was asked
	if r := p.presses(ChoiceOfficers + "rows"); r.Awaits != "" {
		t.Error("the reply keeps what the conversation does")
	}
	other.says("材料不齐")
	p.says("材料不齐")
	p.says("取消")
	p.says("材料不齐") // it was called off
	if len(heard) != 2 || heard[0] != "desk:rows " || heard[1] != "desk:why 材料不齐" {
		t.Errorf("the officers' side has heard %q", heard)
	}
}
