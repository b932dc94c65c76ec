package knowledge

import (
	"slices"
	"strings"
)

// onlyPartly answers the half of a question that every article answers: of
// 许可证找谁办，要带什么材料 the text says who is responsible.
func (d *decision) onlyPartly(g *Gap) bool {
	if slices.Contains(g.Kinds, KindWho) || len(d.a.Related) == 0 || !d.asksWhose() {
		return false
	}
	c := d.a.Related[0]
	unstated := slices.DeleteFunc(slices.Clone(d.a.Kinds), func(k Kind) bool { return k == KindWho || c.Shows([]Kind{k}) })
	if len(unstated) == 0 {
		return false
	}
	d.partly(c, unstated)
	return true
}

// asksWhose reports whether one part of the question asks whose task something
// is, and nothing else: who judges or who pays is another question.
func (d *decision) asksWhose() bool {
	lex := &d.Library.Lexicon
	return d.asks(KindWho) && len(d.a.Kinds) > 1 && slices.ContainsFunc(strings.FieldsFunc(d.Question, between), func(part string) bool {
		return containsAny(part, lex.Talk.Whose) != "" && slices.Equal(lex.kindsIn(part), []Kind{KindWho})
	})
}

// between is what stands between the parts of a message.
func between(r rune) bool { return strings.ContainsRune("。!;,?", r) }

// partly ends with who is responsible for a clause, and with what of the
// question it does not state.
func (d *decision) partly(c *Clause, unstated []Kind) {
	d.a.Outcome, d.a.Reason, d.a.Clauses, d.a.Related, d.a.Unstated = Partial, ByClause, []*Clause{c}, nil, unstated
}
