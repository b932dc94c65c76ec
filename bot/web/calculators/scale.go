package calculators

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"cheyi/calc"
	"cheyi/quantity"
)

// A tickView is a number beside an axis. Own is what the person gave.
type tickView struct {
	At    float64
	Label string
	Own   bool
}

// upward are the numbers beside the axis of amounts, which makes room for them.
func (p plot) upward(c calc.Curve) {
	values := rounds(p.highest)
	if c.Limit != nil {
		values = append([]float64{float(c.Limit.Value)}, values...)
	}
	for _, v := range values {
		p.view.Upward = tick(p.view.Upward, tickView{At: p.y(v), Label: brief(v)}, func(string) float64 { return textLine })
	}
	for _, t := range p.view.Upward {
		p.view.Left = max(p.view.Left, math.Ceil(wide(t.Label))+lift)
	}
}

// across are the numbers beside the other axis: what was given, where the line
// starts and bends, and round ones where there is room.
func (p plot) across(curves, own []calc.Curve) {
	add := func(v float64, own bool) {
		label := brief(v)
		at := min(p.x(v), width-wide(label)/2)
		p.view.Across = tick(p.view.Across, tickView{at, label, own}, func(s string) float64 { return wide(s) + lift })
	}
	for _, c := range own {
		add(float(c.Own), true)
	}
	add(0, false)
	if start := curves[0].Start; start != nil {
		add(float(start.Value), false)
	}
	if bend := curves[0].Bend(); bend != nil && bend.Sign() > 0 {
		add(float(bend), false)
	}
	for _, v := range rounds(p.most) {
		add(v, false)
	}
}

// tick adds a number beside an axis, unless another one stands there.
func tick(list []tickView, t tickView, size func(string) float64) []tickView {
	for _, o := range list {
		if math.Abs(o.At-t.At) < (size(o.Label)+size(t.Label))/2 {
			return list
		}
	}
	return append(list, t)
}

// wide is about how long writing is.
func wide(text string) float64 {
	w := 0.0
	for _, r := range text {
		if r < utf8.RuneSelf {
			w += narrowRune
		} else {
			w += wideRune
		}
	}
	return w
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
