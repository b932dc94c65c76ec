package vehicles

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// footer begins a line below a list that is no vehicle.
var footer = regexp.MustCompile(`^(?:合计|总计|小计|共计|总数|备注|说明|注[:：]|制表|填表|联系人|经办人|负责人|total)`)

// readColumns reads the lines below a header.
func (l *list) readColumns(h *header) error {
	l.hideColumns(h)
	for _, line := range h.rest {
		vin := line.at(h.vin)
		switch {
		case vinColumn.MatchString(columnTitle(vin)): // the header again, on the next page
			continue
		case vin.Merged:
			l.note(wordsMergedVIN(l.spot(line, h.vin)))
			continue
		case vin.blank() && !l.says(line, h):
			continue
		}
		e := entry{line: line, vin: field{Cell: vin, column: h.vin}}
		e.plate = field{Cell: line.at(h.plate), column: h.plate}
		e.place = field{Cell: line.at(h.place), column: h.place}
		e.released = field{Cell: line.at(h.released), column: h.released}
		if e.plate.Merged {
			l.note(wordsMergedPlate(l.spot(line, h.plate)))
			e.plate.Cell = Cell{}
		}
		if err := l.judge(e); err != nil {
			return err
		}
	}
	return nil
}

// hideColumns takes the hidden columns out: their content is not seen by who
// sends the list.
func (l *list) hideColumns(h *header) {
	for _, column := range []*int{&h.plate, &h.place, &h.released} {
		if l.table.Hidden[*column] {
			l.note(wordsHiddenColumn(columnName(*column)))
			*column = -1
		}
	}
}

// says reports whether a line without a VIN is about a vehicle all the same.
// A number that was printed before the line was filled in says nothing.
func (l *list) says(line Line, h *header) bool {
	said := false
	for i, c := range line.Cells {
		text := clean(c.Text)
		switch {
		case c.blank() || c.Merged:
		case footer.MatchString(strings.ToLower(text)):
			l.note(wordsFooter(l.spot(line, -1)))
			return false
		case i == h.plate || i == h.place || i == h.released:
			said = true
		case c.Kind == Text && strings.ContainsFunc(text, unicode.IsLetter):
			said = true
		}
	}
	return said
}

const placeMost = 30 // characters

// parsePlace reads a 登记地 as it is said. A word for nothing is "".
func parsePlace(text string) (string, error) {
	place := tidy(text)
	if noPlate.MatchString(compact(place)) {
		return "", nil
	}
	for _, r := range place {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ()（）·-、,，/", r) {
			return "", &Fault{"place_character", wordsNameCharacter("登记地", r)}
		}
	}
	if n := utf8.RuneCountInString(place); n > placeMost {
		return "", &Fault{"place_length", wordsNameLength("登记地", 1, placeMost, n)}
	}
	return place, nil
}
