package admin

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/knowledge"
)

var shownReceipts = regexp.MustCompile(`data-row href="/desk/batches/([^"]*)"`)

// queue is the receipts on a page of the queue, in order.
func (s sitting) queue(query string) string {
	s.t.Helper()
	shown := s.get("/desk" + query)
	shown.has(200)
	var receipts []string
	for _, m := range shownReceipts.FindAllStringSubmatch(shown.body, -1) {
		receipts = append(receipts, m[1])
	}
	return strings.Join(receipts, " ")
}

func TestQueue(t *testing.T) {
	b := newBench(t, many)
	friday := booking.SlotID{Office: "hohhot", Date: date("2026-11-27"), Window: "09:00-12:00"}
	first := b.book(friday, 0, 2) // asks for a later day, and waits for longer
	b.now = b.now.Add(3 * time.Hour)
	second := b.book(thursday, 100, 3)
	elsewhere := b.book(booking.SlotID{Office: "baotou", Date: thursday.Date, Window: "09:00-12:00"}, 200, 1)
	sure := b.book(thursday, 12345, 1)
	all, one := b.sit("局里"), b.sit("张科长", "hohhot")
	path := "/desk/batches/" + sure
	all.follow(all.post(path, all.get(path).form("do", "confirm")))
	waiting := first + " " + second
	if elsewhere < second {
		waiting = first + " " + elsewhere + " " + second
	} else {
		waiting += " " + elsewhere
	}
	for _, tt := range []struct {
		who         sitting
		query, want string
	}{
		{all, "", waiting},
		{one, "", first + " " + second},
		{all, "?office=baotou", elsewhere},
		{all, "?date=2026-11-27", first},
		{one, "?state=confirmed", sure},
		{one, "?state=all", first + " " + second + " " + sure},
		{one, "?q=" + strings.ToLower(first), first},
		{one, "?q=2345", sure},
		{one, "?q=345", ""},
		{one, "?q=" + url.QueryEscape("顺达汽车") + "&state=pending", first + " " + second},
		{one, "?q=" + url.QueryEscape("别的公司"), ""},
		{one, "?page=-3", first + " " + second},
		{one, "?page=999999999999999999999", first + " " + second},
	} {
		if got := tt.who.queue(tt.query); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.query, got, tt.want)
		}
	}
	one.get("/desk").has(200, "待确认 2", "已确认 1", "全部 3", "等了 3 小时", "刚提交", "11月27日 周五 09:00-12:00", "2 辆")
	one.get("/desk").lacks("办理机构</label>", "包头", `href="/desk/system"`, `href="/desk/officers"`)
	all.get("/desk").has(200, "待确认 3", "包头市车辆管理所", "人员 系统 局里")
	one.get("/desk?state=open").has(400, wordsState)
	one.get("/desk?date=2026-02-30").has(400, wordsDate)
	one.get("/desk?office=beijing").has(404, "没有这个办理机构")
	one.get("/desk/batches/"+first).has(200, "下一批待确认（还有 1 批）")
}

func TestQueuePages(t *testing.T) {
	b := newBench(t, many)
	for i := range perPage + 5 {
		b.now = b.now.Add(time.Second)
		b.book(booking.SlotID{Office: "hohhot", Date: thursday.Date.Add(i / 60), Window: "09:00-12:00"}, i*10, 1)
	}
	who := b.sit("局里")
	one, two := who.queue(""), who.queue("?state=pending&page=1")
	if a, z := strings.Count(one, " ")+1, strings.Count(two, " ")+1; a != perPage || z != 5 {
		t.Errorf("pages of %d and %d", a, z)
	}
	who.get("/desk").has(200, "下一页", "共 55 批")
	who.get("/desk?page=1").has(200, "上一页")
}

func TestSlotsPage(t *testing.T) {
	b := newBench(t, many)
	zhang, li := b.sit("张科长", "hohhot"), b.sit("李警官", "hohhot", "baotou")
	b.book(thursday, 0, 30)
	week := zhang.get("/desk/slots")
	week.has(200, "呼和浩特市车辆管理所", "11月26日 周四", "09:00-12:00 空 30", "已约 30 / 60 辆", "11月28日 周六 不办公", "不开放", "11月23日 周一 今天")
	week.lacks(`name="office"><option`)
	const path = "/desk/slots/hohhot/2026-11-26/09:00-12:00"
	form := url.Values{"key": {"k1"}, "version": {"0"}, "capacity": {" 20 "}, "open": {"1"}}
	done := zhang.post(path, form)
	zhang.follow(done).has(200, "09:00-12:00 已满 已改 已约 30 / 20 辆", "谁也不会因此丢名额")
	if again := zhang.post(path, form); again.status != 303 || again.to() != done.to() {
		t.Errorf("again: %d %s", again.status, again.to())
	}
	late := li.post(path, url.Values{"key": {"k2"}, "version": {"0"}, "capacity": {"75"}})
	late.has(409, "这个时段已由张科长于11月23日10:00改过，现在是 20 辆、开放：请看最新的数再改。")
	if !strings.Contains(late.body, `value="75"`) || !strings.Contains(late.body, `name="version" value="1"`) {
		t.Errorf("what was typed is gone: %s", late.body)
	}
	li.follow(li.post(path, url.Values{"key": {"k3"}, "version": {"1"}, "capacity": {"75"}})).has(200, "不开放 已改 已约 30 / 75 辆")
	for _, n := range []string{"", "-1", "1001", "六十", "1e3"} {
		li.post(path, url.Values{"key": {"k4"}, "version": {"2"}, "capacity": {n}}).has(400, wordsNumber)
	}
	for _, p := range []string{"/desk/slots/hohhot/2026-11-26/01:00-02:00", "/desk/slots/hohhot/2026-02-30/09:00-12:00", "/desk/slots/hohhot/2026-11-26/morning"} {
		li.post(p, url.Values{"key": {"k5"}, "version": {"0"}, "capacity": {"5"}}).has(404, "没有这个窗口时段")
	}
	li.post(path, url.Values{"version": {"2"}, "capacity": {"5"}}).has(400, "表单没有收完整")
	li.get("/desk/slots?office=baotou&week=2026-12-02").has(200, "包头市车辆管理所", "11月30日 周一 至 12月6日 周日")
	li.get("/desk/slots?week=明天").has(400, wordsDate)
	li.get("/desk/slots?office=beijing").has(404)
}

func TestDayPage(t *testing.T) {
	b := newBench(t, many)
	zhang := b.sit("张科长", "hohhot")
	one, two := b.book(thursday, 0, 60), b.book(afternoon, 100, 2)
	path := "/desk/batches/" + one
	zhang.follow(zhang.post(path, zhang.get(path).form("do", rejectRowsConfirm, "vin", vin(7), "reason", "材料不全")))
	shown := zhang.get("/desk/days/hohhot/2026-11-26")
	shown.has(200, "2026年11月26日（周四） 名单", "共 61 辆", "09:00-12:00 59 辆", "14:30-17:00 2 辆", one, two, "张三 13800008000", vin(59), "备案：是")
	shown.lacks(vin(7))
	zhang.get("/desk/days/hohhot/2026-11-27").has(200, "这一天没有预约")
	zhang.get("/desk/days/hohhot/明天").has(400, wordsDate)
	zhang.get("/desk/days/hohhot/2026-11-26.pdf").has(404)
	file := zhang.get("/desk/days/hohhot/2026-11-26.xlsx")
	if file.status != 200 || !strings.HasPrefix(file.body, "PK") || !strings.Contains(file.header.Get("Content-Disposition"), "cheyi-2026-11-26.xlsx") {
		t.Errorf("%d %v", file.status, file.header)
	}
}

func TestQuestionsPage(t *testing.T) {
	b := newBench(t, many)
	zhang := b.sit("张科长", "hohhot")
	groups := []bot.UnansweredGroup{
		{Kind: bot.UnansweredNotStated, Count: 2, First: date("2026-11-01"), Last: date("2026-11-20"), Clause: "nmg-2024-406/七.1", Kinds: []knowledge.Kind{"amount"}, Wordings: []string{"电话 ＊＊＊ 怎么领", "怎么领钱"}},
		{Kind: bot.UnansweredOutside, Count: 9, First: date("2026-11-02"), Last: date("2026-11-02"), Wordings: []string{"今天天气"}},
		{Kind: bot.UnansweredNotStated, Count: 1, First: date("2026-11-03"), Last: date("2026-11-03"), About: "办公电话", Wordings: []string{"电话<b>多少"}},
	}
	outcomes := Outcomes{b.now, []Figure{{"有答案", 40}, {"政策没有写明", 3}, {"与政策无关", 9}}}
	b.desk.UseSources(Sources{
		Questions: func(context.Context) ([]bot.UnansweredGroup, error) { return groups, nil },
		Outcomes:  func() Outcomes { return outcomes },
	})
	shown := zhang.get("/desk/questions")
	shown.has(200, "收到的消息 52 条", "2026-11-23 10:00 启动以来", "有答案 40 政策没有写明 3 与政策无关 9", "全部 3", "文件没有写明 2", "没有找到条款 0", "与政策无关 1", "9 次 2026-11-02 今天天气", "2 次 2026-11-01 至 2026-11-20 电话 ＊＊＊ 怎么领 怎么领钱", "最近的条款： nmg-2024-406/七.1", "接下来 原文答得上", "已按“办公电话”说明没有写明，不用改")
	shown.lacks("电话<b>")
	if strings.Index(shown.text, "今天天气") > strings.Index(shown.text, "怎么领钱") {
		t.Error("what was asked most is not first")
	}
	zhang.get("/desk/questions?kind=outside").lacks("怎么领钱")
	groups = nil
	zhang.get("/desk/questions").has(200, "没有记下没答上的问题")
	for i := range mostQuestions + 7 {
		groups = append(groups, bot.UnansweredGroup{Kind: bot.UnansweredNotFound, Count: 1, Wordings: []string{fmt.Sprint("问题", i)}})
	}
	zhang.get("/desk/questions").has(200, "还有 7 组")
}

func TestCorpusPage(t *testing.T) {
	b := newBench(t, many)
	zhang := b.sit("张科长", "hohhot")
	c := Corpus{
		Where: "内置", Read: b.now,
		Documents: []CorpusDocument{{Title: "关于促进", Number: "内商贸字〔2024〕406号", Folder: "nmg-2024-406", IssuedOn: date("2024-06-12"), Valid: "in_force", Clauses: 36}},
		Ends:      []CorpusEnd{{Document: "内商贸字", Folder: "nmg-2024-406", Clause: "七.1", Quote: "连续 2 年", From: date("2024-01-01"), Until: date("2025-12-31"), Valid: "expired"}},
		Years:     []CorpusYear{{Number: 2026, Notice: "国办", Days: 33}, {Number: 2027, Provisional: true, Days: 13}},
		Figures:   []Figure{{"测算规则", 7}},
	}
	b.desk.UseSources(Sources{Corpus: func() Corpus { return c }})
	zhang.get("/desk/corpus").has(200, "检查通过，没有问题。2026-11-23 10:00 读入", "内商贸字〔2024〕406号 有效 2024-06-12 印发 36 条", "七.1 内商贸字 已到期 2024-01-01 起 至 2025-12-31 连续 2 年", "2027 暂定", "测算规则 7")
	zhang.get("/desk/corpus").lacks("日历只到")
	c.Looked, c.Faults, c.Years = b.now, []string{"notes.yaml:3: 不认识的键"}, c.Years[:1]
	zhang.get("/desk/corpus").has(200, "有 1 处问题，没有启用，继续用", "notes.yaml:3: 不认识的键", "日历只到 2026 年底")
}

func TestSystemPage(t *testing.T) {
	b := newBench(t, many)
	all := b.sit("局里")
	s := System{
		Version: "v1", Since: b.now.Add(-5 * time.Hour), Ready: true, Data: "/var/lib/cheyi", Size: 3 << 20, Free: 5 << 30, Most: 1000, Backup: b.now.Add(-3 * time.Hour),
		Parts:  []SystemPart{{Name: "数据目录", State: "up", What: "/var/lib/cheyi", Needed: true}, {Name: "Telegram", State: "down", What: "令牌无效"}, {Name: "大模型", State: "off", What: "没有设置"}},
		Counts: bot.Counts{Taken: 12, Handled: 10, Waiting: 2, Queued: 5, Sent: 4, Pending: 1},
	}
	b.desk.UseSources(Sources{System: func(context.Context) (System, error) { return s, nil }})
	shown := all.get("/desk/system")
	shown.has(200, "运行正常，已运行 5 小时。版本 v1", "数据目录 必需 正常", "Telegram 不可用 令牌无效", "大模型 没有启用", "收发账 平", "收到的消息 12 已处理 10 + 等待 2", "送达 4 + 不确定 0", "3.0 MB", "5.0 GB", "（3 小时前）")
	shown.lacks("请定时运行", "上次备份是", "不多了")
	s.Ready, s.Counts.Handled, s.Backup, s.Free = false, 9, b.now.AddDate(0, 0, -3), 1<<20
	all.get("/desk/system").has(200, "没有就绪", "收发账 不平", "去向对不上", "上次备份是 3 天前", "不多了")
	s.Backup = time.Time{}
	all.get("/desk/system").has(200, "没有备份的记录")
}
