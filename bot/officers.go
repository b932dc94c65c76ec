package bot

import (
	"context"
	"strings"
)

// ChoiceOfficers begins the ids of the options that officers press.
const ChoiceOfficers = "desk:"

// Officers has officers' presses answered by answer, which judges from the
// message's chat whether it is an officer's; not ok for a chat where there are
// none. It is set before the first message is handled. The same message may be
// asked about again after a crash: answer does what it does once.
func (b *Bot) Officers(answer func(ctx context.Context, m Message) (reply Reply, ok bool, err error)) {
	b.officers = answer
}

// officer answers an officer's press; not ok for all else.
func (b *Bot) officer(ctx context.Context, m Message) (Reply, bool, error) {
	if b.officers == nil || !strings.HasPrefix(m.Choice, ChoiceOfficers) {
		return Reply{}, false, nil
	}
	return b.officers(ctx, m)
}
