package admin

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// allPages are all routes of the pages.
func allPages() []pageRoute { return slices.Concat(doorRoutes, pageRoutes, batchPages) }

// W1: what is not sent from a page of our own changes nothing.
func TestW1Pages(t *testing.T) {
	b := newBench(t, many)
	chief, _ := b.officerAt("王主任")
	for _, route := range allPages() {
		if route.method != "POST" {
			continue
		}
		for _, tt := range []struct {
			header, value string
			status        int
		}{
			{"Sec-Fetch-Site", "cross-site", 403},
			{"Sec-Fetch-Site", "same-site", 403}, // another port
			{"Content-Type", "text/plain", 415},
			{"Content-Type", "application/json", 415},
			{"Content-Type", "", 415},
		} {
			r := chief.request("POST", filled(route.path, "x", "x"), `{"name":"甲"}`)
			r.Header.Set(tt.header, tt.value)
			if got := chief.send(r); got.status != tt.status {
				t.Errorf("%s with %s %q: %d, want %d", route.path, tt.header, tt.value, got.status, tt.status)
			}
		}
	}
	if list := b.desk.officers.List(); len(list) != 1 || !chief.inside() {
		t.Errorf("%+v", list)
	}
}

// W2: a page whose name points here gets none of ours.
func TestW2Pages(t *testing.T) {
	b := newBench(t, many)
	chief, _ := b.officerAt("王主任")
	for _, route := range allPages() {
		r := chief.request(route.method, filled(route.path, "x", "x"), "")
		r.Host = "evil.example"
		if got := chief.send(r); got.status != http.StatusMisdirectedRequest || strings.Contains(got.body, "王主任") {
			t.Errorf("%s %s: %d", route.method, route.path, got.status)
		}
	}
}

// W3: what was in the browser before counts for nothing after signing in;
// signing out, being signed out, being disabled and losing a role count from
// the next request.
func TestW3Sessions(t *testing.T) {
	b := newBench(t, many)
	who := b.known("张科长")
	w, before := b.browser(), b.browser()
	w.cookies[cookieName] = "put-here-by-somebody"
	w.signIn("张科长", goodPassword).want(t, 303)
	before.cookies[cookieName] = w.cookies[cookieName]
	if before.cookies[cookieName] == "put-here-by-somebody" {
		t.Error("the session is somebody else's")
	}
	w.signIn("张科长", goodPassword).want(t, 303)
	if before.inside() || !w.inside() {
		t.Error("the session before signing in again holds")
	}
	before.cookies[cookieName] = w.cookies[cookieName]
	w.post("/desk/leave", nil).want(t, 303)
	if _, left := w.cookies[cookieName]; left || before.inside() {
		t.Error("the session holds after leaving")
	}

	chief, _ := b.officerAt("王主任")
	subject := "/desk/officers/" + who.ID
	for _, do := range []string{"sessions", "disable"} {
		w.signIn("张科长", goodPassword).want(t, 303)
		w.get("/desk/officers").want(t, 200)
		chief.post(subject, url.Values{"do": {do}}).want(t, 303)
		w.get("/desk/officers").want(t, 303)
	}
	synctest.Test(t, func(t *testing.T) {
		b.desk.brake, b.desk.officers.hashing = newBrake(), newHashing()
		b.browser().signIn("张科长", goodPassword).want(t, 401, "不对")
		chief.post(subject, url.Values{"do": {"enable"}}).want(t, 303)
		b.browser().signIn("张科长", goodPassword).want(t, 401, "不对") // until there is a new link
	})
	w, who = b.officerAt("李警官")
	subject = "/desk/officers/" + who.ID
	w.get("/desk/officers").want(t, 200)
	chief.post(subject, url.Values{"do": {"offices"}, "office": {"hohhot"}}).want(t, 303)
	w.get("/desk/officers").want(t, 403)
	chief.post(subject, url.Values{"do": {"offices"}}).want(t, 400, "没有选管哪里")
	chief.post(subject, url.Values{"do": {"offices"}, "office": {"beijing"}}).want(t, 404)
	if err := b.desk.officers.change(who.ID, func(r *record) { r.Disabled = true }); err != nil || w.inside() {
		t.Errorf("an officer who is disabled in the file is in: %v", err)
	}
}

// W3: choosing a new password ends what the old one has begun.
func TestW3NewPassword(t *testing.T) {
	b := newBench(t, many)
	who := b.known("张科长", "hohhot")
	w := b.browser()
	w.signIn("张科长", goodPassword).want(t, 303)
	key, err := b.desk.officers.Invite(who.ID, b.now)
	if err != nil || !w.inside() {
		t.Fatalf("out before the link was used: %v", err)
	}
	const other = "换一句更长的只有我知道的话"
	b.browser().post("/desk/join", url.Values{"key": {key}, "password": {other}, "again": {other}}).want(t, 303)
	if w.inside() {
		t.Error("a session of the old password holds")
	}
	w.signIn("张科长", other).want(t, 303)
}

// filled is a route's path with the batch, or the officer, that it is about.
func filled(path, receipt, id string) string {
	return strings.NewReplacer("{receipt}", receipt, "{office}", "hohhot", "{date}", "2026-11-26", "{window}", "09:00-12:00",
		"{file}", "2026-11-26.txt", "{id}", id).Replace(path)
}

// W5: every page for every role. Of another office's there is nothing to be
// seen, and nothing changes.
func TestW5Pages(t *testing.T) {
	door := len(doorRoutes)
	for i, route := range allPages() {
		for _, role := range []string{"nobody", "ended", "other", "own", "chief"} {
			t.Run(route.method+" "+route.path+" "+role, func(t *testing.T) { visitPage(t, route, role, i < door) })
		}
	}
}

func visitPage(t *testing.T, route pageRoute, role string, door bool) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 1)
	own, subject := b.officerAt("本处", "hohhot")
	other, _ := b.officerAt("别处", "baotou")
	chief, _ := b.officerAt("王主任")
	ended := b.browser()
	ended.cookies[cookieName] = "of-a-session-that-has-ended"
	w := map[string]*browser{"nobody": b.browser(), "ended": ended, "other": other, "own": own, "chief": chief}[role]
	path := filled(route.path, receipt, subject.ID)
	about := path != route.path && !strings.Contains(route.path, "{id}") // something of an office
	form := ""
	if route.method == "POST" {
		form = "version=1&action=confirm&do=disable"
	}
	got := w.send(w.request(route.method, path, form))
	var want []int
	switch strangers := role == "nobody" || role == "ended"; {
	case door:
		want = []int{200, 303, 401, 404}
	case strangers && route.method == "POST":
		want = []int{401}
	case strangers:
		want = []int{303}
	case route.chief && role != "chief":
		want = []int{403}
	case role == "other" && about:
		want = []int{404}
	default: // a form of no sense may be refused, for what it says
		want = []int{200, 303, 400, 409, 422}
	}
	if !slices.Contains(want, got.status) {
		t.Errorf("%d, want one of %v: %s", got.status, want, got.body)
	}
	seen := role == "own" || role == "chief"
	if !seen && (strings.Contains(got.body, "顺达") || strings.Contains(got.body, vin(0)) || strings.Contains(got.body, subject.ID) && !strings.Contains(got.body, "draft")) {
		t.Errorf("shows what is not theirs: %s", got.body)
	}
	if now, err := b.store.Batch(t.Context(), receipt); err != nil || !seen && now.Version != 1 {
		t.Errorf("the batch was changed: %+v %v", now, err)
	}
	if _, enabled := b.desk.officers.find(func(r record) bool { return r.ID == subject.ID && !r.Disabled }); !enabled && role != "chief" {
		t.Error("the officer was changed")
	}
}

var (
	tagForm     = regexp.MustCompile(`<[a-zA-Z][^>]*>`)
	valueForm   = regexp.MustCompile(`"[^"]*"`)
	addressForm = regexp.MustCompile(`(href|src|action)="([^"]*)"`)
	codeForm    = regexp.MustCompile(`(?i)^<(style|iframe|object|embed)|^<script>|\s(on\w+|style)\b`)
)

// inert fails for a page with code or style of its own, which the policy would
// block, or with an address that is not ours.
func inert(t *testing.T, body string) {
	t.Helper()
	for _, tag := range tagForm.FindAllString(body, -1) {
		if codeForm.MatchString(valueForm.ReplaceAllString(tag, "")) {
			t.Errorf("the page has %s", tag)
		}
		for _, m := range addressForm.FindAllStringSubmatch(tag, -1) {
			if !strings.HasPrefix(m[2], "/") && !strings.HasPrefix(m[2], "#") || strings.HasPrefix(m[2], "//") {
				t.Errorf("the page leads to %s", m[2])
			}
		}
	}
}

// W6: what people write is shown as they wrote it, and does nothing.
func TestW6Pages(t *testing.T) {
	b := newBench(t, many)
	chief, _ := b.officerAt(`"><img src=x onerror=alert(0)>`)
	const evil = `<script>alert(1)</script>'"><a href="javascript:alert(2)">`
	made := chief.post("/desk/officers", url.Values{"id": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "name": {"<script>alert(1)</script>'\">"}, "all": {"1"}})
	made.want(t, 200, "&lt;script&gt;alert(1)&lt;/script&gt;")
	pages := []shown{
		made, chief.get("/desk/officers"),
		chief.post("/desk/officers", url.Values{"id": {evil}, "name": {evil}, "office": {evil}}),
		chief.post("/desk/officers/"+url.PathEscape(evil), url.Values{"do": {evil}}),
		chief.get("/desk/" + url.PathEscape(evil)),
		b.browser().get("/desk/enter?next=" + url.QueryEscape("/desk/"+evil)),
		b.browser().get("/desk/join?key=" + url.QueryEscape(evil)),
		b.browser().post("/desk/officers", url.Values{evil: {evil}}),
		b.browser().get(made.link(t)),
	}
	for i, page := range pages {
		inert(t, page.body)
		if strings.Contains(page.body, "<script>") || strings.Contains(page.body, "<img") {
			t.Errorf("page %d:\n%s", i, page.body)
		}
		policy := page.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("page %d: %v", i, page.header)
		}
	}
}

// W7: a form that is sent twice, from two tabs or by going back, makes one
// officer, whose last link holds; a link is used once.
func TestW7Pages(t *testing.T) {
	b := newBench(t, many)
	chief, _ := b.officerAt("王主任")
	form := url.Values{"id": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "name": {"张科长"}, "office": {"hohhot"}}
	first, second := chief.post("/desk/officers", form), chief.post("/desk/officers", form)
	if list := b.desk.officers.List(); len(list) != 2 {
		t.Errorf("%d officers", len(list))
	}
	b.browser().get(first.link(t)).want(t, 404)
	_, key, _ := strings.Cut(second.link(t), "=")
	join := url.Values{"key": {key}, "password": {goodPassword}, "again": {goodPassword}}
	b.browser().post("/desk/join", join).want(t, 303)
	b.browser().post("/desk/join", join).want(t, 404)
	form.Set("id", "ABCDEFGHIJKLMNOPQRSTUVWXYA")
	chief.post("/desk/officers", form).want(t, 409, "换一个名字", "value=\"张科长\"")
	for range 2 {
		chief.post("/desk/officers/ABCDEFGHIJKLMNOPQRSTUVWXYZ", url.Values{"do": {"disable"}}).want(t, 303)
	}
}

// W8: a form that is sent when the session has ended is kept: it comes back
// after signing in, and is sent by a press.
func TestW8Draft(t *testing.T) {
	b := newBench(t, many)
	b.known("王主任")
	w := b.browser()
	form := url.Values{"id": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "name": {"张科长"}}
	for i := range 200 {
		form.Add("office", fmt.Sprintf("%s %d", hostile, i))
	}
	form["office"] = append(form["office"], "hohhot")
	asked := w.post("/desk/officers", form)
	asked.want(t, 401, "刚才填写的内容还在")
	enter := hidden(asked.body)
	enter.Set("name", "王主任")
	enter.Set("password", "不是这一句密码，肯定不是")
	wrong := w.post("/desk/enter", enter) // the draft outlives a slip
	wrong.want(t, 401)
	enter = hidden(wrong.body)
	enter.Set("name", "王主任")
	enter.Set("password", goodPassword)
	back := w.post("/desk/enter", enter)
	back.want(t, 200, `action="/desk/officers"`, "继续提交")
	if got := hidden(back.body); got.Encode() != form.Encode() {
		t.Errorf("came back as %v", got)
	}
	if len(b.desk.officers.List()) != 1 {
		t.Error("sent without a press")
	}
}

var hiddenForm = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hidden are the hidden fields of a page.
func hidden(body string) url.Values {
	fields := url.Values{}
	for _, m := range hiddenForm.FindAllStringSubmatch(body, -1) {
		fields.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return fields
}

// W9: a form is read up to a size.
func TestW9Form(t *testing.T) {
	b := newBench(t, many)
	for _, path := range []string{"/desk/enter", "/desk/join", "/desk/officers"} {
		w, _ := b.officerAt("王主任 " + path)
		w.send(w.request("POST", path, "name="+strings.Repeat("a", largestForm))).want(t, 413, "提交的内容太多")
	}
	w := b.browser()
	w.send(w.request("POST", "/desk/enter", "name=%zz")).want(t, 400, "没有收完整")
	w.send(w.request("POST", "/desk/enter", "name=%ff")).want(t, 400, "没有收完整")
}

// W10: whatever the path, a stranger sees the pages to come in by, or none.
func FuzzW10Paths(f *testing.F) {
	for _, seed := range []string{
		"/desk", "/desk/", "/desk/enter", "/desk/officers", "/desk/..%2fofficers", "/desk/%00", "//desk//officers", "/desk/./officers",
		"/desk/enter/../officers", "/desk%2fofficers", "/desk/officers/%2e%2e", "/desk/officers/x", "/desk/officers/\xff",
	} {
		f.Add("GET", seed)
	}
	f.Add("POST", "/desk/officers")
	f.Add("PUT", "/desk/enter")
	f.Add("CONNECT", "/desk")
	b := newBench(f, many)
	_, who := b.officerAt("王主任")
	stranger := b.browser()
	f.Fuzz(func(t *testing.T, method, path string) {
		u, err := url.ParseRequestURI(path)
		if err != nil || strings.ContainsAny(method, " \r\n\t") || method == "" || method == "POST" && u.Path == "/desk/enter" { // a wrong password takes time
			return
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.Method, r.URL, r.RequestURI, r.Host = method, u, path, "desk.example"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		stranger.handler.ServeHTTP(rec, r)
		door := strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/enter")
		if rec.Code == 200 && !door || rec.Code >= 500 || strings.Contains(rec.Body.String(), who.ID) {
			t.Errorf("%s %s: %d %s", method, path, rec.Code, rec.Body)
		}
	})
}
