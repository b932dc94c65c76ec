package admin

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cheyi/bot/web"
)

const goodPassword = "草原上的第一辆车出口了2026"

// A browser is what a person comes with: its cookies, and pages that post from
// their own origin.
type browser struct {
	*bench
	handler http.Handler
	address string
	cookies map[string]string
}

func (b *bench) browser() *browser {
	handler := web.Guard(slog.New(slog.DiscardHandler), b.desk.Pages(), "desk.example")
	return &browser{bench: b, handler: handler, address: "192.0.2.1:1234", cookies: map[string]string{}}
}

// officerAt is a browser in which an officer is signed in; of all offices for
// none.
func (b *bench) officerAt(name string, offices ...string) (*browser, Officer) {
	b.t.Helper()
	who := Officer{ID: random(6), Name: name, All: len(offices) == 0, Offices: offices}
	if _, err := b.desk.officers.AddInvited(who, b.now); err != nil {
		b.t.Fatal(err)
	}
	id, err := b.desk.officers.sessions.open(who.ID, b.now)
	if err != nil {
		b.t.Fatal(err)
	}
	w := b.browser()
	w.cookies[cookieName] = id
	return w, who
}

// known makes an officer who has chosen goodPassword.
func (b *bench) known(name string, offices ...string) Officer {
	b.t.Helper()
	who := Officer{ID: random(6), Name: name, All: len(offices) == 0, Offices: offices}
	key, err := b.desk.officers.AddInvited(who, b.now)
	if err != nil {
		b.t.Fatal(err)
	}
	hash, err := b.desk.officers.hashing.fresh.of(b.t.Context(), goodPassword)
	if err != nil {
		b.t.Fatal(err)
	}
	if who, err = b.desk.officers.Join(key, "", hash, b.now); err != nil {
		b.t.Fatal(err)
	}
	return who
}

// A shown is a page as a browser gets it.
type shown struct {
	status int
	header http.Header
	body   string
}

func (w *browser) get(path string) shown { return w.send(w.request("GET", path, "")) }

func (w *browser) post(path string, form url.Values) shown {
	return w.send(w.request("POST", path, form.Encode()))
}

func (w *browser) request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "desk.example", w.address
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range w.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return r
}

func (w *browser) send(r *http.Request) shown {
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if w.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(w.cookies, c.Name)
		}
	}
	return shown{rec.Code, rec.Header(), rec.Body.String()}
}

// gone sends a request of somebody who hardly waits for the answer.
func (w *browser) gone(path string, form url.Values) {
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Millisecond)
	defer cancel()
	w.send(w.request("POST", path, form.Encode()).WithContext(ctx))
}

func (w *browser) signIn(name, password string) shown {
	return w.post("/desk/enter", url.Values{"name": {name}, "password": {password}})
}

// inside reports whether the browser is let in.
func (w *browser) inside() bool {
	_, ok := w.desk.pageOfficer(w.request("GET", "/desk", ""))
	return ok
}

// want checks a page's status, and what it must show.
func (s shown) want(t *testing.T, status int, parts ...string) {
	t.Helper()
	if s.status != status {
		t.Errorf("got %d, want %d: %s", s.status, status, s.body)
	}
	for _, part := range parts {
		if !strings.Contains(s.body, part) {
			t.Errorf("%q is not in\n%s", part, s.body)
		}
	}
}

var linkForm = regexp.MustCompile(`<textarea id="link"[^>]*>([^<]*)<`)

// link is the path of the link that the page shows.
func (s shown) link(t *testing.T) string {
	t.Helper()
	found := linkForm.FindStringSubmatch(s.body)
	if found == nil {
		t.Fatalf("no link in\n%s", s.body)
	}
	_, path, _ := strings.Cut(found[1], "desk.example")
	return path
}
