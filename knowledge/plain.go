package knowledge

import (
	"slices"
	"strings"
)

// plain reports whether a question holds nothing but the nearest clause's own
// words and asks for what the clause states: 绿色通道, 展位费几成, 线上展会补吗.
// Whatever the text leaves open about the subject is then not what is asked,
// however many ways of asking for it name the subject too.
func (d *decision) plain(g *Gap) bool {
	c := d.Clauses[0].Clause
	named := d.namesPart(c)
	if d.Context && !named || len(d.Terms) == 0 || containsAny(d.Question, d.Library.Lexicon.Talk.How) != "" && len(d.a.Kinds) == 0 || d.refusedBy(g) && !named || d.Clauses[0].Score < plainShare*d.Gaps[0].Score {
		return false
	}
	for _, k := range d.a.Kinds {
		if k != KindWho && k != KindEligibility && k != KindWhat && k != KindValidity && !c.Shows([]Kind{k}) {
			return false
		}
	}
	return d.holds(c)
}

// namesPart reports whether the question is whether one of the things holds that
// the clause names: a place, a service, and not its subject.
func (d *decision) namesPart(c *Clause) bool {
	lex := &d.Library.Lexicon
	return (d.asks(KindEligibility) && len(d.a.Kinds) == 1 || len(d.a.Kinds) == 0 && lex.Talk.Asks(d.Question)) &&
		slices.ContainsFunc(d.Finding.Subjects(), func(t string) bool {
			return strings.Contains(c.Text, t) && !strings.Contains(c.Note.Topics[0], t) && !strings.Contains(t, c.Note.Topics[0])
		})
}

// AsksPart reports whether a question holds nothing but whether a thing holds
// that a clause names.
func (f Finding) AsksPart(c *Clause) bool {
	d := decision{Finding: f, a: Answer{Kinds: f.Library.Lexicon.KindsOf(f.Question)}}
	return d.namesPart(c) && d.holds(c)
}

// plainShare is how near, against the nearest gap, the clause must be.
const plainShare = 0.8

// holds reports whether every word of the question that says something is the
// clause's own, stands for one, or only shows what is asked.
func (d *decision) holds(c *Clause) bool {
	text := strings.ToLower(Squeeze(c.Text))
	for _, w := range d.Words {
		own := slices.Contains(d.Library.Lexicon.Talk.Light, w) || d.asking(w)
		for _, longer := range d.Words {
			own = own || d.Library.Lexicon.standsFor(longer, text) && strings.Contains(longer, w)
		}
		if !own {
			return false
		}
	}
	return true
}

// asking reports whether a word is part of what shows what is asked.
func (d *decision) asking(word string) bool {
	lex := &d.Library.Lexicon
	part := func(of string) bool {
		return strings.Contains(of, word) || strings.Contains(word, of) && strings.Contains(d.Question, of)
	}
	return slices.ContainsFunc(lex.Talk.Questions, part) || slices.ContainsFunc(lex.Talk.Includes, part) ||
		slices.ContainsFunc(lex.Kinds, func(k KindCues) bool {
			return slices.Contains(d.a.Kinds, k.Kind) && slices.ContainsFunc(k.Cues, part)
		})
}

// standsFor reports whether a word stands in a text, or is said for one that
// does.
func (l *Lexicon) standsFor(word, text string) bool {
	if strings.Contains(text, word) {
		return true
	}
	return slices.ContainsFunc(l.Synonyms, func(s Synonym) bool {
		return slices.Contains(s.Same, word) && strings.Contains(text, s.Term)
	})
}

// figured puts the clause first that holds the sum by which the question calls
// its subject, where the nearest does not: 200 万封顶 is not the cap of 150 万.
func (d *decision) figured() bool {
	top := d.Clauses[0]
	if d.names(top.Clause) {
		return false
	}
	for _, f := range Figures(d.Question) {
		if len(f) < sumDigits || strings.HasSuffix(f, "%") {
			continue
		}
		if slices.Contains(Figures(top.Clause.Text), f) {
			return false
		}
		for i, h := range d.Clauses {
			if slices.Contains(Figures(h.Clause.Text), f) && h.rank() >= figuredNear*top.rank() {
				d.lead(i)
				return false
			}
		}
	}
	return false
}

// sumDigits is how many digits the sums have by which people call a clause.
const sumDigits = 4

// figuredNear is how near, against the first, a clause must rank to be put
// before it for its figure.
const figuredNear = 0.5
