package sheet

import (
	"encoding/xml"
	"strings"

	"cheyi/vehicles"
)

const (
	maxSheets  = 20      // visible ones
	maxStrings = 100_000 // shared by the cells
	maxText    = 32767   // characters in a cell, the format's own limit
)

// A book is what the sheets of a workbook have in common.
type book struct {
	archive  *archive
	sheets   []sheet
	strings  []string
	date1904 bool
}

type sheet struct {
	name   string
	id     string // of its relation
	hidden bool
}

// readWorkbook reads the visible sheets. The notes name the hidden ones.
func readWorkbook(a *archive) ([]vehicles.Table, []string, error) {
	roots, err := a.relations("")
	if err != nil {
		return nil, nil, err
	}
	b := &book{archive: a}
	main := only(roots, "officeDocument")
	if err := a.walk(main, b.visit); err != nil {
		return nil, nil, err
	}
	parts, err := a.relations(main)
	if err != nil {
		return nil, nil, err
	}
	if shared := only(parts, "sharedStrings"); shared != "" {
		if err := b.readStrings(shared); err != nil {
			return nil, nil, err
		}
	}
	return b.tables(parts)
}

// only returns the part of a kind, "" when there is none.
func only(relations map[string]relation, kind string) string {
	for _, r := range relations {
		if r.kind == kind {
			return r.target
		}
	}
	return ""
}

func (b *book) visit(t xml.Token) error {
	e, ok := t.(xml.StartElement)
	switch {
	case !ok:
	case e.Name.Local == "workbookPr":
		b.date1904 = truth(e, "date1904")
	case e.Name.Local == "sheet":
		b.sheets = append(b.sheets, sheet{name: attr(e, "name"), id: attr(e, "id"), hidden: strings.HasSuffix(strings.ToLower(attr(e, "state")), "hidden")})
		if len(b.sheets) > maxEntries {
			return errUnpacked
		}
	}
	return nil
}

// tables reads the sheets in their order.
func (b *book) tables(parts map[string]relation) ([]vehicles.Table, []string, error) {
	var tables []vehicles.Table
	var notes []string
	lines := 0
	for _, s := range b.sheets {
		part := parts[s.id]
		switch {
		case part.kind != "worksheet": // a chart
			continue
		case s.hidden:
			notes = append(notes, wordsHiddenSheet(DisplayName(s.name)))
			continue
		case len(tables) == maxSheets:
			return nil, nil, fault("too_many_sheets", wordsTooManySheets)
		}
		table, err := b.readSheet(part.target)
		if err != nil {
			return nil, nil, err
		}
		if lines += len(table.Lines); lines > vehicles.MaxLines {
			return nil, nil, errTooManyLines
		}
		table.Name, table.Date1904 = DisplayName(s.name), b.date1904
		if len(table.Lines) > 0 {
			tables = append(tables, table)
		}
	}
	return tables, notes, nil
}

// readStrings reads the texts that cells refer to by number.
func (b *book) readStrings(part string) error {
	var text textReader
	return b.archive.walk(part, func(t xml.Token) error {
		text.token(t)
		if e, ok := t.(xml.EndElement); ok && e.Name.Local == "si" {
			if len(b.strings) == maxStrings {
				return errUnpacked
			}
			b.strings = append(b.strings, text.take())
		}
		return nil
	})
}

// A textReader collects the text of a cell, which may be in several runs. How
// it is pronounced is not part of it.
type textReader struct {
	text     strings.Builder
	inside   bool // an element that holds text
	phonetic bool
}

func (r *textReader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "rPh":
			r.phonetic = true
		case "t", "v":
			r.inside = !r.phonetic
		}
	case xml.EndElement:
		r.inside = false
		if t.Name.Local == "rPh" {
			r.phonetic = false
		}
	case xml.CharData:
		if r.inside && r.text.Len() <= maxText {
			r.text.Write(t[:min(len(t), maxText)])
		}
	}
}

// take returns the text and begins another.
func (r *textReader) take() string {
	text := r.text.String()
	r.text.Reset()
	return text
}
