package admin

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cheyi/booking"
	"cheyi/bot/web"
)

// bodies are what the routes are sent in the matrix; a route that takes a body
// and has none here fails it.
var bodies = map[string]string{
	"POST /api/desk/batches/{receipt}":             `{"version":1,"action":"confirm"}`,
	"PUT /api/desk/slots/{office}/{date}/{window}": `{"version":0,"capacity":10,"open":true}`,
	"POST /api/desk/tokens":                        `{"name":"新人","offices":["hohhot"]}`,
	"GET /api/desk/batches":                        "",
	"GET /api/desk/batches/{receipt}":              "",
	"GET /api/desk/slots":                          "",
	"GET /api/desk/days/{office}/{file}":           "",
	"GET /api/desk/tokens":                         "",
	"DELETE /api/desk/tokens/{id}":                 "",
}

// W5: every route for every role. What is of another office does not exist, in
// the same words as what nobody has.
func TestW5Routes(t *testing.T) {
	roles := []string{"nobody", "wrong", "first", "own", "other"}
	for _, route := range routes {
		for _, role := range roles {
			t.Run(route.method+" "+route.path+" "+role, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { visit(t, route, role) }) })
		}
	}
}

func visit(t *testing.T, route route, role string) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 1)
	own, other := b.officer("本处", "hohhot"), b.officer("别处", "baotou")
	id := b.desk.officers.List()[0].ID
	token := map[string]string{"wrong": "wrong", "first": firstToken, "own": own, "other": other}[role]
	body, known := bodies[route.method+" "+route.path]
	if !known {
		t.Fatal("say in bodies what this route is sent")
	}
	path := strings.NewReplacer("{receipt}", receipt, "{office}", "hohhot", "{date}", "2026-11-26", "{window}", "09:00-12:00",
		"{file}", "2026-11-26.txt", "{id}", id).Replace(route.path)
	paths := []string{path}
	if path == route.path { // what it is about is in the query
		paths = []string{path + "?office=hohhot"}
	}
	for _, path := range paths {
		a := b.ask(token, route.method, path, body)
		want := []int{200, 204}
		switch {
		case role == "nobody" || role == "wrong":
			want = []int{401}
		case route.chief && role != "first":
			want = []int{403}
		case role == "other":
			want = []int{404}
		}
		if !slices.Contains(want, a.status) {
			t.Errorf("%d, want one of %v: %s", a.status, want, a.body)
		}
		if role != "other" || a.status != 404 {
			continue
		}
		nowhere := strings.NewReplacer(receipt, "CCCCCCCC", "hohhot", "nowhere").Replace(path)
		if nobodys := b.ask(token, route.method, nowhere, body); nobodys.status != 404 || nobodys.body != a.body {
			t.Errorf("another office's and nobody's differ:\n%s%s", a.body, nobodys.body)
		}
		if now, err := b.store.Batch(t.Context(), receipt); err != nil || now.Version != 1 {
			t.Errorf("the batch was changed: %+v %v", now, err)
		}
	}
	if list := b.ask(other, "GET", "/api/desk/batches", ""); len(list.Batches) != 0 {
		t.Errorf("another office's batch is listed: %s", list.body)
	}
}

func TestNoSuchRoute(t *testing.T) {
	b := newBench(t, many)
	b.expect(b.ask("", "GET", "/api/desk/", ""), 401, "token")
	for _, path := range []string{"/api/desk/", "/api/desk/batches/", "/api/desk/x", "/api/desk/days/hohhot/2026-11-26.pdf", "/api/desk/days/hohhot/2026-11-26"} {
		b.expect(b.ask(firstToken, "GET", path, ""), 404, "route")
	}
	b.expect(b.ask(firstToken, "DELETE", "/api/desk/batches", ""), 405, "method")
	b.expect(b.ask(firstToken, "PUT", "/api/desk/slots", "{}"), 405, "method")
	b.expect(b.ask(firstToken, "GET", "/api/desk/days/hohhot/明天.txt", ""), 400, "invalid")
}

// W4: a wrong token costs its sender more each time, up to eight seconds; the
// right one passes at once meanwhile.
func TestW4Tokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, many)
		for i, want := range []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 8 * time.Second} {
			start := time.Now()
			a := b.ask("guess", "GET", "/api/desk/batches", "")
			b.expect(a, 401, "token")
			if took := time.Since(start); took != want || a.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("guess %d took %v, want %v", i, took, want)
			}
		}
		start := time.Now()
		b.expect(b.ask(firstToken, "GET", "/api/desk/batches", ""), 200, "")
		b.expect(b.ask("", "GET", "/api/desk/batches", ""), 401, "token") // no guess
		b.expect(b.ask(strings.Repeat("g", 10000), "GET", "/api/desk/batches", ""), 401, "token")
		if took := time.Since(start); took != longestDelay {
			t.Errorf("the others took %v", took)
		}
		time.Sleep(forgives + time.Second)
		start = time.Now()
		b.ask("guess", "GET", "/api/desk/batches", "")
		if took := time.Since(start); took != firstDelay {
			t.Errorf("after a while a guess took %v", took)
		}
	})
}

// Many guesses at once do not pile up.
func TestGuessingAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, many)
		statuses := make(chan int, 20)
		for range cap(statuses) {
			go func() { statuses <- b.ask("guess", "GET", "/api/desk/batches", "").status }()
		}
		counts := map[int]int{}
		for range cap(statuses) {
			counts[<-statuses]++
		}
		if counts[401] != mostDelayed || counts[429] != 20-mostDelayed {
			t.Errorf("%v", counts)
		}
		b.expect(b.ask(firstToken, "GET", "/api/desk/batches", ""), 200, "")
	})
}

func TestRates(t *testing.T) {
	limits := many
	limits.Officer = web.Rate{AtOnce: 3, PerSecond: 1}
	b := newBench(t, limits)
	zhang := b.officer("张科长", "hohhot")
	for range 3 {
		b.expect(b.ask(zhang, "GET", "/api/desk/slots", ""), 200, "")
	}
	a := b.ask(zhang, "GET", "/api/desk/slots", "")
	if b.expect(a, 429, "too_many"); a.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
	}
	b.expect(b.ask(firstToken, "GET", "/api/desk/slots", ""), 200, "")

	limits = many
	limits.Address = web.Rate{AtOnce: 1, PerSecond: 1}
	b = newBench(t, limits)
	b.expect(b.ask("", "GET", "/api/desk/slots", ""), 401, "token")
	b.expect(b.ask(firstToken, "GET", "/api/desk/slots", ""), 429, "too_many")
}

// W3: a token that was taken back is void with the next request.
func TestW3Tokens(t *testing.T) {
	b := newBench(t, many)
	made := b.ask(firstToken, "POST", "/api/desk/tokens", `{"name":" 张科长\u200b ","offices":["hohhot","baotou","hohhot"],"telegram":4711}`)
	if b.expect(made, 200, ""); len(made.Token) != 43 || made.ID == "" || !strings.Contains(made.body, `"name":"张科长","offices":["baotou","hohhot"]`) {
		t.Fatalf("made: %s", made.body)
	}
	listed := b.ask(firstToken, "GET", "/api/desk/tokens", "")
	if len(listed.Tokens) != 1 || listed.Tokens[0].By != FirstName || strings.Contains(listed.body, made.Token) || strings.Contains(listed.body, "hash") {
		t.Errorf("listed: %s", listed.body)
	}
	b.expect(b.ask(made.Token, "GET", "/api/desk/slots", ""), 200, "")
	b.expect(b.ask(made.Token, "GET", "/api/desk/tokens", ""), 403, "role")
	b.expect(b.ask(firstToken, "DELETE", "/api/desk/tokens/"+made.ID, ""), 204, "")
	synctest.Test(t, func(t *testing.T) { b.expect(b.ask(made.Token, "GET", "/api/desk/slots", ""), 401, "token") })
	b.expect(b.ask(firstToken, "DELETE", "/api/desk/tokens/"+made.ID, ""), 404, "officer")

	all := b.ask(firstToken, "POST", "/api/desk/tokens", `{"name":"局里","all":true}`)
	b.expect(b.ask(all.Token, "GET", "/api/desk/tokens", ""), 200, "")
	for _, tt := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"name":"局里","all":true}`, 409, "name"},
		{`{"name":"管理员","all":true}`, 409, "name"},
		{`{"name":"谁"}`, 400, "invalid"},
		{`{"name":"谁","offices":[]}`, 400, "invalid"},
		{`{"name":"谁","offices":["hohhot"],"all":true}`, 400, "invalid"},
		{`{"name":"谁","offices":["beijing"]}`, 400, "invalid"},
		{`{"name":"","offices":["hohhot"]}`, 400, "invalid"},
		{`{"name":"谁","offices":["hohhot"],"telegram":-1}`, 400, "invalid"},
	} {
		b.expect(b.ask(firstToken, "POST", "/api/desk/tokens", tt.body), tt.status, tt.code)
	}
}

func TestSlots(t *testing.T) {
	b := newBench(t, many)
	b.book(thursday, 0, 30)
	const path = "/api/desk/slots/hohhot/2026-11-26/09:00-12:00"
	set := b.ask(firstToken, "PUT", path, `{"version":0,"capacity":20,"open":true}`)
	if b.expect(set, 200, ""); set.Capacity != 20 || set.Used != 30 || set.Version != 1 {
		t.Errorf("below what is used: %s", set.body)
	}
	old := b.ask(firstToken, "PUT", path, `{"version":0,"capacity":40,"open":true}`)
	if b.expect(old, 409, "stale"); old.Capacity != 20 || old.Version != 1 || old.Office != "hohhot" {
		t.Errorf("an old version: %s", old.body)
	}
	shut := b.ask(firstToken, "PUT", path, `{"version":1,"capacity":20,"open":false}`)
	if again := b.ask(firstToken, "PUT", path, `{"version":1,"capacity":20,"open":false}`); shut.status != 200 || again.body != shut.body || again.Version != 2 {
		t.Errorf("closed twice: %s %s", shut.body, again.body)
	}
	for _, tt := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"PUT", path, `{"version":2,"capacity":20}`, 400, "invalid"},
		{"PUT", path, `{"version":2,"capacity":-1,"open":true}`, 400, "invalid"},
		{"PUT", path, `{"version":2,"capacity":1001,"open":true}`, 400, "invalid"},
		{"PUT", "/api/desk/slots/hohhot/2026-11-26/01:00-02:00", `{"version":0,"capacity":1,"open":true}`, 404, "slot"},
		{"PUT", "/api/desk/slots/hohhot/2026-13-26/09:00-12:00", `{"version":0,"capacity":1,"open":true}`, 400, "invalid"},
		{"PUT", "/api/desk/slots/hohhot/2026-11-26/morning", `{"version":0,"capacity":1,"open":true}`, 400, "invalid"},
		{"GET", "/api/desk/slots?from=2026-11-26&to=2026-11-25", "", 400, "invalid"},
		{"GET", "/api/desk/slots?from=2026-01-01&to=2026-12-31", "", 400, "invalid"},
		{"GET", "/api/desk/slots?office=beijing", "", 404, "office"},
	} {
		b.expect(b.ask(firstToken, tt.method, tt.path, tt.body), tt.status, tt.code)
	}
	if a := b.ask(firstToken, "GET", "/api/desk/slots", ""); len(a.Slots) != 12*2*usualDays || a.Slots[0].Date != date("2026-11-23") {
		t.Errorf("two weeks of all offices: %d slots", len(a.Slots))
	}
}

// A failing store cannot be read.
type failing struct{ booking.Store }

func (failing) Batches(context.Context, booking.Filter) ([]booking.Batch, error) {
	return nil, errors.New("disk on fire")
}

func (failing) Refs(context.Context, booking.Filter) ([]booking.Ref, error) {
	return nil, errors.New("disk on fire")
}

// What fails behind the desk may be tried again, and tells nothing of itself.
func TestFault(t *testing.T) {
	b := newBench(t, many)
	b.desk.store = failing{b.store}
	a := b.ask(firstToken, "GET", "/api/desk/batches", "")
	if b.expect(a, http.StatusServiceUnavailable, "fault"); a.header.Get("Retry-After") != "10" || strings.Contains(a.body, "disk") {
		t.Errorf("%v %s", a.header, a.body)
	}
}
