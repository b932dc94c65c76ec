package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"cheyi/calendar"
	"cheyi/vehicles"
)

// The tests TestU1 … TestU14 are the ways a file of vehicles can be bad. What
// concerns the connection (U10), the same file again (U11), Telegram's limit
// (U13), and what is booked already (part of U6) is tested where those are:
// this package keeps nothing.

var today = calendar.Day{Year: 2026, Month: 11, Day: 23}

// Three cars that the examples share.
const (
	vinA = "LZZY6XCD2RA894843"
	vinB = "LZZUD7SN6SB968764"
	vinC = "LZY7HX328PC643819"
)

// formula is a cell with a formula.
type formula string

// made makes a workbook with another implementation than the one that reads it.
func made(t testing.TB, change func(*excelize.File), rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			must(t, err)
			if text, ok := value.(formula); ok {
				must(t, f.SetCellFormula("Sheet1", cell, string(text)))
			} else if value != nil {
				must(t, f.SetCellValue("Sheet1", cell, value))
			}
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code returns the code of the fault, "" for none.
func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var f *vehicles.Fault
	if !errors.As(err, &f) || f.Text == "" {
		t.Fatalf("%v is no fault with a sentence", err)
	}
	return f.Code
}

// read reads a file and writes the report in a few lines.
func read(t *testing.T, name string, data []byte) string {
	t.Helper()
	r, err := Read(name, data, today)
	if err != nil {
		return code(t, err)
	}
	if r.Read != len(r.Rows)+len(r.Refused)+len(r.Duplicates) {
		t.Fatalf("%+v does not add up", r)
	}
	var lines []string
	for _, row := range r.Rows {
		fields := []string{row.Spot.String(), row.VIN, row.Plate, row.Place}
		if !row.Released.IsZero() {
			fields = append(fields, row.Released.String())
		}
		lines = append(lines, strings.Join(slices.DeleteFunc(fields, func(s string) bool { return s == "" }), " "))
	}
	for _, p := range slices.Concat(r.Refused, r.Duplicates) {
		lines = append(lines, p.Spot.String()+" "+p.Code)
	}
	return strings.Join(append(lines, r.Notes...), "\n")
}

func expect(t *testing.T, name, got string, want ...string) {
	t.Helper()
	if all := strings.Join(want, "\n"); got != all {
		t.Errorf("%s:\n%s\nwant\n%s", name, got, all)
	}
}

func TestU2RenamedFiles(t *testing.T) {
	list := made(t, nil, []any{"车架号"}, []any{vinA})
	for _, tt := range []struct{ name, data, want string }{
		{"名单.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + utf16("Workbook"), "kind_xls"},
		{"名单.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + utf16("Workbook"), "kind_xls"},
		{"名单.csv", "%PDF-1.7\n", "kind_pdf"},
		{"名单.csv", "MZ\x90\x00\x03", "kind_exe"},
		{"名单.xls", "\ufeff<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", "kind_html"},
		{"名单.xls", "<table><tr><td>" + vinA, "kind_html"},
		{"名单.xls", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>`, "kind_xml"},
		{"名单.xlsx", "车架号\n" + vinA, "extension"},
		{"名单.csv", string(list), "extension"},
		{"名单.xlsx", string(zipped(t, part{"word/document.xml", "<w/>"})), "kind_docx"},
		{"名单.xlsx", string(zipped(t, part{"名单.xlsx", string(list)})), "kind_archive"},
		{"名单.jpg", "\xff\xd8\xff\xe0", "kind_picture"},
		{"名单.csv", "车架号\n\x00\x01\x02", "encoding"},
		{"名单.csv", "", "no_vehicles"},
		{"名单.csv", "MZBEA812LRN000001", "第1行 MZBEA812LRN000001"}, // a VIN, no program
	} {
		expect(t, tt.name+" "+tt.want, read(t, tt.name, []byte(tt.data)), tt.want)
	}
	_, err := Read("名单.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), today)
	expect(t, "sentence", err.Error(), "这是旧版 Excel 文件（.xls），不能读取：请另存为 .xlsx 再发。")
}

func TestU3NotTaken(t *testing.T) {
	var locked bytes.Buffer
	f := excelize.NewFile()
	must(t, f.Write(&locked, excelize.Options{Password: "secret"}))
	expect(t, "password", read(t, "名单.xlsx", locked.Bytes()), "kind_encrypted")

	list := made(t, nil, []any{"车架号"}, []any{vinA})
	expect(t, "macros", read(t, "名单.xlsm", with(t, list, part{"xl/vbaProject.bin", "x"})), "kind_macros")
	expect(t, "macro sheet", read(t, "名单.xlsx", with(t, list, part{"xl/macrosheets/sheet1.xml", "x"})), "kind_macros")
	expect(t, "external link", read(t, "名单.xlsx", with(t, list, part{"xl/externalLinks/externalLink1.xml", "x"})), "kind_external_links")
	expect(t, "binary", read(t, "名单.xlsb", zipped(t, part{"xl/workbook.bin", "x"})), "kind_xlsb")
}

func TestU5Numbers(t *testing.T) {
	expect(t, "workbook", read(t, "名单.xlsx", made(t, nil,
		[]any{"车架号", "号牌"},
		[]any{12345678901234567.0},
		[]any{"1.2E+16"},
		[]any{"12345678901234567"},
		[]any{vinA + "\u00a0\u200b", "蒙A12345\u00a0"},
		[]any{vinB, 12345},
	)), "第5行 "+vinA+" 蒙A12345", "第2行（A2） vin_number", "第3行（A3） vin_number", "第4行（A4） vin_number", "第6行（B6） number")
	expect(t, "no header", read(t, "名单.xlsx", made(t, nil, []any{1, 12345678901234567.0, "蒙A12345"}, []any{2, vinA})),
		"第2行 "+vinA, "第1行（B1） vin_number")
	expect(t, "csv", read(t, "名单.csv", []byte("车架号\n1.23457E+16\n"+vinA)), "第3行 "+vinA, "第2行（A2） vin_number")
}

func TestU6Duplicates(t *testing.T) {
	data := made(t, nil, []any{"车架号", "号牌"}, []any{vinA, "蒙A12345"}, []any{strings.ToLower(vinA)}, []any{vinB})
	expect(t, "in the file", read(t, "名单.xlsx", data), "第2行 "+vinA+" 蒙A12345", "第4行 "+vinB, "第3行 duplicate")
	r, err := Read("名单.xlsx", data, today)
	must(t, err)
	expect(t, "sentence", r.Duplicates[0].String(), "第3行 LZZ**********4843：与第2行车架号相同、号牌不同，只保留第2行：请核对号牌。")
}

func TestU7Layouts(t *testing.T) {
	expect(t, "two header rows and a title", read(t, "名单.xlsx", made(t, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "D1"))
		must(t, f.MergeCell("Sheet1", "B2", "B3"))
		must(t, f.MergeCell("Sheet1", "C2", "D2"))
	}, []any{"出口车辆明细表"}, []any{"序号", "车辆识别代号（VIN）", "号牌与登记"}, []any{nil, nil, "车牌号", "登记地"}, []any{1, vinA, "蒙A12345", "包头"}, []any{"合计", nil, "1辆"})),
		"第4行 "+vinA+" 蒙A12345 包头", "第5行不是车辆，已略过。")
	expect(t, "English", read(t, "a.xlsx", made(t, nil, []any{"No.", "Plate Number", "VIN No."}, []any{1, "蒙A12345", vinA})), "第2行 "+vinA+" 蒙A12345")
	expect(t, "traditional", read(t, "a.xlsx", made(t, nil, []any{"車架號碼", "車牌號", "登記地點"}, []any{vinA, "蒙A12345", "包頭"})), "第2行 "+vinA+" 蒙A12345 包頭")
	expect(t, "no header", read(t, "a.xlsx", made(t, nil, []any{1, vinA, "蒙A12345", "宝马", "包头市"}, []any{2, vinB})), "第1行 "+vinA+" 蒙A12345 包头市", "第2行 "+vinB)
	expect(t, "merged cells", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "B2", "B3"))
		must(t, f.MergeCell("Sheet1", "C2", "C3"))
		must(t, f.MergeCell("Sheet1", "A4", "A5"))
	}, []any{"车架号", "登记地", "号牌"}, []any{vinA, "包头", "蒙A12345"}, []any{vinB}, []any{vinC, "乌海"}, []any{nil, "乌海"})),
		"第2行 "+vinA+" 蒙A12345 包头", "第3行 "+vinB+" 包头", "第4行 "+vinC+" 乌海",
		"第3行（C3）的号牌与上一行是合并单元格，按没有号牌读取。", "第5行（A5）的车架号与上一行是合并单元格，算同一辆车。")
	expect(t, "hidden rows and sheets", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		must(t, f.SetRowVisible("Sheet1", 3, false))
		_, err := f.NewSheet("旧数据")
		must(t, err)
		must(t, f.SetCellValue("旧数据", "A1", vinC))
		must(t, f.SetSheetVisible("旧数据", false))
	}, []any{"车架号"}, []any{vinA}, []any{vinB})),
		"第2行 "+vinA, "第3行 hidden_row", "工作表“旧数据”是隐藏的，没有读取：里面有要办理的车辆，就取消隐藏再发一次。")
	expect(t, "hidden columns", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		must(t, f.SetColVisible("Sheet1", "B", false))
	}, []any{"车架号", "号牌"}, []any{vinA, "蒙A12345"})), "第2行 "+vinA, "B列是隐藏的，没有读取。")
	expect(t, "VIN hidden", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		must(t, f.SetColVisible("Sheet1", "A", false))
	}, []any{"车架号", "号牌"}, []any{vinA, "蒙A12345"})), "vin_column_hidden")
	expect(t, "two columns of VINs", read(t, "a.xlsx", made(t, nil, []any{"车架号", "VIN"}, []any{vinA, vinB})), "two_vin_columns")
	expect(t, "several sheets", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		for name, value := range map[string]string{"一月": vinB, "说明": "合同HT2025110988"} {
			_, err := f.NewSheet(name)
			must(t, err)
			must(t, f.SetCellValue(name, "A1", value))
		}
	}, []any{"车架号"}, []any{vinA})), "工作表“Sheet1”第2行 "+vinA, "工作表“一月”第1行 "+vinB)
	expect(t, "rich text", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		must(t, f.SetCellRichText("Sheet1", "A2", []excelize.RichTextRun{{Text: vinA[:9]}, {Text: vinA[9:], Font: &excelize.Font{Bold: true}}}))
	}, []any{"车架号"})), "第2行 "+vinA)
	expect(t, "printed numbers", read(t, "a.xlsx", made(t, nil, []any{"序号", "车架号", "号牌"}, []any{1, vinA}, []any{2}, []any{3, nil, "蒙A12345"})),
		"第2行 "+vinA, "第4行（B4） vin_missing")
}

func TestU8Dates(t *testing.T) {
	rows := [][]any{{"车架号", "放行日期"}, {vinA, 46293}, {vinB, "2026年9月8日"}, {vinC, "20260928"}, {"LZX032D95MD969201", "03/04/2026"},
		{"LZWTWWJD5TE446049", "2026-12-01"}, {"1M8GDM9AXKP042788", "九月底"}, {"LZZY6XCD0RA894843", 3}, {"LZZY6XCD2RA984843", ""}}
	refused := []string{"第5行（B5） date_ambiguous", "第6行（B6） date_future", "第7行（B7） date", "第8行（B8） date"}
	expect(t, "1900", read(t, "a.xlsx", made(t, nil, rows...)), slices.Concat([]string{
		"第2行 " + vinA + " 2026-09-28", "第3行 " + vinB + " 2026-09-08", "第4行 " + vinC + " 2026-09-28", "第9行 LZZY6XCD2RA984843"}, refused,
		[]string{"放行日期中的数字按 1900 日期系统读取。"})...)
	date1904 := true
	rows[1][1] = 46293 - 1462
	expect(t, "1904", read(t, "a.xlsx", made(t, func(f *excelize.File) {
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
	}, rows...)), slices.Concat([]string{
		"第2行 " + vinA + " 2026-09-28", "第3行 " + vinB + " 2026-09-08", "第4行 " + vinC + " 2026-09-28", "第9行 LZZY6XCD2RA984843"}, refused,
		[]string{"放行日期中的数字按 1904 日期系统读取。"})...)
	expect(t, "a number in a text", read(t, "a.csv", []byte("车架号,放行日期\n"+vinA+",46293\n"+vinB+",2026/9/8 10:00")), "第3行 "+vinB+" 2026-09-08", "第2行（B2） date")
}

func TestU9Formulas(t *testing.T) {
	expect(t, "workbook", read(t, "a.xlsx", made(t, nil,
		[]any{"序号", "车架号", "号牌"},
		[]any{formula("ROW()-1"), vinA, "蒙A12345"},
		[]any{2, formula(`HYPERLINK("http://x","` + vinB + `")`)},
		[]any{3, vinC, formula(`"蒙A"&"12345"`)},
		[]any{4, "=cmd|' /C calc'!A0"},
	)), "第2行 "+vinA+" 蒙A12345", "第3行（B3） formula", "第4行（C4） formula", "第5行（B5） formula")
	expect(t, "csv", read(t, "a.csv", []byte("车架号;登记地\n=\""+vinA+"\";包头\n"+vinB+";=cmd|' /C calc'!A0\n@SUM(1);\n+cmd|x;\n"+vinC+";+86")),
		"第2行（A2） formula", "第3行（B3） formula", "第4行（A4） formula", "第5行（A5） formula", "第6行（B6） place_character")
	expect(t, "no header", read(t, "a.xlsx", made(t, nil, []any{formula(`"` + vinA + `"`)}, []any{formula("1+1"), vinB})), "第2行 "+vinB, "第1行（A1） formula")
}

func TestU12FileNames(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/x.csv":                        "x.csv",
		`C:\Users\a\名单.xlsx`:                     "名单.xlsx",
		"a\r\nSet-Cookie: x.csv":                 "aSet-Cookie: x.csv",
		"名单\u202egnp.xlsx":                       "名单gnp.xlsx",
		"车🚗.xlsx":                                "车🚗.xlsx",
		strings.Repeat("长", 300) + ".xlsx":       strings.Repeat("长", 54) + "….xlsx",
		strings.Repeat("长", 300):                 strings.Repeat("长", 59) + "…",
		"":                                       "",
		"x." + strings.Repeat("y", 100) + "\x00": "x." + strings.Repeat("y", 57) + "…",
	} {
		if got := DisplayName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	expect(t, "read by its last part", read(t, "../../x.csv", []byte(vinA)), "第1行 "+vinA)
}

// U14 here: the rows of a report add up (read checks it, on every list). That
// an import is all or nothing is the store's part.
func TestU14RowsAddUp(t *testing.T) {
	rows := [][]any{{"车架号", "号牌"}}
	for i := range 300 {
		rows = append(rows, []any{[]string{vinA, vinB[:16], fmt.Sprintf("LZZY6XCD2RA%06d", i)}[i%3], ""})
	}
	r, err := Read("a.xlsx", made(t, nil, rows...), today)
	must(t, err)
	if r.Read != 300 || len(r.Rows) != 101 || len(r.Refused) != 100 || len(r.Duplicates) != 99 {
		t.Errorf("%s", r.Summary())
	}
	expect(t, "sentence", r.Summary(), fmt.Sprintf("共读到300行：可用101辆（其中%d辆要您确认），退回100行，重复99行。", r.Doubts()))
}

func TestCSV(t *testing.T) {
	gb := func(text string) []byte {
		data, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		must(t, err)
		return data
	}
	le := func(text string) []byte {
		data, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
		must(t, err)
		return data
	}
	list := "车架号,号牌,登记地\r\n" + vinA + ",蒙A12345,\"包头\n市\"\r\n\r\n" + vinB + ",,石家庄\r\n"
	want := []string{"第2行 " + vinA + " 蒙A12345 包头 市", "第5行 " + vinB + " 石家庄"}
	for name, data := range map[string][]byte{
		"UTF-8":     []byte(list),
		"BOM":       []byte("\ufeff" + list),
		"GB18030":   gb(list),
		"semicolon": []byte(strings.ReplaceAll(list, ",", ";")),
		"tab":       []byte(strings.ReplaceAll(list, ",", "\t")),
		"UTF-16":    le(strings.ReplaceAll(list, ",", "\t")),
	} {
		expect(t, name, read(t, "a.csv", data), want...)
	}
	expect(t, "hint", read(t, "a.csv", []byte("sep=;\n车架号;号牌\n"+vinA+";")), "第3行 "+vinA)
	expect(t, "quotation mark", read(t, "a.csv", []byte("车架号,号牌\n\""+vinA+",\n"+strings.Repeat(vinB+",\n", 9))), "quotes")
	expect(t, "words", read(t, "a.txt", []byte("您好：\n1. "+vinA+" 蒙A12345\n2. "+vinB)), "第2行 "+vinA+" 蒙A12345", "第3行 "+vinB)
}

func TestTemplate(t *testing.T) {
	var b bytes.Buffer
	must(t, WriteTemplate(&b))
	expect(t, "empty", read(t, "模板.xlsx", b.Bytes()), "no_vehicles")

	f, err := excelize.OpenReader(&b)
	must(t, err)
	for i, row := range [][]any{{vinA, "蒙A12345", "包头"}, {"12345678901234567"}} {
		must(t, f.SetSheetRow(templateSheet, fmt.Sprintf("A%d", i+2), &row))
	}
	style, err := f.GetCellStyle(templateSheet, "A400")
	must(t, err)
	if s, err := f.GetStyle(style); err != nil || s.NumFmt != 49 {
		t.Errorf("column A is no text: %+v, %v", s, err)
	}
	var filled bytes.Buffer
	must(t, f.Write(&filled))
	expect(t, "filled in", read(t, "模板.xlsx", filled.Bytes()), "第2行 "+vinA+" 蒙A12345 包头", "第3行（A3） vin_number")
}

func TestWriteSheet(t *testing.T) {
	var b bytes.Buffer
	dangerous := []string{"=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", "a\x00b", "", vinA}
	must(t, WriteSheet(&b, []string{"=标题", "车架号"}, [][]string{dangerous}))
	f, err := excelize.OpenReader(&b)
	must(t, err)
	rows, err := f.GetRows("Sheet1")
	must(t, err)
	want := [][]string{{"'=标题", "车架号"}, {"'=1+1", "'+86", "'-1", "'@SUM(A1)", "'\t=1", "'＝1", "' =1", "ab", "", vinA}}
	if fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) {
		t.Errorf("%q\nwant\n%q", rows, want)
	}
	for i := range dangerous {
		cell, err := excelize.CoordinatesToCellName(i+1, 2)
		must(t, err)
		if formula, err := f.GetCellFormula("Sheet1", cell); err != nil || formula != "" {
			t.Errorf("%s is a formula: %s %v", cell, formula, err)
		}
	}
}

// A part is a file in an archive.
type part struct{ name, content string }

func zipped(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.name)
		must(t, err)
		_, err = f.Write([]byte(p.content))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// with returns the archive with parts added.
func with(t testing.TB, data []byte, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	copyParts(t, w, data, "")
	for _, p := range parts {
		f, err := w.Create(p.name)
		must(t, err)
		_, err = f.Write([]byte(p.content))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// copyParts copies the parts of an archive, but for one.
func copyParts(t testing.TB, w *zip.Writer, data []byte, but string) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	for _, f := range r.File {
		if f.Name != but {
			must(t, w.Copy(f))
		}
	}
}
