package telegramtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

// An Answer is what the bot says to a pressed button.
type Answer struct {
	Query string // the id of the callback query
	Text  string
	Alert bool
}

// Answers returns the answers to pressed buttons, in order.
func (s *Server) Answers() []Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.answers)
}

const mostAnswer = 200 // characters

func (c *call) answerCallbackQuery() (result any, err error) {
	a := Answer{Query: c.params["callback_query_id"], Text: c.params["text"], Alert: c.params.is("show_alert")}
	if utf8.RuneCountInString(a.Text) > mostAnswer {
		return nil, refused("MESSAGE_TOO_LONG")
	}
	c.change(func() {
		if !c.queries[a.Query] {
			err = refused("query is too old and response timeout expired or query ID is invalid")
			return
		}
		c.answers = append(c.answers, a)
	})
	return true, err
}

// Actions returns how often a chat was shown that the bot is at work.
func (s *Server) Actions(chat int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actions[chat]
}

var actions = []string{
	"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note",
}

func (c *call) sendChatAction() (result any, err error) {
	if !slices.Contains(actions, c.params["action"]) {
		return nil, refused("wrong parameter action in request")
	}
	c.change(func() {
		var to *chat
		if to, err = c.target(); err == nil {
			c.actions[to.ID]++
		}
	})
	return true, err
}

// A Command is one that the bot's menu offers.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Commands returns the bot's menu for a language, "" for all others.
func (s *Server) Commands(language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[language])
}

// CommandsIn returns the menu that the bot has set for one chat.
func (s *Server) CommandsIn(chat int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.menus[chat])
}

const (
	mostCommands    = 100
	mostDescription = 256 // characters
)

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (c *call) setMyCommands() (any, error) {
	var list []Command
	if err := json.Unmarshal([]byte(c.params["commands"]), &list); err != nil {
		return nil, refused("can't parse commands JSON array")
	}
	if len(list) > mostCommands {
		return nil, refused("BOT_COMMANDS_TOO_MUCH")
	}
	for _, command := range list {
		if !commandName.MatchString(strings.TrimPrefix(command.Command, "/")) {
			return nil, refused("BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(command.Description); n == 0 || n > mostDescription {
			return nil, refused("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	var scope struct {
		Type string
		Chat json.Number `json:"chat_id"`
	}
	if raw := c.params["scope"]; raw != "" && json.Unmarshal([]byte(raw), &scope) != nil {
		return nil, refused("can't parse BotCommandScope")
	}
	if scope.Type != "chat" {
		c.change(func() { c.commands[c.params["language_code"]] = list })
		return true, nil
	}
	chat, err := scope.Chat.Int64()
	if err != nil {
		return nil, refused("chat not found")
	}
	c.change(func() { c.menus[chat] = list })
	return true, nil
}

func (c *call) deleteMyCommands() (any, error) {
	c.change(func() { delete(c.commands, c.params["language_code"]) })
	return true, nil
}

// A file is one that a person has sent.
type file struct {
	name    string
	content []byte
}

const mostFile = 20 << 20 // bytes that a bot may download

func (c *call) getFile() (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.params["file_id"]
	f, ok := c.files[id]
	switch {
	case !ok:
		return nil, refused("invalid file_id")
	case len(f.content) > mostFile:
		return nil, refused("file is too big")
	}
	return models.File{FileID: id, FileUniqueID: id, FileSize: int64(len(f.content)), FilePath: "documents/" + id}, nil
}

// download serves a file's content.
func (s *Server) download(w http.ResponseWriter, path string) {
	s.mu.Lock()
	f, ok := s.files[strings.TrimPrefix(path, "documents/")]
	s.mu.Unlock()
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"ok":false,"error_code":404,"description":"Not Found"}`)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(f.content) // the client may be gone
}
