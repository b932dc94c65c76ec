//go:build browser

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cheyi/vehicles/sheet"
)

var receiptNumber = regexp.MustCompile(`([A-Z0-9]{8})　待确认`)

// Sixty vehicles go from a workbook to a receipt, are moved and cancelled.
func TestBrowserBooking(t *testing.T) {
	list := sixty(t)
	walkAll(t, serveSite(t), openBrowser(t), []walk{{"workbook", func(t *testing.T, p *person) {
		day := map[screen]string{phone: "下周三", desktop: "下周四"}[p.on]
		p.open("/")
		receipt := p.book(day, list)
		p.sees("下载 " + receipt + ".ics")
		if said := p.choose("我的预约"); !strings.Contains(said, receipt) {
			t.Errorf("the booking is not among: %q", said)
		}
		p.choose("改期")
		p.choose("11月26日（周四）还能约 100 台")
		p.choose("9:00–12:00 还能约 60 台")
		p.sees("已改期，等办理机构重新确认。", "2026年11月26日（周四）9:00–12:00")
		p.choose("取消这个预约")
		p.choose("确定取消")
		p.sees("已取消")
		if said := p.say("/my"); strings.Contains(said, "待确认") {
			t.Errorf("the booking is still there: %q", said)
		}
	}}})
}

// sixty is a workbook of as many vehicles in a file.
func sixty(t testing.TB) string {
	t.Helper()
	var rows [][]string
	for i := range 60 {
		rows = append(rows, []string{vinOf(i), fmt.Sprintf("蒙A%05d", 12031+7*i), "呼和浩特市"})
	}
	file := filepath.Join(t.TempDir(), "六十台.xlsx")
	f, err := os.Create(file)
	if err == nil {
		err = errors.Join(sheet.WriteSheet(f, []string{"车架号", "号牌", "登记地"}, rows), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// book makes a booking of sixty vehicles on a day and returns its receipt.
func (p *person) book(day, list string) (receipt string) {
	p.t.Helper()
	p.say("我要预约转让待出口，" + day + "在呼市")
	for _, text := range wayToList[1:] {
		p.say(text)
	}
	before := eval[int](p, turns)
	p.upload("#file", list)
	p.press("发送")
	p.answer(before)
	for _, text := range wayFromList {
		p.choose(text)
	}
	said := p.choose("确认提交")
	found := receiptNumber.FindStringSubmatch(said)
	if found == nil || !strings.Contains(said, "60") {
		p.t.Fatalf("no receipt: %q", said)
	}
	return found[1]
}
