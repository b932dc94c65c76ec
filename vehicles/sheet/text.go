package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"cheyi/vehicles"
)

// maxPlain is how large a file of text may be, which nothing has packed.
const maxPlain = 2 << 20

// maxBreaks is how many line breaks a cell may have. One with more is the rest
// of the file behind a quotation mark that nothing closes.
const maxBreaks = 5

// readText reads separated values.
func readText(data []byte) (vehicles.Table, error) {
	if len(data) > maxPlain {
		return vehicles.Table{}, fault("too_large", wordsTooLarge(maxPlain))
	}
	text, err := decode(data)
	if err != nil {
		return vehicles.Table{}, err
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	skipped := 0
	if rest, found := strings.CutPrefix(text, "sep="); found { // a hint to Excel
		_, text, _ = strings.Cut(rest, "\n")
		skipped = 1
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text)
	if strings.Count(text, string(r.Comma)) > vehicles.MaxLines*vehicles.MaxColumns {
		return vehicles.Table{}, fault("too_many_columns", wordsTooManyColumns) // before they are all in memory
	}
	r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = true, -1, true
	return readRecords(r, skipped)
}

func readRecords(r *csv.Reader, skipped int) (vehicles.Table, error) {
	var table vehicles.Table
	for {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return table, nil
		case err != nil:
			return table, errDamaged
		case len(record) > vehicles.MaxColumns:
			return table, fault("too_many_columns", wordsTooManyColumns)
		case strings.TrimSpace(strings.Join(record, "")) == "":
			continue
		}
		number, _ := r.FieldPos(0)
		line := vehicles.Line{Number: number + skipped}
		for _, field := range record {
			if strings.Count(field, "\n") > maxBreaks {
				return table, fault("quotes", wordsQuotes(line.Number))
			}
			line.Cells = append(line.Cells, vehicles.TextCell(strings.Clone(field)))
		}
		if table.Lines = append(table.Lines, line); len(table.Lines) > vehicles.MaxLines {
			return table, errTooManyLines
		}
	}
}

// decode returns the text of a file in UTF-8, in GB18030, which Excel writes
// in China, or in UTF-16 with its mark, which Excel calls Unicode text.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		data, _ = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	case !utf8.Valid(data):
		data, _ = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.ContainsRune(data, utf8.RuneError) || bytes.ContainsRune(data, 0) {
		return "", fault("encoding", wordsEncoding)
	}
	return string(data), nil
}

// separator is the one that the first lines have most of.
func separator(text string) rune {
	start := text[:min(len(text), 4096)]
	best, most := ',', 0
	for _, r := range ",;\t|" {
		if n := strings.Count(start, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}
