package calculators

import (
	"fmt"
	"unicode/utf8"

	"cheyi/calc"
)

// beside finds where the words of a point stand: clear of the line, which comes
// from the left and below or lies flat, and within the plot.
func (p plot) beside(c calc.Curve, text string) (down float64, anchor string) {
	along := float(c.Own) / p.most
	above, below := float64(-lift-dotRadius), float64(textLine+dotRadius)
	switch {
	case c.Short() != nil:
		return above - 2*textLine, anchorAt(along)
	case c.Limit != nil && c.Own.Cmp(c.Bend()) >= 0:
		if anchor = anchorAt(along); p.clear(c, text, anchor) {
			return above, anchor
		}
		return below, anchor
	case along < half:
		return below, "start"
	}
	return above, "end"
}

// clear reports whether words above the flat line miss those of the limit.
func (p plot) clear(c calc.Curve, text, anchor string) bool {
	if p.y(float(c.Amount.Rat()))-p.y(float(c.Limit.Value)) > 2*textLine {
		return true
	}
	begin := p.x(float(c.Own))
	switch anchor {
	case "end":
		begin -= wide(text)
	case "middle":
		begin -= wide(text) / 2
	}
	return begin > left+2*lift+wide(fmt.Sprintf(wordsLimit, c.Limit.Text))
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

// anchorAt keeps words within the plot.
func anchorAt(along float64) string {
	switch {
	case along > far:
		return "end"
	case along < near:
		return "start"
	}
	return "middle"
}

// write puts words beside a place; down is how far below it.
func (p plot) write(given, amount, down float64, anchor, text string, own bool) {
	p.view.Words = append(p.view.Words, wordView{X: p.x(given), Y: p.y(amount) + down, Anchor: anchor, Text: text, Own: own})
}
