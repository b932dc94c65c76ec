//go:build browser

package main

import (
	"testing"
)

// The text is found by typing, a hit leads to its clause, and from a clause
// the way goes to a question about it.
func TestBrowserPolicy(t *testing.T) {
	walkAll(t, serveSite(t), openBrowser(t), []walk{{"search", func(t *testing.T, p *person) {
		p.open("/policy")
		p.press("看全文")
		p.sees("责任部门")
		p.pressOn("#q")
		p.write("展位费")
		p.sees("五.1")
		if marked := await[string](p, "a hit", `() => document.querySelector("mark")?.textContent || null`); marked == "" {
			t.Error("nothing is marked")
		}
		p.expect("net::ERR_INTERNET_DISCONNECTED")
		p.online(false)
		p.fill("#q", "退税")
		p.sees("没有连上，这次没有查。", "责任部门")
		p.online(true)
		p.press("查找")
		p.sees("二.6")
		p.misses("没有连上")
		eval[bool](p, foreign)
		p.fill("#q", "海外仓")
		p.sees("没有连上")
		p.misses("请先登录")
	}}, {"original", func(t *testing.T, p *person) {
		p.open("/")
		p.choose("展位费能补多少？")
		p.press("查看原文")
		await[bool](p, "the clause on the screen", `() => {
			const r = document.getElementById("五.1")?.getBoundingClientRect();
			return r && r.top >= 0 && r.top < innerHeight || null;
		}`)
		p.press("问这一条（五.1）")
		await[bool](p, "a question in the box", `() => document.getElementById("text")?.value ? true : null`)
	}}, {"plain", func(t *testing.T, p *person) {
		p.scripts(false)
		p.open("/policy")
		p.pressOn("#q")
		p.write("退税")
		p.press("查找")
		p.sees("二.6")
	}}})
}

// foreign has the next request answered by the sign-in page of a network.
const foreign = `() => { const real = fetch; window.fetch = async () => { window.fetch = real; return new Response("<p>请先登录</p>"); }; return true; }`
