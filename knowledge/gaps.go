package knowledge

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// gap refuses what the notes say is not stated, when more speaks for that
// than for the nearest clause.
func (d *decision) gap() bool {
	if len(d.Gaps) == 0 {
		return false
	}
	hit := d.Gaps[0]
	if turned := d.turned(); turned != nil {
		hit = *turned
	} else if d.leaning() >= 0 || d.listed() || d.compared() != nil || d.ofTopic(hit.Gap) || d.onlyWho(hit.Gap) || d.onlyShown() || d.plain(hit.Gap) {
		return false
	}
	hit = d.fittest(hit)
	g := hit.Gap
	d.a.Gap = g
	d.a.Sure = max(hit.Score, hit.Alone) >= sureScore && d.meant(hit)
	d.a.Related = d.Library.Related(g)
	return d.onlyPartly(g) || d.refuse(NotStated, ByGap)
}

// fittest returns the gap that is about the kind asked, where the nearest is not
// and leaves out something of the same clause.
func (d *decision) fittest(near Hit) Hit {
	if len(d.a.Kinds) == 0 || d.refusedBy(near.Gap) {
		return near
	}
	for _, h := range d.Gaps {
		same := slices.ContainsFunc(h.Gap.Related, func(id string) bool { return slices.Contains(near.Gap.Related, id) })
		if same && h.Score >= fitShare*near.Score && d.refusedBy(h.Gap) {
			return h
		}
	}
	return near
}

// fitShare is how near, against the nearest, a gap must be to be named for the kind
// of thing that it leaves out.
const fitShare = 0.7

// meant reports whether what a gap leaves out may be named as what was asked: it is
// of the kind asked, or the question's own words are near to it.
func (d *decision) meant(h Hit) bool {
	if len(d.a.Kinds) > 0 && len(h.Gap.Kinds) > 0 && !d.refusedBy(h.Gap) {
		return !d.asksStrict() && h.Nearest >= namedLike
	}
	return !d.Context || d.asksStrict() || h.Alone >= turnScore
}

// namedLike is the likeness to a way of asking from which a gap is meant, whatever
// kind the cues of a question seem to show.
const namedLike = 0.6

// listed reports whether the question is whether something is included, and
// the nearest clause names it: the text then says so, whatever it leaves open
// about it.
func (d *decision) listed() bool {
	if containsAny(d.Question, d.Library.Lexicon.Talk.Includes) == "" {
		return false
	}
	c := d.Clauses[0].Clause
	return slices.ContainsFunc(d.Terms, func(t string) bool {
		return utf8.RuneCountInString(t) >= listedRunes && strings.Contains(c.Text, t) && !slices.Contains(c.Note.Topics[:1], t)
	})
}

// listedRunes is how long a term is that names one thing of a list.
const listedRunes = 4

// A further question turns to what is not stated when its own words are so
// near to a gap, and so much nearer than to any clause: 那机票钱呢 after the
// fee for a stand.
const (
	turnScore = 0.25
	turnShare = 0.7
)

// Turns reports whether a further question by itself is so much nearer to what is
// not stated than to any clause that it has turned to another subject: 二手挂车行吗.
func (f Finding) Turns() bool {
	return best(f.Gaps) >= turnScore && best(f.Clauses) < turnShare*best(f.Gaps) && f.SaysMore()
}

// turned returns the gap that a further question turns to, nil for none.
func (d *decision) turned() *Hit {
	if !d.Context || d.asksStrict() && d.Clauses[0].Clause.Shows(d.a.Kinds) {
		return nil
	}
	clause, gap := 0.0, Hit{}
	for _, h := range d.Clauses {
		clause = max(clause, h.Alone)
	}
	for _, h := range d.Gaps {
		if h.Alone > gap.Alone {
			gap = h
		}
	}
	if gap.Alone < turnScore || clause >= turnShare*gap.Alone {
		return nil
	}
	if d.asksStrict() && !slices.Contains(gap.Gap.Related, d.Clauses[0].Clause.ID) || !d.asksStrict() && !d.SaysMore() {
		return nil // 电话多少 is asked of what was spoken of, not of another office
	}
	return &gap
}

// ofTopic reports whether a further question can only be of what was spoken of,
// though another subject's gap is nearest: 电话多少, and whether it holds on the
// day, which stands in every answer.
func (d *decision) ofTopic(g *Gap) bool {
	if !d.Context {
		return false
	}
	if d.asksStrict() {
		return !d.Clauses[0].Clause.Shows(d.a.Kinds) && !slices.Contains(g.Related, d.Clauses[0].Clause.ID)
	}
	return !d.SaysMore() && (d.asks(KindValidity) || d.asks(KindPeriod))
}

// onlyWho reports whether nothing but who is responsible is asked of a subject
// that a clause is about: every article says so.
func (d *decision) onlyWho(g *Gap) bool {
	return len(d.a.Kinds) == 1 && d.asks(KindWho) && !d.refusedBy(g) && len(d.Terms) > 0 &&
		(best(d.Clauses) >= d.Gaps[0].Score || d.Context && !d.SaysMore())
}

// onlyShown reports whether a further question holds nothing but words for kinds of
// thing that the clause spoken of states: 怎么申报, though other things are applied
// for too.
func (d *decision) onlyShown() bool {
	return d.Context && !d.SaysMore() && len(d.a.Kinds) > 0 && !d.asksStrict() && !slices.ContainsFunc(d.a.Kinds, func(k Kind) bool {
		return !d.Clauses[0].Clause.Shows([]Kind{k})
	})
}

// SaysMore reports whether a question holds a word beside those that show
// what kind of thing is asked: 机票钱呢 does, 有期限吗 does not.
func (f Finding) SaysMore() bool {
	lex := &f.Library.Lexicon
	return slices.ContainsFunc(f.Words, func(w string) bool {
		return utf8.RuneCountInString(w) > 1 && !slices.Contains(lex.Talk.Light, w) && !slices.ContainsFunc(lex.Kinds, func(k KindCues) bool {
			return slices.ContainsFunc(k.Cues, func(cue string) bool { return strings.Contains(cue, w) })
		})
	})
}

// compared returns the clause on another subject that the question names beside
// the first and asks to compare, nil for none: 特险和出口信用保险的比例一样吗.
func (d *decision) compared() *Clause {
	if len(d.Clauses) == 0 || containsAny(d.Question, d.Library.Lexicon.Talk.Compares) == "" || !d.names(d.Clauses[0].Clause) {
		return nil
	}
	main, strict := d.Clauses[0].Clause, d.strictKinds()
	for _, h := range d.Clauses {
		same := slices.ContainsFunc(h.Clause.Note.Names, func(n string) bool { return slices.Contains(main.Note.Names, n) })
		if !same && d.names(h.Clause) && (len(strict) == 0 || main.states(strict) > 0 && h.Clause.states(strict) > 0) {
			return h.Clause
		}
	}
	return nil
}

// leaning weighs the clauses against the nearest gap: from zero on, the text
// answers. It is a logistic regression on what can be seen of the two, fitted
// to the corpus's own questions, each scored without itself
// (docs/decisions/0004-ranking.md). The scores say which is nearer, and the words
// what is asked of a subject that both share.
func (d *decision) leaning() float64 {
	if asked, missed := nearest(d.Clauses), nearest(d.Gaps); !d.Context && max(asked, missed) >= sameWords {
		return asked - missed // the editors have written this very question
	}
	c, g := best(d.Clauses), d.Gaps[0].Score
	l := leanBase + leanDifference*(c-g) + leanWords*d.Leans[d.asked()]
	if d.refusedBy(d.Gaps[0].Gap) {
		l += leanRefused
	}
	if d.Context {
		l += leanContext
	}
	switch {
	case d.asksStrict() && d.Clauses[0].Clause.Shows(d.a.Kinds):
		l += leanStated
	case d.asksStrict():
		l += leanStrict
	case d.asks(KindWho):
		l += leanWho
	case len(d.Library.Lexicon.KindsOf(d.Question)) == 0 && !d.Library.Lexicon.Talk.Asks(d.Question):
		l += leanSubject
	}
	return l
}

// asked returns the nearest clause, or the one shown beside it that states the
// kind asked where it does not itself: 一年封顶多少, of a ratio.
func (d *decision) asked() *Clause {
	top, strict := d.Clauses[0].Clause, d.strictKinds()
	if top.states(strict) > 0 {
		return top
	}
	for _, c := range top.beside() {
		if c.states(strict) > 0 {
			return c
		}
	}
	return top
}

// sameWords is the likeness from which two questions are one.
const sameWords = 0.95

const (
	leanBase       = -1.8
	leanDifference = 16.3
	leanWords      = 0.87  // what the words say of the nearest clause
	leanStated     = 1.2   // the kind asked must be stated, and the clause states it
	leanRefused    = -0.95 // the gap is about the kind asked
	leanContext    = 1.5   // a topic that the text does speak of
	leanStrict     = -1.5  // … and it does not
	leanWho        = 1.6   // every clause states who is responsible
	leanSubject    = 1.4   // a subject is named and nothing asked of it
)
