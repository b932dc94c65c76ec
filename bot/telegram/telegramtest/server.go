package telegramtest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// A Server is the Bot API of one bot. It is safe for concurrent use.
type Server struct {
	// Token is what the bot identifies itself by.
	Token string
	// Now dates messages; nothing else depends on it. It may be set before the
	// first message.
	Now func() time.Time

	http    *httptest.Server
	ctx     context.Context // ends with the server
	stop    context.CancelFunc
	running sync.WaitGroup

	mu       sync.Mutex // guards all that follows
	changed  chan struct{}
	calls    map[string]int
	rules    []*rule
	limit    limit
	queue    queue
	webhook  webhook
	chats    map[int64]*chat
	queries  map[string]bool // callback queries that were made
	answers  []Answer
	commands map[string][]Command
	menus    map[int64][]Command // by chat
	actions  map[int64]int
	files    map[string]file
}

// New returns a server that runs until the test ends.
func New(t testing.TB) *Server {
	s := Start()
	t.Cleanup(s.Close)
	return s
}

// Start returns a server that runs until it is closed.
func Start() *Server {
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		Token: "700000001:test", Now: time.Now, ctx: ctx, stop: stop,
		changed: make(chan struct{}), calls: map[string]int{}, queue: newQueue(), chats: map[int64]*chat{},
		queries: map[string]bool{}, commands: map[string][]Command{}, menus: map[int64][]Command{}, actions: map[int64]int{}, files: map[string]file{},
	}
	s.http = httptest.NewServer(s)
	s.running.Go(s.post)
	return s
}

// URL is the base URL, to which clients append /bot and the token.
func (s *Server) URL() string { return s.http.URL }

// Close ends the server, and with it all calls that hang.
func (s *Server) Close() {
	s.stop()
	s.running.Wait()
	s.http.CloseClientConnections()
	s.http.Close()
}

// Calls returns how often a method was called, whatever became of it.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// Until waits until something holds, which it looks at whenever the server has
// changed, and ends the test when that takes longer than ten seconds.
func (s *Server) Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if holds() {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("after %v there is still not: %s", patience, what)
		}
	}
}

// change changes the server, and tells who waits for it.
func (s *Server) change(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	s.tell()
}

// tell is called with mu held.
func (s *Server) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// A failure is an answer that says no.
type failure struct {
	code        int
	description string
	retryAfter  int   // seconds
	migrateTo   int64 // chat
}

func (f *failure) Error() string { return f.description }

// refused is the most frequent failure.
func refused(why string) *failure {
	return &failure{code: http.StatusBadRequest, description: "Bad Request: " + why}
}

// envelope is the body of an answer.
func envelope(result any, err error) (status int, body []byte) {
	if err == nil {
		body, err = json.Marshal(map[string]any{"ok": true, "result": result})
		if err == nil {
			return http.StatusOK, body
		}
	}
	fail, ok := err.(*failure)
	if !ok {
		fail = &failure{code: http.StatusInternalServerError, description: "Internal Server Error: " + err.Error()}
	}
	parameters := map[string]any{}
	if fail.retryAfter != 0 {
		parameters["retry_after"] = fail.retryAfter
	}
	if fail.migrateTo != 0 {
		parameters["migrate_to_chat_id"] = fail.migrateTo
	}
	says := map[string]any{"ok": false, "error_code": fail.code, "description": fail.description}
	if len(parameters) > 0 {
		says["parameters"] = parameters
	}
	body, _ = json.Marshal(says) // plain values
	return fail.code, body
}
