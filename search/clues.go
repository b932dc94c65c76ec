package search

import (
	"iter"

	"cheyi/knowledge"
)

// Weights of a question's terms.
const (
	partWeight    = 0.4 // a word within a longer word
	cueWeight     = 0.4 // a word that only shows what kind of thing is asked
	unknownWeight = 0.7 // a word that the corpus has nowhere, against the rarest it has
	termFit       = 0.95
	siblingFit    = 0.85
)

// A weigher knows how much each term of a question counts and what may stand
// for it.
type weigher struct {
	rarity map[string]float64 // of each term of the corpus
	rarest float64
	same   map[string][]Alternative // surface → what may stand for it
	cue    map[string]bool          // words that only show what kind of thing is asked
	term   map[string]string        // the text's own words, and what people say for them → the text's word
}

// newWeigher weighs terms by how many of the texts hold them.
func newWeigher(lib *knowledge.Library, holding map[string]int, texts int) weigher {
	w := weigher{
		rarity: make(map[string]float64, len(holding)),
		rarest: rarity(1, texts),
		same:   alternatives(lib.Lexicon.Synonyms),
		cue:    map[string]bool{},
		term:   map[string]string{},
	}
	for t, n := range holding {
		w.rarity[t] = rarity(n, texts)
	}
	for _, k := range lib.Lexicon.Kinds {
		for _, c := range k.Cues {
			w.cue[c] = true
		}
	}
	for _, t := range terms(lib) {
		w.term[t] = t
	}
	for _, s := range lib.Lexicon.Synonyms {
		for _, same := range s.Same {
			w.term[same] = s.Term
		}
	}
	return w
}

// alternatives turns the lexicon's groups into a table by surface.
func alternatives(groups []knowledge.Synonym) map[string][]Alternative {
	table := map[string][]Alternative{}
	for _, g := range groups {
		members := append([]string{g.Term}, g.Same...)
		for _, surface := range members {
			for _, other := range members {
				switch {
				case other == surface:
				case other == g.Term || surface == g.Term:
					table[surface] = append(table[surface], Alternative{other, termFit})
				default:
					table[surface] = append(table[surface], Alternative{other, siblingFit})
				}
			}
		}
	}
	return table
}

// clues weighs the terms of a question, each once. Parts of a longer word
// count less than the word. Only words are expanded: a synonym of a bigram
// means nothing.
func (w *weigher) clues(words []Word, expand bool) []Clue {
	clues := make([]Clue, 0, len(words))
	for word, factor := range w.counted(words) {
		c := Clue{Word: word, Alternatives: []Alternative{{word.Text, 1}}}
		if expand {
			c.Alternatives = append(c.Alternatives, w.same[word.Text]...)
		}
		c.Weight = factor * w.importance(c.Alternatives)
		clues = append(clues, c)
	}
	return clues
}

// weights returns what each term of a way of asking counts.
func (w *weigher) weights(words []Word) []weighed {
	list := make([]weighed, 0, len(words))
	for word, factor := range w.counted(words) {
		list = append(list, weighed{word.Text, factor * w.importance([]Alternative{{word.Text, 1}})})
	}
	return list
}

// weighed is a term with what it counts.
type weighed struct {
	term   string
	weight float64
}

// counted yields each word once, with what it counts for its place: parts of
// a longer word, and words that only show what is asked, count less.
func (w *weigher) counted(words []Word) iter.Seq2[Word, float64] {
	return func(yield func(Word, float64) bool) {
		seen := make(map[string]bool, len(words))
		end := 0
		for _, word := range words {
			part := word.End <= end
			end = max(end, word.End)
			if seen[word.Text] {
				continue
			}
			seen[word.Text] = true
			factor := 1.0
			if part {
				factor *= partWeight
			}
			if w.cue[word.Text] {
				factor *= cueWeight
			}
			if !yield(word, factor) {
				return
			}
		}
	}
}

// importance is the rarity of the first alternative that the corpus holds.
func (w *weigher) importance(alternatives []Alternative) float64 {
	for _, a := range alternatives {
		if r, ok := w.rarity[a.Term]; ok {
			return r
		}
	}
	return unknownWeight * w.rarest
}

// termOf returns the corpus's own term that a word is or stands for, "" for a
// word that is none, only shows what kind of thing is asked, or stands nearly
// everywhere (出口, 企业).
func (w *weigher) termOf(word string) string {
	if w.cue[word] || w.importance([]Alternative{{word, 1}}) < everywhere {
		return ""
	}
	return w.term[word]
}

// everywhere is the rarity below which a term tells nothing about a subject:
// every fifth entry holds it.
const everywhere = 1.6

func distinct(lists ...[]Word) map[string]bool {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, w := range list {
			seen[w.Text] = true
		}
	}
	return seen
}
