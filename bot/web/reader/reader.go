package reader

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"cheyi/bot/web"
	"cheyi/bot/web/look"
	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// Path is where the reader is found.
const Path = "/policy"

//go:embed templates/*.html
var templates embed.FS

var pages = look.Must(templates, "templates", nil)

// A Corpus is the library in service and the search in it; *search.Live is
// one.
type Corpus interface {
	Library() *knowledge.Library
	Find(ctx context.Context, question string) (knowledge.Finding, error)
	// Marks returns, for each clause, the spans of bytes in its text that the
	// words of a question stand for.
	Marks(ctx context.Context, question string, clauses ...*knowledge.Clause) ([][][2]int, error)
}

// A Reader serves the pages.
type Reader struct {
	lg     *slog.Logger
	corpus Corpus
	rules  func() *calc.Book
	now    func() time.Time
	pace   *web.Meter // by client address
}

// New returns a reader of the corpus in service, whose clauses lead to the
// calculators of rules. now says which day is today.
func New(lg *slog.Logger, corpus Corpus, rules func() *calc.Book, now func() time.Time, pace web.Rate) *Reader {
	return &Reader{lg: lg, corpus: corpus, rules: rules, now: now, pace: web.NewMeter(pace)}
}

// Routes adds the reader's routes.
func (rd *Reader) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Path, rd.answer(rd.shelf))
	mux.HandleFunc("GET "+Path+"/{folder}", rd.answer(rd.document))
}

// A view is what a page is made of: the template, its data and its title.
type view struct {
	page, title string
	data        any
}

// answer sends what make returns: a page, or what is wrong.
func (rd *Reader) answer(make func(*http.Request, wish) (view, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := rd.pace.Pass(web.Client(r), rd.now()); wait > 0 {
			web.RetryAfter(w, wait)
			rd.sent(w, tooMany.Send(w, r))
			return
		}
		asked, err := read(r.URL.Query(), calendar.DayOf(rd.now()))
		var v view
		if err == nil {
			v, err = make(r, asked)
		}
		var wrong *fault
		switch {
		case errors.As(err, &wrong):
			rd.sent(w, wrong.Send(w, r))
		case r.Context().Err() != nil: // the client has gone
		case err != nil:
			rd.lg.Error("reader", "err", err)
			rd.sent(w, broken.Send(w, r))
		case look.WantsPart(r):
			rd.sent(w, pages.SendPart(w, r, http.StatusOK, v.page, "reading", v.data))
		default:
			rd.sent(w, pages.Send(w, r, http.StatusOK, v.page, look.Page{Title: v.title, Tab: Path, Class: "read", Script: "reader.js", Data: v.data}))
		}
	}
}

// sent tells of a page that could not be made.
func (rd *Reader) sent(w http.ResponseWriter, err error) {
	if err != nil {
		rd.lg.Error("page", "err", err)
		http.Error(w, broken.Words, http.StatusInternalServerError)
	}
}

// shelf is the page of all documents.
func (rd *Reader) shelf(r *http.Request, asked wish) (view, error) {
	lib := rd.corpus.Library()
	found, err := rd.search(r.Context(), asked, scope{slices.Concat(lib.Documents, lib.References), lib.Guide, true})
	if err != nil {
		return view{}, err
	}
	return view{"shelf", "政策原文", shelfView{
		Form: formOf(Path, asked, false), Found: found,
		Documents: heads(lib.Documents, asked.On), References: heads(lib.References, asked.On), Guide: guideOf(lib.Guide),
	}}, nil
}

// document is the page of one document.
func (rd *Reader) document(r *http.Request, asked wish) (view, error) {
	lib := rd.corpus.Library()
	folder := r.PathValue("folder")
	all := slices.Concat(lib.Documents, lib.References)
	at := slices.IndexFunc(all, func(d *knowledge.Document) bool { return d.Folder == folder })
	if at < 0 {
		return view{}, &noDocument
	}
	doc := all[at]
	found, err := rd.search(r.Context(), asked, scope{docs: []*knowledge.Document{doc}})
	if err != nil {
		return view{}, err
	}
	return view{"document", doc.Title, documentView{
		headView: headOf(doc, asked.On), Form: formOf(address(doc, ""), asked, true), Found: found,
		Addressees: doc.Addressees, Preamble: found.lit(doc.Preamble), Articles: rd.articles(doc, asked.On, found),
	}}, nil
}
