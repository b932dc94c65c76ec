package sheet

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// WriteSheet writes a workbook with one sheet: headers above, then the rows.
// Every cell is a text. One that a program could take for a formula begins
// with an apostrophe, so that it stays a text when the sheet is saved as CSV.
func WriteSheet(w io.Writer, headers []string, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	const sheet = "Sheet1"
	s, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	columns := max(1, len(headers))
	if err := s.SetColStyle(1, columns, styles.text); err != nil {
		return err
	}
	if err := s.SetColWidth(1, columns, 20); err != nil {
		return err
	}
	if err := s.SetPanes(belowHeader); err != nil {
		return err
	}
	for i, row := range append([][]string{headers}, rows...) {
		style := styles.text
		if i == 0 {
			style = styles.title
		}
		if err := s.SetRow("A"+strconv.Itoa(i+1), cells(row, style)); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// WriteTemplate writes the workbook to fill in: a sheet for the vehicles,
// whose columns are texts so that no digit is lost, and one with notes.
func WriteTemplate(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	last := string(rune('A' + len(templateTitles) - 1))
	steps := []error{
		f.SetSheetName("Sheet1", templateSheet),
		f.SetColStyle(templateSheet, "A:"+last, styles.text),
		f.SetColWidth(templateSheet, "A", last, 24),
		f.SetSheetRow(templateSheet, "A1", &templateTitles),
		f.SetCellStyle(templateSheet, "A1", last+"1", styles.title),
		f.SetPanes(templateSheet, belowHeader),
		newSheet(f, templateNotes),
		f.SetColWidth(templateNotes, "A", "A", 100),
		f.SetSheetCol(templateNotes, "A1", &templateLines),
	}
	if err := errors.Join(steps...); err != nil {
		return err
	}
	return f.Write(w)
}

func newSheet(f *excelize.File, name string) error {
	_, err := f.NewSheet(name)
	return err
}

// belowHeader keeps the first row in sight.
var belowHeader = &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}

type styles struct{ title, text int }

func newStyles(f *excelize.File) (styles, error) {
	const asText = 49 // the format @
	title, err := f.NewStyle(&excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return styles{}, err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: asText})
	return styles{title, text}, err
}

func cells(row []string, style int) []any {
	values := make([]any, len(row))
	for i, text := range row {
		values[i] = excelize.Cell{StyleID: style, Value: inert(text)}
	}
	return values
}

// inert returns a text that no program takes for a formula.
func inert(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	if start, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " ")); strings.ContainsRune("=+-@\t\n＝＋－＠", start) {
		return "'" + text
	}
	return text
}
