package telegram

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"cheyi/bot"
)

// No update ends the program, or holds up the one behind it.
func FuzzUpdate(f *testing.F) {
	for _, seed := range []string{
		`{"update_id":1}`, `null`, `[]`, `{"update_id":1,"message":{"message_id":1,"from":{"id":2},"chat":{"id":2,"type":"private"},"text":"在吗"}}`,
		`{"update_id":1,"message":{"from":{"id":2},"chat":{"id":-2,"type":"group"},"text":"/help@x","entities":[{"type":"bot_command","offset":0,"length":7},{"type":"mention","offset":9223372036854775807,"length":9}]}}`,
		`{"update_id":1,"callback_query":{"id":"1","from":{"id":2},"data":"1AAAA"}}`,
		`{"update_id":1,"callback_query":{"id":"1","from":{"id":2},"message":{"date":0,"chat":{"id":-2}},"data":""}}`,
		`{"update_id":1,"my_chat_member":{"chat":{"id":2,"type":"private"},"from":{"id":2},"new_chat_member":{"status":"kicked"}}}`,
		`{"update_id":1,"my_chat_member":{"chat":{"type":"private"},"new_chat_member":{}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		store := bot.NewMemory()
		lg := slog.New(slog.DiscardHandler)
		in := bot.NewIntake(lg, bot.New(lg, nothingFound{}, nil, store), store, time.Now)
		defer in.Close(t.Context())
		c, err := New(lg, Settings{Token: "1:x"}, in, store, time.Now, func(string, string) {})
		if err != nil {
			t.Fatal(err)
		}
		c.identity.Store(&identity{id: 9, name: "cheyi_test_bot"})
		good := json.RawMessage(`{"update_id":7,"message":{"message_id":1,"from":{"id":5},"chat":{"id":5,"type":"private"},"text":"在吗"}}`)
		last, err := c.take(t.Context(), []json.RawMessage{data, good})
		if err != nil || last != 7 {
			t.Errorf("%d %v", last, err)
		}
		if counts, err := store.Counts(t.Context()); err != nil || counts.Taken == 0 {
			t.Errorf("the next one was not taken: %+v %v", counts, err)
		}
	})
}
