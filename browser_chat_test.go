//go:build browser

package main

import (
	"testing"
)

// say sends a message and waits for what comes of it.
func (p *person) say(text string) (answer string) {
	p.t.Helper()
	before := eval[int](p, turns)
	p.pressOn("#text")
	p.write(text)
	p.press("发送")
	return p.answer(before)
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
func TestBrowserAsk(t *testing.T) {
	eachScreen(t, func(t *testing.T, p *person) {
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
		p.sees("算式")
	})
}
