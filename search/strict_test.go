package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cheyi/knowledge"
)

func TestNormaliseIsIdempotentForAnyText(t *testing.T) {
	n := normaliser(t)
	for _, text := range []string{"´", "￣", "J\u030c", "薴", "乾圖", "徵調"} {
		if once := n.Normalise(text); n.Normalise(once) != once {
			t.Errorf("Normalise(%q) = %q, then %q", text, once, n.Normalise(once))
		}
	}
}

func TestNormaliseIsIdempotentForRandomText(t *testing.T) {
	n := normaliser(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(typed(), rapid.String(), bytesAsText()).Draw(t, "text")
		once := n.Normalise(text)
		if twice := n.Normalise(once); twice != once {
			t.Fatalf("Normalise(%q) = %q, then %q", text, once, twice)
		}
	})
}

func TestRepairKeepsWhatParts(t *testing.T) {
	g := smallGuesser(t, smallLibrary(t))
	for _, c := range []struct {
		question, want string
		guesses        []knowledge.Guess
	}{
		{"出口到 zhong dong ou 行吗", "出口到 中东欧 行吗", []knowledge.Guess{{Said: "zhong dong ou", Meant: "中东欧"}}},
		{"ok' 行", "ok' 行", nil},
	} {
		if got, guesses := g.repair(c.question); got != c.want || !slices.Equal(guesses, c.guesses) {
			t.Errorf("repair(%q) = %q %q", c.question, got, guesses)
		}
	}
}

func TestHighlightMarksNothingEmpty(t *testing.T) {
	for _, c := range []struct{ clause, question, want string }{
		{"每㈱补贴。", "株", "每【㈱】补贴。"}, {"½补贴", "1 2", "【½】补贴"}, {"㎏补贴", "kg", "【㎏】补贴"}, {"½", "1", "【½】"},
	} {
		lib := libraryOf(t, c.clause)
		got := highlight(t, newLive(t, lib), c.question, clauseOf(t, lib, "一.1"))
		if got != c.want || strings.Contains(got, "【】") {
			t.Errorf("Highlight(%q) = %q, want %q", c.question, got, c.want)
		}
	}
}

func TestNearestIsAtMostOne(t *testing.T) {
	lib := libraryOf(t, "补贴。", "出口。")
	for i := range lib.Lexicon.Synonyms {
		if s := &lib.Lexicon.Synonyms[i]; s.Term == "补贴" {
			s.Same = []string{"钱", "款"}
		}
	}
	lib.Documents[0].Articles[0].Clauses[0].Note.Questions = []string{"补贴"}
	for _, h := range hitsOf(findIn(t, smallPolicy(t, lib), "补贴，钱，款")) {
		if h.Nearest > 1 {
			t.Errorf("%s: nearest %v", h.ID, h.Nearest)
		}
	}
}
