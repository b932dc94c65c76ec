package calc

import (
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"

	"cheyi/calendar"
	"cheyi/quantity"
)

// Facts are the quantities that a text states, each with its place. The text
// is expected normalised.
type Facts struct {
	Dates       []calendar.Mention
	Years       []calendar.YearMention
	Percentages []quantity.Percentage
	Counts      []quantity.Count
	Sums        []quantity.Sum
}

// ReadFacts finds what a text states on a day. What one reading has taken is
// not read again as another: the 9 of 9月28日 is no money.
func ReadFacts(text string, today calendar.Day) Facts {
	f := Facts{Dates: calendar.FindDates(text, today), Years: calendar.FindYears(text, today)}
	rest := text
	for _, d := range f.Dates {
		if !d.Loose {
			rest = blank(rest, d.Start, d.End)
		}
	}
	for _, y := range f.Years {
		rest = blank(rest, y.Start, y.End)
	}
	f.Percentages = quantity.Percentages(rest)
	for _, p := range f.Percentages {
		rest = blank(rest, p.Start, p.End)
	}
	f.Counts = quantity.Counts(rest)
	withoutCounts := rest
	for _, c := range f.Counts {
		if !c.Bare {
			withoutCounts = blank(withoutCounts, c.Start, c.End)
		}
	}
	f.Sums = quantity.Sums(withoutCounts)
	return f
}

// blank puts spaces in place of a span, so that all else keeps its place.
func blank(text string, start, end int) string {
	return text[:start] + strings.Repeat(" ", end-start) + text[end:]
}

// Amounts are the sums of yuan that a text states, with two decimals. What is
// vague, negative or in another currency is none.
func (f Facts) Amounts() []string {
	amounts := []string{}
	for _, s := range f.Sums {
		small := s.Said == quantity.Bare && s.Value != nil && s.Value.Cmp(big.NewRat(leastPlain, 1)) < 0
		if s.Flaw == "" && s.Currency == home && s.Value.Sign() >= 0 && !small {
			amounts = append(amounts, quantity.Yuan(s.Value).String())
		}
	}
	return amounts
}

// Small reports whether a text states one plain small number, such as a rate.
func (f Facts) Small() bool {
	return len(f.Sums) == 1 && f.Sums[0].Said == quantity.Bare && f.Sums[0].Value != nil && f.Sums[0].Value.Cmp(big.NewRat(leastPlain, 1)) < 0
}

// Vehicles are the numbers of vehicles that a text states.
func (f Facts) Vehicles() []int64 {
	counts := []int64{}
	for _, c := range f.Counts {
		if !c.Bare && c.Flaw == "" && c.Value.IsInt() && c.Value.Sign() >= 0 {
			counts = append(counts, c.Value.Num().Int64())
		}
	}
	return counts
}

// Ratios are the percentages that a text states.
func (f Facts) Ratios() []string {
	ratios := []string{}
	for _, p := range f.Percentages {
		ratios = append(ratios, plain(p.Value))
	}
	return ratios
}

// Days are the days that a text names.
func (f Facts) Days() []string {
	days := []string{}
	for _, d := range f.Dates {
		if d.Flaw == "" {
			days = append(days, d.Day.String())
		}
	}
	return days
}

// text is one message as the inputs read it.
type text struct {
	string
	today calendar.Day
	facts Facts
}

// changed finds where a sentence takes back what it has said before: in
// 不是80辆，是60辆 only the second counts.
var changed = regexp.MustCompile(`(?:不是|不对|并非|少了|多了|说错了|写错了|打错了|弄错了|记错了|搞错了|算错了|说错|更正)[^。!?]*?(?:应该是|应是|应为|改成|改为|而是|实际是|其实是|换成|[,， ]是)|把[^。!?]*?(?:换成|改成|改为|变成|改到)`)

// finally finds the word after which the figure stands that came of a plan.
var finally = regexp.MustCompile(`(?:计划|打算|本来|原来|原本|原计划|预计|目标|说好|报的是|以为)[^。!?]*?(?:实际|最终|最后|结果|其实|真正)`)

func newText(s string, today calendar.Day) text {
	s = strings.TrimSpace(s)
	if m := instead.FindStringIndex(s); m != nil && hasCount(quantity.Counts(s[:m[0]])) && hasCount(quantity.Counts(s[m[1]:])) {
		s = blank(s, 0, m[1]) // 有十二台没走成，改成四十八台
	}
	s = restated(s, today)
	for _, turn := range []*regexp.Regexp{changed, finally} {
		if m := turn.FindStringIndex(s); m != nil && len(quantity.Numbers(s[m[0]:m[1]])) > 0 && len(quantity.Numbers(s[m[1]:])) > 0 {
			s = blank(s, m[0], m[1])
		}
	}
	for _, m := range notThat.FindAllStringIndex(s, -1) { // 是60万，不是80万
		if len(quantity.Numbers(s[:m[0]])) > 0 && len(quantity.Numbers(s[m[0]:m[1]])) > 0 {
			s = blank(s, m[0], m[1])
		}
	}
	return text{s, today, ReadFacts(s, today)}
}

// instead puts what follows in the place of what stands before it.
var instead = regexp.MustCompile(`改成|改为`)

// restated blanks what a sentence corrects in itself: 9月28日受理的，不对是
// 9月30日. Only what is said anew goes.
func restated(s string, today calendar.Day) string {
	m := midway.FindStringIndex(s)
	if m == nil {
		return s
	}
	head, rest := ReadFacts(s[:m[0]], today), ReadFacts(s[m[1]:], today)
	if len(rest.Dates) > 0 {
		for _, d := range head.Dates {
			s = blank(s, d.Start, d.End)
		}
	}
	if hasCount(rest.Counts) {
		for _, c := range head.Counts {
			if !c.Bare {
				s = blank(s, c.Start, c.End)
			}
		}
	}
	if len(rest.Amounts()) > 0 {
		for _, sum := range head.Sums {
			if sum.Said != quantity.Bare {
				s = blank(s, sum.Start, sum.End)
			}
		}
	}
	return s
}

// midway is a correction in the middle of a message.
var midway = regexp.MustCompile(`[,，。;； ](?:哦|噢|哎|啊)?(?:不对|错了|说错了|记错了|写错了|更正|哦不|噢不)[,， ]?(?:应该是|应为|是)?`)

// notThat takes back what follows.
var notThat = regexp.MustCompile(`[,，;； ](?:而|并)?不是[^,，。;；!?]*`)

// tail is the end of a long text, enough for words that stand right before
// something: patterns that look back need no more.
func tail(s string) string { return s[max(0, len(s)-tailBytes):] }

// breaks part a text into what belongs together.
const breaks = ",，;；。!！?？\n"

// fragment returns the bounds of the part of the text around a span.
func (t text) fragment(start, end int) (from, to int) {
	from, to = 0, len(t.string)
	if i := strings.LastIndexAny(t.string[:start], breaks); i >= 0 {
		from = i + 1
		for from < start && !utf8.RuneStart(t.string[from]) {
			from++
		}
	}
	if i := strings.IndexAny(t.string[end:], breaks); i >= 0 {
		to = end + i
	}
	return from, to
}

// ownPart returns the fragments in which people speak of themselves.
func (t text) ownPart() string {
	var own []string
	for _, part := range strings.FieldsFunc(t.string, func(r rune) bool { return strings.ContainsRune(breaks, r) }) {
		if ourselves.MatchString(part) {
			own = append(own, part)
		}
	}
	return strings.Join(own, " ")
}

var ourselves = regexp.MustCompile(`我|咱|俺|本公司|敝司|本企业|自己`)

// around returns the words of the fragment around a span.
func (t text) around(start, end int) string {
	from, to := t.fragment(start, end)
	return t.string[from:to]
}
