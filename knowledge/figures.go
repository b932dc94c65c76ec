package knowledge

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"cheyi/quantity"
)

// A figure is compared by value: 150 万元, 1,500,000 and 一百五十万 are one
// figure, and so are 70%, 七成 and 百分之七十. The bare words 一 and 零 are grammar
// more often than number and are no figures.
const hanNumerals = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"

var figurePattern = regexp.MustCompile(
	`百分之([` + hanNumerals + `]+|[0-9]+(?:\.[0-9]+)?)` +
		`|([0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|‰|[十百千万亿拾佰仟成]+)?` +
		`|([` + hanNumerals + `]+)(成)?`)

// numeralWord holds a numeral and counts nothing, unless numerals touch it.
var numeralWord = regexp.MustCompile(`(^|[^` + hanNumerals + `0-9])(?:二手|二连|三轮|千万别)`)

// Figures returns the values of the numbers that stand in s, in order, each
// in one canonical form: plain decimal digits, "%" or "‰" after a ratio. Full
// width counts as ordinary width.
func Figures(s string) []string {
	s = numeralWord.ReplaceAllString(fold(s), "$1")
	var values []string
	for _, m := range figurePattern.FindAllStringSubmatch(s, -1) {
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
		case unit == "%" || unit == "‰":
			return decimal(n) + unit
		case unit == "成":
			return decimal(n.Mul(n, big.NewRat(10, 1))) + "%"
		}
		for _, r := range unit {
			if f := quantity.Place(r); f > 0 {
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
	total, section, digit, plain := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	places := false
	for _, r := range rs {
		if d, ok := quantity.Digit(r); ok {
			digit.SetInt64(d)
			plain.Add(plain.Mul(plain, big.NewInt(10)), digit)
			continue
		}
		f := quantity.Place(r)
		if f == 0 {
			return nil
		}
		places = true
		if f < 10000 {
			if digit.Sign() == 0 {
				digit.SetInt64(1) // 十五
			}
			section.Add(section, digit.Mul(digit, big.NewInt(f)))
		} else {
			total.Add(total, section.Add(section, digit))
			total.Mul(total, big.NewInt(f))
			section = new(big.Int)
		}
		digit = new(big.Int)
	}
	if !places {
		return new(big.Rat).SetInt(plain)
	}
	return new(big.Rat).SetInt(total.Add(total, section.Add(section, digit)))
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
