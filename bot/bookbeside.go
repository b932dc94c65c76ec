package bot

import (
	"context"
	"regexp"
	"strings"
)

// asks reports whether a part of the message asks something.
func (m Meaning) asks(part string) bool {
	m.Finding.Question = part
	return asksSomething(m)
}

// askedBeside answers what is asked beside an appointment that is wanted, and
// offers the appointment.
func (b *Bot) askedBeside(ctx context.Context, m Message, s *State, rest, wanted string) (Reply, error) {
	m.Text = rest
	reply, err := b.understand(ctx, m, s)
	if err == nil {
		reply.Options = append(reply.Options, Option{choiceBook + ":" + wanted, labelBook})
	}
	return reply, err
}

// takesOffer reports whether a message goes on from what was asked of room:
// 后天吧，转让待出口1台.
func takesOffer(m Meaning, s *State) bool {
	offered := len(s.Options) > 0 && strings.HasPrefix(s.Options[0].ID, choiceBook+":")
	return offered && m.desk != nil && m.Message.Choice == "" && (comes(m) || namesBusiness(m.Text())) && !asksSomething(m) && !ofPolicy(m, true)
}

// withoutAppointment drops the parts of a message that only want an appointment,
// and returns them: 今年出了68台车能拿多少，顺便帮我约下周四包头待出口3台. Their
// vehicles are not those of a calculation.
func withoutAppointment(text string) (rest, wanted string) {
	for _, part := range parts.FindAllString(text, -1) {
		if alsoBooks.MatchString(part) {
			wanted += part
		} else {
			rest += part
		}
	}
	return rest, wanted
}

var (
	parts     = regexp.MustCompile(`[^,，。;；?？!！\n]+[,，。;；?？!！\n]*`)
	alsoBooks = regexp.MustCompile(`(?:帮|给|替|想|要|预)[^?约]{0,4}约[^?]*(?:[待代带]出口|注销|销户|转让|过户)`)
)
