package main

import (
	"bufio"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

// What is asked of a model that writes slowly, and the sentence that is there
// before the end.
const (
	slowlyAsked  = "信用险保费报几成"
	slowlyWorded = "对二手车出口企业投保出口信用保险保费给予资金支持。"
)

// slowModel is a model whose answer does not end before hold is closed.
func slowModel(t *testing.T, hold <-chan struct{}) *modeltest.Server {
	t.Helper()
	words := worded(modeltest.Sentence("七.5", slowlyWorded), modeltest.Sentence("七.5", slowlyWorded))
	server := modeltest.Start(func(r modeltest.Request) modeltest.Answer {
		a := words(r)
		if r.Task == "word" {
			a.Hold = hold
		}
		return a
	})
	t.Cleanup(server.Close)
	return server
}

// W14: an answer that breaks off while it is written is fetched again under
// the message's id: it is the same, whole, and the model has written it once.
func TestW14StreamBreaksOff(t *testing.T) {
	hold := make(chan struct{})
	words := slowModel(t, hold)
	s := startServing(t, t.TempDir(), model.NewWith(slog.New(slog.DiscardHandler), model.Endpoint{URL: words.URL, Model: "m"},
		model.Switch{Dir: t.TempDir()}, &model.Budget{PerHour: math.MaxInt, PerDay: math.MaxInt}, time.Minute))
	defer s.stop()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	ask := func() *http.Response {
		t.Helper()
		r, err := http.NewRequest(http.MethodPost, s.url+"/", strings.NewReader(`{"id":"1","text":"`+slowlyAsked+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Part", "turn")
		r.Header.Set("Accept", "text/event-stream")
		resp, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	first := ask()
	lines := bufio.NewScanner(first.Body)
	for lines.Scan() && lines.Text() != "data: "+slowlyWorded {
	}
	if lines.Err() != nil || lines.Text() == "" {
		t.Fatalf("no sentence has come: %q, %v", lines.Text(), lines.Err())
	}
	first.Body.Close() // the network is gone
	close(hold)
	second := ask()
	defer second.Body.Close()
	body, err := io.ReadAll(second.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{slowlyWorded, "最高 80% 的资金支持。</p>", "责任部门："} {
		if strings.Count(string(body), want) != 1 {
			t.Errorf("%q is not there once:\n%s", want, body)
		}
	}
	if n := len(words.Bodies()); n != 1 {
		t.Errorf("the model was asked %d times", n)
	}
}
