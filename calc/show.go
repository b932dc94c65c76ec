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
