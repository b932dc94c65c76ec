package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/analysis"
	"pgregory.net/rapid"
)

func texts(words []Word) []string {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return list
}

func TestSortWords(t *testing.T) {
	words := []Word{{"出口", 9, 15}, {"二手", 0, 6}, {"二手车", 0, 9}, {"二手车出口", 0, 15}}
	SortWords(words)
	if got, want := texts(words), []string{"二手车出口", "二手车", "二手", "出口"}; !slices.Equal(got, want) {
		t.Errorf("SortWords = %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	a := NewAnalyser(segmenterOf("二手车出口企业", "二手车", "出口", "企业", "退税", "30", "请问"), []string{"的", "请问"})
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"长词和词里的词", "二手车出口企业", []string{"二手车出口企业", "二手车", "出口", "企业"}},
		{"标点不算", "出口，退税？", []string{"出口", "退税"}},
		{"停用词不算", "请问企业的退税", []string{"企业", "退税"}},
		{"字母和数字", "aeo企业30", []string{"aeo", "企业", "30"}},
		{"词不跨行", "退\n税", []string{"退", "税"}},
		{"只有标点", "？！…", nil},
		{"空", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := texts(a.Words(c.text)); !slices.Equal(got, c.want) {
				t.Errorf("Words(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestGrams(t *testing.T) {
	a := NewAnalyser(segmenterOf(), nil)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"相邻两字", "二手车", []string{"二手", "手车"}},
		{"标点隔断", "退税，补贴", []string{"退税", "补贴"}},
		{"单字没有", "车", nil},
		{"字母数字整段", "aeo认证30日", []string{"aeo", "认证", "30"}},
		{"字母不与汉字成对", "车aeo车", []string{"aeo"}},
		{"坏字节隔断", "退\xff税费", []string{"税费"}},
		{"空", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := texts(a.Grams(c.text)); !slices.Equal(got, c.want) {
				t.Errorf("Grams(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// smallAnalyser cuts with the small library's words.
func smallAnalyser(t *testing.T) *Analyser {
	t.Helper()
	lib := smallLibrary(t)
	segmenter, _ := withDictionary(Vocabulary(lib))
	return NewAnalyser(segmenter, lib.Lexicon.StopWords)
}

// sentence draws texts of corpus words, punctuation and anything else.
func sentence() *rapid.Generator[string] {
	words := slices.Concat(dictionary, []string{
		"转让待出口", "注销登记", "二手车出口企业", "海外仓", "中东欧", "aeo认证", "aeo", "30", "的", "吗", "，", "？", " ", "车",
	})
	made := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 10).Draw(t, "words"), "")
	})
	return rapid.OneOf(made, typed(), rapid.String())
}

func TestOffsetsAreTrue(t *testing.T) {
	a := smallAnalyser(t)
	rapid.Check(t, func(t *rapid.T) {
		text := sentence().Draw(t, "text")
		for name, words := range map[string][]Word{"Words": a.Words(text), "Grams": a.Grams(text)} {
			mustStandIn(t, name, text, words)
		}
	})
}

// An analyser that remembers lines while an index is built cuts as before.
func TestRememberedLinesAreCutAlike(t *testing.T) {
	a := smallAnalyser(t)
	rapid.Check(t, func(t *rapid.T) {
		line := sentence().Draw(t, "line")
		text := line + "\n" + sentence().Draw(t, "text") + "\n" + line
		want := a.Words(text)
		forget := a.remember()
		defer forget()
		for range 2 {
			if got := a.Words(text); !slices.Equal(got, want) {
				t.Fatalf("Words(%q) = %v, want %v", text, got, want)
			}
		}
	})
}

// mustStandIn checks that each word stands at its offsets, in order.
func mustStandIn(t rapid.TB, name, text string, words []Word) {
	t.Helper()
	last := 0
	for _, w := range words {
		if w.Start < last || w.End <= w.Start || w.End > len(text) || text[w.Start:w.End] != w.Text {
			t.Fatalf("%s(%q): %q does not stand at %d to %d", name, text, w.Text, w.Start, w.End)
		}
		last = w.Start
	}
}

func FuzzGrams(f *testing.F) {
	for _, seed := range []string{"二手车出口AEO认证30日", "退\xff税", "〇々", "𠮷野家", ""} {
		f.Add(seed)
	}
	a := NewAnalyser(segmenterOf(), nil)
	f.Fuzz(func(t *testing.T, text string) {
		grams := a.Grams(text)
		mustStandIn(t, "Grams", text, grams)
		for _, g := range grams {
			if rs := []rune(g.Text); isHan(rs[0]) && (len(rs) != 2 || !isHan(rs[1])) {
				t.Errorf("Grams(%q): %q is no pair of characters", text, g.Text)
			}
		}
	})
}

// bleveTokens cuts text the way Bleve does when it indexes a field.
func bleveTokens(t rapid.TB, a *Analyser, name, text string) analysis.TokenStream {
	t.Helper()
	analysers.Store("bleveTokens", a)
	defer analysers.Delete("bleveTokens")
	m, err := newMapping("bleveTokens", policyFields)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := m.AnalyzeText(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

func TestBleveTokensAreTheAnalysersWords(t *testing.T) {
	a := smallAnalyser(t)
	rapid.Check(t, func(t *rapid.T) {
		text := sentence().Draw(t, "text")
		for name, words := range map[string][]Word{wordTokenizer: a.Words(text), gramTokenizer: a.Grams(text)} {
			var got []Word
			for _, token := range bleveTokens(t, a, name, text) {
				got = append(got, Word{string(token.Term), token.Start, token.End})
			}
			if !slices.Equal(got, words) {
				t.Fatalf("%s cuts %q into %v, want %v", name, text, got, words)
			}
		}
	})
}

func TestBlevePositions(t *testing.T) {
	a := smallAnalyser(t)
	type place struct {
		term     string
		position int
	}
	var got []place
	for _, token := range bleveTokens(t, a, wordTokenizer, "二手车出口企业的海外仓") {
		got = append(got, place{string(token.Term), token.Position})
	}
	// Words that start together share a position; the stop word takes none.
	want := []place{{"二手车出口企业", 1}, {"二手车", 1}, {"出口", 2}, {"企业", 3}, {"海外仓", 4}, {"海外", 4}}
	if !slices.Equal(got, want) {
		t.Errorf("positions %v, want %v", got, want)
	}
}

func TestTokenizerNeedsALiveAnalyser(t *testing.T) {
	if _, err := newMapping("nobody", policyFields); err == nil {
		t.Error("a mapping was built without an analyser")
	}
}
