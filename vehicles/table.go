package vehicles

import (
	"fmt"
	"strings"
)

// What a list may have at most. A batch larger than MaxVehicles is several.
const (
	MaxVehicles = 500
	MaxLines    = 2000 // lines with something in them, of one table
	MaxColumns  = 64

	// Bytes of text: in all tables together, and in what has no header, where
	// every word has to be looked at. MaxVehicles rows have a tenth of it.
	maxBytes = 1 << 20
	maxWords = 128 << 10
)

// A Kind is what a cell holds, as far as it matters.
type Kind int

const (
	Text    Kind = iota
	Number       // leading zeros are lost, and digits past the 15th
	Formula      // not evaluated; the Text is empty
	Broken       // an error value such as #N/A
)

// A Cell is one cell as it was written, not as it is displayed. The zero Cell
// is an empty one.
type Cell struct {
	Kind   Kind
	Text   string // of a Number its value in full precision
	Merged bool   // one with the cell above it, whose content is repeated here
}

// A Line is one line of a table.
type Line struct {
	Number int // from 1, as the person sees it
	Hidden bool
	Cells  []Cell
}

// A Table is one sheet, or a file of separated values.
type Table struct {
	Name     string       // shown to tell tables apart; empty when there is one
	Lines    []Line       // without the blank ones
	Hidden   map[int]bool // columns, from 0
	Date1904 bool         // numbers in a column of dates count from 1904
}

// TextCell returns the cell for a text, which may turn out to be a formula:
// programs evaluate one wherever they find it.
func TextCell(text string) Cell {
	if isFormula(text) {
		return Cell{Kind: Formula}
	}
	return Cell{Text: text}
}

// isFormula leaves alone what merely begins with a sign: an item of a list, a
// telephone number.
func isFormula(text string) bool {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return false
	case text[0] == '=' || text[0] == '@':
		return true
	}
	return (text[0] == '+' || text[0] == '-') && strings.ContainsAny(text, "(|!")
}

// blank reports whether there is nothing in the cell.
func (c Cell) blank() bool { return c.Kind == Text && clean(c.Text) == "" }

// size is how many bytes of text the lines have.
func size(lines []Line) int {
	n := 0
	for _, line := range lines {
		for _, c := range line.Cells {
			n += len(c.Text)
		}
	}
	return n
}

// at returns a cell of the line, the zero Cell past its end.
func (l Line) at(column int) Cell {
	if column < 0 || column >= len(l.Cells) {
		return Cell{}
	}
	return l.Cells[column]
}

// A Spot is where something stands in a list.
type Spot struct {
	Table string // when there are several
	Line  int
	Cell  string // B7; empty for pasted text and for a whole line
}

// String writes the spot as 工作表“一月”第7行（B7）.
func (s Spot) String() string {
	var b strings.Builder
	if s.Table != "" {
		fmt.Fprintf(&b, "工作表“%s”", s.Table)
	}
	fmt.Fprintf(&b, "第%d行", s.Line)
	if s.Cell != "" {
		fmt.Fprintf(&b, "（%s）", s.Cell)
	}
	return b.String()
}

// columnName returns the letters of a column, counted from 0: A, B, … AA.
func columnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
