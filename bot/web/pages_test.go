package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/web"
	"cheyi/calc"
	"cheyi/knowledge"
)

// A browser is one person at the chat page, without a script.
type browser struct {
	t      *testing.T
	client *http.Client
	base   string
}

func browse(t *testing.T, intake web.Intake) browser {
	t.Helper()
	h := web.New(slog.New(slog.DiscardHandler), intake, []byte("secret"), func() time.Time { return noon }, many)
	mux := http.NewServeMux()
	web.NewChat(h, func() []string { return []string{"展位费能补多少？"} }).Routes(mux)
	s := httptest.NewServer(web.Guard(slog.New(slog.DiscardHandler), mux))
	t.Cleanup(s.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{t, &http.Client{Jar: jar}, s.URL}
}

func (b browser) do(r *http.Request) (status int, page string, h http.Header) {
	b.t.Helper()
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(data), resp.Header
}

func (b browser) get(path string) (int, string) {
	r, err := http.NewRequest("GET", b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	status, page, _ := b.do(r)
	return status, page
}

// form posts a form as browsers do: also the fields that were left empty.
func (b browser) form(fields map[string]string, headers ...string) (int, string) {
	b.t.Helper()
	status, page, _ := b.post(fields, headers...)
	return status, page
}

func (b browser) post(fields map[string]string, headers ...string) (status int, page string, h http.Header) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if _, err := w.CreateFormFile("file", ""); err != nil {
		b.t.Fatal(err)
	}
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequest("POST", b.base+"/", &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return b.do(r)
}

func holdsAll(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %q:\n%s", w, page)
		}
	}
}

// told answers every message with one reply, and keeps what it was told.
type told struct {
	fake
	reply bot.Reply
}

func (t *told) Stream(ctx context.Context, m bot.Message, show func(string)) (bot.Reply, error) {
	_, err := t.fake.Stream(ctx, m, show)
	return t.reply, err
}

const quote = "支持企业参加展会。"

// A reply on the page: the answer first, then what it rests on, folded, with
// the way to the whole text, then what can be pressed.
func TestChatPage(t *testing.T) {
	b := browse(t, &told{reply: bot.Reply{
		Outcome: bot.Calculated, Text: "约 25,200 元\n\n怎么算的：\n· 展位费　36,000 元\n\n依据第五条（五.1）：“" + quote + "”\n责任部门：商务厅\n效力：有效\n注意：只算展位费。",
		Citations:   []knowledge.Citation{{Folder: "nmg-2024-406", Article: "五", Clause: "五.1", Quote: quote, Valid: knowledge.InForce}},
		Calculation: &calc.Result{Steps: []calc.Step{{Label: "按 70% 计", Expression: "36,000 × 70%", Value: "25,200 元", Clause: "五.1"}}},
		Options:     []bot.Option{{ID: "clause:nmg-2024-406/五.1", Label: "查看原文"}, {ID: "menu", Label: "菜单"}},
		Files:       []bot.Attachment{{Name: "约.ics", URL: "files/约.ics"}},
	}})
	if status, page := b.get("/"); status != http.StatusOK {
		t.Errorf("%d:\n%s", status, page)
	} else {
		holdsAll(t, page, "展位费能补多少？", `<label class="hidden" for="text">`, `lang="zh-CN"`)
	}
	status, page := b.form(map[string]string{"id": "1", "text": "展位费花了36000", "choice": ""})
	if status != http.StatusOK {
		t.Errorf("%d:\n%s", status, page)
	}
	holdsAll(t, page, "您：</span>展位费花了36000", `<p class="result">约 25,200 元</p>`, "<summary>怎么算的</summary>", "36,000 × 70%",
		"<summary>依据第五条（五.1）", "有效</span>", "责任部门：商务厅", `href="/policy/nmg-2024-406#`, `name="choice" value="menu"`, `href="/files/`)
	if strings.Contains(page, `value="clause:`) {
		t.Error("the whole text is asked for in the conversation, not shown")
	}
	if _, part := b.form(map[string]string{"id": "2", "text": "再问"}, "X-Part", "turn"); strings.Contains(part, "<html") || !strings.Contains(part, "25,200") {
		t.Errorf("a script is sent\n%s", part)
	}
}

// W6: whatever was typed or answered is text on the page, never markup.
func TestW6ChatPage(t *testing.T) {
	const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	b := browse(t, &told{reply: bot.Reply{
		Outcome: bot.Booked, Text: hostile, Options: []bot.Option{{ID: hostile, Label: hostile}},
		Booking: &bot.Card{Receipt: hostile, Vehicles: []bot.CardVehicle{{VIN: hostile, Plate: hostile, Note: hostile}}},
		Files:   []bot.Attachment{{Name: hostile, URL: "files/" + hostile}},
	}})
	_, page := b.form(map[string]string{"id": "1", "text": hostile})
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") {
		t.Error(page)
	}
	r, _ := http.NewRequest("GET", b.base+"/", nil)
	_, page, h := b.do(r)
	policy := h.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %q", policy)
	}
	for _, inline := range []string{" style=", " onclick=", "javascript:", "<style"} {
		if strings.Contains(page, inline) {
			t.Errorf("the page has %q", inline)
		}
	}
}

// One browser has one conversation, whose name no script and no other page
// sees, until it begins a new one.
func TestChatCookie(t *testing.T) {
	intake := &told{reply: bot.Reply{Outcome: bot.Menu, Text: "好"}}
	b := browse(t, intake)
	b.form(map[string]string{"id": "1", "text": "一"})
	b.form(map[string]string{"id": "2", "text": "二"})
	if intake.got[0].Chat != intake.got[1].Chat || intake.got[0].Chat.Channel != web.Channel {
		t.Errorf("%v, then %v", intake.got[0].Chat, intake.got[1].Chat)
	}
	u, _ := url.Parse(b.base)
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: "cheyi_chat", Value: "forged", Path: "/"}})
	b.form(map[string]string{"id": "3", "text": "三"})
	if intake.got[2].Chat.ID == "forged" {
		t.Error("a forged name is taken")
	}
	resp, err := b.client.Post(b.base+"/new", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	b.form(map[string]string{"id": "4", "text": "四"})
	if intake.got[3].Chat == intake.got[2].Chat {
		t.Error("the conversation goes on")
	}
}

// W7: a form that is sent twice is one message; one that was changed after
// going back is another.
func TestW7ChatForm(t *testing.T) {
	intake := &told{reply: bot.Reply{Outcome: bot.Menu, Text: "好"}}
	b := browse(t, intake)
	for _, fields := range []map[string]string{{"text": "六十台"}, {"text": "六十台"}, {"text": "三十台"}, {"choice": "a"}, {"choice": "b"}} {
		fields["id"] = "of the page"
		b.form(fields)
	}
	ids := map[string]int{}
	for _, m := range intake.got {
		ids[m.ID]++
	}
	if len(ids) != 4 || ids[intake.got[0].ID] != 2 {
		t.Errorf("%v", ids)
	}
}

var asksAgain = regexp.MustCompile(`<p class="fault" role="alert">[^<]+</p>`)

// What is refused is said in a sentence, and what was typed is still there.
func TestChatRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		intake *told
		fields map[string]string
		status int
		kept   string
	}{
		{"nothing typed", &told{}, map[string]string{"id": "1", "text": ""}, http.StatusOK, ""},
		{"no field at all", &told{}, map[string]string{"id": "1"}, http.StatusBadRequest, ""},
		{"too long", &told{}, map[string]string{"id": "1", "text": strings.Repeat("长", 4000)}, http.StatusRequestEntityTooLarge, ""},
		{"not UTF-8", &told{}, map[string]string{"id": "1", "text": "\xff"}, http.StatusBadRequest, ""},
		{"ending", &told{fake: fake{fail: bot.ErrClosed}}, map[string]string{"id": "1", "text": "展位费能补多少"}, http.StatusServiceUnavailable, ">展位费能补多少</textarea>"},
		{"conflict", &told{fake: fake{fail: bot.ErrConflict}}, map[string]string{"id": "1", "text": "展位费能补多少"}, http.StatusUnprocessableEntity, ">展位费能补多少</textarea>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := browse(t, c.intake)
			status, page := b.form(c.fields)
			if status != c.status || c.status != http.StatusOK && !asksAgain.MatchString(page) {
				t.Errorf("%d:\n%s", status, page)
			}
			holdsAll(t, page, c.kept)
		})
	}
}
