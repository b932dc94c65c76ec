package vehicles

import "slices"

// readLines reads lines without a header: several vehicles in a line, or one
// over several lines.
func (l *list) readLines(lines []Line) error {
	var open, waiting *entry // a vehicle that may go on; what stood before one
	flush := func(e *entry) error {
		if e == nil {
			return nil
		}
		return l.judge(*e)
	}
	for _, line := range lines {
		for _, e := range entries(line) {
			switch {
			case e.hasVIN():
				if err := flush(open); err != nil {
					return err
				}
				if waiting != nil && !e.fill(*waiting) {
					if err := flush(waiting); err != nil {
						return err
					}
				}
				open, waiting = &e, nil
			case open != nil && open.fill(e):
			case waiting != nil && waiting.fill(e):
			default:
				if err := flush(waiting); err != nil {
					return err
				}
				waiting = &e
			}
		}
	}
	if err := flush(open); err != nil {
		return err
	}
	return flush(waiting)
}

// hasVIN reports whether the entry has something to read a VIN from.
func (e *entry) hasVIN() bool { return e.vin.Text != "" || e.vin.Kind != Text }

// fill takes over what another entry has and this one has not; all of it or
// nothing.
func (e *entry) fill(o entry) bool {
	if e.line.Hidden != o.line.Hidden || e.plate.Text != "" && o.plate.Text != "" || e.place.Text != "" && o.place.Text != "" {
		return false
	}
	if o.plate.Text != "" {
		e.plate = o.plate
	}
	if o.place.Text != "" {
		e.place = o.place
	}
	return true
}

// entries cuts a line into vehicles. What stands first in it, a VIN, a plate
// or a place, begins each of them.
func entries(line Line) []entry {
	tokens := tokensOf(line)
	if !slices.ContainsFunc(tokens, isStrong) {
		return looseEntry(line, tokens)
	}
	all := []entry{newEntry(line)}
	for _, t := range tokens {
		e := &all[len(all)-1]
		again := t.kind == strongVIN && e.hasVIN() || t.kind == plateToken && e.plate.Text != ""
		if again || t.kind == tokens[0].kind && e.hasVIN() {
			all = append(all, newEntry(line))
			e = &all[len(all)-1]
		}
		e.set(t)
	}
	return all
}

func newEntry(line Line) entry {
	return entry{line: line, vin: field{column: -1, fault: &Fault{"vin_missing", wordsNoVIN}}}
}

// looseEntry is what a line without a clear VIN adds to the list: one that is
// too short, or the plate or the place of the vehicle above or below. A place
// by itself may be a heading and is left aside.
func looseEntry(line Line, tokens []token) []entry {
	e := newEntry(line)
	said := false
	for _, t := range tokens {
		if t.kind != placeToken {
			e.set(t)
			said = true
		}
	}
	if !said {
		return nil
	}
	return []entry{e}
}

func (e *entry) set(t token) {
	switch t.kind {
	case strongVIN, weakVIN:
		if !e.hasVIN() || len(t.field.Text) > len(e.vin.Text) {
			e.vin = t.field
		}
	case plateToken:
		e.plate = t.field
	case placeToken, labelledPlace:
		if e.place.Text == "" || t.kind == labelledPlace {
			e.place = t.field
		}
	}
}

// tokensOf scans the cells of a line. Next to a VIN, other numbers are not
// mistaken for one.
func tokensOf(line Line) []token {
	var tokens, sure []token
	vins := false
	for i, cell := range line.Cells {
		for _, t := range scan(cell, i) {
			tokens = append(tokens, t)
			if t.kind != weakVIN {
				sure = append(sure, t)
			}
			vins = vins || t.kind == strongVIN
		}
	}
	if vins {
		return sure
	}
	return tokens
}

func isStrong(t token) bool { return t.kind == strongVIN }

// promising reports whether lines without a header list vehicles. What is too
// long to look at counts as one, so that it is not left aside silently.
func promising(lines []Line) bool {
	return size(lines) > maxWords || slices.ContainsFunc(lines, func(line Line) bool {
		return slices.ContainsFunc(tokensOf(line), isStrong)
	})
}
