package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"cheyi/vehicles"
)

// Whatever file and encoding a list is written to, the same vehicles are read.
func TestFilesReadTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) vehicles.Vehicle {
			return vehicles.Vehicle{
				VIN:   rapid.StringMatching(`L[A-HJ-NPR-Z0-9]{12}[0-9]{4}`).Draw(rt, "vin"),
				Plate: rapid.SampledFrom([]string{"", "蒙A12345", "蒙HD12345", "京A1234挂"}).Draw(rt, "plate"),
				Place: rapid.StringMatching(`|[一-龥]{2,8}(?:（[一-龥]{1,4}）| [一-龥]{1,4})?`).Draw(rt, "place"),
			}
		}), 1, 20).Draw(rt, "list")
		rows := [][]string{{"车架号", "号牌", "登记地"}}
		for _, v := range list {
			rows = append(rows, []string{v.VIN, v.Plate, v.Place})
		}
		write := rapid.SampledFrom([]func(testing.TB, [][]string) (string, []byte){asWorkbook, asCSV, asGB18030}).Draw(rt, "file")
		name, data := write(t, rows)
		r, err := Read(name, data, today)
		if err != nil {
			rt.Fatalf("%s: %v", name, err)
		}
		seen := map[string]bool{}
		want := slices.DeleteFunc(list, func(v vehicles.Vehicle) bool {
			again := seen[v.VIN]
			seen[v.VIN] = true
			return again
		})
		var got []vehicles.Vehicle
		for _, row := range r.Rows {
			got = append(got, row.Vehicle)
		}
		if !slices.Equal(got, want) || r.Read != len(rows)-1 {
			rt.Fatalf("%+v\nread as\n%+v", rows, r)
		}
	})
}

func asWorkbook(t testing.TB, rows [][]string) (string, []byte) {
	var b bytes.Buffer
	must(t, WriteSheet(&b, rows[0], rows[1:]))
	return "a.xlsx", b.Bytes()
}

func asCSV(t testing.TB, rows [][]string) (string, []byte) {
	var b bytes.Buffer
	must(t, csv.NewWriter(&b).WriteAll(rows))
	return "a.csv", b.Bytes()
}

func asGB18030(t testing.TB, rows [][]string) (string, []byte) {
	_, data := asCSV(t, rows)
	data, err := simplifiedchinese.GB18030.NewEncoder().Bytes(data)
	must(t, err)
	return "a.csv", data
}

// sound fails when a file is read without adding up, or refused without a
// sentence.
func sound(t *testing.T, name string, data []byte) {
	r, err := Read(name, data, today)
	if code(t, err) == "" && r.Read != len(r.Rows)+len(r.Refused)+len(r.Duplicates) {
		t.Fatalf("%+v does not add up", r)
	}
	for _, row := range r.Rows {
		if vin, err := vehicles.ParseVIN(row.VIN); err != nil || vin != row.VIN {
			t.Fatalf("accepted %q", row.VIN)
		}
	}
}

func FuzzCSV(f *testing.F) {
	list := "车架号,号牌,登记地,放行日期\r\n" + vinA + ",蒙A12345,\"包头\n市\",2026-09-28\r\n"
	_, gb := asGB18030(f, [][]string{{"车架号"}, {vinA}})
	for _, seed := range []string{list, "\ufeff" + list, "sep=;\n" + strings.ReplaceAll(list, ",", ";"), string(gb), "\xff\xfea\x00", `="x"`, `"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "a.csv", data) })
}

// FuzzWorksheet puts the bytes into the sheet of a workbook, where FuzzWorkbook
// would hardly get.
func FuzzWorksheet(f *testing.F) {
	plain := made(f, nil, []any{"车架号"}, []any{vinA})
	for _, seed := range []string{
		`<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells></worksheet>`,
		`<worksheet><row><c r="XFD1048576" t="inlineStr"><is><r><t>x</t></r><rPh><t>y</t></rPh></is></c><c t="e"><f>1</f><v>#N/A</v></c></row></worksheet>`,
		`<row r="-1"><c r="A"><v>1E+16</v></c></row>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		sound(t, "a.xlsx", replaced(t, plain, sheet1, zip.Store, string(content)))
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Add(made(f, nil, []any{"车架号", "号牌"}, []any{vinA, "蒙A12345"}, []any{1.5, formula("A1")}))
	f.Add(made(f, func(file *excelize.File) { must(f, file.MergeCell("Sheet1", "A1", "A2")) }, []any{vinA}))
	f.Add(zipped(f, part{"_rels/.rels", `<Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/>`}, part{"xl/workbook.xml", `<workbook><sheet id="b"/></workbook>`}))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "a.xlsx", data) })
}
