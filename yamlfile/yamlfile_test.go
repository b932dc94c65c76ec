package yamlfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cheyi/yamlfile"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// notice is a file format in small: every form of value that the corpus and
// the settings use.
type notice struct {
	Title  string                   `yaml:"title"`
	Year   int                      `yaml:"year"`
	Rate   float64                  `yaml:"rate"`
	Strict bool                     `yaml:"strict"`
	Words  []string                 `yaml:"words"`
	Cues   map[string]yamlfile.Text `yaml:"cues"`
	Gist   yamlfile.Text            `yaml:"gist"`
	Limit  yamlfile.At[int]         `yaml:"limit"`
	Asked  []yamlfile.Text          `yaml:"asked"`
	Kind   kind                     `yaml:"kind"`
	Points []point                  `yaml:"points"`
	Issuer struct {
		Name string `yaml:"name"`
	} `yaml:"issuer"`
}

// Types with names of their own: a fault says what they hold, whatever they
// are called.
type (
	kind  string
	point struct {
		Weight weight `yaml:"weight"`
	}
	weight int
)

func TestDecode(t *testing.T) {
	const file = `title: 关于促进二手车出口加快发展的若干意见
year: 2024
rate: 0.5
strict: true
words: [二手车, 出口]
cues:
  money: 多少钱

gist: >
  出口退税
  按规定办理
limit: 30
asked:
  - 怎么申请
  - 找谁
issuer: {name: 商务厅}
`
	var got notice
	if faults := yamlfile.Decode("notice.yaml", []byte(file), &got); len(faults) > 0 {
		t.Fatal(faults)
	}
	want := notice{
		Title: "关于促进二手车出口加快发展的若干意见", Year: 2024, Rate: 0.5, Strict: true,
		Words: []string{"二手车", "出口"},
		Cues:  map[string]yamlfile.Text{"money": {Value: "多少钱", Line: 7}},
		Gist:  yamlfile.Text{Value: "出口退税 按规定办理\n", Line: 9},
		Limit: yamlfile.At[int]{Value: 30, Line: 12},
		Asked: []yamlfile.Text{{Value: "怎么申请", Line: 14}, {Value: "找谁", Line: 15}},
	}
	want.Issuer.Name = "商务厅"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if asked := yamlfile.Values(got.Asked); !slices.Equal(asked, []string{"怎么申请", "找谁"}) {
		t.Errorf("Values: %q", asked)
	}
}

// A document that says nothing changes nothing: defaults stand.
func TestDecodeNothing(t *testing.T) {
	for name, file := range map[string]string{
		"空文件":     "",
		"只有注释":    "# 还没有内容\n",
		"只有 BOM":  "\uFEFF",
		"键后没有值":   "title:\nyear:\n",
		"只有文档分隔线": "---\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := notice{Title: "原有", Year: 2024}
			if faults := yamlfile.Decode("notice.yaml", []byte(file), &got); len(faults) > 0 {
				t.Error(faults)
			}
			if got.Title != "原有" || got.Year != 2024 {
				t.Errorf("the defaults became %+v", got)
			}
		})
	}
}

// Editors on Windows put a byte order mark first and end lines with CR LF.
func TestDecodeWindowsFile(t *testing.T) {
	var got notice
	faults := yamlfile.Decode("notice.yaml", []byte("\uFEFFtitle: 意见\r\nyear: 2024\r\ntitel: 笔误\r\n"), &got)
	if got.Title != "意见" || got.Year != 2024 {
		t.Errorf("read %+v", got)
	}
	expect(t, faults, fault{3, `没有 "titel" 这个键`})
}

func TestDecodeFaults(t *testing.T) {
	tests := []struct {
		name string
		file string
		want []fault
	}{
		{"没有这个键", "title: 意见\ntitel: 笔误\n", []fault{{2, `没有 "titel" 这个键，请检查拼写`}}},
		{"下层没有这个键", "issuer:\n  name: 商务厅\n  nmae: 笔误\n", []fault{{3, `没有 "nmae" 这个键，请检查拼写`}}},
		{"键写了两次", "title: 甲\nyear: 1\ntitle: 乙\n", []fault{{3, `键 "title" 重复，第 1 行已经写过`}}},
		{"映射里的键写了两次", "cues:\n  who: 找谁\n  who: 哪个部门\n", []fault{{3, `键 "who" 重复，第 2 行已经写过`}}},
		{"应当是整数", "title: 意见\nyear: 去年\n", []fault{{2, `"去年" 的类型不对，这里应当是整数`}}},
		{"带行号的也应当是整数", "limit: 三十\n", []fault{{1, `"三十" 的类型不对，这里应当是整数`}}},
		{"应当是数字", "rate: 一半\n", []fault{{1, `"一半" 的类型不对，这里应当是数字`}}},
		{"应当是真假", "strict: 是\n", []fault{{1, `"是" 的类型不对，这里应当是 true 或 false`}}},
		{"应当是列表", "words: 二手车\n", []fault{{1, `"二手车" 的类型不对，这里应当是列表`}}},
		{"应当是映射", "cues: 找谁\n", []fault{{1, `"找谁" 的类型不对，这里应当是映射`}}},
		{"应当是一组键", "issuer: 商务厅\n", []fault{{1, `"商务厅" 的类型不对，这里应当是映射`}}},
		{"应当是文字，写成了列表", "gist: [甲, 乙]\n", []fault{{1, "列表 的类型不对，这里应当是文字"}}},
		{"应当是文字，写成了映射", "title: {甲: 乙}\n", []fault{{1, "映射 的类型不对，这里应当是文字"}}},
		{"列表的一项不对", "asked:\n  - 找谁\n  - [怎么办]\n", []fault{{3, "列表 的类型不对，这里应当是文字"}}},
		{"整个文件是列表", "- 甲\n- 乙\n", []fault{{1, "列表 的类型不对，这里应当是映射"}}},
		{"自有名的文字，写成了列表", "kind: [找谁]\n", []fault{{1, "列表 的类型不对，这里应当是文字"}}},
		{"自有名的文字，写成了映射", "kind: {找: 谁}\n", []fault{{1, "映射 的类型不对，这里应当是文字"}}},
		{"自有名的整数", "points:\n  - weight: 很重\n", []fault{{2, `"很重" 的类型不对，这里应当是整数`}}},
		{"自有名的一组键", "points:\n  - 很重\n", []fault{{2, `"很重" 的类型不对，这里应当是映射`}}},
		{"应当是整数，写了空的文字", "year: ''\n", []fault{{1, "文字 的类型不对，这里应当是整数"}}},
		{"应当是整数，写了自造的标签", "year: !gregorian 二〇二四\n", []fault{{1, "的类型不对，这里应当是整数"}}},
		{"长的值只引开头，不切开一个字", "year: 二〇二四年六月\n", []fault{{1, `"二〇..." 的类型不对，这里应当是整数`}}},
		{"值里有反引号", "year: a`b`c\n", []fault{{1, "\"a`b`c\" 的类型不对，这里应当是整数"}}},
		{"键里有引号", "\"a\\\"b\": 1\n\"a\\\"b\": 2\n", []fault{{2, "第 1 行已经写过"}}},
		{"键里有空格", "issued on: 1\n", []fault{{1, `没有 "issued on" 这个键，请检查拼写`}}},
		{"缩进不对", "title: 意见\n  year: 2024\n", []fault{{2, "YAML 读不懂："}}},
		{"用制表符缩进", "issuer:\n\tname: 商务厅\n", []fault{{2, "YAML 读不懂："}}},
		{"引用了没有的锚", "title: *nobody\n", []fault{{1, "YAML 读不懂："}}},
		{"引用的锚有中文名", "title: *某某\n", []fault{{1, "YAML 读不懂："}}},
		{"第一行就读不懂", "title: [\n", []fault{{1, "YAML 读不懂："}}},
		{"不是 UTF-8", "title: 意见\nyear: \xb6\xfe\n", []fault{{2, "第 21 个字节不是有效的 UTF-8，请另存为 UTF-8 编码"}}},
		{"文件里有两段", "title: 甲\nyear: 1\n---\ntitle: 乙\n", []fault{{3, "一个文件里只能有一段：请去掉后面的 --- 和它之后的内容"}}},
		{"第二段是空的", "title: 甲\n---\n", []fault{{2, "一个文件里只能有一段"}}},
		{"第一段是空的", "---\n---\ntitle: 甲\n", []fault{{2, "一个文件里只能有一段"}}},
		{"第一段也有错", "titel: 甲\n---\ntitle: 乙\n", []fault{{1, `"titel"`}, {2, "一个文件里只能有一段"}}},
		{"第二段读不懂", "title: 甲\n---\ntitle: 乙\n  year: 1\n", []fault{{4, "YAML 读不懂："}}},
		{"括号之后还有内容", "{title: 甲} ]\n", []fault{{1, "YAML 读不懂："}}},
		{"一次报告全部", "titel: 笔误\nyear: 去年\nwords: 二手车\nyaer: 1\n", []fault{
			{1, `"titel"`}, {2, `"去年"`}, {3, `"二手车"`}, {4, `"yaer"`},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var into notice
			faults := yamlfile.Decode("notice.yaml", []byte(tt.file), &into)
			expect(t, faults.Sorted(), tt.want...)
		})
	}
}

// Front matter starts some lines into its file; faults count from the top of it.
func TestDecodeAt(t *testing.T) {
	var into notice
	faults := yamlfile.DecodeAt("notice.yaml", 10, []byte("title: 意见\nyear: 去年\ntitel: 笔误\n"), &into)
	expect(t, faults.Sorted(), fault{12, `"去年"`}, fault{13, `"titel"`})

	for _, tt := range []struct {
		name string
		file string
		want fault
	}{
		{"不是 UTF-8", "title: 意见\nyear: \xb6\xfe\n", fault{12, "UTF-8"}},
		{"先写的键也从文件开头数", "title: 甲\nyear: 1\ntitle: 乙\n", fault{13, `键 "title" 重复，第 11 行已经写过`}},
		{"缩进不对", "title: 意见\n  year: 2024\n", fault{12, "YAML 读不懂："}},
		{"没有行号的错算在第一行", "title: *nobody\n", fault{11, "YAML 读不懂："}},
		{"有两段", "title: 甲\n---\ntitle: 乙\n", fault{12, "一个文件里只能有一段"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var into notice
			expect(t, yamlfile.DecodeAt("notice.yaml", 10, []byte(tt.file), &into), tt.want)
		})
	}
}

// What a type finds wrong with its own value is one fault among the others,
// at its line.
func TestDecodeOwnFault(t *testing.T) {
	var into struct {
		Plates []plate `yaml:"plates"`
	}
	faults := yamlfile.Decode("notice.yaml", []byte("plates:\n  - 蒙A12345\n  - 未上牌\n  - 蒙B67890\n  - 临牌\ncolour: 红\n"), &into)
	expect(t, faults.Sorted(), fault{3, "未上牌 不是蒙牌"}, fault{5, "临牌 不是蒙牌"}, fault{6, `"colour"`})
	for _, f := range faults {
		if strings.Contains(f.What, "YAML 读不懂") {
			t.Errorf("a type's own words stand alone, but: %s", f)
		}
	}
}

// An error that ends the decoding, and knows no line, is told as it is too.
func TestDecodeOwnError(t *testing.T) {
	var into struct {
		Colour colour `yaml:"colour"`
	}
	faults := yamlfile.DecodeAt("notice.yaml", 10, []byte("colour: 红\n"), &into)
	if want := (yamlfile.Faults{{File: "notice.yaml", Line: 11, What: "红 不是车身颜色"}}); !slices.Equal(faults, want) {
		t.Errorf("got\n%v\nwant\n%v", faults, want)
	}
}

type colour string

func (c *colour) UnmarshalYAML(n *yaml.Node) error {
	return fmt.Errorf("%s 不是车身颜色", n.Value)
}

type plate string

func (p *plate) UnmarshalYAML(n *yaml.Node) error {
	if !strings.HasPrefix(n.Value, "蒙") {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %s 不是蒙牌", n.Line, n.Value)}}
	}
	*p = plate(n.Value)
	return nil
}

func TestFaults(t *testing.T) {
	var faults yamlfile.Faults
	faults.Add("words.yaml", 12, "%s 写了 %d 次", "出口", 2)
	faults.Add("kinds.yaml", 0, "读不出来")
	faults.Add("words.yaml", 3, "b")
	faults.Add("words.yaml", 3, "a")

	const want = "kinds.yaml: 读不出来\n" +
		"words.yaml:3: a\n" + // one line's faults by their text
		"words.yaml:3: b\n" +
		"words.yaml:12: 出口 写了 2 次"
	var err error = faults.Sorted()
	if err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	var back yamlfile.Faults
	if !errors.As(fmt.Errorf("语料有误：%w", err), &back) || len(back) != 4 {
		t.Errorf("the faults do not come back out of the error: %v", back)
	}
}

// A misspelt key is found on its own line, wherever it stands and however
// many there are.
func TestEveryUnknownKeyIsFound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOfNDistinct(rapid.StringMatching(`x[a-z]{1,8}|# [a-z]{1,8}`), 1, 20, rapid.ID).Draw(rt, "lines")
		var file strings.Builder
		var want []fault
		for i, line := range lines {
			if strings.HasPrefix(line, "x") {
				want = append(want, fault{i + 1, fmt.Sprintf("%q", line)})
				line += ": 1"
			}
			file.WriteString(line + "\n")
		}
		var into notice
		faults := yamlfile.Decode("notice.yaml", []byte(file.String()), &into)
		if problem := compare(faults.Sorted(), want); problem != "" {
			rt.Fatal(problem)
		}
	})
}

// Whatever the bytes: a fault points into the file, nothing broken is
// accepted, and what is accepted is read as a lenient reader would read it.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "title: 意见\nyear: 2024\n", "titel: 笔误\n", "year: 去年\nwords: 二手车\n", "title: 甲\ntitle: 乙\n",
		"gist: |\n  出口\n  退税\nlimit: 3\n", "asked: [&a 找谁, *a]\n", "cues: {<<: {who: 找谁}}\n", "title: [\n",
		"\uFEFFtitle: 意见\r\n", "title: \xff\n", "- 1\n", "? [a]\n: 1\n", "limit: !!int x\n", "\t", "%YAML 9\n---\n",
		"title: 甲\n---\ntitle: 乙\n", "title: 甲\n...\n", "---\n---\n", "{title: 甲}\n]\n", "kind: [a]\npoints: [1]\n", "title: *某某\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var strict notice
		faults := yamlfile.Decode("notice.yaml", data, &strict)
		for _, fault := range faults {
			if fault.File != "notice.yaml" || fault.What == "" || fault.Line < 1 || fault.Line > lines(data) {
				t.Errorf("%q: the fault points nowhere: %+v", data, fault)
			}
		}
		if bad := !utf8.Valid(data); bad != (len(faults) == 1 && strings.Contains(faults[0].What, "不是有效的 UTF-8")) {
			t.Errorf("%q: valid UTF-8 is %v, but the faults are %v", data, !bad, faults)
		}
		if len(faults) > 0 {
			return
		}
		var lenient notice
		if err := yaml.Unmarshal(bytes.TrimPrefix(data, []byte("\uFEFF")), &lenient); err != nil {
			t.Errorf("%q: accepted, but %v", data, err)
		}
		// NaN is unequal to itself; printed, both read the same.
		if fmt.Sprintf("%#v", strict) != fmt.Sprintf("%#v", lenient) {
			t.Errorf("%q: read as\n%#v\nwant\n%#v", data, strict, lenient)
		}
		for _, line := range append([]int{strict.Gist.Line, strict.Limit.Line}, where(strict)...) {
			if line < 0 || line > lines(data) {
				t.Errorf("%q: a value stands on line %d of %d", data, line, lines(data))
			}
		}
	})
}

// where returns the lines of the values in lists and mappings.
func where(n notice) (lines []int) {
	for _, a := range n.Asked {
		lines = append(lines, a.Line)
	}
	for _, a := range n.Cues {
		lines = append(lines, a.Line)
	}
	return lines
}

// lines counts lines as YAML does, which knows more line breaks than "\n".
func lines(data []byte) int {
	n := 1
	for _, r := range string(data) {
		if strings.ContainsRune("\n\r\u0085\u2028\u2029", r) {
			n++
		}
	}
	return n
}

// A fault as a test expects it: its line and the words that must be in it.
type fault struct {
	line int
	what string
}

// expect compares the faults of notice.yaml with the expected ones, in order.
func expect(t *testing.T, got yamlfile.Faults, want ...fault) {
	t.Helper()
	if problem := compare(got, want); problem != "" {
		t.Error(problem)
	}
}

func compare(got yamlfile.Faults, want []fault) (problem string) {
	same := slices.EqualFunc(got, want, func(g yamlfile.Fault, w fault) bool {
		return g.File == "notice.yaml" && g.Line == w.line && strings.Contains(g.What, w.what)
	})
	if same {
		return ""
	}
	return fmt.Sprintf("got\n%v\nwant\n%v", got, want)
}
