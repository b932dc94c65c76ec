package calc

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cheyi/calendar"
	"cheyi/quantity"
)

// Values are the inputs of a calculation by name, each in its canonical form:
//
//	money   80000 · 50000.5 USD · 2024:80000 · left 30000
//	count   66 · 2025:66
//	year    2025
//	date    2025-07-10
//	choice  a choice's value
//	rate    7.12
//
// Several of money, count or year are joined by ";".
type Values map[string]string

// A Problem is an input that is not accepted, in one sentence for people.
type Problem struct {
	Input string
	What  string
	// Keeps says that what was given before stays: only how it changes is asked.
	Keeps bool
}

func (p Problem) Error() string { return p.What }

// Refuses reports whether the input cannot be right, rather than that it can
// be read in more than one way.
func (p Problem) Refuses() bool { return strings.HasSuffix(p.What, wordsAgain) }

// item is one entry of a money, count or year input.
type item struct {
	year     int // 0: not said
	value    *big.Rat
	currency string // of money
	left     bool   // of used: the room that is left rather than what is gone
}

const home = "CNY"

func (i item) String() string {
	s := ""
	if i.year != 0 {
		s = strconv.Itoa(i.year) + ":"
	}
	if i.left {
		s += leftMark
	}
	s += plain(i.value)
	if i.currency != "" && i.currency != home {
		s += " " + i.currency
	}
	return s
}

const leftMark = "left "

// plain writes an exact decimal as short as it goes.
func plain(v *big.Rat) string {
	if v.IsInt() {
		return v.Num().String()
	}
	digits, exact := v.FloatPrec()
	if !exact {
		digits = 2
	}
	return v.FloatString(digits)
}

func joinItems(items []item) string {
	parts := make([]string, len(items))
	for i, it := range items {
		parts[i] = it.String()
	}
	return strings.Join(parts, ";")
}

// items reads the entries of a canonical value.
func items(value string) []item {
	var list []item
	for _, part := range strings.Split(value, ";") {
		if it, ok := readItem(strings.TrimSpace(part)); ok {
			list = append(list, it)
		}
	}
	return list
}

func readItem(part string) (item, bool) {
	it := item{}
	if year, rest, ok := strings.Cut(part, ":"); ok {
		n, err := strconv.Atoi(strings.TrimSpace(year))
		if err != nil {
			return it, false
		}
		it.year, part = n, strings.TrimSpace(rest)
	}
	if rest, ok := strings.CutPrefix(part, leftMark); ok {
		it.left, part = true, rest
	}
	if number, code, ok := strings.Cut(part, " "); ok {
		if _, known := quantity.CurrencyName(code); !known {
			return it, false
		}
		it.currency, part = code, number
	}
	v, ok := quantity.Numeral(part)
	it.value = v
	return it, ok
}

// foreign returns the currency other than yuan that a value is in, "" for none.
func foreign(value string) string {
	for _, it := range items(value) {
		if it.currency != "" && it.currency != home {
			return it.currency
		}
	}
	return ""
}

// mixed reports whether a value holds more than one foreign currency.
func mixed(value string) bool {
	var codes []string
	for _, it := range items(value) {
		if it.currency != "" && it.currency != home && !slices.Contains(codes, it.currency) {
			codes = append(codes, it.currency)
		}
	}
	return len(codes) > 1
}

// Missing lists the inputs of a rule that are still needed, in the order in
// which they are asked.
func (r *Rule) Missing(v Values) []*Input {
	var missing []*Input
	for _, in := range r.Inputs {
		if _, given := v[in.Name]; !given && r.Needs(in, v) {
			missing = append(missing, in)
		}
	}
	return missing
}

// Needs reports whether what has been said leaves room for an input at all: a
// rate only for foreign money, a year only for what has none, and the choice
// of the rule only where the rule is not chosen yet.
func (r *Rule) Needs(in *Input, v Values) bool {
	switch in.Kind {
	case KindRate:
		return slices.ContainsFunc(r.Inputs, func(o *Input) bool { return o.Kind == KindMoney && foreign(v[o.Name]) != "" })
	case KindYear:
		for _, o := range r.Inputs {
			if value, given := v[o.Name]; o.Kind == KindCount && given {
				return slices.ContainsFunc(items(value), func(it item) bool { return it.year == 0 })
			}
		}
	case KindChoice:
		return r.Chosen == "" || in.choosesNone(r.Chosen)
	}
	return true
}

func (in *Input) choosesNone(value string) bool {
	_, ok := in.choice(value)
	return !ok
}

// Check brings a typed value into its canonical form. The error is a Problem.
func (in *Input) Check(typed string, today calendar.Day) (string, error) {
	typed = strings.TrimSpace(typed)
	if value, ok := in.canonical(typed); ok {
		return value, nil
	}
	if p := in.malformed(typed); p != "" {
		return "", Problem{Input: in.Name, What: p}
	}
	value, problem := in.read(newText(typed, today), true)
	switch {
	case problem != "":
		return "", Problem{Input: in.Name, What: problem}
	case value == "":
		return "", Problem{Input: in.Name, What: fmt.Sprintf(wordsUnread, in.Label, clip(typed), in.question(""))}
	}
	return value, nil
}

// canonical accepts what already has the canonical form and is in range.
func (in *Input) canonical(typed string) (string, bool) {
	switch in.Kind {
	case KindChoice:
		_, ok := in.choice(typed)
		return typed, ok
	case KindDate:
		d, err := calendar.ParseDay(typed)
		return typed, err == nil && in.dayProblem(d) == ""
	case KindMoney, KindCount, KindYear, KindRate:
		parts := strings.Split(typed, ";")
		list := items(typed)
		if len(list) != len(parts) {
			return "", false
		}
		if !in.fits(list) {
			return "", false
		}
		return joinItems(list), true
	}
	return "", false
}

// fits reports whether every entry is one that the input can have.
func (in *Input) fits(list []item) bool {
	foreign := ""
	for _, it := range list {
		switch {
		case in.rangeProblem(it) != "", it.year != 0 && !yearly(it.year):
			return false
		case in.Kind != KindMoney && (it.currency != "" || it.left), it.left && !in.Optional, it.currency != "" && in.Optional:
			return false
		case (in.Kind == KindYear || in.Kind == KindRate) && it.year != 0, in.Kind == KindYear && !it.value.IsInt(), in.Kind == KindRate && len(list) > 1:
			return false
		case it.currency != "" && it.currency != home && foreign != "" && it.currency != foreign:
			return false
		}
		if it.currency != "" && it.currency != home {
			foreign = it.currency
		}
	}
	return true
}

// yearly reports whether a number is one that years are written with.
func yearly(year int) bool {
	return len(calendar.FindYears(fmt.Sprintf("%d年", year), calendar.Day{Year: year, Month: 1, Day: 1})) == 1
}

// malformed says what is wrong with a value that has the canonical form and
// cannot be: such a value is not read as words.
func (in *Input) malformed(typed string) string {
	list := items(typed)
	if in.Kind == KindChoice || in.Kind == KindDate {
		return ""
	}
	if len(list) != len(strings.Split(typed, ";")) {
		if len(list) > 0 && strings.Contains(typed, ";") { // 100;200;abc
			return fmt.Sprintf(wordsUnread, in.Label, clip(typed), in.question(""))
		}
		return ""
	}
	marked := strings.ContainsAny(typed, ":;") || strings.Contains(typed, leftMark) || in.Optional && list[0].currency != ""
	for _, it := range list {
		if p := in.rangeProblem(it); p != "" && (marked || in.Kind != KindYear) {
			return p
		}
	}
	if !marked {
		return ""
	}
	return fmt.Sprintf(wordsUnread, in.Label, clip(typed), in.question(""))
}

// clip shortens what is repeated to people.
func clip(s string) string {
	rs := []rune(s)
	if len(rs) > shown {
		return string(rs[:shown/2]) + "…"
	}
	return s
}
