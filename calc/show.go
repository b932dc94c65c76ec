package calc

import (
	"fmt"
	"strings"

	"cheyi/calendar"
	"cheyi/quantity"
)

// Show writes a canonical value as it is repeated to people.
func (in *Input) Show(value string) string {
	switch in.Kind {
	case KindChoice:
		c, _ := in.choice(value)
		return c.Label
	case KindDate:
		d, err := calendar.ParseDay(value)
		if err != nil {
			return value
		}
		return d.WithWeekday()
	}
	var parts []string
	for _, it := range items(value) {
		parts = append(parts, in.showItem(it))
	}
	return strings.Join(parts, "、")
}

func (in *Input) showItem(it item) string {
	s := quantity.Grouped(plain(it.value))
	switch in.Kind {
	case KindYear:
		return plain(it.value) + " 年"
	case KindCount:
		s += " 辆"
	case KindMoney:
		name, known := quantity.CurrencyName(it.currency)
		if !known {
			name = "元"
		}
		s += " " + name
	}
	if it.year != 0 {
		s = fmt.Sprintf("%d 年 %s", it.year, s)
	}
	if it.left {
		s = labelLeft + " " + s
	}
	return s
}

// Question is what is asked for an input, given what has been said.
func (f *Flow) Question(in *Input, v Values) string {
	currency, _ := quantity.CurrencyName(f.currency(v))
	return strings.ReplaceAll(in.Prompt, "{currency}", currency)
}

// Options are the values to choose from when an input is asked for: its
// choices, or the years that the rule covers.
func (f *Flow) Options(in *Input) []Choice {
	if in.Kind != KindYear {
		return in.Choices
	}
	var years []Choice
	from, until := f.Rules[0].span("rate")
	for y := from; y <= until; y++ {
		years = append(years, Choice{Value: fmt.Sprint(y), Label: fmt.Sprintf("%d年", y)})
	}
	return years
}

// Merge puts what a message states over what was stated before. What is one
// more (再加一个项目90万) is added to the list instead.
func (f *Flow) Merge(given Values, s Statement) {
	if s.Adds {
		f.dateCounts(given, s)
	}
	if c := f.choice(); c != nil && s.Values[c.Name] != "" && s.Values[c.Name] != given[c.Name] {
		for _, in := range f.Rules[0].Optional { // what was received was another rule's
			delete(given, in.Name)
		}
	}
	currency := f.currency(given)
	for _, in := range f.Inputs() {
		value, stated := s.Values[in.Name]
		if !stated {
			continue
		}
		if list := in.Kind == KindMoney || in.Kind == KindCount; list && s.Adds && given[in.Name] != "" && !f.optional(in) {
			value = given[in.Name] + ";" + value
		}
		given[in.Name] = value
		if in.Kind == KindMoney && s.Values[rateName(f)] == "" {
			f.dropRate(given, currency)
		}
		switch in.Kind {
		case KindCount: // counts that name their years leave none to ask
			if y := f.Rules[0].input(KindYear); y != nil && items(value)[0].year != 0 {
				delete(given, y.Name)
			}
		case KindYear:
			c := f.Rules[0].input(KindCount)
			switch list := items(given[c.Name]); {
			case len(list) == 1 && list[0].year != 0:
				list[0].year = 0
				given[c.Name] = list[0].String()
			case len(list) > 1 && list[0].year != 0 && s.Values[c.Name] == "": // of which year none was said
				delete(given, c.Name)
			}
		}
	}
}

// dateCounts ties counts to their years before counts of another year are
// added to them: 去年65台, 前年还出了90台.
func (f *Flow) dateCounts(given Values, s Statement) {
	count, year := f.Rules[0].input(KindCount), f.Rules[0].input(KindYear)
	if count == nil || year == nil || given[count.Name] == "" || s.Values[count.Name] == "" || s.Values[year.Name] == "" {
		return
	}
	given[count.Name] = dated(given[count.Name], given[year.Name])
	s.Values[count.Name] = dated(s.Values[count.Name], s.Values[year.Name])
	delete(given, year.Name)
	delete(s.Values, year.Name)
}

// dated gives every entry without a year the one year of value.
func dated(list, value string) string {
	years := items(value)
	entries := items(list)
	for i := range entries {
		if entries[i].year == 0 && len(years) == 1 {
			entries[i].year = int(years[0].value.Num().Int64())
		}
	}
	return joinItems(entries)
}

// rateName is the name of the flow's rate of exchange.
func rateName(f *Flow) string {
	if in := f.Rules[0].input(KindRate); in != nil {
		return in.Name
	}
	return ""
}

// dropRate forgets a rate of exchange that was given for another currency.
func (f *Flow) dropRate(given Values, before string) {
	for _, in := range f.Inputs() {
		if in.Kind == KindRate && before != "" && before != f.currency(given) {
			delete(given, in.Name)
		}
	}
}

// currency is the foreign currency of what was given, "" for none.
func (f *Flow) currency(given Values) string {
	for _, in := range f.Inputs() {
		if code := foreign(given[in.Name]); in.Kind == KindMoney && code != "" {
			return code
		}
	}
	return ""
}

func (f *Flow) optional(in *Input) bool {
	for _, o := range f.Rules[0].Optional {
		if o == in {
			return true
		}
	}
	return false
}
