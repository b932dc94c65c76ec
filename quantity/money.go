package quantity

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Money is an amount of yuan in fen.
type Money int64

// fenPerYuan is what the coinage law says.
const fenPerYuan = 100

// String writes the amount in yuan with two decimals: 25200.00.
func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	fen := strconv.FormatInt(int64(m%fenPerYuan), 10)
	return sign + strconv.FormatInt(int64(m/fenPerYuan), 10) + "." + strings.Repeat("0", 2-len(fen)) + fen
}

// Chinese writes the amount as people read it: 25,200 元, 25,200.56 元.
func (m Money) Chinese() string {
	return Grouped(strings.TrimSuffix(m.String(), ".00")) + " 元"
}

// Grouped puts commas between the thousands of a decimal number.
func Grouped(decimal string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(decimal, "-"); ok {
		sign, decimal = "-", rest
	}
	whole, fraction, dotted := strings.Cut(decimal, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dotted {
		whole += "." + fraction
	}
	return sign + whole
}

// Yuan rounds an exact number of yuan to the fen, half up (away from zero).
func Yuan(exact *big.Rat) Money {
	fen := new(big.Rat).Mul(exact, big.NewRat(fenPerYuan, 1))
	twice := new(big.Int).Lsh(fen.Num(), 1)
	twice.Add(twice, new(big.Int).Mul(fen.Denom(), big.NewInt(int64(fen.Sign()))))
	return Money(twice.Quo(twice, new(big.Int).Lsh(fen.Denom(), 1)).Int64())
}

// Rat returns the amount in yuan, exactly.
func (m Money) Rat() *big.Rat { return big.NewRat(int64(m), fenPerYuan) }

// A Sum is an amount of money in a text.
type Sum struct {
	Start, End int      // bytes
	Value      *big.Rat // in units of the currency; nil when Flaw says why
	Flaw       Flaw
	Currency   string // ISO 4217; CNY when nothing else is said
	// Said is how sure it is that money is meant.
	Said Said
}

// Said tells how a sum shows that it is money.
type Said int

const (
	// Bare is a plain number: 36000. It is money only where money is asked for.
	Bare Said = iota
	// Scaled is a number as large sums are written: 3.6万, 15w.
	Scaled
	// Named has a unit or a sign of money.
	Named
)

// A currency is known by what stands before or after a number.
type currency struct{ code, chinese, signs, units string }

var currencies = []currency{
	{"HKD", "港元", `hk\$|hkd|港币|港元`, `港币|港元|港纸|hkd`},
	{"USD", "美元", `us\$|usd|美元|美金|\$`, `美元|美金|美刀|刀乐|刀|usd|us\$|\$`},
	{"EUR", "欧元", `€|eur|欧元`, `欧元|欧|eur|€`},
	{"RUB", "卢布", `rub|₽|卢布`, `卢布|rub|₽`},
	{"GBP", "英镑", `£|gbp|英镑`, `英镑|gbp|£`},
	{"JPY", "日元", `jpy|日元|日币`, `日元|日币|日圆|jpy`},
	{"MNT", "图格里克", `mnt|₮|图格里克|蒙图`, `图格里克|蒙图|mnt|₮`},
	{"KZT", "坚戈", `kzt|坚戈`, `坚戈|kzt`},
	{"AED", "迪拉姆", `aed|迪拉姆`, `迪拉姆|aed`},
	{"KRW", "韩元", `krw|₩|韩元|韩币`, `韩元|韩币|krw`},
	{"CNY", "元", `￥|¥|rmb|cny|人民币`, `元人民币|块钱人民币|人民币|元整|元|块钱|块|圆整|圆|rmb|cny|￥|¥`},
}

// CurrencyName returns what a currency is called, and whether the code is one
// that is read here.
func CurrencyName(code string) (string, bool) {
	for _, c := range currencies {
		if c.code == code {
			return c.chinese, true
		}
	}
	return "", false
}

var (
	before = map[string]*regexp.Regexp{}
	after  = map[string]*regexp.Regexp{}
	// counted is what makes a number something other than money.
	counted  = regexp.MustCompile(`^(?: ?(?:个百分点|个点|%|‰|成|多?(?:个)?(?:工作日|工作天|上班日)|天|日|年|月|号|周|小时|点|分钟|秒|类|级|条|款|家|人|个|位|名|` + vehicles + `|[a-z])|项|份|单|次|间|届|座|处|期|倍|批|票|本|张|平|㎡|米|公里|吨|公斤|瓦|克|升|马力|匹|折|分(?:[^钱]|$))`)
	labelled = regexp.MustCompile(`^(?:、|\)|\.)[^0-9 ]`)
	limited  = regexp.MustCompile(`^(?:以上|以下|以内|之上)`)
	short    = regexp.MustCompile(`(?:不到|不足|至少|起码|超过|低于)$`)
	cents    = regexp.MustCompile(`^零?([0-9]|[` + hanDigit + `])(毛|角)(?:钱)?(?:([0-9]|[` + hanDigit + `])分?)?|^零?([0-9]|[` + hanDigit + `])分`)
	tenths   = regexp.MustCompile(`^(?:([0-9]|[一二三四五六七八九]))(?:[^0-9` + hanDigit + hanPlace + `.]|$)`)
	coin     = regexp.MustCompile(`^(?:毛|角)(?:钱)?([0-9]|[一二三四五六七八九])?`)
)

func init() {
	for _, c := range currencies {
		before[c.code] = regexp.MustCompile(`(?:` + c.signs + `)[:：]? ?$`)
		is := ""
		if c.code != "CNY" {
			is = `(?:是|都是)?` // 三十万是美元
		}
		after[c.code] = regexp.MustCompile(`^ ?` + is + `(?:` + c.units + `)`)
	}
}

// Sums returns the amounts of money in a text. A plain number without a unit
// is among them as Bare, unless what follows shows that something else is
// counted. Spans to skip, such as dates, must have been blanked out.
func Sums(text string) []Sum {
	var list []Sum
	end := 0
	for _, n := range Numbers(text) {
		if n.Start < end {
			continue // the cents of the sum before
		}
		if s, ok := sum(text, n); ok {
			if s.Flaw == "" && (limited.MatchString(text[s.End:]) || short.MatchString(text[max(0, s.Start-40):s.Start])) {
				s.Flaw = Vague
			}
			s.Start = max(s.Start, end) // a sign can belong to the sum before
			list = append(list, s)
			end = s.End
		}
	}
	for i := 1; i < len(list); i++ { // 30到40万
		a, b := &list[i-1], &list[i]
		if ranged(text, a.Start, a.End, b.Start) && !strings.HasPrefix(text[b.Start:], "-") {
			a.Flaw, b.Flaw = Vague, Vague
		}
	}
	return list
}

func sum(text string, n Number) (Sum, bool) {
	s := Sum{Start: n.Start, End: n.End, Value: n.Value, Flaw: n.Flaw, Currency: "CNY"}
	head, tail := text[max(0, n.Start-40):n.Start], text[n.End:]
	for _, c := range currencies {
		if m := after[c.code].FindString(tail); m != "" {
			s.End += len(m)
			s.Said, s.Currency = Named, c.code
			if c.code == "CNY" {
				s.addCents(text)
			}
			if rest := text[s.End:]; strings.HasPrefix(rest, "多") && !strings.HasPrefix(rest, "多少") || strings.HasPrefix(rest, "几毛") {
				s.Flaw = Vague
			}
			return s, true
		}
	}
	for _, c := range currencies {
		if m := before[c.code].FindString(head); m != "" && !foreignWord(head, m) {
			s.Start -= len(m)
			s.Said, s.Currency = Named, c.code
			return s, true
		}
	}
	if m := coin.FindStringSubmatch(tail); m != nil && s.Value != nil { // 三毛, 两毛五
		s.End += len(m[0])
		s.Said, s.Value = Named, new(big.Rat).Quo(s.Value, big.NewRat(10, 1))
		s.add(m[1], fenPerYuan)
		return s, true
	}
	if counted.MatchString(tail) || !n.Scaled && labelled.MatchString(tail) && opens(head) || !n.Scaled && n.Flaw == "" && n.End-n.Start >= phoneDigits && !strings.ContainsAny(text[n.Start:n.End], ",.") {
		return Sum{}, false
	}
	if n.Scaled {
		s.Said = Scaled
	}
	return s, true
}

// phoneDigits is how long a plain number is that is no amount.
const phoneDigits = 11

// opens reports whether a list can begin after head: 1、展位费.
func opens(head string) bool {
	head = strings.TrimRight(head, " ")
	return head == "" || strings.HasSuffix(head, ";") || strings.HasSuffix(head, "。") || strings.HasSuffix(head, ":")
}

// foreignWord guards a sign that is the end of a longer word, such as $ in hk$.
func foreignWord(head, sign string) bool {
	rest := head[:len(head)-len(sign)]
	r, _ := utf8.DecodeLastRuneInString(rest)
	return sign[0] >= 'a' && sign[0] <= 'z' && r >= 'a' && r <= 'z'
}

// addCents reads what follows 元: 七毛八, 5角, and 5块5.
func (s *Sum) addCents(text string) {
	tail := text[s.End:]
	if m := cents.FindStringSubmatch(tail); m != nil && s.Value != nil {
		jiao, fen := m[1], m[3]
		if m[4] != "" {
			jiao, fen = "", m[4]
		}
		s.add(jiao, 10)
		s.add(fen, fenPerYuan)
		s.End += len(m[0])
		return
	}
	if strings.HasSuffix(text[:s.End], "块") && s.Value != nil {
		if strings.HasPrefix(tail, "半") {
			s.Value = new(big.Rat).Add(s.Value, big.NewRat(1, 2))
			s.End += len("半")
			return
		}
		if m := tenths.FindStringSubmatch(tail); m != nil && !counted.MatchString(tail[len(m[1]):]) {
			s.add(m[1], 10)
			s.End += len(m[1])
		}
	}
}

func (s *Sum) add(digit string, parts int64) {
	if digit == "" {
		return
	}
	if d, ok := Numeral(digit); ok {
		s.Value = new(big.Rat).Add(s.Value, new(big.Rat).Quo(d, big.NewRat(parts, 1)))
	}
}

// MarshalText writes yuan with two decimals.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText has written.
func (m *Money) UnmarshalText(text []byte) error {
	v, ok := new(big.Rat).SetString(string(text))
	if !ok {
		return fmt.Errorf("%q is no amount of money", text)
	}
	*m = Yuan(v)
	return nil
}
