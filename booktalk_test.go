package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cheyi/bot"
	"cheyi/vehicles"
)

// The vehicles of these conversations. None is anybody's.
var talkVINs = []string{"LZZY6XCD2RA894843", "LZZUD7SN6SB968764", "LZY7HX328PC643819", "LZX032D95MD969201", "LZWTWWJD5TE446049"}

// booked are the answers up to the vehicles, for whoever has said the rest.
var booked = []string{"同意", "内蒙古驼铃汽车贸易有限公司", "91150102MAQJWYLF59", "备案了", "王芳", "13800138000"}

// What an opening states is noted as it was meant, and not asked again.
func TestOpeningsOfBookings(t *testing.T) {
	for _, c := range []struct {
		on, said string
		noted    []string
	}{
		{"2026-11-23", "下周三呼市30台注销", []string{"注销登记", "呼和浩特市", "30 台", "2026年12月2日"}},
		{"2026-11-23", "下周四包头25台转让待出口", []string{"转让待出口", "包头市", "25 台", "2026年12月3日"}},
		{"2026-11-23", "我要预越转让代出口 鄂尔多斯 3辆 周五上午", []string{"转让待出口", "鄂尔多斯市", "3 台", "2026年11月27日"}},
		{"2026-11-23", "俺想约个过户，出口的，包头这头，五台车，后儿个去", []string{"包头市", "5 台", "2026年11月25日"}},
		{"2026-11-23", "呼市注销 帮约", []string{"注销登记", "呼和浩特市"}},
		{"2026-11-23", "包头转让待出口5台", []string{"转让待出口", "包头市", "5 台"}},
		{"2026-11-23", "二连这边注销2台", []string{"注销登记", "锡林郭勒盟", "2 台"}},
		{"2026-11-23", "几十台车要转让待出口，乌海，下周", []string{"转让待出口", "乌海市"}},
		{"2026-11-23", "月底去呼市注销2台", []string{"注销登记", "呼和浩特市", "2 台"}},
		{"2026-11-23", "呼市转让待出口2台，越早越好", []string{"2026年11月24日"}},
		{"2026-09-21", "国庆后第一个工作日呼市转让待出口2台", []string{"2026年10月8日"}},
		{"2026-11-23", "嗯那个我想约一下就是那个注销然后大概有十来台车吧在赤峰下个月三号", []string{"注销登记", "赤峰市", "2026年12月3日"}},
		{"2026-11-23", "我想預約註銷 呼和浩特 兩台 下週三上午", []string{"注销登记", "呼和浩特市", "2 台", "2026年12月2日"}},
		{"2026-11-23", "师傅，锡林浩特这边有7个车要下户，礼拜五下午过来成不", []string{"注销登记", "锡林郭勒盟", "2026年11月27日"}},
		{"2026-11-23", "给约个号，东胜，转让待出口，12/8", []string{"转让待出口", "鄂尔多斯市", "2026年12月8日"}},
		{"2026-11-23", "下周三上午呼市两台车转让待出口，能帮约一个吗", []string{"转让待出口", "呼和浩特市", "2 台", "2026年12月2日"}},
		{"2026-11-23", "能帮我约个过户吗，呼市的", []string{"转让登记", "呼和浩特市"}},
		{"2026-11-23", "可以麻烦你们帮忙约包头的注销吗？明天，3台", []string{"注销登记", "包头市", "3 台", "2026年11月24日"}},
		{"2026-11-23", "想约车", nil},
		{"2026-11-23", "算了还是约吧", nil},
	} {
		r := newTalk(t).sayOn(c.on, c.said)
		if !asks(r, "consent") {
			t.Errorf("%q: %v %q", c.said, r.Missing, r.Text)
		}
		for _, fact := range c.noted {
			if first, _, _ := strings.Cut(r.Text, "\n"); !strings.Contains(first, fact) {
				t.Errorf("%q: no %s in %q", c.said, fact, first)
			}
		}
	}
}

// Who asks how, how many or whether at all begins nothing.
func TestQuestionsAreNoOpenings(t *testing.T) {
	for _, said := range []string{"能帮我约多少台", "你们能批量预约吗", "车管所能给企业预约上门吗", "能帮忙代办注销吗", "怎么帮企业预约"} {
		if r := newTalk(t).sayOn("2026-11-23", said); asks(r, "consent") {
			t.Errorf("%q: %v %q", said, r.Missing, r.Text)
		}
	}
}

// What cannot be is said at once, in one sentence that asks what to take instead.
func TestOpeningsThatCannotBe(t *testing.T) {
	for _, c := range []struct{ on, said, asks, says string }{
		{"2026-11-23", "11月20号呼市注销2台", "date", "2026年11月20日（周五）已经过去了"},
		{"2026-11-27", "后天去包头办转让待出口，2台", "date", "2026年11月29日（周日）约不了：周末不办理"},
		{"2026-12-28", "元旦那天去呼市办2台转让待出口行不", "date", "2027年1月1日（周五）约不了：这天不办理"},
		{"2026-11-23", "今天下午去呼市注销2台行不", "date", "约不了：要提前 1 到 60 天预约"},
		{"2026-11-23", "呼市和包头都要办，呼市3台包头2台，都是转让待出口", "office", "先约哪一个？"},
		{"2026-11-23", "5台车转让待出口和注销一起办了，呼市", "business", "先约哪一种？"},
	} {
		if r := newTalk(t).sayOn(c.on, c.said); !asks(r, c.asks) || !strings.Contains(r.Text, c.says) {
			t.Errorf("%q: %v %q", c.said, r.Missing, r.Text)
		}
	}
}

// Each answer is in somebody's own words; then the next question is asked, and
// a remark in between leaves the open one.
func TestAnswersOfBookings(t *testing.T) {
	two := strings.Join(talkVINs[:2], "\n")
	toDate := append(slices.Clone(booked), two)
	toConfirm := append(slices.Clone(toDate), "下周三", "上午")
	for _, c := range []struct {
		before []string
		said   string
		asks   string // the question that is open then
		says   string
	}{
		{booked[:3], "备过案咧", "contact", ""},
		{booked[:3], "正在办", "contact", ""},
		{booked[:3], "不清楚", "filed", "没有备案"},
		{booked[:2], "没带在身上，回头给行不", "uscc", "填好的都留着"},
		{booked[:1], "继续", "enterprise", ""},
		{booked[:1], "那要带啥材料", "enterprise", "登记证书"},
		{booked[:2], "几点开门", "uscc", "9:00–12:00"},
		{booked[:2], "周六上班不", "uscc", "2026年11月28日（周六）不办理"},
		{booked[:5], "还是去包头吧", "phone", "包头市"},
		{booked[:5], "说错了 不是转让待出口 是注销", "phone", "注销登记"},
		{booked[:5], "那行吧先这么着", "phone", ""},
		{booked[:1], "没公司 个人的", "enterprise", "这里只给企业约"},
		{booked[:1], "内蒙古驼铃汽车贸易有限工司", "enterprise", "请照营业执照写全称"},
		{booked[:1], "就是内蒙古驼铃汽车贸易有限公司", "uscc", ""},
		{booked[:1], "内蒙古驼铃汽车贸易有限公司，张伟13800138000，91150102MAQJWYLF59，备案过的，车架号" + talkVINs[0] + "，" + talkVINs[1], "date", "车辆　2 台"},
		{booked[:1], "懂了，还是待出口", "enterprise", ""},
		{booked[:5], "搞错了 公司应该是乌兰察布市驼峰进出口有限公司", "phone", ""},
		{booked[:4], "就是我", "contact", "请写联系人的姓名"},
		{booked[:4], "我姓李，李建国", "phone", ""},
		{booked[:4], "王芳 身份证159999199002289016", "contact", "身份证号"},
		{booked[:4], "联系人王芳 15400005678", "vehicles", ""},
		{booked, "没有车", "vehicles", "至少要有一台车"},
		{booked, "最后一台写错了，应该是" + talkVINs[0], "vehicles", "清单现有 1 台"},
		{toDate, "越早越好", "window", "2026年11月24日"},
		{toDate, "最早哪天能排上", "window", "2026年11月24日"},
		{toDate, "谢谢", "date", "不客气"},
		{toDate, "3号", "window", "2026年12月3日"},
		{toDate, "12.3", "window", "2026年12月3日"},
		{toDate, "车要不要开过去", "date", "到场查验"},
		{toConfirm[:len(toConfirm)-1], "早起吧", "confirm", "9:00–12:00"},
		{toConfirm[:len(toConfirm)-1], "后晌", "confirm", "14:30–17:00"},
		{toConfirm[:len(toConfirm)-1], "都行", "confirm", "9:00–12:00"},
		{toConfirm, "改下午", "confirm", "14:30–17:00"},
		{toConfirm, "等等 手机号错了 是15400005678", "confirm", "15400005678"},
		{toConfirm, "再加一台" + talkVINs[2], "confirm", "3 台"},
		{toConfirm, "再加三台", "vehicles", "就这些"},
		{toConfirm, "把尾号8764那台去掉", "confirm", "1 台"},
		{toConfirm, "最后一台也不要了", "confirm", "1 台：4843"},
		{toConfirm, "第2台写错了，应该是" + talkVINs[3], "confirm", "2 台：4843、9201"},
		{toConfirm, "先别交，换到周五", "confirm", "2026年11月27日（周五）"},
		{toConfirm, "算了还是周五", "confirm", "2026年11月27日（周五）"},
		{toConfirm, "公司应该是乌兰察布市驼峰进出口有限公司", "confirm", "企业　乌兰察布市驼峰进出口有限公司"},
		{toConfirm, "交吧", "", "已提交"},
		{toConfirm, "了吧", "confirm", ""},
		{toConfirm, "没问题 提交吧", "", "已提交"},
		{toConfirm, "好的", "", "已提交"},
		{toConfirm, "👌", "", "已提交"},
		{toConfirm, "那也约", "", "已提交"},
		{toConfirm, "行了 提交", "", "已提交"},
	} {
		talk := newTalk(t)
		talk.say("约转让待出口，呼市")
		for _, line := range c.before {
			talk.say(line)
		}
		if r := talk.say(c.said); !asks(r, c.asks) || !strings.Contains(r.Text, c.says) {
			t.Errorf("%q: %v %q", c.said, r.Missing, r.Text)
		}
	}
}

// A weekday that follows a week is one of that week.
func TestWeekdayOfAWeek(t *testing.T) {
	talk := newTalk(t)
	talk.say("乌海转让待出口2台，下周")
	for _, line := range append(slices.Clone(booked), strings.Join(talkVINs[:2], "\n")) {
		talk.say(line)
	}
	if r := talk.say("周四吧"); !strings.Contains(r.Text, "2026年12月3日（周四）") {
		t.Errorf("%q", r.Text)
	}
}

// asks reports whether a reply asks a question, "" for none.
func asks(r bot.Reply, question string) bool {
	if question == "" {
		return len(r.Missing) == 0
	}
	return len(r.Missing) > 0 && r.Missing[0] == question
}

// What needs consent and was said before it is not kept; the person is told, and
// sends it once more as it was.
func TestSaidBeforeConsent(t *testing.T) {
	talk := newTalk(t)
	all := "我是呼和浩特市草原二手车出口有限公司，张伟13800138000，统一代码91150102MAQJWYLF59，备案过的，12月2号上午在呼市车管所办转让待出口，车架号" + talkVINs[0] + "，" + talkVINs[1] + "，帮我约一下"
	if r := talk.say(all); !asks(r, "consent") || !strings.Contains(r.Text, "刚才发的还没有保存") || strings.Contains(r.Text, "请不要发送") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	if r := talk.say("同意"); !asks(r, "enterprise") || !strings.Contains(r.Text, "原样再发一次") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	if r := talk.say(all); !asks(r, "confirm") || !strings.Contains(r.Text, "联系人　张伟　13800138000") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// A list that no window holds is divided by whoever agrees to it.
func TestDividedInWords(t *testing.T) {
	for _, said := range []string{"好的", "行 分开吧", "全天"} {
		talk := newTalk(t)
		talk.say("下周三乌海22台转让待出口")
		for _, line := range booked {
			talk.say(line)
		}
		talk.say(vinsFor(22))
		if r := talk.say(said); !asks(r, "confirm") || !strings.Contains(r.Text, "14:30–17:00，2 台") {
			t.Errorf("%q: %v %q", said, r.Missing, r.Text)
		}
	}
}

// What was asked of room is what is booked then.
func TestBookedAfterRoom(t *testing.T) {
	for _, asked := range []string{"下周二能办转让待出口吗？我们在包头有18台", "约一下注销，鄂尔多斯，6台，日期你们看哪天有空"} {
		if r := newTalk(t).say(asked); r.Outcome != bot.Menu || !strings.Contains(r.Text, "还能约") {
			t.Errorf("%q: %q", asked, r.Text)
		}
	}
	talk := newTalk(t)
	talk.say("下周三呼市还有多少名额")
	if r := talk.say("那约吧 转让待出口2台"); !asks(r, "consent") || !strings.Contains(r.Text, "呼和浩特市车辆管理所（示例）；2 台；日期　2026年12月2日") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// vinsFor are n vehicles whose check digits are right.
func vinsFor(n int) string {
	var list []string
	for i := 0; len(list) < n; i++ {
		if vin := fmt.Sprintf("LZZY6XCD2RA%06d", i); vehicles.VINDoubt(vin) == "" {
			list = append(list, vin)
		}
	}
	return strings.Join(list, "\n")
}
