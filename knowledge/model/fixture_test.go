package model_test

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cheyi/calendar"
	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

var (
	noon    = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*60*60))
	today   = calendar.Day{Year: 2026, Month: 11, Day: 23}
	library = sync.OnceValues(func() (*knowledge.Library, error) {
		lib, faults := knowledge.Read(corpus.FS)
		if len(faults) > 0 {
			return nil, faults
		}
		return lib, nil
	})
)

// proxied counts what the proxy that the environment names was asked.
var proxied atomic.Int32

// TestMain names a proxy for all tests, since net/http reads the environment
// only once.
func TestMain(m *testing.M) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied.Add(1) }))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "http_proxy"} {
		if err := os.Setenv(name, proxy.URL); err != nil {
			panic(err)
		}
	}
	m.Run()
}

func clause(t testing.TB, id string) *knowledge.Clause {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	c, ok := lib.Clause("nmg-2024-406", id)
	if !ok {
		t.Fatalf("no clause %s", id)
	}
	return c
}

// finding is a question as the search hands it over.
func finding(t testing.TB, question string) knowledge.Finding {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.Finding{Library: lib, Question: question}
}

// answer rests on clauses, the first one first.
func answer(t testing.TB, ids ...string) knowledge.Answer {
	t.Helper()
	f := finding(t, "能给多少")
	a := knowledge.Answer{Outcome: knowledge.Answered, Reason: knowledge.ByClause, Library: f.Library, Day: today, Question: f.Question}
	for _, id := range ids {
		a.Clauses = append(a.Clauses, clause(t, id))
	}
	return a
}

// patience is short where a test waits for it to run out, and otherwise longer
// than any machine is slow.
const (
	patient   = 30 * time.Second
	impatient = 200 * time.Millisecond
)

// service is a model service on an endpoint that answers so.
func service(t testing.TB, patience time.Duration, answer func(modeltest.Request) modeltest.Answer) (*model.Service, *modeltest.Server) {
	t.Helper()
	server := modeltest.Start(answer)
	t.Cleanup(server.Close)
	return serviceAt(t, patience, server.URL), server
}

func serviceAt(t testing.TB, patience time.Duration, url string) *model.Service {
	t.Helper()
	return model.NewWith(slog.New(slog.DiscardHandler), model.Endpoint{URL: url, Key: "k", Model: "m"},
		model.Switch{Dir: t.TempDir()}, &model.Budget{PerHour: math.MaxInt, PerDay: math.MaxInt}, patience)
}

// word has an answer worded and returns the sentences as one text.
func word(t testing.TB, s *model.Service, a knowledge.Answer, show func(string)) string {
	t.Helper()
	var text strings.Builder
	for _, sentence := range s.Session("one", noon).Word(context.Background(), a, show) {
		text.WriteString(sentence.Text)
	}
	return text.String()
}

// says answers every request with one text.
func says(text string) func(modeltest.Request) modeltest.Answer {
	return func(modeltest.Request) modeltest.Answer { return modeltest.Answer{Text: text} }
}
