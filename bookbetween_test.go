package main

import (
	"slices"
	"strings"
	"testing"

	"cheyi/bot"
)

// What is asked of the policy has the same answer in a fresh conversation, after
// a receipt, and while a booking is filled in: none of it is of a booking.
func TestPolicyBetweenBookings(t *testing.T) {
	for _, asked := range []string{
		"这批车能补多少钱", "退税什么时候能到", "改成二类企业要几天", "展位费能补多少", "那批特险保费80万能补多少",
		"补贴到期了没", "这项补贴取消了吗", "出口退税审核要几天", "备案批下来要多久", "出口许可证审批要几天",
		"一类企业退税几天", "退税进度在哪查", "通关时间能提前吗", "退税能提前吗", "营业执照复印件行不行",
		"委托书要公证吗", "这批车要不要检测", "我们那批车2025年出口了60台能补多少", "2025年出口80辆能拿多少钱",
		"又加了5台，2025年一共65台能补多少", "再加10台够50台吗", "短期险保费120万能报多少", "保费300万封顶多少",
		"9月28号受理的退税最晚哪天", "临时号牌能用几天", "临牌60天从哪天算", "车放行后多久要注销",
		"10月12号放行的最晚哪天注销", "不去参展只线上展能补吗", "取消订单了还能退税吗", "车退回来了怎么办",
		"展会取消了展位费还补吗", "海外仓给多少钱", "谁管这个事", "预约了以后还能免交报关单吗",
		"那批车报关单要交纸质的吗", "我的车被退了怎么办理注销", "能批量预约吗", "批量预约要提前几天",
		"备案企业有什么好处", "出口基地在哪些城市", "到时候退税怎么算", "退税通过了多久到账", "改装车能出口吗",
		"出口信用保险最高补多少", "那批车退税进度怎么查",
	} {
		fresh := newTalk(t).say(asked)
		after, _ := submitted(t)
		between := newTalk(t)
		for _, line := range []string{"下周三上午呼市2台转让待出口", booked[0], booked[1]} {
			between.say(line)
		}
		for where, r := range map[string]bot.Reply{"after a receipt": after.say(asked), "in a booking": between.say(asked)} {
			if !sameAnswer(r, fresh) {
				t.Errorf("%q %s: %s %q, not %s %q", asked, where, r.Outcome, r.Text, fresh.Outcome, fresh.Text)
			}
		}
	}
}

// The papers of another business than the one that is booked are the policy's.
func TestPapersOfAnotherBusiness(t *testing.T) {
	for _, asked := range []string{"注销要什么材料", "办注销带什么材料", "转让登记要交哪些材料"} {
		talk, _ := submitted(t)
		if r, fresh := talk.say(asked), newTalk(t).say(asked); !sameAnswer(r, fresh) {
			t.Errorf("%q: %s %q, not %s %q", asked, r.Outcome, r.Text, fresh.Outcome, fresh.Text)
		}
	}
}

// sameAnswer reports whether two replies have the same outcome, clauses and
// result.
func sameAnswer(x, y bot.Reply) bool {
	clauses := func(r bot.Reply) (list []string) {
		for _, c := range r.Citations {
			list = append(list, c.Clause)
		}
		return list
	}
	result := func(r bot.Reply) string {
		if r.Calculation == nil || r.Calculation.Amount == nil {
			return ""
		}
		return r.Calculation.Amount.String()
	}
	return x.Outcome == y.Outcome && slices.Equal(clauses(x), clauses(y)) && result(x) == result(y)
}

// An appointment that is wanted beside a question is offered, and its vehicles
// are none of the calculation's.
func TestAppointmentBesideQuestion(t *testing.T) {
	for asked, noted := range map[string]string{
		"2025年出口了80辆能拿多少？另外帮我约下周四包头待出口约2台": "包头市车辆管理所（示例）；2 台；日期　2026年12月3日",
		"2025年出了80台车能拿多少，顺便帮我约下周三呼市待出口3台":  "呼和浩特市车辆管理所（示例）；3 台；日期　2026年12月2日",
	} {
		talk := newTalk(t)
		if r := talk.say(asked); r.Outcome != bot.Calculated || !strings.Contains(r.Text, "80,000 元") {
			t.Errorf("%q: %s %q", asked, r.Outcome, r.Text)
		}
		if r := talk.say("我要预约"); !asks(r, "consent") || !strings.Contains(r.Text, noted) {
			t.Errorf("%q: %v %q", asked, r.Missing, r.Text)
		}
	}
}

// More ways in which people begin.
func TestBeginningsOfBookings(t *testing.T) {
	for said, noted := range map[string]string{
		"在吗 想给满洲里这边的车约个待出口":                            "呼伦贝尔市",
		"约个转让待出口 多伦县":                                  "锡林郭勒盟",
		"杭锦后旗 下周一 注销 1台":                               "巴彦淖尔市",
		"土默特左旗 2台 待出口 下周四":                             "呼和浩特市",
		"那就新约一个":                                       "",
		"约注销 鄂尔多斯 12月4号 一台 车架号" + talkVINs[3]:          "鄂尔多斯市车辆管理所（示例）；1 台；日期　2026年12月4日",
		"想约个转让待出口，准格尔旗，12月4号，车架号是 " + talkVINs[3] + "": "鄂尔多斯市",
	} {
		if r := newTalk(t).say(said); !asks(r, "consent") || !strings.Contains(r.Text, noted) {
			t.Errorf("%q: %v %q", said, r.Missing, r.Text)
		}
	}
	talk := newTalk(t)
	talk.say("明天呼市还能约吗")
	if r := talk.say("后天吧，转让待出口 1台"); !asks(r, "consent") || !strings.Contains(r.Text, "1 台；日期　2026年11月25日") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// What is said of a booking that is made is done, or asked; never guessed.
func TestNothingIsAssumedOfBookings(t *testing.T) {
	for _, c := range []struct {
		said []string
		asks string
		says string
	}{
		{[]string{"那辆4843的车先不办了"}, "", "不能单独去掉几台"},
		{[]string{"第二辆不办了", "嗯"}, "", "好的"},
		{[]string{"两台都不去了"}, "", "确定取消吗"},
		{[]string{"周三有事，能不能往后挪一天"}, "window", "2026年12月3日（周四）"},
		{[]string{"提前1天"}, "window", "2026年12月1日（周二）"},
		{[]string{"改期", "再往后推两天"}, "window", "2026年12月4日（周五）"},
		{[]string{"改期", "同一天改下午"}, "", "2026年12月2日（周三）14:30–17:00"},
		{[]string{"改到下午"}, "", "2026年12月2日（周三）14:30–17:00"},
		{[]string{"改期", "取消了吧"}, "", "还是原来的时间"},
		{[]string{"改期", "算了不改了"}, "", "2026年12月2日（周三）9:00–12:00"},
		{[]string{"再给我约2台，还是下周三，下午", "用上次的"}, "vehicles", "呼和浩特市"},
		{[]string{"再约一批 包头 注销", "把下周三那批取消"}, "", "确定取消吗"},
		{[]string{"再约一批 包头 注销", "把下周三那批取消", "确定"}, "", "已取消"},
		{[]string{"再约一批 包头 注销", "那批批下来没"}, "", "待确认"},
	} {
		talk, _ := submitted(t)
		var r bot.Reply
		for _, line := range c.said {
			r = talk.say(line)
		}
		if !asks(r, c.asks) || !strings.Contains(r.Text, c.says) {
			t.Errorf("%q: %v %q", c.said, r.Missing, r.Text)
		}
	}
}

// A day that is past does not replace the one that is wanted, and 出口的 says
// what a transfer is for.
func TestFactsOfOpenBookings(t *testing.T) {
	talk := newTalk(t)
	for _, line := range append([]string{"下周二集宁注销"}, booked...) {
		talk.say(line)
	}
	talk.say(talkVINs[0])
	if r := talk.say("放关日期是11月3号"); strings.Contains(r.Text, "已经过去") {
		t.Errorf("%q", r.Text)
	}
	talk.say("就这些")
	if r := talk.say("下午"); !asks(r, "confirm") || !strings.Contains(r.Text, "2026年12月1日（周二）14:30–17:00") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	talk = newTalk(t)
	talk.say("过户 呼市 约个")
	if r := talk.say("出口的"); !strings.Contains(r.Text, "转让待出口") {
		t.Errorf("%q", r.Text)
	}
}
