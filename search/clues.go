package search

import (
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

// newWeigher counts in how many of the texts each term stands.
func newWeigher(lib *knowledge.Library, texts [][]string) weigher {
	w := weigher{
		rarity: map[string]float64{},
		rarest: rarity(1, len(texts)),
		same:   alternatives(lib.Lexicon.Synonyms),
		cue:    map[string]bool{},
		term:   map[string]string{},
	}
	holding := map[string]int{}
	for _, terms := range texts {
		for _, t := range terms {
			holding[t]++
		}
	}
	for t, n := range holding {
		w.rarity[t] = rarity(n, len(texts))
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
	var clues []Clue
	seen := map[string]bool{}
	end := 0
	for _, word := range words {
		part := word.End <= end
		end = max(end, word.End)
		if seen[word.Text] {
			continue
		}
		seen[word.Text] = true
		c := Clue{Word: word, Alternatives: []Alternative{{word.Text, 1}}}
		if expand {
			c.Alternatives = append(c.Alternatives, w.same[word.Text]...)
		}
		c.Weight = w.importance(c.Alternatives)
		if part {
			c.Weight *= partWeight
		}
		if w.cue[word.Text] {
			c.Weight *= cueWeight
		}
		clues = append(clues, c)
	}
	return clues
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

func distinct(lists ...[]Word) []string {
	seen := map[string]bool{}
	var terms []string
	for _, list := range lists {
		for _, w := range list {
			if !seen[w.Text] {
				seen[w.Text] = true
				terms = append(terms, w.Text)
			}
		}
	}
	return terms
}
