//go:build browser

package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

// Where a model writes, what it has written is there before the end. An
// answer that breaks off is fetched again without the person's doing.
func TestBrowserStream(t *testing.T) {
	profiles := openBrowser(t)
	for _, on := range screens {
		t.Run(on.name, func(t *testing.T) {
			hold := make(chan struct{})
			words := slowModel(t, hold)
			s := serveSite(t, "CHEYI_LLM_URL="+words.URL, "CHEYI_LLM_MODEL=m")
			network := dropping(t, s.url)
			s.url = network.URL
			p := visit(t, profiles, s, on)
			p.open("/")
			p.expect("ERR_INCOMPLETE_CHUNKED_ENCODING")
			before := eval[int](p, turns)
			p.compose(slowlyAsked)
			p.press("发送")
			p.sees(slowlyWorded, "正在写…")
			p.misses("责任部门")
			network.CloseClientConnections()
			close(hold)
			answer := p.answer(before)
			if strings.Count(answer, slowlyWorded) != 1 || strings.Contains(answer, "正在写") || strings.Contains(answer, "再发一次") {
				t.Errorf("then it sees\n%s", answer)
			}
			if n := len(words.Bodies()); n != 1 {
				t.Errorf("the model was asked %d times", n)
			}
		})
	}
}

// dropping is a network before a site, whose connections can be closed.
func dropping(t *testing.T, site string) *httptest.Server {
	t.Helper()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	n := httptest.NewServer(&httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
		ErrorHandler:  func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	})
	t.Cleanup(n.Close)
	return n
}
