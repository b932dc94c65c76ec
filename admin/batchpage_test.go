package admin

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
)

func (b *bench) batch(receipt string) booking.Batch {
	b.t.Helper()
	batch, err := b.store.Batch(b.t.Context(), receipt)
	if err != nil {
		b.t.Fatal(err)
	}
	return batch
}

// trail is what was done with a batch, by whom.
func (b *bench) trail(receipt string) string {
	b.t.Helper()
	entries, err := b.store.Audit(b.t.Context(), receipt)
	if err != nil {
		b.t.Fatal(err)
	}
	var done []string
	for _, e := range entries {
		done = append(done, fmt.Sprintf("%s %s %d", acted(e).By, e.Action, e.Places))
	}
	return strings.Join(done, ", ")
}

// An officer returns three of sixty with a reason and confirms the rest, in
// one go or in two.
func TestFiftySevenConfirmedThreeReturned(t *testing.T) {
	const want = "企业 submit 60, 张科长 reject 57, 张科长 confirm 57"
	three := []string{"vin", vin(1), "vin", vin(20), "vin", vin(59), "reason", "登记证书照片看不清"}
	t.Run("一次", func(t *testing.T) {
		b := newBench(t, many)
		zhang, receipt := b.sit("张科长", "hohhot"), b.book(thursday, 0, 60)
		path := "/desk/batches/" + receipt
		shown := zhang.get(path)
		shown.has(200, receipt, "60 辆", "顺达汽车贸易有限公司", "张三", "13800008000", vin(0), vin(59), "确认 60 辆", "2026年11月26日（周四） 09:00-12:00")
		done := zhang.follow(zhang.post(path, shown.form(append(three, "do", rejectRowsConfirm)...)))
		done.has(200, "办好了：确认。现在是“已确认”，57 辆。", "57 辆 ，已退回 3 辆", "已退回 登记证书照片看不清", "张科长 退回车辆：登记证书照片看不清")
		if got := b.trail(receipt); got != want {
			t.Errorf("the trail is %s", got)
		}
	})
	t.Run("分两次", func(t *testing.T) {
		b := newBench(t, many)
		zhang, receipt := b.sit("张科长", "hohhot"), b.book(thursday, 0, 60)
		path := "/desk/batches/" + receipt
		back := zhang.follow(zhang.post(path, zhang.get(path).form(append(three, "do", rejectRows)...)))
		back.has(200, "办好了：退回车辆。现在是“待确认”，57 辆。", "确认 57 辆")
		zhang.follow(zhang.post(path, back.form("do", "confirm"))).has(200, "现在是“已确认”，57 辆。")
		if got := b.trail(receipt); got != want {
			t.Errorf("the trail is %s", got)
		}
		for i, v := range b.batch(receipt).Vehicles {
			returned := i == 1 || i == 20 || i == 59
			if (v.State == booking.VehicleReturned) != returned {
				t.Errorf("vehicle %d is %s", i, v.State)
			}
		}
	})
}

// W7: a form that is sent twice, or again after going back, has one effect and
// leads to the same page.
func TestFormTwice(t *testing.T) {
	for _, do := range []string{rejectRows, rejectRowsConfirm, "confirm", "reject", "cancel", "propose"} {
		b := newBench(t, many)
		zhang, receipt := b.sit("张科长", "hohhot"), b.book(thursday, 0, 5)
		path := "/desk/batches/" + receipt
		form := zhang.get(path).form("do", do, "reason", "材料不全", "to", "2026-11-27 09:00-12:00")
		if do == rejectRows || do == rejectRowsConfirm {
			form.Set("vin", vin(0))
		}
		first := zhang.post(path, form)
		zhang.follow(first).has(200, "办好了")
		trail := b.trail(receipt)
		if again := zhang.post(path, form); again.status != 303 || again.to() != first.to() || b.trail(receipt) != trail {
			t.Errorf("%s again: %d %s, %s", do, again.status, again.to(), b.trail(receipt))
		}
		form.Set("reason", "改了主意") // what went back, and was changed
		if do != "confirm" {
			zhang.post(path, form).has(409, "这批预约已由张科长于")
		}
		if b.trail(receipt) != trail {
			t.Errorf("%s changed after going back: %s", do, b.trail(receipt))
		}
	}
}

// B8: whoever comes second sees who did what and when, the batch as it is, and
// what they had typed.
func TestLostRace(t *testing.T) {
	b := newBench(t, many)
	zhang, li := b.sit("张科长", "hohhot"), b.sit("李警官", "hohhot", "baotou")
	receipt := b.book(thursday, 0, 4)
	path := "/desk/batches/" + receipt
	before := li.get(path)
	zhang.follow(zhang.post(path, zhang.get(path).form("do", rejectRows, "vin", vin(2), "reason", "材料不全")))
	late := li.post(path, before.form("do", rejectRowsConfirm, "vin", vin(1), "vin", vin(2), "reason", "车架号与登记证书不一致"))
	late.has(409, "这批预约已由张科长于11月23日10:00退回车辆，现在是“待确认”", "请看最新内容再决定。", "确认 3 辆")
	if !strings.Contains(late.body, `value="`+vin(1)+`" checked`) || !strings.Contains(late.body, `value="车架号与登记证书不一致"`) {
		t.Errorf("what was typed is gone: %s", late.body)
	}
	late.lacks(`value="` + vin(2) + `"`) // it has been returned
	li.follow(li.post(path, late.form("do", rejectRowsConfirm, "vin", vin(1), "reason", "车架号与登记证书不一致"))).has(200, "现在是“已确认”，2 辆")
	if got, want := b.trail(receipt), "企业 submit 4, 张科长 reject 3, 李警官 reject 2, 李警官 confirm 2"; got != want {
		t.Errorf("the trail is %s", got)
	}
}

// Only who did it is told that it is done.
func TestDoneIsTheOfficersOwn(t *testing.T) {
	b := newBench(t, many)
	zhang, li := b.sit("张科长", "hohhot"), b.sit("李警官", "hohhot")
	receipt := b.book(thursday, 0, 1)
	path := "/desk/batches/" + receipt
	done := zhang.post(path, zhang.get(path).form("do", "confirm"))
	zhang.follow(done).has(200, "办好了")
	li.get(done.to()).lacks("办好了")
	zhang.get(path + "?v=1").lacks("办好了")
}

func TestForgotten(t *testing.T) {
	b := newBench(t, many)
	zhang, receipt := b.sit("张科长", "hohhot"), b.book(thursday, 0, 3)
	path := "/desk/batches/" + receipt
	for _, tt := range []struct {
		name   string
		fields []string
		status int
		want   string
	}{
		{"没有勾选", []string{"do", rejectRows, "reason", "材料不全"}, 400, wordsUnticked},
		{"没有原因", []string{"do", rejectRows, "vin", vin(0), "reason", " \u200b"}, 400, wordsNoWhy},
		{"整批没有原因", []string{"do", "reject"}, 400, wordsNoWhy},
		{"取消没有原因", []string{"do", "cancel"}, 400, wordsNoWhy},
		{"原因太长", []string{"do", "cancel", "reason", strings.Repeat("长", 201)}, 400, "最多 200 个字"},
		{"没有选时段", []string{"do", "propose"}, 400, wordsNoTime},
		{"别的车", []string{"do", rejectRows, "vin", vin(9), "reason", "材料不全"}, 400, "没有车架号"},
		{"没有的动作", []string{"do", "expire"}, 400, "不认识"},
		{"没有的时段", []string{"do", "propose", "to", "2026-11-27 01:00-02:00"}, 404, "没有这个窗口时段"},
		{"不是时段", []string{"do", "propose", "to", "明天"}, 400, wordsNoTime},
		{"还没到那一天", []string{"do", "complete"}, 409, "不能这样办"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			zhang.post(path, zhang.get(path).form(tt.fields...)).has(tt.status, tt.want)
		})
	}
	b.t = t
	kept := zhang.post(path, zhang.get(path).form("do", rejectRows, "vin", vin(2), "reason", ""))
	if !strings.Contains(kept.body, `value="`+vin(2)+`" checked`) {
		t.Errorf("the tick is gone: %s", kept.body)
	}
	zhang.post(path, url.Values{"do": {"confirm"}, "version": {"1"}}).has(400)
	zhang.post(path, url.Values{"do": {"confirm"}, "key": {"k"}}).has(400)
	if now := b.batch(receipt); now.Version != 1 {
		t.Errorf("a form that was refused changed the batch: %+v", now)
	}
}

// Another date is chosen among the windows that have room for all.
func TestProposeFromFree(t *testing.T) {
	b := newBench(t, many)
	zhang, receipt := b.sit("张科长", "hohhot"), b.book(thursday, 0, 45)
	friday := booking.SlotID{Office: "hohhot", Date: date("2026-11-27"), Window: "09:00-12:00"}
	b.book(friday, 100, 20) // 40 of 60 are left
	path := "/desk/batches/" + receipt
	shown := zhang.get(path)
	shown.has(200, "11月30日 周一 09:00-12:00（空 60 辆）")
	shown.lacks("2026-11-26 09:00-12:00\"", "2026-11-26 14:30-17:00\"", "2026-11-27 09:00-12:00\"", "2026-11-28 09:00-12:00\"")
	late := shown.form("do", "propose", "to", "2026-11-30 09:00-12:00", "reason", "上午检修")
	b.book(booking.SlotID{Office: "hohhot", Date: date("2026-11-30"), Window: "09:00-12:00"}, 200, 20)
	full := zhang.post(path, late)
	full.has(409, "2026-11-30 09:00-12:00 只剩 40 辆的空位：请换一个时段。")
	if !strings.Contains(full.body, `value="上午检修"`) {
		t.Errorf("what was typed is gone: %s", full.body)
	}
	done := zhang.follow(zhang.post(path, full.form("do", "propose", "to", "2026-12-01 09:00-12:00", "reason", "上午检修")))
	done.has(200, "改期待答复", "提议改到 2026年12月1日（周二） 09:00-12:00 ，企业", "原因 上午检修")
	done.lacks(`value="confirm"`, `value="propose"`, `value="reject"`)
	zhang.follow(zhang.post(path, done.form("do", "cancel", "reason", "停电"))).has(200, "已取消")
}

// What is done on the day is there on the day.
func TestOnTheDay(t *testing.T) {
	b := newBench(t, many)
	zhang, one, two := b.sit("张科长", "hohhot"), b.book(thursday, 0, 3), b.book(afternoon, 10, 3)
	for _, receipt := range []string{one, two} {
		zhang.follow(zhang.post("/desk/batches/"+receipt, zhang.get("/desk/batches/"+receipt).form("do", "confirm"))).lacks(`value="complete"`, `value="no_show"`)
	}
	b.now = time.Date(2026, 11, 26, 10, 0, 0, 0, b.now.Location())
	zhang = b.sit("张科长二", "hohhot")
	here := zhang.get("/desk/batches/" + one)
	here.has(200, "办结", "记为未到场")
	early := zhang.get("/desk/batches/" + two)
	early.lacks(`value="no_show"`)
	zhang.post("/desk/batches/"+two, early.form("do", "no_show")).has(409, "不能记为未到场")
	done := zhang.follow(zhang.post("/desk/batches/"+one, here.form("do", "complete")))
	done.has(200, "办好了：办结。现在是“已办结”。")
	done.lacks(`method="post" action="/desk/batches/` + one + `"><button`)
	b.now = b.now.Add(6 * time.Hour)
	zhang = b.sit("张科长三", "hohhot")
	zhang.follow(zhang.post("/desk/batches/"+two, early.form("do", "no_show"))).has(200, "未到场")
}

// W5, W6: what is another office's does not exist, and what people have typed
// is text.
func TestOtherOfficesPages(t *testing.T) {
	b := newBench(t, many)
	other, receipt := b.sit("别处", "baotou"), b.book(thursday, 0, 1)
	fill := strings.NewReplacer("{receipt}", receipt, "{office}", "hohhot", "{date}", "2026-11-26", "{window}", "09:00-12:00")
	for _, route := range batchPages {
		path := fill.Replace(route.path)
		switch {
		case route.method == "POST":
			other.post(path, url.Values{"key": {"k"}, "version": {"1"}, "do": {"confirm"}, "capacity": {"1"}}).has(404)
		case route.chief:
			other.get(path).has(403)
		case path != route.path:
			other.get(path).has(404)
		}
	}
	other.get("/desk?office=hohhot").has(404)
	other.get("/desk/slots?office=hohhot").has(404)
	other.get("/desk/days/hohhot/2026-11-26.xlsx").has(404)
	other.get("/desk?state=all").lacks(receipt)
	if now := b.batch(receipt); now.Version != 1 {
		t.Errorf("the batch was changed: %+v", now)
	}
}

func TestHostileNames(t *testing.T) {
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(2)>`
	b := newBench(t, many)
	zhang := b.sit("张科长", "hohhot")
	receipt := b.submit(booking.Request{
		Business: booking.TransferExport, Slot: thursday, Enterprise: booking.Enterprise{Name: evil, USCC: evil}, Contact: booking.Contact{Name: evil, Phone: `javascript:alert(3)`},
		Vehicles: []booking.Vehicle{{VIN: vin(0), Plate: evil, Place: evil, State: booking.VehicleBooked}},
	})
	path := "/desk/batches/" + receipt
	zhang.follow(zhang.post(path, zhang.get(path).form("do", "propose", "to", "2026-11-30 09:00-12:00", "reason", evil)))
	for _, p := range []string{"/desk?state=all", "/desk?q=" + url.QueryEscape(evil), "/desk?state=" + url.QueryEscape(evil), "/desk?date=" + url.QueryEscape(evil), path, path + "?v=" + url.QueryEscape(evil), "/desk/days/hohhot/2026-11-26"} {
		shown := zhang.get(p)
		shown.lacks("<script>alert", "<img", `"javascript:`)
		if !strings.Contains(shown.header.Get("Content-Security-Policy"), "script-src 'self'") {
			t.Errorf("%s: %v", p, shown.header)
		}
	}
}

// The conversation's name, which is its key, is on no page.
func TestPagesNameNoConversation(t *testing.T) {
	b := newBench(t, many)
	zhang, receipt := b.sit("张科长"), b.book(thursday, 0, 2)
	for _, p := range []string{"/desk", "/desk/batches/" + receipt, "/desk/days/hohhot/2026-11-26", "/desk/slots"} {
		zhang.get(p).lacks("secret-name")
	}
}

// A batch whose personal data is gone still has a page.
func TestErased(t *testing.T) {
	b := newBench(t, many)
	zhang, receipt := b.sit("张科长"), b.book(thursday, 0, 2)
	_, err := b.store.Do(t.Context(), booking.Command{Key: "erase", Actor: booking.Actor{Role: booking.Exporter, ID: "web/secret-name"}, Action: booking.EraseOwner, At: b.now})
	if err != nil {
		t.Fatal(err)
	}
	zhang.get("/desk/batches/"+receipt).has(200, "（已删除）", "已取消")
}

// What cannot be read is told as a page, without why.
func TestPageFault(t *testing.T) {
	b := newBench(t, many)
	zhang := b.sit("张科长")
	b.desk.store = failing{b.store}
	zhang.get("/desk").has(503, "系统出了点问题")
	zhang.get("/desk").lacks("disk on fire")
}
