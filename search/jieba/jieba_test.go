package jieba_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/search"
	"cheyi/search/jieba"
)

// library is the corpus as it is built in.
var library = sync.OnceValues(func() (*knowledge.Library, error) {
	lib, faults := knowledge.Read(corpus.FS)
	if len(faults) > 0 {
		return nil, faults
	}
	return lib, nil
})

// loaded is the one segmenter of all tests, with the corpus's words: loading
// takes half a second.
var loaded = sync.OnceValues(func() (*jieba.Segmenter, error) {
	lib, err := library()
	if err != nil {
		return nil, err
	}
	return jieba.New(search.Vocabulary(lib), "")
})

// must unwraps what the tests share.
func must[T any](t testing.TB, get func() (T, error)) T {
	t.Helper()
	value, err := get()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func texts(words []search.Word) []string {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return list
}

func TestWords(t *testing.T) {
	s := must(t, loaded)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"本库的词是一个词", "转让待出口", []string{"转让待出口", "转让", "待出口", "出口"}},
		{"长词在前，里面的词按位置", "二手车出口企业", []string{"二手车出口企业", "二手车", "二手", "手车", "出口", "企业"}},
		{"句子", "退税要几天？", []string{"退税", "要", "几天", "？"}},
		{"字母和数字", "aeo认证30日", []string{"aeo", "认证", "30", "日"}},
		{"空", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := texts(s.Words(c.text)); !slices.Equal(got, c.want) {
				t.Errorf("Words(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// Whatever an editor writes into the lexicon is one word of the segmenter.
func TestCorpusWordsStayWhole(t *testing.T) {
	s := must(t, loaded)
	for _, w := range search.Vocabulary(must(t, library)) {
		whole := search.Word{Text: w, Start: 0, End: len(w)}
		if got := s.Words(w); len(got) == 0 || got[0] != whole {
			t.Errorf("%q is cut into %q", w, texts(got))
		}
	}
}

// text draws questions of the corpus's words, and anything else that has been
// cleaned.
func text(vocabulary []string) *rapid.Generator[string] {
	pieces := slices.Concat(vocabulary, []string{"的", "，", "？", " ", "30", "aeo", "%", "𠮷", "😀", "é", "請問", "\x00", "\xff"})
	made := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 10).Draw(t, "pieces"), "")
	})
	return rapid.Map(rapid.OneOf(made, rapid.String()), search.Clean)
}

func TestOffsetsAreTrue(t *testing.T) {
	s, vocabulary := must(t, loaded), search.Vocabulary(must(t, library))
	rapid.Check(t, func(t *rapid.T) {
		line := text(vocabulary).Draw(t, "text")
		mustCover(t, line, s.Words(line))
	})
}

// mustCover checks that words stand at their offsets, by start and the longer
// first, and that no character of the text is left out.
func mustCover(t rapid.TB, text string, words []search.Word) {
	t.Helper()
	end := 0
	for i, w := range words {
		if w.Start < 0 || w.End <= w.Start || w.End > len(text) || text[w.Start:w.End] != w.Text || !utf8.ValidString(w.Text) {
			t.Fatalf("%q does not stand in %q at %d to %d", w.Text, text, w.Start, w.End)
		}
		if i > 0 && (w.Start < words[i-1].Start || w.Start == words[i-1].Start && w.End > words[i-1].End) {
			t.Fatalf("the words of %q are out of order: %v", text, words)
		}
		if w.Start > end {
			t.Fatalf("%q is left out of %q", text[end:w.Start], text)
		}
		end = max(end, w.End)
	}
	if end != len(text) {
		t.Fatalf("%q is left out of %q", text[end:], text)
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{
		"转让待出口要几天", "二手\xff车\x00出口", "\u202e退税\u200b", "𠮷野家 AEO ３０％", "👨\u200d👩\u200d👧", "",
	} {
		f.Add(seed)
	}
	s := must(f, loaded)
	f.Fuzz(func(t *testing.T, raw string) {
		clean := search.Clean(raw)
		mustCover(t, clean, s.Words(clean))
	})
}

// The C++ library ends at NUL and gives up on invalid bytes; cleaned first,
// the same text is cut.
func TestInvalidTextIsCleanedFirst(t *testing.T) {
	s := must(t, loaded)
	for _, raw := range []string{"出口\xff退税", "出口\x00退税", "出口\u200b退税", "出口\xed\xa0\x80退税", "\ufeff出口退税"} {
		if got, want := texts(s.Words(search.Clean(raw))), texts(s.Words("出口退税")); !slices.Equal(got, want) {
			t.Errorf("%q is cut into %q, want %q", raw, got, want)
		}
	}
}

func TestWordsFromManyGoroutines(t *testing.T) {
	s := must(t, loaded)
	questions := []string{"转让待出口要几天办完", "二手车出口企业去中东欧设海外仓有补贴吗", "出口退税多久到账？"}
	var want [][]search.Word
	for _, q := range questions {
		want = append(want, s.Words(q))
	}
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for i := range 60 {
				at := i % len(questions)
				if got := s.Words(questions[at]); !slices.Equal(got, want[at]) {
					t.Errorf("%q is cut into %q, want %q", questions[at], texts(got), texts(want[at]))
				}
			}
		})
	}
	readers.Wait()
}

// The files written for loading are gone once it is done, and the words are
// still known; another segmenter knows nothing of them.
func TestNothingIsLeftOnDisk(t *testing.T) {
	const word = "草原丝路车驿"
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	s, err := jieba.New([]string{word}, "")
	if err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(scratch)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if got := texts(s.Words("请问" + word)); !slices.Contains(got, word) {
		t.Errorf("%s is cut into %q", word, got)
	}
	if got := texts(must(t, loaded).Words("请问" + word)); slices.Contains(got, word) {
		t.Errorf("another segmenter has learnt %s", word)
	}
}

// Where the system has no temporary folder, the spare one serves; a library
// without words of its own is cut by the dictionary alone.
func TestSpareFolder(t *testing.T) {
	spare := t.TempDir() + "/数据"
	t.Setenv("TMPDIR", t.TempDir()+"/没有这个文件夹")
	s, err := jieba.New(nil, spare)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(spare); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if got, want := texts(s.Words("出口退税")), []string{"出口", "退税"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
}

func TestNowhereToWrite(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/没有这个文件夹")
	for _, spare := range []string{"", "/dev/null/数据"} {
		s, err := jieba.New(nil, spare)
		if err == nil || !strings.Contains(err.Error(), "请设置可写的 TMPDIR") {
			t.Errorf("spare %q: error %v", spare, err)
		}
		if s != nil {
			t.Errorf("spare %q: a segmenter was made", spare)
		}
	}
}

const asked = "转让待出口登记要几天办完，去中东欧设海外仓有補貼嗎"

func BenchmarkAnalysis(b *testing.B) {
	lib := must(b, library)
	n := must(b, search.NewNormaliser)
	a := search.NewAnalyser(must(b, loaded), lib.Lexicon.StopWords)
	b.ReportAllocs()
	for b.Loop() {
		question := n.Normalise(asked)
		if len(a.Words(question)) == 0 || len(a.Grams(question)) == 0 {
			b.Fatal("nothing was cut")
		}
	}
}

func BenchmarkFind(b *testing.B) {
	s := must(b, loaded)
	live, err := search.NewLive(must(b, library), func([]string) (search.Segmenter, error) { return s, nil })
	if err != nil {
		b.Fatal(err)
	}
	defer live.Close()
	b.ReportAllocs()
	for b.Loop() {
		f, err := live.Find(context.Background(), asked)
		if err != nil || len(f.Clauses) == 0 {
			b.Fatal("nothing was found", err)
		}
	}
}
