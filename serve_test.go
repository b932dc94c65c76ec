package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/remote"
	"cheyi/config"
	"cheyi/knowledge/model"
	"cheyi/store/bolt"
)

// A running server within the test.
type serving struct {
	t    *testing.T
	url  string
	said string // until it was started
	end  context.CancelFunc
	done chan error
}

// startServing starts a server on the corpus that all tests share, and waits
// until it says that it is there.
func startServing(t *testing.T, data string, m *model.Service) *serving {
	t.Helper()
	s, _ := startServingWith(t, config.Settings{Data: data, HTTP: "127.0.0.1:0"}, m, openSocket(data))
	return s
}

// startServingWith starts a server with settings on a socket that is open
// already, and returns its store too.
func startServingWith(t *testing.T, settings config.Settings, m *model.Service, socket *socket) (*serving, *bolt.Store) {
	t.Helper()
	offices, err := readOffices(settings)
	if err != nil {
		t.Fatal(err)
	}
	store, err := bolt.Config{Offices: offices}.Open(settings.Data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	read, write := io.Pipe()
	s := &serving{t: t, url: "http://" + listener.Addr().String(), end: end, done: make(chan error, 1)}
	v := assemble(slog.New(slog.DiscardHandler), settings, time.Now, store, offices, realFinder(t), m, socket)
	go func() { s.done <- errors.Join(v.run(ctx, write, listener), store.Close()) }()
	t.Cleanup(end)
	buffer := make([]byte, 64<<10)
	n, err := read.Read(buffer) // the start is told in one piece
	if err != nil {
		t.Fatal(err)
	}
	s.said = string(buffer[:n])
	go func() { _, _ = io.Copy(io.Discard, read) }()
	return s, store
}

// stop ends the server.
func (s *serving) stop() {
	s.t.Helper()
	s.end()
	if err := <-s.done; err != nil {
		s.t.Error(err)
	}
}

// answered reads what came of a request.
func (s *serving) answered(resp *http.Response) (status int, answer string) {
	s.t.Helper()
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

func (s *serving) post(body string) (status int, answer string) {
	s.t.Helper()
	resp, err := http.Post(s.url+"/api/chat", "application/json", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	return s.answered(resp)
}

// W1, W2: the whole server is guarded.
func TestW1W2Serve(t *testing.T) {
	s := startServing(t, t.TempDir(), nil)
	for _, path := range []string{"/api/chat", "/readyz", "/metrics", "/healthz"} {
		r, _ := http.NewRequest(http.MethodGet, s.url+path, nil)
		r.Host = "evil.example"
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%s of another host: %s", path, resp.Status)
		}
	}
	r, _ := http.NewRequest(http.MethodPost, s.url+"/api/chat", strings.NewReader(`{"id":"1","text":"你好"}`))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page: %s", resp.Status)
	}
	s.stop()
}

// What was stored before a crash is handled after it, and its reply can still
// be fetched.
func TestServeResumes(t *testing.T) {
	data := t.TempDir()
	s := startServing(t, data, nil)
	_, opened := s.post(`{"id":"1","text":"展位费报几成"}`)
	var first struct{ Chat string }
	if err := json.Unmarshal([]byte(opened), &first); err != nil {
		t.Fatal(err)
	}
	s.stop()

	store, err := bolt.Open(data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	left := bot.Message{ID: "2", Chat: bot.Chat{Channel: "web", ID: first.Chat}, Text: "海外仓给多少钱", At: time.Now()}
	if _, err := store.Take(t.Context(), bot.Batch{Channel: "web", Messages: []bot.Message{left}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}

	s = startServing(t, data, nil)
	if !strings.Contains(s.said, "上次留下 1 条没处理完的消息") {
		t.Errorf("the server says %q", s.said)
	}
	body, _ := json.Marshal(map[string]string{"chat": first.Chat, "id": "2", "text": left.Text})
	if status, answer := s.post(string(body)); status != http.StatusOK || !strings.Contains(answer, "not_stated") {
		t.Errorf("%d %s", status, answer)
	}
	s.stop()
	store, err = bolt.Open(data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if c, err := store.Counts(t.Context()); err != nil || c.Taken != 2 || c.Handled != 2 || !c.Balanced() {
		t.Errorf("%+v, %v", c, err)
	}
}

// A request that has begun is answered, although the end has come meanwhile.
func TestServeDrains(t *testing.T) {
	asked, release := make(chan bool, 8), make(chan bool)
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- true
		<-release
		http.Error(w, "no", http.StatusBadRequest)
	}))
	defer slow.Close()
	s := startServing(t, t.TempDir(), model.New(slog.New(slog.DiscardHandler), model.Endpoint{URL: slow.URL, Model: "m"}, t.TempDir()))
	type result struct {
		status int
		answer string
	}
	done := make(chan result)
	go func() {
		status, answer := s.post(`{"id":"1","text":"展位费报几成"}`)
		done <- result{status, answer}
	}()
	<-asked
	s.end()
	close(release)
	if r := <-done; r.status != http.StatusOK || !strings.Contains(r.answer, "五.1") {
		t.Errorf("%+v", r)
	}
	if err := <-s.done; err != nil {
		t.Error(err)
	}
}

// F4: each has its sentence.
func TestF4AddressTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var said bytes.Buffer
	code := run(t.Context(), []string{"serve", "--http", taken.Addr().String(), "--data", t.TempDir()}, nil, nil, io.Discard, &said)
	if code != exitSetup || !strings.Contains(said.String(), "地址 "+taken.Addr().String()+" 已经被别的程序占用") {
		t.Errorf("exit code %d: %s", code, &said)
	}
}

func TestServeForeignAddress(t *testing.T) {
	_, err := listen("192.0.2.1:0") // an address for documents, nobody's
	if err == nil || !strings.Contains(err.Error(), "本机没有 192.0.2.1:0 这个地址") {
		t.Error(err)
	}
}

// Who comes by the socket while the corpus is still read waits for the answer.
func TestServeStarting(t *testing.T) {
	data := t.TempDir()
	socket := openSocket(data)
	defer socket.close()
	early, found := remote.Find(t.Context(), data)
	if !found {
		t.Fatal("nobody listens")
	}
	asked := make(chan error, 1)
	go func() {
		_, err := early.Unanswered(t.Context())
		asked <- err
	}()
	s, _ := startServingWith(t, config.Settings{Data: data, HTTP: "127.0.0.1:0"}, nil, socket)
	if err := <-asked; err != nil {
		t.Error(err)
	}
	s.stop()
}

func TestF4LongPath(t *testing.T) {
	s := startServing(t, filepath.Join(t.TempDir(), strings.Repeat("长", 40)), nil)
	if !strings.Contains(s.said, "数据目录的路径太长") {
		t.Errorf("the server says %q", s.said)
	}
	resp, err := http.Get(s.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("without the socket it is not ready: %s", resp.Status)
	}
	s.stop()
}

// Only what is needed decides whether the server is ready.
func TestReady(t *testing.T) {
	needed := func(state string) part { return part{name: "store", needed: true, status: is(state, "")} }
	optional := func(state string) part { return part{name: "telegram", status: is(state, "因为")} }
	for _, tt := range []struct {
		parts []part
		want  int
	}{
		{[]part{needed(stateUp), optional(stateUp)}, 200},
		{[]part{needed(stateUp), optional(stateDown)}, 200},
		{[]part{needed(stateUp), optional(stateOff)}, 200},
		{[]part{needed(stateDown), optional(stateUp)}, 503},
	} {
		w := httptest.NewRecorder()
		v := &server{parts: tt.parts}
		v.ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		var got struct {
			Ready bool
			Parts map[string]status
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if w.Code != tt.want || got.Ready != (tt.want == 200) || got.Parts["telegram"].Why != "因为" {
			t.Errorf("%+v: %d %s", tt.parts, w.Code, w.Body)
		}
	}
}

// A store that could not write counts as down for a while, and comes back by
// itself: nobody sends messages to what is not ready.
func TestObservedStore(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	store, err := bolt.Open(t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	o := &observed{Store: store, metrics: newMetrics(store.Counts), now: func() time.Time { return now }}
	for _, tt := range []struct {
		after time.Duration
		fail  error
		want  error
	}{
		{0, nil, nil},
		{0, errors.New("disk full"), errUnwritable},
		{0, nil, nil},
		{0, errors.New("disk full"), errUnwritable},
		{distrust, errors.New("disk full"), nil},
	} {
		o.note(tt.fail)
		now = now.Add(tt.after)
		if got := o.check(t.Context()); !errors.Is(got, tt.want) {
			t.Errorf("after %v, %v: %v, want %v", tt.after, tt.fail, got, tt.want)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := o.check(t.Context()); !errors.Is(err, errUnreadable) {
		t.Errorf("a closed store: %v", err)
	}
}
