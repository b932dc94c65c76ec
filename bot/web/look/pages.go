package look

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed templates/*.html
var layout embed.FS

// Pages are the pages of one folder of templates.
type Pages struct{ of map[string]*template.Template }

// A Page is what a template is given.
type Page struct {
	Title  string // without the product's name
	Tab    string // the path of the navigation's entry that the page belongs to
	Class  string // "wide" for tables as wide as the window, "talk" for a conversation
	Desk   bool   // an officer's: with the desk's navigation
	Who    string // the officer who is signed in, for the desk
	Chief  bool   // who is one of all offices
	Script string // the asset that makes the page quicker to use, "" for none
	Data   any
}

// Parse reads the pages of a folder: every *.html whose name begins with no
// underscore defines "main", and whatever parts it has; those that begin with
// one are shared among them.
func Parse(files fs.FS, dir string, funcs template.FuncMap) (*Pages, error) {
	base, err := template.New("layout").Funcs(common).Funcs(funcs).ParseFS(layout, "templates/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, path.Join(dir, "*.html"))
	if err != nil {
		return nil, err
	}
	var shared, own []string
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			shared = append(shared, name)
		} else {
			own = append(own, name)
		}
	}
	p := &Pages{of: map[string]*template.Template{}}
	for _, name := range own {
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(files, append(shared, name)...)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.of[strings.TrimSuffix(path.Base(name), ".html")] = t
	}
	return p, nil
}

// Must is Parse of embedded templates.
func Must(files fs.FS, dir string, funcs template.FuncMap) *Pages {
	p, err := Parse(files, dir, funcs)
	if err != nil {
		panic(err)
	}
	return p
}

// common is what every template may use.
var common = template.FuncMap{
	"asset":    Address,
	"join":     strings.Join,
	"tabs":     func() []Tab { return tabs },
	"deskTabs": func() []Tab { return deskTabs },
}

// Send sends a whole page.
func (p *Pages) Send(w http.ResponseWriter, r *http.Request, status int, name string, page Page) error {
	return p.send(w, r, status, name, "layout", page)
}

// SendPart sends one block of a page, for a script to put in its place. It says
// that it is one: what a proxy or the sign-in page of a network answers instead
// is not to be put there.
func (p *Pages) SendPart(w http.ResponseWriter, r *http.Request, status int, name, block string, data any) error {
	w.Header().Set(PartHeader, block)
	return p.send(w, r, status, name, block, data)
}

// Part renders one block of a page.
func (p *Pages) Part(name, block string, data any) ([]byte, error) {
	t, ok := p.of[name]
	if !ok {
		return nil, fmt.Errorf("look: no page %q", name)
	}
	var body bytes.Buffer
	err := t.ExecuteTemplate(&body, block, data)
	return body.Bytes(), err
}

// send renders before it sends, so that a fault leaves no half of a page.
func (p *Pages) send(w http.ResponseWriter, r *http.Request, status int, name, block string, data any) error {
	sent, err := p.Part(name, block, data)
	if err != nil {
		return err
	}
	Guarded(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Accept-Encoding, "+PartHeader)
	if takesGzip(r) {
		w.Header().Set("Content-Encoding", "gzip")
		sent = zip(sent)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(sent)))
	w.WriteHeader(status)
	_, _ = w.Write(sent) // the client has gone
	return nil
}

// PartHeader is how a script asks for a part of a page alone, and knows it.
const PartHeader = "X-Part"

// WantsPart reports whether a script asks, which shows the part itself.
func WantsPart(r *http.Request) bool { return r.Header.Get(PartHeader) != "" }

// policy lets a page load what this server sends, and nothing else: no inline
// code, no other origin, no frame around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Guarded sets the headers that keep a page to itself. It is kept by nobody:
// it is one person's.
func Guarded(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}
