package calculators

import (
	"net/url"
	"slices"
	"strconv"

	"cheyi/calc"
)

// Address is where a rule is computed with values: what the page reads from it
// is those values again.
func Address(r *calc.Rule, v calc.Values) string {
	q := url.Values{}
	for _, in := range shown(r) {
		value := v[in.Name]
		if value == "" {
			continue
		}
		if !listed(in) {
			q.Set(in.Name, value)
			continue
		}
		list := calc.Entries(value)
		dated(list, v[yearName(r, in)])
		for _, e := range list {
			q.Add(in.Name, e.Value)
			if slices.ContainsFunc(list, func(o calc.Entry) bool { return o.Year != 0 }) {
				q.Add(yearName(r, in), yearText(e.Year))
			}
		}
	}
	address := Path + "/" + url.PathEscape(r.ID)
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// dated gives entries the years that were said apart from them: one for all,
// or one for each.
func dated(list []calc.Entry, years string) {
	apart := calc.Entries(years)
	for i := range list {
		switch {
		case list[i].Year != 0:
		case len(apart) == len(list):
			list[i].Year = yearOf(apart[i])
		case len(apart) == 1:
			list[i].Year = yearOf(apart[0])
		}
	}
}

func yearOf(e calc.Entry) int {
	year, _ := strconv.Atoi(e.Value) // a canonical year
	return year
}

func yearText(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}
