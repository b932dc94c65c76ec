package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	callTimeout = 30 * time.Second
	// pollTimeout is how long Telegram holds a request for updates open.
	pollTimeout = 50 * time.Second
	// mostAnswer is how much of an answer is read, in bytes. maxUpdates of the
	// longest text fit, but not when all quote one: then fewer are asked for.
	mostAnswer = 4 << 20
	maxUpdates = 100
)

// An outcome is what is known of a call.
type outcome int

const (
	done         outcome = iota
	limited              // 429: later
	failed               // it did not reach Telegram, or Telegram could not: again
	doubtful             // a gateway has lost track of it: again, as a copy
	unknown              // it may have had its effect
	refused              // this content is not accepted
	gone                 // this chat cannot be written to
	moved                // the chat has another id
	unauthorised         // the token is not valid
	contended            // another program fetches the updates
)

var outcomeNames = [...]string{"done", "limited", "failed", "doubtful", "unknown", "refused", "gone", "moved", "unauthorised", "contended"}

func (o outcome) String() string { return outcomeNames[o] }

// A callError is a call that did not succeed. Its text holds codes only: what
// comes from the network could quote a message or the token.
type callError struct {
	method  string
	outcome outcome
	code    string
	after   time.Duration // for limited
	chat    int64         // for moved
}

func (e *callError) Error() string { return fmt.Sprintf("%s: %s (%s)", e.method, e.outcome, e.code) }

// An api calls the Bot API.
type api struct {
	bot     *tg.Bot
	client  *http.Client
	base    string // with the token
	observe func(method, result string)
}

// newAPI returns the API at base, for a token.
func newAPI(token, base, proxy string, observe func(method, result string)) (*api, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.MaxIdleConnsPerHost = atOnce
	transport.ResponseHeaderTimeout = pollTimeout + callTimeout
	if proxy != "" {
		u, err := url.Parse(proxy)
		if err != nil {
			return nil, errors.New("proxy is no URL") // the error would quote its password
		}
		transport.Proxy = http.ProxyURL(u)
	}
	client := &http.Client{
		Transport: watched{transport},
		// Telegram leads nowhere else; who does would be told the token.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if base == "" {
		base = "https://api.telegram.org"
	}
	base = strings.TrimSuffix(base, "/")
	bot, err := tg.New(token, tg.WithSkipGetMe(), tg.WithServerURL(base), tg.WithHTTPClient(pollTimeout, client),
		tg.WithErrorsHandler(func(error) {}), tg.WithDefaultHandler(func(context.Context, *tg.Bot, *models.Update) {}))
	if err != nil {
		return nil, errors.New("token is empty")
	}
	return &api{bot: bot, client: client, base: base + "/bot" + token, observe: observe}, nil
}

// A call is what is seen of one request on its way.
type call struct {
	written atomic.Bool // all of it went out
	status  atomic.Int64
	object  atomic.Bool // the answer is said to be JSON
}

type callKey struct{}

// watched notes the fate of requests, and bounds the answers.
type watched struct{ http.RoundTripper }

func (w watched) RoundTrip(r *http.Request) (*http.Response, error) {
	c, _ := r.Context().Value(callKey{}).(*call)
	if c == nil {
		return w.RoundTripper.RoundTrip(r)
	}
	resp, err := w.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	c.status.Store(int64(resp.StatusCode))
	c.object.Store(strings.Contains(resp.Header.Get("Content-Type"), "json"))
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, mostAnswer), resp.Body}
	return resp, nil
}

// do makes one call and says what became of it.
func (a *api) do(ctx context.Context, method string, limit time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	c := new(call)
	ctx = context.WithValue(ctx, callKey{}, c)
	err := f(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(w httptrace.WroteRequestInfo) { c.written.Store(w.Err == nil) },
	}))
	if err == nil {
		a.observe(method, done.String())
		return nil
	}
	e := classify(c, err)
	e.method = method
	a.observe(method, e.outcome.String())
	return e
}

// classify tells from an error, and from what was seen of the call, what is
// known of it.
func classify(c *call, err error) *callError {
	var tooMany *tg.TooManyRequestsError
	var migrate *tg.MigrateError
	status := int(c.status.Load())
	answered := func(o outcome) *callError { return &callError{outcome: o, code: description(err)} }
	switch {
	case errors.As(err, &tooMany):
		return &callError{outcome: limited, code: "429", after: time.Duration(max(1, tooMany.RetryAfter)) * time.Second}
	case errors.As(err, &migrate):
		return &callError{outcome: moved, code: "migrated", chat: int64(migrate.MigrateToChatID)}
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		return answered(unauthorised)
	case errors.Is(err, tg.ErrorConflict):
		return answered(contended)
	case errors.Is(err, tg.ErrorForbidden):
		return answered(gone)
	case errors.Is(err, tg.ErrorBadRequest):
		if chatIsGone(err.Error()) {
			return answered(gone)
		}
		return answered(refused)
	case !c.written.Load():
		return &callError{outcome: failed, code: "no connection"}
	case status == 0:
		return &callError{outcome: unknown, code: "no answer"}
	case !c.object.Load() && (status == http.StatusBadGateway || status == http.StatusGatewayTimeout):
		return &callError{outcome: doubtful, code: "http " + strconv.Itoa(status)}
	case status != http.StatusOK || !c.object.Load():
		return &callError{outcome: failed, code: "http " + strconv.Itoa(status)}
	}
	return &callError{outcome: unknown, code: "unreadable answer"}
}

// description is the part of an API error that is safe to log: Telegram's own
// words, which quote nothing of a message.
func description(err error) string {
	text := err.Error()
	return text[:min(len(text), 120)]
}

// chatIsGone tells a chat that cannot be written to from content that is not
// accepted; the API has one code for both.
func chatIsGone(description string) bool {
	text := strings.ToLower(description)
	for _, mark := range []string{"chat not found", "user not found", "peer_id_invalid", "chat_write_forbidden", "bot was kicked", "have no rights", "not enough rights", "user_is_blocked", "deactivated", "topic_closed"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// updates asks for updates from an offset, 0 for all that are not confirmed,
// and for so many at most.
// An update is returned as it came: one that cannot be read must not hold up
// the others. The library has no such call.
func (a *api) updates(ctx context.Context, offset int64, most int, timeout time.Duration) (updates []json.RawMessage, err error) {
	form := url.Values{
		"timeout":         {strconv.Itoa(int(timeout / time.Second))},
		"limit":           {strconv.Itoa(most)},
		"allowed_updates": {allowedUpdates},
	}
	if offset != 0 {
		form.Set("offset", strconv.FormatInt(offset, 10))
	}
	err = a.do(ctx, "getUpdates", timeout+callTimeout, func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base+"/getUpdates", strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := a.client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		var answer struct {
			OK         bool              `json:"ok"`
			Result     []json.RawMessage `json:"result"`
			ErrorCode  int               `json:"error_code"`
			Parameters struct {
				RetryAfter int `json:"retry_after"`
			} `json:"parameters"`
		}
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
			return err
		}
		updates = answer.Result
		return answerError(answer.OK, answer.ErrorCode, answer.Parameters.RetryAfter)
	})
	return updates, err
}

// answerError is the library's error for an answer's code.
func answerError(ok bool, code, retryAfter int) error {
	switch {
	case ok:
		return nil
	case code == http.StatusTooManyRequests:
		return &tg.TooManyRequestsError{RetryAfter: retryAfter}
	case code == http.StatusUnauthorized:
		return tg.ErrorUnauthorized
	case code == http.StatusNotFound:
		return tg.ErrorNotFound
	case code == http.StatusConflict:
		return tg.ErrorConflict
	}
	return fmt.Errorf("error %d", code)
}

// allowedUpdates are the kinds that are asked for: no edits, no channels.
const allowedUpdates = `["message","callback_query","my_chat_member"]`
