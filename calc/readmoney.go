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
	apiece  = regexp.MustCompile(`(?:各|每(?:一)?(?:个|项|份|单|笔|家|次|场|届|张|处|间|年|季度|个月|月|平方米|平米|平方|平)?|均为|均|都是|都)[^0-9,。]{0,12}$`)
	apieceX = regexp.MustCompile(`^ ?(?:每|一|/)(?:个|项|份|单|笔|次|场|间|处)|^ ?(?:一)?(?:每个)`)
	// periods are parts of a year that each have a sum.
	periods = regexp.MustCompile(`[一二三四1-4]季度|[上下]半年|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?`)
	// tightly marks a sum for each of those named right before it.
	tightly = regexp.MustCompile(`(?:各|每(?:个|份|笔|场)|都是|均为|全是)(?:是|为)?(?:保费|展位费)?[^0-9,。]{0,2}$`)
	several = regexp.MustCompile(`(?:头|前|后)([两俩二三仨])|([0-9]{1,2}|[两俩二三仨四五六七八九十]) ?(?:个|项|份|单|笔|家|次|场|届|张|处|间|票|平方米|平米|平方|平|㎡|(?:国外|境外|海外)?(?:的)?(?:车展|展会|展位|摊位|展台|展|项目|保单))`)
	oneOf   = regexp.MustCompile(`(?:一个|一场|一次|一家|一间|一处)[^0-9,。]{0,4}$`)
	part    = regexp.MustCompile(`其中|里头|里面|里边|当中|包括|包含`)
	anyFee  = regexp.MustCompile(`\p{Han}{1,2}费`)
	ownFee  = regexp.MustCompile(`保费|保险费|险费|用费|经费|花费|付费|缴费|交费|收费|消费|浪费|[展摊场站租位台]\p{Han}?费|小费|公费|自费`)
)

// readMoney takes the sums that belong to the input; the rule knows the words
// of those that do not.
func (in *Input) readMoney(t text, asked bool, rule *Rule) (value, problem string) {
	picked, problem := in.pick(t, asked, rule)
	if problem != "" || len(picked) == 0 {
		return "", problem
	}
	if len(picked) > 1 && deducted.MatchString(t.string) {
		return "", fmt.Sprintf(wordsNet, in.Label)
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
	picked, list = once(t, picked, list)
	whole := false
	if list, whole, problem = in.dropTotal(t, picked, list); problem != "" {
		return "", problem
	}
	if !whole {
		if list, problem = in.replicate(t, picked, list, rule); problem != "" {
			return "", problem
		}
	}
	if value = joinItems(list); mixed(value) {
		return "", wordsCurrencies
	}
	return value, ""
}

// once drops a sum that only says the one before it in other words: 126千元,
// 就是12.6万.
func once(t text, picked []quantity.Sum, list []item) ([]quantity.Sum, []item) {
	for i := len(picked) - 1; i > 0; i-- {
		if picked[i].Value.Cmp(picked[i-1].Value) == 0 && same.MatchString(t.string[picked[i-1].End:picked[i].Start]) {
			picked, list = slices.Delete(slices.Clone(picked), i, i+1), slices.Delete(slices.Clone(list), i, i+1)
		}
	}
	return picked, list
}

var same = regexp.MustCompile(`就是|也就是|即|等于|=`)

// sumProblem says what is wrong with one sum.
func (in *Input) sumProblem(t text, s quantity.Sum) string {
	said := t.string[s.Start:s.End]
	if s.Flaw != "" {
		return in.flaw(s.Flaw, said)
	}
	if s.Said == quantity.Bare && !s.Value.IsInt() && s.Value.Sign() > 0 && s.Value.Cmp(big.NewRat(leastPlain, 1)) < 0 { // 3.6: yuan or 万?
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
	rateA, rateB := weighed(t)
	for i, s := range t.facts.Sums {
		if rateB > 0 && (i == rateA || i == rateB) {
			continue
		}
		if monthly.MatchString(tail(t.string[:s.Start])) && mentioned(t.string, len(t.string)) < 2 {
			return nil, fmt.Sprintf(wordsWholeYear, in.Label)
		}
		if !in.mayBe(t, s, asked) || perVehicleSum.MatchString(tail(t.string[:s.Start])) || rule.quotes(t, s) || wrong.MatchString(t.string[s.End:]) {
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
	for i := 1; i < len(picked); i++ { // 保费80万、90万
		named[i] = named[i] || named[i-1] && listed(t.string[picked[i-1].End:picked[i].Start])
	}
	for i := len(picked) - 2; i >= 0; i-- { // 一个80万、一个90万的保费
		named[i] = named[i] || named[i+1] && listed(t.string[picked[i].End:picked[i+1].Start])
	}
	var near []quantity.Sum
	for i, s := range picked {
		if named[i] {
			near = append(near, s)
		}
	}
	return near, ""
}

func listed(between string) bool {
	return addition.MatchString(between) || utf8.RuneCountInString(between) <= listRunes && !spent.MatchString(between)
}

// spent says that what follows was paid for something of its own.
var spent = regexp.MustCompile(`花|印|买|住|吃|租车`)

var (
	// deducted says that one sum is taken off another.
	deducted = regexp.MustCompile(`退了|退款|退还|减去|扣除|扣掉|扣了|实付|实际付|实缴|其中税|含税|优惠了|便宜了`)
	// monthly marks a sum of less than a year.
	monthly = regexp.MustCompile(`(?:每个?月|每季度?|月均|一个月)[^0-9,。]{0,6}$`)
	// product is how often a sum is taken.
	product = regexp.MustCompile(`^ ?(?:\*|×|x|乘以?) ?([0-9]{1,2})(?:[^0-9.]|$)`)
)

// wrong takes back the figure before it: 50万写错了.
var wrong = regexp.MustCompile(`^(?:那个|这个)?(?:是)?(?:写|说|打|记|弄|搞|算|报)(?:错|岔|混|反)`)

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
	return asked || !in.partOfDate(t, s) && (in.bareCounts(s) && !rateWords.MatchString(tail(t.string[:s.Start])))
}

// bareCounts reports whether a plain number may be money though it was not
// asked for: small whole numbers count something else.
func (in *Input) bareCounts(s quantity.Sum) bool {
	return s.Flaw != "" || s.Value.Cmp(big.NewRat(leastPlain, 1)) >= 0 || !s.Value.IsInt() || s.Value.Sign() <= 0
}

// partOfDate reports whether a plain number stands within a loosely written
// date, such as 9.28.
func (in *Input) partOfDate(t text, s quantity.Sum) bool {
	return slices.ContainsFunc(t.facts.Dates, func(m calendar.Mention) bool { return m.Loose && m.Start <= s.Start && s.End <= m.End })
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

// dropTotal leaves out a sum that only adds up the others. whole says that
// only the total is left, of what was said of one.
func (in *Input) dropTotal(t text, picked []quantity.Sum, list []item) (rest []item, whole bool, problem string) {
	for i, s := range picked {
		if len(list) < 2 || !totals.MatchString(tail(t.string[:s.Start])) {
			continue
		}
		sum := new(big.Rat)
		for j, it := range list {
			if j != i {
				sum.Add(sum, it.value)
			}
		}
		if i != len(list)-1 && i != 0 {
			continue
		}
		if oneOf.MatchString(tail(t.string[:picked[0].Start])) && len(list) == 2 { // 一个一万二总共二万四
			return []item{list[i]}, true, ""
		}
		if sum.Cmp(s.Value) != 0 {
			return nil, false, fmt.Sprintf(wordsTotal, yuan(sum), yuan(s.Value))
		}
		return slices.Delete(slices.Clone(list), i, i+1), false, ""
	}
	return list, false, ""
}

func yuan(v *big.Rat) string { return quantity.Yuan(v).Chinese() }

// replicate repeats the sums that are said for each of several: 头两个都是四十万,
// 第三个二十五万.
func (in *Input) replicate(t text, picked []quantity.Sum, list []item, rule *Rule) ([]item, string) {
	var all []item
	for i, it := range list {
		n, problem := rule.times(t, picked, i)
		if problem != "" {
			return nil, problem
		}
		for range n {
			all = append(all, it)
		}
	}
	return all, ""
}

// times is how many of the i-th sum there are.
func (r *Rule) times(t text, picked []quantity.Sum, i int) (n int, problem string) {
	s := picked[i]
	before := t.string[:s.Start]
	if i > 0 {
		before = t.string[picked[i-1].End:s.Start]
	}
	if m := product.FindStringSubmatch(t.string[s.End:]); m != nil {
		v, _ := quantity.Numeral(m[1])
		return int(v.Num().Int64()), ""
	}
	if len(picked) > 1 { // of several sums only what stands right before one counts: 头两个都是四十万
		if from := strings.LastIndexAny(before, breaks) + 1; tightly.MatchString(tail(before)) {
			return max(mentioned(before[from:], len(before)), 1), ""
		}
		return 1, ""
	}
	if !apiece.MatchString(before) && !apieceX.MatchString(t.string[s.End:]) && !oneOf.MatchString(before) {
		return 1, ""
	}
	if n = max(mentioned(t.string, s.Start), len(periods.FindAllString(tail(before), -1))); n > 1 {
		return n, ""
	}
	if distinctYears(t) > 1 {
		return 1, "" // of each year: left to whoever reads years
	}
	if r != nil {
		n = r.kindsNamed(t.string)
	}
	if n < 2 && strings.Contains(before, "各") {
		return 0, wordsEach
	}
	return max(n, 1), ""
}

// mentioned returns the number of things that a text names, the last one
// before a place or else the first, 0 for none.
func mentioned(s string, before int) int {
	n := 0
	for _, m := range several.FindAllStringSubmatchIndex(s, -1) {
		head := s[:m[0]]
		if strings.HasSuffix(head, "每") || strings.HasSuffix(head, "第") {
			continue
		}
		found := several.FindStringSubmatch(s[m[0]:])
		v, ok := quantity.Numeral(found[1] + found[2])
		if ok && v.Cmp(big.NewRat(1, 1)) > 0 && (n == 0 || m[0] < before) {
			n = int(v.Num().Int64())
		}
	}
	return n
}

// kindsNamed counts the kinds of expense that a text names: 海外投资险和特险各80万.
func (r *Rule) kindsNamed(s string) int {
	in := r.input(KindChoice)
	if in == nil {
		return 0
	}
	n := 0
	for _, h := range in.hits(s, false) {
		if h.value == r.Chosen {
			n++
		}
	}
	return n
}
