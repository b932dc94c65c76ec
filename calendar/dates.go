package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cheyi/quantity"
)

// A DateFlaw says why words that name a day give none to go by.
type DateFlaw string

const (
	// NoSuchDay is 2月30日, 13月5日, 周八.
	NoSuchDay DateFlaw = "no_such_day"
	// Unclear can be more than one day: 28号, 月底, 1月5号 said in November,
	// or contradicts itself: 11月20号（周四） when it was a Friday.
	Unclear DateFlaw = "unclear"
	// Lunar is a day of the lunar calendar, which is not converted.
	Lunar DateFlaw = "lunar"
)

// A Mention is one day that a text names.
type Mention struct {
	Start, End int // bytes
	Day        Day
	Flaw       DateFlaw
	// Loose is written as plain numbers are (9.28, 9-28, 2/3): a date only
	// where a date is expected.
	Loose bool
	// Completed says that the year or the month was not said.
	Completed bool
	// DayOnly is the number that was said without a month: 28号. Day is zero
	// when the month is unclear.
	DayOnly int
}

const (
	hanDigit = `〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖`
	year4    = `([0-9]{4}|[` + hanDigit + `]{4})`
	year2    = `([0-9]{2}|[` + hanDigit + `]{2})`
	monthNo  = `([0-9]{1,2}|十[一二]?|拾[壹贰]?|[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖])`
	dayNo    = `([0-9]{1,2}|廿[一二三四五六七八九]?|三十[一]?|叁拾[壹]?|[二贰][十拾][` + hanDigit + `]?|[十拾][` + hanDigit + `]?|[` + hanDigit + `])`
	relYear  = `(今年|本年|去年|前年|大前年|明年|后年)`
	week     = `(?:周|星期|礼拜)`
	weekday  = `([一二三四五六日天八九0-9])`
	sep      = `([-/.。])`
	dayEnd   = `(?: ?[日号])`
)

// dateStarts are the characters that a day can begin with.
const dateStarts = "0123456789" + hanDigit + "十拾廿两半几今昨前明后大去上下这本农阴旧正腊冬元国五劳周星礼年月过"

// A datePattern reads one way of writing a day. The text after a match must
// not go on as the guard does.
type datePattern struct {
	form  *regexp.Regexp
	not   *regexp.Regexp // what may not follow
	build func(r *reading, m []string) Mention
}

// goesOn follows digits that are part of a longer number or of another
// quantity.
var (
	goesOn  = regexp.MustCompile(`^(?:[0-9]|\.[0-9]| ?(?:万|亿|千|百|元|块|倍|吨|升|个月|个|%|天|辆|台|w|k|折|米|年|的))`)
	address = regexp.MustCompile(`^(?:文|楼|线|汽油|院|公告|令|窗口|口岸|门|馆|展位|展厅|单元|库|仓|机|工位|柴油|地块|车)`)
)

var datePatterns = []datePattern{
	{form: pattern(year4 + ` ?年(?:的)? ?` + monthNo + ` ?(?:月|[-/.])(?:份)? ?` + dayNo + dayEnd + `?`), not: goesOn, build: fullDate},
	{form: pattern(year2 + ` ?年(?:的)? ?` + monthNo + ` ?(?:月|[-/.]) ?` + dayNo + dayEnd + `?`), not: goesOn, build: fullDate},
	{form: pattern(`([0-9]{4}) ?` + sep + ` ?([0-9]{1,2}) ?[-/.。] ?([0-9]{1,2})` + dayEnd + `?`), build: separated},
	{form: pattern(`([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})`), build: dayLast},
	{form: pattern(`([0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})` + dayEnd + `?`), not: goesOn, build: fullDate},
	{form: pattern(`(20[0-9]{2}|19[0-9]{2})([0-9]{2})([0-9]{2})`), not: regexp.MustCompile(`^[0-9]`), build: fullDate},
	{form: pattern(relYear + `(?:的)?(元旦|国庆节?|五一|劳动节)(?:节)?(?:当天|那天)?`), build: namedYearFestival},
	{form: pattern(relYear + `(?:的)? ?` + monthNo + ` ?(?:月|[-/.]) ?` + dayNo + dayEnd + `?`), not: goesOn, build: relativeYear},
	{form: pattern(relYear + `今天`), build: relativeYearToday},
	{form: pattern(`(?:农历|阴历|旧历)[^,。;!?]{0,8}|(?:正月|腊月|冬月)(?:初|十|二|廿|三)?[` + hanDigit + `十]*|` + monthNo + `月(?:廿[` + hanDigit + `]?|卅|初[` + hanDigit + `十])号?`), build: lunar},
	{form: pattern(`(上+|下+|这|本)(?:个)?月(?:的)? ?` + dayNo + dayEnd + `?`), build: relativeMonth},
	{form: pattern(`(上+|下+|这|本)(?:个)?月(?:的)?(?:今天|最后一天)`), build: relativeMonthNamed},
	{form: pattern(monthNo + ` ?月(?:份)? ?(?:二十|三十|十)?几[日号]`), build: unclear},
	{form: pattern(monthNo + ` ?月 ?` + dayNo + dayEnd + `?`), not: regexp.MustCompile(`^(?:[0-9]+(?:[^0-9:：时点]|$)|个|万|辆|台)`), build: monthDay},
	{form: pattern(`([0-9]{1,2})[./-]([0-9]{1,2}) ?[日号]`), build: monthDay},
	{form: pattern(`([0-9]{1,2})([./-])([0-9]{1,2})`), not: goesOn, build: looseDate},
	{form: pattern(`(大前|大后|今|昨|前|明|后)(?:天|日|儿个?|早|晚)`), not: regexp.MustCompile(`^(?:津)`), build: named},
	{form: pattern(`(上+|下+|这|本)(?:个|一个)?` + week + weekday), build: relativeWeek},
	{form: pattern(week + weekday), not: regexp.MustCompile(`^(?:到|至)` + week), build: bareWeek},
	{form: pattern(`([0-9]+|[` + hanDigit + `两十百]+) ?(天|日|周|个星期|星期|个礼拜|礼拜)(?:之|以)?(前|后)`), build: offset},
	{form: pattern(`(?:[0-9]+|[` + hanDigit + `两半十几]+)(?:个(?:多)?月|年|个工作日|工作日)(?:之|以)?(?:前|后)`), build: unclear},
	{form: pattern(`(?:上|下|这|本)?(?:个)?月(?:底|末|初)|年底|年初|` + monthNo + `月(?:底|初|末|中旬|上旬|下旬|份)?`), not: regexp.MustCompile(`^(?:[0-9]|饼)`), build: monthOnly},
	{form: pattern(`(?:上上?|下下?|这|本)(?:个)?(?:月|周|星期|礼拜)末?|周末|(?:过|前)(?:几|两|些)天`), build: unclear},
	{form: pattern(`(元旦|国庆节?|五一|劳动节)(?:节)?(?:当天|那天)`), build: festival},
	{form: pattern(`(元旦|国庆节?|五一|劳动节)(?:节)?`), build: bareFestival},
	{form: pattern(dayNo + ` ?[日号]`), not: address, build: dayOnly},
}

func pattern(body string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + body + `)`) }

// A reading is one text as it is read on one day.
type reading struct {
	text  string
	today Day
	at    int // where the match begins
	past  bool
	plan  bool
}

// FindDates returns the days that a text names, in their order. Words without a
// year or month are completed as the sentence suggests: what has happened to
// the latest such day, what is planned to the next; where both are as likely
// the mention is Unclear. Weeks begin on Monday.
func FindDates(text string, today Day) []Mention {
	text = strings.ReplaceAll(text, "○", "〇")
	var list []Mention
	for i := 0; i < len(text); {
		m, ok := dateAt(text, i, today)
		if !ok {
			i += runeLength(text, i)
			continue
		}
		m.checkWeekday(text)
		if n := len(list); n > 0 && m.Completed && m.Flaw != NoSuchDay && !list[n-1].Completed && list[n-1].Flaw == "" && joins(text[list[n-1].End:m.Start]) {
			m.inYear(list[n-1].Day.Year, text)
		}
		if n := len(list); n > 0 && m.DayOnly > 0 && !list[n-1].Day.IsZero() && joins(text[list[n-1].End:m.Start]) {
			m.In(list[n-1].Day) // 4月24日交的，25号受理
		}
		list = append(list, m)
		i = m.End
		for {
			next, ok := sameMonth(text, m)
			if !ok {
				break
			}
			list = append(list, next)
			m, i = next, next.End
		}
	}
	return list
}

func runeLength(text string, i int) int {
	n := 1
	for i+n < len(text) && text[i+n]&0xC0 == 0x80 {
		n++
	}
	return n
}

// dateAt reads the day that is named at i.
func dateAt(text string, i int, today Day) (Mention, bool) {
	if c := text[i]; c >= '0' && c <= '9' && i > 0 && (text[i-1] >= '0' && text[i-1] <= '9' || text[i-1] >= 'a' && text[i-1] <= 'z' || text[i-1] == '.') {
		return Mention{}, false
	}
	if before := strings.TrimRight(text[:i], " "); strings.HasSuffix(before, "第") || strings.HasSuffix(before, "每") || strings.HasSuffix(before, "每月") || strings.HasSuffix(before, "〕") || strings.HasSuffix(before, "几") || strings.HasSuffix(before, "头") && !strings.HasSuffix(before, "包头") || strings.HasSuffix(before, "哪") || strings.HasSuffix(before, "某") {
		return Mention{}, false
	}
	if r, _ := utf8.DecodeRuneInString(text[i:]); !strings.ContainsRune(dateStarts, r) {
		return Mention{}, false
	}
	for _, p := range datePatterns {
		m := p.form.FindStringSubmatch(text[i:])
		if m == nil || p.not != nil && p.not.MatchString(text[i+len(m[0]):]) {
			continue
		}
		r := &reading{text: text, today: today, at: i}
		r.tense(i, i+len(m[0]))
		mention := p.build(r, m)
		if mention.End == 0 { // not a date after all
			continue
		}
		mention.Start, mention.End = i, i+len(strings.TrimRight(m[0], " "))
		return mention, true
	}
	return Mention{}, false
}

var (
	isPast = regexp.MustCompile(`了|已|刚|(?:受理|放行|申报|报关|清关|出关|出境|通关|签发|核发|发|领|拿|办|出|交|批|开|走|到|上)(?:的|完|过|下来)|才|当时|过(?:[^几两]|$)`)
	// justPast is a verb right after the day: 1号买的.
	justPast = regexp.MustCompile(`^\p{Han}{1,2}(?:的|了|过)`)
	// isSupposed turns what has happened into what may: 29号受理的话.
	isSupposed = regexp.MustCompile(`的话|如果|假如|要是|打算|准备|计划|预计|下次`)
	isPlan     = regexp.MustCompile(`要(?:[^求点件]|$)|准备|打算|计划|将|预计|想(?:要|去|在)|如果|假如|的话|下次|到时候`)
)

// tense looks at the sentence around a mention.
func (r *reading) tense(start, end int) {
	floor := max(0, start-sentenceBytes)
	from := max(floor, strings.LastIndexAny(r.text[:start], ",;!?\n")+1)
	if i := strings.LastIndex(r.text[:start], "。"); i+len("。") > from && i >= 0 {
		from = i + len("。")
	}
	to := min(len(r.text), end+sentenceBytes)
	for _, stop := range []string{",", ";", "!", "?", "\n", "。"} {
		if i := strings.Index(r.text[end:to], stop); i >= 0 {
			to = end + i
		}
	}
	around := strings.ToValidUTF8(r.text[from:start]+" "+r.text[end:to], "")
	next := r.text[end:min(to, end+nextBytes)]
	if !utf8.ValidString(next) {
		next = strings.ToValidUTF8(next, "")
	}
	switch { // what stands right after the day counts before the rest of the sentence
	case justPast.MatchString(next) && !strings.HasPrefix(justPast.ReplaceAllString(next, ""), "话"):
		r.past = true
		return
	case isSupposed.MatchString(next):
		r.plan = true
		return
	case isPast.MatchString(next):
		r.past = true
		return
	}
	supposed := isSupposed.MatchString(around)
	r.past = !supposed && isPast.MatchString(around)
	r.plan = supposed || !r.past && isPlan.MatchString(around)
}

// sentenceBytes is how much of a long sentence tells when something was.
const sentenceBytes = 120

// nextBytes is how much stands right after a day: four or five characters.
const nextBytes = 15

// number reads what a pattern has found to be a numeral.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	s = strings.ReplaceAll(s, "廿", "二十")
	if v, ok := quantity.Numeral(s); ok && v.IsInt() {
		return int(v.Num().Int64())
	}
	return plainDigits(s)
}

// plainDigits reads 二五 digit by digit.
func plainDigits(s string) int {
	n := 0
	for _, c := range s {
		d, ok := quantity.Digit(c)
		if !ok {
			return 0
		}
		n = n*10 + int(d)
	}
	return n
}

// yearNumber reads four or two digits; two are of this century, or of the
// last when the century has not come that far.
func yearNumber(s string, today Day) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		n = plainDigits(s)
	}
	if n >= 100 {
		return n
	}
	n += today.Year / 100 * 100
	if n > today.Year+yearsAhead {
		n -= 100
	}
	return n
}

// yearsAhead is how far ahead two digits can mean a year to come.
const yearsAhead = 20

// civil makes a mention of a day, or says that there is none such.
func civil(year, month, day int) Mention {
	m := Mention{End: 1, Day: Day{year, time.Month(month), day}}
	if month < 1 || month > 12 || day < 1 || m.Day.Noon().Month() != m.Day.Month {
		return Mention{End: 1, Flaw: NoSuchDay}
	}
	return m
}

func fullDate(r *reading, m []string) Mention {
	year := yearNumber(m[1], r.today)
	return civil(year, number(m[2]), number(m[3]))
}

func separated(_ *reading, m []string) Mention {
	return civil(number(m[1]), number(m[3]), number(m[4]))
}

// dayLast reads 28.09.2026, where only one order is possible.
func dayLast(_ *reading, m []string) Mention {
	first, second, year := number(m[1]), number(m[2]), number(m[3])
	switch {
	case first > 12:
		return civil(year, second, first)
	case second > 12:
		return civil(year, first, second)
	case first == second:
		return civil(year, first, second)
	}
	return Mention{End: 1, Flaw: Unclear}
}

var relativeYears = map[string]int{"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}

func relativeYear(r *reading, m []string) Mention {
	return civil(r.today.Year+relativeYears[m[1]], number(m[2]), number(m[3]))
}

func relativeYearToday(r *reading, m []string) Mention {
	return civil(r.today.Year+relativeYears[m[1]], int(r.today.Month), r.today.Day)
}

func lunar(_ *reading, m []string) Mention { return Mention{End: 1, Flaw: Lunar} }

func unclear(*reading, []string) Mention { return Mention{End: 1, Flaw: Unclear} }

// monthOnly names a month and no day; a month without anything is a duration
// or a word (月饼) more often than not.
func monthOnly(r *reading, m []string) Mention {
	if strings.HasSuffix(r.text[:r.at], "个") {
		return Mention{}
	}
	return Mention{End: 1, Flaw: Unclear}
}

// shift is how many steps 上上, 下 and 这 go.
func shift(word string) int {
	switch {
	case strings.HasPrefix(word, "上"):
		return -len(word) / len("上")
	case strings.HasPrefix(word, "下"):
		return len(word) / len("下")
	}
	return 0
}

func (r *reading) monthAway(n int) (year, month int) {
	first := time.Date(r.today.Year, r.today.Month, 1, 12, 0, 0, 0, Shanghai).AddDate(0, n, 0)
	return first.Year(), int(first.Month())
}

func relativeMonth(r *reading, m []string) Mention {
	year, month := r.monthAway(shift(m[1]))
	return civil(year, month, number(m[2]))
}

func relativeMonthNamed(r *reading, m []string) Mention {
	year, month := r.monthAway(shift(m[1]))
	if strings.HasSuffix(m[0], "今天") {
		return civil(year, month, r.today.Day)
	}
	last := time.Date(year, time.Month(month)+1, 0, 12, 0, 0, 0, Shanghai)
	return civil(year, month, last.Day())
}

func monthDay(r *reading, m []string) Mention {
	return r.nearest(number(m[1]), number(m[2]))
}

func looseDate(r *reading, m []string) Mention {
	month, day := number(m[1]), number(m[3])
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return Mention{}
	}
	mention := r.nearest(month, day)
	mention.Loose = true
	return mention
}

// nearest completes a month and day with the year that the sentence means.
func (r *reading) nearest(month, day int) Mention {
	var past, next Mention
	leap := false
	for year := r.today.Year - 1; year <= r.today.Year+1; year++ {
		m := civil(year, month, day)
		switch {
		case m.Flaw != "":
			leap = leap || month == 2 && day == 29
		case r.today.Before(m.Day):
			if next.End == 0 {
				next = m
			}
		default:
			past = m
		}
	}
	if past.End == 0 && next.End == 0 || leap {
		if leap {
			return Mention{End: 1, Flaw: Unclear, Completed: true}
		}
		return Mention{End: 1, Flaw: NoSuchDay}
	}
	chosen, clear := r.choose(past, next, next.Day.Year == r.today.Year)
	chosen.Completed = true
	if !clear || r.past && next.Day.Year == r.today.Year && next.Day.Month == r.today.Month {
		return Mention{End: 1, Flaw: Unclear, Completed: true}
	}
	return chosen
}

// choose takes the past or the next day. With neither told by the sentence,
// the past one if it is nearer, the next one if it is still within the period
// that people speak of without naming it.
func (r *reading) choose(past, next Mention, within bool) (Mention, bool) {
	switch {
	case past.Day == r.today:
		return past, true
	case r.past:
		return past, true
	case r.plan:
		return next, true
	case within:
		return next, true
	}
	ago, ahead := r.today.Noon().Sub(past.Day.Noon()), next.Day.Noon().Sub(r.today.Noon())
	return past, ago <= ahead
}

var festivals = map[string][2]int{"元旦": {1, 1}, "国庆": {10, 1}, "国庆节": {10, 1}, "五一": {5, 1}, "劳动节": {5, 1}}

func namedYearFestival(r *reading, m []string) Mention {
	f := festivals[m[2]]
	return civil(r.today.Year+relativeYears[m[1]], f[0], f[1])
}

// festival without a year is clear only where the sentence tells.
func festival(r *reading, m []string) Mention {
	f := festivals[m[1]]
	if !r.past && !r.plan {
		return Mention{End: 1, Flaw: Unclear, Completed: true}
	}
	return r.nearest(f[0], f[1])
}

// bareFestival is a day only where nothing else is said: 赶上国庆 is none.
func bareFestival(r *reading, m []string) Mention {
	if strings.Trim(r.text, " ,.。!?吧") != m[0] {
		return Mention{}
	}
	return Mention{End: 1, Flaw: Unclear, Completed: true}
}

var nearDays = map[string]int{"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}

func named(r *reading, m []string) Mention {
	return Mention{End: 1, Day: r.today.Add(nearDays[m[1]])}
}

// onWeekday returns the day of the week that is the given number of weeks
// away from this one.
func (r *reading) onWeekday(word string, weeks int) Mention {
	n := 7
	if word != "日" && word != "天" {
		n = number(word)
	}
	if n < 1 || n > 7 {
		return Mention{End: 1, Flaw: NoSuchDay}
	}
	monday := r.today.Add(-(int(r.today.Weekday()) + 6) % 7)
	return Mention{End: 1, Day: monday.Add(weeks*7 + n - 1)}
}

func relativeWeek(r *reading, m []string) Mention { return r.onWeekday(m[2], shift(m[1])) }

// bareWeek is clear only where the sentence tells whether it has been.
func bareWeek(r *reading, m []string) Mention {
	this := r.onWeekday(m[1], 0)
	before := strings.TrimRight(r.text[:r.at], " ")
	switch {
	case strings.HasSuffix(before, "一") || strings.HasSuffix(before, "到") || strings.HasSuffix(before, "至"):
		return Mention{}
	case this.Flaw != "":
		return this
	case this.Day == r.today || !r.past && !r.plan:
		return Mention{End: 1, Flaw: Unclear, Completed: true}
	case r.past && r.today.Before(this.Day):
		this.Day = this.Day.Add(-7)
	case r.plan && this.Day.Before(r.today):
		this.Day = this.Day.Add(7)
	}
	this.Completed = true
	return this
}

// mostDaysAway bounds an offset; more is a typing error.
const mostDaysAway = 4000

func offset(r *reading, m []string) Mention {
	n := number(m[1])
	if !strings.HasPrefix(m[2], "天") && !strings.HasPrefix(m[2], "日") {
		n *= 7
	}
	if n > mostDaysAway || n == 0 {
		return Mention{End: 1, Flaw: Unclear}
	}
	if m[3] == "前" {
		n = -n
	}
	return Mention{End: 1, Day: r.today.Add(n)}
}

// dayOnly completes 28号 with the month.
func dayOnly(r *reading, m []string) Mention {
	day := number(m[1])
	before := strings.TrimRight(r.text[:r.at], " ")
	if day > 39 || strings.HasSuffix(before, "几") || strings.HasSuffix(before, "个") {
		return Mention{}
	}
	if day < 1 || day > 31 {
		return Mention{End: 1, Flaw: NoSuchDay}
	}
	var past, next Mention
	for n := -2; n <= 2; n++ {
		year, month := r.monthAway(n)
		d := civil(year, month, day)
		switch {
		case d.Flaw != "":
		case r.today.Before(d.Day):
			if next.End == 0 {
				next = d
			}
		default:
			past = d
		}
	}
	thisMonth := past.Day.Month == r.today.Month && past.Day.Year == r.today.Year
	chosen, clear := past, r.past || thisMonth
	if r.plan {
		chosen, clear = next, true
	}
	chosen.Completed, chosen.DayOnly = true, day
	if !clear {
		return Mention{End: 1, Flaw: Unclear, Completed: true, DayOnly: day}
	}
	return chosen
}

var (
	inWeek   = regexp.MustCompile(`^ ?[(（]? ?` + week + weekday + ` ?[)）]?`)
	another  = regexp.MustCompile(`^[、和及] ?` + dayNo + `[日号]`)
	betweens = regexp.MustCompile(`^[^0-9]{0,12}$`)
	hedged   = regexp.MustCompile(`^ ?(?:左右|前后|上下|或)`)
)

// In completes a day that was said without its month, or a month without its
// year, by a day that the conversation is about.
func (m *Mention) In(about Day) {
	switch {
	case m.DayOnly > 0:
		if d := civil(about.Year, int(about.Month), m.DayOnly); d.Flaw == "" {
			m.Day, m.Flaw = d.Day, ""
		}
	case m.Completed && !m.Day.IsZero():
		if d := civil(about.Year, int(m.Day.Month), m.Day.Day); d.Flaw == "" {
			m.Day = d.Day
		}
	}
}

// joins reports whether two dates stand so close that the second leans on the
// first: 2025年9月28日和10月8日.
func joins(between string) bool { return betweens.MatchString(between) }

// inYear puts a completed date into the year of the one before it.
func (m *Mention) inYear(year int, text string) {
	if !strings.Contains(text[m.Start:m.End], "月") && !m.Loose || m.Flaw == Lunar || m.Day.IsZero() {
		return
	}
	if d := civil(year, int(m.Day.Month), m.Day.Day); d.Flaw == "" {
		m.Day = d.Day
	}
}

// checkWeekday takes the day of the week that is said beside a date, and finds
// the mention unclear when the two do not agree, or when it is only roughly so.
func (m *Mention) checkWeekday(text string) {
	if w := inWeek.FindStringSubmatch(text[m.End:]); w != nil && !m.Day.IsZero() {
		r := reading{today: m.Day}
		if r.onWeekday(w[1], 0).Day != m.Day {
			m.Flaw, m.Day = Unclear, Day{}
		}
		m.End += len(w[0])
	}
	if hedged.MatchString(text[m.End:]) && !m.Day.IsZero() && m.Flaw == "" {
		m.Flaw, m.Day, m.DayOnly = Unclear, Day{}, 0
	}
}

// sameMonth reads the second of 9月28、29号.
func sameMonth(text string, m Mention) (Mention, bool) {
	if m.Day.IsZero() || m.Loose {
		return Mention{}, false
	}
	found := another.FindStringSubmatch(text[m.End:])
	if found == nil {
		return Mention{}, false
	}
	next := civil(m.Day.Year, int(m.Day.Month), number(found[1]))
	next.Start, next.End = m.End, m.End+len(found[0])
	next.Completed = m.Completed
	return next, true
}
