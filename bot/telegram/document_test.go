package telegram

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"cheyi/bot"
	fake "cheyi/bot/telegram/telegramtest"
)

// A drawer has the files of replies by their URL; one without content cannot
// be read the first time.
type drawer struct {
	files  map[string]string
	faults int // how often it still fails
}

func (d *drawer) Attachment(_ context.Context, _ bot.Chat, url string) (bot.Attachment, []byte, error) {
	if d.faults > 0 {
		d.faults--
		return bot.Attachment{}, nil, errors.New("disk")
	}
	content, ok := d.files[url]
	if !ok {
		return bot.Attachment{}, nil, bot.ErrNoFile
	}
	return bot.Attachment{Name: url + ".ics", URL: url}, []byte(content), nil
}

// withFiles is a reply of two files.
func withFiles(urls ...string) bot.Reply {
	r := bot.Reply{Outcome: bot.Booked, Text: "已提交", Options: []bot.Option{{ID: "menu", Label: "菜单"}}}
	for _, url := range urls {
		r.Files = append(r.Files, bot.Attachment{Name: url, URL: url})
	}
	return r
}

// received writes what a chat has received, one message a line.
func received(messages []fake.Message) string {
	var lines []string
	for _, m := range messages {
		line := m.Text
		if m.Document != nil {
			line = strings.TrimSpace(m.Text + " " + m.Document.Name + "=" + string(m.Document.Content))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// The files of a reply go out as documents after its text, each once, with the
// same care: what is limited waits, what was lost is sent again once and says
// so, and what Telegram does not take is named.
func TestDocuments(t *testing.T) {
	const copied = "（这条可能重复，编号 "
	lost := fake.Rule{Method: "sendDocument", Times: 1, Do: fake.LoseAnswer()}
	for _, tt := range []struct {
		name   string
		rules  []fake.Rule
		faults int
		urls   []string
		want   []string // how each message begins
		state  func(bot.Counts) uint64
	}{
		{"all is well", nil, 0, []string{"甲", "乙"}, []string{"已提交", "甲.ics=一", "乙.ics=二"}, sentOf},
		{"limited", []fake.Rule{{Method: "sendDocument", Times: 1, Do: fake.RateLimit(1)}}, 0, []string{"甲"}, []string{"已提交", "甲.ics=一"}, sentOf},
		{"no connection", []fake.Rule{{Method: "sendDocument", Times: 1, Do: fake.Status(http.StatusInternalServerError, "Internal Server Error")}}, 0, []string{"甲"}, []string{"已提交", "甲.ics=一"}, sentOf},
		{"answer lost", []fake.Rule{lost}, 0, []string{"甲", "乙"}, []string{"已提交", "甲.ics=一", copied, "乙.ics=二"}, sentOf},
		{"lost twice", []fake.Rule{lost, lost}, 0, []string{"甲", "乙"}, []string{"已提交", "甲.ics=一", copied, "乙.ics=二"}, uncertainOf},
		{"refused", []fake.Rule{{Method: "sendDocument", Times: 1, Do: fake.Status(http.StatusBadRequest, "Bad Request: DOCUMENT_INVALID")}}, 0, []string{"甲", "乙"}, []string{"已提交", "文件“甲.ics”", "乙.ics=二"}, sentOf},
		{"not there any more", nil, 0, []string{"丙", "乙"}, []string{"已提交", "乙.ics=二"}, sentOf},
		{"cannot be read at first", nil, 1, []string{"甲"}, []string{"已提交", "甲.ics=一"}, sentOf},
		{"blocked in between", []fake.Rule{{Method: "sendDocument", Do: fake.Blocked()}}, 0, []string{"甲"}, []string{"已提交"}, unreachableOf},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.stop()
			h.server.Script(tt.rules...)
			h.openWith(Settings{}, func(c *Channel) {
				c.UseFiles(&drawer{map[string]string{"甲": "一", "乙": "二"}, tt.faults})
			})
			h.post(1, 0, "1", withFiles(tt.urls...))
			var c bot.Counts
			h.eventually("the reply settled", func() bool {
				c, _ = h.store.Counts(t.Context())
				return c.Pending == 0
			})
			got := h.server.Received(1)
			if tt.state(c) != 1 || !c.Balanced() || len(got) != len(tt.want) {
				t.Fatalf("%+v\n%s", c, received(got))
			}
			for i, line := range strings.Split(received(got), "\n") {
				if !strings.HasPrefix(line, tt.want[i]) {
					t.Errorf("message %d is %q, want %q", i+1, line, tt.want[i])
				}
			}
			if len(got[0].Keyboard) == 0 {
				t.Error("the text has no buttons")
			}
		})
	}
}

func sentOf(c bot.Counts) uint64        { return c.Sent }
func uncertainOf(c bot.Counts) uint64   { return c.Uncertain }
func unreachableOf(c bot.Counts) uint64 { return c.Unreachable }

// A process that ends while a document hangs sends it again, marked; the text
// that has arrived is not sent again.
func TestDocumentAfterRestart(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stop()
	files := func(c *Channel) { c.UseFiles(&drawer{files: map[string]string{"甲": "一"}}) }
	end := h.server.Script(fake.Rule{Method: "sendDocument", Do: fake.Hang(nil)})
	h.openWith(Settings{}, files)
	h.post(1, 0, "1", withFiles("甲"))
	h.server.Until(t, "the document under way", func() bool { return h.server.Calls("sendDocument") == 1 })
	h.stop()
	end()
	h.openWith(Settings{}, files)
	got := received(h.server.Await(t, 1, 2))
	if !strings.HasPrefix(got, "已提交\n（这条可能重复") || strings.Count(got, "已提交") != 1 || !strings.Contains(got, "甲.ics=一") {
		t.Errorf("received\n%s", got)
	}
}

// Without files to be had, a reply is its text.
func TestNoDocuments(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.post(1, 0, "1", withFiles("甲"))
	h.server.Await(t, 1, 1)
	h.eventually("the reply settled", func() bool { c, _ := h.store.Counts(t.Context()); return c.Sent == 1 })
	if got := h.server.Calls("sendDocument"); got > 0 {
		t.Errorf("%d documents", got)
	}
}
