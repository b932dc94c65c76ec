package admin

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// W4: wrong passwords take longer each time, for a name that there is as for
// one that there is not, in the same words; from another address too. The
// right one is never held up, and its owner is told.
func TestW4Passwords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, many)
		b.known("张科长", "hohhot")
		told := map[string]bool{}
		attempt := func(w *browser, name string, want time.Duration) {
			t.Helper()
			start := time.Now()
			answer := w.signIn(name, "不是这一句密码，肯定不是")
			if took := time.Since(start); took != want {
				t.Errorf("%s took %v, want %v", name, took, want)
			}
			answer.want(t, 401, "姓名或密码不对")
			told[strings.ReplaceAll(answer.body, name, "")] = true
		}
		for i, name := range []string{"张科长", "没有这人"} {
			w := b.browser()
			w.address = fmt.Sprintf("192.0.2.%d:1", i+10)
			for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 32} {
				attempt(w, name, want*firstDelay)
			}
			w.address = fmt.Sprintf("198.51.100.%d:1", i+10)
			attempt(w, name, longestDelay)
			w.address = "203.0.113.1:1"
		}
		if len(told) != 1 {
			t.Errorf("%d pages tell names apart", len(told))
		}
		start := time.Now()
		w := b.browser()
		w.signIn("张科长", goodPassword).want(t, 200, "输错了 8 次密码")
		w.signIn("张科长", goodPassword).want(t, 303)
		if took := time.Since(start); took != 0 {
			t.Errorf("the right password took %v", took)
		}
	})
}

// W4: who does not wait for the answers guesses no faster, and hinders nobody
// elsewhere. A token and a password that are right pass meanwhile.
func TestW4Impatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, many)
		b.known("张科长", "hohhot")
		w, other := b.browser(), b.browser()
		other.address = "198.51.100.1:1"
		form := url.Values{"name": {"张科长"}, "password": {"不是这一句密码，肯定不是"}}
		for range mostDelayed {
			w.gone("/desk/enter", form)
		}
		w.signIn("张科长", goodPassword).want(t, 429, "账号没有锁住")
		other.signIn("张科长", goodPassword).want(t, 200)
		b.expect(b.ask(firstToken, "GET", "/api/desk/batches", ""), 200, "")
		time.Sleep(2 * longestDelay)
		w.signIn("张科长", goodPassword).want(t, 303)
	})
}
