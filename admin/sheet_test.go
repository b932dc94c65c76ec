package admin

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cheyi/booking"
)

// hostile is what a sender may put into a field.
const hostile = `=HYPERLINK("http://evil.example","点我")`

// W13: nothing in the day's workbook is computed, neither there nor in the CSV
// that somebody makes of it.
func TestW13Workbook(t *testing.T) {
	b := newBench(t, many)
	for i, name := range []string{hostile, "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "公司=1"} {
		b.submit(booking.Request{
			Business: booking.Deregistration, Slot: thursday, ClearedOn: date("2026-11-01"),
			Enterprise: booking.Enterprise{Name: name, USCC: "91150100MA0N000000"}, Contact: booking.Contact{Name: "张三", Phone: "13800008000"},
			Vehicles: []booking.Vehicle{{VIN: vin(i), Plate: "蒙A12345", State: booking.VehicleBooked}},
		})
	}
	a := b.ask(firstToken, "GET", "/api/desk/days/hohhot/2026-11-26.xlsx", "")
	if a.status != 200 || a.header.Get("Content-Disposition") != `attachment; filename="cheyi-2026-11-26.xlsx"` {
		t.Fatalf("%d %v", a.status, a.header)
	}
	book, err := excelize.OpenReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name)
	if err != nil || len(rows) != 8 || rows[0][1] != "受理号" {
		t.Fatalf("%v %q", err, rows)
	}
	quoted := 0
	for y, row := range rows {
		for x, cell := range row {
			at, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if formula, err := book.GetCellFormula(name, at); err != nil || formula != "" {
				t.Errorf("%s computes %q %v", at, formula, err)
			}
			if strings.HasPrefix(cell, "'") {
				quoted++
			} else if cell != "" && strings.ContainsRune("=+-@\t＝", []rune(cell)[0]) {
				t.Errorf("%s is live in CSV: %q", at, cell)
			}
		}
	}
	if quoted != 6 {
		t.Errorf("%d cells were made text, want 6", quoted)
	}
}

// The list to print has who comes, window by window, and nobody else.
func TestDayText(t *testing.T) {
	b := newBench(t, many)
	late := b.book(afternoon, 50, 1)
	receipt := b.book(thursday, 0, 3)
	gone := b.book(thursday, 10, 1)
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"reject","vins":["`+vin(1)+`"],"reason":"不清"}`), 200, "")
	b.expect(b.act(firstToken, receipt, `{"version":2,"action":"confirm"}`), 200, "")
	b.expect(b.act(firstToken, gone, `{"version":1,"action":"reject","reason":"不清"}`), 200, "")
	a := b.ask(firstToken, "GET", "/api/desk/days/hohhot/2026-11-26.txt", "")
	want := `呼和浩特市车辆管理所（示例）　2026年11月26日（周四）　预约名单

== 09:00-12:00　共 2 辆 ==

` + receipt + `　已确认　转让待出口　2 辆
顺达汽车贸易有限公司（91150100MA0N000000）　备案：是　联系人：张三 13800008000
[ ]   1  LZZ5BBFD000000000 蒙A12345
[ ]   2  LZZ5BBFD000000002 蒙A12345

== 14:30-17:00　共 1 辆 ==

` + late + `　待确认　转让待出口　1 辆
顺达汽车贸易有限公司（91150100MA0N000000）　备案：是　联系人：张三 13800008000
[ ]   1  LZZ5BBFD000000050 蒙A12345
`
	if a.body != want || a.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("got\n%s\nwant\n%s", a.body, want)
	}
	if empty := b.ask(firstToken, "GET", "/api/desk/days/hohhot/2026-11-27.txt", ""); !strings.Contains(empty.body, "没有预约") {
		t.Errorf("an empty day: %s", empty.body)
	}
}

// A text that came from elsewhere stays on its line.
func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"顺达\n  第二行\u2028三": "顺达 第二行 三", "a\u202eb\x1b[31m": "ab[31m", "  ": "", "张 三": "张 三",
	} {
		if got := plain(text); got != want {
			t.Errorf("%q is printed %q, want %q", text, got, want)
		}
	}
}
