package search

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"

	"cheyi/knowledge"
)

// The fields of the policy's index. Each is cut into words and into grams.
const (
	ownWords   = "own_words"   // an entry's own text
	ownGrams   = "own_grams"   //
	askedWords = "asked_words" // one way of asking for an entry
	askedGrams = "asked_grams"
	allWords   = "all_words" // an entry's text with all the ways of asking for it
	allGrams   = "all_grams"
)

var policyFields = map[string]Cut{
	ownWords: Words, askedWords: Words, allWords: Words,
	ownGrams: Grams, askedGrams: Grams, allGrams: Grams,
}

// How much each channel counts in an entry's score. Found by leaving each
// fifth of the corpus's own questions out in turn and ranking it against the
// rest (docs/decisions/0004-ranking.md has the figures).
var (
	shareOwn     = envf("OWN", 0.10)
	shareAll     = envf("ALL", 0.40)
	shareNearest = 1 - shareOwn - shareAll
	shareWords   = envf("WORDS", 0.55) // words against grams, in every channel
)

// Weights of a question's terms.
var (
	cueWeight  = envf("CUE", 0.4)
	termWeight = envf("TERM", 1)
	tv         = envf("TV", 0.6)

	partWeight    = envf("PART", 0.4) // a word within a longer word
	unknownWeight = envf("UNK", 0.7)  // a word that the corpus has nowhere, against the rarest it has
	termFit       = 0.95
	siblingFit    = 0.85
)

func envf(k string, d float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(k), 64); err == nil {
		return v
	}
	return d
}

// A policyIndex is the index of one library. It is built once.
type policyIndex struct {
	cue, term map[string]bool

	library  *knowledge.Library
	analyser *Analyser
	index    *Index
	entries  []knowledge.Entry
	owner    []int     // record number → entry
	question []string  // record number → the way of asking, "" for an entry's own record
	weight   []float64 // record number → weight of its words, then of its grams
	gramSum  []float64 //
	rarity   map[string]float64
	rarest   float64
	same     map[string][]Alternative // surface → what may stand for it
	guesser  *guesser
}

func newPolicyIndex(lib *knowledge.Library, n *Normaliser, segmenter Segmenter) (*policyIndex, error) {
	p := &policyIndex{
		library:  lib,
		analyser: NewAnalyser(segmenter, lib.Lexicon.StopWords),
		entries:  lib.Entries(),
		rarity:   map[string]float64{},
		same:     alternatives(lib.Lexicon.Synonyms),
	}
	p.cue, p.term = map[string]bool{}, map[string]bool{}
	for _, k := range lib.Lexicon.Kinds {
		for _, c := range k.Cues {
			p.cue[c] = true
		}
	}
	for _, g := range lib.Lexicon.Synonyms {
		p.term[g.Term] = true
		for _, c := range g.Same {
			p.term[c] = true
		}
	}
	for _, g := range lib.Lexicon.Words {
		p.term[g] = true
	}
	p.guesser = newGuesser(lib, segmenter)
	records := p.recordsOf(n)
	var err error
	if p.index, err = Build(p.analyser, policyFields, records); err != nil {
		return nil, err
	}
	p.weigh(records)
	return p, nil
}

// recordsOf makes one record for each entry and one for each way of asking.
func (p *policyIndex) recordsOf(n *Normaliser) []Record {
	var records []Record
	for _, e := range p.entries {
		own := n.Normalise(e.Text())
		all := own
		for i, q := range e.Questions() {
			q = n.Normalise(q)
			all += "\n" + q
			records = append(records, Record{ID: e.ID + "?" + strconv.Itoa(i), Fields: map[string]string{askedWords: q, askedGrams: q}})
		}
		records = append(records, Record{ID: e.ID, Fields: map[string]string{ownWords: own, ownGrams: own, allWords: all, allGrams: all}})
	}
	return records
}

// weigh fixes how rare each term is, by the entries that hold it, and how
// much each way of asking weighs.
func (p *policyIndex) weigh(records []Record) {
	byID := map[string]Record{}
	for _, r := range records {
		byID[r.ID] = r
	}
	holding := map[string]int{}
	for _, e := range p.entries {
		text := byID[e.ID].Fields[allWords]
		for _, t := range distinct(p.analyser.Words(text), p.analyser.Grams(text)) {
			holding[t]++
		}
	}
	for t, n := range holding {
		p.rarity[t] = rarity(n, len(p.entries))
	}
	p.rarest = rarity(1, len(p.entries))

	owner := map[string]int{}
	for i, e := range p.entries {
		owner[e.ID] = i
		for j := range e.Questions() {
			owner[e.ID+"?"+strconv.Itoa(j)] = i
		}
	}
	for _, id := range p.index.records {
		q := byID[id].Fields[askedWords]
		p.owner = append(p.owner, owner[id])
		p.question = append(p.question, q)
		p.weight = append(p.weight, total(p.clues(p.analyser.Words(q), false)))
		p.gramSum = append(p.gramSum, total(p.clues(p.analyser.Grams(q), false)))
	}
}

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
// count less than the word.
func (p *policyIndex) clues(words []Word, expand bool) []Clue {
	var clues []Clue
	seen := map[string]bool{}
	end := 0
	for _, w := range words {
		part := w.End <= end
		end = max(end, w.End)
		if seen[w.Text] {
			continue
		}
		seen[w.Text] = true
		c := Clue{Word: w, Alternatives: []Alternative{{w.Text, 1}}}
		if expand {
			c.Alternatives = append(c.Alternatives, p.same[w.Text]...)
		}
		c.Weight = p.importance(c.Alternatives)
		if part {
			c.Weight *= partWeight
		}
		switch {
		case p.cue[w.Text]:
			c.Weight *= cueWeight
		case p.term[w.Text]:
			c.Weight *= termWeight
		}
		clues = append(clues, c)
	}
	return clues
}

// importance is the rarity of the first alternative that the corpus holds.
func (p *policyIndex) importance(alternatives []Alternative) float64 {
	for _, a := range alternatives {
		if r, ok := p.rarity[a.Term]; ok {
			return r
		}
	}
	return unknownWeight * p.rarest
}

// rank scores the entries for a normalised question, best first; entries
// without any score are left out. Equal scores keep the corpus's order.
func (p *policyIndex) rank(ctx context.Context, question string) ([]knowledge.Hit, error) {
	scores := make([]knowledge.Hit, len(p.entries))
	for i, e := range p.entries {
		scores[i].Entry = e
	}
	for _, cut := range []struct {
		clues           []Clue
		own, asked, all string
		weight          []float64
		share           float64
	}{
		{p.clues(p.analyser.Words(question), true), ownWords, askedWords, allWords, p.weight, shareWords},
		{p.clues(p.analyser.Grams(question), false), ownGrams, askedGrams, allGrams, p.gramSum, 1 - shareWords},
	} {
		own, err := p.index.overlap(ctx, cut.own, cut.clues)
		if err != nil {
			return nil, err
		}
		all, err := p.index.bm25(ctx, cut.all, cut.clues)
		if err != nil {
			return nil, err
		}
		asked, err := p.index.overlap(ctx, cut.asked, cut.clues)
		if err != nil {
			return nil, err
		}
		p.add(scores, own, all, p.nearness(asked, total(cut.clues), cut.weight), cut.share)
	}
	hits := slices.DeleteFunc(scores, func(h knowledge.Hit) bool { return h.Score == 0 })
	slices.SortStableFunc(hits, func(a, b knowledge.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits, nil
}

// nearness turns how much of the question stands in a way of asking into how
// alike the two are: a long way of asking must not win by length.
func (p *policyIndex) nearness(asked []float64, whole float64, weight []float64) []float64 {
	near := make([]float64, len(asked))
	for n, share := range asked {
		if share > 0 {
			near[n] = share * whole / (tv*whole + (1-tv)*weight[n])
		}
	}
	return near
}

// add gathers one cut's channels by entry.
func (p *policyIndex) add(hits []knowledge.Hit, own, all, near []float64, share float64) {
	for n, entry := range p.owner {
		h := &hits[entry]
		if p.question[n] == "" {
			h.Own += share * own[n]
			h.All += share * all[n]
		}
	}
	best := make([]float64, len(hits))
	for n, entry := range p.owner {
		if near[n] > best[entry] {
			best[entry] = near[n]
			hits[entry].Like = p.question[n]
		}
	}
	for i := range hits {
		hits[i].Nearest += share * best[i]
		hits[i].Score = shareOwn*hits[i].Own + shareAll*hits[i].All + shareNearest*hits[i].Nearest
	}
}

// find is the whole of one query on a normalised question.
func (p *policyIndex) find(ctx context.Context, question string) (knowledge.Finding, error) {
	question, guesses := p.guesser.repair(question)
	words := p.analyser.Words(question)
	hits, err := p.rank(ctx, question)
	if err != nil {
		return knowledge.Finding{}, fmt.Errorf("search: %w", err)
	}
	f := knowledge.Finding{
		Library:  p.library,
		Question: question,
		Guesses:  append(guesses, p.bridged(words)...),
		Hits:     hits,
	}
	for _, w := range words {
		f.Words = append(f.Words, w.Text)
		if p.term[w.Text] && !p.cue[w.Text] {
			f.Terms = append(f.Terms, w.Text)
		}
	}
	return f, nil
}

// bridged names the everyday words that stand for a term of the text, where
// the editors want it said.
func (p *policyIndex) bridged(words []Word) []knowledge.Guess {
	var guesses []knowledge.Guess
	for _, s := range p.library.Lexicon.Synonyms {
		if !s.Say {
			continue
		}
		for _, w := range words {
			if slices.Contains(s.Same, w.Text) {
				guesses = append(guesses, knowledge.Guess{Said: w.Text, Meant: s.Term})
				break
			}
		}
	}
	return guesses
}
