package reader_test

import (
	"context"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"cheyi/bot/web"
	"cheyi/bot/web/reader"
	"cheyi/calc"
	"cheyi/corpus"
	"cheyi/knowledge"
)

// noon is the moment at which all pages are asked for.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*60*60))

// shipped is the corpus that a build has.
var shipped = sync.OnceValue(func() *calc.Book {
	lib, faults := knowledge.Read(corpus.FS)
	if len(faults) > 0 {
		panic(faults)
	}
	book, faults := calc.Read(corpus.FS, lib)
	if len(faults) > 0 {
		panic(faults)
	}
	return book
})

// A fake corpus is the shipped one with a search that finds what it is told.
type fake struct {
	near    []string // clauses, best first
	score   float64  // of all of them
	guesses []knowledge.Guess
	guide   []string
	word    string // what the clauses are marked by
	fail    error
}

func (f fake) Library() *knowledge.Library { return shipped().Library }

func (f fake) Find(_ context.Context, question string) (knowledge.Finding, error) {
	found := knowledge.Finding{Library: f.Library(), Question: question, Guesses: f.guesses}
	for _, id := range f.near {
		c, _ := f.Library().Clause("nmg-2024-406", id)
		found.Clauses = append(found.Clauses, knowledge.Hit{Entry: knowledge.Entry{Clause: c}, Score: f.score})
	}
	for _, g := range f.Library().Guide {
		for _, id := range f.guide {
			if g.ID == id {
				found.Guide = append(found.Guide, knowledge.GuideHit{GuideClause: g, Score: f.score})
			}
		}
	}
	return found, f.fail
}

func (f fake) Marks(_ context.Context, _ string, clauses ...*knowledge.Clause) ([][][2]int, error) {
	marks := make([][][2]int, len(clauses))
	for i, c := range clauses {
		if at := strings.Index(c.Text, f.word); f.word != "" && at >= 0 {
			marks[i] = [][2]int{{at, at + len(f.word)}}
		}
	}
	return marks, f.fail
}

// serve returns the reader of a corpus.
func serve(c reader.Corpus, pace web.Rate) http.Handler {
	mux := http.NewServeMux()
	reader.New(slog.New(slog.DiscardHandler), c, shipped, func() time.Time { return noon }, pace).Routes(mux)
	return mux
}

var usual = web.Rate{AtOnce: 1 << 20, PerSecond: 1}

// get asks for an address, as a browser or as the page's script.
func get(c reader.Corpus, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	serve(c, usual).ServeHTTP(w, r)
	return w
}

// page asks for an address that there is.
func page(t *testing.T, c reader.Corpus, address string, headers ...string) string {
	t.Helper()
	w := get(c, address, headers...)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, said(w.Body.String()))
	}
	return w.Body.String()
}

var tag = regexp.MustCompile(`<[^>]*>`)

// said is a page as it is read, without its elements and white space.
func said(page string) string {
	return knowledge.Squeeze(html.UnescapeString(tag.ReplaceAllString(page, "")))
}

// element returns the text of the clause, or of another <div>, with an id.
func element(t *testing.T, page, id string) string {
	t.Helper()
	parts := strings.Split(page, `<div class="clause" id="`+id+`">`)
	if len(parts) != 2 {
		t.Fatalf("the page has %d elements %q", len(parts)-1, id)
	}
	inner, _, _ := strings.Cut(parts[1], "</div>")
	return inner
}

// mustSay checks what a page says and does not.
func mustSay(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		not, refused := strings.CutPrefix(w, "!")
		if refused {
			w = not
		}
		if strings.Contains(said(page), knowledge.Squeeze(w)) == refused {
			t.Errorf("says %q: %v, want %v", w, refused, !refused)
		}
	}
}
