package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"

	"cheyi/vehicles"
)

// maxRow is the last row that may hold something. Whoever writes further down
// has not made a list.
const (
	maxRow  = 20_000
	lastRow = 1 << 20 // the format's own limit
)

// A sheetReader reads one worksheet in one pass.
type sheetReader struct {
	book  *book
	table vehicles.Table
	line  vehicles.Line
	merge []merged

	row, column int // of the cell being read; the column from 0
	kind        string
	formula     bool
	text        textReader
}

// merged is a range of cells in one column that are one. What is merged across
// has its value in the first cell, like any other.
type merged struct{ column, first, last int }

func (b *book) readSheet(part string) (vehicles.Table, error) {
	r := &sheetReader{book: b, table: vehicles.Table{Hidden: map[int]bool{}}}
	if err := b.archive.walk(part, r.visit); err != nil {
		return vehicles.Table{}, err
	}
	r.spread()
	return r.table, nil
}

func (r *sheetReader) visit(t xml.Token) error {
	r.text.token(t)
	switch t := t.(type) {
	case xml.StartElement:
		return r.start(t)
	case xml.EndElement:
		return r.end(t.Name.Local)
	}
	return nil
}

func (r *sheetReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "col":
		r.hide(e)
	case "row":
		r.row++
		if n, err := strconv.Atoi(attr(e, "r")); err == nil && n >= r.row && n <= lastRow {
			r.row = n
		}
		r.line = vehicles.Line{Number: r.row, Hidden: truth(e, "hidden")}
		r.column = -1
	case "c":
		r.column++
		if column, _, ok := reference(attr(e, "r")); ok && column >= r.column {
			r.column = column
		}
		r.kind, r.formula = attr(e, "t"), false
		r.text.take()
	case "f":
		r.formula = true
	case "mergeCell":
		return r.addMerge(attr(e, "ref"))
	}
	return nil
}

func (r *sheetReader) end(element string) error {
	switch element {
	case "c":
		return r.put(r.cell())
	case "row":
		if len(r.line.Cells) > 0 {
			r.table.Lines = append(r.table.Lines, r.line)
		}
		if len(r.table.Lines) > vehicles.MaxLines {
			return errTooManyLines
		}
	}
	return nil
}

// cell makes a cell of what was read between its start and end.
func (r *sheetReader) cell() vehicles.Cell {
	text := r.text.take()
	switch {
	case r.formula:
		return vehicles.Cell{Kind: vehicles.Formula}
	case r.kind == "e":
		return vehicles.Cell{Kind: vehicles.Broken}
	case r.kind == "s":
		if i, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && i >= 0 && i < len(r.book.strings) {
			return vehicles.TextCell(r.book.strings[i])
		}
		return vehicles.Cell{Kind: vehicles.Broken}
	case r.kind == "" || r.kind == "n":
		if text = strings.TrimSpace(text); text == "" {
			return vehicles.Cell{}
		}
		return vehicles.Cell{Kind: vehicles.Number, Text: text}
	}
	return vehicles.TextCell(text)
}

// put adds a cell that holds something to the line.
func (r *sheetReader) put(c vehicles.Cell) error {
	switch {
	case c.Kind == vehicles.Text && strings.TrimSpace(c.Text) == "":
		return nil
	case r.column >= vehicles.MaxColumns:
		return fault("too_many_columns", wordsTooManyColumns)
	case r.row > maxRow:
		return errTooManyLines
	}
	for len(r.line.Cells) < r.column {
		r.line.Cells = append(r.line.Cells, vehicles.Cell{})
	}
	r.line.Cells = append(r.line.Cells, c)
	return nil
}

// hide notes hidden columns.
func (r *sheetReader) hide(e xml.StartElement) {
	first, err := strconv.Atoi(attr(e, "min"))
	last, err2 := strconv.Atoi(attr(e, "max"))
	if err != nil || err2 != nil || !truth(e, "hidden") {
		return
	}
	for column := max(first, 1); column <= min(last, vehicles.MaxColumns); column++ {
		r.table.Hidden[column-1] = true
	}
}

func (r *sheetReader) addMerge(ref string) error {
	from, to, _ := strings.Cut(ref, ":")
	column, first, ok := reference(from)
	_, last, ok2 := reference(to)
	if !ok || !ok2 || first == last || column >= vehicles.MaxColumns {
		return nil
	}
	if r.merge = append(r.merge, merged{column, first, last}); len(r.merge) > vehicles.MaxLines {
		return errTooManyLines
	}
	return nil
}

// spread repeats the content of merged cells in the lines below the first.
func (r *sheetReader) spread() {
	for _, m := range r.merge {
		var content vehicles.Cell
		for i := range r.table.Lines {
			line := &r.table.Lines[i]
			switch {
			case line.Number < m.first || line.Number > m.last:
			case line.Number == m.first:
				if m.column < len(line.Cells) {
					content = line.Cells[m.column]
				}
			default:
				for len(line.Cells) <= m.column {
					line.Cells = append(line.Cells, vehicles.Cell{})
				}
				line.Cells[m.column] = vehicles.Cell{Kind: content.Kind, Text: content.Text, Merged: true}
			}
		}
	}
}

// reference reads B7: column 1, counted from 0, and row 7.
func reference(ref string) (column, row int, ok bool) {
	letters := strings.TrimRight(ref, "0123456789")
	for _, c := range letters {
		if c < 'A' || c > 'Z' || column > 1<<14 {
			return 0, 0, false
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(ref[len(letters):])
	return column - 1, row, err == nil && column > 0 && row > 0
}
