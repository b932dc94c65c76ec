//go:build browser

package main

import (
	"regexp"
	"testing"
)

var invitation = regexp.MustCompile(`http://[0-9.:]+(/desk/join\S+)`)

// An exporter books sixty vehicles, an officer confirms fifty-seven of them and
// returns three, offers another day, and the exporter sees each of it.
func TestBrowserDesk(t *testing.T) {
	list := sixty(t)
	profiles := openBrowser(t)
	for _, on := range screens {
		t.Run(on.name, func(t *testing.T) {
			s := serveSite(t)
			exporter, officer := visit(t, profiles, s, on), visit(t, profiles, s, on)
			exporter.open("/")
			receipt := exporter.book("下周三", list)

			officer.join(s)
			officer.press(receipt)
			officer.sees("60 辆", "内蒙古某某汽车贸易有限公司", "13800138000")
			for _, vehicle := range []int{7, 21, 60} {
				officer.press("勾选 " + vinOf(vehicle-1))
			}
			officer.fill("#why", "登记证书照片看不清")
			officer.press("退回所选，确认其余")
			officer.sees("已确认", "57 辆", "已退回 3 辆")

			exporter.choose("我的预约")
			exporter.sees("您的预约有了变化：", "57 台", "登记证书照片看不清")

			officer.press("提议改期")
			officer.pick("#to", "2026-12-03 09:00-12:00")
			officer.press("提议")
			officer.sees("改期待答复")
			exporter.say("/my")
			exporter.choose("同意改期")
			exporter.sees("2026年12月3日（周四）9:00–12:00")
			exporter.choose("我的预约")
			exporter.choose("取消这个预约")
			exporter.choose("确定取消")

			officer.open("/desk/batches/" + receipt)
			officer.sees("已取消")
		})
	}
}

// join is the first officer's coming in.
func (p *person) join(s site) {
	p.t.Helper()
	p.open(s.joining(p.t))
	p.fill("#name", "张科长")
	p.fill("#password", "草原上的一匹白马跑过春天")
	p.fill("#again", "草原上的一匹白马跑过春天")
	p.press("设好并登录")
	p.sees("预约", "张科长")
}

// joining is where the first officer comes in.
func (s site) joining(t testing.TB) string {
	t.Helper()
	link := invitation.FindStringSubmatch(s.said)
	if link == nil {
		t.Fatalf("nobody is invited: %q", s.said)
	}
	return link[1]
}

// pick chooses from a list, as the browser's own menu does.
func (p *person) pick(selector, value string) {
	p.t.Helper()
	if got := eval[string](p, `(s, v) => { const e = document.querySelector(s); e.value = v; e.dispatchEvent(new Event("change", { bubbles: true })); return e.value; }`, selector, value); got != value {
		p.t.Fatalf("%s does not offer %q", selector, value)
	}
}
