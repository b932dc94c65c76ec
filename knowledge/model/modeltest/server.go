// Package modeltest is an endpoint in this process that speaks enough of
// OpenAI's chat completions to test a client: a Good model, a Hostile one, or
// whatever a function answers. Nothing leaves the machine.
package modeltest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// The ways of asking for structured output, as a request shows them.
const (
	BySchema = "json_schema"
	ByTool   = "tool"
	ByObject = "json_object"
	ByText   = "text"
)

// A Request is one request as the model sees it.
type Request struct {
	N      int    // from 0
	Mode   string // BySchema, ByTool, ByObject or ByText
	Stream bool
	Prompt string         // what the system says
	Task   string         // word, choose, rephrase, fill
	Data   map[string]any // what the task is about
}

// An Answer is what the endpoint sends; the zero value is an empty text that
// ended well.
type Answer struct {
	Text      string // of the assistant, or the arguments of its call
	Finish    string // finish_reason; "" is stop, "-" is none
	NoChoices bool
	Cut       bool            // the connection ends in the middle of the text
	Stall     bool            // nothing comes until the client gives up
	Hold      <-chan struct{} // the end of a stream waits until it is closed, or the client gives up

	Status int         // other than 200
	Header http.Header // besides
	Body   string      // instead of all of the above
}

// A Server is a running endpoint. Its URL is a base URL for a client.
type Server struct {
	*httptest.Server
	answer func(Request) Answer

	mu     sync.Mutex
	bodies [][]byte
}

// Start runs an endpoint until it is closed.
func Start(answer func(Request) Answer) *Server {
	s := &Server{answer: answer}
	s.Server = httptest.NewServer(s)
	return s
}

// Bodies returns the requests so far, byte for byte.
func (s *Server) Bodies() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.bodies)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.URL.Path != "/chat/completions" {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	s.bodies = append(s.bodies, body)
	n := len(s.bodies) - 1
	s.mu.Unlock()
	request, err := parse(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request.N = n
	a := s.answer(request)
	for key, values := range a.Header {
		w.Header()[key] = values
	}
	switch {
	case a.Stall:
		<-r.Context().Done()
	case a.Status != 0 || a.Body != "":
		w.WriteHeader(max(a.Status, http.StatusOK))
		io.WriteString(w, a.Body)
	case request.Stream:
		a.stream(w, r, request.Mode == ByTool)
	default:
		a.send(w, request.Mode == ByTool)
	}
}

func parse(body []byte) (Request, error) {
	var sent struct {
		Stream         bool
		Tools          []json.RawMessage
		ResponseFormat struct{ Type string } `json:"response_format"`
		Messages       []struct{ Role, Content string }
	}
	if err := json.Unmarshal(body, &sent); err != nil {
		return Request{}, err
	}
	if len(sent.Messages) != 2 {
		return Request{}, fmt.Errorf("%d messages", len(sent.Messages))
	}
	r := Request{Mode: ByText, Stream: sent.Stream, Prompt: sent.Messages[0].Content}
	if sent.ResponseFormat.Type != "" {
		r.Mode = sent.ResponseFormat.Type
	}
	if len(sent.Tools) > 0 {
		r.Mode = ByTool
	}
	if err := json.Unmarshal([]byte(sent.Messages[1].Content), &r.Data); err != nil {
		return Request{}, err
	}
	r.Task, _ = r.Data["task"].(string)
	return r, nil
}

// message is the assistant's, whole or as a part of a stream.
func message(text string, tool bool) map[string]any {
	if !tool {
		return map[string]any{"role": "assistant", "content": text}
	}
	return map[string]any{"role": "assistant", "tool_calls": []any{map[string]any{
		"index": 0, "id": "call", "type": "function", "function": map[string]any{"arguments": text},
	}}}
}

func (a Answer) finish(tool bool) any {
	switch {
	case a.Finish == "-":
		return nil
	case a.Finish != "":
		return a.Finish
	case tool:
		return "tool_calls"
	}
	return "stop"
}

func (a Answer) send(w io.Writer, tool bool) {
	choices := []any{map[string]any{"index": 0, "message": message(a.Text, tool), "finish_reason": a.finish(tool)}}
	if a.NoChoices {
		choices = []any{}
	}
	data, _ := json.Marshal(map[string]any{"id": "1", "object": "chat.completion", "choices": choices})
	if a.Cut {
		data = data[:len(data)/2]
	}
	w.Write(data)
}

// chunkRunes is how much of a text comes at once.
const chunkRunes = 7

func (a Answer) stream(w http.ResponseWriter, r *http.Request, tool bool) {
	event := func(choices ...any) {
		data, _ := json.Marshal(map[string]any{"id": "1", "object": "chat.completion.chunk", "choices": choices})
		fmt.Fprintf(w, "data: %s\n\n", data)
		w.(http.Flusher).Flush()
	}
	io.WriteString(w, ": keep-alive\n\n")
	rs := []rune(a.Text)
	if a.Cut {
		rs = rs[:len(rs)/2]
	}
	for chunk := range slices.Chunk(rs, chunkRunes) {
		if a.Hold != nil && &chunk[len(chunk)-1] == &rs[len(rs)-1] {
			select {
			case <-a.Hold:
			case <-r.Context().Done(): // a test that failed must not wait for itself
			}
		}
		if !a.NoChoices {
			event(map[string]any{"index": 0, "delta": message(string(chunk), tool), "finish_reason": nil})
		}
	}
	if a.Cut {
		return
	}
	if !a.NoChoices {
		event(map[string]any{"index": 0, "delta": map[string]any{}, "finish_reason": a.finish(tool)})
	}
	event() // as the count of tokens comes: with no choices
	io.WriteString(w, "data: [DONE]\n\n")
}

// JSON is a value as a model would write it.
func JSON(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // tests hand over plain maps and strings
	return b.String()
}
