package knowledge_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/yamlfile"
)

// library reads the embedded corpus.
func library(t *testing.T) *knowledge.Library {
	t.Helper()
	lib, faults := knowledge.Read(corpus.FS)
	if len(faults) > 0 {
		t.Fatalf("the embedded corpus has faults:\n%v", faults)
	}
	return lib
}

// The text of the articles is the source's, character by character, white
// space aside: page breaks within words are the only thing that was mended.
func TestTextIsVerbatim(t *testing.T) {
	source, err := os.ReadFile("testdata/nmg-2024-406.source.txt")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	doc := library(t).Documents[0]
	for _, a := range doc.Articles {
		b.WriteString(a.Number + "、" + a.Title)
		for _, c := range a.Clauses {
			b.WriteString(c.Text)
		}
		label := "责任部门："
		if strings.Contains(string(source), "（责任单位："+strings.Join(a.Departments, "、")) {
			label = "责任单位："
		}
		b.WriteString("（" + label + strings.Join(a.Departments, "、") + "）")
	}
	squeezed := knowledge.Squeeze(string(source))
	if text := knowledge.Squeeze(b.String()); !strings.Contains(squeezed, text) {
		t.Errorf("the articles differ from the source:\n%s", text)
	}
	for _, particular := range append([]string{doc.Title, doc.Number, doc.Addressees, doc.Preamble}, doc.Issuers...) {
		if !knowledge.Verbatim(particular, string(source)) {
			t.Errorf("%q does not stand in the source", particular)
		}
	}
	for _, mended := range []string{"注销登记等业务流程", "通过申报中小企业", "检验检测费和整备费用平均"} {
		if !knowledge.Verbatim(mended, b.String()) {
			t.Errorf("a page break still cuts %q", mended)
		}
	}
}

func TestClauses(t *testing.T) {
	data, err := os.ReadFile("testdata/nmg-2024-406.clauses.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []struct {
		ID, Text    string
		Departments []string
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	lib := library(t)
	got := lib.Documents[0].Clauses()
	if len(got) != len(want) {
		t.Fatalf("%d clauses, want %d", len(got), len(want))
	}
	for i, w := range want {
		c := got[i]
		if c.ID != w.ID || c.Text != w.Text || !slices.Equal(c.Article.Departments, w.Departments) {
			t.Errorf("clause %d is %s %q %v, want %s %q %v", i, c.ID, c.Text, c.Article.Departments, w.ID, w.Text, w.Departments)
		}
		if found, ok := lib.Clause("nmg-2024-406", w.ID); !ok || found != c {
			t.Errorf("%s is not found by its id", w.ID)
		}
	}
}

// plant copies the embedded corpus and replaces one string in one file.
func plant(t *testing.T, file, old, fault string) fstest.MapFS {
	t.Helper()
	copied := fstest.MapFS{}
	err := fs.WalkDir(corpus.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(corpus.FS, path)
		copied[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(copied[file].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	copied[file].Data = []byte(strings.Replace(text, old, fault, 1))
	return copied
}

// Each planted fault is reported with its file and line, and nothing else is.
func TestPlantedFaults(t *testing.T) {
	const notes, text = "nmg-2024-406/notes.yaml", "nmg-2024-406/document.md"
	for _, tt := range []struct {
		name, file, old, fault string
		line                   string // the text of the line that must be named; "" for line 1
		says                   string
	}{
		{"unknown key", notes, "    gist: ", "    gits: ", "    gits: ", "没有 \"gits\" 这个键"},
		{"bad date in the calendar", "calendar/2026.yaml", "2026-10-07", "2026-10-32", "2026-10-32", "不是有效的日期"},
		{"bad date of issue", text, "issued_on: 2024-06-12", "issued_on: 2024-06-31", "issued_on: 2024-06-31", "不是有效的日期"},
		{"quotation not verbatim", notes, "给予最高 80% 的资金支持", "给予最高 90% 的资金支持", "90% 的资金支持", "原文不一致"},
		{"clause without department", text, "（责任单位：自治区公安厅）\n", "", "## 三、", "没有责任部门"},
		{"overlapping validity", notes, "until: 2025-12-31, quote: 从 2024 年起连续 2 年按年度}",
			"until: 2025-12-31, quote: 从 2024 年起连续 2 年按年度}\n      - {from: 2025-06-01, until: 2026-12-31, quote: 从 2024 年起连续 2 年按年度}",
			"from: 2025-06-01", "有效期重叠"},
		{"calendar without status", "calendar/2026.yaml", "status: official\n", "", "", "缺少 status"},
		{"make-up day that is no weekend", "calendar/2026.yaml", "work: [2026-01-04]", "work: [2026-01-05]", "work: [2026-01-05]", "不是周末"},
		{"figure that the clause does not have", notes, "平均1000元的资金支持", "平均2000元的资金支持", "平均2000元", "2000"},
		{"clause that does not exist", notes, "with: [六.5]", "with: [六.9]", "with: [六.9]", "没有条款 \"六.9\""},
		{"word in two groups", "lexicon/synonyms.yaml", "same: [过户, ", "same: [过户, 过户, ", "same: [过户, 过户", "写了两次"},
		{"kind that the lexicon lacks", notes, "      amount: ", "      price: ", "      price: ", "没有 \"price\" 这类问法"},
		{"clause written twice", notes, "  - clause: 一.2\n", "  - clause: 一.1 # again\n", "# again", "写了两次"},
		{"document without number", text, "number: 内商贸字〔2024〕406号\n", "", "", "缺少 number"},
		{"prompt with a figure", "prompts.yaml", "\n  用 JSON 回答，只有 question", "\n  最多 3 句，用 JSON 回答，只有 question", "rephrase: |", "rephrase 里有数字 3"},
		{"prompt that does not name the form", "prompts.yaml", "  用 JSON 回答，只有 clause 一个键。", "  ", "choose: |", "choose 里要写明用 JSON 回答"},
		{"qualifier that no clause has", "lexicon/wording.yaml", "say: 平均,", "say: 平均数,", "say: 平均数", "没有条款写着 \"平均数\""},
		{"qualifier beside what no clause has", "lexicon/wording.yaml", "of: [80%]", "of: [85%]", "of: [85%]", "没有 \"85%\""},
		{"small word that promises", "lexicon/wording.yaml", "plain: [的, ", "plain: [的, 保证, ", "plain: [的, 保证", "含有 claims 里的"},
		{"bytes that are no UTF-8", "lexicon/words.yaml", "临牌", "临\xff牌", "临\xff牌", "UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			planted := plant(t, tt.file, tt.old, tt.fault)
			_, faults := knowledge.Read(planted)
			if len(faults) == 0 {
				t.Fatal("not found")
			}
			wantLine := 1
			if tt.line != "" {
				before, _, found := strings.Cut(string(planted[tt.file].Data), tt.line)
				if !found {
					t.Fatalf("the planted file does not hold %q", tt.line)
				}
				wantLine += strings.Count(before, "\n")
			}
			if !slices.ContainsFunc(faults, func(f yamlfile.Fault) bool {
				return f.File == tt.file && f.Line == wantLine && strings.Contains(f.What, tt.says)
			}) {
				t.Errorf("reported:\n%v\nwant %s:%d: …%s…", faults, tt.file, wantLine, tt.says)
			}
		})
	}
}

// Faults in several files are all reported by one run.
func TestFaultsAreReportedTogether(t *testing.T) {
	planted := plant(t, "nmg-2024-406/notes.yaml", "with: [六.5]", "with: [六.9]")
	planted["calendar/2026.yaml"].Data = []byte("year: 2026\n")
	planted["lexicon/words.yaml"].Data = []byte("words: [\"a b\"]\nstop: [\"\"]\n")
	_, faults := knowledge.Read(planted)
	files := map[string]bool{}
	for _, f := range faults {
		files[f.File] = true
	}
	if len(files) != 3 || len(faults) < 5 {
		t.Errorf("reported:\n%v", faults)
	}
}
