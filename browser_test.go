//go:build browser

package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// The tests with the tag browser walk through the pages as a person does, in
// Chromium, against the program as people run it:
//
//	go test -tags browser -run '^TestBrowser' . -axe node_modules/axe-core/axe.min.js

// patience is how long a person waits for something to appear.
const patience = 10 * time.Second

// A screen is what a person holds or sits at.
type screen struct {
	name          string // also as part of files' names
	width, height int64
	touch         bool
}

var (
	phone   = screen{"phone", 390, 844, true}
	desktop = screen{"desktop", 1280, 900, false}
	screens = []screen{phone, desktop}
)

// A walk is what a person does on a site.
type walk struct {
	name string
	take func(*testing.T, *person)
}

// walkAll takes walks on a phone and at a desk.
func walkAll(t *testing.T, s site, profiles context.Context, walks []walk) {
	for _, w := range walks {
		for _, on := range screens {
			t.Run(w.name+" "+on.name, func(t *testing.T) { w.take(t, visit(t, profiles, s, on)) })
		}
	}
}

// A site is a running program with a data folder of its own.
type site struct {
	url, data string
	said      string // at its start
	process   *exec.Cmd
}

var siteAddress = regexp.MustCompile(`网页　(http://[0-9.:]+)`)

// serveSite runs the program until the test ends. Its clock begins in the
// morning of the cases' day, and runs.
func serveSite(t testing.TB, settings ...string) site {
	t.Helper()
	s := site{data: t.TempDir(), process: exec.Command("cheyi", "serve")}
	s.process.Env = append(os.Environ(), "CHEYI_NOW="+evalDay+"T10:00:00+08:00", "CHEYI_DATA="+s.data, "CHEYI_HTTP=127.0.0.1:0", "CHEYI_DESK_TOKEN="+deskToken)
	s.process.Env = append(s.process.Env, settings...)
	said, err := s.process.StderrPipe()
	if err == nil {
		err = s.process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.process.Process.Signal(syscall.SIGTERM)
		if err := s.process.Wait(); err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	for buffer := make([]byte, 64<<10); ; {
		n, err := said.Read(buffer) // the start is told in one piece
		s.said += string(buffer[:n])
		if m := siteAddress.FindStringSubmatch(s.said); m != nil {
			s.url = m[1]
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return s
		}
		if err != nil {
			t.Fatalf("the server ends with %q", s.said)
		}
	}
}
