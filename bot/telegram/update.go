package telegram

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// channel is the name of this channel in bot.Chat.
const channel = "telegram"

// An address is where a reply goes. It is all that is kept of an update
// besides the message.
type address struct {
	Chat     int64  `json:"chat"`
	User     int64  `json:"user"`               // who may press the buttons; the chat for whoever is there
	Thread   int    `json:"thread,omitempty"`   // topic of a forum
	To       int    `json:"to,omitempty"`       // the message that is answered, where others write too
	Callback string `json:"callback,omitempty"` // the press that is answered
}

// An identity is the bot as Telegram knows it.
type identity struct {
	id   int64
	name string // without @
}

// believable is how far the time of a message may lie from our clock before
// ours is taken.
const believable = 48 * time.Hour

// read makes a message of an update. It is not ok for what is none: what bots
// and channels write, edits, and in groups what is not addressed to us.
func (id identity) read(u *models.Update, now time.Time) (m bot.Message, ok bool) {
	in := u.Message
	if in == nil || in.From == nil || in.From.IsBot || in.SenderChat != nil || in.Chat.Type == models.ChatTypeChannel {
		return m, false
	}
	text := in.Text
	entities := in.Entities
	if text == "" {
		text, entities = in.Caption, in.CaptionEntities
	}
	m = bot.Message{ID: fmt.Sprintf("u%d.%d", u.ID, in.ID), At: sent(in.Date, now), Text: text}
	to := address{Chat: in.Chat.ID, User: in.From.ID, Thread: thread(in)}
	if in.Chat.Type == models.ChatTypePrivate {
		m.Chat = bot.Chat{Channel: channel, ID: strconv.FormatInt(in.Chat.ID, 10)}
	} else {
		if m.Text, ok = id.addressed(in, text, entities); !ok {
			return m, false
		}
		m.Public, to.To = true, in.ID
		m.Chat = groupChat(in.Chat.ID, in.From.ID)
	}
	if d := in.Document; d != nil {
		m.File = &bot.File{Name: d.FileName, Size: d.FileSize, Ref: d.FileID}
	}
	m.Address = to.encode()
	return m, true
}

// groupChat is one person's conversation in a group: what one asks is not the
// topic of another.
func groupChat(chat, user int64) bot.Chat {
	return bot.Chat{Channel: channel, ID: fmt.Sprintf("%d/%d", chat, user)}
}

func (a address) encode() json.RawMessage {
	data, err := json.Marshal(a)
	if err != nil {
		panic(err) // numbers and a string
	}
	return data
}

// sent is when a message was sent.
func sent(date int, now time.Time) time.Time {
	at := time.Unix(int64(date), 0)
	if now.Sub(at).Abs() > believable {
		return now
	}
	return at
}

func thread(m *models.Message) int {
	if m.IsTopicMessage {
		return m.MessageThreadID
	}
	return 0
}

// addressed returns what a message in a group says to the bot: a command, a
// text that names it, or an answer to one of its messages.
func (id identity) addressed(m *models.Message, text string, entities []models.MessageEntity) (string, bool) {
	if reply := m.ReplyToMessage; reply != nil && reply.From != nil && reply.From.ID == id.id {
		return text, true
	}
	units := utf16Units(text)
	for _, e := range entities {
		if e.Offset < 0 || e.Length < 0 || e.Offset > len(units) || e.Length > len(units)-e.Offset {
			continue
		}
		said := string(utf16Runes(units[e.Offset : e.Offset+e.Length]))
		switch e.Type {
		case models.MessageEntityTypeMention:
			if id.name != "" && strings.EqualFold(said, "@"+id.name) {
				rest := string(utf16Runes(units[:e.Offset])) + " " + string(utf16Runes(units[e.Offset+e.Length:]))
				return strings.TrimSpace(rest), true
			}
		case models.MessageEntityTypeBotCommand:
			_, to, named := strings.Cut(said, "@")
			if e.Offset == 0 && (!named || strings.EqualFold(to, id.name)) {
				return text, true
			}
		}
	}
	return "", false
}

// press makes a message of a pressed button, whose option is found by lookup.
// The button is forged, or somebody else's, when mine is false.
func press(u *models.Update, secret []byte, now time.Time, lookup func(key []byte) ([]bot.Option, error)) (m bot.Message, mine bool, err error) {
	q := u.CallbackQuery
	in := q.Message.Message
	key, place, ok := pressed(secret, q.From.ID, q.Data)
	if !ok && in != nil { // for whoever is in that chat
		key, place, ok = pressed(secret, in.Chat.ID, q.Data)
	}
	if !ok || q.From.IsBot {
		return m, false, nil
	}
	options, err := lookup(key)
	if err != nil {
		return m, true, err
	}
	to := address{User: q.From.ID, Chat: q.From.ID, Callback: q.ID}
	m = bot.Message{
		ID: fmt.Sprintf("u%d.%s", u.ID, q.ID), At: now, Choice: expired,
		Chat:  bot.Chat{Channel: channel, ID: strconv.FormatInt(q.From.ID, 10)},
		Press: q.Data,
	}
	if place < len(options) {
		m.Choice = options[place].ID
	}
	switch gone := q.Message.InaccessibleMessage; {
	case in != nil:
		to.Chat, to.Thread = in.Chat.ID, thread(in)
		if in.Chat.Type != models.ChatTypePrivate {
			m.Chat, m.Public = groupChat(in.Chat.ID, q.From.ID), true
		}
	case gone != nil && gone.Chat.ID != q.From.ID:
		to.Chat = gone.Chat.ID
		m.Chat, m.Public = groupChat(gone.Chat.ID, q.From.ID), true
	}
	m.Address = to.encode()
	return m, true, nil
}

// expired is the choice of a button whose reply is not kept any more: no
// option has this id, and the bot says so.
const expired = "expired"
