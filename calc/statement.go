package calc

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/quantity"
)

// A Statement is what a message says for a flow.
type Statement struct {
	Values   Values
	Problems []Problem
	// Adds says that what is stated is one more of what was stated before.
	Adds bool
	// Ignored says that money was stated which does not count here: received
	// in another year or by another rule.
	Ignored bool
	// Years are the calendar years named.
	Years []int
	// Drops says that something given before is taken out: 今年的不要了.
	Drops bool
}

// Stated reports whether there is anything in it.
func (s Statement) Stated() bool { return len(s.Values) > 0 || len(s.Problems) > 0 }

// addition marks a further project or exhibition.
var addition = regexp.MustCompile(`再多|多(?:出|卖|走)|再(?:加|来|出|卖|走|买|投|交|订|租|去)|另外|还(?:有|去|参加|投|买|交|出|订|租|卖|走)|也算|算上|加进|又(?:有|加|投|买|出|去|参|多|卖|交|缴|续|付)|加上|外加|第二(?:个|笔|份|项)|第三(?:个|笔|份|项)|再有|另(?:一|有|加)|补充一|漏了(?:一|个|还)|追加|新增|也有|一起算|一块(?:儿)?算|加一起|合在一起`)

// takenBack marks a correction, which adds nothing: 不对，点漏了，是58台.
var takenBack = regexp.MustCompile(`^(?:不对|不是|错了|说错|更正|记错|写错|打错|数错|单位)[^再还另又]*$`)

// Read takes every input out of a message. asked names the input whose
// question is open, "" for none.
func (f *Flow) Read(message string, today calendar.Day, asked string, given Values) Statement {
	return f.read(newText(message, today), asked, given)
}

func (f *Flow) read(t text, asked string, given Values) Statement {
	s := Statement{Values: Values{}, Drops: gone.MatchString(t.string), Adds: addition.MatchString(t.string) && !takenBack.MatchString(t.string)}
	rule := f.Rule(given)
	if choice := f.choice(); choice != nil {
		value, _ := choice.readChoice(f.spent(t), asked == choice.Name)
		if r := f.Rule(Values{choice.Name: value}); r != nil {
			rule = r
		}
	}
	if rule == nil {
		rule = f.Rules[0]
	}
	for _, y := range t.facts.Years {
		if !y.Unclear && !slices.Contains(s.Years, y.Year) {
			s.Years = append(s.Years, y.Year)
		}
	}
	converted := f.converted(t, asked, given)
	if converted != "" {
		s.Values[f.Rules[0].input(KindMoney).Name] = converted
	}
	for _, in := range f.Inputs() {
		if converted != "" && (in.Kind == KindMoney || in.Kind == KindRate) {
			continue
		}
		if in.Kind == KindRate && asked != in.Name && !f.foreign(t, given) || f.alone(asked) && in.Name != asked {
			continue
		}
		value, problem := f.readInput(in, t, rule, asked == in.Name, given)
		if in.Kind == KindMoney && slices.Contains(rule.Optional, in) && value == "" && problem == "" {
			s.Ignored = rule.received(t)
		}
		if in.Kind == KindMoney && (value == "" && problem == "" || twice.MatchString(t.string)) {
			if scaled := f.rescaled(in, t, given); scaled != "" {
				value, problem = scaled, ""
			}
		}
		if value == "" && problem == "" && in.Kind == KindChoice && in != f.choice() {
			value = in.beside(t, given[in.Name])
		}
		if (in.Kind == KindMoney || in.Kind == KindCount) && value != "" && given[in.Name] != "" && !f.optional(in) {
			value = shifted(in, t, value, given[in.Name])
		}
		switch {
		case problem != "":
			s.Problems = append(s.Problems, Problem{Input: in.Name, What: problem})
		case value != "":
			s.Values[in.Name] = value
		}
	}
	return s
}

// rescaled puts a sum that was given into the unit that was left out: 单位是万.
func (f *Flow) rescaled(in *Input, t text, given Values) string {
	list := items(given[in.Name])
	if f.optional(in) || len(list) != 1 {
		return ""
	}
	if twice.MatchString(t.string) {
		list[0].value = new(big.Rat).Mul(list[0].value, big.NewRat(2, 1))
		return list[0].String()
	}
	if len(t.facts.Sums) > 0 {
		return ""
	}
	if n := mentioned(t.string, len(t.string)); n > 1 && alikeAll.MatchString(t.string) { // 订两个一样的展位
		return strings.Join(slices.Repeat([]string{list[0].String()}, n), ";")
	}
	if !unitOnly.MatchString(t.string) {
		return ""
	}
	list[0].value = new(big.Rat).Mul(list[0].value, big.NewRat(quantity.Place('万'), 1))
	if in.rangeProblem(list[0]) != "" {
		return ""
	}
	return list[0].String()
}

// twice doubles what was given.
var twice = regexp.MustCompile(`翻(?:一)?(?:倍|番)|加倍|两倍|乘以?(?:2|二)|双倍`)

// less takes what follows off what was given, more puts it on: 如果少5000呢.
var (
	less = regexp.MustCompile(`(?:少|减|降|便宜)(?:了|掉|去)?$`)
	more = regexp.MustCompile(`(?:^|[再要如果若是])(?:多|增加|涨)(?:了)?$`)
)

// shifted is a given sum or count less what a message takes off it, or more
// what it puts on.
func shifted(in *Input, t text, value string, given string) string {
	before, off := items(given), items(value)
	if len(before) != 1 || len(off) != 1 {
		return value
	}
	for _, n := range quantity.Numbers(t.string) {
		head := tail(t.string[:n.Start])
		by := off[0].value
		if less.MatchString(head) {
			by = new(big.Rat).Neg(by)
		}
		if n.Value != nil && (less.MatchString(head) || more.MatchString(head)) {
			before[0].value = new(big.Rat).Add(before[0].value, by)
			if in.rangeProblem(before[0]) == "" {
				return before[0].String()
			}
		}
	}
	return value
}

var alikeAll = regexp.MustCompile(`一样|同样|相同|一模一样`)

// beside returns the choice next to the one that was given: 再低一档.
func (in *Input) beside(t text, given string) string {
	at := slices.IndexFunc(in.Choices, func(c Choice) bool { return c.Value == given && c.Value != Unknown })
	switch {
	case at < 0 || in.Unit == "":
		return ""
	case lower.MatchString(t.string):
		at++
	case higher.MatchString(t.string):
		at--
	default:
		return ""
	}
	if at < 0 || at >= len(in.Choices) || in.Choices[at].Value == Unknown {
		return ""
	}
	return in.Choices[at].Value
}

var (
	lower  = regexp.MustCompile(`[低降差]一(?:档|级|类|等)`)
	higher = regexp.MustCompile(`[高升好]一(?:档|级|类|等)`)
)

var unitOnly = regexp.MustCompile(`(?:少|漏)(?:打|写|说)?了?(?:一)?个?万|忘(?:了)?(?:打|写)万|单位(?:应该)?(?:是|为)?万|是万(?:元)?$|万元为单位|以万(?:元)?为`)

// converted reads the whole sum in yuan of foreign money that was given:
// 折合人民币九万四千八.
func (f *Flow) converted(t text, asked string, given Values) string {
	if f.currency(given) == "" || !inYuan.MatchString(t.string) {
		return ""
	}
	for _, s := range t.facts.Sums {
		if in := f.Rules[0].input(KindMoney); s.Flaw == "" && s.Currency == home && s.Value.Cmp(big.NewRat(leastPlain, 1)) >= 0 && in.rangeProblem(item{value: s.Value}) == "" {
			return item{value: s.Value}.String()
		}
	}
	return ""
}

var inYuan = regexp.MustCompile(`[合折换](?:成|算成|计|合)?人民币|折合|折成|总共|一共|合计`)

// alone reports whether the question for an input asks for a plain number that
// must not be read as another input: a rate, or what was received.
func (f *Flow) alone(asked string) bool {
	return asked != "" && (asked == rateName(f) || slices.ContainsFunc(f.Rules[0].Optional, func(in *Input) bool { return in.Name == asked }))
}

// yearsComputed are the calendar years of the sums, where there are several.
func (f *Flow) yearsComputed(t text, given Values) []int {
	list := items(given[f.Rules[0].input(KindMoney).Name])
	value, _ := f.Rules[0].input(KindMoney).readMoney(t, false, f.Rules[0])
	years := slices.DeleteFunc(yearsOf(append(list, items(value)...)), func(y int) bool { return y == 0 })
	if len(years) < 2 {
		return nil
	}
	return years
}

// spent is the text without what was received already, whose kind need not be
// the one that is asked about: 信用险领了150万，现在投了中长期险. A text that says
// nothing else stays whole.
func (f *Flow) spent(t text) text {
	rest := t
	for i, s := range t.facts.Sums {
		if from, _ := scope(t, i); f.Rules[0].isUsed(t, i) {
			rest.string = blank(rest.string, from, s.End)
		}
	}
	if choice := f.choice(); choice != nil && len(choice.named(rest.string, false)) == 0 {
		return t
	}
	return rest
}

// foreign reports whether money in another currency is spoken of.
func (f *Flow) foreign(t text, given Values) bool {
	for _, s := range t.facts.Sums {
		if s.Currency != home {
			return true
		}
	}
	return f.currency(given) != ""
}

func (f *Flow) readInput(in *Input, t text, rule *Rule, asked bool, given Values) (value, problem string) {
	switch {
	case in.Kind == KindMoney && slices.Contains(rule.Optional, in):
		return in.readUsed(t, asked, rule, f.yearsComputed(t, given))
	case in.Kind == KindMoney:
		return in.readMoney(t, asked, rule)
	case in.Kind == KindCount:
		return in.readCount(t, asked, given[in.Name] != "")
	case in.Kind == KindDate:
		return in.readDate(t, given[in.Name])
	case in == f.choice():
		return in.readChoice(f.spent(t), asked)
	case in.Kind == KindYear && !asked && len(t.facts.Years) > 1 && distinctYears(t) > 1:
		return "", "" // each count has taken its own
	}
	return in.read(t, asked)
}
