package calc

import (
	"cmp"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/quantity"
)

// read takes an input's value out of a text. asked says that the text answers
// a question for this input, so that plain numbers are meant for it. The value
// is canonical; "" with a problem is something that was meant and cannot be
// used, "" without one is nothing said.
func (in *Input) read(t text, asked bool) (value, problem string) {
	switch in.Kind {
	case KindMoney:
		value, problem = in.readMoney(t, asked, nil)
		if in.Optional && foreign(value) != "" {
			return "", fmt.Sprintf(wordsHomeOnly, in.Label)
		}
		if in.Optional && value != "" && leftOver.MatchString(t.string) {
			list := items(value)
			for i := range list {
				list[i].left = true
			}
			value = joinItems(list)
		}
		return value, problem
	case KindCount:
		return in.readCount(t, asked, false)
	case KindYear:
		return in.readYear(t, asked)
	case KindDate:
		return in.readDate(t, "")
	case KindChoice:
		return in.readChoice(t, asked)
	case KindRate:
		return in.readRate(t, asked)
	}
	return "", ""
}

// flaw says what is wrong with a number that has no value to go by.
func (in *Input) flaw(f quantity.Flaw, said string) string {
	switch f {
	case quantity.NotFinite:
		return fmt.Sprintf(wordsNotFinite, in.Label)
	case quantity.TooLong:
		return fmt.Sprintf(wordsTooLong, in.Label)
	}
	return fmt.Sprintf(wordsVague, in.Label, clip(said))
}

// rangeProblem says what is wrong with an entry's value, "" for nothing.
func (in *Input) rangeProblem(it item) string {
	v := it.value
	switch {
	case v.Sign() < 0:
		return fmt.Sprintf(wordsNegative, in.Label)
	case v.Sign() == 0 && in.Least.Sign() > 0:
		return fmt.Sprintf(wordsZero, in.Label)
	case in.Kind == KindCount && !v.IsInt():
		return fmt.Sprintf(wordsWhole, in.Label)
	case in.Kind == KindMoney && !new(big.Rat).Mul(v, big.NewRat(100, 1)).IsInt():
		return fmt.Sprintf(wordsFractions, in.Label)
	case v.Cmp(in.Least) < 0 || v.Cmp(in.Most) > 0:
		return fmt.Sprintf(wordsRange, in.Label, in.bound(in.Least), in.bound(in.Most))
	}
	return ""
}

func (in *Input) bound(v *big.Rat) string {
	s := quantity.Grouped(plain(v))
	switch in.Kind {
	case KindMoney:
		return s + " 元"
	case KindCount:
		return s + " 辆"
	case KindYear:
		return plain(v) + " 年"
	}
	return s
}

// readYear takes the years that are named, and plain numbers when asked.
func (in *Input) readYear(t text, asked bool) (value, problem string) {
	if n := quantity.Numbers(t.string); asked && len(n) == 1 && n[0].Value != nil && (n[0].Value.Sign() < 0 || !n[0].Value.IsInt()) {
		return "", fmt.Sprintf(wordsRange, in.Label, in.bound(in.Least), in.bound(in.Most))
	}
	var list []item
	for _, y := range t.facts.Years {
		if y.Unclear {
			return "", fmt.Sprintf(wordsUnclearYr, t.string[y.Start:y.End])
		}
		it := item{value: big.NewRat(int64(y.Year), 1)}
		if p := in.rangeProblem(it); p != "" {
			return "", p
		}
		if !slices.ContainsFunc(list, func(o item) bool { return o.value.Cmp(it.value) == 0 }) {
			list = append(list, it)
		}
	}
	if len(list) == 0 && asked {
		return in.plainYear(t)
	}
	return joinItems(list), ""
}

// plainYear reads 25 or 3000 as the answer to which year.
func (in *Input) plainYear(t text) (value, problem string) {
	numbers := quantity.Numbers(t.string)
	if len(numbers) == 0 {
		return "", ""
	}
	n := numbers[0]
	if slices.ContainsFunc(t.facts.Counts, func(c quantity.Count) bool { return !c.Bare && c.Start <= n.Start && n.End <= c.End }) {
		return "", "" // 100辆 is no year
	}
	if n.Value == nil {
		return "", in.flaw(n.Flaw, t.string[n.Start:n.End])
	}
	if years := calendar.FindYears(plain(n.Value)+"年", t.today); len(years) == 1 && years[0].Year != 0 {
		n.Value = big.NewRat(int64(years[0].Year), 1)
	}
	it := item{value: n.Value}
	if p := in.rangeProblem(it); p != "" {
		return "", p
	}
	return it.String(), ""
}

// readDate takes the one day that is meant: of several, the one beside the
// words of what happened on it. about is the day given before, which completes
// what is said without a month.
func (in *Input) readDate(t text, about string) (value, problem string) {
	mentions := in.meant(t)
	if base, err := calendar.ParseDay(about); err == nil {
		for i := range mentions {
			mentions[i].In(base)
		}
	}
	var days []calendar.Day
	for i, m := range mentions {
		said := t.string[m.Start:m.End]
		switch {
		case i > 0 && either.MatchString(t.string[mentions[i-1].End:m.Start]):
			return "", fmt.Sprintf(wordsUnclearDay, in.Label, strings.TrimSpace(t.string[mentions[i-1].Start:m.End]))
		case backwards.MatchString(t.string[m.End:]):
			return "", fmt.Sprintf(wordsBackwards, in.Label, in.Label)
		case m.Flaw == calendar.NoSuchDay:
			return "", fmt.Sprintf(wordsNoDay, in.Label, said)
		case m.Flaw == calendar.Lunar:
			return "", fmt.Sprintf(wordsLunarDay, in.Label, said)
		case m.Flaw == calendar.Unclear && len(mentions) == 1:
			return "", fmt.Sprintf(wordsUnclearDay, in.Label, said)
		case m.Flaw == "" && !slices.Contains(days, m.Day):
			days = append(days, m.Day)
		}
	}
	if len(days) > 1 {
		return "", fmt.Sprintf(wordsManyDays, in.Label, listDays(days))
	}
	if len(days) == 0 {
		return "", ""
	}
	if p := in.dayProblem(days[0]); p != "" {
		return "", p
	}
	return days[0].String(), ""
}

// backwards asks from which day a limit is still met, which is not computed.
var backwards = regexp.MustCompile(`^(?:之前|以前|前)[^。]*(?:哪(?:一)?天|几号|什么时候|何时)(?:之前|前)?(?:要|得|就)?(?:受理|申报|交|提交|通关|放行|清关|出境|签发|发)`)

// either leaves it open which of two is meant.
var either = regexp.MustCompile(`^[^,。;]{0,2}(?:或者|或|还是|要么|要不|就是)[^,。;]{0,2}$`)

// both joins two days of which only one can be meant.
var both = regexp.MustCompile(`^ ?(?:和|、|跟|与|及)? ?$`)

// alike reports whether what stands between two days puts them on a par.
func alike(between string) bool { return either.MatchString(between) || both.MatchString(between) }

// meant returns the days that are said of what happened, all when the text
// does not say.
func (in *Input) meant(t text) []calendar.Mention {
	all := slices.Clone(t.facts.Dates)
	if len(all) < 2 {
		return all
	}
	var meant []calendar.Mention
	for i, m := range all {
		if i > 0 && alike(t.string[all[i-1].End:m.Start]) {
			return all
		}
		_, to := t.fragment(m.Start, m.End)
		if i+1 < len(all) {
			to = min(to, all[i+1].Start)
		}
		if firstOf(t.string[m.End:max(to, m.End)], in.Words) >= 0 {
			meant = append(meant, m)
		}
	}
	if last := all[len(all)-1]; len(meant) == 0 { // 受理日期是28号
		from, _ := t.fragment(last.Start, last.End)
		if lastOf(t.string[max(from, all[len(all)-2].End):last.Start], in.Words) >= 0 {
			meant = append(meant, last)
		}
	}
	if len(meant) != 1 {
		return all
	}
	return meant
}

func listDays(days []calendar.Day) string {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = d.Chinese()
	}
	return strings.Join(names, "、")
}

func (in *Input) dayProblem(d calendar.Day) string {
	if d.Before(in.First) || in.Last.Before(d) {
		return fmt.Sprintf(wordsRange, in.Label, in.First.Chinese(), in.Last.Chinese())
	}
	return ""
}

// readChoice takes the one choice whose words stand in the text; of words that
// overlap the longest counts.
func (in *Input) readChoice(t text, asked bool) (value, problem string) {
	found := in.named(t.string, asked)
	if m := midway.FindStringIndex(t.string); len(found) > 1 && m != nil {
		if anew := in.named(t.string[m[1]:], asked); len(anew) == 1 {
			found = anew
		}
	}
	if len(found) > 1 {
		if own := in.named(t.ownPart(), asked); len(own) == 1 { // 老张家是一类，我们三类
			found = own
		}
	}
	if len(found) == 0 {
		found = in.weak(t.string)
	}
	switch {
	case len(found) > 1 && in.Unit != "":
		return "", fmt.Sprintf(wordsManyClass, in.Label)
	case len(found) > 1:
		return "", wordsBothKinds
	case len(found) == 1:
		return found[0], ""
	}
	if in.Unit == "" {
		return "", ""
	}
	return in.numbered(t, asked)
}

// A hit is a place where a choice's word stands; value is "" where it is
// denied: 不是特险.
type hit struct {
	start, end int
	value      string
}

// hits returns the words of choices in a text, of words that overlap the
// longest. Not knowing is an answer only where the input is asked for or its
// unit stands beside it.
func (in *Input) hits(s string, asked bool) []hit {
	var all []hit
	for _, c := range in.Choices {
		if c.Value == Unknown && !asked && (in.Unit == "" || !strings.Contains(s, in.Unit)) {
			continue
		}
		for _, w := range c.Words {
			for from := 0; ; {
				i := strings.Index(s[from:], w)
				if i < 0 {
					break
				}
				h := hit{from + i, from + i + len(w), c.Value}
				if denied.MatchString(tail(s[:h.start])) {
					h.value = ""
				}
				all = append(all, h)
				from = h.end
			}
		}
	}
	slices.SortFunc(all, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	end := 0
	return slices.DeleteFunc(all, func(h hit) bool {
		overlaps := h.start < end
		if !overlaps {
			end = h.end
		}
		return overlaps
	})
}

// named returns the choices that a text names.
func (in *Input) named(s string, asked bool) []string {
	var values []string
	for _, h := range in.hits(s, asked) {
		if h.value != "" && !slices.Contains(values, h.value) {
			values = append(values, h.value)
		}
	}
	if slices.Contains(values, Unknown) && len(values) > 1 { // 不清楚是二类还是三类
		return []string{Unknown}
	}
	return values
}

// denied stands before what is not the case: 不是特险，是短期险.
var denied = regexp.MustCompile(`(?:不是|并非|不属于|不算|而非|并不是)(?:什么)?$`)

// weak returns the one choice that only a weak word names.
func (in *Input) weak(s string) []string {
	for _, c := range in.Choices {
		if holdsAny(s, c.Weak) {
			return []string{c.Value}
		}
	}
	return nil
}

// numbered refuses 五类 and, when asked, takes a plain number.
func (in *Input) numbered(t text, asked bool) (value, problem string) {
	alone := asked && len([]rune(strings.Trim(t.string, " ,.。!?"))) <= 2
	for _, n := range quantity.Numbers(t.string) {
		said := t.string[n.Start:n.End]
		beside := strings.HasPrefix(strings.TrimLeft(t.string[n.End:], " "), in.Unit)
		if n.Value == nil || !beside && !alone {
			continue
		}
		if _, ok := in.choice(plain(n.Value)); ok {
			return plain(n.Value), ""
		}
		if beside {
			said += in.Unit
		}
		return "", fmt.Sprintf(wordsNoClass, said, in.Label, in.labels())
	}
	if m := letterClass.FindString(t.string); m != "" && strings.HasSuffix(m, in.Unit) {
		return "", fmt.Sprintf(wordsNoClass, m, in.Label, in.labels())
	}
	return "", ""
}

// letterClass is a class of another system: A类, aa类.
var letterClass = regexp.MustCompile(`[a-h]{1,3} ?类`)

func (in *Input) labels() string {
	var labels []string
	for _, c := range in.Choices {
		if c.Value != Unknown {
			labels = append(labels, c.Label)
		}
	}
	return strings.Join(labels, "、")
}

// rateWords stand beside a number that is a rate of exchange.
var rateWords = regexp.MustCompile(`(?:汇率|折合|中间价|牌价|兑(?:换)?(?:人民币)?|按照?|换算|等于|=)[^0-9零一二三四五六七八九]{0,10}$`)

// readRate takes the number beside 汇率, or the one that was asked for. Where
// two sums stand against each other, their ratio is the rate: 100卢布换8块6.
func (in *Input) readRate(t text, asked bool) (value, problem string) {
	if rate, flaw := in.ratio(t, asked); rate != nil {
		if p := in.rangeProblem(item{value: rate}); p != "" {
			return "", p
		}
		return exactly(rate), ""
	} else if flaw != "" {
		return "", flaw
	}
	return in.rateNumber(t, asked)
}

// rateNumber takes a plain number for the rate.
func (in *Input) rateNumber(t text, asked bool) (value, problem string) {
	for _, n := range quantity.Numbers(t.string) {
		if !asked && !rateWords.MatchString(tail(t.string[:n.Start])) {
			continue
		}
		if n.Value != nil && n.Value.IsInt() && n.Value.Cmp(big.NewRat(1, 1)) == 0 { // 1美元=7.12
			continue
		}
		if n.Flaw != "" {
			return "", in.flaw(n.Flaw, t.string[n.Start:n.End])
		}
		it := item{value: n.Value}
		if p := in.rangeProblem(it); p != "" {
			return "", p
		}
		return plain(n.Value), ""
	}
	return "", ""
}

// ratio reads a rate as money: 七块一 where it was asked for, 1欧元等于7块8 and
// 100美元兑712元 anywhere.
func (in *Input) ratio(t text, asked bool) (rate *big.Rat, problem string) {
	if i, j := weighed(t); j > 0 {
		a, b := t.facts.Sums[i], t.facts.Sums[j]
		if b.Currency != home {
			a, b = b, a
		}
		return new(big.Rat).Quo(b.Value, a.Value), ""
	}
	for _, s := range t.facts.Sums {
		switch {
		case !asked || s.Said != quantity.Named || s.Currency != home:
		case s.Flaw != "":
			return nil, in.flaw(s.Flaw, t.string[s.Start:s.End])
		case s.Value.Sign() > 0:
			return s.Value, ""
		}
	}
	return nil, ""
}

// weighed returns the places of two sums of which one is weighed in the other,
// yuan and foreign money; zeros for none.
func weighed(t text) (i, j int) {
	for j := 1; j < len(t.facts.Sums); j++ {
		a, b := t.facts.Sums[j-1], t.facts.Sums[j]
		if (a.Currency == home) == (b.Currency == home) || a.Flaw != "" || b.Flaw != "" || a.Value.Sign() <= 0 || b.Value.Sign() <= 0 {
			continue
		}
		if against.MatchString(t.string[a.End:b.Start]) {
			return j - 1, j
		}
	}
	return 0, 0
}

// against says that one money is weighed in another.
var against = regexp.MustCompile(`^ ?(?:可以|能)?(?:兑换|兑|换|等于|=|折合|折|合|约)[^,。;]{0,3}$`)

// exactly writes a rate as a decimal, or to as many places as rates have.
func exactly(rate *big.Rat) string {
	if _, exact := rate.FloatPrec(); exact {
		return plain(rate)
	}
	return strings.TrimRight(rate.FloatString(ratePlaces), "0")
}
