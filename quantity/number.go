package quantity

import (
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Flaw says why something that looks like a number has no value to go by.
type Flaw string

const (
	// Vague numbers give a range: 十几, 五十多, 两三万, 50到60.
	Vague Flaw = "vague"
	// NotFinite is 1e309, NaN or inf.
	NotFinite Flaw = "not_finite"
	// TooLong is a number of more digits than anybody means.
	TooLong Flaw = "too_long"
)

// A Number is one number in a text.
type Number struct {
	Start, End int // bytes
	Value      *big.Rat
	Flaw       Flaw
	// Scaled says that a place word or letter was used (150万, 15w), which
	// plain numbers such as years and house numbers are not written with.
	Scaled bool
}

const (
	hanDigit = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖俩仨"
	hanPlace = "十百千万亿拾佰仟"
	arabic   = `[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?`
)

var (
	// token is one part of a number; a run of tokens is a number.
	token = regexp.MustCompile(`^(?:` + arabic + `|[` + hanDigit + `半几数]|[` + hanPlace + `]|[wk])`)
	// nonsense is what machines print for what is no number.
	nonsense = regexp.MustCompile(`^(?:[0-9][0-9.]*e[+-]?[0-9]+|nan|infinity|inf|∞)`)
	// notNumber holds numerals and counts nothing.
	notNumber = regexp.MustCompile(`^(?:千万别|万一[^个台辆]|万一$|百分之[` + hanDigit + hanPlace + `]*|[` + hanDigit + `]分之[` + hanDigit + `]|二手|二连|三轮|十分[^钱]|国[一二三四五六]|` +
		`一下|一般|一共|一定|一起|一样|一直|一些|一点|一旦|一律|一并|一分钱|统一|唯一|万能|千万不|一半|大半|对半|一块(?:[^钱零0-9两二三四五六七八九半整人]|$)|数额|数字|数量|数据|第[` + hanDigit + hanPlace + `0-9]+)`)
	// wordOfOne begins with 一 and is a word of its own after a number, too.
	wordOfOne = regexp.MustCompile(`^一(?:下|般|共|定|起|样|直|些|点|旦|律|并|块儿|块(?:[^钱零0-9两二三四五六七八九半整人]|$)|分钱)`)
	// apiece is 一 in 6万一台: one of what is paid for, no part of the number.
	apiece = regexp.MustCompile(`^一(?:个|台|辆|部|平|米|家|年|次|间|套|天|份|张|项|单|笔)`)
	// rough is an amount in words that no digit begins.
	rough = regexp.MustCompile(`^(?:(?:上|近|小|成)[十百千万]|好几|百十|百来|千把|百把|万把|万儿八千|若干(?:[辆台部万])|万[一二三四五六七八九](?:[^` + hanDigit + hanPlace + `]|$))`)
	// around marks a number as the middle of a range, after it.
	around = regexp.MustCompile(`^(?:多|来|余|几|出头|\+(?:[辆台万]|$))`)
	// aside is an old word for 零: 一百单八.
	aside = regexp.MustCompile(`^单[一二三四五六七八九]`)
	// orElse leaves it open which of two is meant, after its half of the
	// pair: 不是五十五台就是六十五台.
	orElse = []struct {
		before string
		then   *regexp.Regexp
	}{
		{"不是", regexp.MustCompile(`^[,，]? ?就是 ?$`)},
		{"要么", regexp.MustCompile(`^[,，]? ?要么(?:是)? ?$`)},
		{"可能", regexp.MustCompile(`^[,，]? ?(?:也|或|又|还)?(?:有)?可能(?:是|有)? ?$`)},
		{"可能是", regexp.MustCompile(`^[,，]? ?(?:也|或|又|还)?(?:有)?可能(?:是|有)? ?$`)},
		{"好像是", regexp.MustCompile(`^[,，]? ?(?:也|又|还)?(?:好像|可能)(?:是|有)? ?$`)},
	}
	// span joins two numbers into a range.
	span = regexp.MustCompile(`^ ?(?:或者|或|到|至|~|—|-|－) ?$`)
)

// mostDigits is the longest number that can be meant.
const mostDigits = 18

// numberStarts are the characters that a number, or a word that only looks
// like one, can begin with; letters begin signs of money and codes.
const numberStarts = "0123456789" + hanDigit + hanPlace + "几数负-−–∞上近小成好若第国大对统唯"

// formal puts right what the traditional form of 叁 becomes when a text is
// simplified; 参 by itself is a word.
var formal = strings.NewReplacer("参拾", "叁拾", "参佰", "叁佰", "参仟", "叁仟", "参万", "叁万")

// Numbers returns the numbers of a text in their order.
func Numbers(text string) []Number {
	text = formal.Replace(text)
	var list []Number
	for i := 0; i < len(text); {
		if r, size := utf8.DecodeRuneInString(text[i:]); !(r >= 'a' && r <= 'z') && !strings.ContainsRune(numberStarts, r) {
			i += size
			continue
		}
		if word := notNumber.FindString(text[i:]); word != "" {
			_, size := utf8.DecodeLastRuneInString(word)
			i += max(len(word)-size, 1) // the last rune may begin a number
			if strings.HasPrefix(word, "第") || strings.HasPrefix(word, "国") || strings.Contains(word, "分之") {
				i += size
			}
			i = runeStart(text, i)
			continue
		}
		if strings.HasPrefix(text[i:], "一块") && (strings.HasSuffix(text[:i], "这") || strings.HasSuffix(text[:i], "那")) {
			i += len("一")
			continue
		}
		if name := codeAt(text, i); name > 0 {
			i += name
			continue
		}
		if n, ok := numberAt(text, i); ok {
			list = append(list, n)
			i = n.End
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return list
}

// codeAt returns the length of letters with digits that name something, such
// as H986; a sign of money before a number is none.
func codeAt(text string, i int) int {
	end := i
	for end < len(text) && letterAt(text, end) {
		end++
	}
	letters := strings.TrimRight(text[i:end], "0123456789")
	if !wordAt(text, i) || i > 0 && wordAt(text, i-1) || letters == text[i:end] || nonsense.MatchString(text[i:end]) {
		return 0
	}
	for _, c := range currencies {
		if before[c.code].MatchString(letters) {
			return 0
		}
	}
	return end - i
}

// numberAt reads the number that starts at i.
func numberAt(text string, i int) (Number, bool) {
	rest := text[i:]
	if m := nonsense.FindString(rest); m != "" && !letterBefore(text, i) && !letterAt(text, i+len(m)) {
		return Number{Start: i, End: i + len(m), Flaw: NotFinite}, true
	}
	if m := rough.FindString(rest); m != "" {
		return widen(text, Number{Start: i, End: i + len(strings.TrimRight(m, "辆台部")), Flaw: Vague}), true
	}
	body := i + signLength(text, i)
	var parts []part
	end := body
	for {
		gap := end
		for _, between := range []string{" ", "个"} { // 150 万, 两个亿
			if len(parts) > 0 && strings.HasPrefix(text[end:], between) && scaleFollows(text[end+len(between):]) {
				gap += len(between)
			}
		}
		if len(parts) > 0 && parts[len(parts)-1].place >= 100 && aside.MatchString(text[end:]) { // 一百单八
			parts = append(parts, newPart("零"))
			end += len("单")
			continue
		}
		if whole, length, ok := point(text, end, parts); ok { // 三点六万
			parts = []part{whole}
			end += length
			continue
		}
		t := tokenAt(text[gap:])
		if t == "" || isLetter(t) && (len(parts) == 0 || !parts[len(parts)-1].arabic || wordAt(text, gap+len(t))) ||
			len(parts) > 0 && (wordOfOne.MatchString(text[gap:]) || apiece.MatchString(text[gap:]) && afterScale(parts) || strings.HasSuffix(text[i:end], "俩") || strings.HasSuffix(text[i:end], "仨")) {
			break
		}
		if len(parts) > 0 && parts[len(parts)-1].arabic && strings.ContainsAny(t, "0123456789"+hanDigit) {
			break // 20000.25一个: two numbers side by side
		}
		parts = append(parts, newPart(t))
		end = gap + len(t)
	}
	if len(parts) == 0 || !begins(parts) || body > i && !parts[0].counts() {
		return Number{}, false
	}
	n := evaluate(parts)
	n.Start, n.End = i, end
	if n.Flaw == "" && around.MatchString(text[end:]) && !strings.HasPrefix(text[end:], "多少") && !strings.HasPrefix(text[end:], "来自") && !strings.HasPrefix(text[end:], "几个") {
		n.Flaw = Vague
		if r := strings.TrimPrefix(text[end:], "出头"); len(r) < len(text[end:]) {
			n.End = len(text) - len(r)
		} else {
			_, size := utf8.DecodeRuneInString(text[end:])
			n.End = end + size
		}
		n = widen(text, n)
	}
	if body > i && n.Value != nil {
		n.Value = new(big.Rat).Neg(n.Value)
	}
	return n, true
}

// tokenAt returns the token that begins a text. Commas belong to a number only
// between its thousands: 60,2025年 is 60 and a year.
func tokenAt(text string) string {
	t := token.FindString(text)
	if head, _, grouped := strings.Cut(t, ","); grouped && len(t) < len(text) && text[len(t)] >= '0' && text[len(t)] <= '9' {
		return head
	}
	return t
}

// spoken is a decimal as it is said: 点六, 点一二. What follows must not make
// it a time of day.
var spoken = regexp.MustCompile(`^点([0-9]+|[` + hanDigit + `]+)(分|半|钟|整|多)?`)

// point reads the decimals that are said after a whole number.
func point(text string, end int, parts []part) (part, int, bool) {
	m := spoken.FindStringSubmatch(text[end:])
	if m == nil || m[2] != "" || len(parts) == 0 || parts[len(parts)-1].arabic || parts[len(parts)-1].half {
		return part{}, 0, false
	}
	whole := evaluate(parts)
	if whole.Flaw != "" {
		return part{}, 0, false
	}
	value, size := whole.Value, big.NewRat(1, 1)
	for _, r := range m[1] {
		d, ok := Digit(r)
		if !ok {
			d = int64(r - '0')
		}
		size.Quo(size, big.NewRat(10, 1))
		value = new(big.Rat).Add(value, new(big.Rat).Mul(size, big.NewRat(d, 1)))
	}
	return part{value: value, arabic: true, digits: len(m[1])}, len("点") + len(m[1]), true
}

// afterScale reports whether 一 can only begin something else: 六万一台 and
// 三万六一个, but not 八十一台.
func afterScale(parts []part) bool {
	last := parts[len(parts)-1]
	if last.place == 0 && last.value.Sign() != 0 && len(parts) > 1 { // 三万六
		last = parts[len(parts)-2]
	}
	return last.place >= 100
}

// widen takes the place words that follow a vague number: 三十多万.
func widen(text string, n Number) Number {
	for {
		r, size := utf8.DecodeRuneInString(text[n.End:])
		if !strings.ContainsRune(hanPlace+"w", r) || size == 0 {
			return n
		}
		n.End += size
		n.Scaled = true
	}
}

// signLength returns the length of a minus sign at i, 0 for none. A hyphen
// between digits or letters is no sign.
func signLength(text string, i int) int {
	for _, sign := range []string{"负的", "负", "-", "−", "–"} {
		if !strings.HasPrefix(text[i:], sign) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(sign):])
		if i > 0 && (before >= '0' && before <= '9' || before >= 'a' && before <= 'z' || strings.ContainsRune("月年日号", before)) {
			return 0
		}
		if after >= '0' && after <= '9' || strings.HasPrefix(sign, "负") && strings.ContainsRune(hanDigit+"十", after) {
			return len(sign)
		}
	}
	return 0
}

func scaleFollows(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("百千万亿佰仟", r) || r == 'w' && !letterAt(rest, size)
}

// runeStart moves on to where a character begins.
func runeStart(text string, i int) int {
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

func isLetter(t string) bool { return t == "w" || t == "k" }

func letterAt(text string, i int) bool {
	return i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9')
}

func wordAt(text string, i int) bool { return i < len(text) && text[i] >= 'a' && text[i] <= 'z' }

func letterBefore(text string, i int) bool { return i > 0 && letterAt(text, i-1) }

// A part is one token of a number.
type part struct {
	value  *big.Rat // of a digit or a run of arabic digits
	place  int64    // of a place word
	arabic bool
	digits int  // how many digits it is written with
	half   bool // 半
	some   bool // 几, 数
}

func newPart(t string) part {
	switch r, _ := utf8.DecodeRuneInString(t); {
	case r >= '0' && r <= '9':
		v, _ := new(big.Rat).SetString(strings.ReplaceAll(t, ",", ""))
		return part{value: v, arabic: true, digits: len(t)}
	case r == '半':
		return part{half: true}
	case r == '几' || r == '数':
		return part{some: true}
	default:
		if p := Place(r); p > 0 {
			return part{place: p}
		}
		d, _ := Digit(r)
		return part{value: big.NewRat(d, 1), digits: 1}
	}
}

func (p part) counts() bool { return p.value != nil || p.place > 0 }

// begins reports whether parts can be a number: a place word alone is a word
// of the language, except 十; 几 and 数 count only before a place.
func begins(parts []part) bool {
	first := parts[0]
	switch {
	case first.value != nil:
		return true
	case first.half:
		return false
	case first.some:
		return len(parts) > 1 && parts[1].place > 0
	case first.place == 10:
		return true
	}
	return len(parts) > 1 && first.place == 100 && parts[1].counts()
}

// Digit returns the value of one Chinese digit.
func Digit(r rune) (int64, bool) {
	d, ok := digits[r]
	return d, ok
}

var digits = map[rune]int64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '俩': 2, '三': 3, '仨': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

// Place returns the value of a place word, 0 when r is none.
func Place(r rune) int64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟', 'k':
		return 1000
	case '万', 'w':
		return 10000
	case '亿':
		return 100000000
	}
	return 0
}

// ranged reports whether two numbers are the ends of a range or an either-or.
func ranged(text string, start, end, next int) bool {
	between := text[end:next]
	if span.MatchString(between) {
		return true
	}
	for _, pair := range orElse {
		if strings.HasSuffix(text[:start], pair.before) && pair.then.MatchString(between) {
			return true
		}
	}
	return false
}

// Numeral reads a text that is nothing but one number, such as 一百五十万,
// 二〇二六 or 1,500.50; ok is false for anything else, and for what is vague.
func Numeral(text string) (value *big.Rat, ok bool) {
	n, found := numberAt(text, 0)
	if !found || n.End != len(text) || n.Flaw != "" {
		return nil, false
	}
	return n.Value, true
}
