//go:build browser

package main

import (
	"strings"
	"testing"
)

// The chat page, as somebody uses it.
func TestBrowserChat(t *testing.T) {
	walkAll(t, serveSite(t), openBrowser(t), []walk{
		{"ask", walkAsk},
		{"proposed", walkProposed},
		{"keyboard", walkKeyboard},
		{"history", walkHistory},
		{"offline", walkOffline},
		{"lost answer", walkLostAnswer},
		{"list", walkList},
		{"plain", walkPlain},
	})
}

// say sends a message and waits for what comes of it.
func (p *person) say(text string) (answer string) {
	p.t.Helper()
	before := eval[int](p, turns)
	p.compose(text)
	p.press("发送")
	return p.answer(before)
}

// compose writes a message without sending it.
func (p *person) compose(text string) {
	p.t.Helper()
	p.pressOn("#text")
	p.write(text)
}

// choose presses an option and waits for what comes of it.
func (p *person) choose(name string) (answer string) {
	p.t.Helper()
	before := eval[int](p, turns)
	p.press(name)
	return p.answer(before)
}

const turns = `() => document.querySelectorAll(".turn").length`

func (p *person) answer(before int) string {
	p.t.Helper()
	return await[string](p, "an answer", `before => {
		const all = document.querySelectorAll(".turn");
		const last = all.length > before && all[all.length - 1];
		return last && last.querySelector(".reply, .fault") && last.innerText || null;
	}`, before)
}

// Who asks sees the answer first, and the clause behind it when they open it.
func walkAsk(t *testing.T, p *person) {
	p.open("/")
	p.sees("每条答复都附政策原文")
	p.choose("展位费能补多少？")
	p.sees("对企业参展展位费给予 70% 补贴支持。", "依据第五条（五.1）", "有效")
	p.misses("责任部门：")
	p.press("依据第五条（五.1） 有效")
	p.sees("责任部门：自治区商务厅", "查看原文：第五条（五.1）")
	p.say("封顶多少")
	p.sees("没有写明")
	p.choose("算一算：展位费补贴")
	p.say("3.6万")
	p.sees("25,200", "怎么算的")
	p.press("怎么算的")
	p.sees("36,000 × 70%")
}

// A link proposes a question; asking it is the person's. Enter sends it.
func walkProposed(t *testing.T, p *person) {
	p.open("/?q=海外仓给多少钱")
	await[bool](p, "the cursor in the box", `() => document.activeElement.id === "text" || null`)
	if n := eval[int](p, turns); n > 0 {
		t.Error("the question was asked")
	}
	p.key("Enter")
	p.answer(0)
	p.sees("政策文本没有写明：公共海外仓资金支持的金额。")
	p.open("/")
	if draft := eval[string](p, `() => document.getElementById("text").value`); draft != "" {
		t.Errorf("the box still holds %q", draft)
	}
}

// The keyboard alone is enough.
func walkKeyboard(t *testing.T, p *person) {
	p.open("/")
	p.tabTo("跳到正文")
	p.tabTo("一类、二类企业退税几天？")
	p.key("Enter")
	p.answer(0)
	p.tabTo("依据第二条（二.6） 有效")
	p.key("Enter")
	p.sees("责任部门：")
	p.tabTo("查看原文")
	p.tabTo("您的问题")
	p.write("二类的呢")
	p.key("Enter")
	p.answer(1)
}

// tabTo presses Tab until what has the focus has a name, or the end is met.
// Nothing may lie over what has the focus.
func (p *person) tabTo(name string) {
	p.t.Helper()
	for range 60 {
		p.key("Tab")
		if over := eval[*string](p, covered); over != nil {
			p.t.Errorf("what has the focus is covered: %s", *over)
		}
		if eval[bool](p, `name => { const e = document.activeElement; return [e.textContent.trim(), e.getAttribute("aria-label"), e.labels?.[0]?.textContent].includes(name); }`, name) {
			return
		}
	}
	p.t.Fatalf("Tab never comes to %q; it is at %s", name, eval[string](p, `() => document.activeElement.outerHTML`))
}

// covered names what has the focus while something else is in front of it.
const covered = `() => {
	const e = document.activeElement, r = e.getBoundingClientRect();
	const front = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
	return e === document.body || front && (e.contains(front) || front.contains(e)) ? null : e.outerHTML.slice(0, 120);
}`

// What is being typed, what was said and what came of it stay when the page is
// loaded anew, until the person clears it.
func walkHistory(t *testing.T, p *person) {
	p.open("/")
	p.say("展位费能补多少")
	p.compose("那线上展会")
	p.open("/")
	p.sees("对企业参展展位费给予 70% 补贴支持。")
	if draft := eval[string](p, `() => document.getElementById("text").value`); draft != "那线上展会" {
		t.Errorf("the draft is %q", draft)
	}
	p.press("发送")
	p.answer(1)
	p.press("清空，开始新的对话")
	p.sees("每条答复都附政策原文")
	p.misses("对企业参展展位费给予 70% 补贴支持。")
	p.open("/")
	p.misses("对企业参展展位费给予 70% 补贴支持。")
	if said := p.say("封顶多少"); strings.Contains(said, "展位费") {
		t.Errorf("the new conversation knows of the old one: %q", said)
	}
}

// A message that the network lost is sent again, and has its effect once; also
// when the page was left in between.
func walkOffline(t *testing.T, p *person) {
	p.expect("net::ERR_INTERNET_DISCONNECTED")
	p.open("/")
	p.say("展位费能补多少")
	p.online(false)
	p.say("海外仓给多少钱")
	p.sees("没有连上，这条还没有得到答复。")
	p.online(true)
	p.open("/")
	p.sees("海外仓给多少钱", "这条还没有得到答复。")
	p.press("再发一次")
	p.sees("政策文本没有写明：公共海外仓资金支持的金额。")
	p.misses("还没有得到答复")
	if n := eval[int](p, turns); n != 2 {
		t.Errorf("%d turns, want 2", n)
	}
}

// An answer that was lost on its way is the same one when it is asked for
// again: the message is not handled twice.
func walkLostAnswer(t *testing.T, p *person) {
	p.open("/")
	p.say("算一算展位费")
	eval[bool](p, `() => { const real = fetch; window.fetch = async (...of) => { window.fetch = real; await real(...of); throw new TypeError("lost"); }; return true; }`)
	p.say("3.6万")
	p.sees("没有连上")
	p.press("再发一次")
	p.sees("25,200")
	p.misses("没有连上")
	if said := p.say("改成4万"); !strings.Contains(said, "28,000") {
		t.Errorf("the conversation goes on with %q", said)
	}
}

// A list that was chosen can be taken back, and is gone once it is sent.
func walkList(t *testing.T, p *person) {
	list := sixty(t)
	p.open("/")
	p.upload("#file", list)
	p.sees("车辆清单（.xlsx、.csv）")
	p.press("不传了")
	p.misses("车辆清单（.xlsx、.csv）")
	if said := p.say("展位费能补多少"); strings.Contains(said, "六十台.xlsx") {
		t.Errorf("the list was sent: %q", said)
	}
	p.upload("#file", list)
	p.press("发送")
	if said := p.answer(1); !strings.Contains(said, "六十台.xlsx") {
		t.Errorf("the list was not sent: %q", said)
	}
	p.misses("车辆清单（.xlsx、.csv）")
	p.sees("传清单")
}

// Without a script there is the same conversation, a page a message.
func walkPlain(t *testing.T, p *person) {
	p.scripts(false)
	p.open("/")
	p.press("展位费能补多少？")
	p.sees("对企业参展展位费给予 70% 补贴支持。")
	p.compose("展位费3.6万能报多少")
	p.press("发送")
	p.sees("25,200")
	p.press("怎么算的")
	p.sees("36,000 × 70%")
	p.press("菜单")
	p.sees("我是车驿")
	p.press("清空，开始新的对话")
	p.sees("每条答复都附政策原文")
}
