package admin

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

// returnedIn lists the rows of a batch that are back, with their reasons.
func (r room) returnedIn(receipt string) (list []string) {
	r.t.Helper()
	b, err := r.store.Batch(r.t.Context(), receipt)
	if err != nil {
		r.t.Fatal(err)
	}
	for i, v := range b.Vehicles {
		if v.State == booking.VehicleReturned {
			list = append(list, fmt.Sprint(i+1, " ", v.Note))
		}
	}
	return list
}

// Rows are picked by buttons, one after another, and returned for a usual
// reason; nothing happens before it is asked once more.
func TestChatReturnsByButtons(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 5)
	asked := r.press("-100/1", r.alert(receipt), "退回")
	asked = r.press("-100/1", asked, "2 …0001")
	asked = r.press("-100/1", asked, "4 …0003")
	if !strings.Contains(asked.Text, "4. …000003　要退回") || strings.Contains(asked.Text, vin(3)) {
		t.Errorf("the list is\n%s", asked.Text)
	}
	sure := r.press("-100/1", r.press("-100/1", asked, "就退这 2 辆"), "材料不齐")
	if !strings.Contains(sure.Text, "第 2、4 行，2 辆") || !strings.Contains(sure.Text, "原因：材料不齐") || len(r.returnedIn(receipt)) > 0 {
		t.Errorf("asked\n%s", sure.Text)
	}
	done := r.press("-100/1", sure, "确定退回")
	if got, want := r.returnedIn(receipt), []string{"2 材料不齐", "4 材料不齐"}; !slices.Equal(got, want) {
		t.Errorf("returned %q, want %q", got, want)
	}
	if again := r.press("-100/1", sure, "确定退回"); again.Text != done.Text || !strings.HasPrefix(done.Text, "张科长退回车辆") {
		t.Errorf("done: %s\nagain: %s", done.Text, again.Text)
	}
	r.press("-100/1", done, "确认")
	if b, _ := r.store.Batch(t.Context(), receipt); b.State != booking.Confirmed || b.Count() != 3 {
		t.Errorf("%s with %d", b.State, b.Count())
	}
}

// Sixty rows are named by numbers and by the ends of VINs, the reason is
// typed; what points at a person in it is not kept.
func TestChatReturnsByTyping(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 60)
	asked := r.press("-100/2", r.alert(receipt), "退回")
	why := r.types("-100/2", asked, "２、５到7行，还有000059")
	if !strings.Contains(why.Text, "第 2、5-7、60 行，5 辆") {
		t.Fatalf("read as\n%s", why.Text)
	}
	sure := r.types("-100/2", why, "登记证书不清\n请联系 13800008000")
	sure = r.types("-100/2", sure, "登记证书不清，问 13800008000") // worded anew
	r.press("-100/2", sure, "确定退回")
	back := r.returnedIn(receipt)
	if len(back) != 5 || back[0] != "2 登记证书不清,问 ＊＊＊" || !strings.HasPrefix(back[4], "60 ") {
		t.Errorf("returned %q", back)
	}
}

// What cannot be meant is told in one sentence, and asked again.
func TestChatMisnamedRows(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 12)
	r.act(firstToken, receipt, `{"version":1,"action":"reject","vins":["`+vin(2)+`"],"reason":"不清"}`)
	asked := r.press("-100/1", r.alert(receipt), "退回")
	for typed, says := range map[string]string{
		"那几辆":    "没看明白是哪几辆",
		"13":     "没有第 13 行：这批共 12 行",
		"0":      "没有第 0 行",
		"1-99":   "没有第 99 行",
		"7-5":    "7-5 写反了",
		"3":      "第 3 行已经退回过了",
		"000002": "没有车架号以 000002 结尾",
		"9999":   "没有车架号以 9999 结尾",
		"A1":     "车架号写得太短",
		vin(2):   "没有车架号以 000002 结尾",
		"1,9998": "没有车架号以 9998 结尾",
	} {
		again := r.types("-100/1", asked, typed)
		if again.Outcome != bot.Asked || !strings.Contains(again.Text, says) || again.Awaits != asked.Awaits {
			t.Errorf("%q is answered %q, want %q", typed, again.Text, says)
		}
	}
	why := r.types("-100/1", asked, "1-4") // the third is back already
	if !strings.Contains(why.Text, "第 1-2、4 行，3 辆") {
		t.Errorf("%s", why.Text)
	}
	for typed, says := range map[string]string{"\u200b": "没有看到原因", strings.Repeat("长", 201): "原因太长：最多 200 个字"} {
		if again := r.types("-100/1", why, typed); !strings.Contains(again.Text, says) {
			t.Errorf("%q is answered %q, want %q", typed, again.Text, says)
		}
	}
	if len(r.returnedIn(receipt)) != 1 {
		t.Error("something was returned")
	}
}

// Two vehicles that end alike are told apart by more characters.
func TestChatSameTails(t *testing.T) {
	b := booking.Batch{Vehicles: []booking.Vehicle{
		{VIN: "LZZ5BBFD010000001", State: booking.VehicleBooked}, {VIN: "LZZ5BBFD020000001", State: booking.VehicleBooked},
	}}
	if _, problem := typedRows("0001", b); !strings.HasPrefix(problem, "有 2 辆") {
		t.Errorf("%q", problem)
	}
	if list, problem := typedRows("20000001", b); problem != "" || list.String() != "2" {
		t.Errorf("%v %q", list, problem)
	}
}

// A batch is returned as a whole the same way.
func TestChatReturnsAll(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 2)
	why := r.press("-100/2", r.press("-100/2", r.alert(receipt), "退回"), "整批 2 辆")
	sure := r.types("-100/2", why, "当天停电")
	if b, _ := r.store.Batch(t.Context(), receipt); sure.Outcome != bot.Asked || b.State != booking.Pending {
		t.Errorf("%+v %s", sure, b.State)
	}
	r.press("-100/2", sure, "确定退回")
	if b, _ := r.store.Batch(t.Context(), receipt); b.State != booking.Rejected || b.Reason != "当天停电" {
		t.Errorf("%+v", b)
	}
}

// B8: of two officers who are both asked, the first acts; the other is told
// who, what and when, and has the batch as it is now.
func TestChatTwoOfficers(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 3)
	card := r.alert(receipt)
	sure := func(in string) bot.Reply {
		return r.press(in, r.types(in, r.press(in, card, "退回"), "1"), "材料不齐")
	}
	first, second := sure("-100/1"), sure("-100/2")
	r.press("-100/1", first, "确定退回")
	late := r.press("-100/2", second, "确定退回")
	if late.Outcome != bot.Rejected || !strings.Contains(late.Text, "已由张科长于11月23日10:00退回车辆") {
		t.Errorf("the second is told %+v", late)
	}
	if b, _ := r.store.Batch(t.Context(), receipt); b.Version != 2 || b.Count() != 2 {
		t.Errorf("%+v", b)
	}
	r.press("-100/2", late, "确认")
	for _, step := range []func() bot.Reply{
		func() bot.Reply { return r.press("-100/1", first, "返回，不改") },
		func() bot.Reply {
			return r.send("-100/1", press(pressRows, booking.Batch{Receipt: receipt, Version: 2}), "2")
		},
	} {
		if reply := step(); !strings.Contains(reply.Text, "现在是“已确认”") {
			t.Errorf("%s", reply.Text)
		}
	}
}

func TestRows(t *testing.T) {
	b := booking.Batch{Vehicles: make([]booking.Vehicle, 9)}
	for text, want := range map[string]string{"1-3,7": "1-3,7", "7,1,2,2": "1-2,7", "-": "-", "": "-", "8-12": "8-9", "0": "-", "x": "-", "5-2": "5"} {
		if got := readRows(text, b).String(); got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
}

// Whatever is typed names rows that can be returned, or is told what is wrong.
func FuzzTypedRows(f *testing.F) {
	for _, text := range []string{"2、5-7、0318", "3到5", "９９９", "1-", "-1", "LZZ5BBFD000000003", "0", "1-999", "7 - 2", "第三行"} {
		f.Add(text)
	}
	b := booking.Batch{}
	for i := range 12 {
		b.Vehicles = append(b.Vehicles, booking.Vehicle{VIN: vin(i), State: booking.VehicleBooked})
	}
	b.Vehicles[4].State = booking.VehicleReturned
	f.Fuzz(func(t *testing.T, text string) {
		list, problem := typedRows(text, b)
		if (len(list) == 0) == (problem == "") {
			t.Fatalf("%q: %v, %q", text, list, problem)
		}
		for i, n := range list {
			if !booked(b).has(n) || i > 0 && list[i-1] >= n {
				t.Errorf("%q: %v", text, list)
			}
		}
		if again := readRows(list.String(), b); !slices.Equal(again, list) {
			t.Errorf("%v is read back as %v", list, again)
		}
	})
}
