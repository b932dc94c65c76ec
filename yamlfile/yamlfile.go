// Package yamlfile reads the YAML files that people keep by hand: the corpus
// and the settings. It is strict, and it reports every fault of a file in one
// go, each with file, line and key, in the words of an editor rather than of
// a decoder.
//
// It knows nothing of the product: a leaf, used by whoever owns a file format.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A Fault is one thing that is wrong in one file.
type Fault struct {
	File string // path as the reader was given it, with forward slashes
	Line int    // 1-based; 0 when the fault concerns the whole file
	What string // one Chinese sentence: what is wrong and what is expected
}

// String renders the fault the way compilers do, so that editors can jump to it.
func (f Fault) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.What
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What)
}

// Faults is every fault of one reading. A nil Faults means all is well.
type Faults []Fault

// Error joins the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Add appends a fault built from a format.
func (fs *Faults) Add(file string, line int, format string, args ...any) {
	*fs = append(*fs, Fault{File: file, Line: line, What: fmt.Sprintf(format, args...)})
}

// Sorted returns the faults ordered by file and line, so that two runs over
// the same folder print the same report.
func (fs Faults) Sorted() Faults {
	sort.SliceStable(fs, func(i, j int) bool {
		if fs[i].File != fs[j].File {
			return fs[i].File < fs[j].File
		}
		if fs[i].Line != fs[j].Line {
			return fs[i].Line < fs[j].Line
		}
		return fs[i].What < fs[j].What
	})
	return fs
}

// Decode reads one YAML document into the value that into points at. Unknown
// keys, duplicate keys and wrong types are all reported, not only the first.
// An empty document leaves the value as it is.
func Decode(file string, data []byte, into any) Faults {
	return DecodeAt(file, 0, data, into)
}

// DecodeAt is Decode for a document that starts after the given number of
// lines of its file, such as front matter.
func DecodeAt(file string, before int, data []byte, into any) Faults {
	var faults Faults
	if at := firstBadByte(data); at >= 0 {
		faults.Add(file, before+1+bytes.Count(data[:at], []byte("\n")),
			"第 %d 个字节不是有效的 UTF-8，请另存为 UTF-8 编码", at+1)
		return faults
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	kinds := map[string]reflect.Kind{}
	nameKinds(reflect.TypeOf(into), kinds)
	add := func(message string) {
		line, what := translate(message, before, kinds)
		faults.Add(file, before+line, "%s", what)
	}
	err := d.Decode(into)
	switch typeErr := (*yaml.TypeError)(nil); {
	case errors.Is(err, io.EOF):
		return nil
	case errors.As(err, &typeErr):
		for _, m := range typeErr.Errors {
			add(m)
		}
	case err != nil:
		add(err.Error())
		return faults
	}
	var second yaml.Node
	switch err := d.Decode(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		add(err.Error())
	default:
		faults.Add(file, before+second.Line, "一个文件里只能有一段：请去掉后面的 --- 和它之后的内容")
	}
	return faults
}

// firstBadByte returns the offset of the first byte that is not valid UTF-8,
// or -1.
func firstBadByte(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// The decoder's own messages are English and name Go types; these are the ones
// that a file can cause, in an editor's words.
var (
	atLine    = regexp.MustCompile(`(?s)^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): (.*)$`)
	unknown   = regexp.MustCompile(`(?s)^field (.+) not found in type`)
	twice     = regexp.MustCompile(`(?s)^mapping key "(.*)" already defined at line (\d+)`)
	wrongType = regexp.MustCompile("(?s)^cannot unmarshal !!?(\\S+)(?: `(.*)`)? into (.+)$")
	ownWords  = regexp.MustCompile(`\p{Han}`)
)

// translate returns the line within the document, at least 1, and the fault
// in an editor's words.
func translate(message string, before int, kinds map[string]reflect.Kind) (line int, what string) {
	message, syntax := strings.CutPrefix(message, "yaml: ")
	line = 1
	if m := atLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	if m := unknown.FindStringSubmatch(message); m != nil {
		return line, fmt.Sprintf("没有 %q 这个键，请检查拼写", m[1])
	}
	if m := twice.FindStringSubmatch(message); m != nil {
		first, _ := strconv.Atoi(m[2])
		return line, fmt.Sprintf("键 %q 重复，第 %d 行已经写过", m[1], before+first)
	}
	if m := wrongType.FindStringSubmatch(message); m != nil {
		return line, fmt.Sprintf("%s 的类型不对，这里应当是%s", shown(m[2], m[1]), typeName(kinds[m[3]]))
	}
	if !syntax && ownWords.MatchString(message) { // a type's own words need no translation
		return line, message
	}
	return line, "YAML 读不懂：" + message
}

// shown quotes a value as the decoder cut it, without a character cut in two.
func shown(value, tag string) string {
	if value != "" {
		return strconv.Quote(strings.ToValidUTF8(value, ""))
	}
	switch tag {
	case "seq":
		return "列表"
	case "map":
		return "映射"
	case "str":
		return "文字"
	}
	return "空值"
}

// nameKinds notes the kind of every type that a value is made of, under the
// name that the decoder's messages give it.
func nameKinds(t reflect.Type, kinds map[string]reflect.Kind) {
	if _, known := kinds[t.String()]; known {
		return
	}
	kinds[t.String()] = t.Kind()
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		nameKinds(t.Elem(), kinds)
	case reflect.Map:
		nameKinds(t.Key(), kinds)
		nameKinds(t.Elem(), kinds)
	case reflect.Struct:
		for i := range t.NumField() {
			nameKinds(t.Field(i).Type, kinds)
		}
	}
}

func typeName(kind reflect.Kind) string {
	switch kind {
	case reflect.Slice, reflect.Array:
		return "列表"
	case reflect.Map, reflect.Struct:
		return "映射"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "整数"
	case reflect.Float32, reflect.Float64:
		return "数字"
	case reflect.Bool:
		return " true 或 false"
	case reflect.String:
		return "文字"
	}
	return "别的写法"
}

// At is a scalar that remembers where it stands, for checks that come after
// decoding. T must not be a struct with keys of its own: strictness about
// unknown keys does not reach through it.
type At[T any] struct {
	Value T
	Line  int
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (a *At[T]) UnmarshalYAML(n *yaml.Node) error {
	a.Line = n.Line
	return n.Decode(&a.Value)
}

// Text is a string with its line.
type Text = At[string]

// Values strips the lines off a list.
func Values[T any](list []At[T]) []T {
	values := make([]T, len(list))
	for i, a := range list {
		values[i] = a.Value
	}
	return values
}
