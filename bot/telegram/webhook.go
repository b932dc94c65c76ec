package telegram

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// mostUpdate is the longest update that a webhook reads, in bytes.
const mostUpdate = 1 << 20

// ServeHTTP takes one update from Telegram. It answers 200 once the update is
// stored, and never before: Telegram repeats what gets another answer.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	given := r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	if c.secret == "" || subtle.ConstantTimeCompare([]byte(given), []byte(c.secret)) != 1 {
		c.lg.Warn("webhook with a wrong secret")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if c.identity.Load() == nil { // nobody knows yet whom the groups mean
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostUpdate))
	if err != nil {
		if errors.As(err, new(*http.MaxBytesError)) {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		} else {
			w.WriteHeader(http.StatusBadRequest)
		}
		return
	}
	if updateID(data) == 0 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if _, err := c.take(r.Context(), []json.RawMessage{data}); err != nil {
		c.lg.Error("update not stored", "err", err)
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	c.well(r.Context())
	w.WriteHeader(http.StatusOK)
}
