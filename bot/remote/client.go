package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"cheyi/bot"
)

const wordsGone = "运行中的 cheyi serve 没有应答，这条消息可能没有处理，请再发一次。"

var (
	errGone   = errors.New("运行中的 cheyi serve 没有应答")
	errFailed = errors.New("运行中的 cheyi serve 没有处理这条消息，原因见它的日志")
)

// A Client talks to the program that holds a data folder.
type Client struct{ http *http.Client }

// Find returns the client of the program that listens in a data folder, if
// there is one.
func Find(ctx context.Context, dir string) (c *Client, running bool) {
	dial := func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", Path(dir))
	}
	conn, err := dial(ctx)
	if err != nil {
		return nil, false
	}
	_ = conn.Close()
	return &Client{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) },
	}}}, true
}

// Stream sends a message and shows the sentences that come before the reply.
// The reply is presentable even when there is an error.
func (c *Client) Stream(ctx context.Context, m bot.Message, show func(sentence string)) (bot.Reply, error) {
	gone := bot.Reply{Outcome: bot.Rejected, Text: wordsGone}
	body, err := json.Marshal(m)
	if err != nil {
		return gone, err
	}
	resp, err := c.do(ctx, http.MethodPost, "/chat", body)
	if err != nil {
		return gone, err
	}
	defer resp.Body.Close()
	for lines := json.NewDecoder(resp.Body); ; {
		var l line
		switch err := lines.Decode(&l); {
		case err != nil:
			return gone, noAnswer(err)
		case l.Reply == nil:
			show(l.Sentence)
		case l.Failed:
			return *l.Reply, errFailed
		default:
			return *l.Reply, nil
		}
	}
}

// Attachment returns the content of a file of the conversation's replies.
func (c *Client) Attachment(ctx context.Context, f bot.Attachment) ([]byte, error) {
	resp, err := c.do(ctx, http.MethodGet, "/attachment?url="+url.QueryEscape(f.URL), nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Unanswered returns what got no answer.
func (c *Client) Unanswered(ctx context.Context) (groups []bot.UnansweredGroup, err error) {
	resp, err := c.do(ctx, http.MethodGet, "/questions", nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&groups)
	return groups, err
}

// Data copies the data as it is now.
func (c *Client) Data(ctx context.Context, w io.Writer) error {
	resp, err := c.do(ctx, http.MethodGet, "/data", nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	return err
}

// noAnswer is one sentence; the URL that http names in it is nobody's.
func noAnswer(err error) error {
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("%w：%w", errGone, err)
}

func (c *Client) do(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://cheyi"+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, noAnswer(err)
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, noAnswer(errors.New(resp.Status))
	}
	return resp, nil
}
