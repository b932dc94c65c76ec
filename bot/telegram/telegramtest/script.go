package telegramtest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Rule has calls fail.
type Rule struct {
	Method string // "" for every method
	Chat   int64  // 0 for every chat, and for none
	Text   string // what the message contains; "" for every one, and for none
	After  int    // so many of these calls pass first
	Times  int    // so many then do not; 0 for all that follow
	Do     Fault
}

// A Fault is what happens to a call instead of its method.
type Fault func(*call)

type rule struct {
	Rule
	seen int
}

// Script adds rules: of those that fit a call, the first that is not used up
// is followed. Calls count for the rules that were looked at. It returns what takes
// the rules back.
func (s *Server) Script(rules ...Rule) (end func()) {
	var mine []*rule
	for _, r := range rules {
		mine = append(mine, &rule{Rule: r})
	}
	s.change(func() { s.rules = append(s.rules, mine...) })
	return func() {
		s.change(func() {
			s.rules = slices.DeleteFunc(s.rules, func(r *rule) bool { return slices.Contains(mine, r) })
		})
	}
}

// Outage has every call fail until end is called, and ends the poll that is
// running.
func (s *Server) Outage() (end func()) {
	end = s.Script(Rule{Do: CloseAtOnce()})
	s.change(func() { s.endPoll(nil) })
	return end
}

// faultOf returns what a rule has done, nil for none. It is called with mu held.
func (s *Server) faultOf(c *call) Fault {
	for _, r := range s.rules {
		if r.Method != "" && r.Method != c.method || r.Chat != 0 && r.Chat != c.params.number("chat_id") ||
			!strings.Contains(c.params["text"], r.Text) {
			continue
		}
		r.seen++
		if n := r.seen - r.After; n > 0 && (r.Times == 0 || n <= r.Times) {
			return r.Do
		}
	}
	return nil
}

// Pass spares a call the rules that follow.
func Pass() Fault { return (*call).pass }

// RateLimit refuses with 429 and the seconds to wait.
func RateLimit(retryAfter int) Fault {
	return func(c *call) { c.answer(nil, tooMany(retryAfter)) }
}

func tooMany(retryAfter int) error {
	return &failure{
		code:        http.StatusTooManyRequests,
		description: fmt.Sprintf("Too Many Requests: retry after %d", retryAfter), retryAfter: retryAfter,
	}
}

// Status refuses with a code, in the API's own form.
func Status(code int, description string) Fault {
	return func(c *call) { c.answer(nil, &failure{code: code, description: description}) }
}

// Unauthorized refuses as when the token is not valid any more.
func Unauthorized() Fault { return Status(http.StatusUnauthorized, "Unauthorized") }

// Blocked refuses as when the person has blocked the bot.
func Blocked() Fault {
	return Status(http.StatusForbidden, "Forbidden: bot was blocked by the user")
}

// Conflict refuses a poll as when there is another poller.
func Conflict() Fault { return Status(conflict.code, conflict.description) }

// Migrate refuses because the group has another id from now on, which is known
// then.
func Migrate(to int64) Fault {
	return func(c *call) {
		c.Meet(to)
		c.answer(nil, &failure{
			code:        http.StatusBadRequest,
			description: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: to,
		})
	}
}

// HTML answers with a page, as a proxy or a captive portal does.
func HTML(code int) Fault {
	return func(c *call) {
		c.write(code, "text/html", []byte("<html><head><title>请登录</title></head><body>上网认证</body></html>"))
	}
}

// Hang answers when it is released, and else never: until then nothing is
// done. A nil channel is never released.
func Hang(released <-chan struct{}) Fault {
	return func(c *call) {
		select {
		case <-released:
			c.pass()
		case <-c.ctx.Done():
			c.hangUp()
		}
	}
}

// CloseAtOnce closes the connection, and nothing is done.
func CloseAtOnce() Fault { return (*call).hangUp }

// LoseAnswer does what is asked and closes the connection before it answers.
func LoseAnswer() Fault {
	return func(c *call) {
		_, _ = c.do()
		c.hangUp()
	}
}

// Truncate does what is asked, and sends half of the answer as if it were all.
func Truncate() Fault {
	return func(c *call) {
		status, body := envelope(c.do())
		c.write(status, "application/json", body[:len(body)/2])
	}
}

// huge is the length of an endless answer in bytes.
const huge = 10 << 20

// Huge does what is asked, and answers with ten megabytes of white space ahead.
func Huge() Fault {
	return func(c *call) {
		status, body := envelope(c.do())
		c.write(status, "application/json", append(bytes.Repeat([]byte(" "), huge), body...))
	}
}

// Sometimes has a share of the calls fail, between 0 and 1, in one of the ways
// given. The same seed chooses the same.
func Sometimes(seed uint64, share float64, ways ...Fault) Fault {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 0))
	return func(c *call) {
		mu.Lock()
		fails, way := random.Float64() < share, ways[random.IntN(len(ways))]
		mu.Unlock()
		if fails {
			way(c)
			return
		}
		c.pass()
	}
}

// A limit is how much is sent within a second.
type limit struct {
	most int // 0 for no limit
	sent []time.Time
}

// Limit has more than so many messages in a second refused with 429. The real
// server takes about 30.
func (s *Server) Limit(perSecond int) { s.change(func() { s.limit = limit{most: perSecond} }) }

// flooded refuses a message above the limit.
func (c *call) flooded() error {
	if c.method != "sendMessage" && c.method != "sendDocument" && c.method != "editMessageText" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	c.limit.sent = slices.DeleteFunc(c.limit.sent, func(t time.Time) bool { return now.Sub(t) >= time.Second })
	if c.limit.most > 0 && len(c.limit.sent) >= c.limit.most {
		return tooMany(1)
	}
	c.limit.sent = append(c.limit.sent, now)
	return nil
}
