package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// raw sends a request line as it is written: a client would tidy the path.
func (s *serving) raw(path, accept string) (status int, body string) {
	s.t.Helper()
	address := strings.TrimPrefix(s.url, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\nConnection: close\r\n\r\n", path, address, accept)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// W10: paths that are written to lead elsewhere lead nowhere.
func TestW10(t *testing.T) {
	s := startServing(t, t.TempDir(), nil)
	for _, path := range []string{
		"//", "//policy", "/policy//", "/policy/../healthz", "/policy/..", "/./policy",
		"/policy/..%2f", "/policy/..%2fhealthz", "/policy/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/policy/..%5c..%5cx", "/policy/nmg-2024-406%2f",
		"/policy/%00", "/policy/nmg-2024-406%00", "/policy/%0d%0aSet-Cookie:x", "/policy/%ff", "/policy/%zz",
		"/assets/..%2f..%2fdoc.go", "/assets/../serve.go", "/assets//cheyi.css", "/assets/%00", "/files/..%2fcheyi.db", "/api/chat/..%2f..%2fx/y",
	} {
		for _, accept := range []string{"text/html", "*/*"} {
			if status, body := s.raw(path, accept); status != http.StatusNotFound && status != http.StatusBadRequest {
				t.Errorf("%s for %s: %d %s", path, accept, status, body)
			}
		}
	}
	s.stop()
}

// The reader on the real corpus and its real search.
func TestServePolicy(t *testing.T) {
	s := startServing(t, t.TempDir(), nil)
	for _, tt := range []struct{ path, says string }{
		{"/policy", "内商贸字〔2024〕406号"},
		{"/policy/nmg-2024-406", `<div class="clause" id="七.1">`},
		{"/policy/nmg-2024-406?q=%E6%91%8A%E4%BD%8D%E8%B4%B9", "<mark>展位费</mark>"}, // 摊位费
		{"/policy/mvr-2021?q=%E4%BA%8C%E4%B8%AA%E6%9C%88", "<mark>二个月</mark>"},
	} {
		if status, body := s.raw(tt.path, "text/html"); status != http.StatusOK || !strings.Contains(body, tt.says) {
			t.Errorf("%s: %d, and %q is not there", tt.path, status, tt.says)
		}
	}
	s.stop()
}
