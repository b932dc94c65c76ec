package admin

import (
	"slices"
	"strings"
	"testing"

	"cheyi/booking"
)

// A batch is cancelled for a reason that is pressed or typed, after it was
// asked once more; also one that waits for the exporter to agree to a move.
func TestChatCancels(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 3)
	asked := r.press("-100/1", r.alert(receipt), "取消预约")
	sure := r.types("-100/1", asked, "检测线坏了，问 13800008000")
	if b, _ := r.store.Batch(t.Context(), receipt); b.State != booking.Pending || !strings.Contains(sure.Text, "3 辆。\n原因：检测线坏了,问 ＊＊＊") {
		t.Fatalf("%s %s", b.State, sure.Text)
	}
	sure = r.press("-100/1", r.press("-100/1", sure, "返回，不改"), "取消预约")
	done := r.press("-100/1", r.press("-100/1", sure, "当天临时停办"), "确定取消")
	b, _ := r.store.Batch(t.Context(), receipt)
	if b.State != booking.Cancelled || b.Reason != "当天临时停办" || !strings.HasPrefix(done.Text, "张科长取消") {
		t.Errorf("%+v\n%s", b, done.Text)
	}
	if slices.Contains(labels(done), "取消预约") {
		t.Error("what is cancelled can be cancelled")
	}
	moving := r.book(thursday, 10, 2)
	r.act(firstToken, moving, `{"version":1,"action":"propose","date":"2026-11-27","window":"09:00-12:00"}`)
	sure = r.press("-100/1", r.press("-100/1", r.alert(moving), "取消预约"), "重复预约")
	r.press("-100/1", sure, "确定取消")
	slots, _ := r.store.Slots(t.Context(), "hohhot", thursday.Date, thursday.Date.Add(1))
	for _, s := range slots {
		if s.Used > 0 {
			t.Errorf("%v still has %d", s.SlotID, s.Used)
		}
	}
}

// A reason is needed, on every way there.
func TestChatCancelsForAReason(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 3)
	asked := r.press("-100/1", r.alert(receipt), "取消预约")
	for typed, says := range map[string]string{"\u200b": "没有看到原因", strings.Repeat("长", longestReason+1): "原因太长"} {
		if again := r.types("-100/1", asked, typed); again.Awaits != asked.Awaits || !strings.Contains(again.Text, says) {
			t.Errorf("%q is answered %q", typed, again.Text)
		}
	}
	for _, forged := range []string{pressCancel, pressCancelSure} {
		r.send("-100/1", forged+" "+receipt+" 1", "")
	}
	if b, _ := r.store.Batch(t.Context(), receipt); b.Version != 1 {
		t.Errorf("%+v", b)
	}
}
