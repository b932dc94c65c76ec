package admin

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"cheyi/booking"
	"cheyi/bot/web"
)

// A refusal is what an officer is told instead of an answer.
type refusal struct {
	status  int
	code    string // a short word that stays
	message string // one sentence for people: what is wrong and what to do
	retry   time.Duration
	batch   *Card         // 409: as it is now
	acted   *Acted        // 409: who made it so
	slot    *booking.Slot // 409: as it is now
}

func (r refusal) Error() string { return r.code }

// after is the refusal that says when to try again.
func (r refusal) after(wait time.Duration) refusal {
	r.retry = max(wait, time.Second)
	return r
}

// bad refuses a request that cannot be read as meant.
func bad(format string, args ...any) refusal {
	return refusal{status: http.StatusBadRequest, code: "invalid", message: fmt.Sprintf(format, args...)}
}

// forPeople is what a person at a page is told, who has typed no id and no
// JSON.
func (r refusal) forPeople() string {
	if words, ok := forPeople[r.code]; ok {
		return words
	}
	return r.message
}

// body is the refusal as JSON. Beside the error, a 409 about a batch has the
// card's fields, and one about a slot the slot's.
func (r refusal) body() any {
	type problem struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	said := problem{r.code, r.message}
	switch {
	case r.batch != nil:
		return struct {
			Error problem `json:"error"`
			*Card
			Acted *Acted        `json:"acted,omitempty"`
			Slot  *booking.Slot `json:"slot,omitempty"`
		}{said, r.batch, r.acted, r.slot}
	case r.slot != nil:
		return struct {
			Error problem `json:"error"`
			*booking.Slot
			Acted *Acted `json:"acted,omitempty"`
		}{said, r.slot, r.acted}
	}
	return struct {
		Error problem `json:"error"`
	}{said}
}

func fail(w http.ResponseWriter, lg *slog.Logger, r refusal) {
	lg.Info("refused", "at", "desk", "status", r.status, "code", r.code)
	web.RetryAfter(w, r.retry)
	if r.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	write(w, r.status, r.body())
}

// write answers with JSON.
func write(w http.ResponseWriter, status int, value any) {
	harmless(w.Header())
	web.WriteJSON(w, status, value)
}

// harmless keeps an answer out of caches, and from being taken for a page.
func harmless(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
}
