package knowledge

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// articleNamed answers a question that names an article: by the best clause
// of it, or by the whole article when nothing more is asked.
func (d *decision) articleNamed() bool {
	if c := clauseNamed(d.Library, d.Question); c != nil {
		d.answer(c)
		return true
	}
	article, named := ArticleNamed(d.Library, d.Question)
	if !named || d.compared() != nil {
		return false
	}
	if article == nil {
		return d.refuse(NotStated, NoArticle)
	}
	within := slices.DeleteFunc(slices.Clone(d.Clauses), func(h Hit) bool { return h.Clause.Article != article })
	if len(within) > 0 && within[0].Score >= doubtFloor && len(d.Terms) > 0 {
		d.Clauses = within
		return false
	}
	d.a.Outcome, d.a.Reason, d.a.Clauses = Answered, ByArticle, article.Clauses
	return true
}

// KindOutside marks the clauses that speak of enterprises of other regions.
const KindOutside Kind = "outside"

// otherPlace refuses questions about another region's policy.
func (d *decision) otherPlace() bool {
	scope := d.Library.Lexicon.Scope
	place := ""
	for _, p := range scope.OtherPlaces {
		if slices.Contains(d.Words, p) {
			place = p
			break
		}
	}
	if place == "" || containsAny(d.Question, scope.Home) != "" {
		return false
	}
	if top := d.Clauses[:min(1, len(d.Clauses))]; len(top) > 0 && top[0].Clause.Note.Answers[KindOutside] != "" &&
		containsAny(d.Question, scope.Guests) != "" && !d.asksStrict() && top[0].Score >= best(d.Gaps) {
		d.answer(top[0].Clause)
		return true
	}
	d.a.Place = place
	return d.refuse(NotStated, ByPlace)
}

// nothingFits refuses what no entry is near to: as out of scope when the
// question has none of the corpus's terms, else as not stated.
func (d *decision) nothingFits() bool {
	score := max(best(d.Clauses), best(d.Overviews), best(d.Gaps), best(d.Facts))
	outside := len(d.Outside) > 0 && d.Outside[0].Score > score
	switch {
	case outside && d.Outside[0].Outside.Hostile && (len(d.Terms) == 0 || d.Outside[0].Score >= hostileFloor):
		return d.refuse(OutOfScope, Abusive)
	case len(d.Terms) == 0 && score < doubtFloor, best(d.Outside) > score:
		return d.refuse(OutOfScope, ByDistance)
	case score < scoreFloor || len(d.Clauses) == 0:
		return d.refuse(NotStated, ByDoubt)
	}
	return false
}

// fact answers questions about the document itself.
func (d *decision) fact() bool {
	if !d.OfDocument() {
		return false
	}
	d.a.Outcome, d.a.Reason, d.a.Fact = Answered, ByFact, d.Facts[0].Fact
	if quote, _ := d.a.Fact.Document.fact(d.a.Fact.Field); quote == "" { // the reply says that the text names none
		d.a.Outcome = NotStated
	}
	return true
}

// overviewShare is the share of the best clause's score that an overview must
// reach: a general question shares its words with many clauses.
const overviewShare = 0.85

// overview answers what several clauses answer together.
func (d *decision) overview() bool {
	if len(d.Overviews) == 0 || d.asks(KindWho) ||
		d.Overviews[0].Score < max(doubtFloor, overviewShare*best(d.Clauses), best(d.Gaps)) {
		return false
	}
	o := d.Overviews[0].Overview
	d.a.Outcome, d.a.Reason, d.a.Overview, d.a.Clauses = Answered, ByOverview, o, o.Clauses
	if len(o.Clauses) == 0 {
		for _, article := range o.Document.Articles {
			d.a.Clauses = append(d.a.Clauses, article.Clauses[0])
		}
	}
	return true
}

// duties answers what a department is responsible for: the articles that name
// it.
func (d *decision) duties() bool {
	if !d.asks(KindDuties) {
		return false
	}
	var names []string
	for _, doc := range d.Library.Documents {
		for _, article := range doc.Articles {
			responsible := false
			for _, department := range article.Departments {
				if !d.named(department) {
					continue
				}
				responsible = true
				if !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, department) }) {
					names = append(names, department)
				}
			}
			if responsible {
				d.a.Clauses = append(d.a.Clauses, article.Clauses[0])
			}
		}
	}
	if len(d.a.Clauses) == 0 {
		return false
	}
	d.a.Outcome, d.a.Reason, d.a.Department = Answered, ByDuties, strings.Join(names, "、")
	return true
}

// named reports whether the question names a department, by the name that the
// text prints or by a term within it.
func (d *decision) named(department string) bool {
	return strings.Contains(d.Question, department) || slices.ContainsFunc(d.Terms, func(t string) bool {
		return strings.HasSuffix(department, t) || utf8.RuneCountInString(t) >= 3 && (strings.Contains(department, t) || strings.Contains(t, department))
	})
}

// namedNear is how near, against the first, a clause must rank to be put
// before it for its name.
const namedNear = 0.6

// namesake puts the clause first whose own subject the question names, where the
// nearest clause is about a subject of the same sort that it does not name:
// 特险 is not 出口信用保险, and 三类 is neither 一类 nor 二类.
func (d *decision) namesake() bool {
	top := d.Clauses[0]
	if other := d.compared(); other != nil && d.namedAt(other) < d.namedAt(top.Clause) { // of two compared, the first said
		d.lead(slices.IndexFunc(d.Clauses, func(h Hit) bool { return h.Clause == other }))
		return false
	}
	if len(top.Clause.Note.Names) == 0 || d.names(top.Clause) || top.Nearest >= sameWords {
		return false
	}
	for i, h := range d.Clauses {
		if d.names(h.Clause) && h.rank() >= namedNear*top.rank() {
			d.lead(i)
			break
		}
	}
	return false
}

// lead puts a clause before all others. The list is the finding's too, and is
// not changed in place.
func (d *decision) lead(i int) {
	d.Clauses = slices.Concat(d.Clauses[i:i+1], d.Clauses[:i], d.Clauses[i+1:])
}

// names reports whether the question names the clause's own subject.
func (d *decision) names(c *Clause) bool {
	return slices.ContainsFunc(c.Note.Names, func(n string) bool { return slices.Contains(d.Terms, n) })
}

// namedAt is where among the question's terms the clause's own subject stands.
func (d *decision) namedAt(c *Clause) int {
	return slices.IndexFunc(d.Terms, func(t string) bool { return slices.Contains(c.Note.Names, t) })
}

// nearest returns how alike the question is to any way of asking.
func nearest(hits []Hit) float64 {
	n := 0.0
	for _, h := range hits {
		n = max(n, h.Nearest)
	}
	return n
}

// tooFar refuses when something else was near, but no clause is.
func (d *decision) tooFar() bool {
	score := best(d.Clauses)
	if len(d.Terms) == 0 && score < doubtFloor {
		return d.refuse(OutOfScope, ByDistance)
	}
	return score < scoreFloor && d.refuse(NotStated, ByDoubt)
}

// kind holds the nearest clause to the kind of thing asked: a clause that
// states no amount is no answer to how much.
func (d *decision) kind() bool {
	strict := d.strictKinds()
	if len(strict) == 0 {
		return d.besideStates()
	}
	answer, most := d.candidates()[0], 0
	for _, c := range d.candidates() {
		if n := c.states(strict); n > most {
			answer, most = c, n
		}
	}
	if most > 0 {
		d.answer(answer)
		for _, k := range strict {
			if !slices.ContainsFunc(d.a.Clauses, func(c *Clause) bool { return c.Note.Answers[k] != "" }) {
				d.a.Outcome, d.a.Unstated = Partial, append(d.a.Unstated, k)
			}
		}
		return true
	}
	if d.asksWhose() {
		d.partly(d.Clauses[0].Clause, strict)
		return true
	}
	return d.refuse(NotStated, ByKind)
}

// besideStates answers a further question by the clause shown beside the one
// spoken of, where its own words are nearer to that one, and that one alone states
// what is asked: 哪些国家, of a warehouse.
func (d *decision) besideStates() bool {
	top := d.Clauses[0]
	if !d.Context || top.Clause.states(d.a.Kinds) > 0 {
		return false
	}
	for _, h := range d.Clauses[1:] {
		if h.Alone > top.Alone && h.Clause.states(d.a.Kinds) > 0 && slices.Contains(top.Clause.beside(), h.Clause) {
			d.answer(h.Clause)
			return true
		}
	}
	return false
}

// candidates are the clauses that may stand in for the nearest one when they
// state the kind asked and it does not: those shown beside it, then those
// about as near.
func (d *decision) candidates() []*Clause {
	top := d.Clauses[0]
	list := append([]*Clause{top.Clause}, top.Clause.beside()...)
	if d.Context {
		return list // of what was spoken of, and of nothing else
	}
	for _, h := range d.Clauses[1:] {
		if h.rank() >= nearEnough*top.rank() && !slices.Contains(list, h.Clause) {
			list = append(list, h.Clause)
		}
	}
	return list
}

// states counts the kinds for which the note names words of the clause.
func (c *Clause) states(kinds []Kind) int {
	n := 0
	for _, k := range kinds {
		if c.Note.Answers[k] != "" {
			n++
		}
	}
	return n
}

// Shows reports whether the clause, or one that is shown beside it, states any
// of the kinds.
func (c *Clause) Shows(kinds []Kind) bool {
	return c.states(kinds) > 0 || slices.ContainsFunc(c.beside(), func(o *Clause) bool { return o.states(kinds) > 0 })
}

// StatesOther reports whether a clause states something that can be asked for
// strictly, and shows none of the kinds: a refund has a time limit and no ratio.
func (l *Lexicon) StatesOther(c *Clause, kinds []Kind) bool {
	if c == nil || slices.Contains(kinds, KindWho) || slices.Contains(kinds, KindValidity) { // which every clause states
		return false
	}
	return !c.Shows(kinds) && l.statesStrict(c)
}

// LeavesOpen reports whether a clause states nothing that can be asked for
// strictly, where such a thing is asked.
func (l *Lexicon) LeavesOpen(c *Clause, kinds []Kind) bool {
	return c != nil && slices.ContainsFunc(kinds, l.Strict) && !c.Shows(kinds) && !l.statesStrict(c)
}

// statesStrict reports whether a clause states anything that can be asked for
// strictly.
func (l *Lexicon) statesStrict(c *Clause) bool {
	for kind, words := range c.Note.Answers {
		if words != "" && l.Strict(kind) {
			return true
		}
	}
	return false
}

// refusedBy reports whether a kind is asked that the gap is about.
func (d *decision) refusedBy(g *Gap) bool {
	return slices.ContainsFunc(d.a.Kinds, func(k Kind) bool { return slices.Contains(g.Kinds, k) })
}

func (d *decision) asks(k Kind) bool { return slices.Contains(d.a.Kinds, k) }

func (d *decision) asksStrict() bool { return len(d.strictKinds()) > 0 }

func (d *decision) strictKinds() []Kind {
	var strict []Kind
	for _, k := range d.a.Kinds {
		if cues, ok := d.Library.Lexicon.Kind(k); ok && cues.Strict {
			strict = append(strict, k)
		}
	}
	return strict
}

// containsAny returns the first of the words that stands in s, or "".
func containsAny(s string, words []string) string {
	for _, w := range words {
		if w != "" && strings.Contains(s, w) {
			return w
		}
	}
	return ""
}
