package calculators

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

const typedOn = "2026-11-23"

// shipped is the book of the corpus that the product ships, read once.
var shipped = sync.OnceValue(func() *calc.Book {
	fsys := os.DirFS("../../../corpus")
	lib, faults := knowledge.Read(fsys)
	if len(faults) > 0 {
		panic(faults)
	}
	book, faults := calc.Read(fsys, lib)
	if len(faults) > 0 {
		panic(faults)
	}
	return book
})

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// pagesOn are the pages as they are on a day.
func pagesOn(t testing.TB, on string) *Calculators {
	noon := day(t, on).Noon()
	return New(slog.New(slog.DiscardHandler), shipped, func(typed string) string { return typed }, func() time.Time { return noon })
}

// get asks for an address; part asks as the script does.
func get(t testing.TB, c *Calculators, address string, part bool) (status int, body string) {
	t.Helper()
	mux := http.NewServeMux()
	c.Routes(mux)
	r := httptest.NewRequest(http.MethodGet, address, nil)
	if part {
		r.Header.Set("X-Part", "work")
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s: the policy is %q", address, csp)
	}
	return w.Code, w.Body.String()
}

// A golden is a calculation whose result is known from elsewhere.
type golden struct {
	Rule     string            `yaml:"rule"`
	Input    map[string]string `yaml:"input"`
	Day      string            `yaml:"day"`
	Expected struct {
		State    calc.State `yaml:"state"`
		Amount   string     `yaml:"amount"`
		Deadline string     `yaml:"deadline"`
	} `yaml:"expected"`
}

func goldens(t testing.TB) []golden {
	t.Helper()
	data, err := os.ReadFile("../../../calc/testdata/golden.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []golden
	if err := yaml.Unmarshal(data, &list); err != nil || len(list) == 0 {
		t.Fatal("no golden values", err)
	}
	return list
}
