package telegramtest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"
)

// A Message is one that a chat has received, as it stands after all edits.
type Message struct {
	ID       int
	Chat     int64
	Thread   int    // the topic of a forum, 0 for none
	ReplyTo  int    // the message that it answers, 0 for none
	Text     string // as people see it: without markup
	Source   string // as it was sent
	Mode     string // parse_mode
	Keyboard [][]Button
	Edits    int       // how often it was changed
	Document *Document // nil for none; else the text is its caption
}

// A Button is below a message.
type Button struct {
	Text string
	Data string // what a press sends back
	URL  string
}

// A chat is one that the bot may write to.
type chat struct {
	models.Chat
	last     int // message id: of both sides
	received []*Message
}

// me is the bot.
var me = models.User{ID: 700000001, IsBot: true, FirstName: "车驿", Username: "cheyi_test_bot", CanJoinGroups: true}

// chat returns a chat, which is known from now on. It is called with mu held.
func (s *Server) chat(of models.Chat) *chat {
	c := s.chats[of.ID]
	if c == nil {
		c = &chat{Chat: of}
		s.chats[of.ID] = c
	}
	return c
}

// Received returns what a chat has received, in this order. A message that was
// sent twice is there twice.
func (s *Server) Received(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Message
	if c := s.chats[chat]; c != nil {
		for _, m := range c.received {
			list = append(list, *m)
			last := &list[len(list)-1]
			last.Keyboard = slices.Clone(m.Keyboard)
		}
	}
	return list
}

// Await waits until a chat has received so many messages, and returns all that
// it has received.
func (s *Server) Await(t testing.TB, chat int64, messages int) []Message {
	t.Helper()
	var got []Message
	s.Until(t, fmt.Sprintf("%d messages for chat %d", messages, chat), func() bool {
		got = s.Received(chat)
		return len(got) >= messages
	})
	return got
}

// target finds the chat of a call. It is called with mu held.
func (c *call) target() (*chat, error) {
	if c.params["chat_id"] == "" {
		return nil, refused("chat_id is empty")
	}
	to := c.chats[c.params.number("chat_id")]
	if to == nil {
		return nil, refused("chat not found")
	}
	return to, nil
}

// mostText is the longest message in UTF-16 units.
const mostText = 4096

// content reads a call's text and keyboard into m.
func (c *call) content(m *Message) error {
	m.Source, m.Mode, m.Text = c.params["text"], c.params["parse_mode"], c.params["text"]
	switch strings.ToLower(m.Mode) {
	case "":
	case "html":
		text, err := parseHTML(m.Source)
		if err != nil {
			return err
		}
		m.Text = text
	default:
		return refused("unsupported parse_mode") // of the fake: the bot sends HTML
	}
	m.Text = strings.TrimSpace(m.Text)
	switch {
	case m.Text == "":
		return refused("message text is empty")
	case len(utf16.Encode([]rune(m.Text))) > mostText:
		return refused("message is too long")
	}
	return c.keyboard(m)
}

// sendMessage implements the method.
func (c *call) sendMessage() (any, error) {
	m := &Message{}
	if err := c.content(m); err != nil {
		return nil, err
	}
	return c.deliver(m)
}

// deliver gives a message to the chat of the call.
func (c *call) deliver(m *Message) (result any, err error) {
	m.Thread = int(c.params.number("message_thread_id"))
	c.change(func() {
		var to *chat
		if to, err = c.target(); err != nil {
			return
		}
		if m.ReplyTo, err = c.replyTo(to); err != nil {
			return
		}
		to.last++
		m.ID, m.Chat = to.last, to.ID
		to.received = append(to.received, m)
		result = c.shown(m)
	})
	return result, err
}

// replyTo reads which message is answered.
func (c *call) replyTo(to *chat) (int, error) {
	if c.params["reply_parameters"] == "" {
		return int(c.params.number("reply_to_message_id")), nil
	}
	var reply struct {
		MessageID  int  `json:"message_id"`
		OrElseSend bool `json:"allow_sending_without_reply"`
	}
	if err := json.Unmarshal([]byte(c.params["reply_parameters"]), &reply); err != nil {
		return 0, refused("can't parse reply parameters JSON object")
	}
	switch {
	case reply.MessageID > 0 && reply.MessageID <= to.last:
		return reply.MessageID, nil
	case reply.OrElseSend:
		return 0, nil
	}
	return 0, refused("message to be replied not found")
}

// editMessageText implements the method.
func (c *call) editMessageText() (any, error) {
	next := Message{}
	if err := c.content(&next); err != nil {
		return nil, err
	}
	return c.edit(func(m *Message) {
		m.Text, m.Source, m.Mode, m.Keyboard = next.Text, next.Source, next.Mode, next.Keyboard
	})
}

// editMessageReplyMarkup implements the method.
func (c *call) editMessageReplyMarkup() (any, error) {
	next := Message{}
	if err := c.keyboard(&next); err != nil {
		return nil, err
	}
	return c.edit(func(m *Message) { m.Keyboard = next.Keyboard })
}

// edit changes a message of the bot's own.
func (c *call) edit(apply func(*Message)) (result any, err error) {
	c.change(func() {
		var in *chat
		if in, err = c.target(); err != nil {
			return
		}
		id := int(c.params.number("message_id"))
		i := slices.IndexFunc(in.received, func(m *Message) bool { return m.ID == id })
		if i < 0 {
			err = refused("message to edit not found")
			if id > 0 && id <= in.last {
				err = refused("message can't be edited")
			}
			return
		}
		before, after := *in.received[i], in.received[i]
		apply(after)
		if before.Text == after.Text && before.Source == after.Source && reflect.DeepEqual(before.Keyboard, after.Keyboard) {
			err = refused("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
			return
		}
		after.Edits++
		result = c.shown(after)
	})
	return result, err
}

// shown is a message of the bot as the API shows it. It is called with mu held.
func (s *Server) shown(m *Message) *models.Message {
	shown := &models.Message{
		ID: m.ID, MessageThreadID: m.Thread, From: &me, Chat: s.chats[m.Chat].Chat,
		Date: int(s.Now().Unix()), Text: m.Text,
	}
	if m.Document != nil {
		id := fmt.Sprintf("sent-%d-%d", m.Chat, m.ID)
		shown.Text, shown.Caption = "", m.Text
		shown.Document = &models.Document{FileID: id, FileUniqueID: id, FileName: m.Document.Name, FileSize: int64(len(m.Document.Content))}
	}
	if len(m.Keyboard) > 0 {
		shown.ReplyMarkup = &models.InlineKeyboardMarkup{}
		for _, row := range m.Keyboard {
			var keys []models.InlineKeyboardButton
			for _, b := range row {
				keys = append(keys, models.InlineKeyboardButton{Text: b.Text, CallbackData: b.Data, URL: b.URL})
			}
			shown.ReplyMarkup.InlineKeyboard = append(shown.ReplyMarkup.InlineKeyboard, keys)
		}
	}
	return shown
}
