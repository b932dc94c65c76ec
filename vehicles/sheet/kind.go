package sheet

import (
	"bytes"
	"slices"
	"strings"
)

// A kind is what a file is by its content.
type kind struct {
	code  string
	name  string   // for people
	magic []string // how the content begins, in lower case
	inner string   // what must be somewhere in it
	ends  []string // the extensions it may have
	todo  string   // what to do instead; empty for what is read
}

var (
	workbook = &kind{code: "xlsx", name: "Excel 工作簿", ends: []string{".xlsx"}}
	plain    = &kind{code: "csv", name: "文本（CSV）", ends: []string{".csv", ".txt", ".tsv"}}
)

// kinds are the files that are known and not read. The first that fits counts.
var kinds = []*kind{
	{code: "encrypted", name: "加密的工作簿", magic: ole, inner: utf16("EncryptedPackage"), todo: "请去掉打开密码，另存为 .xlsx 再发"},
	{code: "doc", name: "旧版 Word 文档（.doc）", magic: ole, inner: utf16("WordDocument"), todo: "请把名单复制到 .xlsx 再发"},
	{code: "xls", name: "旧版 Excel 文件（.xls）", magic: append(ole, "\x09\x08\x10\x00\x00\x06"), todo: "请另存为 .xlsx 再发"},
	{code: "pdf", name: "PDF 文件", magic: []string{"%pdf"}, todo: "请发原来的 .xlsx 或 .csv 名单，也可以把车架号粘贴成文字"},
	{code: "exe", name: "程序文件", magic: []string{"mz", "\x7felf"}, inner: "\x00", todo: "请发 .xlsx 或 .csv 名单"},
	{code: "archive", name: "压缩包", magic: []string{"rar!", "7z\xbc\xaf", "\x1f\x8b"}, todo: "请解压，发里面的 .xlsx 或 .csv"},
	{code: "picture", name: "图片", magic: []string{"\x89png", "\xff\xd8\xff", "gif8", "riff"}, todo: "请把车架号打成文字，或发 .xlsx、.csv 名单"},
	{code: "rtf", name: "RTF 文档", magic: []string{`{\rtf`}, todo: "请把名单复制到 .xlsx 再发"},
	{code: "mht", name: "网页文件（.mht）", magic: []string{"mime-version"}, todo: "请用 Excel 打开，另存为 .xlsx 再发"},
	{code: "xml", name: "XML 表格", magic: []string{"<?xml"}, todo: "请用 Excel 打开，另存为 .xlsx 再发"},
	{code: "html", name: "网页（HTML）", magic: []string{"<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<div"}, todo: "请用 Excel 打开，另存为 .xlsx 再发"},
}

var ole = []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}

// zips are what a ZIP archive is by the name of a part.
var zips = []struct {
	part string
	kind *kind
}{
	{"xl/vbaproject.bin", &kind{code: "macros", name: "带宏的工作簿", todo: "宏不接收，请另存为不带宏的 .xlsx 再发"}},
	{"xl/macrosheets/", &kind{code: "macros", name: "带宏的工作簿", todo: "宏不接收，请另存为不带宏的 .xlsx 再发"}},
	{"xl/externallinks/", &kind{code: "external_links", name: "链接了其他文件的工作簿", todo: "请断开外部链接（数据→编辑链接→断开），或把名单粘贴为数值，再发一次"}},
	{"xl/workbook.bin", &kind{code: "xlsb", name: "二进制工作簿（.xlsb）", todo: "请另存为 .xlsx 再发"}},
	{"xl/", workbook},
	{"word/", &kind{code: "docx", name: "Word 文档（.docx）", todo: "请把名单复制到 .xlsx 再发"}},
	{"ppt/", &kind{code: "pptx", name: "PPT 文档（.pptx）", todo: "请把名单复制到 .xlsx 再发"}},
	{"content.xml", &kind{code: "ods", name: "OpenDocument 文档（.ods）", todo: "请另存为 .xlsx 再发"}},
}

var zipArchive = &kind{code: "archive", name: "压缩包", todo: "请解压，发里面的 .xlsx 或 .csv"}

// kindOf looks at the content. What is none of the known kinds is taken for
// text, and readText says if it is not.
func kindOf(data []byte) *kind {
	start := strings.TrimPrefix(string(data[:min(len(data), 512)]), "\ufeff")
	start = lower(strings.TrimLeft(start, " \t\r\n"))
	for _, k := range kinds {
		begins := slices.ContainsFunc(k.magic, func(m string) bool { return strings.HasPrefix(start, m) })
		if begins && bytes.Contains(data, []byte(k.inner)) {
			return k
		}
	}
	return plain
}

// kind goes by the names of the parts.
func (a *archive) kind() *kind {
	for _, z := range zips {
		for name := range a.parts {
			if strings.HasPrefix(name, z.part) {
				return z.kind
			}
		}
	}
	return zipArchive
}

// refuse says why a file of this kind, with this extension, is not read.
func (k *kind) refuse(extension string) error {
	if k.todo != "" {
		return fault("kind_"+k.code, "这是"+k.name+"，不能读取："+k.todo+"。")
	}
	if extension != "" && !slices.Contains(k.ends, extension) {
		return fault("extension", wordsExtension(k, extension))
	}
	return nil
}

// lower lowers ASCII letters and leaves all other bytes alone.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// utf16 is how a directory of an OLE file writes a name.
func utf16(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}
