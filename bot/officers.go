package bot

import (
	"context"
	"strings"
)

const (
	// ChoiceOfficers begins the ids of the options that officers press.
	ChoiceOfficers = "desk:"
	// ChoiceDesk is what the desk's command presses. What stands behind the
	// command comes along as text.
	ChoiceDesk = ChoiceOfficers + "home"
)

// DeskCommand is for the officers' chat alone: nobody else is told of it, and
// it does nothing elsewhere.
var DeskCommand = Command{Name: "desk", About: aboutDesk, choice: ChoiceDesk}

// Officers answers where officers talk. It judges from a message's chat
// whether it is an officer's.
type Officers interface {
	// Press answers a press, or a text that the reply before has asked for
	// (Reply.Awaits), which comes as a press with a text; not ok for a chat
	// where there are no officers. The same message may come again after a
	// crash: what it does is done once.
	Press(ctx context.Context, m Message) (reply Reply, ok bool, err error)
	// Attachment returns a file of such a reply, by its URL; ErrNoFile for what
	// is not this officer's.
	Attachment(ctx context.Context, chat Chat, url string) (Attachment, []byte, error)
}

// OfficersFiles begins the URLs of the files of officers' replies.
const OfficersFiles = "files/desk/"

// UseOfficers has officers answered by o. It is set before the first message
// is handled.
func (b *Bot) UseOfficers(o Officers) { b.officers = o }

// officer answers an officer's press, the desk's command, or what an officer
// has typed for a question; not ok for all else. Any other message ends the
// waiting for a text: days later it would be taken for one.
func (b *Bot) officer(ctx context.Context, m Message, s *State) (Reply, bool, error) {
	awaited := s.Awaits
	s.Awaits = ""
	if m.Choice == "" && m.Text != "" {
		name, rest := slashed(m.Text)
		if _, _, command := Commanded(m.Text); name == DeskCommand.Name {
			m.Choice, m.Text = DeskCommand.choice, rest
		} else if !command {
			m.Choice = awaited
		}
	}
	if b.officers == nil || !strings.HasPrefix(m.Choice, ChoiceOfficers) {
		return Reply{}, false, nil
	}
	reply, ok, err := b.officers.Press(ctx, m)
	s.Awaits, reply.Awaits = reply.Awaits, ""
	return reply, ok, err
}
