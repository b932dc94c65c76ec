package calc

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cheyi/calendar"
)

// workingDays counts working days from the day after acceptance. Whoever does
// not know the class gets both days; the later one is the deadline.
func workingDays(w *working) error {
	in := w.input(KindDate)
	from, err := calendar.ParseDay(w.values[in.Name])
	if err != nil {
		return Problem{Input: in.Name, What: err.Error()}
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
		if class == Unknown || p.covers(0, class) {
			limits = append(limits, p)
		}
	}
	slices.SortFunc(limits, func(a, b Parameter) int { return a.Value.Cmp(b.Value) })
	var days []calendar.Day
	w.days = &Days{Input: in, From: from}
	for i, p := range limits {
		label, whose := labelWorking, ""
		if class == Unknown {
			whose = choice.labelsOf(p.For)
			label += "（" + whose + "）"
		}
		count, err := w.years.AddWorkingDays(from, int(p.Value.Num().Int64()))
		if err != nil {
			return w.unknown(err, p)
		}
		days = append(days, count.Last())
		w.days.Limits = append(w.days.Limits, counted(count, whose))
		w.traceDays(label, p, count, i+1 == len(limits))
		w.result.Provisional = w.result.Provisional || count.Provisional
	}
	w.counted = true
	last := days[len(days)-1]
	w.result.Deadline = &last
	w.step(labelTarget, "", last.WithWeekday(), nil)
	w.words["deadline"], w.words["sooner"], w.words["days"] = last.WithWeekday(), days[0].WithWeekday(), limits[len(limits)-1].Text
	switch {
	case class == Unknown:
		w.state = "unsure"
	case limits[0].Says != "":
		w.state = limits[0].Says
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
func (w *working) unknown(err error, p Parameter) error {
	missing := calendar.UnknownYearError{}
	if !errors.As(err, &missing) {
		return err
	}
	w.fail(UnknownYear)
	w.days = nil
	w.words["missing_year"] = strconv.Itoa(missing.Year)
	w.step(w.words["missing_year"]+" 年", "", err.Error(), &p)
	return nil
}

// monthsAfter is a limit of whole months. The last day is given as the law
// counts it; that a day off may move it is only said.
func monthsAfter(w *working) error {
	in := w.input(KindDate)
	from, err := calendar.ParseDay(w.values[in.Name])
	if err != nil {
		return Problem{Input: in.Name, What: err.Error()}
	}
	p := w.parameters[0]
	last := from.AddMonths(int(p.Value.Num().Int64()))
	w.step(in.Label, "", from.WithWeekday(), nil)
	w.step(labelFirstDay, "", w.FirstDay, nil)
	w.step(labelLast, from.Chinese()+" + "+p.Text, last.WithWeekday(), &p)
	return w.untilDay(in, from, last, true)
}

// daysCounting is a number of calendar days of which the first day is one.
func daysCounting(w *working) error {
	in := w.input(KindDate)
	from, err := calendar.ParseDay(w.values[in.Name])
	if err != nil {
		return Problem{Input: in.Name, What: err.Error()}
	}
	p := w.parameters[0]
	last := from.Add(int(p.Value.Num().Int64()) - 1)
	w.step(in.Label, "", from.WithWeekday(), nil)
	w.step(labelFirstDay, "", w.FirstDay, nil)
	w.step(labelLast, fmt.Sprintf("%s起 %s 天", from.Chinese(), plain(p.Value)), last.WithWeekday(), &p)
	err = w.untilDay(in, from, last, false)
	w.days.FirstCounts = true
	return err
}

// untilDay ends with a last day. shifts says that a day off may move it.
func (w *working) untilDay(in *Input, from, last calendar.Day, shifts bool) error {
	w.result.Deadline = &last
	w.days = &Days{Input: in, From: from, Limits: []Limit{{Last: last}}}
	w.words["deadline"], w.words["today"] = last.WithWeekday(), w.today.Chinese()
	if last.Before(w.today) {
		w.state = "passed"
	}
	w.result.Provisional = w.years.Provisional(last)
	if w.result.Provisional {
		w.step(labelTentative, "", fmt.Sprintf("%d 年日历", last.Year), nil)
		w.note(fmt.Sprintf(wordsOpenDays, last.Year))
	}
	if !shifts {
		return nil
	}
	working, why, err := w.years.Working(last)
	if err != nil || working {
		return nil // the day itself does not depend on the calendar
	}
	next, err := w.years.AddWorkingDays(last, 1)
	if err != nil {
		return nil
	}
	shift := next.Last()
	w.days.Limits[0].Off, w.days.Limits[0].Shift = append([]calendar.Skip{{Day: last, Why: why}}, next.Skipped...), &shift
	w.step(labelPossible, why, next.Last().WithWeekday(), nil)
	w.note(strings.NewReplacer("{holiday}", why, "{possible}", next.Last().WithWeekday(), "{deadline}", last.WithWeekday()).Replace(w.Shifted))
	return nil
}
