package web

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"cheyi/bot/web/look"
)

// missing is what a browser shows of an address that is none.
var missing = look.Fault{
	Status: http.StatusNotFound,
	Title:  "没有这个页面",
	Words:  "网址可能抄错了，或者页面已经撤下：请从下面重新进入。",
	Ways:   []look.Tab{{Path: "/", Label: "去问问题"}, {Path: "/policy", Label: "看政策原文"}},
}

// Nowhere answers what no other route does: a browser with a page, others with
// JSON.
func Nowhere(lg *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !look.WantsPage(r) {
			fail(w, lg, refuseRoute, "")
			return
		}
		lg.Info("refused", "status", missing.Status, "code", refuseRoute.code)
		if err := missing.Send(w, r); err != nil {
			lg.Error("page", "err", err)
			fail(w, lg, refuseFault, "")
		}
	})
}

// Paths lets to next only requests whose path has one reading. What two
// readers may take for different places (dot segments, doubled or encoded
// slashes, backslashes, control characters) is nowhere, rather than led to
// where it may have been meant.
func Paths(lg *slog.Logger, next http.Handler) http.Handler {
	nowhere := Nowhere(lg)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !plain(r.URL) {
			nowhere.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func plain(u *url.URL) bool {
	if !utf8.ValidString(u.Path) || strings.ContainsFunc(u.Path, unicode.IsControl) || strings.ContainsRune(u.Path, '\\') {
		return false
	}
	if strings.Contains(u.Path, "//") || strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") {
		return false
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	return true
}
