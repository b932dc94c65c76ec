package main

import (
	"bufio"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cheyi/config"
)

// pipes is a listener whose connections are within the process, so that time
// passes as the test says.
type pipes struct{ come chan net.Conn }

func (p pipes) Accept() (net.Conn, error) {
	conn, ok := <-p.come
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.come <- theirs
	return ours
}

// W9: who is slow with a header, with a body, or with both without an end, is
// cut off in time, and others are answered meanwhile.
func TestW9Slow(t *testing.T) {
	for _, tt := range []struct {
		name, begins, drip string
		most               time.Duration
	}{
		{"header", "POST / HTTP/1.1\r\nHost: x\r\nX-A: ", "a", headerTime},
		{"body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n", "a", bodyTime},
		{"chunks", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", bodyTime},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener := pipes{make(chan net.Conn)}
				handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
				server := publicServer(handler, log.New(io.Discard, "", 0))
				go func() { _ = server.Serve(listener) }()
				slow := listener.dial()
				start := time.Now()
				var both sync.WaitGroup
				both.Go(func() { _, _ = io.Copy(io.Discard, slow) })
				both.Go(func() {
					_, err := io.WriteString(slow, tt.begins)
					for err == nil {
						time.Sleep(time.Second)
						_, err = io.WriteString(slow, tt.drip)
					}
				})
				time.Sleep(2 * time.Second)
				other := listener.dial()
				go func() { _, _ = io.WriteString(other, "GET / HTTP/1.1\r\nHost: x\r\n\r\n") }()
				resp, err := http.ReadResponse(bufio.NewReader(other), nil)
				if took := time.Since(start); err != nil || resp.StatusCode != 200 || took != 2*time.Second {
					t.Errorf("another waited %v: %v", took-2*time.Second, err)
				}
				other.Close()
				both.Wait()
				if took := time.Since(start); took < tt.most || took > tt.most+time.Second {
					t.Errorf("cut off after %v, want %v", took, tt.most)
				}
				slow.Close()
				close(listener.come)
				_ = server.Close()
			})
		})
	}
}

// W9, W10: a header of a megabyte and paths that mean somewhere else.
func TestW9W10Serve(t *testing.T) {
	s := startServing(t, t.TempDir(), nil)
	defer s.stop()
	ask := func(path string, header int) int {
		r, err := http.NewRequest(http.MethodGet, s.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.Opaque = path
		r.Header.Set("X-A", strings.Repeat("a", header))
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil { // cut off while it was sending
			return http.StatusRequestHeaderFieldsTooLarge
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := ask("/", 1<<20); got != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of a megabyte: %d", got)
	}
	for _, path := range []string{
		"/assets/..%2fgo.mod", "/assets/%2e%2e/%2e%2e/go.mod", "/assets/%00", "/assets/", "/desk/..%2f..%2fofficers.json", "/desk/%00", "/files/..%2f..%2fofficers.json",
	} {
		if got := ask(path, 0); got != 404 && got != 400 {
			t.Errorf("%s: %d", path, got)
		}
	}
}

// Behind a proxy the first link is the one that people can open.
func TestServeInvitesByPublicAddress(t *testing.T) {
	settings := config.Settings{Data: t.TempDir(), HTTP: "127.0.0.1:0", URL: "https://desk.example/"}
	s, _ := startServingWith(t, settings, nil, openSocket(settings.Data))
	defer s.stop()
	if !strings.Contains(s.said, "\n  https://desk.example/desk/join?key=") {
		t.Errorf("the start says\n%s", s.said)
	}
}

// The desk is there from the first start, which tells how to come in, until
// somebody has.
func TestServeInvites(t *testing.T) {
	settings := config.Settings{Data: t.TempDir(), HTTP: "127.0.0.1:0"}
	s, _ := startServingWith(t, settings, nil, openSocket(settings.Data))
	_, link, told := strings.Cut(s.said, "（只能用一次，重新启动会换一个）：\n  ")
	link, _, _ = strings.Cut(link, "\n")
	_, key, _ := strings.Cut(link, "?key=")
	if !told || !strings.HasPrefix(link, s.url+"/desk/join?key=") {
		t.Fatalf("the start says\n%s", s.said)
	}
	const password = "草原上的第一辆车出口了2026"
	resp, err := http.PostForm(s.url+"/desk/join", map[string][]string{"key": {key}, "name": {"王主任"}, "password": {password}, "again": {password}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.Request.URL.Path == "/desk/join" {
		t.Errorf("joining led to %s %s", resp.Status, resp.Request.URL)
	}
	s.stop()
	s, _ = startServingWith(t, settings, nil, openSocket(settings.Data))
	defer s.stop()
	if strings.Contains(s.said, "/desk/join") {
		t.Errorf("the start invites once more:\n%s", s.said)
	}
	if status, _ := s.desk("GET", "batches", ""); status != 401 { // the token of other tests
		t.Errorf("without a token in the settings: %d", status)
	}
}
