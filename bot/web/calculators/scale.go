package calculators

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"cheyi/quantity"
)

// ticks are round numbers along both axes.
func (p plot) ticks() (across, upward []tickView) {
	for _, v := range rounds(p.most) {
		across = append(across, tickView{p.x(v), brief(v)})
	}
	for _, v := range rounds(p.highest) {
		upward = append(upward, tickView{p.y(v), brief(v)})
	}
	return across, upward
}

// rounds are at most mostTicks round numbers from 0 up to most.
func rounds(most float64) []float64 {
	if most <= 0 || math.IsInf(most, 0) {
		return []float64{0}
	}
	least := most / mostTicks
	power := math.Pow(ten, math.Floor(math.Log10(least)))
	step := steps[len(steps)-1] * power
	for _, s := range steps {
		if s*power >= least {
			step = s * power
			break
		}
	}
	var list []float64
	for i := 0; float64(i)*step <= most; i++ {
		list = append(list, float64(i)*step)
	}
	return list
}

// brief writes a number of an axis: 250万.
func brief(v float64) string {
	switch {
	case v >= hundredMillion:
		return decimal(v/hundredMillion) + "亿"
	case v >= tenThousand:
		return decimal(v/tenThousand) + "万"
	}
	return decimal(v)
}

func decimal(v float64) string {
	s := strconv.FormatFloat(v, 'f', places, floatBits)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// short writes an exact number as short as it goes: 250 万元, 36,000.5 元.
func short(v *big.Rat, unit string) string {
	for _, big := range []struct {
		of   int64
		name string
	}{{hundredMillion, "亿"}, {tenThousand, "万"}} {
		if part, exact := inUnits(v, big.of); exact {
			return quantity.Grouped(part) + " " + big.name + unit
		}
	}
	if v.IsInt() {
		return quantity.Grouped(v.Num().String()) + " " + unit
	}
	return quantity.Grouped(quantity.Yuan(v).String()) + " " + unit
}

// inUnits writes a number as a multiple, if it is one that is short.
func inUnits(v *big.Rat, of int64) (part string, exact bool) {
	if v.Cmp(big.NewRat(of, 1)) < 0 {
		return "", false
	}
	in := new(big.Rat).Quo(v, big.NewRat(of, 1))
	digits, finite := in.FloatPrec()
	if !finite || digits > places {
		return "", false
	}
	return in.FloatString(digits), true
}
