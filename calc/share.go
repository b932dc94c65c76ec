package calc

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"cheyi/quantity"
)

// hundredth is what a percentage is a number of.
var hundredth = big.NewRat(1, 100)

// share is a percentage of expenses, with a cap per enterprise and calendar
// year where the text has one. Sums are exact and rounded once, to the fen,
// half up.
func share(w *working) error {
	in := w.input(KindMoney)
	all := items(w.values[in.Name])
	years := yearsOf(all)
	total := quantity.Money(0)
	for _, year := range years {
		amount, err := w.shareOf(in, year, len(years) > 1, all)
		if err != nil {
			return err
		}
		total += amount
	}
	if len(years) > 1 {
		w.step(labelTotal, "", total.Chinese(), nil)
	}
	w.result.Amount = &total
	w.words["amount"] = total.Chinese()
	switch {
	case len(years) > 1:
		w.state = "years"
	case w.result.Capped:
		w.state = "capped"
	}
	return nil
}

// shareOf computes the part of one calendar year.
func (w *working) shareOf(in *Input, year int, named bool, all []item) (quantity.Money, error) {
	ratio, ok := w.parameter("share", year, "")
	if !ok {
		return 0, fmt.Errorf("rule %s has no share for %d", w.ID, year)
	}
	prefix := ""
	if named {
		prefix = fmt.Sprintf("%d年", year)
	}
	sum, terms := w.sum(in, prefix, slices.DeleteFunc(slices.Clone(all), func(it item) bool { return it.year != year }))
	exact := new(big.Rat).Mul(sum, new(big.Rat).Mul(ratio.Value, hundredth))
	before := quantity.Yuan(exact)
	w.step(prefix+fmt.Sprintf(labelShare, " "+ratio.Text+" "), terms+" × "+ratio.Text, before.Chinese(), &ratio)
	w.words["before"] = before.Chinese()
	curve := Curve{Year: year, Input: in, Slope: new(big.Rat).Mul(ratio.Value, hundredth), Rate: ratio, Own: sum}
	limit, capped := w.parameter("cap", year, "")
	amount := before
	if !capped {
		w.step(labelNoCap, "", w.NoCap, nil)
	} else {
		room, err := w.room(year, named, limit)
		if err != nil {
			return 0, err
		}
		if exact.Cmp(room.Rat()) > 0 {
			w.result.Capped = true
			amount = room
		}
		w.step(prefix+labelAfter, fmt.Sprintf("取 %s 和 %s 中小的", before.Chinese(), room.Chinese()), amount.Chinese(), nil)
		w.step(prefix+labelLeft, room.Chinese()+" − "+amount.Chinese(), (room - amount).Chinese(), nil)
		if room == quantity.Yuan(limit.Value) {
			w.hint(ratio, limit)
		}
		curve.Limit, curve.Used = &limit, quantity.Yuan(limit.Value)-room
	}
	curve.Amount = amount
	w.curves = append(w.curves, curve)
	if named {
		w.result.ByYear = append(w.result.ByYear, YearResult{Year: year, Amount: &amount, State: OK})
	}
	return amount, nil
}

// sum adds up the expenses of one year, each a line of the trace.
func (w *working) sum(in *Input, prefix string, list []item) (*big.Rat, string) {
	sum := new(big.Rat)
	var terms []string
	for i, it := range list {
		label := prefix + in.Label
		if len(list) > 1 {
			label = fmt.Sprintf("%s第%d笔%s", prefix, i+1, in.Label)
		}
		v := it.value
		if it.currency != "" && it.currency != home {
			v = w.convert(label, it)
		} else {
			w.step(label, "", yuan(v), nil)
		}
		sum.Add(sum, v)
		terms = append(terms, strings.TrimSuffix(yuan(v), " 元"))
	}
	if len(terms) == 1 {
		return sum, terms[0]
	}
	return sum, "（" + strings.Join(terms, " + ") + "）"
}

// convert turns foreign money into yuan at the rate that was given.
func (w *working) convert(label string, it item) *big.Rat {
	in := w.input(KindRate)
	rate := items(w.values[in.Name])[0].value
	name, _ := quantity.CurrencyName(it.currency)
	said := quantity.Grouped(plain(it.value)) + " " + name
	v := new(big.Rat).Mul(it.value, rate)
	w.step(label, "", said, nil)
	w.step(labelConverted, said+" × "+plain(rate), yuan(v), nil)
	return v
}

// room is what is left of a year's cap.
func (w *working) room(year int, named bool, limit Parameter) (quantity.Money, error) {
	full := quantity.Yuan(limit.Value)
	prefix := ""
	if named {
		prefix = fmt.Sprintf("%d年", year)
	}
	w.step(prefix+labelCap, "", full.Chinese(), &limit)
	w.words["cap"], w.words["room"], w.words["room_label"] = full.Chinese(), full.Chinese(), labelCap
	for _, in := range w.Optional {
		if named && slices.ContainsFunc(items(w.values[in.Name]), func(it item) bool { return it.year == 0 && it.value.Sign() > 0 }) {
			return 0, Problem{Input: in.Name, What: fmt.Sprintf(wordsWhichYear, in.Label)}
		}
	}
	used := w.used(year, limit)
	if used.Sign() == 0 {
		return full, nil
	}
	if used.Cmp(limit.Value) > 0 || used.Sign() < 0 {
		in := w.Optional[0]
		return 0, Problem{Input: in.Name, What: fmt.Sprintf(wordsRange, in.Label, "0 元", full.Chinese())}
	}
	left := quantity.Yuan(new(big.Rat).Sub(limit.Value, used))
	w.step(prefix+labelUsed, "", yuan(used), nil)
	w.step(prefix+labelRoom, full.Chinese()+" − "+yuan(used), left.Chinese(), nil)
	w.words["room"], w.words["room_label"] = left.Chinese(), labelRoom
	return left, nil
}

// used is what has been received in a year already.
func (w *working) used(year int, limit Parameter) *big.Rat {
	sum := new(big.Rat)
	for _, in := range w.Optional {
		for _, it := range items(w.values[in.Name]) {
			switch {
			case it.year != 0 && year != 0 && it.year != year:
			case it.left:
				sum.Add(sum, new(big.Rat).Sub(limit.Value, it.value))
			default:
				sum.Add(sum, it.value)
			}
		}
	}
	return sum
}

// hint says from which sum on the cap is reached.
func (w *working) hint(ratio, limit Parameter) {
	reach := new(big.Rat).Quo(limit.Value, new(big.Rat).Mul(ratio.Value, hundredth))
	value := yuan(reach)
	if quantity.Yuan(reach).Rat().Cmp(reach) != 0 {
		value = "约 " + value
	}
	w.step(labelReach, yuan(limit.Value)+" ÷ "+ratio.Text, value, nil)
}

func yearsOf(list []item) []int {
	var years []int
	for _, it := range list {
		if !slices.Contains(years, it.year) {
			years = append(years, it.year)
		}
	}
	slices.Sort(years)
	return years
}
