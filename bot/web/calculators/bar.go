package calculators

import (
	"fmt"

	"cheyi/calc"
)

// A barView is a year's limit with what is gone, what this is and what is left.
type barView struct {
	Width, Height int
	Text          string
	Parts         []partView
}

// A partView is one stretch of a bar. Kind is used, now or left.
type partView struct {
	Kind  string
	X, W  float64
	Label string
}

func barOf(c calc.Curve) barView {
	full := float(c.Limit.Value)
	leftOver := c.Room() - c.Amount
	v := barView{Width: width, Height: barHeight, Text: fmt.Sprintf(wordsLimit, c.Limit.Text)}
	if c.Year != 0 {
		v.Text = fmt.Sprintf("%d 年：", c.Year) + v.Text
	}
	at := 0.0
	for _, part := range []struct {
		kind, label string
		yuan        float64
	}{
		{"used", fmt.Sprintf(wordsUsed, c.Used.Chinese()), float(c.Used.Rat())},
		{"now", fmt.Sprintf(wordsThis, c.Amount.Chinese()), float(c.Amount.Rat())},
		{"left", fmt.Sprintf(wordsRoom, leftOver.Chinese()), float(leftOver.Rat())},
	} {
		w := tenth(width * part.yuan / full)
		if part.yuan > 0 || part.kind != "used" {
			v.Parts = append(v.Parts, partView{part.kind, at, w, part.label})
		}
		at = tenth(at + w)
	}
	return v
}
