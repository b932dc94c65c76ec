package quantity

import "math/big"

// largest is more than anybody means; what is larger is TooLong.
var largest = big.NewRat(1e15, 1)

// A sum in progress: 三十六万五 is read as ((3×10+6)×10000) + 5×1000.
type adder struct {
	total   *big.Rat // of closed 亿 and 万
	section *big.Rat // below the next 万
	pending *big.Rat // digits that wait for their place
	plain   int      // how many digits pending is made of
	last    *big.Rat // the place word before pending
	zero    bool     // 零 since the last place: 一万零五
	vague   bool
	scaled  bool
	digits  int
}

func newAdder() *adder { return &adder{total: new(big.Rat), section: new(big.Rat)} }

// evaluate adds up the parts of a number.
func evaluate(parts []part) Number {
	a := newAdder()
	for i, p := range parts {
		switch {
		case p.some:
			a.vague = true
			a.pending = big.NewRat(1, 1)
		case p.half:
			a.half()
		case p.place > 0:
			a.place(p.place, i)
		default:
			a.digit(p, i+1 < len(parts) && parts[i+1].place > 0)
		}
	}
	a.finish()
	n := Number{Value: a.total.Add(a.total, a.section), Scaled: a.scaled}
	switch {
	case a.vague:
		n.Flaw = Vague
	case a.digits > mostDigits || n.Value.Cmp(largest) > 0:
		n.Flaw, n.Value = TooLong, nil
	}
	return n
}

// digit takes arabic digits or one Chinese digit. Chinese digits in a row are
// read one by one (二〇二六), except before a place word, where two of them
// are a range (两三万).
func (a *adder) digit(p part, placed bool) {
	a.digits += p.digits
	switch {
	case a.pending == nil:
		a.pending, a.plain = new(big.Rat).Set(p.value), 1
	case a.pending.Sign() == 0 && placed:
		a.pending = new(big.Rat).Set(p.value)
	default:
		a.plain++
		if a.last != nil && a.pending.Sign() > 0 {
			a.vague = true // 六十五六辆
		}
		if placed || a.plain == 2 && a.last == nil && follows(a.pending, p.value) {
			a.vague = true
		}
		a.pending.Mul(a.pending, big.NewRat(10, 1))
		a.pending.Add(a.pending, p.value)
	}
	if p.value.Sign() == 0 && !p.arabic {
		a.zero = true
	}
}

// follows reports whether two digits stand next to each other as in 五六台.
func follows(a, b *big.Rat) bool {
	return new(big.Rat).Add(a, big.NewRat(1, 1)).Cmp(b) == 0
}

// place closes the digits before a place word.
func (a *adder) place(place int64, at int) {
	p := big.NewRat(place, 1)
	if a.pending == nil && (a.last == nil || place < 10000) {
		if at == 0 && place > 10 {
			a.vague = true // 百十台
		}
		if a.last == nil || place < a.lastPlace() {
			a.pending = big.NewRat(1, 1)
		}
	}
	if place < 10000 && a.pending == nil { // 1.5百千: a place upon a place
		a.section.Mul(a.section, p)
		a.last, a.scaled = p, true
		return
	}
	if a.pending != nil {
		if place >= 10000 {
			a.section.Add(a.section, a.pending)
		} else {
			a.section.Add(a.section, new(big.Rat).Mul(a.pending, p))
		}
	}
	switch {
	case place > 10000: // 亿 closes all that stands before it
		a.total.Add(a.total, a.section)
		a.total.Mul(a.total, p)
		a.section = new(big.Rat)
	case place == 10000:
		a.total.Add(a.total, new(big.Rat).Mul(a.section, p))
		a.section = new(big.Rat)
	}
	a.pending, a.plain, a.zero = nil, 0, false
	a.last = p
	a.scaled = a.scaled || place >= 100
}

func (a *adder) lastPlace() int64 { return a.last.Num().Int64() }

// half adds half of the place before it: 两万半. Without one it is 半 of
// something that is counted.
func (a *adder) half() {
	if a.last != nil && a.pending == nil {
		a.section.Add(a.section, new(big.Rat).Mul(a.last, big.NewRat(1, 2)))
		return
	}
	if a.pending != nil {
		a.pending.Add(a.pending, big.NewRat(1, 2))
	}
}

// finish adds the digits that no place word followed. One digit straight
// after a place word belongs to the next lower place: 三万六, 两百八.
func (a *adder) finish() {
	if a.pending == nil {
		return
	}
	if a.last != nil && a.lastPlace() >= 100 && a.plain == 1 && !a.zero && a.pending.IsInt() && a.pending.Cmp(big.NewRat(10, 1)) < 0 {
		a.pending.Mul(a.pending, new(big.Rat).Quo(a.last, big.NewRat(10, 1)))
	}
	a.section.Add(a.section, a.pending)
}
