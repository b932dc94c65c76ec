package telegramtest

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/go-telegram/bot/models"
)

// A queue holds updates until they are confirmed.
type queue struct {
	waiting []update
	past    map[int64]update // all there ever were
	last    int64            // the id given last
	allowed []string         // nil for all
	twice   bool             // what is confirmed comes once more
	poll    *poll            // the one that is running
}

type update struct {
	id   int64
	kind string // the field that is set
	body json.RawMessage
	// again is an update that was confirmed before: it is handed out once,
	// whatever the offset.
	again bool
}

// A poll is a getUpdates that has not returned.
type poll struct{ ended chan error }

// firstID is as good as any other: the real ones begin anywhere.
const firstID = 500_000_000

func newQueue() queue { return queue{past: map[int64]update{}, last: firstID} }

// Send hands an update to the bot and returns its id. An id that is set is
// kept; the chat that it comes from is known from then on.
func (s *Server) Send(u models.Update) int64 {
	s.change(func() {
		if u.ID == 0 {
			u.ID = s.queue.last + 1
		}
		s.queue.last = u.ID
		if c := chatOf(u); c.ID != 0 {
			s.chat(c)
		}
		s.queue.add(u)
	})
	return u.ID
}

// chatOf is where a message or a pressed button comes from.
func chatOf(u models.Update) models.Chat {
	switch q := u.CallbackQuery; {
	case u.Message != nil:
		return u.Message.Chat
	case q != nil && q.Message.Message != nil:
		return q.Message.Message.Chat
	case q != nil && q.Message.InaccessibleMessage != nil:
		return q.Message.InaccessibleMessage.Chat
	}
	return models.Chat{}
}

// add appends an update of a kind that the bot wants.
func (q *queue) add(u models.Update) {
	body, err := json.Marshal(&u)
	if err != nil {
		panic(err) // a test's own update
	}
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields) // just written
	delete(fields, "update_id")
	entry := update{id: u.ID, body: body}
	for kind := range fields {
		entry.kind = kind
	}
	q.past[u.ID] = entry
	if q.allowed == nil || slices.Contains(q.allowed, entry.kind) {
		q.waiting = append(q.waiting, entry)
	}
}

// Repeat hands updates out once more, ahead of all others, though they were
// confirmed.
func (s *Server) Repeat(ids ...int64) {
	s.change(func() {
		for _, id := range slices.Backward(ids) {
			if u, ok := s.queue.past[id]; ok {
				u.again = true
				s.queue.waiting = slices.Insert(s.queue.waiting, 0, u)
			}
		}
	})
}

// RepeatAll has every update come once more after it was confirmed.
func (s *Server) RepeatAll() { s.change(func() { s.queue.twice = true }) }

// Renumber has the ids go on from a random lower one, as they do after a week
// without updates. What still waits then is forgotten, as it is within a day.
func (s *Server) Renumber(seed uint64) {
	s.change(func() {
		s.queue.waiting = nil
		s.queue.last = 1 + rand.New(rand.NewPCG(seed, 0)).Int64N(s.queue.last-1000)
	})
}

// Confirmed reports whether an update waits no more.
func (s *Server) Confirmed(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !slices.ContainsFunc(s.queue.waiting, func(u update) bool { return u.id == id })
}

// confirm forgets an update.
func (q *queue) confirm(i int) {
	u := q.waiting[i]
	q.waiting = slices.Delete(q.waiting, i, i+1)
	if q.twice && !u.again {
		u.again = true
		q.waiting = append(q.waiting, u)
	}
}

// ahead is how far an offset may lie beyond the last id. One further off is
// from another count of ids: the real server forgets nothing then.
const ahead = 10

// fetch confirms what is below the offset, and returns what waits from it on.
func (q *queue) fetch(offset, limit int64) []json.RawMessage {
	if offset < 0 { // counted from the end
		keep := min(int(-offset), len(q.waiting))
		q.waiting = q.waiting[len(q.waiting)-keep:]
	}
	for i := 0; i < len(q.waiting) && offset <= q.last+ahead; {
		if u := q.waiting[i]; !u.again && u.id < offset {
			q.confirm(i)
		} else {
			i++
		}
	}
	batch := []json.RawMessage{}
	for i := 0; i < len(q.waiting) && int64(len(batch)) < limit; {
		u := q.waiting[i]
		batch = append(batch, u.body)
		if u.again {
			q.confirm(i)
		} else {
			i++
		}
	}
	return batch
}

// conflict is what a poller is told while there is another.
var conflict = &failure{code: http.StatusConflict,
	description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}

// getUpdates waits for updates. A second one ends the first, as in reality.
func (c *call) getUpdates() (any, error) {
	mine, err := c.begin()
	if err != nil {
		return nil, err
	}
	offset, limit := c.params.number("offset"), c.params.number("limit")
	if limit < 1 || limit > 100 {
		limit = 100
	}
	over := time.After(time.Duration(c.params.number("timeout")) * time.Second)
	defer c.change(func() {}) // updates were confirmed
	for last := false; ; {
		c.mu.Lock()
		if c.queue.poll != mine {
			c.mu.Unlock()
			if err := <-mine.ended; err != nil {
				return nil, err
			}
			c.hangUp()
		}
		changed, batch := c.changed, c.queue.fetch(offset, limit)
		if len(batch) > 0 || last {
			c.queue.poll = nil
			c.mu.Unlock()
			return batch, nil
		}
		c.mu.Unlock()
		select {
		case <-changed:
		case <-over:
			last = true
		case <-c.ctx.Done():
			c.leave(mine)
			c.hangUp()
		}
	}
}

// begin makes the call the running poll.
func (c *call) begin() (*poll, error) {
	mine := &poll{ended: make(chan error, 1)}
	var err error
	c.change(func() {
		if c.webhook.url != "" {
			err = &failure{code: http.StatusConflict, description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
			return
		}
		c.endPoll(conflict)
		c.queue.poll = mine
		if c.params["allowed_updates"] != "" {
			c.queue.allow(c.params.list("allowed_updates"))
		}
	})
	return mine, err
}

// allow has updates of these kinds come from now on; none are all.
func (q *queue) allow(kinds []string) {
	if q.allowed = kinds; len(kinds) == 0 {
		q.allowed = nil
	}
}

func (c *call) leave(mine *poll) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.queue.poll == mine {
		c.queue.poll = nil
	}
}

// endPoll ends the running poll, if any: with a refusal, or with none by
// closing the connection. It is called with mu held.
func (s *Server) endPoll(why error) {
	if s.queue.poll != nil {
		s.queue.poll.ended <- why
		s.queue.poll = nil
	}
}
