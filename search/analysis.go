package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// A Word is a term with its place in the text, in bytes.
type Word struct {
	Text       string
	Start, End int
}

// A Segmenter cuts normalised text into words in search mode: long words and
// the words within them, ordered as SortWords orders.
type Segmenter interface {
	Words(text string) []Word
}

// SortWords orders words by start, the longer first. Search-mode segmenters
// do not return them so, and positions depend on it.
func SortWords(words []Word) {
	slices.SortStableFunc(words, func(a, b Word) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
}

// An Analyser turns normalised text into terms, the same way for the index
// and for a question. It is safe for concurrent use.
type Analyser struct {
	segmenter Segmenter
	stop      map[string]bool
	lines     atomic.Pointer[sync.Map] // text → its words, while an index is built
}

// NewAnalyser returns an analyser that drops the stop words.
func NewAnalyser(segmenter Segmenter, stopWords []string) *Analyser {
	stop := make(map[string]bool, len(stopWords))
	for _, w := range stopWords {
		stop[w] = true
	}
	return &Analyser{segmenter: segmenter, stop: stop}
}

// Words returns the text's words without punctuation and stop words. Lines
// are cut one by one: no word reaches over a line's end.
func (a *Analyser) Words(text string) []Word {
	if !strings.Contains(text, "\n") {
		return a.line(text)
	}
	var words []Word
	offset := 0
	for text := range strings.SplitSeq(text, "\n") {
		for _, w := range a.line(text) {
			words = append(words, Word{w.Text, w.Start + offset, w.End + offset})
		}
		offset += len(text) + len("\n")
	}
	return words
}

// line cuts one line. While an index is built, each is cut once.
func (a *Analyser) line(text string) []Word {
	if known := a.lines.Load(); known != nil {
		if words, ok := known.Load(text); ok {
			return words.([]Word)
		}
	}
	return a.keep(text, a.segmenter.Words(text))
}

// keep returns the words that tell something, and remembers them while an index
// is built.
func (a *Analyser) keep(text string, cut []Word) []Word {
	words := a.telling(cut)
	if known := a.lines.Load(); known != nil {
		known.Store(text, words)
	}
	return words
}

// telling drops punctuation and stop words.
func (a *Analyser) telling(words []Word) []Word {
	kept := make([]Word, 0, len(words))
	for _, w := range words {
		if !a.stop[w.Text] && strings.ContainsFunc(w.Text, wordRune) {
			kept = append(kept, w)
		}
	}
	return kept
}

// remember keeps what each line was cut into until forget is called.
func (a *Analyser) remember() (forget func()) {
	a.lines.Store(new(sync.Map))
	return func() { a.lines.Store(nil) }
}

// Grams returns the pairs of neighbouring characters of each run of Chinese,
// and other runs of letters and digits whole.
func (a *Analyser) Grams(text string) []Word {
	grams := make([]Word, 0, len(text)/len("车"))
	for start := 0; start < len(text); {
		r, size := utf8.DecodeRuneInString(text[start:])
		switch {
		case isHan(r):
			next, nextSize := utf8.DecodeRuneInString(text[start+size:])
			if nextSize > 0 && isHan(next) {
				end := start + size + nextSize
				grams = append(grams, Word{text[start:end], start, end})
			}
			start += size
		case wordRune(r):
			end := start + size
			for end < len(text) {
				next, nextSize := utf8.DecodeRuneInString(text[end:])
				if !wordRune(next) || isHan(next) {
					break
				}
				end += nextSize
			}
			grams = append(grams, Word{text[start:end], start, end})
			start = end
		default:
			start += size
		}
	}
	return grams
}

// Bleve builds tokenizers from a registry by name, so a live analyser is
// handed over through a key in the tokenizer's configuration.
const (
	wordTokenizer = "cheyi_words"
	gramTokenizer = "cheyi_grams"
)

var (
	analysers sync.Map // key → *Analyser
	errNoKey  = fmt.Errorf("tokenizer needs the key of a live analyser")
)

func init() {
	register := func(name string, cut func(*Analyser, string) []Word) {
		err := registry.RegisterTokenizer(name, func(config map[string]any, _ *registry.Cache) (analysis.Tokenizer, error) {
			a, ok := analysers.Load(config["analyser"])
			if !ok {
				return nil, errNoKey
			}
			return tokenizer{a.(*Analyser), cut}, nil
		})
		if err != nil {
			panic(err) // two tokenizers of one name: a fault of the build
		}
	}
	register(wordTokenizer, (*Analyser).Words)
	register(gramTokenizer, (*Analyser).Grams)
}

type tokenizer struct {
	analyser *Analyser
	cut      func(*Analyser, string) []Word
}

// Tokenize implements analysis.Tokenizer. Overlapping words that start
// together share a position.
func (t tokenizer) Tokenize(input []byte) analysis.TokenStream {
	words := t.cut(t.analyser, string(input))
	tokens := make([]analysis.Token, len(words))
	stream := make(analysis.TokenStream, len(words))
	position, last := 0, -1
	for i, w := range words {
		if w.Start != last {
			position, last = position+1, w.Start
		}
		tokens[i] = analysis.Token{Term: input[w.Start:w.End], Start: w.Start, End: w.End, Position: position, Type: analysis.Ideographic}
		stream[i] = &tokens[i]
	}
	return stream
}
