package knowledge

import "slices"

// What the policy does not state may be found elsewhere: in the guide, which
// tells what other public sources say, and among the contacts that the
// operator has registered. Both stand beside a refusal. Neither changes its
// outcome, its citations or what it is near to.

// How clearly a question must be near one of the guide's clauses, and nearer
// than to the next one (docs/decisions/0008-guide.md has the figures).
const (
	guideFloor = 0.45 // of the clause's own score
	guideBare  = 0.6  // of that, where the question names none of the policy's terms
	guideClear = 0.65 // of that with its lead over the next
)

// MostReferences is how many of the guide's clauses one reply may show.
const MostReferences = 2

// offers reports whether a refusal is one that something may stand beside:
// not what lies outside the policy, is hostile or about another region.
func (a Answer) offers() bool {
	return a.Outcome == NotStated && slices.Contains([]Reason{ByGap, ByKind, ByDoubt}, a.Reason)
}

// guide returns what the guide has to a question that the policy leaves open:
// the one clause that it is clearly nearest to, or the two that it is about as
// near to and clearly nearer than to any other.
func (a Answer) guide(f Finding) []*GuideClause {
	if !a.offers() {
		return nil
	}
	floor := guideFloor
	if len(f.Terms) == 0 {
		floor = guideBare
	}
	var clauses []*GuideClause
	for i, h := range f.Guide[:min(MostReferences, len(f.Guide))] {
		next := 0.0
		if i+1 < len(f.Guide) {
			next = f.Guide[i+1].Score
		}
		if h.Score < floor || !a.fits(h.GuideClause, f.Terms) {
			return nil
		}
		clauses = append(clauses, h.GuideClause)
		if 2*f.Guide[0].Score-next >= guideClear {
			return clauses
		}
	}
	return nil
}

// fits reports whether a clause of the guide is about an article that the
// refusal is about, speaks of all that the question names, and is asked for by
// the kind of question that was asked: how long a plate holds is no answer to
// what it costs.
func (a Answer) fits(g *GuideClause, terms []string) bool {
	near := len(a.Related) == 0 || slices.ContainsFunc(a.Related, func(c *Clause) bool {
		return slices.ContainsFunc(g.Related, func(o *Clause) bool { return o.Article == c.Article })
	})
	speaks := !slices.ContainsFunc(terms, func(t string) bool { return !g.speaksOf(t, &a.Library.Lexicon) })
	return near && speaks && g.isAsked(a.Kinds, &a.Library.Lexicon)
}

// speaksOf reports whether a term of the policy, or what people say for it,
// stands in a way of asking for the clause.
func (g *GuideClause) speaksOf(term string, lex *Lexicon) bool {
	said := []string{term}
	for _, s := range lex.Synonyms {
		if s.Term == term {
			said = append(said, s.Same...)
		}
	}
	return slices.ContainsFunc(g.Questions, func(q string) bool { return containsAny(q, said) != "" })
}

// isAsked reports whether each of the kinds stands in a way of asking for the
// clause.
func (g *GuideClause) isAsked(kinds []Kind, lex *Lexicon) bool {
	var asked []Kind
	for _, q := range g.Questions {
		asked = append(asked, lex.KindsOf(q)...)
	}
	return !slices.ContainsFunc(kinds, func(k Kind) bool { return !slices.Contains(asked, k) })
}
