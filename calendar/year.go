package calendar

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"cheyi/yamlfile"
)

// Status says how far a year's days can be relied on.
type Status string

const (
	// Official years follow a published notice of the State Council.
	Official Status = "official"
	// Provisional years know only the statutory days; a result that touches
	// one says 暂定.
	Provisional Status = "provisional"
)

// A Notice is the document that a year's days come from.
type Notice struct {
	Title    string `yaml:"title"`
	Number   string `yaml:"number"`
	IssuedOn Day    `yaml:"issued_on"`
}

// A Holiday is one named run of days off with its make-up working days.
type Holiday struct {
	Name string
	Off  []Day
	Work []Day // weekend days that are worked in exchange
}

// A Year is one calendar year. Ordinary weekends are not listed: a day that
// no holiday names is worked from Monday to Friday.
type Year struct {
	Number   int
	Status   Status
	Notice   Notice
	Holidays []Holiday
}

// ReadYears reads every file of the folder dir, which holds one YAML file a
// year named 2026.yaml, and returns the years by number with every fault found.
func ReadYears(fsys fs.FS, dir string) (Years, yamlfile.Faults) {
	var faults yamlfile.Faults
	files, err := fs.Glob(fsys, path.Join(dir, "*.yaml"))
	if err != nil || len(files) == 0 {
		faults.Add(dir, 0, "这个文件夹里应当每年有一个日历文件，例如 2026.yaml")
		return nil, faults
	}
	years := Years{}
	for _, file := range files {
		year, found := readYear(fsys, file)
		faults = append(faults, found...)
		if year != nil {
			years[year.Number] = year
		}
	}
	for number := range years {
		if years[number-1] == nil && len(years) > 1 && number != slices.Min(slices.Collect(maps.Keys(years))) {
			faults.Add(dir, 0, "缺少 %d 年的日历：有前一年和后一年，中间不能空", number-1)
		}
	}
	return years, faults
}

// yearFile is a year as its file writes it, with the lines that faults name.
type yearFile struct {
	Year     yamlfile.At[int]    `yaml:"year"`
	Status   yamlfile.At[Status] `yaml:"status"`
	Notice   Notice              `yaml:"notice"`
	Holidays []struct {
		Name yamlfile.Text      `yaml:"name"`
		Off  []yamlfile.At[Day] `yaml:"off"`
		Work []yamlfile.At[Day] `yaml:"work"`
	} `yaml:"holidays"`
}

func readYear(fsys fs.FS, file string) (*Year, yamlfile.Faults) {
	var faults yamlfile.Faults
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		faults.Add(file, 0, "读不出来：%v", err)
		return nil, faults
	}
	var f yearFile
	if faults = yamlfile.Decode(file, data, &f); len(faults) > 0 {
		return nil, faults
	}
	f.check(file, &faults)
	y := &Year{Number: f.Year.Value, Status: f.Status.Value, Notice: f.Notice}
	for _, h := range f.Holidays {
		y.Holidays = append(y.Holidays, Holiday{h.Name.Value, yamlfile.Values(h.Off), yamlfile.Values(h.Work)})
	}
	return y, faults
}

// check finds what decoding cannot: a missing status, days outside the year,
// a make-up day that is no weekend, a day both off and worked.
func (f *yearFile) check(file string, faults *yamlfile.Faults) {
	if want := strings.TrimSuffix(path.Base(file), ".yaml"); want != fmt.Sprint(f.Year.Value) {
		faults.Add(file, max(f.Year.Line, 1), "year 写的是 %d，与文件名不一致", f.Year.Value)
	}
	switch f.Status.Value {
	case Official, Provisional:
	case "":
		faults.Add(file, max(f.Status.Line, 1), "缺少 status：放假通知已公布写 official，未公布写 provisional")
	default:
		faults.Add(file, f.Status.Line, "status 写的是 %q，只能是 official 或 provisional", f.Status.Value)
	}
	if f.Notice.Title == "" || f.Notice.Number == "" || f.Notice.IssuedOn.IsZero() {
		faults.Add(file, 1, "缺少 notice 的 title、number 或 issued_on：日历要写明依据")
	}
	seen := map[Day]string{}
	for _, h := range f.Holidays {
		for _, d := range append(slices.Clone(h.Off), h.Work...) {
			f.checkDay(file, h.Name.Value, d, seen, faults)
		}
		for _, d := range h.Work {
			if w := d.Value.Weekday(); w != time.Saturday && w != time.Sunday {
				faults.Add(file, d.Line, "%s 的 work 里 %s 不是周末，调休上班日应当是周六或周日", h.Name.Value, d.Value)
			}
		}
	}
}

func (f *yearFile) checkDay(file, name string, d yamlfile.At[Day], seen map[Day]string, faults *yamlfile.Faults) {
	if d.Value.Year != f.Year.Value {
		faults.Add(file, d.Line, "%s 里的 %s 不在 %d 年", name, d.Value, f.Year.Value)
	}
	if other, ok := seen[d.Value]; ok {
		faults.Add(file, d.Line, "%s 在 %s 和 %s 里各写了一次", d.Value, other, name)
	}
	seen[d.Value] = name
}
