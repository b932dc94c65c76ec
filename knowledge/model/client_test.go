package model_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

// Whatever an endpoint does wrong, nothing comes of it but a code.
func TestBrokenEndpoints(t *testing.T) {
	good := modeltest.JSON(map[string]any{"sentences": []any{modeltest.Sentence("五.1", "对企业参展展位费给予70%补贴支持。")}})
	for _, tt := range []struct {
		name, code string
		answer     modeltest.Answer
	}{
		{"no choices", "no_choices", modeltest.Answer{NoChoices: true}},
		{"no finish_reason", "cut", modeltest.Answer{Text: good, Finish: "-"}},
		{"too long for the model", "cut", modeltest.Answer{Text: good, Finish: "length"}},
		{"filtered", "cut", modeltest.Answer{Text: good, Finish: "content_filter"}},
		{"huge", "too_large", modeltest.Answer{Text: strings.Repeat("补贴", 100_000)}},
		{"HTML", "unreadable", modeltest.Answer{Body: "<html>请先登录</html>"}},
		{"HTML of a gateway", "http_502", modeltest.Answer{Status: http.StatusBadGateway, Body: "<html></html>"}},
		{"an error of vLLM", "http_500", modeltest.Answer{Status: http.StatusInternalServerError, Body: `{"object":"error"}`}},
		{"wrong key", "http_401", modeltest.Answer{Status: http.StatusUnauthorized, Body: `{"error":{"message":"对企业参展"}}`}},
		{"a redirect", "network", modeltest.Answer{Status: http.StatusFound, Header: http.Header{"Location": {"http://127.0.0.1:1/"}}}},
		{"a stall", "late", modeltest.Answer{Stall: true}},
		{"a body that is cut", "unreadable", modeltest.Answer{Text: good, Cut: true}},
		{"an empty text", "form", modeltest.Answer{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			server := modeltest.Start(func(modeltest.Request) modeltest.Answer { return tt.answer })
			defer server.Close()
			patience := patient
			if tt.answer.Stall {
				patience = impatient
			}
			s := model.NewWith(slog.New(slog.NewTextHandler(&log, nil)), model.Endpoint{URL: server.URL, Key: "geheim", Model: "m"},
				model.Switch{Dir: t.TempDir()}, &model.Budget{PerHour: 9, PerDay: 9}, patience)
			if got := word(t, s, answer(t, "五.1"), nil); got != "" {
				t.Errorf("worded %q", got)
			}
			if !strings.Contains(log.String(), "code="+tt.code) || strings.Contains(log.String(), "geheim") || strings.Contains(log.String(), "参展") {
				t.Errorf("log: %s", &log)
			}
			if c := s.Counts(); c.Late+c.Failed != 1 || (c.Late == 1) != tt.answer.Stall {
				t.Errorf("%+v", c)
			}
		})
	}
}

// The failures that pass are waited out, twice and within the deadline; the
// others are not.
func TestRetries(t *testing.T) {
	busy := modeltest.Answer{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"0"}}}
	later := modeltest.Answer{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3600"}}}
	after := func(seconds string) []modeltest.Answer {
		return []modeltest.Answer{{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {seconds}}}}
	}
	at := modeltest.Answer{Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {noon.AddDate(-1, 0, 0).UTC().Format(http.TimeFormat)}}}
	down := modeltest.Answer{Status: http.StatusBadGateway}
	denied := modeltest.Answer{Status: http.StatusForbidden}
	for _, tt := range []struct {
		name     string
		first    []modeltest.Answer
		requests int
		worded   bool
	}{
		{"at once", nil, 1, true},
		{"busy once", []modeltest.Answer{busy}, 2, true},
		{"busy until a time that is past", []modeltest.Answer{at}, 2, true},
		{"down twice", []modeltest.Answer{down, down}, 3, true},
		{"down three times", []modeltest.Answer{down, down, down}, 3, false},
		{"busy for longer than there is time", []modeltest.Answer{later}, 1, false},
		{"busy for longer than a Duration holds", after("9223372037"), 1, false},
		{"busy for ever", after("18446744073709551616"), 1, false},
		{"denied", []modeltest.Answer{denied}, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, server := service(t, patient, func(r modeltest.Request) modeltest.Answer {
				if r.N < len(tt.first) {
					return tt.first[r.N]
				}
				return modeltest.Good(r)
			})
			if got := word(t, s, answer(t, "五.1"), nil); (got != "") != tt.worded {
				t.Errorf("worded %q", got)
			}
			if n := len(server.Bodies()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

// A sentence is shown as soon as it has passed, before the next one is there,
// and stays shown when the stream is cut.
func TestStream(t *testing.T) {
	good := modeltest.JSON(map[string]any{"sentences": []any{
		modeltest.Sentence("七.5", "对二手车出口企业投保出口信用保险保费给予最高80%的资金支持。"),
		modeltest.Sentence("七.6", "单一企业单一公历年度保费补贴资金不超过900万元。"),
		modeltest.Sentence("七.6", strings.Repeat("单一企业单一公历年度保费补贴资金", 5)+"不超过200万元。"),
	}})
	for _, tt := range []struct {
		name   string
		answer modeltest.Answer
		failed int
	}{
		{"whole", modeltest.Answer{Text: good}, 0},
		{"cut", modeltest.Answer{Text: good, Cut: true}, 1},
		{"without an end", modeltest.Answer{Text: good, Finish: "-"}, 1},
		{"with an end that is none", modeltest.Answer{Text: good, Finish: "length"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, server := service(t, patient, func(modeltest.Request) modeltest.Answer { return tt.answer })
			var shown []string
			got := word(t, s, answer(t, "七.5", "七.6"), func(sentence string) { shown = append(shown, sentence) })
			if len(shown) != 1 || !strings.Contains(shown[0], "最高80%") || got != shown[0] {
				t.Errorf("shown %q of %q", shown, got)
			}
			if c := s.Counts(); c.Failed != tt.failed || len(server.Bodies()) != 1 {
				t.Errorf("%+v, %d requests", c, len(server.Bodies()))
			}
		})
	}
}

// A stream that stalls ends at the deadline with what was shown.
func TestStreamStalls(t *testing.T) {
	begun := make(chan bool)
	server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`data: {"choices":[{"delta":{"content":"{\"sentences\":[{\"clause\":\"五.1\",\"text\":\"对企业参展展位费给予70%补贴支持。\"},"}}]}` + "\n\n"))
		w.(http.Flusher).Flush()
		<-begun // only when the sentence is shown
		<-r.Context().Done()
	})
	s := serviceAt(t, 2*time.Second, serve(t, server))
	got := word(t, s, answer(t, "五.1"), func(string) { close(begun) })
	if got == "" || s.Counts().Late != 1 {
		t.Errorf("%q %+v", got, s.Counts())
	}
}

// Addresses that only the machine's own environment answers at are not dialled.
func TestF8LinkLocalIsNotDialled(t *testing.T) {
	s := serviceAt(t, patient, "http://169.254.169.254/latest")
	if got := word(t, s, answer(t, "五.1"), nil); got != "" || s.Counts().Failed != 1 {
		t.Errorf("%q %+v", got, s.Counts())
	}
	if n := proxied.Load(); n > 0 {
		t.Errorf("a proxy was asked %d times", n)
	}
}
