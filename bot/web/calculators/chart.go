package calculators

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"cheyi/calc"
	"cheyi/calendar"
)

// A chartView is a drawing of amounts against what is given, in the units of
// its view box. What its marks mean stands in a legend, since words within the
// plot would lie across its lines sooner or later.
type chartView struct {
	Width, Height            int
	Left, Right, Top, Bottom float64 // of the plot
	Title, Text              string  // the picture in words
	Along, Up                string  // what the axes are
	Across, Upward           []tickView
	Line                     string // the path of the amount
	Jump                     string // where it jumps
	Guides                   []string
	Dots                     []dotView
	Legend                   []keyView
	Input                    string // what the horizontal axis is of, and its end: a place that is pressed is tried out
	Most                     float64
}

// A keyView is a line of the legend. Kind is own or guide.
type keyView struct{ Kind, Text string }

type dotView struct{ X, Y float64 }

// A plot turns what is given and amounts into places of the drawing.
type plot struct {
	most, highest float64
	view          *chartView
}

func (p plot) x(given float64) float64 {
	return tenth(p.view.Left + (p.view.Right-p.view.Left)*given/p.most)
}
func (p plot) y(amount float64) float64 { return tenth(under - (under-top)*amount/p.highest) }

// tenth rounds to what can be seen.
func tenth(v float64) float64 { return math.Round(v*ten) / ten }

// chartOf draws years that follow one line, each with its own point.
func chartOf(curves []calc.Curve, today calendar.Day) chartView {
	p := lineOf(curves)
	var own []keyView
	for _, c := range curves {
		p.view.Dots = append(p.view.Dots, dotView{p.x(float(c.Own)), p.y(float(c.Amount.Rat()))})
		p.view.Text += ownInWords(c)
		own = append(own, keyView{"own", ownKey(c, today)})
	}
	p.view.Legend = append(own, p.view.Legend...)
	p.across(curves, curves)
	return *p.view
}

// previewOf draws the line alone, as far as the curves go.
func previewOf(curves []calc.Curve) chartView {
	p := lineOf(curves)
	p.across(curves, nil)
	return *p.view
}

// lineOf draws all but the own points and the horizontal axis.
func lineOf(curves []calc.Curve) plot {
	c := curves[0]
	v := &chartView{Width: width, Height: height, Right: right, Top: top, Bottom: under, Up: wordsAmount, Text: inWords(c), Input: c.Input.Name}
	v.Along, v.Title = fmt.Sprintf(wordsAxis, c.Input.Label, unitOf(c)), fmt.Sprintf(chartTitle, c.Input.Label)
	most := furthest(curves)
	highest := float(c.At(rational(most)))
	if c.Limit != nil {
		highest = float(c.Limit.Value)
	}
	v.Most = most
	p := plot{most: most, highest: highest * headroom, view: v}
	p.upward(c)
	p.line(c)
	p.limit(c)
	return p
}

// unitOf is what is given in.
func unitOf(c calc.Curve) string {
	if c.Input.Kind == calc.KindCount {
		return unitVehicles
	}
	return unitYuan
}

// furthest is how far the axis goes: beyond what was given, and beyond where
// the line bends.
func furthest(curves []calc.Curve) float64 {
	most := 0.0
	for _, c := range curves {
		most = max(most, float(c.Own)*headroom)
		if c.Limit == nil && c.Start == nil {
			most = max(most, float(c.Own)*reach)
		}
	}
	if bend := curves[0].Bend(); bend != nil {
		most = max(most, float(bend)*reach)
		if bend.Sign() == 0 { // nothing is left
			most = max(most, float(curves[0].Limit.Value))
		}
	}
	if start := curves[0].Start; start != nil {
		most = max(most, float(start.Value)*reach)
	}
	return most
}

// line draws the amount: flat until where it starts, then up, then flat at
// what is left of the limit.
func (p plot) line(c calc.Curve) {
	var path strings.Builder
	fmt.Fprintf(&path, "M%v %v", p.x(0), p.y(0))
	if c.Start != nil {
		from := float(c.Start.Value)
		step := float(c.At(c.Start.Value))
		fmt.Fprintf(&path, "H%vM%v %v", p.x(from), p.x(from), p.y(step))
		p.view.Jump = fmt.Sprintf("M%v %vV%v", p.x(from), p.y(0), p.y(step))
		p.view.Legend = append(p.view.Legend, keyView{"guide", fmt.Sprintf(wordsStart, c.Start.Text)})
	}
	if bend := c.Bend(); bend != nil && float(bend) < p.most {
		fmt.Fprintf(&path, "L%v %v", p.x(float(bend)), p.y(float(c.Room().Rat())))
	}
	fmt.Fprintf(&path, "L%v %v", p.x(p.most), p.y(float(c.At(rational(p.most)))))
	p.view.Line = path.String()
}

// limit draws the most that there is, and from where on it holds.
func (p plot) limit(c calc.Curve) {
	if c.Limit == nil {
		return
	}
	full, bend := float(c.Limit.Value), float(c.Bend())
	text := fmt.Sprintf(wordsLimit, c.Limit.Text)
	p.view.Guides = append(p.view.Guides, fmt.Sprintf("M%v %vH%v", p.x(0), p.y(full), p.x(p.most)))
	if bend > 0 {
		text += fmt.Sprintf(wordsBend, c.Input.Label, short(c.Bend(), unitOf(c)))
		p.view.Guides = append(p.view.Guides, fmt.Sprintf("M%v %vV%v", p.x(bend), p.y(float(c.Room().Rat())), p.y(0)))
	}
	p.view.Legend = append(p.view.Legend, keyView{"guide", text})
}

// ownKey says what was given and what came of it.
func ownKey(c calc.Curve, today calendar.Day) string {
	whose := wordsYou
	if c.Year != 0 {
		whose += fmt.Sprintf(" %d 年", c.Year)
	}
	text := fmt.Sprintf(wordsOwn, whose, short(c.Own, unitOf(c)), short(c.Amount.Rat(), unitYuan))
	switch missing := c.Short(); {
	case missing == nil:
	case c.Year >= today.Year:
		text += fmt.Sprintf(wordsReach, short(missing, unitVehicles))
	default:
		text += fmt.Sprintf(wordsLacks, short(missing, unitVehicles))
	}
	return text
}

// inWords tells what the line shows.
func inWords(c calc.Curve) string {
	text := fmt.Sprintf(chartSlope, c.Input.Label, c.Rate.Text)
	if c.Start != nil {
		text += fmt.Sprintf(chartStart, c.Start.Text)
	}
	if c.Limit != nil {
		text += fmt.Sprintf(chartBend, c.Input.Label, short(c.Bend(), unitOf(c)), c.Room().Chinese())
	}
	return text
}

// ownInWords tells of what was given.
func ownInWords(c calc.Curve) string {
	year := ""
	if c.Year != 0 {
		year = fmt.Sprintf("%d 年", c.Year)
	}
	return fmt.Sprintf(chartOwn, year, c.Input.Label, " "+short(c.Own, unitOf(c)), c.Amount.Chinese())
}

func float(v *big.Rat) float64 {
	f, _ := v.Float64()
	return f
}

func rational(f float64) *big.Rat {
	v := new(big.Rat)
	if v.SetFloat64(f) == nil { // endless
		return new(big.Rat)
	}
	return v
}
