package calc

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// readUsed takes what has been received in this rule and year, or what is
// left of the cap.
func (in *Input) readUsed(t text, asked bool, r *Rule, others []int) (value, problem string) {
	if asked && nothing.MatchString(t.string) || noneYet.MatchString(t.string) && !otherYearOf(t, noneYet) {
		return "0", ""
	}
	var list []item
	for i, s := range t.facts.Sums {
		if !in.mayBe(t, s, asked) || !asked && !r.isUsed(t, i) || quoteAfter.MatchString(t.string[s.End:]) && r.quotes(t, s) || wrong.MatchString(t.string[s.End:]) {
			continue
		}
		from, to := scope(t, i)
		words := t.string[from:to]
		year := yearWithin(t, from, to)
		if year != 0 && slices.Contains(others, year) { // one of several years that are computed
			list = append(list, item{year: year, value: s.Value, left: leftOver.MatchString(t.string[from:s.Start])})
			continue
		}
		if !asked && (r.otherRule(t.string[from:s.End]) || otherGrant.MatchString(words) || otherYear(t, from, to)) {
			continue
		}
		if s.Currency != home {
			return "", fmt.Sprintf(wordsHomeOnly, in.Label)
		}
		left := leftOver.MatchString(t.string[from:s.Start]) || leftOver.MatchString(words) && !already.MatchString(words)
		if p := in.sumProblem(t, s); p != "" {
			return "", p
		}
		list = append(list, item{value: s.Value, left: left})
	}
	return joinItems(list), ""
}

// yearWithin is the one year that a part of the text names, 0 for none.
func yearWithin(t text, from, to int) int {
	for _, y := range t.facts.Years {
		if y.Start >= from && y.End <= to && !y.Unclear {
			return y.Year
		}
	}
	return 0
}

// isUsed reports whether a sum was received already, or is what is left.
func (r *Rule) isUsed(t text, i int) bool {
	role, _ := r.role(t, i)
	return role == usedRole
}

// received reports whether any money was received, by whatever rule.
func (r *Rule) received(t text) bool {
	for i := range t.facts.Sums {
		if r.isUsed(t, i) {
			return true
		}
	}
	return false
}

// noneYet says that nothing has been received.
var noneYet = regexp.MustCompile(`(?:一分(?:钱)?(?:都|也)?|还|从来|都)(?:没|未)(?:有)?(?:领|拿|用|补|享受)(?:过|到)?`)

// otherYearOf reports whether the words that match speak of another year.
func otherYearOf(t text, re *regexp.Regexp) bool {
	m := re.FindStringIndex(t.string)
	year := t.today.Year
	for _, y := range t.facts.Years {
		if y.End <= m[0] && !y.Unclear {
			year = y.Year // the last one before
		}
	}
	return year != t.today.Year
}

// otherGrant names a grant of another rule as what was received.
var otherGrant = regexp.MustCompile(`(?:展位|展会|检测|整备|每辆|车辆|退税)[^,。]{0,6}(?:补贴|补助|支持|奖励|款)|别的项目|另一项|其他补贴`)

var nothing = regexp.MustCompile(`^(?:没有?|无|没领|没拿|还没|一分没|零|不|未)`)

// otherRule reports whether words speak of another rule's money.
func (r *Rule) otherRule(words string) bool {
	for _, in := range r.Inputs {
		if in.Kind == KindChoice {
			named := in.named(words, false)
			if len(named) > 0 && !slices.Contains(named, r.Chosen) {
				return true
			}
		}
	}
	return lastOf(words, r.Other) >= 0
}

// otherYear reports whether a part of the text speaks of a year that is not
// the one the sums are of.
func otherYear(t text, from, to int) bool {
	if r := strings.Contains(t.string[from:to], "年度") && distinctYears(t) == 0; r {
		return false
	}
	for _, y := range t.facts.Years {
		if y.Start < from || y.End > to || y.Unclear {
			continue
		}
		if y.Year != yearOfSums(t, from, to) {
			return true
		}
	}
	return false
}

// yearOfSums is the year that the rest of the text speaks of, this year when
// it names none.
func yearOfSums(t text, from, to int) int {
	for _, y := range t.facts.Years {
		if !y.Unclear && (y.End <= from || y.Start >= to) {
			return y.Year
		}
	}
	return t.today.Year
}
