package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// A link may propose a question: it stands in the box, and nothing is asked.
func TestProposedQuestion(t *testing.T) {
	for _, tt := range []struct{ q, want string }{
		{"展位费能补多少", ">展位费能补多少</textarea>"},
		{"</textarea><script>alert(1)</script>", "&lt;/textarea&gt;&lt;script&gt;"},
		{"\xff", "></textarea>"},
		{strings.Repeat("长", 3000), "></textarea>"},
	} {
		intake := &fake{}
		_, page := browse(t, intake).get("/?q=" + url.QueryEscape(tt.q))
		holdsAll(t, page, tt.want)
		if len(intake.got) > 0 {
			t.Errorf("%.20q was asked", tt.q)
		}
	}
}
