package admin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The first officer comes by the link that the start tells, invites another,
// who comes by that one; both sign out and in again.
func TestJoin(t *testing.T) {
	b := newBench(t, many)
	key, ok := b.desk.officers.InviteFirst(b.now)
	if !ok {
		t.Fatal("nobody can sign in, and nobody is invited")
	}
	chief := b.browser()
	chief.get(JoinPath(key)).want(t, 200, "第一位管理员")
	chief.get(JoinPath(key)).want(t, 200) // looking uses nothing up
	form := url.Values{"key": {key}, "name": {"王主任"}, "password": {goodPassword}, "again": {goodPassword}}
	chief.post("/desk/join", form).want(t, 303)
	if _, again := b.desk.officers.InviteFirst(b.now); again || !chief.inside() {
		t.Error("the first officer is not in")
	}
	b.browser().post("/desk/join", form).want(t, 404, "这个链接不能用了")

	made := chief.post("/desk/officers", url.Values{"id": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "name": {" 张科长\u200b"}, "office": {"hohhot", "baotou", "hohhot"}})
	made.want(t, 200, "张科长的邀请链接", "11月26日10:00前有效")
	zhang := b.browser()
	zhang.get(made.link(t)).want(t, 200, "张科长，请设密码")
	_, key, _ = strings.Cut(made.link(t), "=")
	zhang.post("/desk/join", url.Values{"key": {key}, "password": {goodPassword}, "again": {goodPassword}}).want(t, 303)
	who, ok := b.desk.pageOfficer(zhang.request("GET", "/desk", ""))
	if !ok || who.Name != "张科长" || who.All || strings.Join(who.Offices, " ") != "baotou hohhot" || who.By != "王主任" {
		t.Errorf("%+v %v", who, ok)
	}
	zhang.post("/desk/leave", nil).want(t, 303)
	if zhang.inside() {
		t.Error("still in after leaving")
	}
	answer := zhang.post("/desk/enter", url.Values{"name": {"张科长 "}, "password": {goodPassword}, "next": {"/desk/officers?x=1"}})
	if answer.want(t, 303); answer.header.Get("Location") != "/desk/officers?x=1" || !zhang.inside() {
		t.Errorf("goes to %q", answer.header.Get("Location"))
	}
	zhang.get("/desk/officers").want(t, 403, "请找管理员")
}

// Others may not be able to open what the one who invites them can.
func TestInvitedByPublicAddress(t *testing.T) {
	b := newBench(t, many)
	b.desk.sources.URL = "https://desk.example"
	key, _ := b.desk.officers.InviteFirst(b.now)
	chief := b.browser()
	chief.post("/desk/join", url.Values{"key": {key}, "name": {"王主任"}, "password": {goodPassword}, "again": {goodPassword}}).want(t, 303)
	made := chief.post("/desk/officers", url.Values{"id": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "name": {"张科长"}, "all": {"1"}})
	if made.want(t, 200); !strings.Contains(made.body, ">https://desk.example/desk/join?key=") {
		t.Errorf("the link is %q", made.link(t))
	}
}

// A link ends with its time, with the next one, and with its officer.
func TestInvitations(t *testing.T) {
	b := newBench(t, many)
	who := Officer{ID: "zhang", Name: "张科长", All: true}
	first, err := b.desk.officers.AddInvited(who, b.now)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.desk.officers.AddInvited(who, b.now)
	if err != nil || len(b.desk.officers.List()) != 1 {
		t.Fatalf("%v, %d officers", err, len(b.desk.officers.List()))
	}
	start, hour := b.now, b.now.Add(time.Hour)
	for _, tt := range []struct {
		key  string
		at   time.Time
		want bool
	}{{first, start, false}, {second, start, true}, {second, start.Add(InvitedFor - 1), true}, {second, start.Add(InvitedFor), false}, {"", start, false}} {
		if _, ok := b.desk.officers.Invited(tt.key, tt.at); ok != tt.want {
			t.Errorf("%.4s at %v: %v", tt.key, tt.at, ok)
		}
	}
	if err := b.desk.officers.Disable(who.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 { // given back to the officer, the link stays void
		if _, ok := b.desk.officers.Invited(second, hour); ok {
			t.Error("the link of a disabled officer holds")
		}
		if err := b.desk.officers.Enable(who.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// What is wrong with a password or a name is said, and uses nothing up.
func TestChoosing(t *testing.T) {
	b := newBench(t, many)
	key, _ := b.desk.officers.InviteFirst(b.now)
	for _, tt := range []struct{ name, password, again, says string }{
		{"王主任", "短", "短", "长度不对"},
		{"王主任", strings.Repeat("长", 129), strings.Repeat("长", 129), "长度不对"},
		{"王主任", strings.Repeat("王主任", 4), strings.Repeat("王主任", 4), "容易猜到"},
		{"王主任", strings.Repeat("a", 20), strings.Repeat("a", 20), "容易猜到"},
		{"王主任", goodPassword, goodPassword + "x", "不一样"},
		{" ", goodPassword, goodPassword, "名字没有写对"},
		{strings.Repeat("长", 41), goodPassword, goodPassword, "名字没有写对"},
	} {
		w := b.browser()
		answer := w.post("/desk/join", url.Values{"key": {key}, "name": {tt.name}, "password": {tt.password}, "again": {tt.again}})
		if answer.want(t, 400, tt.says); w.inside() || strings.Contains(answer.body, tt.password) {
			t.Errorf("%q: %s", tt.password, answer.body)
		}
	}
	w := b.browser()
	w.post("/desk/join", url.Values{"key": {key}, "name": {FirstName}, "password": {goodPassword}, "again": {goodPassword}}).want(t, 409, "换一个名字")
	w.post("/desk/join", url.Values{"key": {key}, "name": {"王主任"}, "password": {goodPassword}, "again": {goodPassword}}).want(t, 303)
}

// Sessions, passwords and links survive a restart; none of them is in a file
// as it is, and the files are their owner's alone.
func TestSignInFiles(t *testing.T) {
	b := newBench(t, many)
	zhang := b.known("张科长", "hohhot")
	w := b.browser()
	w.signIn("张科长", goodPassword).want(t, 303)
	key, err := b.desk.officers.Invite(zhang.ID, b.now)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(b.desk.officers.file)
	for _, name := range []string{"officers.json", "sessions.json"} {
		data, _ := os.ReadFile(filepath.Join(dir, name))
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v %v", info.Mode(), err)
		}
		for _, secret := range []string{goodPassword, key, w.cookies[cookieName]} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s is in %s", secret, data)
			}
		}
	}
	if b.desk.officers, err = OpenOfficers(b.desk.officers.file, ""); err != nil {
		t.Fatal(err)
	}
	if _, ok := b.desk.officers.Invited(key, b.now); !ok || !w.inside() {
		t.Error("lost by a restart")
	}
	if _, ok := b.desk.officers.Known(""); ok {
		t.Error("no token of the settings is a token")
	}
	b.browser().signIn("张科长", goodPassword).want(t, 303)

	if err := os.WriteFile(filepath.Join(dir, "sessions.json"), []byte("[{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b.desk.officers, err = OpenOfficers(b.desk.officers.file, ""); err != nil || w.inside() {
		t.Errorf("damaged sessions: %v", err)
	}
}

// A session ends after a working day, and after two idle hours; each request
// begins the idle time anew. An officer has so many and no more.
func TestSessions(t *testing.T) {
	b := newBench(t, many)
	start := b.now
	w, who := b.officerAt("张科长", "hohhot")
	for b.now = start; b.now.Before(start.Add(sessionAge)); b.now = b.now.Add(sessionIdle - time.Minute) {
		if !w.inside() {
			t.Fatalf("out after %v", b.now.Sub(start))
		}
	}
	if w.inside() {
		t.Error("in after a working day")
	}
	b.now = start.Add(24 * time.Hour)
	id, err := b.desk.officers.sessions.open(who.ID, b.now)
	if err != nil {
		t.Fatal(err)
	}
	w.cookies[cookieName] = id
	if b.now = b.now.Add(sessionIdle - time.Second); !w.inside() {
		t.Error("out before two idle hours")
	}
	if b.now = b.now.Add(sessionIdle); w.inside() {
		t.Error("in after two idle hours")
	}
	for range 2 * mostSessions {
		if _, err := b.desk.officers.sessions.open(who.ID, b.now); err != nil {
			t.Fatal(err)
		}
	}
	if open, last := b.desk.officers.sessions.seen(who.ID, b.now); open != mostSessions || !last.Equal(b.now) {
		t.Errorf("%d sessions, last seen %v", open, last)
	}
}

// The session's cookie is for this server alone, for no script, and behind TLS
// for TLS alone.
func TestCookie(t *testing.T) {
	b := newBench(t, many)
	b.known("张科长", "hohhot")
	for _, proxied := range []bool{false, true} {
		w := b.browser()
		r := w.request("POST", "/desk/enter", url.Values{"name": {"张科长"}, "password": {goodPassword}}.Encode())
		if r.RemoteAddr = "127.0.0.1:1234"; proxied {
			r.Header.Set("X-Forwarded-Proto", "https")
		}
		cookie, err := http.ParseSetCookie(w.send(r).header.Get("Set-Cookie"))
		if err != nil {
			t.Fatal(err)
		}
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Secure != proxied || cookie.MaxAge != 0 || len(cookie.Value) < 43 {
			t.Errorf("proxied %v: %v", proxied, cookie)
		}
	}
}

// The API takes a session as it takes a token; with a token, a session does
// not count.
func TestSessionAtAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, many)
		receipt := b.book(thursday, 0, 1)
		own, _ := b.officerAt("本处", "hohhot")
		other, _ := b.officerAt("别处", "baotou")
		path := "/api/desk/batches/" + receipt
		cookie := func(w *browser) string { return cookieName + "=" + w.cookies[cookieName] }
		b.expect(b.ask("", "GET", path, "", "Cookie", cookie(other)), 404, "batch")
		b.expect(b.ask("", "POST", path, `{"version":1,"action":"confirm"}`, "Cookie", cookie(own)), 200, "")
		b.expect(b.ask("wrong", "GET", path, "", "Cookie", cookie(own)), 401, "token")
		b.expect(b.ask("", "GET", path, "", "Cookie", cookieName+"=made-up"), 401, "token")
		if audit := b.ask(firstToken, "GET", path, "").Audit; len(audit) != 2 || audit[1].By != "本处" {
			t.Errorf("the trail: %+v", audit)
		}
	})
}

// After signing in, one goes to a page of the desk and nowhere else.
func TestNext(t *testing.T) {
	for address, want := range map[string]string{
		"": "/desk", "/desk": "/desk", "/desk/slots?from=2026-11-26": "/desk/slots?from=2026-11-26", "/desk?state=pending": "/desk?state=pending",
		"/": "/desk", "/deskx": "/desk", "//evil.example/desk/": "/desk", "https://evil.example/desk/": "/desk", "/\\evil.example/desk/": "/desk",
		"/desk/\\evil": "/desk", "javascript:alert(1)//desk/": "/desk", "desk/": "/desk", "/desk/\r\nSet-Cookie: a=b": "/desk", "%zz": "/desk",
	} {
		if got := next(address); got != want {
			t.Errorf("%q leads to %q, want %q", address, got, want)
		}
	}
}

// A lane hashes one password at a time; who waits and goes is not hashed for.
// Those who guess are not in the way of the others.
func TestHashesAtOnce(t *testing.T) {
	b := newBench(t, many)
	b.known("张科长", "hohhot")
	h := b.desk.officers.hashing
	h.guessing <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := b.desk.officers.Admit(ctx, "张科长", goodPassword, true); !errors.Is(err, context.Canceled) {
		t.Errorf("two at once: %v", err)
	}
	if who, right, err := b.desk.officers.Admit(t.Context(), "张科长", goodPassword, false); !right || who.Name != "张科长" || err != nil {
		t.Errorf("%+v %v %v", who, right, err)
	}
	<-h.guessing
	if _, right, err := b.desk.officers.Admit(t.Context(), "没有这人", goodPassword, true); right || err != nil {
		t.Errorf("%v %v", right, err)
	}
}

// A hash that no version has written is a fault of the file.
func TestHashes(t *testing.T) {
	h, err := newHashing().fresh.of(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	text := h.String()
	if got, err := decode(text); err != nil || got.String() != text || !strings.HasPrefix(text, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("%s: %v", text, err)
	}
	for _, wrong := range []string{
		"", "x", strings.Replace(text, "argon2id", "argon2i", 1), strings.Replace(text, "v=19", "v=16", 1), strings.Replace(text, "m=19456", "m=99999999", 1),
		strings.Replace(text, "t=2", "t=0", 1), strings.Replace(text, "p=1", "p=300", 1), text + "=", text[:len(text)-1], text + "$",
	} {
		if _, err := decode(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}
