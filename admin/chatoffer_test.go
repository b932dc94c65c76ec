package admin

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
)

func labels(r bot.Reply) (list []string) {
	for _, o := range r.Options {
		list = append(list, o.Label)
	}
	return list
}

// A window is offered out of those that have the room, and both places are
// held until the exporter has answered.
func TestChatOffers(t *testing.T) {
	r := newRoom(t)
	r.book(afternoon, 100, 35) // leaves five places
	receipt := r.book(thursday, 0, 40)
	asked := r.press("-100/1", r.alert(receipt), "改期")
	if got := labels(asked); slices.Contains(got, "11月26日（周四）09:00-12:00 空 20 辆") || slices.Contains(got, "11月26日（周四）14:30-17:00 空 5 辆") ||
		!slices.Contains(got, "11月27日（周五）09:00-12:00 空 60 辆") {
		t.Errorf("offered are %q", got)
	}
	sure := r.press("-100/1", asked, "11月27日（周五）09:00-12:00 空 60 辆")
	sure = r.types("-100/1", sure, "上午检修")
	if b, _ := r.store.Batch(t.Context(), receipt); b.State != booking.Pending || !strings.Contains(sure.Text, "原因：上午检修") {
		t.Fatalf("%s %s", b.State, sure.Text)
	}
	done := r.press("-100/1", sure, "确定提议")
	b, _ := r.store.Batch(t.Context(), receipt)
	if b.State != booking.MoveProposed || b.Reason != "上午检修" || b.Proposed.Window != thursday.Window {
		t.Errorf("%+v", b)
	}
	if !strings.HasPrefix(done.Text, "张科长提议改期") || !strings.Contains(done.Text, "已提议改到 2026年11月27日（周五） 09:00-12:00，企业在11月24日10:00前答复") {
		t.Errorf("done: %s", done.Text)
	}
	if late := r.press("-100/2", sure, "确定提议"); !strings.Contains(late.Text, "已由张科长于11月23日10:00提议改期") {
		t.Errorf("the second: %s", late.Text)
	}
}

// Other days are reached by a button and by typing one.
func TestChatOffersOtherDays(t *testing.T) {
	r := newRoom(t)
	asked := r.press("-100/1", r.alert(r.book(thursday, 0, 2)), "改期")
	first := labels(asked)
	if later := labels(r.press("-100/1", asked, "更晚的日子")); later[0] == first[0] || !strings.Contains(later[0], "空") {
		t.Errorf("later are %q", later)
	}
	if typed := labels(r.types("-100/1", asked, "１２月３日行吗")); !strings.HasPrefix(typed[0], "12月3日") {
		t.Errorf("on the day typed are %q", typed)
	}
	for typed, says := range map[string]string{"那天": "没看明白是哪一天", "2026年11月20日": "已经过去了", "2029年12月30日": "没有放得下 2 辆的时段"} {
		if again := r.types("-100/1", asked, typed); again.Outcome != bot.Asked || !strings.Contains(again.Text, says) {
			t.Errorf("%q is answered %q", typed, again.Text)
		}
	}
}

// A window that fills up, or is closed, between two presses is told of, and
// the batch stays as it was.
func TestChatOfferTooLate(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 30)
	asked := r.press("-100/1", r.alert(receipt), "改期")
	sure := r.press("-100/1", asked, "11月26日（周四）14:30-17:00 空 40 辆")
	r.book(afternoon, 100, 25)
	if late := r.press("-100/1", sure, "确定提议"); late.Outcome != bot.Rejected || !strings.Contains(late.Text, "只剩 15 辆的空位") {
		t.Errorf("%+v", late)
	}
	if closed := r.ask(firstToken, "PUT", "/api/desk/slots/hohhot/2026-11-26/14:30-17:00", `{"version":0,"capacity":40,"open":false}`); closed.status != 200 {
		t.Fatal(closed.body)
	}
	sure = r.press("-100/2", asked, "11月26日（周四）14:30-17:00 空 40 辆") // an old list
	late := r.press("-100/2", sure, "确定提议")
	if !strings.Contains(late.Text, "14:30-17:00 停办：请换一个时段") || !slices.Contains(labels(late), "改期") {
		t.Errorf("%+v", late)
	}
	if b, _ := r.store.Batch(t.Context(), receipt); b.Version != 1 {
		t.Errorf("%+v", b)
	}
}

// Whether they came is asked from the day on.
func TestChatCame(t *testing.T) {
	r := newRoom(t)
	done, missed := r.book(thursday, 0, 2), r.book(thursday, 10, 2)
	cards := map[string]bot.Reply{}
	for _, receipt := range []string{done, missed} {
		cards[receipt] = r.press("-100/1", r.alert(receipt), "确认")
		if slices.Contains(labels(cards[receipt]), "到场情况") {
			t.Error("asked before the day")
		}
	}
	r.now = time.Date(2026, 11, 26, 16, 0, 0, 0, calendar.Shanghai)
	for receipt, label := range map[string]string{done: "办结", missed: "未到场"} {
		card := r.press("-100/2", cards[receipt], "详情")
		r.press("-100/2", r.press("-100/2", card, "到场情况"), label)
	}
	for receipt, want := range map[string]booking.State{done: booking.Completed, missed: booking.NoShow} {
		if b, _ := r.store.Batch(t.Context(), receipt); b.State != want {
			t.Errorf("%s, want %s", b.State, want)
		}
	}
}
