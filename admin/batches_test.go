package admin

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
)

// A morning at the desk: sixty vehicles, three of them returned with a reason,
// the rest confirmed, and completed on the day.
func TestSixtyVehicles(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 60)

	list := b.ask(firstToken, "GET", "/api/desk/batches?state=pending&office=hohhot", "")
	if b.expect(list, 200, ""); len(list.Batches) != 1 || list.Batches[0].Receipt != receipt {
		t.Fatalf("the queue: %s", list.body)
	}
	c := list.Batches[0]
	if c.State != "pending" || c.Version != 1 || c.Office != "hohhot" || c.Date != thursday.Date || c.Window != "09:00-12:00" ||
		len(c.Vehicles) != 60 || c.Vehicles[0].VIN != vin(0) || c.Enterprise.Name == "" || c.Contact.Phone == "" {
		t.Errorf("the card: %+v", c)
	}

	back := b.act(firstToken, receipt, fmt.Sprintf(`{"version":1,"action":"reject","vins":[%q,%q,%q],"reason":"登记证书不清"}`, vin(1), vin(2), vin(3)))
	if b.expect(back, 200, ""); back.State != "pending" || back.Version != 2 || back.Vehicles[2].State != "returned" || back.Vehicles[2].Note != "登记证书不清" {
		t.Errorf("three returned: %s", back.body)
	}
	sure := b.act(firstToken, receipt, `{"version":2,"action":"confirm"}`)
	if b.expect(sure, 200, ""); sure.State != "confirmed" || sure.Version != 3 {
		t.Errorf("confirmed: %s", sure.body)
	}
	slots := b.ask(firstToken, "GET", "/api/desk/slots?office=hohhot&from=2026-11-26&to=2026-11-26", "")
	if b.expect(slots, 200, ""); len(slots.Slots) != 2 || slots.Slots[0].Used != 57 || slots.Slots[0].Capacity != 60 {
		t.Errorf("the slots: %s", slots.body)
	}
	b.now = b.now.AddDate(0, 0, 3)
	done := b.act(firstToken, receipt, `{"version":3,"action":"complete"}`)
	if b.expect(done, 200, ""); done.State != "completed" {
		t.Errorf("completed: %s", done.body)
	}
	shown := b.ask(firstToken, "GET", "/api/desk/batches/"+receipt, "")
	var trail []string
	for _, l := range shown.Audit {
		trail = append(trail, fmt.Sprint(l.By, " ", l.Action, " ", l.Version, " ", l.To))
	}
	want := "企业 submit 1 pending, 管理员 reject 2 pending, 管理员 confirm 3 confirmed, 管理员 complete 4 completed"
	if got := strings.Join(trail, ", "); got != want {
		t.Errorf("the trail is\n%s\nwant\n%s", got, want)
	}
}

// No answer names the conversation: who knows the name may read along.
func TestNoConversationNames(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 1)
	for _, a := range []answer{
		b.ask(firstToken, "GET", "/api/desk/batches", ""),
		b.ask(firstToken, "GET", "/api/desk/batches/"+receipt, ""),
		b.act(firstToken, receipt, `{"version":9,"action":"confirm"}`),
		b.act(firstToken, receipt, `{"version":1,"action":"confirm"}`),
		b.ask(firstToken, "GET", "/api/desk/days/hohhot/2026-11-26.txt", ""),
	} {
		if strings.Contains(a.body, "secret-name") || a.body == "" {
			t.Errorf("%s", a.body)
		}
	}
}

// B8: two officers on one batch. The first wins; the second sees who and when,
// and the batch as it is now.
func TestTwoOfficers(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 2)
	zhang, li := b.officer("张科长", "hohhot"), b.officer("李警官", "hohhot", "baotou")
	b.now = time.Date(2026, 11, 23, 2, 5, 0, 0, time.UTC)
	b.expect(b.act(zhang, receipt, `{"version":1,"action":"confirm"}`), 200, "")
	late := b.act(li, receipt, `{"version":1,"action":"reject","reason":"材料不齐"}`)
	b.expect(late, 409, "stale")
	if late.State != "confirmed" || late.Version != 2 || late.Receipt != receipt || len(late.Vehicles) != 2 {
		t.Errorf("the current card: %s", late.body)
	}
	if a := late.Acted; a == nil || a.By != "张科长" || a.Action != "confirm" || !a.At.Equal(b.now) {
		t.Errorf("who acted: %+v", a)
	}
	const want = "这批预约已由张科长于11月23日10:05确认，现在是“已确认”（第 2 版）：请看最新内容再决定。"
	if late.Error.Message != want {
		t.Errorf("the second is told %q, want %q", late.Error.Message, want)
	}
	if now := b.ask(li, "GET", "/api/desk/batches/"+receipt, ""); now.Version != 2 || len(now.Audit) != 2 {
		t.Errorf("the refusal changed something: %s", now.body)
	}
}

// W7: what is sent twice has one effect, and the same answer; later it shows
// what has become of it.
func TestW7SentTwice(t *testing.T) {
	for _, key := range []string{"", "a-key"} {
		b := newBench(t, many)
		receipt := b.book(thursday, 0, 3)
		send := func(body string) answer {
			if key == "" {
				return b.act(firstToken, receipt, body)
			}
			return b.act(firstToken, receipt, body, "Idempotency-Key", key)
		}
		body := fmt.Sprintf(`{"version":1,"action":"reject","vins":[%q],"reason":"不清"}`, vin(0))
		first, again := send(body), send(body)
		b.expect(again, 200, "")
		if first.body != again.body {
			t.Errorf("again: %s\nfirst: %s", again.body, first.body)
		}
		b.expect(b.act(firstToken, receipt, `{"version":2,"action":"confirm"}`), 200, "")
		if late := send(body); late.status != 200 || late.State != "confirmed" || late.Version != 3 {
			t.Errorf("long after: %s", late.body)
		}
		other := send(fmt.Sprintf(`{"version":1,"action":"reject","vins":[%q],"reason":"不清"}`, vin(1)))
		if key == "" {
			b.expect(other, 409, "stale")
		} else {
			b.expect(other, 422, "conflict")
		}
	}
}

// Another window is proposed at the same office, if it has room.
func TestPropose(t *testing.T) {
	b := newBench(t, many)
	b.book(afternoon, 100, 30)
	receipt := b.book(thursday, 0, 11)
	full := b.act(firstToken, receipt, `{"version":1,"action":"propose","date":"2026-11-26","window":"14:30-17:00"}`)
	b.expect(full, 409, "full")
	if full.State != "pending" || full.Version != 1 || full.Slot == nil || full.Slot.Free() != 10 || !strings.Contains(full.Error.Message, "10 辆") {
		t.Errorf("no room: %s", full.body)
	}
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"propose","date":"2026-11-28","window":"09:00-12:00"}`), 409, "closed") // a Saturday
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"propose","date":"2026-11-27","window":"03:00-04:00"}`), 404, "slot")
	moved := b.act(firstToken, receipt, `{"version":1,"action":"propose","date":"2026-11-27","window":"09:00-12:00","reason":"上午检修"}`)
	if b.expect(moved, 200, ""); moved.State != "move_proposed" || moved.Proposed == nil || moved.Proposed.Date != date("2026-11-27") || moved.Until.IsZero() {
		t.Errorf("proposed: %s", moved.body)
	}
	b.expect(b.act(firstToken, receipt, `{"version":2,"action":"confirm"}`), 409, "state")
}

// What is not possible yet, or not any more, is said with the state.
func TestStates(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 1)
	for _, tt := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"version":1,"action":"complete"}`, 409, "state"},
		{`{"version":1,"action":"confirm"}`, 200, ""},
		{`{"version":2,"action":"confirm"}`, 409, "state"},
		{`{"version":2,"action":"no_show"}`, 409, "state"}, // the day has not come
		{`{"version":2,"action":"cancel","reason":"停电"}`, 200, ""},
		{`{"version":3,"action":"cancel","reason":"停电"}`, 409, "state"},
	} {
		b.expect(b.act(firstToken, receipt, tt.body), tt.status, tt.code)
	}
}

func TestBadRequests(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 2)
	for _, tt := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"不是 JSON", `version=1`, 400, "invalid"},
		{"两个对象", `{"version":1,"action":"confirm"}{}`, 400, "invalid"},
		{"没有版本", `{"action":"confirm"}`, 400, "invalid"},
		{"没有的动作", `{"version":1,"action":"expire"}`, 400, "invalid"},
		{"没有动作", `{"version":1}`, 400, "invalid"},
		{"写错的名字", `{"version":1,"action":"reject","vin":["x"],"reason":"不清"}`, 400, "invalid"},
		{"空的列表", `{"version":1,"action":"reject","vins":[],"reason":"不清"}`, 400, "invalid"},
		{"别的车", `{"version":1,"action":"reject","vins":["LZZ00000000000000"],"reason":"不清"}`, 400, "invalid"},
		{"没有原因", `{"version":1,"action":"reject"}`, 400, "invalid"},
		{"只有空白的原因", `{"version":1,"action":"cancel","reason":" \u200b\n"}`, 400, "invalid"},
		{"原因太长", `{"version":1,"action":"cancel","reason":"` + strings.Repeat("长", 201) + `"}`, 400, "invalid"},
		{"确认几辆", `{"version":1,"action":"confirm","vins":["` + vin(0) + `"]}`, 400, "invalid"},
		{"确认到另一天", `{"version":1,"action":"confirm","date":"2026-11-27"}`, 400, "invalid"},
		{"没有的一天", `{"version":1,"action":"propose","date":"2026-02-30","window":"09:00-12:00"}`, 400, "invalid"},
		{"不是时段", `{"version":1,"action":"propose","date":"2026-11-27","window":"上午"}`, 400, "invalid"},
		{"提议原来的时段", `{"version":1,"action":"propose","date":"2026-11-26","window":"09:00-12:00"}`, 400, "invalid"},
		{"太大", `{"version":1,"action":"confirm","reason":"` + strings.Repeat("a", 64<<10) + `"}`, 413, "too_large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			b.expect(b.act(firstToken, receipt, tt.body), tt.status, tt.code)
		})
	}
	b.t = t
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"confirm"}`, "Content-Type", "text/plain"), 415, "content_type")
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"confirm"}`, "Idempotency-Key", strings.Repeat("k", 201)), 400, "invalid")
	if now := b.ask(firstToken, "GET", "/api/desk/batches/"+receipt, ""); now.Version != 1 {
		t.Errorf("a refused request changed the batch: %s", now.body)
	}
}

// A reason goes into the audit trail, which outlives people's data.
func TestReasonIsMasked(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 1)
	a := b.act(firstToken, receipt, `{"version":1,"action":"reject","reason":"请联系 13912345678\u202e\n补材料"}`)
	if b.expect(a, 200, ""); strings.Contains(a.body, "13912345678") || a.Reason != "请联系 ＊＊＊ 补材料" {
		t.Errorf("kept as %q", a.Reason)
	}
}

func TestFind(t *testing.T) {
	b := newBench(t, many)
	one := b.book(thursday, 0, 1)
	b.book(booking.SlotID{Office: "baotou", Date: thursday.Date, Window: "09:00-12:00"}, 12345, 1)
	two := b.officer("两处", "baotou", "hohhot")
	for _, tt := range []struct {
		token, query string
		status, n    int
	}{
		{firstToken, "", 200, 2},
		{two, "", 200, 2},
		{firstToken, "?q=" + one, 200, 1},
		{firstToken, "?q=" + strings.ToLower(one), 200, 1},
		{firstToken, "?q=2345", 200, 1},
		{firstToken, "?q=9999", 200, 0},
		{firstToken, "?q=345", 400, 0},
		{firstToken, "?office=baotou&date=2026-11-26", 200, 1},
		{firstToken, "?date=2026-11-27", 200, 0},
		{firstToken, "?date=明天", 400, 0},
		{firstToken, "?state=confirmed", 200, 0},
		{firstToken, "?state=open", 400, 0},
		{firstToken, "?office=beijing", 404, 0},
	} {
		a := b.ask(tt.token, "GET", "/api/desk/batches"+tt.query, "")
		if a.status != tt.status || len(a.Batches) != tt.n || a.status == 200 && a.Batches == nil {
			t.Errorf("%s: %d, %d batches", tt.query, a.status, len(a.Batches))
		}
	}
}
