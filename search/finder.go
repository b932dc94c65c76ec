package search

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"cheyi/knowledge"
)

// The fields of the policy's index. Each is cut into words and into grams.
const (
	ownWords   = "own_words" // an entry's own text
	ownGrams   = "own_grams"
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
const (
	shareOwn     = 0.05
	shareAll     = 0.75
	shareNearest = 0.20
	shareWords   = 0.55 // words against grams, in every channel

	// questionShare is, in likeness, how much the question counts against the
	// way of asking.
	questionShare = 0.6
)

// A policyIndex is the index of one library. It is built once.
type policyIndex struct {
	library  *knowledge.Library
	analyser *Analyser
	index    *Index
	weigher  weigher
	guesser  *guesser
	entries  []knowledge.Entry
	records  []policyRecord // by record number
}

// A policyRecord is an entry's own record, or one way of asking for it.
type policyRecord struct {
	entry    int
	question string  // "" for the entry's own record
	words    float64 // weight of the question's words
	grams    float64 // and of its grams
}

func newPolicyIndex(lib *knowledge.Library, n *Normaliser, segmenter Segmenter) (*policyIndex, error) {
	p := &policyIndex{
		library:  lib,
		analyser: NewAnalyser(segmenter, lib.Lexicon.StopWords),
		entries:  lib.Entries(),
		guesser:  newGuesser(lib, segmenter),
	}
	var err error
	records := p.recordsOf(n)
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
			records = append(records, Record{ID: askedID(e, i), Fields: map[string]string{askedWords: q, askedGrams: q}})
		}
		records = append(records, Record{ID: e.ID, Group: group(e), Fields: map[string]string{ownWords: own, ownGrams: own, allWords: all, allGrams: all}})
	}
	return records
}

func group(e knowledge.Entry) string {
	if e.Clause != nil {
		return "clause"
	}
	return ""
}

func askedID(e knowledge.Entry, i int) string { return e.ID + "?" + strconv.Itoa(i) }

// weigh fixes how rare each term is, by the entries that hold it, and how
// much each way of asking weighs.
func (p *policyIndex) weigh(records []Record) {
	byID := map[string]Record{}
	for _, r := range records {
		byID[r.ID] = r
	}
	var texts [][]string
	owner := map[string]int{}
	for i, e := range p.entries {
		owner[e.ID] = i
		for j := range e.Questions() {
			owner[askedID(e, j)] = i
		}
		text := byID[e.ID].Fields[allWords]
		texts = append(texts, distinct(p.analyser.Words(text), p.analyser.Grams(text)))
	}
	p.weigher = newWeigher(p.library, texts)
	for _, id := range p.index.records {
		q := byID[id].Fields[askedWords]
		p.records = append(p.records, policyRecord{
			entry:    owner[id],
			question: q,
			words:    total(p.weigher.clues(p.analyser.Words(q), false)),
			grams:    total(p.weigher.clues(p.analyser.Grams(q), false)),
		})
	}
}

// find is the whole of one query on a normalised question.
func (p *policyIndex) find(ctx context.Context, question string) (knowledge.Finding, error) {
	question, guesses := p.guesser.repair(question)
	words := p.analyser.Words(question)
	hits, err := p.rank(ctx, question, words)
	if err != nil {
		return knowledge.Finding{}, fmt.Errorf("search: %w", err)
	}
	f := knowledge.Finding{
		Library:  p.library,
		Question: question,
		Guesses:  append(guesses, p.bridged(words)...),
	}
	for _, w := range words {
		f.Words = append(f.Words, w.Text)
		if p.weigher.isTerm(w.Text) {
			f.Terms = append(f.Terms, w.Text)
		}
	}
	f.Sort(hits)
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

// A cut is one way in which a question and the entries are cut into terms.
type cut struct {
	clues           []Clue
	own, asked, all string // fields
	share           float64
	weight          func(policyRecord) float64
}

// rank scores the entries for a question.
func (p *policyIndex) rank(ctx context.Context, question string, words []Word) ([]knowledge.Hit, error) {
	hits := make([]knowledge.Hit, len(p.entries))
	for i, e := range p.entries {
		hits[i].Entry = e
	}
	for _, c := range []cut{
		{p.weigher.clues(words, true), ownWords, askedWords, allWords, shareWords,
			func(r policyRecord) float64 { return r.words }},
		{p.weigher.clues(p.analyser.Grams(question), false), ownGrams, askedGrams, allGrams, 1 - shareWords,
			func(r policyRecord) float64 { return r.grams }},
	} {
		if err := p.score(ctx, c, hits); err != nil {
			return nil, err
		}
	}
	for i := range hits {
		h := &hits[i]
		h.Score = shareOwn*h.Own + shareAll*h.All + shareNearest*h.Nearest
	}
	return hits, nil
}

// score adds one cut's channels to the entries.
func (p *policyIndex) score(ctx context.Context, c cut, hits []knowledge.Hit) error {
	own, err := p.index.overlap(ctx, c.own, c.clues)
	if err != nil {
		return err
	}
	all, err := p.index.bm25(ctx, c.all, c.clues)
	if err != nil {
		return err
	}
	votes, err := p.index.votes(ctx, c.all, c.clues, p.isClause)
	if err != nil {
		return err
	}
	asked, err := p.index.overlap(ctx, c.asked, c.clues)
	if err != nil {
		return err
	}
	near, whole := make([]float64, len(hits)), total(c.clues)
	for n, r := range p.records {
		h := &hits[r.entry]
		if r.question == "" {
			h.Own += c.share * own[n]
			h.All += c.share * all[n]
			h.Votes += c.share * votes[n]
			continue
		}
		if like := likeness(asked[n]*whole, whole, c.weight(r)); like > near[r.entry] {
			near[r.entry] = like
			h.Like = r.question
		}
	}
	for i := range hits {
		hits[i].Nearest += c.share * near[i]
	}
	return nil
}

func (p *policyIndex) isClause(record int) bool {
	return p.entries[p.records[record].entry].Clause != nil
}

// likeness turns how much of a question stands in a way of asking into how
// alike the two are: a long way of asking must not win by length.
func likeness(shared, question, asked float64) float64 {
	if shared == 0 {
		return 0
	}
	return shared / (questionShare*question + (1-questionShare)*asked)
}
