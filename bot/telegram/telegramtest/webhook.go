package telegramtest

import (
	"bytes"
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/go-telegram/bot/models"
)

// A webhook is where updates are posted to, one after another.
type webhook struct {
	url, secret string
	lastError   string
	failed      int // posts that were not answered with 200
}

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// setWebhook implements the method. Unlike the real server's, the URL may
// begin with http: it is one of this machine.
func (c *call) setWebhook() (any, error) {
	if !secretToken.MatchString(c.params["secret_token"]) {
		return nil, refused("secret token contains unallowed characters")
	}
	c.change(func() {
		c.webhook = webhook{url: c.params["url"], secret: c.params["secret_token"]}
		if c.params.is("drop_pending_updates") {
			c.queue.waiting = nil
		}
		if c.params["allowed_updates"] != "" {
			c.queue.allow(c.params.list("allowed_updates"))
		}
		if c.webhook.url != "" {
			c.endPoll(&failure{code: http.StatusConflict, description: "Conflict: terminated by setWebhook request"})
		}
	})
	return true, nil
}

func (c *call) deleteWebhook() (any, error) {
	c.change(func() {
		c.webhook = webhook{}
		if c.params.is("drop_pending_updates") {
			c.queue.waiting = nil
		}
	})
	return true, nil
}

func (c *call) getWebhookInfo() (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return models.WebhookInfo{
		URL: c.webhook.url, PendingUpdateCount: len(c.queue.waiting), LastErrorMessage: c.webhook.lastError,
	}, nil
}

// Failed returns how many posts to the webhook were not answered with 200.
func (s *Server) Failed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.webhook.failed
}

const (
	firstRetry, longestRetry = 5 * time.Millisecond, time.Second
	postTimeout              = 10 * time.Second
)

// post posts what waits, the first update again and again until it is taken,
// and returns when the server ends.
func (s *Server) post() {
	retry := firstRetry
	for {
		s.mu.Lock()
		changed, to := s.changed, s.webhook
		var next *update
		if to.url != "" && len(s.queue.waiting) > 0 {
			first := s.queue.waiting[0]
			next = &first
		}
		s.mu.Unlock()
		var pause <-chan time.Time
		if next != nil {
			err := to.post(s.ctx, next.body)
			s.change(func() { s.posted(*next, err) })
			if err == nil {
				retry = firstRetry
				continue
			}
			pause, changed = time.After(retry), nil
			retry = min(2*retry, longestRetry)
		}
		select {
		case <-changed:
		case <-pause:
		case <-s.ctx.Done():
			return
		}
	}
}

// posted notes what became of a post. It is called with mu held.
func (s *Server) posted(u update, err error) {
	if err != nil {
		s.webhook.failed++
		s.webhook.lastError = err.Error()
		return
	}
	for i, w := range s.queue.waiting {
		if w.id == u.id && w.again == u.again {
			s.queue.confirm(i)
			return
		}
	}
}

func (to webhook) post(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if to.secret != "" {
		request.Header.Set("X-Telegram-Bot-Api-Secret-Token", to.secret)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return &failure{description: "Connection failed"}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return &failure{description: "Wrong response from the webhook: " + response.Status}
	}
	return nil
}
