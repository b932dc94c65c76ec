package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"cheyi/bot/web/look"
)

// streamType is the content type of server-sent events.
const streamType = "text/event-stream"

// wantsStream reports whether a script can read an answer while it is written.
func wantsStream(r *http.Request) bool {
	return look.WantsPart(r) && strings.Contains(r.Header.Get("Accept"), streamType)
}

// A stream is an answer that begins before it is whole: server-sent events, a
// "sentence" each and then the turn, which has them all. Nothing is sent of it
// until the first sentence is there; most answers have none and come at once.
// What breaks off is asked for again under the message's id.
type stream struct {
	w     http.ResponseWriter
	begun bool
}

// show sends a sentence.
func (s *stream) show(sentence string) {
	if !s.begun {
		s.begun = true
		h := s.w.Header()
		look.Guarded(h)
		h.Set("Content-Type", streamType+"; charset=utf-8")
		h.Set(look.PartHeader, "turn")
		h.Set("X-Accel-Buffering", "no") // a proxy is to pass each on
		s.w.WriteHeader(http.StatusOK)
	}
	s.event("sentence", []byte(sentence))
}

// end sends the turn: as a "reply", or as a "refusal" if it has none.
func (s *stream) end(turn turnView) error {
	html, err := pages.Part("chat", "turn", turn)
	if err != nil {
		return err
	}
	name := "reply"
	if turn.Reply == nil {
		name = "refusal"
	}
	s.event(name, html)
	return nil
}

func (s *stream) event(name string, data []byte) {
	fmt.Fprintf(s.w, "event: %s\n", name)
	for line := range bytes.Lines(bytes.ReplaceAll(data, []byte("\r"), nil)) {
		fmt.Fprintf(s.w, "data: %s\n", bytes.TrimSuffix(line, []byte("\n")))
	}
	fmt.Fprint(s.w, "\n")
	_ = http.NewResponseController(s.w).Flush() // fails once the client has gone, who asks again
}
