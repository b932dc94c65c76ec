package calculators

// Lengths of the drawings, in units of which the width is a narrow phone's,
// and bounds of what is read. They are no figures of any text; all numbers of
// the package that are not arithmetic stand here.
const (
	width, height     = 360, 236
	right, top, under = 348, 30, 190
	textLine          = 15 // from one line of writing to the next
	lift              = 9  // of writing beside what it names
	mostTicks         = 5
	narrowRune        = 8.3
	wideRune          = 13
	barHeight         = 28

	headroom = 1.15 // of the axis beyond the highest
	reach    = 1.5  // of the axis beyond what is given
	places   = 2    // decimals that a short number may have

	ten            = 10
	tenThousand    = 10_000
	hundredMillion = 100_000_000

	shortValue = 16 // characters
	floatBits  = 64

	mostRows  = 20  // of one input
	mostRunes = 100 // of one typed value
	weekdays  = 7
)

// steps are what the ticks of an axis count by, times a power of ten.
var steps = []float64{1, 2, 2.5, 5, 10}
