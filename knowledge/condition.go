package knowledge

import (
	"slices"
	"strings"
)

// A Condition is one on which a clause rests, in the words by which people say
// that it is met (备案) or that something else holds (国内办的, for 境外). Likeness
// cannot tell 没备案的 from 备案的: only the words before it do.
type Condition struct {
	Is      []string
	Other   []string
	Instead string // the clause that answers where it is not met, "" when the text leaves that open
}

// unmet returns the first of a clause's conditions that a question says is not
// met, nil for none.
func (t *Talk) unmet(c *Clause, question string) *Condition {
	for i := range c.Note.Only {
		if o := &c.Note.Only[i]; t.denies(o, question) {
			return o
		}
	}
	return nil
}

// denies reports whether every word for a condition is denied in a question, or
// another stands there alone.
func (t *Talk) denies(o *Condition, question string) bool {
	denied := false
	for _, w := range o.Is {
		for from := 0; ; {
			i := strings.Index(question[from:], w)
			if i < 0 {
				break
			}
			if !t.negated(question[:from+i], o.Is) {
				return false
			}
			denied, from = true, from+i+len(w)
		}
	}
	return denied || containsAny(question, o.Other) != ""
}

// negated reports whether what follows a text is denied by it: 没评上, and 没评上
// 一类或 before 二类.
func (t *Talk) negated(before string, words []string) bool {
	for again := true; again; {
		if t.endsIn(before, t.Negations) {
			return true
		}
		before = strings.TrimRight(before, "、或和及与跟 ")
		again = false
		for _, w := range words {
			if cut, found := strings.CutSuffix(before, w); found {
				before, again = cut, true
			}
		}
	}
	return false
}

func (t *Talk) endsIn(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(text, w) })
}

// condition turns from the nearest clause when the question says that what it
// rests on is not met: to the clause that then answers, or else to none.
func (d *decision) condition() bool {
	top := d.Clauses[0].Clause
	unmet := d.Library.Lexicon.Talk.unmet(top, d.Question)
	if unmet == nil {
		return false
	}
	if i := slices.IndexFunc(d.Clauses, func(h Hit) bool { return h.Clause.ID == unmet.Instead && h.Clause.Document == top.Document }); i >= 0 {
		d.lead(i)
		return false
	}
	d.a.Related = []*Clause{top}
	if len(d.Gaps) > 0 && slices.Contains(d.Gaps[0].Gap.Related, top.ID) {
		d.a.Gap, d.a.Sure = d.Gaps[0].Gap, d.Gaps[0].Score >= sureScore && !d.Context
		return d.refuse(NotStated, ByGap)
	}
	return d.refuse(NotStated, ByDoubt)
}
