package telegram

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"cheyi/bot"
	fake "cheyi/bot/telegram/telegramtest"
)

// What people send, C1 to C15 as far as it concerns Telegram, and buttons, B1
// to B7. B8 is in package admin.

// menuOf has a chat shown the menu, and returns it.
func (h *house) menuOf(chat int64) fake.Message {
	h.t.Helper()
	before := len(h.server.Received(chat))
	h.server.Say(chat, "/help")
	return h.server.Await(h.t, chat, before+1)[before]
}

func TestB1DoubleTap(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.menuOf(1)
	data := m.Keyboard[0][0].Data
	for range 5 {
		h.server.Press(1, m.ID, data)
	}
	h.server.Await(t, 1, 2)
	h.eventually("every press answered", func() bool { return len(h.server.Answers()) == 5 })
	h.balanced(2)
	doubled := 0
	for _, a := range h.server.Answers() {
		if a.Text == wordsDoubled {
			doubled++
		}
	}
	if got := h.server.Received(1); len(got) != 2 || doubled != 4 {
		t.Errorf("%d replies, %d presses told that one was enough", len(got), doubled)
	}
}

// An answer's button does not answer another question.
func TestB2StaleButton(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.menuOf(1)
	h.stop()
	h.store.Forget() // as after a week
	h.open(Settings{})
	h.server.Press(1, m.ID, m.Keyboard[0][0].Data)
	if got := h.server.Await(t, 1, 2); !strings.Contains(got[1].Text, "已经失效") {
		t.Errorf("received %q", got[1].Text)
	}
}

func TestB3ForgedButton(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.menuOf(1)
	good := m.Keyboard[0][0].Data
	forged := []string{"", "x", good[:len(good)-1], "2" + good[1:], good + "A", strings.Repeat("A", 64), good[:5] + "AAAA" + good[9:]}
	for _, data := range forged {
		h.server.Press(1, m.ID, data)
	}
	h.eventually("every press answered", func() bool { return len(h.server.Answers()) == len(forged) })
	for _, a := range h.server.Answers() {
		if a.Text != wordsForeign {
			t.Errorf("answered with %q", a.Text)
		}
	}
	h.balanced(1)
	if got := h.server.Received(1); len(got) != 1 {
		t.Errorf("received %+v", got)
	}
}

func TestB4SomebodyElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.status(Up, "")
	h.server.SayIn(-5, 1, "/help")
	m := h.server.Await(t, -5, 1)[0]
	h.server.PressIn(-5, 2, m.ID, m.Keyboard[0][0].Data)
	h.eventually("the press answered", func() bool { return len(h.server.Answers()) == 1 })
	if a := h.server.Answers()[0]; a.Text != wordsForeign {
		t.Errorf("answered with %q", a.Text)
	}
	h.server.PressIn(-5, 1, m.ID, m.Keyboard[0][0].Data)
	h.server.Await(t, -5, 2)
	h.balanced(2)
}

// A press that is too old to be answered, or whose message is gone, acts all
// the same (B5, B6).
func TestB5OldPress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.menuOf(1)
	h.server.Script(fake.Rule{Method: "answerCallbackQuery", Do: fake.Status(http.StatusBadRequest, "Bad Request: query is too old and response timeout expired or query ID is invalid")})
	h.server.Press(1, m.ID, m.Keyboard[0][0].Data)
	h.server.Await(t, 1, 2)
	h.balanced(2)
}

func TestB6MessageGone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.menuOf(1)
	h.server.Press(1, 999, m.Keyboard[0][0].Data)
	h.server.Await(t, 1, 2)
	h.balanced(2)
}

// A button of the release before is understood as long as its reply is kept:
// what is written here must not change without a release that reads both. One
// whose option nobody knows any more says so and offers the menu; one of a form
// that is not known is nobody's.
func TestB7EarlierRelease(t *testing.T) {
	t.Parallel()
	secret := bytes.Repeat([]byte{7}, 32)
	key, place, ok := pressed(secret, 42, released)
	if !ok || place != 2 || !bytes.Equal(key, bot.ReplyKey(bot.Chat{Channel: channel, ID: "42"}, "u9.1")) {
		t.Errorf("%x %d %v, but now it is written %s", key, place, ok, buttonData(secret, 42, bot.Chat{Channel: channel, ID: "42"}, "u9.1", 2))
	}
	h := newHouse(t)
	h.post(1, 0, "of the release before", bot.Reply{Outcome: bot.Menu, Text: "旧菜单", Options: []bot.Option{{ID: "gone:7", Label: "旧按钮"}, {ID: "menu", Label: "菜单"}}})
	m := h.server.Await(t, 1, 1)[0]
	h.server.Press(1, m.ID, m.Keyboard[0][0].Data)
	if got := h.server.Await(t, 1, 2)[1]; !strings.Contains(got.Text, "已经失效，请重新提问") || len(got.Keyboard) == 0 {
		t.Errorf("an option that nobody knows: %+v", got)
	}
	h.server.Press(1, m.ID, m.Keyboard[0][1].Data)
	if got := h.server.Await(t, 1, 3)[2]; strings.Contains(got.Text, "失效") {
		t.Errorf("an option that is known: %+v", got)
	}
	h.server.Press(1, m.ID, "0"+m.Keyboard[0][1].Data[1:])
	h.eventually("every press answered", func() bool { return len(h.server.Answers()) == 3 })
	foreign := func(a fake.Answer) bool { return a.Text == wordsForeign } // presses are answered in any order
	if all := h.server.Answers(); !slices.ContainsFunc(all, foreign) {
		t.Errorf("a form that is not known is answered with one of %+v", all)
	}
}

// released is the button that the first release has written.
const released = "1qZp82Aui5GoI7mFLAkbQTM--Dc_t"

func TestC1NothingToRead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, change := range []func(*models.Message){
		func(m *models.Message) { m.Sticker = &models.Sticker{FileID: "s"} },
		func(m *models.Message) { m.Voice = &models.Voice{FileID: "v"} },
		func(m *models.Message) { m.Location = &models.Location{Latitude: 40.8, Longitude: 111.7} },
		func(m *models.Message) { m.Photo = []models.PhotoSize{{FileID: "p"}} },
		func(m *models.Message) { m.Text = "  " },
		func(m *models.Message) { m.Text = "😀👍" },
	} {
		m := &models.Message{ID: 1, From: fake.Person(int64(i + 1)), Date: int(time.Now().Unix()), Chat: models.Chat{ID: int64(i + 1), Type: models.ChatTypePrivate}}
		change(m)
		h.server.Meet(int64(i + 1))
		h.server.Send(models.Update{Message: m})
		if got := h.server.Await(t, int64(i+1), 1); !strings.Contains(got[0].Text, "没有看到文字问题") {
			t.Errorf("message %d is answered with %q", i, got[0].Text)
		}
	}
}

func TestC2LongestText(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Say(1, strings.Repeat("退税怎么办", 819)+"。")
	if got := h.server.Await(t, 1, 1); strings.Contains(got[0].Text, "太长") {
		t.Errorf("4,096 characters are refused: %q", got[0].Text)
	}
}

func TestC5Markup(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, name := range []string{"<b>x.xlsx", "a&b.xlsx", "_*[x](y).xlsx", "</blockquote>.csv", "&lt;.csv"} {
		h.server.Upload(1, name, []byte("x"))
		got := h.server.Await(t, 1, i+1)
		if last := got[len(got)-1]; !strings.Contains(last.Text, name) {
			t.Errorf("%q is shown as %q", name, last.Text)
		}
	}
}

func TestC13IdentityNumber(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Script(fake.Rule{Method: "sendMessage", Do: fake.CloseAtOnce()})
	h.server.Say(1, "身份证 15010219900307301"+"2 能办吗")
	h.eventually("the reply in the outbox", func() bool { c, _ := h.store.Counts(t.Context()); return c.Queued == 1 })
	waiting, _ := h.store.Waiting(t.Context())
	for _, m := range waiting {
		if strings.Contains(m.Text, "19900307") {
			t.Errorf("stored: %q", m.Text)
		}
	}
}

func TestC14Flood(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.sends(1, 1, 100)
	start := time.Now()
	h.sends(2, 1, 1)
	h.answered(2, 1, 1)
	if time.Since(start) > 5*time.Second {
		t.Error("another chat had to wait for a flood")
	}
	h.answered(1, 1, 100)
	h.balanced(101)
}

func TestC15NotForTheBot(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.status(Up, "")
	now := int(time.Now().Unix())
	in := func(chat models.Chat, from *models.User, text string) *models.Message {
		return &models.Message{ID: 50, From: from, Chat: chat, Date: now, Text: text}
	}
	private := models.Chat{ID: 1, Type: models.ChatTypePrivate}
	other := fake.Person(9)
	other.IsBot = true
	h.server.Send(models.Update{EditedMessage: in(private, fake.Person(1), "/help")})
	h.server.Send(models.Update{ChannelPost: in(models.Chat{ID: -7, Type: models.ChatTypeChannel}, nil, "/help")})
	h.server.Send(models.Update{Message: in(fake.Group(-5), other, "/help")})
	h.server.SayIn(-5, 1, "展位费能报几成")
	h.server.SayIn(-5, 1, "/help@another_bot")
	h.server.SayIn(-5, 1, "@cheyi_test_bot 菜单")
	h.server.Await(t, -5, 1)
	h.server.SayIn(-5, 1, "/help@cheyi_test_bot")
	h.server.Await(t, -5, 2)
	h.balanced(2)
	if got := h.server.Received(-5); len(got) != 2 || got[0].ReplyTo == 0 {
		t.Errorf("received %+v", got)
	}
}

// W11: never 200 before the update is stored.
func TestW11Webhook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.status(Up, "")
	h.channel.secret = "s3cret"
	for _, tt := range []struct {
		name, method, secret, body string
		status                     int
	}{
		{"没有密钥", http.MethodPost, "", `{"update_id":1}`, http.StatusUnauthorized},
		{"密钥不对", http.MethodPost, "s3cre", `{"update_id":1}`, http.StatusUnauthorized},
		{"不是 POST", http.MethodGet, "s3cret", ``, http.StatusMethodNotAllowed},
		{"乱码", http.MethodPost, "s3cret", `{"update`, http.StatusBadRequest},
		{"没有编号", http.MethodPost, "s3cret", `{}`, http.StatusBadRequest},
		{"太长", http.MethodPost, "s3cret", `{"update_id":1,"x":"` + strings.Repeat("x", mostUpdate) + `"}`, http.StatusRequestEntityTooLarge},
		{"没见过的种类", http.MethodPost, "s3cret", `{"update_id":5,"poll":{"id":"1"}}`, http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "/telegram", bytes.NewReader([]byte(tt.body)))
			r.Header.Set("X-Telegram-Bot-Api-Secret-Token", tt.secret)
			w := httptest.NewRecorder()
			h.channel.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
		})
	}
	h.stop()
	r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(`{"update_id":6,"poll":{"id":"1"}}`))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s3cret")
	w := httptest.NewRecorder()
	h.channel.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d when nothing can be stored", w.Code)
	}
}

// Polling and webhook take turns, and nothing is lost between them.
func TestSwitching(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.hook.Load().ServeHTTP(w, r) }))
	defer hook.Close()
	next := 1
	for round := range 4 {
		h.sends(1, next, next+2)
		h.stop()
		h.sends(1, next+3, next+4)
		s := Settings{}
		if round%2 == 0 {
			s = Settings{Webhook: hook.URL, Secret: "s3cret"}
		}
		h.open(s)
		next += 5
		h.answered(1, 1, next-1)
	}
	h.balanced(20)
}
