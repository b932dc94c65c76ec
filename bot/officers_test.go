package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// officers are those of one chat.
type officers struct {
	chat  Chat
	heard []string
}

func (o *officers) Press(_ context.Context, m Message) (Reply, bool, error) {
	if m.Chat == o.chat {
		o.heard = append(o.heard, m.Choice+" "+m.Text)
	}
	return Reply{Outcome: Asked, Text: "?", Awaits: ChoiceOfficers + "why"}, m.Chat == o.chat, nil
}

func (o *officers) Attachment(_ context.Context, chat Chat, url string) (Attachment, []byte, error) {
	if chat != o.chat {
		return Attachment{}, nil, ErrNoFile
	}
	return Attachment{Name: strings.TrimPrefix(url, OfficersFiles)}, nil, nil
}

// What an officer is asked to type goes to the officers' side, once, and only
// from the conversation that was asked. A command is none of it.
func TestOfficersType(t *testing.T) {
	p, _ := booker(t)
	o := &officers{chat: p.chat}
	p.bot.UseOfficers(o)
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	p.says("材料不齐") // nothing was asked
	if r := p.presses(ChoiceOfficers + "rows"); r.Awaits != "" {
		t.Error("the reply keeps what the conversation does")
	}
	other.says("材料不齐")
	p.says("材料不齐")
	p.says("取消")
	p.says("材料不齐") // it was called off
	if want := []string{"desk:rows ", "desk:why 材料不齐"}; !slices.Equal(o.heard, want) {
		t.Errorf("the officers' side has heard %q, want %q", o.heard, want)
	}
}

// The desk's command is a press, perhaps with words behind it; elsewhere it is
// no command, and nobody is told of it.
func TestDeskCommand(t *testing.T) {
	p, _ := booker(t)
	o := &officers{chat: p.chat}
	p.bot.UseOfficers(o)
	for _, typed := range []string{"/desk", "/Desk@cheyi_bot 12月3日", "/desks"} {
		p.says(typed)
	}
	if want := []string{"desk:home ", "desk:home 12月3日", "desk:why /desks"}; !slices.Equal(o.heard, want) {
		t.Errorf("the officers' side has heard %q, want %q", o.heard, want)
	}
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	if r := other.says("/desk"); r.Text == "?" {
		t.Error("an exporter is answered like an officer")
	}
	if slices.ContainsFunc(Commands(), func(c Command) bool { return c.Name == DeskCommand.Name }) {
		t.Error("everybody's menu has the desk")
	}
}

// The files of officers' replies are the officers' to give.
func TestOfficersFiles(t *testing.T) {
	p, _ := booker(t)
	p.bot.UseOfficers(&officers{chat: p.chat})
	if f, _, err := p.bot.Attachment(t.Context(), p.chat, OfficersFiles+"x"); err != nil || f.Name != "x" {
		t.Errorf("%+v %v", f, err)
	}
	if _, _, err := p.bot.Attachment(t.Context(), Chat{Channel: "test", ID: "2"}, OfficersFiles+"x"); !errors.Is(err, ErrNoFile) {
		t.Error(err)
	}
}
