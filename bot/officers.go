package bot

import (
	"context"
	"strings"
)

// ChoiceOfficers begins the ids of the options that officers press.
const ChoiceOfficers = "desk:"

// Officers has officers' presses answered by answer, which judges from the
// message's chat whether it is an officer's; not ok for a chat where there are
// none. A text that the reply before has asked for (Reply.Awaits) comes as a
// press with a text. It is set before the first message is handled. The same
// message may be asked about again after a crash: answer does what it does
// once.
func (b *Bot) Officers(answer func(ctx context.Context, m Message) (reply Reply, ok bool, err error)) {
	b.officers = answer
}

// officer answers an officer's press, or what one has typed for it; not ok for
// all else. Any other message ends the waiting for a text: days later it would
// be taken for one.
func (b *Bot) officer(ctx context.Context, m Message, s *State) (Reply, bool, error) {
	awaited := s.Awaits
	s.Awaits = ""
	if _, _, command := Commanded(m.Text); m.Choice == "" && m.Text != "" && !command {
		m.Choice = awaited
	}
	if b.officers == nil || !strings.HasPrefix(m.Choice, ChoiceOfficers) {
		return Reply{}, false, nil
	}
	reply, ok, err := b.officers(ctx, m)
	s.Awaits, reply.Awaits = reply.Awaits, ""
	return reply, ok, err
}
