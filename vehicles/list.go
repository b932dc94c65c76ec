package vehicles

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cheyi/calendar"
)

// Read reads the tables of one file as one list. A day of release after today
// is refused. The error is a *Fault: the list as a whole cannot be taken.
func Read(tables []Table, today calendar.Day) (Report, error) {
	bytes := 0
	for _, t := range tables {
		bytes += size(t.Lines)
	}
	if bytes > maxBytes {
		return Report{}, &Fault{"too_long", wordsTooLong}
	}
	l := newList(today)
	for _, t := range relevant(tables) {
		if err := l.read(&t); err != nil {
			return Report{}, err
		}
	}
	return l.done()
}

// relevant leaves out the tables that are about something else: of several,
// those that have neither a header nor a VIN. One alone needs no name.
func relevant(tables []Table) []Table {
	if len(tables) > 1 {
		tables = slices.DeleteFunc(slices.Clone(tables), func(t Table) bool {
			h, err := findHeader(&t)
			return h == nil && err == nil && !promising(t.Lines)
		})
	}
	if len(tables) == 1 {
		tables = []Table{tables[0]}
		tables[0].Name = ""
	}
	return tables
}

// A list is a report in the making.
type list struct {
	report Report
	today  calendar.Day
	table  *Table
	plain  bool            // pasted text, whose columns have no letters
	vins   map[string]Row  // accepted
	plates map[string]Spot // of those accepted
	noted  map[string]bool
}

func newList(today calendar.Day) *list {
	return &list{today: today, vins: map[string]Row{}, plates: map[string]Spot{}, noted: map[string]bool{}}
}

func (l *list) done() (Report, error) {
	if l.report.Read == 0 {
		return Report{}, &Fault{"no_vehicles", wordsNoVehicles}
	}
	return l.report, nil
}

// read adds a table.
func (l *list) read(t *Table) error {
	if len(t.Lines) > MaxLines {
		return &Fault{"too_many_lines", wordsTooManyLines}
	}
	l.table = t
	h, err := findHeader(t)
	switch {
	case err != nil:
		return err
	case h != nil:
		return l.readColumns(h)
	case size(t.Lines) > maxWords:
		return &Fault{"too_long", wordsTooLong}
	}
	return l.readLines(t.Lines)
}

// A field is a cell with its place, and with a fault found in reading it.
type field struct {
	Cell
	column int
	fault  *Fault
}

// An entry is a row before it is judged.
type entry struct {
	line                        Line
	vin, plate, place, released field
}

// judge decides on one row. The error ends the whole list.
func (l *list) judge(e entry) error {
	l.report.Read++
	v, at, fault := l.vehicle(e)
	if fault != nil {
		l.report.Refused = append(l.report.Refused, Problem{l.spot(e.line, at), masked(e.vin), fault.Code, fault.Text})
		return nil
	}
	spot := l.spot(e.line, -1)
	if first, seen := l.vins[v.VIN]; seen {
		text := wordsDuplicate(first.Spot, first.Plate != v.Plate)
		l.report.Duplicates = append(l.report.Duplicates, Problem{spot, MaskVIN(v.VIN), "duplicate", text})
		return nil
	}
	if len(l.report.Rows) == MaxVehicles {
		return &Fault{"too_many_vehicles", wordsTooManyVehicles}
	}
	row := Row{Spot: spot, Vehicle: v, Doubt: VINDoubt(v.VIN)}
	if first, seen := l.plates[v.Plate]; seen && v.Plate != "" {
		row.Doubt += wordsSamePlate(first)
	} else {
		l.plates[v.Plate] = spot
	}
	l.vins[v.VIN] = row
	l.report.Rows = append(l.report.Rows, row)
	return nil
}

// vehicle reads the fields of a row; of a fault also the column it is in, -1
// for the whole line.
func (l *list) vehicle(e entry) (v Vehicle, at int, fault *Fault) {
	if e.line.Hidden {
		return v, -1, &Fault{"hidden_row", wordsHiddenRow}
	}
	if v.VIN, fault = vinOf(e.vin); fault != nil {
		return v, e.vin.column, fault
	}
	if v.Plate, fault = textOf(e.plate, "号牌", ParsePlate); fault != nil {
		return v, e.plate.column, fault
	}
	if v.Place, fault = textOf(e.place, "登记地", parsePlace); fault != nil {
		return v, e.place.column, fault
	}
	if v.Released, fault = l.releasedOn(e.released); fault != nil {
		return v, e.released.column, fault
	}
	return v, -1, nil
}

// lost are numbers that a spreadsheet has rounded, though they came as text.
var lost = regexp.MustCompile(`^[0-9]+$|^[0-9](?:\.[0-9]+)?E\+?[0-9]+$`)

// vinOf never repairs a number: which digits are lost cannot be known.
func vinOf(f field) (string, *Fault) {
	if f.Kind == Number || f.Kind == Text && lost.MatchString(strings.ToUpper(clean(f.Text))) {
		return "", &Fault{"vin_number", wordsVINNumber}
	}
	return textOf(f, "车架号", ParseVIN)
}

// textOf reads a field that must not be a number or a formula.
func textOf(f field, what string, parse func(string) (string, error)) (string, *Fault) {
	switch {
	case f.fault != nil:
		return "", f.fault
	case f.Kind == Formula:
		return "", &Fault{"formula", wordsFormula(what)}
	case f.Kind == Broken:
		return "", &Fault{"error_value", wordsErrorValue(what)}
	case f.Kind == Number:
		return "", &Fault{"number", wordsNumber(what)}
	}
	value, err := parse(f.Text)
	if err != nil {
		return "", err.(*Fault)
	}
	return value, nil
}

// masked shows what may be a VIN, and nothing of what cannot be.
func masked(f field) string {
	if text := compact(f.Text); len(text) > 10 && len(text) < 25 {
		return MaskVIN(text)
	}
	return ""
}

func (l *list) spot(line Line, column int) Spot {
	s := Spot{Table: l.table.Name, Line: line.Number}
	if column >= 0 && !l.plain {
		s.Cell = columnName(column) + strconv.Itoa(line.Number)
	}
	return s
}

// note adds a sentence once.
func (l *list) note(text string) {
	if !l.noted[text] {
		l.noted[text] = true
		l.report.Notes = append(l.report.Notes, text)
	}
}
