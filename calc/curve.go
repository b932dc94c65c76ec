package calc

import (
	"math/big"

	"cheyi/calendar"
	"cheyi/quantity"
)

// A Curve is how the amount of one calendar year follows from what is given:
// nothing below Start, then Slope yuan for each one, never more than the room.
type Curve struct {
	Year  int        // 0 where none was said
	Input *Input     // what is given: yuan or vehicles
	Slope *big.Rat   // yuan for each yuan or vehicle
	Rate  Parameter  // the words that the slope comes from
	Start *Parameter // the least that has any amount, nil where there is none
	Limit *Parameter // the most in a calendar year, nil where there is none
	Used  quantity.Money
	Own   *big.Rat // what was given
	// Amount is what came of it.
	Amount quantity.Money
}

// At returns the amount for what is given, in yuan.
func (c Curve) At(given *big.Rat) *big.Rat {
	if c.Start != nil && given.Cmp(c.Start.Value) < 0 {
		return new(big.Rat)
	}
	amount := new(big.Rat).Mul(given, c.Slope)
	if c.Limit != nil && amount.Cmp(c.Room().Rat()) > 0 {
		return c.Room().Rat()
	}
	return amount
}

// Room is what a limit leaves after what was received. It is 0 without a limit.
func (c Curve) Room() quantity.Money {
	if c.Limit == nil {
		return 0
	}
	return quantity.Yuan(c.Limit.Value) - c.Used
}

// Bend is from where on the limit holds, nil where there is none.
func (c Curve) Bend() *big.Rat {
	if c.Limit == nil {
		return nil
	}
	return new(big.Rat).Quo(c.Room().Rat(), c.Slope)
}

// Short is how many are missing to Start, nil for none.
func (c Curve) Short() *big.Rat {
	if c.Start == nil || c.Own.Cmp(c.Start.Value) >= 0 {
		return nil
	}
	return new(big.Rat).Sub(c.Start.Value, c.Own)
}

// Same reports whether the amounts of another curve follow the same line.
func (c Curve) Same(o Curve) bool {
	return c.Input == o.Input && c.Slope.Cmp(o.Slope) == 0 && c.Start.equals(o.Start) && c.Limit.equals(o.Limit) && c.Used == o.Used
}

func (p *Parameter) equals(o *Parameter) bool {
	return p == nil && o == nil || p != nil && o != nil && p.Value.Cmp(o.Value) == 0
}

// Days are a limit from the day that begins it to the day that ends it.
type Days struct {
	Input *Input // whose day begins it
	From  calendar.Day
	// FirstCounts says that the day that begins it is the first of it.
	FirstCounts bool
	Limits      []Limit // the sooner first
}

// A Limit is a day by which something is to be done.
type Limit struct {
	Last  calendar.Day
	Whose string          // of whoever does not know which choice is theirs; else ""
	Count []calendar.Day  // the working days counted; nil where all days count
	Off   []calendar.Skip // those between that do not count
	Extra []calendar.Day  // among those counted, weekend days worked in exchange
	Shift *calendar.Day   // what a last day that is off may move to
}

func counted(c calendar.Count, whose string) Limit {
	return Limit{Last: c.Last(), Whose: whose, Count: c.Counted, Off: c.Skipped, Extra: c.Worked}
}
