package calc

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"cheyi/knowledge"
	"cheyi/yamlfile"
)

const shippedRules = "nmg-2024-406/" + rulesFile

// corpusCopy holds the shipped corpus in memory, so that it can be spoiled.
func corpusCopy(t testing.TB) fstest.MapFS {
	t.Helper()
	corpus, copied := os.DirFS("../corpus"), fstest.MapFS{}
	err := fs.WalkDir(corpus, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(corpus, path)
		copied[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

// plant puts a fault in place of the first old in the rules.
func plant(t testing.TB, corpus fstest.MapFS, old, fault string) {
	t.Helper()
	text := string(corpus[shippedRules].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", shippedRules, old)
	}
	corpus[shippedRules].Data = []byte(strings.Replace(text, old, fault, 1))
}

// shippedText is the library that all faults leave as it is, read once.
var shippedText = sync.OnceValues(func() (*knowledge.Library, yamlfile.Faults) { return knowledge.Read(os.DirFS("../corpus")) })

// faultsOf returns what is wrong with a corpus's rules.
func faultsOf(t testing.TB, corpus fs.FS) yamlfile.Faults {
	t.Helper()
	lib, faults := shippedText()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	_, faults = Read(corpus, lib)
	return faults
}

// lineOf is the line of the rules on which words first stand.
func lineOf(t testing.TB, corpus fstest.MapFS, words string) int {
	t.Helper()
	before, _, found := strings.Cut(string(corpus[shippedRules].Data), words)
	if !found {
		t.Fatalf("%s does not hold %q", shippedRules, words)
	}
	return 1 + strings.Count(before, "\n")
}

// Each planted fault is reported with its file and line. What is missing is
// reported where the rule begins; what only shows when the rule is computed
// concerns the whole file.
func TestPlantedRuleFaults(t *testing.T) {
	for _, tt := range []struct {
		name, old, fault string
		line             string // words of the line that must be named; "" for line 1
		says             []string
	}{
		{"不认识的键", "    formula: share\n", "    formulas: share\n", "formulas:", []string{`没有 "formulas" 这个键`}},
		{"引文和原文不一致", "quote: 对企业参展展位费给予 70% 补贴支持", "quote: 对参展企业的展位费给予 70% 补贴", "对参展企业的展位费", []string{"booth", "share", "quote", "五.1", "找不到原话"}},
		{"引文是别的条款的", "clause: 六.5", "clause: 七.6", "单一企业单一公历年保费", []string{"premium_project", "cap", "七.6", "找不到原话"}},
		{"值不在引文里", "value: 70%, clause: 五.1", "value: 60%, clause: 五.1", "value: 60%", []string{"booth", "60%", "quote 里没有"}},
		{"值差一个万字", "value: 150 万元", "value: 150 元", "value: 150 元", []string{"premium_project", "150 元", "quote 里没有"}},
		{"值里没有数", "value: 1000 元", "value: 若干元", "value: 若干元", []string{"vehicles", "若干元"}},
		{"条款不存在", "clause: 六.5", "clause: 六.9", "clause: 六.9", []string{"premium_project", `没有 "六.9"`}},
		{"条款在别的文件里", "    folder: mvr-2021\n    subjects: [注销", "    subjects: [注销", "clause: 三十七.8", []string{"deregistration_deadline", "nmg-2024-406 里没有"}},
		{"没有写条款", ", clause: 六.5, quote", ", quote", "value: 150 万元", []string{"premium_project", "cap", "没有写对条款"}},
		{"有效期重叠", "      - {parameter: rate,", "      - {parameter: rate, value: 1000 元, clause: 七.1, from: 2024, quote: 平均 1000 元的资金支持}\n      - {parameter: rate,",
			"rule: vehicles", []string{"vehicles", "rate", "两个值"}},
		{"两个值管同一类企业", `for: ["3", "4"]`, `for: ["2", "3", "4"]`, "rule: refund_deadline", []string{"refund_deadline", "days", "两个值"}},
		{"年限在原文里没有", "from: 2024, years: 2, quote: 从", "from: 2024, years: 3, quote: 从", "years: 3", []string{"vehicles", "rate", "years", "3"}},
		{"起始年在原文里没有", "from: 2024, years: 2, quote: 对", "from: 2023, years: 2, quote: 对", "from: 2023", []string{"vehicles", "threshold", "from", "2023"}},
		{"没有这种算法", "formula: per_vehicle", "formula: per_car", "formula: per_car", []string{"vehicles", `"per_car"`, "没有这种算法"}},
		{"缺参数", "      - {parameter: threshold,", "      - {parameter: minimum,", "rule: vehicles", []string{"vehicles", "缺少参数 threshold"}},
		{"没有上限也没有说没有", "    nocap: 第五条没有写补贴上限\n", "", "rule: booth", []string{"booth", "cap", "nocap"}},
		{"有上限又说没有", "    chosen: premium_project\n", "    chosen: premium_project\n    nocap: 第六条没有写上限\n", "rule: premium_project", []string{"premium_project", "cap", "nocap"}},
		{"缺一句话", "      below_threshold: ", "      # below_threshold: ", "rule: vehicles", []string{"vehicles", "says 缺少 below_threshold"}},
		{"有上限却没有封顶的话", "      capped: ", "      # capped: ", "rule: premium_project", []string{"premium_project", "says 缺少 capped"}},
		{"没有这个空", "展位费补贴约 {amount}", "展位费补贴约 {money}", "{money}", []string{"{money}", "没有这个空", "{amount}"}},
		{"没有这类输入", "kind: rate", "kind: ratio", "kind: ratio", []string{"exchange_rate", `"ratio"`, "rate"}},
		{"规则用了没有的输入", "inputs: [booth_fee, exchange_rate]", "inputs: [booth_fees, exchange_rate]", "[booth_fees", []string{"没有名为 booth_fees 的输入"}},
		{"规则少一类输入", "inputs: [vehicle_count, year]", "inputs: [vehicle_count]", "rule: vehicles", []string{"vehicles", "缺少 year 类的输入"}},
		{"同一条规则写了两次", "rule: premium_credit", "rule: premium_project # again", "# again", []string{"规则 premium_project 写了两次"}},
		{"同一个输入写了两次", "input: issued_on", "input: cleared_on # again", "# again", []string{"输入 cleared_on 写了两次"}},
		{"提问没有问号", "已经领了多少元？没有就写 0", "已经领的写出来，没有就写 0", "input: used", []string{"问号"}},
		{"没有名称", "    label: 出口辆数\n", "", "input: vehicle_count", []string{"label"}},
		{"选项不够", "kind: money\n    label: 展位费", "kind: choice\n    label: 展位费", "input: booth_fee", []string{"booth_fee", "至少两个 choices"}},
		{"日期界限不存在", "least: 2000-01-01", "least: 2000-13-01", "least: 2000-13-01", []string{"accepted_on", "2000-13-01", "日期"}},
		{"金额界限不是数", "least: 0.01", "least: 很少", "least: 很少", []string{"booth_fee", "least、most 要写成数"}},
		{"例子读不懂", "example: {booth_fee: 3.6万}", "example: {booth_fee: 三五万}", "三五万", []string{"booth", "example 读不懂", "三五万"}},
		{"例子里的日子不存在", "accepted_on: 2026-09-30", "accepted_on: 2026-09-31", "2026-09-31", []string{"refund_deadline", "example 读不懂", "不存在"}},
		{"例子里没有这个输入", "example: {premium: 100万}", "example: {保费: 100万}", "{保费: 100万}", []string{"premium_credit", "没有名为 保费 的输入"}},
		{"例子不够算", "example: {vehicle_count: 68辆, year: 2025}", "example: {vehicle_count: 68辆}", "", []string{"vehicles", "example 算不出来"}},
		{"提醒里编了一个数", "印的日期更短的", "一般只批 45 天，印的日期更短的", "", []string{"temporary_plate", "通不过原文核对", "45"}},
		{"答复里编了一句原文", "（目标日期，不是承诺）", "（“三日内必须办完”）", "", []string{"refund_deadline", "通不过原文核对"}},
		{"键写了两次", "    label: 展位费\n", "    label: 展位费\n    label: 展位费 # again\n", "# again", []string{`键 "label" 重复`}},
		{"年数不是数", "from: 2024, years: 2, quote: 从", "from: 2024, years: 两, quote: 从", "years: 两", []string{"类型不对", "整数"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			corpus := corpusCopy(t)
			plant(t, corpus, tt.old, tt.fault)
			faults := faultsOf(t, corpus)
			line := 1
			if tt.line != "" {
				line = lineOf(t, corpus, tt.line)
			}
			if !slices.ContainsFunc(faults, func(f yamlfile.Fault) bool {
				return f.File == shippedRules && f.Line == line && containsAll(f.What, tt.says)
			}) {
				t.Errorf("reported:\n%v\nwant %s:%d: %q", faults, shippedRules, line, tt.says)
			}
			for _, f := range faults {
				if f.Line < 1 {
					t.Errorf("no line: %v", f)
				}
			}
		})
	}
}

func containsAll(s string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s, w) })
}

// A fault does not hide the others of its file.
func TestRuleFaultsAreReportedTogether(t *testing.T) {
	corpus := corpusCopy(t)
	plant(t, corpus, "value: 70%, clause: 五.1", "value: 60%, clause: 五.1")
	plant(t, corpus, "formula: per_vehicle", "formula: per_car")
	plant(t, corpus, "clause: 三十七.8", "clause: 三十七.9")
	faults := faultsOf(t, corpus)
	for _, want := range []string{"60%", "per_car", "三十七.9"} {
		if !slices.ContainsFunc(faults, func(f yamlfile.Fault) bool { return strings.Contains(f.What, want) }) {
			t.Errorf("%s is not reported:\n%v", want, faults)
		}
	}
	if !slices.IsSortedFunc(faults, func(a, b yamlfile.Fault) int { return a.Line - b.Line }) {
		t.Errorf("not in the order of the file:\n%v", faults)
	}
}

func TestRulesUnreadable(t *testing.T) {
	corpus := corpusCopy(t)
	corpus[shippedRules] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	faults := faultsOf(t, corpus)
	if len(faults) != 1 || faults[0].File != shippedRules || !strings.Contains(faults[0].What, "读不出来") {
		t.Errorf("reported:\n%v", faults)
	}
}

// A corpus need not compute anything.
func TestCorpusWithoutRules(t *testing.T) {
	corpus := corpusCopy(t)
	delete(corpus, shippedRules)
	if book := bookOf(t, corpus); len(book.Rules)+len(book.Inputs) > 0 {
		t.Errorf("%d rules, %d inputs out of nothing", len(book.Rules), len(book.Inputs))
	}
}

// Outside of the years and choices that the text names there is no value; a
// neighbour's is never taken.
func TestParametersDoNotFallBack(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		rule, parameter string
		year            int
		choice, want    string
	}{
		{"vehicles", "rate", 2023, "", ""},
		{"vehicles", "rate", 2024, "", "1000"},
		{"vehicles", "rate", 2025, "", "1000"},
		{"vehicles", "rate", 2026, "", ""},
		{"vehicles", "threshold", 2023, "", ""},
		{"vehicles", "threshold", 2025, "", "50"},
		{"vehicles", "threshold", 2026, "", ""},
		{"refund_deadline", "days", 2026, "1", "3"},
		{"refund_deadline", "days", 2026, "2", "3"},
		{"refund_deadline", "days", 2026, "3", "5"},
		{"refund_deadline", "days", 2026, "4", "5"},
		{"refund_deadline", "days", 2026, "5", ""},
		{"premium_project", "share", 2030, "", "70"}, // the text names no years
		{"premium_credit", "share", 2030, "", "80"},
		{"booth", "cap", 2026, "", ""},
	} {
		p, found := book.Rule(tt.rule).parameter(tt.parameter, tt.year, tt.choice)
		got := ""
		if found {
			got = plain(p.Value)
		}
		if got != tt.want {
			t.Errorf("%s: %s for %d %q is %q, want %q", tt.rule, tt.parameter, tt.year, tt.choice, got, tt.want)
		}
	}
}

// A share that holds for 2025 alone gives nothing for the year before.
func TestShareOfAnotherYear(t *testing.T) {
	book := bookOf(t, os.DirFS("../corpus")) // its own: it is changed
	booth := book.Rule("booth")
	for i := range booth.parameters {
		booth.parameters[i].From, booth.parameters[i].Until = 2025, 2025
	}
	today := parseDay(t, "2026-11-23")
	if c, err := book.Compute(booth, Values{"booth_fee": "2025:30000"}, today); err != nil || c.Result.Amount.String() != "21000.00" {
		t.Errorf("2025: %v, %v", c.Result.Amount, err)
	}
	for _, fees := range []string{"2024:30000", "2026:30000", "2024:30000;2025:30000"} {
		if c, err := book.Compute(booth, Values{"booth_fee": fees}, today); err == nil {
			t.Errorf("%s gives %v", fees, c.Result.Amount)
		}
	}
}

// What the shipped text does not cover is said to be so, and no amount or day
// stands beside it.
func TestUncoveredYears(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		rule   string
		values Values
		state  State
		words  string
	}{
		{"vehicles", Values{"vehicle_count": "500", "year": "2023"}, NotYet, "2023 年"},
		{"vehicles", Values{"vehicle_count": "500", "year": "2000"}, NotYet, "2000 年"},
		{"vehicles", Values{"vehicle_count": "500", "year": "2026"}, Expired, "2026 年"},
		{"vehicles", Values{"vehicle_count": "500", "year": "2099"}, Expired, "2099 年"},
		{"vehicles", Values{"vehicle_count": "2023:500;2026:500"}, Expired, "2023 年、2026 年"},
		{"refund_deadline", Values{"accepted_on": "2027-12-29", "taxpayer_class": "1"}, UnknownYear, "2028 年"},
		{"refund_deadline", Values{"accepted_on": "2023-11-01", "taxpayer_class": "3"}, UnknownYear, "2023 年"},
		{"refund_deadline", Values{"accepted_on": "2099-12-31", "taxpayer_class": "unknown"}, UnknownYear, "2100 年"},
	} {
		c, err := book.Compute(book.Rule(tt.rule), tt.values, parseDay(t, "2026-11-23"))
		if err != nil {
			t.Fatal(err)
		}
		r := c.Result
		if r.State != tt.state || r.Amount != nil || r.Deadline != nil || r.Eligible || r.Capped {
			t.Errorf("%s %s: %+v, want %s and nothing else", tt.rule, tt.values, r, tt.state)
		}
		if !strings.Contains(c.Reply.Text, tt.words) {
			t.Errorf("%s %s does not say %s:\n%s", tt.rule, tt.values, tt.words, c.Reply.Text)
		}
	}
}
