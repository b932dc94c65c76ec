package sheet

import (
	"path"
	"strings"
	"unicode"

	"cheyi/calendar"
	"cheyi/vehicles"
)

// MaxBytes is how large a file may be. Five hundred vehicles take 50 KB.
const MaxBytes = 5 << 20

// Read reads a list of vehicles from a file. The name, which the sender chose,
// must not contradict the content. A day of release after today is refused.
// The error is a *vehicles.Fault: the file as a whole cannot be taken.
func Read(name string, data []byte, today calendar.Day) (vehicles.Report, error) {
	if len(data) > MaxBytes {
		return vehicles.Report{}, fault("too_large", wordsTooLarge(MaxBytes))
	}
	tables, notes, err := readTables(strings.ToLower(path.Ext(DisplayName(name))), data)
	if err != nil {
		return vehicles.Report{}, err
	}
	report, err := vehicles.Read(tables, today)
	report.Notes = append(notes, report.Notes...)
	return report, err
}

func readTables(extension string, data []byte) ([]vehicles.Table, []string, error) {
	if !isZip(data) {
		if err := kindOf(data).refuse(extension); err != nil {
			return nil, nil, err
		}
		table, err := readText(data)
		return []vehicles.Table{table}, nil, err
	}
	a, err := openArchive(data)
	if err != nil {
		return nil, nil, err
	}
	if err := a.kind().refuse(extension); err != nil {
		return nil, nil, err
	}
	return readWorkbook(a)
}

func fault(code, text string) *vehicles.Fault { return &vehicles.Fault{Code: code, Text: text} }

// DisplayName returns the last part of a file's name, short and without what
// does not show or turns the writing direction. It is for showing; nothing is
// stored under it.
func DisplayName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, name)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	const most = 60 // characters, with the extension
	runes := []rune(name)
	if len(runes) <= most {
		return name
	}
	extension := []rune(path.Ext(name))
	if len(extension) > 6 {
		extension = nil
	}
	return string(runes[:most-1-len(extension)]) + "…" + string(extension)
}
