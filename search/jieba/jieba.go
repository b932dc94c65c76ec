// Package jieba cuts Chinese text into words with gojieba. It is the only
// package that touches the C++ library, behind search's one-method Segmenter.
//
// The dictionary is never committed. Run by go run or go test, it is read
// from the module's own folder; a release build (go generate, then build with
// -tags release) embeds it and unpacks it for the time of loading.
package jieba

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/yanyiwu/gojieba"

	"cheyi/search"
)

//go:generate go run ./pack

// wordWeight makes a corpus word win over its parts without drowning the
// dictionary's own.
const wordWeight = 100000

// A Segmenter is one loaded dictionary. It is safe for concurrent use and is
// never changed: other words mean another Segmenter.
type Segmenter struct {
	jieba *gojieba.Jieba
}

// New loads the dictionary with words added. Words must not be empty or hold
// white space, "|", ";" (the corpus reader sees to it). The library reads
// files only: they lie in the system's temporary folder while it loads, or,
// where there is none, in the folder spare.
func New(words []string, spare string) (*Segmenter, error) {
	scratch, err := os.MkdirTemp("", "cheyi-jieba-")
	if err != nil {
		if spareErr := os.MkdirAll(spare, 0o700); spareErr == nil {
			scratch, err = os.MkdirTemp(spare, "cheyi-jieba-")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w（请设置可写的 TMPDIR 或 CHEYI_DATA）", err)
	}
	defer os.RemoveAll(scratch)
	dict, hmm, err := dictionary(scratch)
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	user, err := writeLines(scratch, "user.utf8", userLines(words))
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	// Only keyword extraction reads these two; loading them in full would
	// cost a third of the memory.
	idf, err := writeLines(scratch, "idf.utf8", []string{"车 1.0"})
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	stop, err := writeLines(scratch, "stop.utf8", []string{"的"})
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	return &Segmenter{gojieba.NewJieba(dict, hmm, user, idf, stop)}, nil
}

// userLines writes three columns: with two, the library takes the second for
// a part of speech.
func userLines(words []string) []string {
	lines := make([]string, 0, len(words)+1)
	for _, w := range words {
		lines = append(lines, fmt.Sprintf("%s %d n", w, wordWeight))
	}
	if len(lines) == 0 {
		lines = append(lines, fmt.Sprintf("车驿 %d n", wordWeight))
	}
	return lines
}

func writeLines(dir, name string, lines []string) (string, error) {
	file := filepath.Join(dir, name)
	return file, os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600)
}

// Words cuts text in search mode: long words and the words within them, by
// start, longer first, with byte offsets. The text must be valid UTF-8
// without NUL (search.Clean), or the library returns nothing for it.
func (s *Segmenter) Words(text string) []search.Word {
	return s.cut(text, gojieba.SearchMode, true)
}

// Known cuts text into the dictionary's words only; what it does not hold is
// cut into single characters.
func (s *Segmenter) Known(text string) []search.Word {
	return s.cut(text, gojieba.DefaultMode, false)
}

func (s *Segmenter) cut(text string, mode gojieba.TokenizeMode, guess bool) []search.Word {
	cut := s.jieba.Tokenize(text, mode, guess)
	words := make([]search.Word, len(cut))
	for i, w := range cut {
		words[i] = search.Word{Text: w.Str, Start: w.Start, End: w.End}
	}
	search.SortWords(words)
	return words
}
