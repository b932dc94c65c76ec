package quantity

import (
	"math/big"
	"regexp"
)

// A Percentage is a ratio in a text: 70%, 七成, 百分之七十, 7成5.
type Percentage struct {
	Start, End int      // bytes
	Value      *big.Rat // 70 for 70%
}

var (
	ofHundred = regexp.MustCompile(`百分之([` + hanDigit + hanPlace + `]+|[0-9]+(?:\.[0-9]+)?)`)
	percent   = regexp.MustCompile(`^ ?(?:%|个百分点|个点)`)
	tithe     = regexp.MustCompile(`^ ?成([一二三四五六七八九]|[1-9])?(?:[^立交为员功本绩果人都效熟]|$)`)
)

// Percentages returns the ratios of a text in their order.
func Percentages(text string) []Percentage {
	var list []Percentage
	for _, m := range ofHundred.FindAllStringSubmatchIndex(text, -1) {
		if v, ok := Numeral(text[m[2]:m[3]]); ok {
			list = append(list, Percentage{m[0], m[1], v})
		}
	}
	for _, n := range Numbers(text) {
		tail := text[n.End:]
		if n.Value == nil || len(list) > 0 && n.Start < list[len(list)-1].End {
			continue
		}
		if m := percent.FindString(tail); m != "" {
			list = append(list, Percentage{n.Start, n.End + len(m), n.Value})
			continue
		}
		if m := tithe.FindStringSubmatch(tail); m != nil {
			v := new(big.Rat).Mul(n.Value, big.NewRat(10, 1))
			if m[1] != "" {
				fifth, _ := Numeral(m[1])
				v.Add(v, fifth)
			}
			list = append(list, Percentage{n.Start, n.End + len("成") + len(m[1]), v})
		}
	}
	return list
}
