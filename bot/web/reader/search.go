package reader

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"cheyi/calendar"
	"cheyi/knowledge"
)

// How near a clause must be to be shown where its words are others: by itself,
// and against the nearest.
const (
	nearScore  = 0.3
	nearShare  = 0.5
	guideScore = 0.5
)

// How many places are shown; all are marked in the text below.
const (
	mostHits  = 8
	mostGuide = 3
)

// A finding is what a search found, nil for no search.
type finding struct {
	Search  string
	Guesses []knowledge.Guess
	Hits    []hit
	More    int // places that are not shown
	Guide   []guideView

	words []string                       // as texts are searched for them
	spans map[*knowledge.Clause][][2]int // by meaning
}

// Total is how many places were found.
func (f *finding) Total() int { return len(f.Hits) + f.More }

// A scope is where a search looks.
type scope struct {
	docs  []*knowledge.Document
	guide []*knowledge.GuideClause
	shelf bool // of all documents: what is found leads to its own
}

// A hit is a place that was found.
type hit struct {
	Place   string // where it stands: "第七条（七.1）"
	Of      string // the document, where all are searched
	Address string
	Valid   knowledge.State
	Text    []stretch

	doc *knowledge.Document
}

// Said reports whether a word that is looked for stands there.
func (h hit) Said() bool { return slices.ContainsFunc(h.Text, func(s stretch) bool { return s.Hit }) }

// search looks for what was asked; nil for nothing.
func (rd *Reader) search(ctx context.Context, asked wish, in scope) (*finding, error) {
	if asked.Search == "" {
		return nil, nil
	}
	near, err := rd.corpus.Find(ctx, asked.Search)
	if err != nil {
		return nil, err
	}
	ranked := nearest(near, in.docs)
	marks, err := rd.corpus.Marks(ctx, near.Question, ranked...)
	if err != nil {
		return nil, err
	}
	f := &finding{Search: asked.Search, Guesses: near.Guesses, words: wordsOf(asked.Search), spans: map[*knowledge.Clause][][2]int{}}
	for i, c := range ranked {
		f.spans[c] = marks[i]
	}
	hits := f.hits(in.docs, ranked, asked.On)
	f.Hits = hits[:min(mostHits, len(hits))]
	f.More = len(hits) - len(f.Hits)
	if in.shelf {
		for i, h := range f.Hits {
			f.Hits[i].Of, f.Hits[i].Address = h.doc.Name(), asked.at(h.doc)+h.Address
		}
	}
	f.Guide = f.ofGuide(near, in.guide)
	return f, nil
}

// wordsOf are the words of a search as texts are searched for them: what
// stands between spaces and marks.
func wordsOf(search string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(search, func(r rune) bool {
		return unicode.IsSpace(r) || r != '%' && unicode.IsPunct(r)
	}) {
		if plain, _ := evened(w); plain != "" {
			words = append(words, plain)
		}
	}
	return words
}

// nearest are the clauses of some documents that are near in meaning, best
// first.
func nearest(f knowledge.Finding, docs []*knowledge.Document) []*knowledge.Clause {
	least := nearScore
	for _, h := range f.Clauses {
		least = max(least, nearShare*h.Score)
	}
	var clauses []*knowledge.Clause
	for _, h := range f.Clauses {
		if h.Score >= least && slices.Contains(docs, h.Clause.Document) {
			clauses = append(clauses, h.Clause)
		}
	}
	return clauses
}

// hits lists what was found: first what is near in meaning, then what holds
// the words, in the order of the text.
func (f *finding) hits(docs []*knowledge.Document, ranked []*knowledge.Clause, day calendar.Day) []hit {
	var list []hit
	for _, c := range ranked {
		list = append(list, f.ofClause(c, day))
	}
	for _, d := range docs {
		for _, a := range d.Articles {
			if named := heading(a); f.holds(named) {
				list = append(list, hit{Place: "第" + a.Number + "条", Address: "#" + a.Number, Valid: d.On(day), Text: f.lit(named), doc: d})
			}
			for _, c := range a.Clauses {
				if f.holds(c.Text) && !slices.Contains(ranked, c) {
					list = append(list, f.ofClause(c, day))
				}
			}
		}
	}
	return list
}

func (f *finding) ofClause(c *knowledge.Clause, day calendar.Day) hit {
	return hit{Place: "第" + c.Article.Number + "条（" + c.ID + "）", Address: "#" + c.ID, Valid: c.On(day), Text: f.clause(c), doc: c.Document}
}

// heading is what an article says besides its clauses.
func heading(a *knowledge.Article) string {
	if len(a.Departments) == 0 {
		return a.Title
	}
	return a.Title + "（" + a.Responsible + "：" + strings.Join(a.Departments, "、") + "）"
}

// ofGuide are the guide's clauses that were found, best first.
func (f *finding) ofGuide(near knowledge.Finding, guide []*knowledge.GuideClause) []guideView {
	var list []*knowledge.GuideClause
	for _, h := range near.Guide {
		if h.Score >= guideScore && slices.Contains(guide, h.GuideClause) {
			list = append(list, h.GuideClause)
		}
	}
	for _, g := range guide {
		if f.holds(g.Text) && !slices.Contains(list, g) {
			list = append(list, g)
		}
	}
	var views []guideView
	for _, g := range list[:min(mostGuide, len(list))] {
		v := guideViewOf(g)
		v.Text = f.lit(g.Text)
		views = append(views, v)
	}
	return views
}

// holds reports whether a text holds every word that is looked for.
func (f *finding) holds(text string) bool {
	plain, _ := evened(text)
	return len(f.words) > 0 && !slices.ContainsFunc(f.words, func(w string) bool { return !strings.Contains(plain, w) })
}

// lit is a text with the words marked; without a search nothing is.
func (f *finding) lit(text string) []stretch {
	if f == nil {
		return stretches(text, nil)
	}
	return stretches(text, places(text, f.words))
}

// clause is a clause's text with the words marked, and what they stand for.
func (f *finding) clause(c *knowledge.Clause) []stretch {
	if f == nil {
		return stretches(c.Text, nil)
	}
	return stretches(c.Text, joined(slices.Concat(f.spans[c], places(c.Text, f.words))))
}
