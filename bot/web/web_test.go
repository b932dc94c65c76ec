package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"cheyi/bot"
	"cheyi/bot/web"
	"cheyi/knowledge"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*60*60))

// many lets a test send as much as it likes.
var many = web.Limits{
	Chat: web.Rate{AtOnce: 1 << 20, PerSecond: 1}, Address: web.Rate{AtOnce: 1 << 20, PerSecond: 1},
	Opening: web.Rate{AtOnce: 1 << 20, PerSecond: 1}, Wait: time.Minute, File: 1 << 20,
}

// emptyFinder finds nothing in a library that has nothing.
type emptyFinder struct{}

func (emptyFinder) Find(_ context.Context, question string) (knowledge.Finding, error) {
	return knowledge.Finding{Library: &knowledge.Library{}, Question: question}, nil
}

// A fake intake answers with what it was told, and keeps that.
type fake struct {
	mu   sync.Mutex
	got  []bot.Message
	fail error
}

func (f *fake) Stream(_ context.Context, m bot.Message, _ func(string)) (bot.Reply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.got = append(f.got, m)
	return bot.Reply{Outcome: bot.Menu, Text: "收到：" + m.Text}, f.fail
}

// A server is the handler with the requests of a test.
type server struct {
	t       testing.TB
	handler http.Handler
}

func serve(t testing.TB, intake web.Intake, l web.Limits) server {
	return server{t, web.New(slog.New(slog.DiscardHandler), intake, []byte("secret"), func() time.Time { return noon }, l)}
}

// withBot serves a real bot and intake over a store in memory.
func withBot(t testing.TB, l web.Limits) server {
	lg, store := slog.New(slog.DiscardHandler), bot.NewMemory()
	in := bot.NewIntake(lg, bot.New(lg, emptyFinder{}, nil, store), store, func() time.Time { return noon })
	t.Cleanup(func() { in.Close(context.Background()) })
	return serve(t, in, l)
}

// An answer is a response as a client reads it.
type answer struct {
	status int
	header http.Header
	Chat   string `json:"chat"`
	Reply  *bot.Reply
	Error  *struct{ Code, Message string }
}

func (s server) do(r *http.Request) answer {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header()}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		s.t.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	return a
}

// post sends a JSON body.
func (s server) post(body string) answer { s.t.Helper(); return s.do(request(body)) }

func request(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/api/chat", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	return r
}

// form sends fields and, if it has a name, a file of so many bytes.
func form(name string, size int, fields ...string) *http.Request {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	if name != "" {
		part, _ := w.CreateFormFile("file", name)
		_, _ = part.Write(make([]byte, size))
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, "/api/chat", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func object(pairs ...string) string {
	o := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		o[pairs[i]] = pairs[i+1]
	}
	data, _ := json.Marshal(o)
	return string(data)
}

// A conversation is opened, goes on under its name, and gives the same reply
// to the same message.
func TestConversation(t *testing.T) {
	s := withBot(t, many)
	first := s.post(`{"id":"1","text":"你好","theme":"dark"}`)
	if first.status != http.StatusOK || first.Chat == "" || first.Reply.Text == "" {
		t.Fatalf("%+v", first)
	}
	for header, want := range map[string]string{
		"Content-Type": "application/json; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if got := first.header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	again := s.post(object("chat", first.Chat, "id", "1", "text", "你好"))
	if again.status != http.StatusOK || again.Chat != first.Chat || again.Reply.Text != first.Reply.Text {
		t.Errorf("the same message: %+v", again)
	}
	if other := s.post(object("chat", first.Chat, "id", "1", "text", "再见")); other.status != 422 || other.Error.Code != "conflict" {
		t.Errorf("the same id with other content: %+v", other)
	}
	if pressed := s.post(object("chat", first.Chat, "id", "2", "choice", "menu")); pressed.status != http.StatusOK || pressed.Reply.Outcome != bot.Menu {
		t.Errorf("a pressed option: %+v", pressed)
	}
	if second := s.post(`{"id":"1","text":"你好"}`); second.Chat == first.Chat {
		t.Error("two requests without a chat share one")
	}
}

// C1, C2: nothing to read is answered, the longest text is, one byte more is
// refused.
func TestTextLength(t *testing.T) {
	s := withBot(t, many)
	for _, text := range []string{"", "  \n", "😀", strings.Repeat("问", 8<<10/3)} {
		if a := s.post(object("id", "1", "text", text)); a.status != http.StatusOK {
			t.Errorf("%d bytes: %+v", len(text), a)
		}
	}
	escaped := `{"id":"1","text":"` + strings.Repeat(`\u0061`, 8<<10) + `"}`
	if a := s.post(escaped); a.status != http.StatusOK {
		t.Errorf("8 KiB, every byte escaped: %+v", a.Error)
	}
	for _, size := range []int{8<<10 + 1, 1 << 20} {
		if a := s.post(object("id", "1", "text", strings.Repeat("a", size))); a.status != 413 {
			t.Errorf("%d bytes: %d", size, a.status)
		}
	}
}

func TestRefusals(t *testing.T) {
	s := serve(t, &fake{}, many)
	chat := s.post(`{"id":"1","text":"你好"}`).Chat
	forged := strings.Repeat("A", len(chat))
	plain := request(`{"id":"1","text":"你好"}`)
	plain.Header.Set("Content-Type", "text/plain")
	compressed := request(`{"id":"1","text":"你好"}`)
	compressed.Header.Set("Content-Encoding", "gzip")
	partial := request("")
	partial.Body = io.NopCloser(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(`{"id":"1"`))))
	for _, tt := range []struct {
		name    string
		request *http.Request
		status  int
		code    string
	}{
		{"GET", httptest.NewRequest(http.MethodGet, "/api/chat", nil), 405, "method"},
		{"纯文本的 JSON", plain, 415, "content_type"},
		{"没有内容类型", httptest.NewRequest(http.MethodPost, "/api/chat", strings.NewReader("{}")), 400, "id"},
		{"不是 JSON", request(`id=1`), 400, "json"},
		{"空的", request(``), 400, "json"},
		{"两个对象", request(`{"id":"1","text":"a"}{}`), 400, "json"},
		{"不是对象", request(`["1"]`), 400, "json"},
		{"编号是数字", request(`{"id":1,"text":"a"}`), 400, "json"},
		{"会话是数组", request(`{"chat":[],"id":"1","text":"a"}`), 400, "json"},
		{"压缩过", compressed, 415, "content_encoding"},
		{"没有收完", partial, 400, "incomplete"},
		{"没有编号", request(`{"text":"a"}`), 400, "id"},
		{"编号太长", request(object("id", strings.Repeat("1", 201), "text", "a")), 400, "id"},
		{"什么也没有", request(`{"id":"1"}`), 400, "empty"},
		{"都是空值", request(`{"id":"1","text":null,"choice":null}`), 400, "empty"},
		{"不是 UTF-8", request("{\"id\":\"1\",\"text\":\"\xbf\xda\"}"), 400, "utf8"},
		{"JSON 太大", request(object("id", "1", "x", strings.Repeat("a", 64<<10))), 413, "too_large"},
		{"伪造的会话", request(object("chat", forged, "id", "1", "text", "a")), 404, "chat"},
		{"改了一个字的会话", request(object("chat", chat[:len(chat)-2]+"__", "id", "1", "text", "a")), 404, "chat"},
		{"不是会话", request(object("chat", "../1", "id", "1", "text", "a")), 404, "chat"},
		{"表单没有编号", form("a.xlsx", 1), 400, "id"},
		{"表单什么也没有", form("", 0, "id", "1"), 400, "empty"},
		{"表单不是 UTF-8", form("", 0, "id", "1", "text", "\xbf\xda"), 400, "utf8"},
		{"表单里文字太长", form("", 0, "id", "1", "text", strings.Repeat("a", 8<<10+1)), 413, "text_too_long"},
		{"文件太大", form("a.xlsx", 1<<20+1, "id", "1"), 413, "file_too_large"},
		{"文件大得不必读", form("a.xlsx", 2<<20, "id", "1"), 413, "file_too_large"},
		{"字段太多", form("", 0, slices.Repeat([]string{"x", "y"}, 17)...), 400, "form"},
		{"表单断了", broken(), 400, "form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := s.do(tt.request)
			if a.status != tt.status || a.Error == nil || a.Error.Code != tt.code || !strings.Contains(a.Error.Message, "：") {
				t.Errorf("got %d %+v, want %d %s", a.status, a.Error, tt.status, tt.code)
			}
			if a.Chat != "" {
				t.Errorf("a refusal opened %q", a.Chat)
			}
		})
	}
}

// broken is a form whose sender went away in the middle of the file.
func broken() *http.Request {
	whole := form("a.xlsx", 1000, "id", "1")
	data, _ := io.ReadAll(whole.Body)
	r := httptest.NewRequest(http.MethodPost, "/api/chat", bytes.NewReader(data[:len(data)/2]))
	r.Header = whole.Header
	return r
}

// The field that is no text is named.
func TestWrongField(t *testing.T) {
	for _, name := range []string{"chat", "id", "text", "choice"} {
		body := fmt.Sprintf(`{"id":"1","text":"a",%q:7}`, name)
		if a := serve(t, &fake{}, many).post(body); a.status != 400 || !strings.HasPrefix(a.Error.Message, name+" 不是文字：") {
			t.Errorf("%s: %d %+v", body, a.status, a.Error)
		}
	}
}

// The mark that Windows puts before UTF-8 is no part of the JSON.
func TestByteOrderMark(t *testing.T) {
	in := &fake{}
	if a := serve(t, in, many).post("\ufeff" + `{"id":"1","text":"你好"}`); a.status != http.StatusOK || in.got[0].Text != "你好" {
		t.Errorf("%d %+v", a.status, a.Error)
	}
}

// Of a file, name and size arrive; the name cannot play tricks.
func TestFile(t *testing.T) {
	for name, want := range map[string]string{
		"车辆 名单.xlsx":             "车辆 名单.xlsx",
		"../../etc/passwd":       "passwd",
		"a\u202egnp.xlsx":        "agnp.xlsx",
		strings.Repeat("长", 300): strings.Repeat("长", 79) + "…",
	} {
		in := &fake{}
		a := serve(t, in, many).do(form(name, 1000, "id", "1", "text", "看看"))
		if a.status != http.StatusOK || len(in.got) != 1 {
			t.Fatalf("%q: %+v", name, a)
		}
		m := in.got[0]
		if m.Text != "看看" || m.File == nil || *m.File != (bot.File{Name: want, Size: 1000}) || m.Chat.Channel != "web" {
			t.Errorf("%q arrives as %+v, %+v", name, m, m.File)
		}
	}
}

// A form field called file is a file, also without a name.
func TestNamelessFile(t *testing.T) {
	in := &fake{}
	if a := serve(t, in, many).do(form("", 0, "id", "1", "file", "abc")); a.status != http.StatusOK || *in.got[0].File != (bot.File{Name: "未命名", Size: 3}) {
		t.Errorf("%d %+v", a.status, a.Error)
	}
}

// What fails behind the handler is told apart, and when to try again is said.
// The name of a conversation that was just opened is not lost with it.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		fail   error
		status int
		code   string
	}{
		{errors.New("disk full"), 503, "fault"},
		{fmt.Errorf("%w: no disk", bot.ErrClosed), 503, "ending"},
		{context.DeadlineExceeded, 503, "slow"},
		{bot.ErrConflict, 422, "conflict"},
	} {
		a := serve(t, &fake{fail: tt.fail}, many).post(`{"id":"1","text":"你好"}`)
		if a.status != tt.status || a.Error.Code != tt.code || a.Chat == "" {
			t.Errorf("%v: %+v", tt.fail, a)
		}
		if (a.header.Get("Retry-After") != "") != (tt.status == 503) {
			t.Errorf("%v: Retry-After is %q", tt.fail, a.header.Get("Retry-After"))
		}
	}
}

// stuck never replies.
type stuck struct{}

func (stuck) Stream(ctx context.Context, _ bot.Message, _ func(string)) (bot.Reply, error) {
	<-ctx.Done()
	return bot.Reply{}, ctx.Err()
}

func TestSlowReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		a := serve(t, stuck{}, web.Usual).post(`{"id":"1","text":"你好"}`)
		if a.status != 503 || a.Error.Code != "slow" || time.Since(start) != 30*time.Second {
			t.Errorf("after %v: %+v", time.Since(start), a)
		}
	})
}

// C14: a hundred messages at once from one person: some are refused politely,
// and nobody else notices.
func TestFlood(t *testing.T) {
	limits := many
	limits.Chat = web.Usual.Chat
	s := withBot(t, limits)
	chat := s.post(`{"id":"0","text":"0"}`).Chat
	for i := 1; i <= 100; i++ {
		a := s.post(object("chat", chat, "id", fmt.Sprint(i), "text", fmt.Sprint(i)))
		want := http.StatusOK
		if i >= 20 {
			want = http.StatusTooManyRequests
		}
		if a.status != want {
			t.Fatalf("message %d: %+v", i, a)
		}
		if want == 429 && a.header.Get("Retry-After") != "1" {
			t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
		}
	}
	if other := s.post(`{"id":"0","text":"0"}`); other.status != http.StatusOK {
		t.Errorf("another person: %+v", other)
	}
}

// order keeps the messages of each chat in the order in which they came.
type order struct {
	*bot.Memory
	mu  sync.Mutex
	ids map[bot.Chat][]string
}

func (o *order) Save(ctx context.Context, t bot.Turn) error {
	o.mu.Lock()
	o.ids[t.Message.Chat] = append(o.ids[t.Message.Chat], t.Message.ID)
	o.mu.Unlock()
	return o.Memory.Save(ctx, t)
}

// Two hundred conversations at once, each in its order.
func TestManyChats(t *testing.T) {
	const chats, messages = 200, 10
	store := &order{Memory: bot.NewMemory(), ids: map[bot.Chat][]string{}}
	lg := slog.New(slog.DiscardHandler)
	in := bot.NewIntake(lg, bot.New(lg, emptyFinder{}, nil, store), store, func() time.Time { return noon })
	defer in.Close(t.Context())
	s := serve(t, in, many)
	var all sync.WaitGroup
	for range chats {
		all.Go(func() {
			chat := s.post(`{"id":"0","text":"0"}`).Chat
			for i := 1; i < messages; i++ {
				if a := s.post(object("chat", chat, "id", fmt.Sprint(i), "text", fmt.Sprint(i))); a.status != http.StatusOK {
					t.Errorf("message %d: %+v", i, a)
				}
			}
		})
	}
	all.Wait()
	want := strings.Fields("0 1 2 3 4 5 6 7 8 9")
	for chat, ids := range store.ids {
		if !slices.Equal(ids, want) {
			t.Errorf("%v: %v", chat, ids)
		}
	}
	if len(store.ids) != chats {
		t.Errorf("%d conversations, want %d", len(store.ids), chats)
	}
}
