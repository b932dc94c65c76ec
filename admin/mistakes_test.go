package admin

import (
	"strings"
	"testing"
)

// Whatever an officer gets wrong about a batch is told in a sentence that says
// what to do, and changes nothing.
func TestMistakes(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 3)
	b.act(firstToken, receipt, `{"version":1,"action":"confirm"}`)
	b.act(firstToken, receipt, `{"version":2,"action":"reject","vins":["`+vin(0)+`"],"reason":"不清"}`)
	for _, set := range []string{"2026-11-27/09:00-12:00 1 true", "2026-11-27/14:30-17:00 40 false"} {
		f := strings.Fields(set)
		if a := b.ask(firstToken, "PUT", "/api/desk/slots/hohhot/"+f[0], `{"version":0,"capacity":`+f[1]+`,"open":`+f[2]+`}`); a.status != 200 {
			t.Fatal(a.body)
		}
	}
	propose := func(date, window string) string {
		return `{"version":3,"action":"propose","date":"` + date + `","window":"` + window + `"}`
	}
	for _, tt := range []struct {
		name, body string
		status     int
		code, says string
	}{
		{"old version", `{"version":1,"action":"cancel","reason":"停电"}`, 409, "stale", "现在是“已确认”（第 3 版）"},
		{"a version that there never was", `{"version":9,"action":"confirm"}`, 409, "stale", "（第 3 版）"},
		{"version as text", `{"version":"3","action":"confirm"}`, 400, "invalid", "version 的类型不对：应是整数"},
		{"half a version", `{"version":2.5,"action":"confirm"}`, 400, "invalid", "version 的类型不对：应是整数"},
		{"one VIN as text", `{"version":3,"action":"reject","vins":"` + vin(1) + `","reason":"x"}`, 400, "invalid", "vins 的类型不对：应是列表"},
		{"no action", `{"version":3}`, 400, "invalid", "缺少 action"},
		{"no reason", `{"version":3,"action":"reject"}`, 400, "invalid", "缺少 reason"},
		{"unknown VIN", `{"version":3,"action":"reject","vins":["` + vin(7) + `"],"reason":"x"}`, 400, "invalid", "没有车架号"},
		{"returned already", `{"version":3,"action":"reject","vins":["` + vin(0) + `"],"reason":"x"}`, 400, "invalid", vin(0) + " 已经退回过了"},
		{"not possible now", `{"version":3,"action":"confirm"}`, 409, "state", "不能这样办"},
		{"too early", `{"version":3,"action":"complete"}`, 409, "state", "还没到预约的时间（2026年11月26日（周四） 09:00-12:00），不能办结"},
		{"nobody can have missed it", `{"version":3,"action":"no_show"}`, 409, "state", "不能记为未到场"},
		{"no room", propose("2026-11-27", "09:00-12:00"), 409, "full", "只剩 1 辆"},
		{"closed", propose("2026-11-27", "14:30-17:00"), 409, "closed", "2026-11-27 14:30-17:00 停办"},
		{"day off", propose("2026-11-28", "09:00-12:00"), 409, "closed", "2026年11月28日（周六）不是办理日"},
		{"past", propose("2026-11-20", "09:00-12:00"), 409, "closed", "2026-11-20 09:00-12:00 已经过去"},
		{"where it is", propose("2026-11-26", "09:00-12:00"), 400, "invalid", "已经在那个时段"},
		{"no day", `{"version":3,"action":"propose","window":"09:00-12:00"}`, 400, "invalid", "缺少 date 或 window"},
		{"no such window", propose("2026-11-27", "08:00-09:00"), 404, "slot", "没有这个窗口时段"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := b.act(firstToken, receipt, tt.body)
			b.expect(a, tt.status, tt.code)
			if a.Error == nil || !strings.Contains(a.Error.Message, tt.says) {
				t.Errorf("%s, want %q", a.body, tt.says)
			}
		})
	}
	if now := b.ask(firstToken, "GET", "/api/desk/batches/"+strings.ToLower(receipt), ""); now.Version != 3 || len(now.Audit) != 3 {
		t.Errorf("something was changed: %s", now.body)
	}
}

// What a client sends empty, it has not said; but no vehicles is not all.
func TestEmptyFields(t *testing.T) {
	b := newBench(t, many)
	receipt := b.book(thursday, 0, 3)
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"reject","vins":[],"reason":"x"}`), 400, "invalid")
	b.expect(b.act(firstToken, receipt, `{"version":1,"action":"confirm","vins":[],"reason":"","date":"","window":""}`), 200, "")
}

func TestSlotMistakes(t *testing.T) {
	b := newBench(t, many)
	set := func(date, body string) answer {
		return b.ask(firstToken, "PUT", "/api/desk/slots/hohhot/"+date+"/09:00-12:00", body)
	}
	b.expect(set("2026-11-26", `{"version":0,"capacity":50,"open":false}`), 200, "")
	for _, tt := range []struct {
		date, body string
		status     int
		says       string
	}{
		{"2026-11-26", `{"version":0,"capacity":70,"open":true}`, 409, "已由管理员于11月23日10:00改过，现在是 50 辆、不开放"},
		{"2026-11-20", `{"version":0,"capacity":70,"open":true}`, 400, "2026年11月20日（周五）已经过去"},
		{"2026-11-26", `{"version":1,"capacity":7.5,"open":true}`, 400, "capacity 的类型不对：应是整数"},
		{"2026-11-26", `{"version":1,"capacity":7,"open":"是"}`, 400, "open 的类型不对：应是 true 或 false"},
	} {
		if a := set(tt.date, tt.body); a.status != tt.status || a.Error == nil || !strings.Contains(a.Error.Message, tt.says) {
			t.Errorf("%s: %d %s, want %q", tt.body, a.status, a.body, tt.says)
		}
	}
}
