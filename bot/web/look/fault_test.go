package look

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFault(t *testing.T) {
	f := Fault{Status: 404, Title: "没有<它>", Words: "请从“头”<再来>。", Ways: []Tab{{Path: "/policy", Label: "看政策原文"}}}
	for _, tt := range []struct {
		name, part string
		holds      []string
		page       bool
	}{
		{"一页", "", []string{"<h1>没有&lt;它&gt;</h1>", "请从“头”&lt;再来&gt;。", `href="/policy">看政策原文`, `role="alert"`}, true},
		{"给脚本的一句", "reading", []string{"请从“头”&lt;再来&gt;。"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/x", nil)
			r.Header.Set(PartHeader, tt.part)
			w := httptest.NewRecorder()
			if err := f.Send(w, r); err != nil {
				t.Fatal(err)
			}
			got := w.Body.String()
			if w.Code != 404 || strings.Contains(got, "<html") != tt.page || w.Header().Get("Content-Security-Policy") == "" || (w.Header().Get(PartHeader) == "") != tt.page {
				t.Errorf("%d %s", w.Code, got)
			}
			for _, want := range tt.holds {
				if !strings.Contains(got, want) {
					t.Errorf("%q is not in %s", want, got)
				}
			}
		})
	}
}
