package knowledge

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// A figure is compared by value: 150 万元, 1,500,000 and 一百五十万 are one
// figure, and so are 70%, 七成 and 百分之七十. The bare words 一 and 零 are grammar
// more often than number and are no figures.
var figurePattern = regexp.MustCompile(
	`百分之([零〇一二两三四五六七八九十百]+|[0-9]+(?:\.[0-9]+)?)` +
		`|([0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|％|[十百千万亿成]+)?` +
		`|([零〇一二两三四五六七八九十百千万亿]+)(成)?`)

// numeralWords hold a numeral and count nothing.
var numeralWords = strings.NewReplacer("二手", "", "二连", "", "三轮", "", "千万别", "", "万一", "", "十分", "")

// Figures returns the values of the numbers that stand in s, in order, each
// in one canonical form: plain decimal digits, "%" after a ratio.
func Figures(s string) []string {
	var values []string
	for _, m := range figurePattern.FindAllStringSubmatch(numeralWords.Replace(s), -1) {
		if v := figure(m); v != "" {
			values = append(values, v)
		}
	}
	return values
}

func figure(m []string) string {
	ratio, digits, unit, han, tenths := m[1], m[2], m[3], m[4], m[5]
	switch {
	case ratio != "":
		return decimal(number(ratio)) + "%"
	case digits != "":
		n := number(digits)
		switch {
		case n == nil:
			return ""
		case unit == "%" || unit == "％":
			return decimal(n) + "%"
		case unit == "成":
			return decimal(n.Mul(n, big.NewRat(10, 1))) + "%"
		}
		for _, r := range unit {
			if f := multiplier(r); f > 0 {
				n.Mul(n, big.NewRat(f, 1))
			}
		}
		return decimal(n)
	case tenths != "":
		n := number(han)
		if n == nil {
			return ""
		}
		return decimal(n.Mul(n, big.NewRat(10, 1))) + "%"
	case han == "一" || han == "零" || number(han) == nil:
		return ""
	}
	return decimal(number(han))
}

// number reads plain digits or Chinese numerals; nil when it is neither.
func number(s string) *big.Rat {
	if s == "" {
		return nil
	}
	if s[0] >= '0' && s[0] <= '9' {
		n, ok := new(big.Rat).SetString(strings.ReplaceAll(s, ",", ""))
		if !ok {
			return nil
		}
		return n
	}
	return hanNumber([]rune(s))
}

// hanNumber reads 一百五十万 by places, and 二〇二四 digit by digit.
func hanNumber(rs []rune) *big.Rat {
	var total, section, digit int64
	plain, places := int64(0), false
	for _, r := range rs {
		if d, ok := hanDigits[r]; ok {
			digit, plain = d, plain*10+d
			continue
		}
		places = true
		switch f := multiplier(r); {
		case f == 0:
			return nil
		case f < 10000:
			section += max(digit, 1) * f
		default:
			total = (total + section + digit) * f
			section = 0
		}
		digit = 0
	}
	if !places {
		return big.NewRat(plain, 1)
	}
	return big.NewRat(total+section+digit, 1)
}

var hanDigits = map[rune]int64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
}

// multiplier is the place value of a Chinese numeral, 0 when r is none.
func multiplier(r rune) int64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 10000
	case '亿':
		return 100000000
	}
	return 0
}

// decimal prints an exact value without trailing zeros.
func decimal(n *big.Rat) string {
	if n == nil {
		return ""
	}
	s := n.FloatString(8)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	return s
}

// figuresBeyond returns the figures of s whose value stands nowhere in the
// given texts.
func figuresBeyond(s string, texts ...string) []string {
	var known, extra []string
	for _, t := range texts {
		known = append(known, Figures(t)...)
	}
	for _, f := range Figures(s) {
		if !slices.Contains(known, f) {
			extra = append(extra, f)
		}
	}
	return extra
}
