package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"cheyi/vehicles"
)

// The limits that a hostile file is refused within.
const (
	bombTime   = time.Second // of the processor
	bombMemory = 64 << 20
)

// refused reads a file and measures what it took.
func refused(t *testing.T, name string, data []byte, want ...string) {
	t.Helper()
	measured(t, fmt.Sprintf("%s (%d KB)", name, len(data)>>10), func() string { return read(t, "名单.xlsx", data) }, strings.Join(want, "\n"))
}

func measured(t *testing.T, name string, read func() string, want string) {
	t.Helper()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processor(t)
	got := read()
	took := processor(t) - start
	runtime.ReadMemStats(&after)
	grown := after.TotalAlloc - before.TotalAlloc // all there was, so no less than its peak
	t.Logf("%s: %.40q after %v and %d KB", name, got, took.Round(time.Millisecond), grown>>10)
	if got != want {
		t.Errorf("%s: %s, want %s", name, got, want)
	}
	if took > slow*bombTime || grown > slow*bombMemory {
		t.Errorf("%s: took %v and %d MB", name, took, grown>>20)
	}
}

// processor is the time the process has had; other programs do not count.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

const (
	sheet1    = "xl/worksheets/sheet1.xml"
	sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
)

// sheetOf makes a workbook whose only sheet has these rows.
func sheetOf(t *testing.T, rows string) []byte {
	t.Helper()
	return replaced(t, made(t, nil, []any{"车架号"}, []any{vinA}), sheet1, zip.Store, sheetHead+rows+sheetTail)
}

// replaced returns the archive with one part written anew.
func replaced(t *testing.T, data []byte, name string, method uint16, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	copyParts(t, w, data, name)
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	must(t, err)
	_, err = io.WriteString(f, content)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

// bomb makes a workbook whose sheet unpacks to a block many times over, and
// declares another size. The block is packed once.
func bomb(t *testing.T, block string, times, declared int) []byte {
	t.Helper()
	var packed bytes.Buffer
	d, err := flate.NewWriter(&packed, flate.BestCompression)
	must(t, err)
	_, err = io.WriteString(d, block)
	must(t, err)
	must(t, d.Flush()) // what follows begins at a byte of its own
	content := bytes.Repeat(packed.Bytes(), times)

	var b bytes.Buffer
	w := zip.NewWriter(&b)
	copyParts(t, w, made(t, nil), sheet1)
	f, err := w.CreateRaw(&zip.FileHeader{Name: sheet1, Method: zip.Deflate, CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(declared)})
	must(t, err)
	_, err = f.Write(content)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

func TestU1Bombs(t *testing.T) {
	rows := strings.Repeat(`<row r="1"><c r="A1"/></row>    `, 1<<15) // 1 MiB
	refused(t, "800 MB", bomb(t, rows, 800, 800<<20), "unpacked")
	refused(t, "800 MB that says 8 MB", bomb(t, rows, 800, 8<<20), "unpacked")
	refused(t, "800 MB that says 1,000 bytes", bomb(t, rows, 800, 1000), "damaged")
	refused(t, "1 MB that says 4 GB", bomb(t, rows, 1, 4<<30), "unpacked")
	refused(t, "empty rows", sheetOf(t, strings.Repeat("<row/>", 500_000)), "unpacked")
	refused(t, "empty cells", sheetOf(t, "<row>"+strings.Repeat("<c/>", 500_000)+"</row>"), "unpacked")
	refused(t, "one text of 9 MB", bomb(t, text(1<<16), 9<<4, 9<<20), "unpacked")
	refused(t, "deep", sheetOf(t, strings.Repeat("<a>", 200_000)), "unpacked")
	refused(t, "twenty sheets", manySheets(t), "unpacked")
	refused(t, "entities", replaced(t, made(t, nil), "xl/workbook.xml", zip.Deflate,
		`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>`), "damaged")

	var many []part
	for i := range 10_000 {
		many = append(many, part{fmt.Sprintf("xl/%d", i), ""})
	}
	refused(t, "10,000 entries", zipped(t, many...), "too_many_entries")
	refused(t, "the same part twice", zipped(t, part{"xl/workbook.xml", "a"}, part{"XL\\workbook.xml", "b"}), "damaged")
	nested := zipped(t, part{"a.xlsx", string(made(t, nil))})
	refused(t, "nested", zipped(t, part{"a.zip", string(nested)}), "kind_archive")
	refused(t, "a large file", make([]byte, MaxBytes+1), "too_large")
}

// Words that are costly to look through, at the size that is still looked at,
// and as a file of the size that is still opened.
func TestU1Words(t *testing.T) {
	for name, tt := range map[string]struct{ text, file, pasted string }{
		"separators":      {",", "too_many_columns", "no_vehicles"},
		"quotation marks": {`"`, "too_long", "no_vehicles"},
		"lines":           {"\n", "no_vehicles", "no_vehicles"},
		"quoted lines":    {"\"\n\",", "too_many_columns", "too_many_lines"},
		"VINs":            {vinA + ",", "too_many_columns", ""},
		"plates":          {"蒙A1234LZZY6", "too_long", ""},
		"runs":            {"A 1-", "too_long", "no_vehicles"},
		"GB18030":         {"\xc3\xc9A1234 ", "too_long", "no_vehicles"},
		"places":          {"登记地在包", "too_long", ""},
	} {
		file := []byte(strings.Repeat(tt.text, maxPlain/len(tt.text)))
		measured(t, name, func() string { return read(t, "a.csv", file) }, tt.file)
		pasted := strings.Repeat(tt.text, 128<<10/len(tt.text))
		measured(t, name+", pasted", func() string {
			_, err := vehicles.ReadText(pasted, today)
			return code(t, err)
		}, tt.pasted)
	}
}

// manySheets makes a workbook with sheets each of which could pass.
func manySheets(t *testing.T) []byte {
	t.Helper()
	plain := made(t, func(f *excelize.File) {
		for i := range maxSheets - 1 {
			_, err := f.NewSheet(fmt.Sprint(i))
			must(t, err)
		}
	})
	r, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	must(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			must(t, w.Copy(f))
			continue
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: f.Name})
		must(t, err)
		_, err = io.WriteString(f, "<row>"+strings.Repeat("<c/>", 30_000)+"</row>")
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// text is so many bytes that do not compress too well.
func text(size int) string {
	var b strings.Builder
	for x := uint32(1); b.Len() < size; {
		x = x*1664525 + 1013904223
		fmt.Fprintf(&b, "%08x", x>>12)
	}
	return b.String()
}

func TestU4FarCells(t *testing.T) {
	refused(t, "last cell of all", sheetOf(t, `<row r="1"><c r="A1" t="str"><v>`+vinA+`</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>`), "too_many_columns")
	refused(t, "last row", sheetOf(t, `<row r="1048576"><c r="A1048576"><v>1</v></c></row>`), "too_many_lines")
	refused(t, "last column", sheetOf(t, `<row r="1"><c r="XFD1"><v>1</v></c></row>`), "too_many_columns")
	var rows strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&rows, `<row r="%d"><c><v>1</v></c></row>`, i+1)
	}
	refused(t, "1,000,000 rows", bomb(t, rows.String(), 50, 50*rows.Len()), "too_many_lines")
	refused(t, "2,001 rows", sheetOf(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 2001)), "too_many_lines")
	refused(t, "a row far down that is empty", sheetOf(t, `<row r="1"><c t="inlineStr"><is><t>`+vinA+`</t></is></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>`), "第1行 "+vinA)

	var cars, wide strings.Builder
	wide.WriteString(`<row><c t="str"><v>车架号</v></c></row>`)
	for i := range vehicles.MaxVehicles + 1 {
		fmt.Fprintf(&cars, `<row><c t="str"><v>LZZY6XCD2RA%06d</v></c></row>`, i)
		fmt.Fprintf(&wide, `<row><c t="str"><v>LZZY6XCD2RA%06d</v></c>%s</row>`, i%2+1, strings.Repeat(`<c t="str"><v>备注</v></c>`, 63))
	}
	refused(t, "501 vehicles", sheetOf(t, cars.String()), "too_many_vehicles")
	refused(t, "as wide as may be", sheetOf(t, wide.String()), fullReport()...)
}

// fullReport is two vehicles, and the same again in all lines below.
func fullReport() []string {
	lines := []string{"第2行 LZZY6XCD2RA000001", "第3行 LZZY6XCD2RA000002"}
	for i := 4; i <= vehicles.MaxVehicles+2; i++ {
		lines = append(lines, fmt.Sprintf("第%d行 duplicate", i))
	}
	return lines
}

// Only large parts are judged by their ratio: a small one may compress as it
// likes.
func TestRatioOfSmallParts(t *testing.T) {
	rows := `<row><c t="str"><v>` + vinA + `</v></c></row>` + strings.Repeat(" ", 900_000)
	refused(t, "900 KB of blanks", replaced(t, made(t, nil), sheet1, zip.Deflate, sheetHead+rows+sheetTail), "第1行 "+vinA)
}
