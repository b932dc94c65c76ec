package main

import (
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

// submitted is a conversation that has one booking: 呼市, 12月2日 in the morning,
// two vehicles.
func submitted(t *testing.T) (*talk, bot.Reply) {
	t.Helper()
	talk := newTalk(t)
	talk.say("下周三上午呼市2台转让待出口")
	for _, line := range booked {
		talk.say(line)
	}
	talk.say(strings.Join(talkVINs[:2], "\n"))
	r := talk.say("确认")
	if r.Booking == nil {
		t.Fatalf("%q", r.Text)
	}
	return talk, r
}

// A booking is spoken of without its number: by its day, or as the last one.
func TestBookingIsSpokenOf(t *testing.T) {
	for _, c := range []struct {
		said string
		asks string
		says string
	}{
		{"把我周三那批推到周五", "window", "2026年12月4日（周五）"},
		{"下周三那批能改到下下周一下午不", "", "2026年12月7日（周一）14:30–17:00"},
		{"改个时间", "date", "改到哪一天"},
		{"下周三那批不办了", "", "确定取消吗"},
		{"取消预约", "", "确定取消吗"},
		{"我那批批下来没", "", "待确认"},
		{"审核通过了吗", "", "待确认"},
		{"我还有预约没", "", "待确认"},
		{"到时候带啥", "", "到场查验"},
		{"日历文件再发我一下", "", "待确认"},
		{"再加三台行不", "vehicles", "不能再加车"},
		{"漏了一台 " + talkVINs[2], "vehicles", "清单现有 1 台"},
		{"再约一批，跟上次一样，下周四", "vehicles", "2026年12月3日"},
		{"展位费能报几成", "", "70%"},
	} {
		talk, first := submitted(t)
		r := talk.say(c.said)
		if !asks(r, c.asks) || !strings.Contains(r.Text, c.says) {
			t.Errorf("%q: %v %q", c.said, r.Missing, r.Text)
		}
		if r.Booking != nil && r.Booking.Receipt != first.Booking.Receipt {
			t.Errorf("%q: another booking %v", c.said, r.Booking)
		}
	}
}

// 是 answers 确定取消吗, and 不 leaves the booking as it was.
func TestCancelIsAskedOnceMore(t *testing.T) {
	for said, state := range map[string]booking.State{"是": booking.Cancelled, "确定": booking.Cancelled, "不": booking.Pending} {
		talk, _ := submitted(t)
		talk.say("下周三那批不办了")
		if r := talk.say(said); r.Booking == nil || r.Booking.State != state {
			t.Errorf("%q: %q", said, r.Text)
		}
	}
}

// Whoever books again is offered the enterprise, and a broker may name another.
func TestEnterpriseOfBefore(t *testing.T) {
	talk, _ := submitted(t)
	r := talk.say("再约一批 呼市转让待出口 下周四上午")
	if !asks(r, "enterprise") || !strings.Contains(r.Options[0].Label, "内蒙古驼铃汽车贸易有限公司") {
		t.Fatalf("%v %q %v", r.Missing, r.Text, r.Options)
	}
	if r = talk.say("1"); !asks(r, "vehicles") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	broker, _ := submitted(t)
	broker.say("再约一批 呼市转让待出口 下周四上午")
	if r = broker.say("包头市草原二手车出口有限公司"); !asks(r, "uscc") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// Whoever has none is told so.
func TestNoBookingIsSpokenOf(t *testing.T) {
	for _, said := range []string{"我有预约吗", "改期", "取消我的预约"} {
		if r := newTalk(t).say(said); !strings.Contains(r.Text, "还没有预约") {
			t.Errorf("%q: %q", said, r.Text)
		}
	}
}
