package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"

	"cheyi/config"
)

// The commands by which scripts handle a server: serve starts one and waits
// until it says where it is, as $SERVER; terminate sends it SIGTERM and shows
// what it has said since; get and post ask it.
var serverCommands = map[string]func(*testscript.TestScript, bool, []string){
	"serve": func(ts *testscript.TestScript, neg bool, args []string) {
		cmd := exec.Command("cheyi", append([]string{"serve", "--http", "127.0.0.1:0"}, args...)...)
		cmd.Dir, cmd.Env = ts.MkAbs("."), os.Environ()
		for _, f := range config.Flags() {
			cmd.Env = append(cmd.Env, f.Variable()+"="+ts.Getenv(f.Variable()))
		}
		said, err := cmd.StderrPipe()
		ts.Check(err)
		ts.Check(cmd.Start())
		s := &process{cmd, bufio.NewReader(said)}
		running[ts] = s
		ts.Defer(func() { _ = cmd.Process.Kill(); delete(running, ts) })
		ts.Setenv("SERVER", s.address(ts))
	},
	"terminate": func(ts *testscript.TestScript, neg bool, args []string) {
		s := running[ts]
		ts.Check(s.Process.Signal(syscall.SIGTERM))
		_, err := io.Copy(ts.Stdout(), s.said)
		ts.Check(err)
		ts.Check(s.Wait()) // exit 0
	},
	"get": func(ts *testscript.TestScript, neg bool, args []string) {
		resp, err := http.Get(ts.Getenv("SERVER") + args[0])
		show(ts, neg, resp, err)
	},
	"post": func(ts *testscript.TestScript, neg bool, args []string) {
		resp, err := http.Post(ts.Getenv("SERVER")+args[0], "application/json", strings.NewReader(ts.ReadFile(args[1])))
		show(ts, neg, resp, err)
	},
}

// running are the servers of scripts, which run one after another.
var running = map[*testscript.TestScript]*process{}

// A process is a server and what it says.
type process struct {
	*exec.Cmd
	said *bufio.Reader
}

var address = regexp.MustCompile(`网页　(http://[0-9.:]+)`)

func (s *process) address(ts *testscript.TestScript) string {
	for {
		line, err := s.said.ReadString('\n')
		if m := address.FindStringSubmatch(line); m != nil {
			return m[1]
		}
		if err != nil {
			ts.Fatalf("the server ends with %q, %v", line, s.Wait())
		}
	}
}

// show prints a response and checks its status.
func show(ts *testscript.TestScript, neg bool, resp *http.Response, err error) {
	ts.Check(err)
	defer resp.Body.Close()
	_, err = io.Copy(ts.Stdout(), resp.Body)
	ts.Check(err)
	if (resp.StatusCode == http.StatusOK) == neg {
		ts.Fatalf("the status is %s", resp.Status)
	}
}
