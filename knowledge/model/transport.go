package model

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

const (
	maxAnswer  = 256 << 10 // bytes of one answer, far more than any task needs
	maxRetries = 2         // of each request; the budget counts tasks and sees none of them
	firstPause = 250 * time.Millisecond
	maxSeconds = uint64(math.MaxInt64 / time.Second) // that a Duration holds, longer than anybody waits
)

// errTooLarge is what reading an answer beyond maxAnswer ends with.
var errTooLarge = errors.New("the answer is too large")

// newHTTPClient returns a client that retries, follows no redirect, bounds
// what it reads and does not dial addresses that only a machine's own
// environment answers at, such as its cloud's keys. It uses no proxy, whatever
// the environment says: behind one the address dialled is not the endpoint's.
func newHTTPClient() *http.Client {
	dialer := &net.Dialer{Timeout: 3 * time.Second, Control: refuseLinkLocal}
	return &http.Client{
		Transport: retrying{&http.Transport{
			Proxy:               nil,
			DialContext:         dialer.DialContext,
			TLSHandshakeTimeout: 3 * time.Second,
			MaxIdleConnsPerHost: 8,
			IdleConnTimeout:     time.Minute,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("the endpoint redirects") },
	}
}

func refuseLinkLocal(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() {
		return fmt.Errorf("%s is no address of an endpoint", host)
	}
	return nil
}

// retrying sends a request again after 429, 5xx and failures of the network,
// as long as the request's deadline has room for the pause. It is a
// RoundTripper because Retry-After is not told further up.
type retrying struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (r retrying) RoundTrip(req *http.Request) (*http.Response, error) {
	for attempt := 0; ; attempt++ {
		resp, err := r.next.RoundTrip(req)
		if resp != nil {
			resp.Body = &limited{body: resp.Body, left: maxAnswer}
		}
		pause, again := pauseAfter(resp, err, attempt)
		if !again || attempt == maxRetries || !roomFor(req, pause) {
			return resp, err
		}
		if resp != nil {
			resp.Body.Close()
		}
		timer := time.NewTimer(pause)
		select {
		case <-req.Context().Done():
			timer.Stop()
			return nil, req.Context().Err()
		case <-timer.C:
		}
		req = req.Clone(req.Context())
		if req.Body, err = req.GetBody(); err != nil {
			return nil, err
		}
	}
}

// pauseAfter says whether a request is worth sending again, and when: at the
// time that the endpoint names, else after a pause that doubles, jittered so
// that many callers do not come back at once.
func pauseAfter(resp *http.Response, err error, attempt int) (pause time.Duration, again bool) {
	if err == nil && resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode < http.StatusInternalServerError {
		return 0, false
	}
	pause = firstPause << attempt
	pause = pause/2 + rand.N(pause)
	if err == nil {
		after := resp.Header.Get("Retry-After")
		if seconds, bad := strconv.ParseUint(after, 10, 64); bad == nil || errors.Is(bad, strconv.ErrRange) {
			return time.Duration(min(seconds, maxSeconds)) * time.Second, true
		}
		if when, bad := http.ParseTime(after); bad == nil {
			return max(0, time.Until(when)), true
		}
	}
	return pause, true
}

// roomFor reports whether a request may be sent again after a pause.
func roomFor(req *http.Request, pause time.Duration) bool {
	if req.Context().Err() != nil || req.GetBody == nil {
		return false
	}
	deadline, bounded := req.Context().Deadline()
	return !bounded || time.Until(deadline) > pause
}

// limited ends with errTooLarge where io.LimitReader would feign an end.
type limited struct {
	body io.ReadCloser
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.body.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

func (l *limited) Close() error { return l.body.Close() }
