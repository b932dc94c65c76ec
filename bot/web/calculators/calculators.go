package calculators

import (
	"embed"
	"log/slog"
	"net/http"
	"time"

	"cheyi/bot/web/look"
	"cheyi/calc"
	"cheyi/calendar"
)

// Path is where the list of calculators is; each is one segment below it.
const Path = "/calc"

//go:embed templates/*.html
var templates embed.FS

var pages = look.Must(templates, "templates", nil)

// Calculators serves the pages.
type Calculators struct {
	lg        *slog.Logger
	book      func() *calc.Book // the one in use, which may change
	normalise func(string) string
	now       func() time.Time
}

// New returns the pages of a book. normalise brings what is typed into the
// form that calc reads: plain digits, simplified characters.
func New(lg *slog.Logger, book func() *calc.Book, normalise func(string) string, now func() time.Time) *Calculators {
	return &Calculators{lg, book, normalise, now}
}

// Routes adds the pages' routes.
func (c *Calculators) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Path, c.list)
	mux.HandleFunc("GET "+Path+"/{rule}", c.calculator)
}

func (c *Calculators) list(w http.ResponseWriter, r *http.Request) {
	view := listOf(c.book(), calendar.DayOf(c.now()))
	c.sent(w, pages.Send(w, r, http.StatusOK, "list", look.Page{Title: wordsTitle, Tab: Path, Data: view}))
}

func (c *Calculators) calculator(w http.ResponseWriter, r *http.Request) {
	book, today := c.book(), calendar.DayOf(c.now())
	rule := book.Rule(r.PathValue("rule"))
	if rule == nil {
		c.sent(w, nowhere(book).Send(w, r))
		return
	}
	reader := reader{rule: rule, years: yearInput(book), today: today, normalise: c.normalise}
	f := reader.read(r.URL.Query())
	view := c.view(book, f, today)
	view.Fields = f.fields(!look.WantsPart(r))
	if look.WantsPart(r) { // somebody is typing: what is not right yet is no refusal
		c.sent(w, pages.SendPart(w, r, http.StatusOK, "rule", "work", view))
		return
	}
	status := http.StatusOK
	if f.faulty() {
		status = http.StatusUnprocessableEntity
	}
	c.sent(w, pages.Send(w, r, status, "rule", look.Page{Title: rule.Title, Tab: Path, Class: "calc", Script: "calc.js", Data: view}))
}

// nowhere leads from an address that is no calculator to those that there are.
func nowhere(b *calc.Book) look.Fault {
	f := look.Fault{Status: http.StatusNotFound, Tab: Path, Title: wordsNowhere, Words: wordsNotHere}
	for _, r := range b.Rules {
		f.Ways = append(f.Ways, look.Tab{Path: Address(r, nil), Label: r.Title})
	}
	return f
}

func (c *Calculators) sent(w http.ResponseWriter, err error) {
	if err != nil {
		c.lg.Error("page", "err", err)
		http.Error(w, wordsFault, http.StatusInternalServerError)
	}
}
