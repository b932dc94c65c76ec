package calc

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cheyi/quantity"
)

// perVehicle is an amount for every vehicle of a calendar year once the year
// has enough of them.
func perVehicle(w *working) error {
	counts, err := w.countsByYear()
	if err != nil {
		return err
	}
	total := quantity.Money(0)
	var states []State
	for _, c := range counts {
		r := w.vehiclesOf(c)
		w.result.ByYear = append(w.result.ByYear, r)
		states = append(states, r.State)
		if r.State == OK {
			total += *r.Amount
		}
	}
	if len(counts) > 1 && slices.Contains(states, OK) {
		w.step(labelTotal, "", total.Chinese(), nil)
	}
	from, until := w.span("rate")
	var covered []string
	for y := from; y <= until; y++ {
		covered = append(covered, strconv.Itoa(y))
	}
	w.words["covered"] = strings.Join(covered, "、") + " 年"
	w.words["amount"] = total.Chinese()
	w.words["years"] = yearList(counts)
	w.settle(states, total)
	return nil
}

// settle is ok when any year is; else what keeps the years out.
func (w *working) settle(states []State, total quantity.Money) {
	switch {
	case slices.Contains(states, OK):
		w.result.Amount = &total
	case slices.Contains(states, BelowThreshold):
		w.fail(BelowThreshold)
		w.result.Amount = new(quantity.Money)
	case slices.Contains(states, Expired):
		w.fail(Expired)
	default:
		w.fail(NotYet)
	}
}

// A yearCount is the vehicles of one year, as they were said one by one.
type yearCount struct {
	year  int
	parts []string
	count *big.Rat
}

// countsByYear gathers the vehicles of each year.
func (w *working) countsByYear() ([]yearCount, error) {
	years := items(w.values[w.input(KindYear).Name])
	list := items(w.values[w.input(KindCount).Name])
	if len(years) > 0 && !slices.ContainsFunc(list, func(it item) bool { return it.year == 0 }) {
		return nil, Problem{Input: w.input(KindYear).Name, What: wordsTwiceYear}
	}
	var counts []yearCount
	for i, it := range list {
		if it.year == 0 && len(years) == len(list) {
			it.year = int(years[i].value.Num().Int64())
		}
		if it.year == 0 {
			if len(years) != 1 {
				return nil, Problem{Input: w.input(KindCount).Name, What: fmt.Sprintf(wordsPairs, len(years), len(list))}
			}
			it.year = int(years[0].value.Num().Int64())
		}
		i := slices.IndexFunc(counts, func(c yearCount) bool { return c.year == it.year })
		if i < 0 {
			i = len(counts)
			counts = append(counts, yearCount{year: it.year, count: new(big.Rat)})
		}
		counts[i].count = new(big.Rat).Add(counts[i].count, it.value)
		counts[i].parts = append(counts[i].parts, plain(it.value))
	}
	for _, c := range counts {
		if p := w.input(KindCount).rangeProblem(item{value: c.count}); p != "" {
			return nil, Problem{Input: w.input(KindCount).Name, What: p}
		}
	}
	slices.SortFunc(counts, func(a, b yearCount) int { return a.year - b.year })
	return counts, nil
}

func yearList(counts []yearCount) string {
	names := make([]string, len(counts))
	for i, c := range counts {
		names[i] = strconv.Itoa(c.year) + " 年"
	}
	return strings.Join(names, "、")
}

// vehiclesOf computes one year.
func (w *working) vehiclesOf(c yearCount) YearResult {
	n := c.count.Num().Int64()
	r := YearResult{Year: c.year, Count: &n}
	expression := ""
	if len(c.parts) > 1 {
		expression = strings.Join(c.parts, " + ")
	}
	w.step(fmt.Sprintf("%d 年出口", c.year), expression, fmt.Sprintf("%d 辆", n), nil)
	rate, covered := w.parameter("rate", c.year, "")
	threshold, _ := w.parameter("threshold", c.year, "")
	curve := Curve{Year: c.year, Input: w.input(KindCount), Slope: rate.Value, Rate: rate, Start: &threshold, Own: c.count}
	switch {
	case !covered:
		from, until := w.span("rate")
		r.State = Expired
		if c.year < from {
			r.State = NotYet
		}
		w.step(fmt.Sprintf("%d 年", c.year), fmt.Sprintf("支持年度是 %d 到 %d 年", from, until), labelNotCover, w.first("rate"))
	case c.count.Cmp(threshold.Value) < 0:
		short := new(big.Rat).Sub(threshold.Value, c.count)
		r.State, r.Amount = BelowThreshold, new(quantity.Money)
		w.step(labelThreshold, "", threshold.Text, &threshold)
		w.step(labelShort, fmt.Sprintf("%s − %d", plain(threshold.Value), n), plain(short)+" 辆", nil)
		w.step(fmt.Sprintf("%d 年", c.year), labelNotEnough, r.Amount.Chinese(), nil)
		w.words["threshold"], w.words["short"] = threshold.Text, w.words["short"]+fmt.Sprintf("%d 年出口 %d 辆，", c.year, n)
		w.note(fmt.Sprintf(wordsWhatIf, threshold.Text, short.Num()))
		if c.year < w.today.Year {
			w.note(fmt.Sprintf(wordsClosed, c.year))
		}
	default:
		amount := quantity.Yuan(new(big.Rat).Mul(c.count, rate.Value))
		r.State, r.Amount = OK, &amount
		w.step(fmt.Sprintf("%d 年", c.year), fmt.Sprintf("%d 辆 × %s", n, rate.Text), amount.Chinese(), &rate)
	}
	if covered {
		curve.Amount = *r.Amount
		w.curves = append(w.curves, curve)
	}
	return r
}
