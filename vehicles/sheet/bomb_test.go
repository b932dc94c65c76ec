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
	if took > bombTime || grown > bombMemory {
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

// sheetOf makes a workbook whose only sheet is what write writes.
func sheetOf(t *testing.T, write func(io.Writer)) []byte {
	t.Helper()
	return replaced(t, sheet1, func(w io.Writer) {
		fmt.Fprint(w, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
		write(w)
		fmt.Fprint(w, `</sheetData></worksheet>`)
	})
}

// replaced makes a workbook with one part written anew.
func replaced(t *testing.T, name string, write func(io.Writer)) []byte {
	t.Helper()
	var content bytes.Buffer
	write(&content)
	return replacedWith(t, made(t, nil, []any{"车架号"}, []any{vinA}), name, content.Bytes())
}

func replacedWith(t *testing.T, data []byte, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	copyParts(t, w, data, name)
	f, err := w.Create(name)
	must(t, err)
	_, err = f.Write(content)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

// repeat writes a text many times.
func repeat(text string, times int) func(io.Writer) {
	return func(w io.Writer) {
		block := strings.Repeat(text, 1000)
		for range times / 1000 {
			io.WriteString(w, block)
		}
	}
}

func TestU1Bombs(t *testing.T) {
	refused(t, "800 MB", bomb(t, 800<<20, 800<<20), "unpacked")
	refused(t, "800 MB that says 8 MB", bomb(t, 800<<20, 8<<20), "unpacked")
	refused(t, "800 MB that says 1,000 bytes", bomb(t, 800<<20, 1000), "damaged")
	refused(t, "1 KB that says 4 GB", bomb(t, 1000, 4<<30), "unpacked")
	refused(t, "empty rows", sheetOf(t, varied(`<row a%d="%x"/>`, 7<<20)), "unpacked")
	refused(t, "empty cells", sheetOf(t, func(w io.Writer) {
		io.WriteString(w, "<row>")
		varied(`<c a%d="%x"/>`, 7<<20)(w)
		io.WriteString(w, "</row>")
	}), "unpacked")
	refused(t, "one cell of 8 MB", sheetOf(t, func(w io.Writer) {
		io.WriteString(w, `<row><c t="str"><v>`)
		varied(`%d%x`, 9<<20)(w)
		io.WriteString(w, `</v></c></row>`)
	}), "unpacked")
	refused(t, "deep", sheetOf(t, repeat("<a>", 200_000)), "unpacked")
	refused(t, "entities", replaced(t, "xl/workbook.xml", func(w io.Writer) {
		fmt.Fprint(w, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>`)
	}), "damaged")

	refused(t, "twenty sheets", manySheets(t), "unpacked")

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

// bomb makes a workbook whose sheet unpacks to size bytes and declares others.
func bomb(t *testing.T, size, declared int) []byte {
	t.Helper()
	const block = 1 << 20
	var packed bytes.Buffer
	d, err := flate.NewWriter(&packed, flate.BestCompression)
	must(t, err)
	_, err = d.Write([]byte(strings.Repeat(`<row r="1"><c r="A1"/></row>    `, block/32)))
	must(t, err)
	must(t, d.Flush()) // what follows begins at a byte of its own
	content := bytes.Repeat(packed.Bytes(), max(1, size/block))

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

const sheet1 = "xl/worksheets/sheet1.xml"

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
		f, err := w.Create(f.Name)
		must(t, err)
		var content bytes.Buffer
		varied(`<c a%d="%x"/>`, 500<<10)(&content)
		_, err = fmt.Fprintf(f, "<row>%s</row>", content.Bytes())
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// varied writes about size bytes that do not compress too well, from a format
// for two numbers.
func varied(format string, size int) func(io.Writer) {
	return func(w io.Writer) {
		x := uint32(1)
		for i, written := 0, 0; written < size; i++ {
			x = x*1664525 + 1013904223
			n, _ := fmt.Fprintf(w, format, i%10+1, x>>16)
			written += n
		}
	}
}

func TestU4FarCells(t *testing.T) {
	cell := func(ref string) []byte {
		return made(t, func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", ref, "x")) }, []any{"车架号"}, []any{vinA})
	}
	refused(t, "last cell of all", sheetOf(t, func(w io.Writer) {
		fmt.Fprint(w, `<row r="1"><c r="A1" t="str"><v>`+vinA+`</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>`)
	}), "too_many_columns")
	refused(t, "last row", cell("A1048576"), "too_many_lines")
	refused(t, "last column", cell("XFD1"), "too_many_columns")
	refused(t, "1,000,000 rows", sheetOf(t, func(w io.Writer) {
		for i := range 1_000_000 {
			fmt.Fprintf(w, `<row r="%d"><c><v>1</v></c></row>`, i+1)
		}
	}), "too_many_lines")
	refused(t, "2,001 rows", sheetOf(t, repeat(`<row><c><v>1</v></c></row>`, 3000)), "too_many_lines")
	refused(t, "501 vehicles", sheetOf(t, func(w io.Writer) {
		for i := range 501 {
			fmt.Fprintf(w, `<row><c t="str"><v>LZZY6XCD2RA%06d</v></c></row>`, i)
		}
	}), "too_many_vehicles")
	refused(t, "a row far down that is empty", sheetOf(t, func(w io.Writer) {
		fmt.Fprint(w, `<row r="1"><c t="inlineStr"><is><t>`+vinA+`</t></is></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>`)
	}), "第1行 "+vinA)

	// The widest and longest table that is still read.
	refused(t, "full", sheetOf(t, func(w io.Writer) {
		fmt.Fprint(w, `<row><c t="str"><v>车架号</v></c></row>`)
		for i := range 500 {
			fmt.Fprintf(w, `<row><c t="str"><v>LZZY6XCD2RA%06d</v></c>%s</row>`, i%2+1, strings.Repeat(`<c t="str"><v>备注</v></c>`, 63))
		}
	}), fullReport()...)
}

// fullReport is two vehicles, and the same again in all lines below.
func fullReport() []string {
	lines := []string{"第2行 LZZY6XCD2RA000001", "第3行 LZZY6XCD2RA000002"}
	for i := 4; i <= 501; i++ {
		lines = append(lines, fmt.Sprintf("第%d行 duplicate", i))
	}
	return lines
}

// The ratio test is of parts over 1 MiB: a small one may compress as it likes.
func TestRatioOfSmallParts(t *testing.T) {
	refused(t, "900 KB of blanks", sheetOf(t, func(w io.Writer) {
		fmt.Fprint(w, `<row><c t="str"><v>`+vinA+`</v></c></row>`)
		repeat(" ", 900_000)(w)
	}), "第1行 "+vinA)
}
