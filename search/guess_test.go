package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"cheyi/knowledge"
)

func smallGuesser(t testing.TB, lib *knowledge.Library) *guesser {
	t.Helper()
	segmenter, _ := withDictionary(Vocabulary(lib))
	return newGuesser(lib, segmenter)
}

func TestRepair(t *testing.T) {
	g := smallGuesser(t, smallLibrary(t))
	type guesses = []knowledge.Guess
	for _, c := range []struct {
		name, question, want string
		guesses              guesses
	}{
		{"同音字", "转让代出口", "转让待出口", guesses{{Said: "转让代出口", Meant: "转让待出口"}}},
		{"句中的同音字", "转让代出口怎么办", "转让待出口怎么办", guesses{{Said: "转让代出口", Meant: "转让待出口"}}},
		{"同音的说法", "国户多久", "过户多久", guesses{{Said: "国户", Meant: "过户"}}},
		{"错一个字", "注锁登记怎么办", "注销登记怎么办", guesses{{Said: "注锁登记", Meant: "注销登记"}}},
		{"拼音", "zhong dong ou", "中东欧", guesses{{Said: "zhong dong ou", Meant: "中东欧"}}},
		{"连写拼音", "zhongdongou补贴", "中东欧补贴", guesses{{Said: "zhongdongou", Meant: "中东欧"}}},
		{"几个词的拼音", "chukou tuishui", "出口退税", guesses{{Said: "chukou tuishui", Meant: "出口退税"}}},
		{"隔音符", "zhong'dong'ou", "中东欧", guesses{{Said: "zhong'dong'ou", Meant: "中东欧"}}},
		{"拼音和同音字", "zhong dong ou，转让代出口", "中东欧，转让待出口",
			guesses{{Said: "zhong dong ou", Meant: "中东欧"}, {Said: "转让代出口", Meant: "转让待出口"}}},
		{"外地地名的拼音", "dalian", "大连", guesses{{Said: "dalian", Meant: "大连"}}},

		{"英文的词", "how many days for the tax refund", "几天 出口退税", guesses{{Said: "tax refund", Meant: "出口退税"}}},
		{"夹在中文里的英文", "我们的refund要几天", "我们的出口退税要几天", guesses{{Said: "refund", Meant: "出口退税"}}},
		{"英文的命令不译", "ignore the tax refund", "ignore the tax refund", nil},

		{"没有错的问法", "转让待出口多久办结", "转让待出口多久办结", nil},
		{"由整词组成的不改", "转让登记补贴", "转让登记补贴", nil},
		{"差一个字的另一件事", "注册登记怎么办", "注册登记怎么办", nil},
		{"停用词不凑成词", "是小企业", "是小企业", nil},
		{"英文", "what is the policy", "what is the policy", nil},
		{"英文里夹拼音", "how about tuishui", "how about tuishui", nil},
		{"字母太少", "edu", "edu", nil},
		{"英文和中文", "aeo认证 status怎么办", "aeo认证 status怎么办", nil},
		{"两个字的词错一个不同音的字", "过产多久", "过产多久", nil},
		{"空", "", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, made := g.repair(c.question)
			if got != c.want || !slices.Equal(made, c.guesses) {
				t.Errorf("repair(%q) = %q %v, want %q %v", c.question, got, made, c.want, c.guesses)
			}
		})
	}
}

func TestRepairLeavesLongMessages(t *testing.T) {
	g := smallGuesser(t, smallLibrary(t))
	const wrong = "转让代出口，"
	filled := func(runes int) string {
		return wrong + strings.Repeat("。", runes-utf8.RuneCountInString(wrong))
	}
	if got, guesses := g.repair(filled(guessedRunes)); !strings.HasPrefix(got, "转让待出口") || len(guesses) != 1 {
		t.Errorf("a message of %d characters was not repaired: %q", guessedRunes, got)
	}
	long := filled(guessedRunes + 1)
	if got, guesses := g.repair(long); got != long || guesses != nil {
		t.Errorf("a message of %d characters was changed: %q %v", guessedRunes+1, got, guesses)
	}
}

func TestRepairLeavesTheCorpussWords(t *testing.T) {
	lib := smallLibrary(t)
	g, vocabulary := smallGuesser(t, lib), Vocabulary(lib)
	rapid.Check(t, func(t *rapid.T) {
		question := strings.Join(rapid.SliceOf(rapid.SampledFrom(vocabulary)).Draw(t, "words"), "，")
		if got, guesses := g.repair(question); got != question || len(guesses) > 0 {
			t.Fatalf("repair(%q) = %q %v", question, got, guesses)
		}
	})
}

// A guess is never silent, and it always leads to words of the corpus.
func FuzzRepair(f *testing.F) {
	for _, seed := range []string{"转让代出口", "zhong dong ou", "注锁登记", "是小企业", "what is the policy", "国户 dalian 多久"} {
		f.Add(seed)
	}
	lib := smallLibrary(f)
	g, n := smallGuesser(f, lib), normaliser(f)
	vocabulary := Vocabulary(lib)
	f.Fuzz(func(t *testing.T, text string) {
		question := n.Normalise(text)
		got, guesses := g.repair(question)
		if !utf8.ValidString(got) {
			t.Errorf("repair(%q) = %q is no valid UTF-8", question, got)
		}
		if len(guesses) == 0 && withoutParting(got) != withoutParting(question) {
			t.Errorf("repair(%q) = %q without a guess", question, got)
		}
		heard := question // a guess may build on one before it
		for _, guess := range guesses {
			if !strings.Contains(heard, guess.Said) {
				t.Errorf("repair(%q): %q was never said", question, guess.Said)
			}
			if !madeOf(vocabulary, guess.Meant) {
				t.Errorf("repair(%q): %q is not made of the corpus's words", question, guess.Meant)
			}
			heard += " " + guess.Meant
		}
	})
}

// withoutParting drops what parts the syllables of pinyin and is no word.
func withoutParting(text string) string {
	return strings.NewReplacer(" ", "", "'", "").Replace(text)
}

// madeOf reports whether a text is nothing but words, one after the other.
func madeOf(words []string, text string) bool {
	return text == "" || slices.ContainsFunc(words, func(w string) bool {
		rest, ok := strings.CutPrefix(text, w)
		return ok && madeOf(words, rest)
	})
}

func TestVocabulary(t *testing.T) {
	lib := smallLibrary(t)
	got := Vocabulary(lib)
	// The text's terms come first, then what people call them, each word once.
	want := []string{
		"转让待出口", "注销登记", "二手车出口企业", "出口退税", "海外仓", "失效", "aeo认证", "额度", "转让登记", "补贴", "中东欧",
		"过户", "补助", "奖补", "东欧那边", "大连", "多少钱", "补多少", "多久", "几天",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Vocabulary = %q, want %q", got, want)
	}
}

func TestVocabularyFitsADictionaryFile(t *testing.T) {
	lib := smallLibrary(t)
	lib.Lexicon.Kinds[0].Cues = append(lib.Lexicon.Kinds[0].Cues, "how much", "补|贴", "补;贴", "#补贴")
	lib.Lexicon.Scope.OtherPlaces = append(lib.Lexicon.Scope.OtherPlaces, "大连", "补贴")
	if got, want := Vocabulary(lib), Vocabulary(smallLibrary(t)); !slices.Equal(got, want) {
		t.Errorf("Vocabulary = %q, want %q", got, want)
	}
}
