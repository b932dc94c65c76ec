package vehicles

import (
	"strings"

	"cheyi/calendar"
	"cheyi/personal"
)

// ReadText reads a list pasted into a message, in whatever shape: one vehicle
// a line or several, with commas, tabs, numbering, plates and places, among
// words, or copied from a table with its header. The error is a *Fault.
func ReadText(text string, today calendar.Day) (Report, error) {
	if len(text) > maxWords {
		return Report{}, &Fault{"too_long", wordsTooLong}
	}
	var table Table
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
	separator := separatorOf(lines)
	for i, line := range lines {
		if strings.Trim(clean(line), "-|:=+ ") == "" { // blank, or a rule
			continue
		}
		table.Lines = append(table.Lines, Line{Number: i + 1, Cells: split(line, separator)})
	}
	l := newList(today)
	l.plain = true
	if err := l.read(&table); err != nil {
		return Report{}, err
	}
	return l.done()
}

// separatorOf returns what separates the columns of a table copied with its
// header, "" when there is no header.
func separatorOf(lines []string) string {
	for _, line := range lines[:min(headerWithin, len(lines))] {
		for _, separator := range []string{"\t", "|", ",", ";"} {
			cells := split(line, separator)
			if len(cells) > 1 && len(columnsNamed(Line{Cells: cells}, vinColumn)) > 0 {
				return separator
			}
		}
	}
	return ""
}

func split(line, separator string) []Cell {
	if separator == "" {
		return []Cell{pasted(line)}
	}
	var cells []Cell
	for part := range strings.SplitSeq(personal.Visible(line), separator) {
		cells = append(cells, pasted(part))
	}
	return cells
}

// pasted is a cell of a message. There @ begins a name and + an item of a list.
func pasted(text string) Cell {
	if strings.HasPrefix(clean(text), "=") {
		return Cell{Kind: Formula}
	}
	return Cell{Text: text}
}
