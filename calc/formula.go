package calc

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cheyi/calendar"
	"cheyi/quantity"
)

// A formula is the arithmetic of a kind of rule: what it needs and how it is
// done.
type formula struct {
	parameters []string // each must have a value in rules.yaml
	inputs     []Kind   // in this order among the rule's inputs
	says       []string // the sentences it can end with
	run        func(*working) error
}

// formulas are registered by the name that rules.yaml uses.
var formulas = map[string]formula{
	"share":         {[]string{"share"}, []Kind{KindMoney}, []string{"ok"}, share},
	"per_vehicle":   {[]string{"rate", "threshold"}, []Kind{KindCount, KindYear}, []string{"ok", "below_threshold", "expired", "not_yet"}, perVehicle},
	"working_days":  {[]string{"days"}, []Kind{KindDate, KindChoice}, []string{"ok", "average", "unsure", "unknown_year"}, workingDays},
	"months_after":  {[]string{"months"}, []Kind{KindDate}, []string{"ok", "passed", "unknown_year"}, monthsAfter},
	"days_counting": {[]string{"days"}, []Kind{KindDate}, []string{"ok", "passed", "unknown_year"}, daysCounting},
}

// input returns the rule's input of a kind.
func (r *Rule) input(k Kind) *Input {
	for _, in := range r.Inputs {
		if in.Kind == k {
			return in
		}
	}
	return nil
}

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
	if w.result.Capped && len(years) == 1 {
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
		w.hint(ratio, limit)
	}
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
	w.step(labelCap, "", full.Chinese(), &limit)
	w.words["cap"], w.words["room"], w.words["room_label"] = full.Chinese(), full.Chinese(), labelCap
	used := w.used(year, named, limit)
	if used.Sign() == 0 {
		return full, nil
	}
	if used.Cmp(limit.Value) > 0 {
		in := w.Optional[0]
		return 0, Problem{in.Name, fmt.Sprintf(wordsRange, in.Label, "0 元", full.Chinese())}
	}
	left := quantity.Yuan(new(big.Rat).Sub(limit.Value, used))
	w.step(labelUsed, "", yuan(used), nil)
	w.step(labelRoom, full.Chinese()+" − "+yuan(used), left.Chinese(), nil)
	w.words["room"], w.words["room_label"] = left.Chinese(), labelRoom
	return left, nil
}

// used is what has been received in a year already.
func (w *working) used(year int, named bool, limit Parameter) *big.Rat {
	sum := new(big.Rat)
	for _, in := range w.Optional {
		for _, it := range items(w.values[in.Name]) {
			switch {
			case named && it.year != 0 && it.year != year:
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
	value := "约 " + yuan(reach)
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
	w.words["covered"] = fmt.Sprintf("%d、%d 两个年度", from, until)
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
	var counts []yearCount
	for i, it := range list {
		if it.year == 0 && len(years) == len(list) {
			it.year = int(years[i].value.Num().Int64())
		}
		if it.year == 0 {
			if len(years) != 1 {
				return nil, Problem{w.input(KindCount).Name, fmt.Sprintf(wordsPairs, len(years), len(list))}
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
		w.words["threshold"], w.words["short"] = threshold.Text, fmt.Sprintf("%d 年出口 %d 辆，", c.year, n)
		w.note(fmt.Sprintf(wordsWhatIf, threshold.Text, short.Num()))
		if c.year < w.today.Year {
			w.note(fmt.Sprintf(wordsClosed, c.year))
		}
	default:
		amount := quantity.Yuan(new(big.Rat).Mul(c.count, rate.Value))
		r.State, r.Amount = OK, &amount
		w.step(fmt.Sprintf("%d 年", c.year), fmt.Sprintf("%d 辆 × %s", n, rate.Text), amount.Chinese(), &rate)
	}
	return r
}

// first returns the first parameter of a name, to cite what does not cover.
func (r *Rule) first(name string) *Parameter {
	for i, p := range r.parameters {
		if p.Name == name {
			return &r.parameters[i]
		}
	}
	return nil
}

// workingDays counts working days from the day after acceptance. Whoever does
// not know the class gets both days; the later one is the deadline.
func workingDays(w *working) error {
	in := w.input(KindDate)
	from, err := calendar.ParseDay(w.values[in.Name])
	if err != nil {
		return Problem{in.Name, err.Error()}
	}
	w.step(in.Label, "", from.WithWeekday(), nil)
	choice := w.input(KindChoice)
	class := w.values[choice.Name]
	if c, ok := choice.choice(class); ok {
		w.step(choice.Label, "", c.Label, nil)
	}
	w.step(labelFirstDay, "", w.FirstDay, nil)
	var limits []Parameter
	for _, p := range w.parameters {
		if class == Unknown || p.covers(from.Year, class) {
			limits = append(limits, p)
		}
	}
	var days []calendar.Day
	for i, p := range limits {
		label := labelWorking
		if class == Unknown {
			label += "（" + choice.labelsOf(p.For) + "）"
		}
		count, err := w.years.AddWorkingDays(from, int(p.Value.Num().Int64()))
		if err != nil {
			return w.unknown(err)
		}
		days = append(days, count.Last())
		w.traceDays(label, p, count, i+1 == len(limits))
		w.result.Provisional = w.result.Provisional || count.Provisional
	}
	last := days[len(days)-1]
	w.result.Deadline = &last
	w.step(labelTarget, "", last.WithWeekday(), nil)
	w.words["deadline"], w.words["sooner"], w.words["days"] = last.WithWeekday(), days[0].WithWeekday(), limits[len(limits)-1].Text
	switch {
	case class == Unknown:
		w.state = "unsure"
	case strings.Contains(limits[0].Quote, "平均"):
		w.state = "average"
	}
	w.dated(from, last)
	return nil
}

// traceDays writes down how the days were counted; what was skipped once, in
// the longest count.
func (w *working) traceDays(label string, p Parameter, c calendar.Count, skipped bool) {
	names := make([]string, len(c.Counted))
	for i, d := range c.Counted {
		names[i] = short(d)
	}
	w.step(label, p.Text, strings.Join(names, "、"), &p)
	if !skipped {
		return
	}
	for _, run := range runs(c.Skipped) {
		w.step(labelSkipped, "", run, nil)
	}
	for _, d := range c.Worked {
		w.step(labelMadeUp, "", d.WithWeekday(), nil)
	}
}

func short(d calendar.Day) string {
	return fmt.Sprintf("%d月%d日", d.Month, d.Day)
}

// runs joins days off in a row that have the same reason.
func runs(skipped []calendar.Skip) []string {
	var list []string
	for i := 0; i < len(skipped); {
		j := i
		for j+1 < len(skipped) && skipped[j+1].Why == skipped[i].Why && skipped[j].Day.Add(1) == skipped[j+1].Day {
			j++
		}
		run := short(skipped[i].Day)
		if j > i {
			run += "至" + short(skipped[j].Day)
		}
		list = append(list, run+" "+skipped[i].Why)
		i = j + 1
	}
	return list
}

// dated notes what a reader of a day must know: that the calendar is not
// final, or that the document is younger than the day.
func (w *working) dated(from, last calendar.Day) {
	if w.result.Provisional {
		w.tentative(last)
	}
	if doc := w.parameters[0].Clause.Document; from.Before(doc.EffectiveOn) && !doc.Reference {
		w.note(fmt.Sprintf(wordsBefore, doc.EffectiveOn.Chinese()))
	}
}

// tentative says that a year's calendar is not final.
func (w *working) tentative(last calendar.Day) {
	w.step(labelTentative, "", fmt.Sprintf("%d 年日历", last.Year), nil)
	w.note(fmt.Sprintf(wordsTentative, last.Year))
}

// unknown ends a count for which there is no calendar.
func (w *working) unknown(err error) error {
	missing := calendar.UnknownYearError{}
	if !errors.As(err, &missing) {
		return err
	}
	w.fail(UnknownYear)
	w.words["missing_year"] = strconv.Itoa(missing.Year)
	w.step(w.words["missing_year"]+" 年", "", err.Error(), &w.parameters[0])
	return nil
}

// monthsAfter is a limit of whole months. The last day is given as the law
// counts it; that a day off may move it is only said.
func monthsAfter(w *working) error {
	in := w.input(KindDate)
	from, err := calendar.ParseDay(w.values[in.Name])
	if err != nil {
		return Problem{in.Name, err.Error()}
	}
	p := w.parameters[0]
	last := from.AddMonths(int(p.Value.Num().Int64()))
	w.step(in.Label, "", from.WithWeekday(), nil)
	w.step(labelFirstDay, "", w.FirstDay, nil)
	w.step(labelLast, from.Chinese()+" + "+p.Text, last.WithWeekday(), &p)
	return w.untilDay(last, true)
}

// daysCounting is a number of calendar days of which the first day is one.
func daysCounting(w *working) error {
	in := w.input(KindDate)
	from, err := calendar.ParseDay(w.values[in.Name])
	if err != nil {
		return Problem{in.Name, err.Error()}
	}
	p := w.parameters[0]
	last := from.Add(int(p.Value.Num().Int64()) - 1)
	w.step(in.Label, "", from.WithWeekday(), nil)
	w.step(labelFirstDay, "", w.FirstDay, nil)
	w.step(labelLast, fmt.Sprintf("%s起 %s 天", from.Chinese(), plain(p.Value)), last.WithWeekday(), &p)
	return w.untilDay(last, false)
}

// untilDay ends with a last day. shifts says that a day off may move it.
func (w *working) untilDay(last calendar.Day, shifts bool) error {
	w.result.Deadline = &last
	w.words["deadline"], w.words["today"] = last.WithWeekday(), w.today.Chinese()
	if last.Before(w.today) {
		w.state = "passed"
	}
	w.result.Provisional = w.years.Provisional(last)
	if w.result.Provisional {
		w.tentative(last)
	}
	if !shifts {
		return nil
	}
	off, why, err := w.years.Working(last)
	if err != nil || off {
		return nil // the day itself does not depend on the calendar
	}
	next, err := w.years.AddWorkingDays(last, 1)
	if err != nil {
		return nil
	}
	w.step(labelPossible, why, next.Last().WithWeekday(), nil)
	w.note(strings.NewReplacer("{holiday}", why, "{possible}", next.Last().WithWeekday(), "{deadline}", last.WithWeekday()).Replace(w.Shifted))
	return nil
}
