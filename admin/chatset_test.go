package admin

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

func TestTypedNumber(t *testing.T) {
	for typed, want := range map[string]int{
		"80": 80, " ８０辆 ": 80, "七十五": 75, "改成0": 0, "1000": 1000,
		"1001": -1, "-5": -1, "5.5": -1, "60到80": -1, "": -1, "不知道": -1, "99999999999999999999": -1, "负五": -1,
	} {
		if n, ok := typedNumber(typed); ok != (want >= 0) || ok && n != want {
			t.Errorf("%q is read as %d %v, want %d", typed, n, ok, want)
		}
	}
}

func TestNamedDay(t *testing.T) {
	for _, tt := range []struct{ today, typed, want string }{
		{"2026-11-23", "26号", "2026-11-26"}, {"2026-11-23", "２６日", "2026-11-26"}, {"2026-11-23", "5号", "2026-12-05"},
		{"2026-12-30", "2号", "2027-01-02"}, {"2026-11-23", "31号", "2026-12-31"}, {"2026-11-23", "11月20日", "2026-11-20"},
		{"2026-11-23", "明天", "2026-11-24"}, {"2026-11-23", "那天", ""},
	} {
		want := ""
		if day := namedDay(tt.typed, date(tt.today)); !day.IsZero() {
			want = day.String()
		}
		if want != tt.want {
			t.Errorf("%s on %s is %s, want %s", tt.typed, tt.today, want, tt.want)
		}
	}
}

// slotNow is a window as it is.
func (r room) slotNow(id booking.SlotID) booking.Slot {
	r.t.Helper()
	s, err := r.desk.slot(r.t.Context(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// B8 for windows: of two officers who set one at once, or close the same day,
// one is first with all of it, and the other sees who and when. What is pressed
// again is done once.
func TestB8TwoOfficersSetAtOnce(t *testing.T) {
	names := map[string]string{"-100/1": "张科长", "-100/2": "李警官"}
	for _, choices := range []map[string]string{
		{"-100/1": "desk:set hohhot 2026-11-26 size 09:00-12:00/0/70", "-100/2": "desk:set hohhot 2026-11-26 size 09:00-12:00/0/50"},
		{"-100/1": "desk:set hohhot 2026-11-26 shut 09:00-12:00/0/60 14:30-17:00/0/40", "-100/2": "desk:set hohhot 2026-11-26 shut 09:00-12:00/0/60 14:30-17:00/0/40"},
	} {
		for range 10 {
			r := newRoom(t)
			r.book(thursday, 0, 2)
			replies := map[string]bot.Reply{}
			var mu sync.Mutex
			var both sync.WaitGroup
			for in, choice := range choices {
				both.Go(func() {
					reply, ok, err := r.chat.Press(t.Context(), bot.Message{Chat: bot.Chat{Channel: "telegram", ID: in}, Choice: choice})
					if !ok || err != nil {
						t.Errorf("%s: %v %v", in, ok, err)
					}
					mu.Lock()
					defer mu.Unlock()
					replies[in] = reply
				})
			}
			both.Wait()
			first, second := "-100/1", "-100/2"
			if replies[first].Outcome == bot.Rejected {
				first, second = second, first
			}
			if replies[first].Outcome == bot.Rejected || !strings.HasPrefix(replies[first].Text, names[first]) {
				t.Errorf("the first is told %q", replies[first].Text)
			}
			if told := replies[second]; told.Outcome != bot.Rejected || !strings.Contains(told.Text, "已由"+names[first]+"于11月23日10:00改过") || len(told.Options) == 0 {
				t.Errorf("the second is told %q", told.Text)
			}
			if again := r.send(first, choices[first], ""); again.Text != replies[first].Text {
				t.Errorf("again: %s", again.Text)
			}
			for _, id := range []booking.SlotID{thursday, afternoon} {
				if s := r.slotNow(id); s.Version > 1 {
					t.Errorf("set twice: %+v", s)
				}
			}
			if s := r.slotNow(thursday); s.Used != 2 {
				t.Errorf("a place is lost: %+v", s)
			}
		}
	}
}

// A day that somebody has changed meanwhile is not asked about, and one that
// is over is not changed.
func TestChatSetsTooLate(t *testing.T) {
	r := newRoom(t)
	old := r.send("-100/1", "desk:day hohhot 2026-11-26", "")
	r.press("-100/2", r.press("-100/2", r.press("-100/2", old, "14:30-17:00 改名额"), "停办这个时段"), "确定停办")
	late := r.press("-100/1", old, "停办这一天")
	if late.Outcome != bot.Rejected || !strings.Contains(late.Text, "已由李警官于11月23日10:00改过，现在是 40 辆、不开放") || !strings.Contains(late.Text, "14:30-17:00　停办") {
		t.Errorf("%s", late.Text)
	}
	if s := r.slotNow(thursday); !s.Open {
		t.Errorf("%+v", s)
	}
	past := r.send("-100/1", "desk:set hohhot 2026-11-20 shut 09:00-12:00/0/60", "")
	if past.Outcome != bot.Rejected || !strings.Contains(past.Text, "已经过去") {
		t.Errorf("%s", past.Text)
	}
}

// Nobody sees or sets what is of another office, by whatever button.
func TestChatSetsOwnOffices(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 2)
	for what, about := range views {
		choice := strings.Join([]string{what, "hohhot", "2026-11-26", map[string]string{
			pressWindow: "09:00-12:00", pressSet: "shut 09:00-12:00/0/60", pressAskSet: "shut 09:00-12:00/0/60",
		}[what]}, " ")
		if about.parts < 3 {
			choice = strings.TrimSpace(choice)
		}
		if reply := r.send("-100/3", choice, ""); reply.Text != refuseView.message {
			t.Errorf("%s: %+v", choice, reply)
		}
		if reply := r.send("-100/9", choice, ""); !strings.Contains(reply.Text, "没有登记为窗口人员") {
			t.Errorf("%s: %+v", choice, reply)
		}
	}
	for _, typed := range []string{receipt, "000001", "呼市 11月26日"} {
		if reply := r.send("-100/3", bot.ChoiceDesk, typed); strings.Contains(reply.Text, receipt) || strings.Contains(reply.Text, "呼和浩特") {
			t.Errorf("%s finds %s", typed, reply.Text)
		}
	}
	if s := r.slotNow(thursday); s.Version > 0 {
		t.Errorf("%+v", s)
	}
}

// A name of several offices is asked about, and one of an office that is not
// the officer's is no way to the officer's own.
func TestChatFindsOffices(t *testing.T) {
	r := newRoom(t)
	if _, _, err := r.desk.officers.Add(Officer{Name: "王处长", Offices: []string{"hohhot", "baotou"}, Telegram: 4}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ in, typed, says, button string }{
		{"-100/1", "乌海 12月3日", refuseView.message, ""},
		{"-100/1", "乌海", refuseView.message, ""},
		{"-100/1", "乌海或者呼市 12月3日", "呼和浩特市车辆管理所（示例）\n2026年12月3日", "近日"},
		{"-100/4", "包头、呼市 12月3日", wordsWhichOffice, "包头市车辆管理所（示例）"},
		{"-100/4", "包头 12月3日", "包头市车辆管理所（示例）\n2026年12月3日", "近日"},
	} {
		reply := r.send(tt.in, bot.ChoiceDesk, tt.typed)
		if !strings.HasPrefix(reply.Text, tt.says) || tt.button == "" && len(reply.Options) > 0 || tt.button != "" && !slices.Contains(labels(reply), tt.button) {
			t.Errorf("%s writes %q: %s %v", tt.in, tt.typed, reply.Text, labels(reply))
		}
	}
}

// What no button says is refused, and does nothing.
func TestChatSetsForged(t *testing.T) {
	r := newRoom(t)
	for _, forged := range []string{
		"desk:queue", "desk:day hohhot", "desk:day hohhot 2026-13-01", "desk:window hohhot 2026-11-26 上午", "desk:list nowhere 2026-11-26",
		"desk:set hohhot 2026-11-26 shut", "desk:set hohhot 2026-11-26 erase 09:00-12:00/0/60", "desk:set hohhot 2026-11-26 shut 09:00-12:00/0",
		"desk:set hohhot 2026-11-26 size 09:00-12:00/0/1001", "desk:set hohhot 2026-11-26 size 01:00-02:00/0/5", "desk:ask_set hohhot 2026-11-26 shut 01:00-02:00/0/5",
		"desk:ask_set hohhot 2026-11-26 size 99:99-12:00/0/5",
	} {
		if reply := r.send("-100/1", forged, ""); reply.Outcome != bot.Rejected || reply.Text == "" {
			t.Errorf("%s: %+v", forged, reply)
		}
	}
	if s := r.slotNow(thursday); s.Version > 0 {
		t.Errorf("%+v", s)
	}
}
