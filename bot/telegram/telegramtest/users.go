package telegramtest

import (
	"fmt"
	"regexp"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"
)

// Say has a person write to the bot, in the chat of the two, whose id is the
// person's. It returns the id of the update.
func (s *Server) Say(chat int64, text string) int64 {
	return s.Send(models.Update{Message: s.message(private(chat), chat, text)})
}

// SayIn has a person write in a group, whose id is negative.
func (s *Server) SayIn(group, person int64, text string) int64 {
	return s.Send(models.Update{Message: s.message(Group(group), person, text)})
}

// Press has a person press a button below a message in the chat of the two,
// whether there is such a button or not.
func (s *Server) Press(chat int64, message int, data string) int64 {
	return s.press(private(chat), chat, message, data)
}

// PressIn has a person press a button in a group.
func (s *Server) PressIn(group, person int64, message int, data string) int64 {
	return s.press(Group(group), person, message, data)
}

// Upload has a person send a file.
func (s *Server) Upload(chat int64, name string, content []byte) int64 {
	m := s.message(private(chat), chat, "")
	id := fmt.Sprintf("file-%d-%d", chat, m.ID)
	m.Document = &models.Document{FileID: id, FileUniqueID: id, FileName: name, FileSize: int64(len(content))}
	s.change(func() { s.files[id] = file{name, content} })
	return s.Send(models.Update{Message: m})
}

// Meet makes a chat known that has sent nothing yet.
func (s *Server) Meet(chat int64) {
	of := private(chat)
	if chat < 0 {
		of = Group(chat)
	}
	s.change(func() { s.chat(of) })
}

// Person is a user as updates show them.
func Person(id int64) *models.User {
	return &models.User{ID: id, FirstName: fmt.Sprint("用户", id), LanguageCode: "zh-hans"}
}

// Group is a group as updates show it.
func Group(id int64) models.Chat {
	return models.Chat{ID: id, Type: models.ChatTypeSupergroup, Title: fmt.Sprint("群", -id)}
}

func private(id int64) models.Chat {
	return models.Chat{ID: id, Type: models.ChatTypePrivate, FirstName: Person(id).FirstName}
}

// message is a new one of a person's.
func (s *Server) message(in models.Chat, person int64, text string) (m *models.Message) {
	s.change(func() {
		c := s.chat(in)
		c.last++
		m = &models.Message{ID: c.last, From: Person(person), Chat: in, Date: int(s.Now().Unix()), Text: text, Entities: entities(text)}
	})
	return m
}

var mark = regexp.MustCompile(`(?:^|\s)(/[A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?|@[A-Za-z0-9_]{5,})`)

// entities are the commands and names that the server finds in a text.
func entities(text string) (list []models.MessageEntity) {
	units := func(s string) int { return len(utf16.Encode([]rune(s))) }
	for _, at := range mark.FindAllStringSubmatchIndex(text, -1) {
		found := text[at[2]:at[3]]
		kind := models.MessageEntityTypeMention
		if found[0] == '/' {
			kind = models.MessageEntityTypeBotCommand
		}
		list = append(list, models.MessageEntity{Type: kind, Offset: units(text[:at[2]]), Length: units(found)})
	}
	return list
}

func (s *Server) press(in models.Chat, person int64, message int, data string) int64 {
	q := &models.CallbackQuery{From: *Person(person), ChatInstance: fmt.Sprint(in.ID), Data: data}
	s.change(func() {
		q.ID = fmt.Sprintf("query-%d", len(s.queries)+1)
		s.queries[q.ID] = true
		for _, m := range s.chat(in).received {
			if m.ID == message {
				q.Message.Message = s.shown(m)
			}
		}
	})
	if q.Message.Message == nil { // too old to be shown, or never there
		q.Message.Type = models.MaybeInaccessibleMessageTypeInaccessibleMessage
		q.Message.InaccessibleMessage = &models.InaccessibleMessage{Chat: in, MessageID: message}
	}
	return s.Send(models.Update{CallbackQuery: q})
}
