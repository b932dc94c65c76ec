package knowledge

import (
	"slices"
	"strings"

	"cheyi/calendar"
)

// earlier refuses what is asked of a year before the document's: 2019年展位费补多少.
// A clause with years of its own answers by them.
func (d *decision) earlier() bool {
	top := d.Clauses[0].Clause
	if len(top.Note.Spans) > 0 || best(d.Clauses) < scoreFloor {
		return false
	}
	years := calendar.FindYears(d.Question, d.a.Day)
	if len(years) == 0 || slices.ContainsFunc(years, func(y calendar.YearMention) bool {
		return y.Unclear || y.Year >= top.Document.IssuedOn.Year || d.ofAge(y)
	}) {
		return false
	}
	return d.refuse(NotStated, ByTime)
}

// ofAge reports whether a year is only said of how old a thing is, or of when
// something began: 2018年上牌的车, 我们2015年就干出口了.
func (d *decision) ofAge(y calendar.YearMention) bool {
	rest := d.Question[y.End:]
	if i := strings.IndexFunc(rest, between); i >= 0 {
		rest = rest[:i]
	}
	return containsAny(rest, d.Library.Lexicon.Talk.Ages) != ""
}
