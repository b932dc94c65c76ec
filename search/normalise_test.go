package search

import (
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"原样", "二手车出口，AEO 认证", "二手车出口，AEO 认证"},
		{"坏字节", "二手\xff车\xe4\xba出口", "二手车出口"},
		{"代理码位", "二手\xed\xa0\x80车", "二手车"},
		{"空字节", "退\x00税", "退税"},
		{"控制字符", "退\x07税\x1b[31m", "退税[31m"},
		{"零宽字符", "退\u200b税\u200c补\u200d贴\ufeff", "退税补贴"},
		{"标签区", "退税\U000E0001\U000E0069\U000E007F多久", "退税多久"},
		{"方向符", "\u202e退税\u202c\u2066多久\u2069\u200f", "退税多久"},
		{"软连字符", "AE\u00adO", "AEO"},
		{"异体选择符", "葛\U000E0100根✔\ufe0f", "葛根✔"},
		{"填充字符", "退\u3164税\uffa0多\u115f久\u1160", "退税多久"},
		{"私用区", "退\ue000税\U000F0000", "退税"},
		{"空白合为一个", " \t退税\r\n\n\u3000多久\u00a0 ", "退税 多久"},
		{"看不见的字符不隔开空白", "退税 \u200b 多久", "退税 多久"},
		{"替换字符是字", "退\ufffd税", "退\ufffd税"},
		{"空", "", ""},
		{"只有看不见的", "\u200b\x00 \ufeff", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.text); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestNormalise(t *testing.T) {
	n := normaliser(t)
	for _, c := range []struct{ name, text, want string }{
		{"全角数字", "３０个工作日", "30个工作日"},
		{"全角字母", "ＡＥＯ认证", "aeo认证"},
		{"全角符号", "５０％，（一）！", "50%,(一)!"},
		{"半角片假名", "ﾃｽﾄ", "テスト"},
		{"大写", "AEO", "aeo"},
		{"带圈数字", "①②", "12"},
		{"单位合字", "５㎏", "5kg"},
		{"繁体", "二手車出口退稅與註銷登記", "二手车出口退税与注销登记"},
		{"繁体词语", "乾坤與乾燥", "乾坤与干燥"},
		{"兼容汉字", "\uf900", "岂"},
		{"部首", "⼆⼿⾞", "二手车"},
		{"繁简混写带零宽", "退\u200b稅　多\u202e久？", "退税 多久?"},
		{"英文不动", "used car export", "used car export"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := n.Normalise(c.text); got != c.want {
				t.Errorf("Normalise(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// A clause keeps its place in an entry's text whatever stands in other lines.
func TestLinesAreNormalisedByThemselves(t *testing.T) {
	got := normaliser(t).lines("出口退稅\n\n　ＡＥＯ \n乾\n坤")
	if want := "出口退税\n\naeo\n干\n坤"; got != want {
		t.Errorf("lines = %q, want %q", got, want)
	}
}

// typed draws what people and their keyboards send, well-formed or not.
func typed() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"二手车", "出口", "退税", "轉讓", "註銷登記", "補貼", "退稅", "滿洲里", "裡", "乾", "后", "〇", "々",
		"ＡＥＯ", "aeo", "AEO", "３０", "30", "％", "㎏", "①", "½", "é", "e\u0301", "한", "ﾃ", "ﾞ",
		"\u200b", "\u202e", "\U000E0041", "\ufe0f", "\u3164", "\ufeff", "\u00ad", "👨\u200d👩", "\ue000",
		" ", "\u3000", "\n", "\t", "\u2028", "，", "？", "'", "\x00", "\x07", "\xff", "\xe4\xba", "\xed\xa0\x80",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "")
	})
}

func TestNormaliseIsIdempotent(t *testing.T) {
	n := normaliser(t)
	rapid.Check(t, func(t *rapid.T) {
		text := typed().Draw(t, "text")
		once := n.Normalise(text)
		if twice := n.Normalise(once); twice != once {
			t.Fatalf("Normalise(%q) = %q, then %q", text, once, twice)
		}
	})
}

func TestNormaliseIsSafe(t *testing.T) {
	n := normaliser(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(typed(), rapid.String(), bytesAsText()).Draw(t, "text")
		mustBeClean(t, Clean(text))
		mustBeClean(t, n.Normalise(text))
	})
}

func bytesAsText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })
}

// mustBeClean checks what the segmenter and the index rely on.
func mustBeClean(t rapid.TB, text string) {
	t.Helper()
	switch {
	case !utf8.ValidString(text):
		t.Fatalf("%q is no valid UTF-8", text)
	case strings.ContainsRune(text, 0):
		t.Fatalf("%q holds NUL", text)
	case strings.ContainsFunc(text, invisible):
		t.Fatalf("%q holds an invisible character", text)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r != ' ' && unicode.IsSpace(r) }):
		t.Fatalf("%q holds control characters or unusual white space", text)
	}
}

// Whatever is normalised comes to rest: text that went through twice, as a
// question repeated by a caller does, must not change for ever.
func settled(n *Normaliser, text string) bool {
	for range 4 {
		next := n.Normalise(text)
		if next == text {
			return true
		}
		text = next
	}
	return false
}

func FuzzNormalise(f *testing.F) {
	for _, seed := range []string{
		"二手車出口退稅多久？", "ＡＥＯ　認證", "退\x00税\xff", "\u202e退税\U000E0041", "zhong dong ou",
		"´¨￣", "J\u030c", "薴", "乾圖", "½㎏ﷺ", "👨\u200d👩\u200d👧",
	} {
		f.Add(seed)
	}
	n := normaliser(f)
	f.Fuzz(func(t *testing.T, text string) {
		clean, normal := Clean(text), n.Normalise(text)
		mustBeClean(t, clean)
		mustBeClean(t, normal)
		if again := Clean(clean); again != clean {
			t.Errorf("Clean(%q) = %q, then %q", text, clean, again)
		}
		if fromClean := n.Normalise(clean); fromClean != normal {
			t.Errorf("Normalise(%q) = %q, but %q once it is clean", text, normal, fromClean)
		}
		if !settled(n, text) {
			t.Errorf("Normalise(%q) does not come to rest", text)
		}
	})
}

func TestNormaliseFromManyGoroutines(t *testing.T) {
	n := normaliser(t)
	const text, want = "二手車出口企業辦理註銷登記，退稅幾天？", "二手车出口企业办理注销登记,退税几天?"
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for range 20 {
				if got := n.Normalise(text); got != want {
					t.Errorf("Normalise = %q, want %q", got, want)
				}
			}
		})
	}
	readers.Wait()
}
