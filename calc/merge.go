package calc

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"

	"cheyi/quantity"
)

// Merge puts what a message states over what was stated before. What is one
// more (再加一个项目90万) is added to the list instead.
func (f *Flow) Merge(given Values, s Statement) {
	if s.Adds {
		f.dateCounts(given, s)
	}
	f.ofOneYear(given, s)
	f.sumOfOneYear(given, &s)
	if c := f.choice(); c != nil && s.Values[c.Name] != "" && s.Values[c.Name] != given[c.Name] {
		s.Adds = false                           // another rule's sums are not added up with these
		for _, in := range f.Rules[0].Optional { // what was received was another rule's
			delete(given, in.Name)
		}
	}
	currency := f.currency(given)
	for _, in := range f.Inputs() {
		value, stated := s.Values[in.Name]
		if !stated {
			continue
		}
		if list := in.Kind == KindMoney || in.Kind == KindCount; list && s.Adds && given[in.Name] != "" && !f.optional(in) {
			value = given[in.Name] + ";" + value
		}
		given[in.Name] = value
		if in.Kind == KindMoney && s.Values[rateName(f)] == "" {
			f.dropRate(given, currency)
		}
		switch in.Kind {
		case KindCount: // counts that name their years leave none to ask
			if y := f.Rules[0].input(KindYear); y != nil && items(value)[0].year != 0 {
				delete(given, y.Name)
			}
		case KindYear:
			c := f.Rules[0].input(KindCount)
			switch list := items(given[c.Name]); {
			case len(list) == 1 && list[0].year != 0:
				list[0].year = 0
				given[c.Name] = list[0].String()
			case len(list) > 1 && list[0].year != 0 && s.Values[c.Name] == "": // of which year none was said
				delete(given, c.Name)
			}
		}
	}
}

// One puts a single sum in the place of the one of several that a message
// means: 第二个是12万, 11万那个应该是12万. Where it does not say which, that is
// asked.
func (f *Flow) One(given Values, s *Statement, message string) *Problem {
	for _, in := range f.Inputs() {
		if value := s.Values[in.Name]; s.Adds && mixed(given[in.Name]+";"+value) {
			delete(s.Values, in.Name)
			return &Problem{Input: in.Name, What: wordsCurrencies, Keeps: true}
		}
		before, now := items(given[in.Name]), items(s.Values[in.Name])
		if len(now) == 2 && whichOf(before, message) >= 0 && turned.MatchString(message) { // 9万那个其实是8万
			now = now[1:]
		}
		if at := whichOf(before, message); at >= 0 && len(before) > 1 && len(now) == 0 && gone.MatchString(message) { // 第二个取消了
			s.Values[in.Name], s.Adds = joinItems(slices.Delete(before, at, at+1)), false
			continue
		}
		if len(s.Years) == 1 && len(yearsOf(before)) > 1 {
			continue // the year says which
		}
		if in.Kind != KindMoney || f.optional(in) || len(before) < 2 || len(now) != 1 || f.named(message) > 0 && !ordinal.MatchString(message) {
			continue
		}
		at := whichOf(before, message)
		switch {
		case at >= 0 && gone.MatchString(message):
			s.Values[in.Name], s.Adds = joinItems(slices.Delete(before, at, at+1)), false
		case at >= 0:
			before[at] = now[0]
			s.Values[in.Name], s.Adds = joinItems(before), false
		case !s.Adds && !allOf.MatchString(message):
			delete(s.Values, in.Name)
			return &Problem{Input: in.Name, What: fmt.Sprintf(wordsWhichOne, len(before), in.Show(given[in.Name])), Keeps: true}
		}
	}
	return nil
}

var (
	ordinal = regexp.MustCompile(`第([一二三四五六七八九1-9])(?:个|笔|份|项|单|场|次)|(前|后|头)(?:面|边)?(?:那|一|那一)?(?:个|笔|份|项|场|次)`)
	gone    = regexp.MustCompile(`去掉|去了|黄了|取消|不算|不要|删掉|撤了|撤掉|没成|没去成|作废|不投了|退了`)
	turned  = regexp.MustCompile(`其实|应该是|改成|换成|才对|弄错|记错|写错`)
	allOf   = regexp.MustCompile(`都|全|一共|总共|合计|各|只有|就`)
)

// whichOf returns the entry that a message names by its place or by its old
// value, -1 for none.
func whichOf(before []item, message string) int {
	if m := ordinal.FindStringSubmatch(message); m != nil {
		switch n, ok := quantity.Numeral(m[1]); {
		case m[2] == "前" || m[2] == "头":
			return 0
		case m[2] == "后":
			return len(before) - 1
		case ok && n.Cmp(big.NewRat(int64(len(before)), 1)) <= 0:
			return int(n.Num().Int64()) - 1
		}
		return -1
	}
	for _, sum := range quantity.Sums(message) {
		for i, it := range before {
			if sum.Value != nil && sum.Value.Cmp(it.value) == 0 {
				return i
			}
		}
	}
	return -1
}

// dateCounts ties counts to their years before counts of another year are
// added to them: 去年65台, 前年还出了90台.
func (f *Flow) dateCounts(given Values, s Statement) {
	count, year := f.Rules[0].input(KindCount), f.Rules[0].input(KindYear)
	if count == nil || year == nil || given[count.Name] == "" || s.Values[count.Name] == "" || s.Values[year.Name] == "" {
		return
	}
	given[count.Name] = dated(given[count.Name], given[year.Name])
	s.Values[count.Name] = dated(s.Values[count.Name], s.Values[year.Name])
	delete(given, year.Name)
	delete(s.Values, year.Name)
}

// ofOneYear puts a count in the place of the one of the same year, where
// several years were given: 前年写错了，是50辆.
func (f *Flow) ofOneYear(given Values, s Statement) {
	count, year := f.Rules[0].input(KindCount), f.Rules[0].input(KindYear)
	if count == nil || year == nil || s.Adds {
		return
	}
	before, now := items(given[count.Name]), items(dated(s.Values[count.Name], s.Values[year.Name]))
	if dropped := items(s.Values[year.Name]); s.Drops && len(now) == 0 && len(before) > 1 && len(dropped) == 1 {
		left := slices.DeleteFunc(slices.Clone(before), func(it item) bool { return it.year == int(dropped[0].value.Num().Int64()) })
		if len(left) > 0 && len(left) < len(before) {
			s.Values[count.Name] = joinItems(left)
			delete(s.Values, year.Name)
		}
		return
	}
	if len(before) < 2 || len(now) != 1 {
		return
	}
	for i, it := range before {
		if it.year != 0 && it.year == now[0].year {
			before[i] = now[0]
			s.Values[count.Name] = joinItems(before)
			delete(s.Values, year.Name)
			return
		}
	}
}

// sumOfOneYear ties a sum to the one year that is named beside it, where sums
// of several years were given: 2025年改成100万, 再加2025年10万.
func (f *Flow) sumOfOneYear(given Values, s *Statement) {
	money := f.Rules[0].input(KindMoney)
	if money == nil || len(s.Years) != 1 || len(yearsOf(items(given[money.Name]))) < 2 {
		return
	}
	now := items(s.Values[money.Name])
	for i := range now {
		now[i].year = s.Years[0]
	}
	if len(now) == 0 {
		return
	}
	if !s.Adds {
		rest := slices.DeleteFunc(items(given[money.Name]), func(it item) bool { return it.year == s.Years[0] })
		now = append(rest, now...)
	}
	s.Values[money.Name] = joinItems(now)
}

// dated gives every entry without a year the one year of value.
func dated(list, value string) string {
	years := items(value)
	entries := items(list)
	for i := range entries {
		if entries[i].year == 0 && len(years) == 1 {
			entries[i].year = int(years[0].value.Num().Int64())
		}
	}
	return joinItems(entries)
}

// dropRate forgets a rate of exchange that was given for another currency.
func (f *Flow) dropRate(given Values, before string) {
	for _, in := range f.Inputs() {
		if in.Kind == KindRate && before != "" && before != f.currency(given) {
			delete(given, in.Name)
		}
	}
}
