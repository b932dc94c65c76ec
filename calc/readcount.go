package calc

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"

	"cheyi/quantity"
)

var (
	// within marks a part of the vehicles that were counted already.
	within = regexp.MustCompile(`其中|里面有|包括|当中有|里头有|含`)
	// kept marks vehicles that were not exported.
	kept     = regexp.MustCompile(`收了|收购|买了|买进|进了|采购|库存|国内|内销|没出|没走|没成|退回|还没|员工|压在`)
	sentOut  = regexp.MustCompile(`出口|出了|出去|出到|外销|卖到|发往|运往|发到|出境|走了`)
	pointing = regexp.MustCompile(`[这那该]$`)
	// periodic marks a count for less than a year.
	periodic = regexp.MustCompile(`(?:每个?月|每季度?|每周|月均|平均每月|一个月|一季度?)[^0-9,。]{0,6}$`)
	// everyYear marks one count for each of several years.
	everyYear = regexp.MustCompile(`(?:各|每年|都是|都|均为|均是|分别都)(?:出口|出|卖|发)?(?:了)? ?$`)
	batches   = regexp.MustCompile(`([0-9]{1,2}|[两俩二三四五六七八九十]) ?(?:批|次|趟|船|柜|票|回)[^。]{0,6}(?:各|每|都)`)
)

// readCount takes the vehicles that are said to be exported, each with its
// year where the text names several. again says that vehicles were given
// before, so that a plain number beside a year is one.
func (in *Input) readCount(t text, asked, again bool) (value, problem string) {
	if several := 0; deductedCount.MatchString(t.string) {
		for _, c := range t.facts.Counts {
			if !c.Bare {
				several++
			}
		}
		if several > 1 {
			return "", fmt.Sprintf(wordsNet, in.Label)
		}
	}
	if n := shortOf(t); n != nil {
		return plain(n), ""
	}
	var picked []quantity.Count
	bare := !hasCount(t.facts.Counts)
	for _, c := range t.facts.Counts {
		if c.Bare && !(bare && asked) && (!ofYear(t, c, again) || utf8.RuneCountInString(t.string[c.Start:c.End]) < 2) || c.Limit || c.Each && !asked || c.Bare && inYear(t, c) {
			continue
		}
		head := t.string[:c.Start]
		from, _ := t.fragment(c.Start, c.End)
		if len(picked) > 0 && pointing.MatchString(tail(head)) { // 这204台
			continue
		}
		if within.MatchString(head[from:]) || kept.MatchString(t.around(c.Start, c.End)) && !sentOut.MatchString(t.around(c.Start, c.End)) {
			continue
		}
		if c.Flaw != "" {
			return "", in.flaw(c.Flaw, strings.TrimSpace(t.around(c.Start, c.End)))
		}
		if periodic.MatchString(tail(head)) {
			return "", wordsPeriodic
		}
		if p := in.rangeProblem(item{value: c.Value}); p != "" {
			return "", p
		}
		picked = append(picked, c)
	}
	if len(picked) == 0 {
		return "", ""
	}
	list, problem := in.withYears(t, picked)
	if problem != "" {
		return "", problem
	}
	return joinItems(list), ""
}

// deductedCount says that some vehicles are taken off others.
var deductedCount = regexp.MustCompile(`减去|退运|退回|退了|扣除|扣掉|实际只|没备案|只备案`)

// shortOf reads a count that is told by what it lacks: 差一台到五十台.
func shortOf(t text) *big.Rat {
	var lacks *big.Rat
	for _, c := range t.facts.Counts {
		switch {
		case c.Bare || c.Value == nil:
		case lacks == nil && lacking.MatchString(tail(t.string[:c.Start])):
			lacks = c.Value
		case lacks != nil && upTo.MatchString(tail(t.string[:c.Start])) && c.Value.Cmp(lacks) > 0:
			return new(big.Rat).Sub(c.Value, lacks)
		}
	}
	return nil
}

var (
	lacking = regexp.MustCompile(`[差缺少]$`)
	upTo    = regexp.MustCompile(`(?:到|就|够|满|不到|才)$`)
)

// ofYear reports whether a plain number stands right after a year that is
// counted by: 24年五十三.
func ofYear(t text, c quantity.Count, again bool) bool {
	if !again && !counting.MatchString(t.string) && !hasCount(t.facts.Counts) {
		return false
	}
	for _, y := range t.facts.Years {
		if y.End <= c.Start && afterYear.MatchString(t.string[y.End:c.Start]) {
			return true
		}
	}
	return false
}

// afterYear may stand between a year and the number of its vehicles.
var afterYear = regexp.MustCompile(`^[ :是有为出口了到现在目前已经一共总共只才大概约]{0,30}$`)

var counting = regexp.MustCompile(`台数|辆数|数量|多少(?:台|辆)|出口`)

func hasCount(counts []quantity.Count) bool {
	for _, c := range counts {
		if !c.Bare && !c.Limit {
			return true
		}
	}
	return false
}

// inYear reports whether a plain number is the year itself.
func inYear(t text, c quantity.Count) bool {
	for _, y := range t.facts.Years {
		if y.Start <= c.Start && c.End <= y.End {
			return true
		}
	}
	return false
}

// withYears gives each count the year that it is said of.
func (in *Input) withYears(t text, picked []quantity.Count) ([]item, string) {
	list := make([]item, len(picked))
	for i, c := range picked {
		list[i] = item{value: c.Value}
	}
	list = dropSum(t, picked, list)
	var years []int
	for _, y := range t.facts.Years {
		if !y.Unclear && (len(years) == 0 || years[len(years)-1] != y.Year) {
			years = append(years, y.Year)
		}
	}
	if m := batches.FindStringSubmatch(t.string); m != nil && len(list) == 1 {
		if n, ok := quantity.Numeral(m[1]); ok {
			list[0].value = new(big.Rat).Mul(list[0].value, n)
			if p := in.rangeProblem(list[0]); p != "" {
				return nil, p
			}
		}
	}
	switch {
	case distinctYears(t) < 2:
		return list, "" // the year is an input of its own
	case len(list) == 1 && everyYear.MatchString(tail(t.string[:picked[0].Start])):
		each := list[0]
		list = nil
		for _, y := range years {
			list = append(list, item{year: y, value: each.value})
		}
		return list, ""
	case len(list) == 1 && besideYear(t, picked[0]) != 0:
		list[0].year = besideYear(t, picked[0])
		return list, ""
	case len(list) == 1:
		return nil, fmt.Sprintf(wordsSplitYears, yuanless(list[0].value), yearNames(years), years[0], years[1])
	}
	for i, c := range picked {
		if i < len(list) {
			list[i].year = yearOf(t, c, i, len(list), years)
		}
	}
	for _, it := range list {
		if it.year == 0 {
			return nil, fmt.Sprintf(wordsPairs, len(years), len(list))
		}
	}
	return list, ""
}

// besideYear is the one year in the fragment of a count, 0 for none or several.
func besideYear(t text, c quantity.Count) int {
	from, to := t.fragment(c.Start, c.End)
	year := 0
	for _, y := range t.facts.Years {
		switch {
		case y.Start < from || y.End > to || y.Unclear:
		case year != 0 && year != y.Year:
			return 0
		default:
			year = y.Year
		}
	}
	return year
}

func yuanless(v *big.Rat) string { return plain(v) + "辆" }

func yearNames(years []int) string {
	names := make([]string, len(years))
	for i, y := range years {
		names[i] = fmt.Sprintf("%d年", y)
	}
	return strings.Join(names, "、")
}

// yearOf returns the year of the i-th of n counts: of as many years in the
// same order, else the last one before it.
func yearOf(t text, c quantity.Count, i, n int, years []int) int {
	if len(years) == n {
		return years[i]
	}
	year := 0
	for _, y := range t.facts.Years {
		if y.Start < c.Start && !y.Unclear {
			year = y.Year
		}
	}
	return year
}

// dropSum leaves out a count that only adds up the others.
func dropSum(t text, picked []quantity.Count, list []item) []item {
	if len(list) <= 2 {
		return list
	}
	last := len(list) - 1
	rest := new(big.Rat)
	for _, it := range list[:last] {
		rest.Add(rest, it.value)
	}
	if rest.Cmp(list[last].value) == 0 && totals.MatchString(t.string[:picked[last].Start]) {
		return list[:last]
	}
	return list
}
