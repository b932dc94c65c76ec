package calc

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/calendar"
	"cheyi/quantity"
)

var (
	// already marks money that has been received.
	already = regexp.MustCompile(`已经?(?:领|拿|用|享|补|批|拨|报|得|兑|获|收|申|支|发|给|下)|领(?:过|了|到|走)|拿(?:过|了|到|走)|用(?:过|了|掉|去)|补(?:过|了)|享受(?:过|了)|批(?:过|了|下来)|拨(?:过|了|付)|到手|到账|报(?:过|了)|得(?:过|了|到)|获(?:过|得)|收(?:到|过|了)|进账|入账|到位|打过来|打到|领的|拿的|之前(?:给|发)|先前|前面(?:给|发|补)|发(?:过|了|下来)`)
	// leftOver marks the room that is left.
	leftOver = regexp.MustCompile(`剩|余额|余下|还有[^,。]*(?:额度|名额|空间)|额度[^,。]*(?:还有|只有|还余)`)
	// totals marks a sum of the others.
	totals = regexp.MustCompile(`(?:一共|总共|共计|合计|总计|加起来|总额|一起|拢共|统共|总的|共|全年|全部|累计|总数|加一块|合起来)[^0-9` + `一二三四五六七八九十两]{0,8}$`)
	// apiece marks one sum for each of several.
	apiece  = regexp.MustCompile(`(?:各|每(?:一)?(?:个|项|份|单|笔|家|次|场|届|张|处|间|年)?|均为|均|都是|都)[^0-9,。]{0,12}$`)
	apieceX = regexp.MustCompile(`^ ?(?:每|一|/)(?:个|项|份|单|笔|次|场|间|处)|^ ?(?:一)?(?:每个)`)
	several = regexp.MustCompile(`([0-9]{1,2}|[两俩二三仨四五六七八九十]) ?(?:个|项|份|单|笔|家|次|场|届|张|处|间|票|(?:国外|境外|海外)?(?:的)?(?:车展|展会|展位|摊位|展台|展|项目|保单))`)
	oneOf   = regexp.MustCompile(`(?:一个|一场|一次|一家|一间|一处)[^0-9,。]{0,4}$`)
	part    = regexp.MustCompile(`其中|里头|里面|里边|当中|包括|包含`)
	anyFee  = regexp.MustCompile(`\p{Han}{1,2}费`)
	ownFee  = regexp.MustCompile(`保费|保险费|险费|用费|经费|花费|付费|缴费|交费|收费|消费|浪费|[展摊场站租位台]\p{Han}?费|小费|公费|自费`)
)

// readMoney takes the sums that belong to the input. other are words of
// expenses that do not.
func (in *Input) readMoney(t text, asked bool, rule *Rule) (value, problem string) {
	picked, problem := in.pick(t, asked, rule)
	if problem != "" || len(picked) == 0 {
		return "", problem
	}
	list := make([]item, len(picked))
	for i, s := range picked {
		list[i] = item{year: yearBefore(t, s.Start), value: s.Value, currency: s.Currency}
		if p := in.sumProblem(t, s); p != "" {
			return "", p
		}
	}
	if len(yearsOf(list)) == 1 {
		for i := range list {
			list[i].year = 0
		}
	}
	if list, problem = in.dropTotal(t, picked, list); problem != "" {
		return "", problem
	}
	if list, problem = in.replicate(t, picked, list, rule); problem != "" {
		return "", problem
	}
	foreign := ""
	for _, it := range list {
		if it.currency != home && foreign != "" && it.currency != foreign {
			return "", wordsCurrencies
		}
		if it.currency != home {
			foreign = it.currency
		}
	}
	return joinItems(list), ""
}

// sumProblem says what is wrong with one sum.
func (in *Input) sumProblem(t text, s quantity.Sum) string {
	said := t.string[s.Start:s.End]
	if s.Flaw != "" {
		return in.flaw(s.Flaw, said)
	}
	if s.Said == quantity.Bare && !s.Value.IsInt() && s.Value.Sign() > 0 && s.Value.Cmp(big.NewRat(100, 1)) < 0 { // 3.6: yuan or 万?
		return fmt.Sprintf(wordsUnit, said, said, said)
	}
	return in.rangeProblem(item{value: s.Value})
}

// pick chooses the sums that are the input's: not what was received already,
// not other expenses, not what a vehicle is given. Where some stand by the
// subject's name, others count only in a list with them.
func (in *Input) pick(t text, asked bool, rule *Rule) ([]quantity.Sum, string) {
	var picked []quantity.Sum
	var named []bool
	for i, s := range t.facts.Sums {
		if !in.mayBe(t, s, asked) || perVehicleSum.MatchString(t.string[:s.Start]) || rule.quotes(t, s) {
			continue
		}
		role, own := rule.role(t, i)
		if role == otherRole || role == usedRole && !asked {
			continue
		}
		if from, _ := scope(t, i); own && len(picked) > 0 && part.MatchString(t.string[from:s.Start]) {
			picked, named = nil, nil // 总共21万，里头展位费9万
		}
		picked, named = append(picked, s), append(named, own)
	}
	if !slices.Contains(named, true) {
		return picked, ""
	}
	var near []quantity.Sum
	for i, s := range picked {
		last := len(near) - 1
		if named[i] || last >= 0 && listed(t.string[near[last].End:s.Start]) {
			near = append(near, s)
		}
	}
	return near, ""
}

// listRunes is how much may stand between two sums of one list: 还有个项目.
const listRunes = 2 * 2 * 2

func listed(between string) bool {
	return utf8.RuneCountInString(between) <= listRunes || addition.MatchString(between)
}

// perVehicleSum is what stands before what each vehicle is given.
var perVehicleSum = regexp.MustCompile(`(?:每|一)(?:辆|台|部)(?:车)?[^0-9,。]{0,6}$`)

// mayBe reports whether a sum can be money at all where nothing, or the
// input, was asked for.
func (in *Input) mayBe(t text, s quantity.Sum, asked bool) bool {
	if s.Said != quantity.Bare {
		return true
	}
	if said := t.string[s.Start:s.End]; utf8.RuneCountInString(said) == 1 && said[0] >= utf8.RuneSelf && said != strings.Trim(t.string, " ,.。!?") {
		return false // 多打了个零
	}
	return asked || !in.partOfDate(t, s) && (in.bareCounts(s) && !rateWords.MatchString(t.string[:s.Start]))
}

var (
	quoteBefore = regexp.MustCompile(`(?:补|给|拿|领|上限|封顶|最高|最多|还是|不超过|超过|顶格|那个|这个|按)[^0-9,。]{0,4}$`)
	quoteAfter  = regexp.MustCompile(`^ ?(?:的)?(?:封顶|上限|顶|限额|额度|以内|这个|那个|是(?:一|单|每)|还是)`)
)

// quotes reports whether a sum is a figure of the rule that the message talks
// about: 是补150万还是200万.
func (r *Rule) quotes(t text, s quantity.Sum) bool {
	if r == nil || s.Value == nil || !quoteBefore.MatchString(t.string[:s.Start]) && !quoteAfter.MatchString(t.string[s.End:]) {
		return false
	}
	return slices.ContainsFunc(r.book.Rules, func(o *Rule) bool {
		return o.Flow == r.Flow && slices.ContainsFunc(o.parameters, func(p Parameter) bool {
			return p.Name != "share" && (p.Value.Cmp(s.Value) == 0 || s.Said == quantity.Bare && strings.HasPrefix(p.Text, plain(s.Value)+" "))
		})
	})
}

// A role is what a sum is said to be.
type role int

const (
	inputRole role = iota
	usedRole       // received already, or left of the cap
	otherRole      // another expense
)

// role goes by the words before the sum, and by those right after it only
// where the ones before say nothing. named says that the subject's name did.
func (r *Rule) role(t text, i int) (is role, named bool) {
	if r == nil {
		return inputRole, false
	}
	s := t.facts.Sums[i]
	from, to := scope(t, i)
	before, after := t.string[from:s.Start], t.string[s.End:to]
	after, _, _ = strings.Cut(after, " ")
	used := max(lastMatch(already, before), lastMatch(leftOver, before))
	own, other := lastOf(before, r.Subjects), r.lastOther(before)
	switch {
	case used >= 0 && (used >= own || grant.MatchString(before[used:])):
		return usedRole, false
	case other > own:
		return otherRole, false
	case own >= 0:
		return inputRole, true
	case lastMatch(already, after) >= 0 || lastMatch(leftOver, after) >= 0:
		return usedRole, false
	}
	own, other = firstOf(after, r.Subjects), r.firstOther(after)
	if other >= 0 && (own < 0 || other < own) {
		return otherRole, false
	}
	return inputRole, own >= 0
}

// grant is what is received.
var grant = regexp.MustCompile(`补贴|补助|支持|资金|奖励|扶持`)

// lastOther and firstOther find the words of other expenses: those of the
// rule, those of no rule, and whatever else is called 费.
func (r *Rule) lastOther(s string) int {
	at := max(lastOf(s, r.Other), lastOf(s, r.Not), lastOf(s, r.book.Other))
	for _, m := range anyFee.FindAllStringIndex(s, -1) {
		if otherFee(s, m) {
			at = max(at, m[1])
		}
	}
	return at
}

func (r *Rule) firstOther(s string) int {
	at := firstOf(s, slices.Concat(r.Other, r.Not, r.book.Other))
	if m := anyFee.FindStringIndex(s); m != nil && otherFee(s, m) && (at < 0 || m[0] < at) {
		at = m[0]
	}
	return at
}

// otherFee reports whether what is called 费 is an expense of another name.
func otherFee(s string, m []int) bool {
	name := s[max(0, m[0]-len("费")):m[1]]
	return !strings.HasPrefix(s[m[1]:], "用") && !ownFee.MatchString(name) && !pronoun.MatchString(name)
}

var pronoun = regexp.MustCompile(`[的了这那此其项笔些]费$`)

// lastMatch returns where the last match ends, -1 for none.
func lastMatch(re *regexp.Regexp, s string) int {
	at := -1
	for _, m := range re.FindAllStringIndex(s, -1) {
		at = m[1]
	}
	return at
}

// bareCounts reports whether a plain number may be money though it was not
// asked for: small whole numbers count something else.
func (in *Input) bareCounts(s quantity.Sum) bool {
	return s.Flaw != "" || s.Value.Cmp(big.NewRat(100, 1)) >= 0 || !s.Value.IsInt() || s.Value.Sign() <= 0
}

// partOfDate reports whether a plain number stands within a loosely written
// date, such as 9.28.
func (in *Input) partOfDate(t text, s quantity.Sum) bool {
	return slices.ContainsFunc(t.facts.Dates, func(m calendar.Mention) bool { return m.Loose && m.Start <= s.Start && s.End <= m.End })
}

// scope returns the words that belong to the i-th sum: its fragment, cut at
// the sums beside it.
func scope(t text, i int) (from, to int) {
	s := t.facts.Sums[i]
	from, to = t.fragment(s.Start, s.End)
	if i > 0 {
		from = max(from, t.facts.Sums[i-1].End)
	}
	if i+1 < len(t.facts.Sums) {
		to = min(to, max(t.facts.Sums[i+1].Start, s.End))
	}
	return from, to
}

func lastOf(s string, words []string) int {
	at := -1
	for _, w := range words {
		if i := strings.LastIndex(s, w); i >= 0 {
			at = max(at, i+len(w))
		}
	}
	return at
}

func firstOf(s string, words []string) int {
	at := -1
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at
}

// yearBefore returns the year that a sum is said of, when the text names
// several: the last one before it.
func yearBefore(t text, at int) int {
	if distinctYears(t) < 2 {
		return 0
	}
	year := 0
	for _, y := range t.facts.Years {
		if y.Start < at && !y.Unclear {
			year = y.Year
		}
	}
	return year
}

func distinctYears(t text) int {
	var seen []int
	for _, y := range t.facts.Years {
		if !y.Unclear && !slices.Contains(seen, y.Year) {
			seen = append(seen, y.Year)
		}
	}
	return len(seen)
}

// dropTotal leaves out a sum that only adds up the others.
func (in *Input) dropTotal(t text, picked []quantity.Sum, list []item) ([]item, string) {
	for i, s := range picked {
		if len(list) < 2 || !totals.MatchString(t.string[:s.Start]) {
			continue
		}
		rest := new(big.Rat)
		for j, it := range list {
			if j != i {
				rest.Add(rest, it.value)
			}
		}
		if i != len(list)-1 && i != 0 {
			continue
		}
		if oneOf.MatchString(t.string[:picked[0].Start]) && len(list) == 2 { // 一个一万二总共二万四
			return []item{list[i]}, ""
		}
		if rest.Cmp(s.Value) != 0 {
			return nil, fmt.Sprintf(wordsTotal, yuan(rest), yuan(s.Value))
		}
		return slices.Delete(slices.Clone(list), i, i+1), ""
	}
	return list, ""
}

func yuan(v *big.Rat) string { return quantity.Yuan(v).Chinese() }

// replicate repeats a sum that is said for each of several.
func (in *Input) replicate(t text, picked []quantity.Sum, list []item, rule *Rule) ([]item, string) {
	if len(list) != 1 {
		return list, ""
	}
	s := picked[0]
	after := t.string[s.End:]
	if !apiece.MatchString(t.string[:s.Start]) && !apieceX.MatchString(after) && !oneOf.MatchString(t.string[:s.Start]) {
		return list, ""
	}
	n := 0
	for _, m := range several.FindAllStringSubmatchIndex(t.string, -1) {
		if before := t.string[:m[0]]; strings.HasSuffix(before, "每") || strings.HasSuffix(before, "第") {
			continue
		}
		v, ok := quantity.Numeral(several.FindStringSubmatch(t.string[m[0]:])[1])
		if ok && v.Cmp(big.NewRat(1, 1)) > 0 && (n == 0 || m[0] < s.Start) {
			n = int(v.Num().Int64())
		}
	}
	if years := distinctYears(t); n == 0 && years > 1 {
		return list, "" // each of the years: left to whoever reads years
	}
	if n == 0 && rule != nil {
		n = rule.kindsNamed(t.string)
	}
	if n < 2 {
		if strings.Contains(t.string[:s.Start], "各") {
			return nil, wordsEach
		}
		return list, ""
	}
	repeated := make([]item, n)
	for i := range repeated {
		repeated[i] = list[0]
	}
	return repeated, ""
}

// kindsNamed counts the kinds of expense that a text names: 海外投资险和特险各80万.
func (r *Rule) kindsNamed(s string) int {
	for _, in := range r.Inputs {
		if in.Kind != KindChoice {
			continue
		}
		if c, ok := in.choice(r.Chosen); ok {
			n, end := 0, 0
			for _, w := range c.Words {
				if i := strings.Index(s, w); i >= end || i >= 0 && end == 0 {
					n++
					end = i + len(w)
				}
			}
			return n
		}
	}
	return 0
}

// readUsed takes what has been received in this rule and year, or what is
// left of the cap.
func (in *Input) readUsed(t text, asked bool, r *Rule) (value, problem string) {
	if asked && nothing.MatchString(t.string) || noneYet.MatchString(t.string) && !otherYearOf(t, noneYet) {
		return "0", ""
	}
	for i, s := range t.facts.Sums {
		if !in.mayBe(t, s, asked) || !asked && !r.isUsed(t, i) {
			continue
		}
		from, to := scope(t, i)
		words := t.string[from:to]
		if !asked && (r.otherRule(t.string[from:s.End]) || otherYear(t, from, to)) {
			continue
		}
		left := leftOver.MatchString(words) && !already.MatchString(words)
		if p := in.sumProblem(t, s); p != "" {
			return "", p
		}
		return item{value: s.Value, left: left}.String(), ""
	}
	return "", ""
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
	from, to := t.fragment(m[0], m[1])
	return otherYear(t, from, to)
}

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
