package calculators

import (
	"bytes"
	"html/template"
	"slices"

	"cheyi/calc"
	"cheyi/calendar"
)

// pictures are what a calculation looks like.
type pictures struct {
	Charts []chartView
	Bars   []barView
	Days   *daysView
}

func picturesOf(c calc.Calculation, today calendar.Day) pictures {
	p := pictures{}
	for _, group := range together(c.Curves) {
		p.Charts = append(p.Charts, chartOf(group, today))
	}
	for _, curve := range c.Curves {
		if curve.Limit != nil {
			p.Bars = append(p.Bars, barOf(curve))
		}
	}
	if c.Days != nil {
		p.Days = daysOf(*c.Days)
	}
	return p
}

// exampleLine draws a rule's line, as far as its example goes.
func exampleLine(b *calc.Book, r *calc.Rule, today calendar.Day) pictures {
	c, err := b.Compute(r, r.Example, today)
	if err != nil || len(c.Curves) == 0 {
		return pictures{}
	}
	return pictures{Charts: []chartView{previewOf(c.Curves)}}
}

// together groups the years whose amounts follow the same line.
func together(curves []calc.Curve) [][]calc.Curve {
	var groups [][]calc.Curve
	for _, c := range curves {
		i := slices.IndexFunc(groups, func(g []calc.Curve) bool { return g[0].Same(c) })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// Card draws a result for a conversation: its pictures, of which all but the
// bars are folded, and where its inputs can be changed. A result that cannot be
// computed again has neither.
func (c *Calculators) Card(r calc.Result) (drawn template.HTML, address string) {
	book, today := c.book(), calendar.DayOf(c.now())
	rule := book.Rule(r.Rule)
	if rule == nil || len(r.Inputs) == 0 {
		return "", ""
	}
	calculation, err := book.Compute(rule, r.Inputs, today)
	if err != nil {
		return "", ""
	}
	var out bytes.Buffer
	if err := drawings.ExecuteTemplate(&out, "card", picturesOf(calculation, today)); err != nil {
		c.lg.Error("card", "rule", r.Rule, "err", err)
		return "", ""
	}
	return template.HTML(out.String()), Address(rule, r.Inputs)
}

var drawings = template.Must(template.ParseFS(templates, "templates/_pictures.html"))
