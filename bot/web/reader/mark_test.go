package reader

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlaces(t *testing.T) {
	for _, tt := range []struct{ name, text, search, want string }{
		{"一处", "出口退税快。", "退税", "出口[退税]快。"},
		{"几处", "退税快，退税准。", "退税", "[退税]快，[退税]准。"},
		{"大小写和宽度", "开展ＡＥＯ认证。", "aeo", "开展[ＡＥＯ]认证。"},
		{"原文里有空格", "给予 70% 补贴", "70%补贴", "给予 [70% 补贴]"},
		{"几个词", "保费不超过 200 万元", "200 保费", "[保费]不超过 [200] 万元"},
		{"重叠的并在一起", "二手车出口", "二手车 手车出", "[二手车出]口"},
		{"没有", "出口退税", "注销", "出口退税"},
		{"空的", "出口退税", "", "出口退税"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := bracketed(tt.text, tt.search); got != tt.want {
				t.Errorf("%q in %q: %q, want %q", tt.search, tt.text, got, tt.want)
			}
		})
	}
}

func bracketed(text, search string) string {
	var b strings.Builder
	for _, s := range stretches(text, places(text, wordsOf(search))) {
		if s.Hit {
			s.Text = "[" + s.Text + "]"
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

// Whatever is looked for in whatever text: the pieces are the text, cut between
// characters, and each that is marked holds a word.
func FuzzPlaces(f *testing.F) {
	f.Add("将正常出口退税平均办理时间压缩在 5 个工作日内", "退税 5个")
	f.Add("ＡＥＯ㎏İßﬀ\xff", "aeo i ß")
	f.Fuzz(func(t *testing.T, text, search string) {
		words := wordsOf(search)
		var whole strings.Builder
		for _, s := range stretches(text, places(text, words)) {
			whole.WriteString(s.Text)
			if utf8.ValidString(text) && !utf8.ValidString(s.Text) {
				t.Errorf("%q is cut within a character", s.Text)
			}
			if plain, _ := evened(s.Text); s.Hit && !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(plain, w) }) {
				t.Errorf("%q is marked for %q", s.Text, search)
			}
		}
		if whole.String() != text {
			t.Errorf("%q became %q", text, whole.String())
		}
	})
}
