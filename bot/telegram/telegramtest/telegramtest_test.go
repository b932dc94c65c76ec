package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	api "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot/telegram/telegramtest"
)

// An answer is one as it comes over the wire.
type answer struct {
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	}
}

// ask calls a method with JSON. The error is that of the connection, or of
// what cannot be read.
func ask(s *telegramtest.Server, method string, params map[string]any) (a answer, err error) {
	body, err := json.Marshal(params)
	if err != nil {
		return a, err
	}
	r, err := http.Post(s.URL()+"/bot"+s.Token+"/"+method, "application/json", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(data, &a)
	}
	return a, err
}

func must(t *testing.T, s *telegramtest.Server, method string, params map[string]any) answer {
	t.Helper()
	a, err := ask(s, method, params)
	if err != nil || !a.OK {
		t.Fatalf("%s: %+v %v", method, a, err)
	}
	return a
}

// poll returns the ids of the updates that one poll gets.
func poll(t *testing.T, s *telegramtest.Server, offset int64) []int64 {
	t.Helper()
	return ids(must(t, s, "getUpdates", map[string]any{"offset": offset}))
}

func ids(a answer) []int64 {
	var updates []models.Update
	_ = json.Unmarshal(a.Result, &updates) // none if it is no list
	ids := []int64{}
	for _, u := range updates {
		ids = append(ids, u.ID)
	}
	return ids
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestOffsets(t *testing.T) {
	s := telegramtest.New(t)
	one, two, three := s.Say(7, "一"), s.Say(7, "二"), s.Say(7, "三")
	expect(t, "from the first on", poll(t, s, 0), []int64{one, two, three})
	expect(t, "again, for nothing is confirmed", poll(t, s, 0), []int64{one, two, three})
	expect(t, "what is below is confirmed", poll(t, s, two), []int64{two, three})
	expect(t, "and forgotten", poll(t, s, 0), []int64{two, three})
	expect(t, "confirmed", []bool{s.Confirmed(one), s.Confirmed(two)}, []bool{true, false})
	expect(t, "another count of ids", poll(t, s, three+11), []int64{two, three})
	expect(t, "the last one", poll(t, s, -1), []int64{three})
	expect(t, "all confirmed", poll(t, s, three+1), []int64{})

	s.Repeat(one, three)
	four := s.Say(7, "四")
	expect(t, "repeated, then forgotten", poll(t, s, three+1), []int64{one, three, four})
	expect(t, "only the new one", poll(t, s, three+1), []int64{four})

	poll(t, s, four+1)
	s.Renumber(1)
	if five := s.Say(7, "五"); five > one-1000 {
		t.Errorf("renumbered to %d, from %d", five, four)
	} else {
		expect(t, "renumbered, with the old offset", poll(t, s, four+1), []int64{five})
	}
}

func TestRepeatAll(t *testing.T) {
	s := telegramtest.New(t)
	s.RepeatAll()
	one := s.Say(7, "一")
	for i, want := range [][]int64{{one}, {one}, {}} {
		expect(t, fmt.Sprint("poll ", i), poll(t, s, one*int64(min(i, 1))+int64(min(i, 1))), want)
	}
}

func TestLongPoll(t *testing.T) {
	s := telegramtest.New(t)
	first := make(chan answer)
	go func() {
		a, _ := ask(s, "getUpdates", map[string]any{"timeout": 50})
		first <- a
	}()
	s.Until(t, "a poll", func() bool { return s.Calls("getUpdates") == 1 })
	second := make(chan []int64)
	go func() { second <- poll(t, s, 0) }()
	s.Until(t, "a second poller", func() bool { return s.Calls("getUpdates") == 2 })
	expect(t, "the first poller", (<-first).Code, http.StatusConflict)
	<-second // without a timeout there is nothing, at once

	go func() {
		a, _ := ask(s, "getUpdates", map[string]any{"timeout": 50})
		second <- ids(a)
	}()
	s.Until(t, "a third poll", func() bool { return s.Calls("getUpdates") == 3 })
	id := s.Say(7, "在吗")
	expect(t, "what comes while it waits", <-second, []int64{id})

	must(t, s, "setWebhook", map[string]any{"url": "http://127.0.0.1:1/"})
	a, _ := ask(s, "getUpdates", nil)
	expect(t, "beside a webhook", a.Code, http.StatusConflict)
}

func TestRefusals(t *testing.T) {
	s := telegramtest.New(t)
	s.Meet(7)
	data := func(data string) map[string]any {
		return map[string]any{"inline_keyboard": [][]any{{map[string]any{"text": "好", "callback_data": data, "copy_text": map[string]any{"text": ""}}}}}
	}
	for _, tt := range []struct {
		text   string
		mode   string
		markup any
		want   string // "" for sent
	}{
		{"你好", "", nil, ""},
		{"<b>不是标记</b> & 1 < 2", "", nil, ""},
		{" \n ", "", nil, "message text is empty"},
		{"<b></b>", "HTML", nil, "message text is empty"},
		{strings.Repeat("车", 4096), "", nil, ""},
		{strings.Repeat("车", 4097), "", nil, "message is too long"},
		{strings.Repeat("🚗", 2049), "", nil, "message is too long"},
		{"<b>" + strings.Repeat("车", 4096) + "</b>", "HTML", nil, ""},
		{`<b>粗 <i>斜</i></b> &lt;1&gt; &amp; &#8212; <a href="https://x/?a=1&amp;b=2">链</a>`, "HTML", nil, ""},
		{`<blockquote expandable>引</blockquote><code>1</code><pre><code class="language-go">x</code></pre>`, "html", nil, ""},
		{"<b>粗", "HTML", nil, "Can't find end tag"},
		{"<b><i>粗</b></i>", "HTML", nil, "Unmatched end tag"},
		{"粗</b>", "HTML", nil, "Unexpected end tag"},
		{"<p>段</p>", "HTML", nil, "Unsupported start tag \"p\""},
		{"<br/>", "HTML", nil, "start tag"},
		{"1 < 2", "HTML", nil, "Unclosed start tag"},
		{"甲 & 乙", "HTML", nil, "Unescaped &"},
		{"甲&nbsp;乙", "HTML", nil, "Unescaped &"},
		{"好", "", data(strings.Repeat("x", 64)), ""},
		{"好", "", data(strings.Repeat("x", 65)), "BUTTON_DATA_INVALID"},
		{"好", "", data(strings.Repeat("退", 22)), "BUTTON_DATA_INVALID"},
		{"好", "", data(""), "Text buttons are unallowed"},
		{"好", "", "[", "can't parse reply keyboard"},
	} {
		params := map[string]any{"chat_id": 7, "text": tt.text}
		if tt.mode != "" {
			params["parse_mode"] = tt.mode
		}
		if tt.markup != nil {
			params["reply_markup"] = tt.markup
		}
		a, err := ask(s, "sendMessage", params)
		if err != nil || a.OK != (tt.want == "") || !strings.Contains(a.Description, tt.want) {
			t.Errorf("%.60q %s: %+v %v", tt.text, tt.mode, a, err)
		}
	}
	a, _ := ask(s, "sendMessage", map[string]any{"chat_id": 8, "text": "好"})
	expect(t, "a stranger", a.Description, "Bad Request: chat not found")
	a, _ = ask(s, "sendPoem", nil)
	expect(t, "no such method", a.Code, http.StatusNotFound)
	s.Token = "1:other"
	r, err := http.Get(s.URL() + "/bot700000001:test/getMe")
	if err != nil || r.StatusCode != http.StatusUnauthorized {
		t.Errorf("another's token: %v %v", r, err)
	}
}

// The library, a form and JSON say the same.
func TestWaysToCall(t *testing.T) {
	s := telegramtest.New(t)
	s.Say(7, "/start@cheyi_test_bot 你好")
	b, err := api.New(s.Token, api.WithServerURL(s.URL()))
	if err != nil {
		t.Fatal(err)
	}
	row := [][]models.InlineKeyboardButton{{{Text: "退税", CallbackData: "1"}}}
	m, err := b.SendMessage(t.Context(), &api.SendMessageParams{
		ChatID: int64(7), Text: "<b>甲</b>", ParseMode: models.ParseModeHTML,
		ReplyParameters: &models.ReplyParameters{MessageID: 1}, ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: row},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := http.PostForm(s.URL()+"/bot"+s.Token+"/sendMessage", url.Values{"chat_id": {"7"}, "text": {"乙"}}); err != nil {
		t.Fatal(err)
	}
	must(t, s, "sendMessage", map[string]any{"chat_id": 7, "text": "丙"})
	expect(t, "received", s.Received(7), []telegramtest.Message{
		{ID: m.ID, Chat: 7, ReplyTo: 1, Text: "甲", Source: "<b>甲</b>", Mode: "HTML", Keyboard: [][]telegramtest.Button{{{Text: "退税", Data: "1"}}}},
		{ID: m.ID + 1, Chat: 7, Text: "乙", Source: "乙"},
		{ID: m.ID + 2, Chat: 7, Text: "丙", Source: "丙"},
	})

	edit := &api.EditMessageTextParams{ChatID: int64(7), MessageID: m.ID, Text: "丁"}
	if _, err := b.EditMessageText(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	if _, err := b.EditMessageText(t.Context(), edit); err == nil || !strings.Contains(err.Error(), "not modified") {
		t.Errorf("the same again: %v", err)
	}
	got := s.Received(7)[0]
	expect(t, "edited", []any{got.Text, got.Edits, len(got.Keyboard)}, []any{"丁", 1, 0})

	s.Press(7, m.ID, "1")
	if _, err := b.AnswerCallbackQuery(t.Context(), &api.AnswerCallbackQueryParams{CallbackQueryID: "query-1", Text: "好"}); err != nil {
		t.Fatal(err)
	}
	expect(t, "answers", s.Answers(), []telegramtest.Answer{{Query: "query-1", Text: "好"}})
	if _, err := b.AnswerCallbackQuery(t.Context(), &api.AnswerCallbackQueryParams{CallbackQueryID: "query-9"}); err == nil {
		t.Error("an unknown query was answered")
	}
}

func TestFiles(t *testing.T) {
	s := telegramtest.New(t)
	s.Upload(7, "车辆.csv", []byte("一,二"))
	var updates []models.Update
	if err := json.Unmarshal(must(t, s, "getUpdates", nil).Result, &updates); err != nil {
		t.Fatal(err)
	}
	var f models.File
	if err := json.Unmarshal(must(t, s, "getFile", map[string]any{"file_id": updates[0].Message.Document.FileID}).Result, &f); err != nil {
		t.Fatal(err)
	}
	r, err := http.Get(s.URL() + "/file/bot" + s.Token + "/" + f.FilePath)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	content, err := io.ReadAll(r.Body)
	expect(t, "content", []any{string(content), err}, []any{"一,二", nil})
}

func TestDocuments(t *testing.T) {
	s := telegramtest.New(t)
	s.Meet(7)
	b, err := api.New(s.Token, api.WithServerURL(s.URL()))
	if err != nil {
		t.Fatal(err)
	}
	send := func(content string) error {
		_, err := b.SendDocument(t.Context(), &api.SendDocumentParams{
			ChatID: int64(7), Caption: "日程", Document: &models.InputFileUpload{Filename: "预约.ics", Data: strings.NewReader(content)},
		})
		return err
	}
	if err := send("\xff\x00一"); err != nil {
		t.Fatal(err)
	}
	if err := send(""); err == nil || !strings.Contains(err.Error(), "non-empty") {
		t.Errorf("an empty file: %v", err)
	}
	got := s.Received(7)
	if len(got) != 1 || got[0].Text != "日程" || got[0].Document == nil {
		t.Fatalf("received %+v", got)
	}
	expect(t, "document", *got[0].Document, telegramtest.Document{Name: "预约.ics", Content: []byte("\xff\x00一")})
}

func TestWebhook(t *testing.T) {
	s := telegramtest.New(t)
	got := make(chan string, 10)
	refusals := 2
	hook := http.NewServeMux()
	hook.HandleFunc("/hook", func(w http.ResponseWriter, r *http.Request) {
		if refusals--; refusals >= 0 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		var u models.Update
		_ = json.NewDecoder(r.Body).Decode(&u)
		got <- r.Header.Get("X-Telegram-Bot-Api-Secret-Token") + u.Message.Text
	})
	bot := httptest.NewServer(hook)
	t.Cleanup(bot.Close)
	s.Say(7, "一")
	must(t, s, "setWebhook", map[string]any{"url": bot.URL + "/hook", "secret_token": "x"})
	second := s.SayIn(-9, 7, "二")
	for _, want := range []string{"x一", "x二"} {
		expect(t, "posted", <-got, want)
	}
	s.Until(t, "both confirmed", func() bool { return s.Confirmed(second) })
	expect(t, "refused", s.Failed(), 2)
	must(t, s, "deleteWebhook", nil)
	id := s.Say(7, "三")
	expect(t, "polled again", poll(t, s, 0), []int64{id})
}
