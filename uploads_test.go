package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
)

// form is an upload as it goes over the wire; its parts are where it can be cut.
const (
	formBegins = "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"名单.csv\"\r\n\r\n车架号\r\nLZZY6XCD2RA8"
	formGoesOn = "94843\r\n--x\r\n"
	formEnds   = "Content-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--x--\r\n"
)

// U10: of an upload that does not arrive whole, nothing is stored.
func TestU10CutUploads(t *testing.T) {
	whole := len(formBegins + formGoesOn + formEnds)
	for _, tt := range []struct {
		name   string
		length int
		sent   string
		stays  bool // the connection, until the server has had enough
	}{
		{"cut in the file", whole, formBegins, false},
		{"cut after the file", whole, formBegins + formGoesOn, false},
		{"longer than what is sent", whole + 100, formBegins + formGoesOn + formEnds, true},
		{"shorter than what is sent", len(formBegins), formBegins + formGoesOn + formEnds, false},
		{"too slow", whole, formBegins[:len(formBegins)-1], true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newLine(t)
			answered := make(chan int, 1)
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				seen := &statusWriter{ResponseWriter: w, code: http.StatusOK}
				l.http.ServeHTTP(seen, r)
				answered <- seen.code
			}))
			s.Config.ReadTimeout = 200 * time.Millisecond // the program's own is longer
			s.Start()
			defer s.Close()
			conn, err := net.Dial("tcp", s.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprintf(conn, "POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n%s", tt.length, tt.sent)
			if !tt.stays {
				conn.Close()
			}
			if status := <-answered; status != http.StatusBadRequest {
				t.Errorf("status %d", status)
			}
			if left, err := os.ReadDir(l.uploads); err != nil || len(left) > 0 {
				t.Errorf("left in the folder: %v %v", left, err)
			}
			if c, err := l.store.Counts(t.Context()); err != nil || c.Taken > 0 {
				t.Errorf("stored: %+v %v", c, err)
			}
		})
	}
}

// U10: what a process that was killed has left is swept out at the next start,
// but for what a message waits for.
func TestU10Sweep(t *testing.T) {
	dir := t.TempDir()
	u, err := openUploads(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	var refs []string
	for range 3 {
		ref, _, err := u.Keep(strings.NewReader("车架号"))
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	if _, err := openUploads(dir, []bot.Message{{ID: "1"}, {ID: "2", File: &bot.File{Ref: refs[1]}}}); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(dir, "uploads"))
	if err != nil || len(left) != 1 || left[0].Name() != refs[1] {
		t.Errorf("left are %v, %v", left, err)
	}
}

// broken breaks off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestUploadBreaksOff(t *testing.T) {
	u, err := openUploads(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := u.Keep(io.MultiReader(strings.NewReader("车架"), broken{})); err == nil {
		t.Error("half a file counts as kept")
	}
	if left, _ := os.ReadDir(u.dir); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}
