package calendar_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cheyi/calendar"
	"cheyi/corpus"
	"cheyi/yamlfile"
)

// embedded reads the calendars that the program carries.
func embedded(t *testing.T) map[int]*calendar.Year {
	t.Helper()
	years, faults := calendar.ReadYears(corpus.FS, "calendar")
	if len(faults) > 0 {
		t.Fatalf("the embedded calendars have faults:\n%v", faults)
	}
	return years
}

func TestEmbeddedYears(t *testing.T) {
	years := embedded(t)
	if got := slices.Sorted(maps.Keys(years)); !slices.Equal(got, []int{2024, 2025, 2026, 2027}) {
		t.Fatalf("the years are %v", got)
	}
	tests := []struct {
		year   int
		number string // of the notice
		issued string
		worked int // working days of the whole year
		makeUp []string
	}{
		{2024, "国办发明电〔2023〕7号", "2023-10-25", 251,
			[]string{"02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"}},
		{2025, "国办发明电〔2024〕12号", "2024-11-12", 248,
			[]string{"01-26", "02-08", "04-27", "09-28", "10-11"}},
		{2026, "国办发明电〔2025〕7号", "2025-11-04", 248,
			[]string{"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.year), func(t *testing.T) {
			y := years[tt.year]
			if y.Number != tt.year || y.Status != calendar.Official {
				t.Errorf("the year is %d, %s", y.Number, y.Status)
			}
			title := fmt.Sprintf("国务院办公厅关于%d年部分节假日安排的通知", tt.year)
			if want := (calendar.Notice{Title: title, Number: tt.number, IssuedOn: day(t, tt.issued)}); y.Notice != want {
				t.Errorf("the notice is %+v\nwant          %+v", y.Notice, want)
			}
			if got := worked(y); got != tt.worked {
				t.Errorf("%d days are worked, want %d", got, tt.worked)
			}
			if got := makeUp(y); !slices.Equal(got, tt.makeUp) {
				t.Errorf("make-up days are %v\nwant             %v", got, tt.makeUp)
			}
		})
	}
}

// Without a notice only the statutory days are known: New Year's Day is one,
// and nothing is worked in exchange.
func TestEmbeddedProvisionalYear(t *testing.T) {
	y := embedded(t)[2027]
	if y.Status != calendar.Provisional {
		t.Errorf("2027 is %s", y.Status)
	}
	if y.Notice.Title != "全国年节及纪念日放假办法" {
		t.Errorf("2027 follows %s", y.Notice.Title)
	}
	if off, _ := listed(y); !off[day(t, "2027-01-01")] {
		t.Error("New Year's Day is not off")
	}
	if got := makeUp(y); len(got) > 0 {
		t.Errorf("make-up days before the notice is out: %v", got)
	}
}

// Every holiday of the State Council's list has a name and a day off, in
// every year; the two festivals that meet in 2025 share a run.
func TestEmbeddedHolidays(t *testing.T) {
	for number, y := range embedded(t) {
		var names []string
		for _, h := range y.Holidays {
			names = append(names, h.Name)
			if len(h.Off) == 0 {
				t.Errorf("%d: %s has no day off", number, h.Name)
			}
		}
		for _, name := range []string{"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"} {
			if !strings.Contains(strings.Join(names, "、"), name) {
				t.Errorf("%d lacks %s", number, name)
			}
		}
	}
}

// worked counts working days by the rule: a listed day off is off, a listed
// make-up day is worked, else Monday to Friday.
func worked(y *calendar.Year) (n int) {
	off, work := listed(y)
	for d := (calendar.Day{Year: y.Number, Month: time.January, Day: 1}); d.Year == y.Number; d = d.Add(1) {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if !off[d] && (work[d] || !weekend) {
			n++
		}
	}
	return n
}

func listed(y *calendar.Year) (off, work map[calendar.Day]bool) {
	off, work = map[calendar.Day]bool{}, map[calendar.Day]bool{}
	for _, h := range y.Holidays {
		for _, d := range h.Off {
			off[d] = true
		}
		for _, d := range h.Work {
			work[d] = true
		}
	}
	return off, work
}

// makeUp lists the make-up days in order, without their year.
func makeUp(y *calendar.Year) []string {
	_, work := listed(y)
	var days []string
	for d := range work {
		_, monthAndDay, _ := strings.Cut(d.String(), "-")
		days = append(days, monthAndDay)
	}
	slices.Sort(days)
	return days
}

// The head of a good file, up to line 6; cases go on from line 7.
const head = `year: 2026
status: official
notice:
  title: 国务院办公厅关于2026年部分节假日安排的通知
  number: 国办发明电〔2025〕7号
  issued_on: 2025-11-04
`

func TestReadYears(t *testing.T) {
	years, faults := calendar.ReadYears(fstest.MapFS{
		"日历/2026.yaml": file(head + "holidays:\n  - name: 元旦\n    off: [2026-01-01, 2026-01-02]\n    work: [2026-01-04]\n"),
		"日历/2025.yaml": file(strings.NewReplacer("2026", "2025", "official", "provisional").Replace(head)),
		"日历/说明.md":     file("不是日历"),
	}, "日历")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if len(years) != 2 || years[2025].Status != calendar.Provisional || len(years[2025].Holidays) != 0 {
		t.Errorf("read %v", years)
	}
	got := years[2026].Holidays
	if len(got) != 1 || got[0].Name != "元旦" ||
		!slices.Equal(got[0].Off, []calendar.Day{day(t, "2026-01-01"), day(t, "2026-01-02")}) ||
		!slices.Equal(got[0].Work, []calendar.Day{day(t, "2026-01-04")}) {
		t.Errorf("read %+v", got)
	}
}

func TestYearFaults(t *testing.T) {
	without := func(line string) string { return strings.Replace(head, line, "", 1) }
	with := func(old, new string) string { return strings.Replace(head, old, new, 1) }
	tests := []struct {
		name string
		file string
		want []fault
	}{
		{"空文件", "", []fault{
			{1, "year 写的是 0，与文件名不一致"},
			{1, "缺少 notice 的 title、number 或 issued_on：日历要写明依据"},
			{1, "缺少 status：放假通知已公布写 official，未公布写 provisional"},
		}},
		{"年份与文件名不一致", "# 抄自上一年\n" + with("year: 2026", "year: 2025"), []fault{{2, "year 写的是 2025，与文件名不一致"}}},
		{"没有年份", without("year: 2026\n"), []fault{{1, "year 写的是 0，与文件名不一致"}}},
		{"年份不是数字", with("2026", "今年"), []fault{{1, `"今年" 的类型不对，这里应当是整数`}}},
		{"没有状态", without("status: official\n"), []fault{{1, "缺少 status：放假通知已公布写 official，未公布写 provisional"}}},
		{"状态是空的", with("official", `""`), []fault{{2, "缺少 status："}}},
		{"状态不认识", with("official", "draft"), []fault{{2, `status 写的是 "draft"，只能是 official 或 provisional`}}},
		{"依据没有标题", without("  title: 国务院办公厅关于2026年部分节假日安排的通知\n"), []fault{{1, "缺少 notice 的 title、number 或 issued_on"}}},
		{"依据没有文号", without("  number: 国办发明电〔2025〕7号\n"), []fault{{1, "缺少 notice 的 title、number 或 issued_on"}}},
		{"依据没有日期", without("  issued_on: 2025-11-04\n"), []fault{{1, "缺少 notice 的 title、number 或 issued_on"}}},
		{"依据的日期不存在", with("2025-11-04", "2025-11-31"), []fault{{6, `"2025-11-31" 不是有效的日期，应写成 2026-09-28 这样`}}},
		{"没有这个键", head + "holiday:\n  - name: 元旦\n", []fault{{7, `没有 "holiday" 这个键`}}},
		{"YAML 读不懂", head + "holidays:\n  - name: 元旦\n     off: []\n", []fault{{9, "YAML 读不懂"}}},
		{"两个不存在的日期", head + "holidays:\n  - name: 春节\n    off:\n      - 2026-02-29\n      - 2026-02-16\n      - 2026-02-30\n", []fault{
			{10, `"2026-02-29" 不是有效的日期`}, {12, `"2026-02-30" 不是有效的日期`},
		}},
		{"放假日不在这一年", head + "holidays:\n  - name: 元旦\n    off: [2026-01-01]\n  - name: 明年元旦\n    off: [2027-01-01]\n", []fault{
			{11, "明年元旦 里的 2027-01-01 不在 2026 年"},
		}},
		{"上班日不在这一年", head + "holidays:\n  - name: 元旦\n    off: [2026-01-01]\n    work:\n      - 2025-12-28\n", []fault{
			{11, "元旦 里的 2025-12-28 不在 2026 年"},
		}},
		{"上班日不是周末", head + "holidays:\n  - name: 劳动节\n    off: [2026-05-01]\n    work: [2026-05-08]\n", []fault{
			{10, "劳动节 的 work 里 2026-05-08 不是周末，调休上班日应当是周六或周日"},
		}},
		{"两个节日放同一天", head + "holidays:\n  - name: 国庆节\n    off: [2026-10-01]\n  - name: 中秋节\n    off: [2026-10-01]\n", []fault{
			{11, "2026-10-01 在 国庆节 和 中秋节 里各写了一次"},
		}},
		{"又放假又上班", head + "holidays:\n  - name: 国庆节\n    off: [2026-10-10]\n    work: [2026-10-10]\n", []fault{
			{10, "2026-10-10 在 国庆节 和 国庆节 里各写了一次"},
		}},
		{"两个节日补同一天班", head + "holidays:\n  - name: 国庆节\n    work: [2026-10-10]\n  - name: 中秋节\n    work: [2026-10-10]\n", []fault{
			{11, "2026-10-10 在 国庆节 和 中秋节 里各写了一次"},
		}},
		{"一次报告全部", with("official", "draft") + "holidays:\n  - name: 元旦\n    off: [2027-01-01]\n    work: [2026-01-05]\n", []fault{
			{2, `status 写的是 "draft"`}, {9, "不在 2026 年"}, {10, "不是周末"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := calendar.ReadYears(fstest.MapFS{"calendar/2026.yaml": file(tt.file)}, "calendar")
			expect(t, "calendar/2026.yaml", faults.Sorted(), tt.want...)
		})
	}
}

// A fault in one file does not hide those of another, nor the good year.
func TestYearFaultsOfSeveralFiles(t *testing.T) {
	years, faults := calendar.ReadYears(fstest.MapFS{
		"calendar/2025.yaml": file("year: 2025\nstatus: [\n"),
		"calendar/2026.yaml": file(head),
		"calendar/2027.yaml": file(head),
	}, "calendar")
	var files []string
	for _, f := range faults {
		files = append(files, f.File)
	}
	if !slices.Equal(files, []string{"calendar/2025.yaml", "calendar/2027.yaml"}) {
		t.Errorf("the faults are\n%v", faults)
	}
	if years[2026] == nil {
		t.Error("the good year is lost")
	}
}

func TestYearsUnreadable(t *testing.T) {
	t.Run("没有日历文件", func(t *testing.T) {
		for _, fsys := range []fs.FS{fstest.MapFS{}, fstest.MapFS{"calendar/说明.md": file("不是日历")}} {
			years, faults := calendar.ReadYears(fsys, "calendar")
			expect(t, "calendar", faults, fault{0, "这个文件夹里应当每年有一个日历文件，例如 2026.yaml"})
			if len(years) > 0 {
				t.Errorf("read %v", years)
			}
		}
	})
	t.Run("文件是个文件夹", func(t *testing.T) {
		_, faults := calendar.ReadYears(fstest.MapFS{"calendar/2026.yaml": {Mode: fs.ModeDir | 0o755}}, "calendar")
		expect(t, "calendar/2026.yaml", faults, fault{0, "读不出来："})
	})
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// A fault as a test expects it: its line and the words that must be in it.
type fault struct {
	line int
	what string
}

// expect compares the faults of one file with the expected ones, in order.
func expect(t *testing.T, file string, got yamlfile.Faults, want ...fault) {
	t.Helper()
	same := slices.EqualFunc(got, want, func(g yamlfile.Fault, w fault) bool {
		return g.File == file && g.Line == w.line && strings.Contains(g.What, w.what)
	})
	if !same {
		t.Errorf("got\n%v\nwant in %s\n%v", got, file, want)
	}
}
