package admin

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// A sitting is an officer at work: what the pages say, and what the forms on
// them lead to.
type sitting struct{ *browser }

// sit signs an officer in: of all offices, when none is named.
func (b *bench) sit(name string, offices ...string) sitting {
	b.t.Helper()
	w, _ := b.officerAt(name, offices...)
	return sitting{w}
}

// A loaded page, as a person sees it.
type loaded struct {
	shown
	s    sitting
	text string // without tags, on one line
}

var tags = regexp.MustCompile(`<[^>]*>`)

func (s sitting) load(page shown) loaded {
	text := strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(page.body, " "))), " ")
	return loaded{page, s, text}
}

func (s sitting) get(path string) loaded { return s.load(s.browser.get(path)) }

// post sends a form to a path.
func (s sitting) post(path string, form url.Values) loaded {
	return s.load(s.browser.post(path, form))
}

// to is where a form that was carried out leads.
func (l loaded) to() string { return l.header.Get("Location") }

// follow loads what a form that was carried out leads to.
func (s sitting) follow(done loaded) loaded {
	s.t.Helper()
	if done.status != http.StatusSeeOther {
		s.t.Fatalf("status %d, want a redirect: %s", done.status, done.text)
	}
	path, _, _ := strings.Cut(done.to(), "#")
	return s.get(path)
}

// form is a form of a page: what it hides, and more in pairs.
func (l loaded) form(more ...string) url.Values {
	l.s.t.Helper()
	fields := hidden(l.body)
	form := url.Values{"key": {fields.Get("key")}, "version": {fields.Get("version")}}
	if form.Get("key") == "" {
		l.s.t.Fatalf("no form: %s", l.text)
	}
	for i := 0; i < len(more); i += 2 {
		form.Add(more[i], more[i+1])
	}
	return form
}

// has wants a status, and words on the page.
func (l loaded) has(status int, words ...string) {
	l.s.t.Helper()
	if l.status != status {
		l.s.t.Errorf("status %d, want %d: %s", l.status, status, l.text)
	}
	for _, w := range words {
		if !strings.Contains(l.text, w) {
			l.s.t.Errorf("the page does not say %q: %s", w, l.text)
		}
	}
}

// lacks wants words not to be on the page, nor in its code.
func (l loaded) lacks(words ...string) {
	l.s.t.Helper()
	for _, w := range words {
		if strings.Contains(l.body, w) {
			l.s.t.Errorf("the page has %q: %s", w, l.text)
		}
	}
}
