package bot

import "time"

// A Consent is a person's agreement to a text, by its version.
type Consent struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"`
}

// channelTelegram is the channel whose servers are abroad: it has a consent of
// its own, and only masked data is repeated there.
const channelTelegram = "telegram"

// knownChannel says in the answers that the chat is one of Telegram's.
const knownChannel = "channel"

// The versions of the texts that are agreed to. A text that changes gets
// another version, and is agreed to anew.
const (
	consentHere     = "2"
	consentTelegram = "telegram-2"
)

func telegram(m Message) bool { return m.Chat.Channel == channelTelegram }

func consentVersion(m Message) string {
	if telegram(m) {
		return consentTelegram
	}
	return consentHere
}

// agreed reports whether the person has agreed to the text as it is now.
func (s *State) agreed(m Message) bool {
	return s.Consent != nil && s.Consent.Version == consentVersion(m)
}
