package search

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"cheyi/knowledge"
)

// The fields of the policy's index. Each is cut into words and into grams.
const (
	ownWords = "own_words" // an entry's own text
	ownGrams = "own_grams"
	allWords = "all_words" // its text with all the ways of asking for it
	allGrams = "all_grams"
)

var policyFields = map[string]Cut{ownWords: PlacedWords, ownGrams: Grams, allWords: Words, allGrams: Grams}

// How much each channel counts in an entry's score. Found by leaving each
// fifth of the corpus's own questions out in turn and ranking it against the
// rest (docs/decisions/0004-ranking.md has the figures).
const (
	shareOwn     = 0.05
	shareAll     = 0.75
	shareNearest = 0.20
	shareWords   = 0.55 // words against grams, in every channel
	shareMeant   = 0.30 // of the chance of a clause, in its votes
	faintScore   = 0.20 // below it a chance counts less: of what nothing is like, a choice says little
)

// A policyIndex is the index of one library. It is built once.
type policyIndex struct {
	library  *knowledge.Library
	analyser *Analyser
	index    *Index
	weigher  weigher
	guesser  *guesser
	entries  []knowledge.Entry
	owner    []int // record number → entry
	words    *asked
	grams    *asked
	learned  *learned
	hostile  *hostility
	guide    *guideIndex
}

// newPolicyIndex indexes a library. The dictionary of the segmenter is loaded
// while the library's texts are normalised, and the ways of asking are weighed
// while Bleve builds: a start takes half as long on two processors.
func newPolicyIndex(lib *knowledge.Library, n *Normaliser, load func(words []string) (Segmenter, error)) (*policyIndex, error) {
	p := &policyIndex{
		library: lib,
		entries: lib.Entries(),
		words:   newAsked(),
		grams:   newAsked(),
		learned: newLearned(lib),
	}
	var segmenter Segmenter
	var failed error
	var loading sync.WaitGroup
	loading.Go(func() { segmenter, failed = load(Vocabulary(lib)) })
	records, questions := p.records(n)
	loading.Wait()
	if failed != nil {
		return nil, failed
	}
	p.analyser = NewAnalyser(segmenter, lib.Lexicon.StopWords)
	p.guesser = newGuesser(lib, segmenter)
	defer p.analyser.remember()()
	p.cut(records, questions)
	var weighing sync.WaitGroup
	weighing.Go(func() {
		p.weigh(records, questions)
		p.guide = newGuideIndex(lib.Guide, n, p.analyser)
	})
	index, err := Build(p.analyser, policyFields, records)
	weighing.Wait()
	if err != nil {
		return nil, fmt.Errorf("index the corpus: %w", err)
	}
	p.index = index
	p.own()
	return p, nil
}

// cut cuts every line once, on all processors; what follows finds them cut.
// What people say is heard on the way, with the words that tell nothing.
func (p *policyIndex) cut(records []Record, questions [][]string) {
	var cutting sync.WaitGroup
	var hearing sync.Mutex
	lanes := runtime.GOMAXPROCS(0)
	for lane := range lanes {
		cutting.Go(func() {
			for i := lane; i < len(records); i += lanes {
				p.analyser.Words(records[i].Fields[ownWords])
				for _, q := range questions[i] {
					words := p.analyser.segmenter.Words(q)
					p.analyser.keep(q, words)
					hearing.Lock()
					p.guesser.hear(words)
					hearing.Unlock()
				}
			}
		})
	}
	cutting.Wait()
	p.guesser.settle()
}

// records makes one record for each entry, and returns the ways of asking for
// each, normalised.
func (p *policyIndex) records(n *Normaliser) (records []Record, questions [][]string) {
	for _, e := range p.entries {
		own := n.lines(e.Text())
		var ways []string
		for _, q := range e.Questions() {
			ways = append(ways, n.Normalise(q))
		}
		all := strings.Join(append([]string{own}, ways...), "\n")
		records = append(records, Record{ID: e.ID, Group: group(e), Fields: map[string]string{
			ownWords: own, ownGrams: own, allWords: all, allGrams: all,
		}})
		questions = append(questions, ways)
	}
	return records, questions
}

// group tells apart the entries whose lengths compare: a clause gathers
// hundreds of ways of asking, a gap ten, and a subject outside as many as
// people chat about.
func group(e knowledge.Entry) string {
	switch {
	case e.Clause != nil:
		return "clause"
	case e.Outside != nil:
		return "outside"
	}
	return ""
}

// own lists the entries in the order of the index's records.
func (p *policyIndex) own() {
	number := map[string]int{}
	for i, e := range p.entries {
		number[e.ID] = i
	}
	for _, id := range p.index.records {
		p.owner = append(p.owner, number[id])
	}
}

// weigh fixes how rare each term is, by the entries that hold it, and with
// that the weight of each way of asking.
func (p *policyIndex) weigh(records []Record, questions [][]string) {
	holding, texts := map[string]int{}, 0
	for i, r := range records {
		if p.entries[i].Outside != nil {
			continue // what people chat about does not make a word of the policy common
		}
		texts++
		text := r.Fields[allWords]
		for t := range distinct(p.analyser.Words(text), p.analyser.Grams(text)) {
			holding[t]++
		}
	}
	p.weigher = newWeigher(p.library, holding, texts)
	var lessons []lesson
	var warnings []warning
	for i, ways := range questions {
		e := p.entries[i]
		var related []*knowledge.Clause
		if e.Gap != nil {
			related = p.library.Related(e.Gap)
		}
		for n, q := range ways {
			words, grams := p.analyser.Words(q), p.analyser.Grams(q)
			p.words.add(i, q, p.weigher.weights(words))
			p.grams.add(i, q, p.weigher.weights(grams))
			features := p.features(q, words, grams)
			lessons = append(lessons, p.learned.lessons(e, related, features)...)
			if e.Outside != nil || n%honestShare == 0 {
				warnings = append(warnings, warning{features, e.Outside != nil && e.Outside.Hostile})
			}
		}
	}
	for _, q := range p.library.Lexicon.Scope.Honest {
		warnings = append(warnings, warning{p.features(q, p.analyser.Words(q), p.analyser.Grams(q)), false})
	}
	var learning sync.WaitGroup
	learning.Go(func() { p.hostile = learnHostility(warnings) })
	p.learned.learn(lessons)
	learning.Wait()
}

// gramMark keeps pairs of characters apart from words of two.
const gramMark = "#"

// features are what is learnt from a text: what its words stand for, its pairs
// of characters, and its characters.
func (p *policyIndex) features(text string, words, grams []Word) []string {
	var list []string
	for _, w := range words {
		list = append(list, cmp.Or(p.weigher.term[w.Text], w.Text))
	}
	for _, g := range grams {
		list = append(list, gramMark+g.Text)
	}
	slices.Sort(list)
	return append(slices.Compact(list), characters(text)...)
}

// find is the whole of one query on a normalised question.
func (p *policyIndex) find(ctx context.Context, question string) (knowledge.Finding, error) {
	question, guesses := p.guesser.repair(closed(question))
	asked := withoutYears(question)
	words, grams := p.analyser.Words(asked), p.analyser.Grams(asked)
	hits, err := p.rank(ctx, words, grams)
	if err != nil {
		return knowledge.Finding{}, fmt.Errorf("search: %w", err)
	}
	features := p.features(asked, words, grams)
	meant, leans := p.learned.judge(features)
	for i := range hits {
		if c := hits[i].Clause; c != nil && hits[i].Score > 0 {
			hits[i].Votes += shareMeant * meant[c] * min(1, hits[i].Score/faintScore)
		}
	}
	f := knowledge.Finding{
		Library:  p.library,
		Question: question,
		Guesses:  append(guesses, p.bridged(words)...),
	}
	named := 0 // where the last term ends: 出口信用保险 within 中长期出口信用保险 is not named
	for _, w := range words {
		f.Words = append(f.Words, w.Text)
		term := p.weigher.termOf(w.Text)
		if term == "" || w.End <= named {
			continue
		}
		named = w.End
		if !slices.Contains(f.Terms, term) {
			f.Terms = append(f.Terms, term)
		}
	}
	f.Sort(hits)
	f.Leans = leans
	f.Hostility = p.hostile.judge(features)
	f.Guide = p.guide.rank(guideTerms(asked, grams))
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
		end := 0
		for _, w := range words {
			if part := w.End <= end; !part && slices.Contains(s.Same, w.Text) && !strings.Contains(s.Term, w.Text) {
				guesses = append(guesses, knowledge.Guess{Said: w.Text, Meant: s.Term})
				break
			}
			end = max(end, w.End)
		}
	}
	return guesses
}

// A cut is one way in which a question and the entries are cut into terms.
type cut struct {
	clues    []Clue
	own, all string // fields
	asked    *asked
	share    float64
}

// rank scores the entries for a question.
func (p *policyIndex) rank(ctx context.Context, words, grams []Word) ([]knowledge.Hit, error) {
	hits := make([]knowledge.Hit, len(p.entries))
	for i, e := range p.entries {
		hits[i].Entry = e
	}
	for _, c := range []cut{
		{p.weigher.clues(words, true), ownWords, allWords, p.words, shareWords},
		{p.weigher.clues(grams, false), ownGrams, allGrams, p.grams, 1 - shareWords},
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
	for n, entry := range p.owner {
		h := &hits[entry]
		h.Own += c.share * own[n]
		h.All += c.share * all[n]
		h.Votes += c.share * votes[n]
	}
	like, way := c.asked.nearest(c.clues, len(hits))
	for i := range hits {
		hits[i].Nearest += c.share * like[i]
		if way[i] != "" {
			hits[i].Like = way[i]
		}
	}
	return nil
}

func (p *policyIndex) isClause(record int) bool { return p.entries[p.owner[record]].Clause != nil }
