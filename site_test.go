package main

import (
	"io"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
)

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
