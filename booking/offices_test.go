package booking_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/calendar"
)

func TestExampleOffices(t *testing.T) {
	o, faults := booking.ExampleOffices(years(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var areas []string
	for _, office := range o.All() {
		areas = append(areas, office.Area)
		if !strings.Contains(office.Name, "示例") {
			t.Errorf("%s is not labelled an example", office.Name)
		}
	}
	want := []string{"呼和浩特市", "包头市", "乌海市", "赤峰市", "通辽市", "鄂尔多斯市", "呼伦贝尔市", "巴彦淖尔市", "乌兰察布市", "兴安盟", "锡林郭勒盟", "阿拉善盟"}
	if !o.Example || o.RetentionDays < 1 || !slices.Equal(areas, want) {
		t.Errorf("example %v, retention %d, %v", o.Example, o.RetentionDays, areas)
	}
}

func TestFind(t *testing.T) {
	o, _ := booking.ExampleOffices(years(t))
	for text, want := range map[string][]string{
		"下周三呼市30台注销":       {"hohhot"},
		"呼和浩特市车辆管理所（示例）":   {"hohhot"},
		"包头还是鄂尔多斯，要不包头":    {"baotou", "ordos"},
		"二连浩特的车":           {"xilingol"},
		"hohhot":           {"hohhot"},
		"大兴安岭":             nil,
		"北京":               nil,
		"":                 nil,
		"\xff\xfe呼市\xff赤峰": {"hohhot", "chifeng"},
	} {
		var got []string
		for _, office := range o.Find(text) {
			got = append(got, office.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	office, _ := o.Office("hohhot")
	for place, want := range map[string]bool{"": true, "呼和浩特市赛罕区": true, "呼市": true, "包头": false, "北京市": false} {
		if office.Covers(place) != want {
			t.Errorf("covers %q: %v", place, !want)
		}
	}
}

// Days by the calendar with its make-up days, by weekdays, and the office's own.
func TestWorks(t *testing.T) {
	o, faults := booking.ReadOffices("offices.yaml", []byte(`
retention_days: 30
offices:
  - id: law
    name: 甲
    area: 甲盟
    windows: [{time: 09:00-12:00, capacity: 1}]
    closed: [2026-11-24]
    open: [2026-11-28]
  - id: own
    name: 乙
    area: 乙盟
    windows: [{time: 09:00-12:00, capacity: 1}]
    weekdays: [周一, 周六]
`), years(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, tt := range []struct {
		date     string
		law, own bool
	}{
		{"2026-11-23", true, true},   // Monday
		{"2026-11-24", false, false}, // closed
		{"2026-11-28", true, true},   // Saturday, open
		{"2026-11-29", false, false}, // Sunday
		{"2026-10-05", false, false}, // Monday, holiday
		{"2026-10-10", true, true},   // make-up Saturday
		{"2026-09-20", true, false},  // make-up Sunday
		{"2031-01-06", false, false}, // a year that nobody knows yet
	} {
		if law, own := o.Works("law", day(tt.date)), o.Works("own", day(tt.date)); law != tt.law || own != tt.own {
			t.Errorf("%s: by law %v, by itself %v", tt.date, law, own)
		}
	}
	if o.Works("west", day("2026-11-23")) {
		t.Error("an office that is not works")
	}
}

// An operator's change applies to windows that are in use already; what an
// officer has set stands.
func TestOfficesChange(t *testing.T) {
	file := func(capacity string) booking.Offices {
		o, faults := booking.ReadOffices("offices.yaml", []byte(strings.ReplaceAll(goodOffice, "capacity: 40", capacity)), years(t))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		return o
	}
	id := booking.SlotID{Office: "hohhot", Date: day("2026-11-30"), Window: forenoon}
	stored := booking.Slot{SlotID: id, Capacity: 40, Used: 7, Open: true}
	for _, tt := range []struct {
		version int
		offices booking.Offices
		want    booking.Slot
	}{
		{0, file("capacity: 60"), booking.Slot{SlotID: id, Capacity: 60, Used: 7, Open: true}},
		{0, file("capacity: 40}]\n    closed: [2026-11-30] #"), booking.Slot{SlotID: id, Capacity: 40, Used: 7}},
		{1, file("capacity: 60"), booking.Slot{SlotID: id, Capacity: 40, Used: 7, Open: true, Version: 1}},
	} {
		stored.Version = tt.version
		slots, err := tt.offices.Slots("hohhot", id.Date, id.Date, func(booking.SlotID) (booking.Slot, bool, error) { return stored, true, nil })
		if err != nil || slots[0] != tt.want {
			t.Errorf("%v %+v, want %+v", err, slots, tt.want)
		}
	}
}

const goodOffice = `retention_days: 180
offices:
  - id: hohhot
    name: 甲车管所
    area: 呼和浩特市
    windows: [{time: 09:00-12:00, capacity: 40}]
`

// F2: what can be read and makes no sense is told with its line and the range.
func TestF2OfficesFaults(t *testing.T) {
	office := func(more string) string { return goodOffice + "    " + more + "\n" }
	replace := func(old, with string) string { return strings.Replace(goodOffice, old, with, 1) }
	tests := []struct {
		name, file string
		want       []string
	}{
		{"空文件", "", []string{"offices.yaml: 缺少 offices", "offices.yaml: 缺少 retention_days"}},
		{"键拼错", office("windos: []"), []string{`offices.yaml:7: 没有 "windos" 这个键`}},
		{"辆数为负", replace("capacity: 40", "capacity: -1"), []string{"offices.yaml:6: capacity 写的是 -1，应当是 1 到 1000 辆"}},
		{"辆数太大", replace("capacity: 40", "capacity: 40000"), []string{"offices.yaml:6: capacity 写的是 40000"}},
		{"辆数是文字", replace("capacity: 40", "capacity: 四十"), []string{`offices.yaml:6: "四十" 的类型不对`}},
		{"没写辆数", replace(", capacity: 40", ""), []string{"offices.yaml:6: 时间窗 09:00-12:00 缺少 capacity"}},
		{"时间倒着写", replace("09:00-12:00", "12:00-09:00"), []string{`offices.yaml:6: time 写的是 "12:00-09:00"`}},
		{"时间不成样子", replace("09:00-12:00", "9点到12点"), []string{`offices.yaml:6: time 写的是 "9点到12点"，应写成 09:00-12:00`}},
		{"没有二十五点", replace("09:00-12:00", "09:00-25:00"), []string{"offices.yaml:6: time"}},
		{"时间窗重叠", replace("40}]", "40}, {time: 11:00-13:00, capacity: 5}]"), []string{"offices.yaml:6: 时间窗 11:00-13:00 与第 6 行的 09:00-12:00 重叠"}},
		{"没有时间窗", replace("[{time: 09:00-12:00, capacity: 40}]", "[]"), []string{"offices.yaml:3: 缺少 windows"}},
		{"星期写错", office("weekdays: [周一, 周曰]"), []string{`offices.yaml:7: weekdays 里的 "周曰" 不是星期几`}},
		{"星期写两次", office("weekdays: [周一, 周一]"), []string{"offices.yaml:7: 周一 写了两次"}},
		{"又停又开", office("closed: [2026-12-31]\n    open: [2026-12-31]"), []string{"offices.yaml:8: 2026-12-31 写了两次，第 7 行已经写过"}},
		{"没有这一天", office("closed: [2026-02-30]"), []string{`offices.yaml:7: "2026-02-30" 不是有效的日期`}},
		{"id 不合写法", replace("hohhot", "呼市"), []string{`offices.yaml:3: id 写的是 "呼市"`}},
		{"没有 id", replace("id: hohhot", "names: [呼市]"), []string{`offices.yaml:4: id 写的是 ""`}},
		{"没有名称和管辖", replace("name: 甲车管所\n    area: 呼和浩特市", "names: ['']"), []string{"offices.yaml:3: 缺少 area", "offices.yaml:3: 缺少 name", "offices.yaml:4: names 里有一项是空的"}},
		{"两个一样的", goodOffice + strings.TrimPrefix(goodOffice, "retention_days: 180\noffices:\n"), []string{`offices.yaml:7: id "hohhot" 重复，第 3 行已经写过`, `offices.yaml:8: name "甲车管所" 重复，第 4 行`}},
		{"提前太多", office("lead_days: 61\n    ahead_days: 90"), []string{"offices.yaml:7: lead_days 写的是 61，应当是 0 到 60"}},
		{"一天也约不到", office("lead_days: 10\n    ahead_days: 5"), []string{"offices.yaml:8: ahead_days 写的是 5，比 lead_days 的 10 还小"}},
		{"提议不保留", office("offer_hours: 0"), []string{"offices.yaml:7: offer_hours 写的是 0，应当是 1 到 240"}},
		{"提醒的钟点", office("hours: 8-18"), []string{`offices.yaml:7: hours 写的是 "8-18"`}},
		{"永久保存", replace("180", "99999"), []string{"offices.yaml:1: retention_days 写的是 99999，应当是 1 到 3650 天"}},
		{"草稿不保留", "draft_days: 0\n" + goodOffice, []string{"offices.yaml:1: draft_days 写的是 0，应当是 1 到 180"}},
		{"一次报告全部", replace("180", "0") + "    offer_hours: -3\n    lead_days: -1\n", []string{"offices.yaml:1:", "offices.yaml:7: offer_hours 写的是 -3", "offices.yaml:8: lead_days 写的是 -1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, faults := booking.ReadOffices("offices.yaml", []byte(tt.file), nil)
			if len(faults) != len(tt.want) || len(o.All()) > 0 {
				t.Fatalf("got\n%v\nwant\n%s", faults, strings.Join(tt.want, "\n"))
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(faults[i].String(), want) {
					t.Errorf("got  %s\nwant %s", faults[i], want)
				}
			}
		})
	}
}

// Whatever the bytes: a fault points into the file, and what is accepted can
// be booked by.
func FuzzReadOffices(f *testing.F) {
	f.Add([]byte(goodOffice))
	for _, seed := range []string{"", "offices: [{}]", "retention_days: 1\noffices: [{id: a, windows: [{}]}]", goodOffice + "    weekdays: [周日]\n    hours: 23:00-23:59\n"} {
		f.Add([]byte(seed))
	}
	years := calendar.Years{2026: {Number: 2026}}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, faults := booking.ReadOffices("offices.yaml", data, years)
		for _, fault := range faults {
			if fault.What == "" || fault.Line < 0 || fault.Line > bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r"))+1 {
				t.Errorf("%q: the fault points nowhere: %+v", data, fault)
			}
		}
		for _, office := range o.All() {
			slots, err := o.Slots(office.ID, day("2026-11-23"), day("2026-12-06"), func(booking.SlotID) (booking.Slot, bool, error) { return booking.Slot{}, false, nil })
			if err != nil || len(slots) != 14*len(office.Windows) {
				t.Errorf("%q: %v, %d windows", data, err, len(slots))
			}
			for _, s := range slots {
				if !s.Begins().Before(s.Ends()) || s.Capacity < 1 {
					t.Errorf("%q: %+v", data, s)
				}
			}
		}
	})
}
