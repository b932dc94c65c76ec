//go:build browser

package main

import (
	"strings"
	"testing"
)

// What people put into each calculator, and what they see while they type.
var calculations = []struct {
	rule string
	fill [][2]string // a field's id, or a choice, and what is put in
	sees string
}{
	{"booth", [][2]string{{"#booth_fee-1", "3.6万"}}, "25,200"},
	{"premium_project", [][2]string{{"#premium-1", "260万"}}, "1,500,000"},
	{"premium_credit", [][2]string{{"#premium-1", "100万"}}, "800,000"},
	{"vehicles", [][2]string{{"#vehicle_count-1", "68"}, {"[name=year]", "2025"}}, "68,000"},
	{"refund_deadline", [][2]string{{"#accepted_on-1", "2026-09-28"}, {"二类", ""}}, "2026年10月8日"},
	{"deregistration_deadline", [][2]string{{"#cleared_on-1", "2026-09-23"}}, "2026年11月23日"},
	{"temporary_plate", [][2]string{{"#issued_on-1", "2026-11-23"}}, "2027年1月21日"},
}

// Each calculator answers while its inputs are filled in, and its address
// holds them.
func TestBrowserCalculators(t *testing.T) {
	walkAll(t, serveSite(t), openBrowser(t), []walk{{"script", func(t *testing.T, p *person) {
		for _, c := range calculations {
			p.open("/calc/" + c.rule)
			p.put(c.fill)
			p.sees(c.sees)
			shared := await[string](p, "a link to the result", `() => document.getElementById("share").hidden ? null : document.getElementById("address").href`)
			p.open(strings.TrimPrefix(shared, p.site))
			p.sees(c.sees, "怎么算的")
		}
	}}, {"chart", func(t *testing.T, p *person) {
		p.open("/calc/vehicles?vehicle_count=43&year=2025")
		p.sees("43 辆 → 0 元，差 7 辆到起点")
		p.hit("the chart", `given => {
			const chart = document.querySelector("svg[data-most]"), { most, left, right } = chart.dataset;
			chart.scrollIntoView({ block: "center" });
			const at = new DOMPoint(+left + (right - left) * given / most, 100).matrixTransform(chart.getScreenCTM());
			return { X: at.x, Y: at.y };
		}`, "60")
		p.sees("60 辆 → 6 万元")
	}}, {"keyboard", func(t *testing.T, p *person) {
		p.open("/calc/premium_project?premium=260万&used=30万")
		p.tabTo("复制链接")
	}}, {"broken", func(t *testing.T, p *person) {
		p.open("/calc/booth?booth_fee=3.6万")
		eval[bool](p, foreign)
		p.fill("#booth_fee-1", "4万")
		p.sees("没有连上，结果没有更新。")
		p.press("测算")
		p.sees("28,000")
		p.misses("没有连上")
	}}, {"plain", func(t *testing.T, p *person) {
		p.scripts(false)
		for _, c := range calculations {
			p.open("/calc/" + c.rule)
			p.put(c.fill)
			p.press("测算")
			p.sees(c.sees, "怎么算的")
		}
	}}})
}

// put fills fields in. A day is put in as the browser's own calendar does.
func (p *person) put(fields [][2]string) {
	p.t.Helper()
	for _, f := range fields {
		switch name, value := f[0], f[1]; {
		case value == "":
			p.press(name)
		case strings.Contains(name, "_on"):
			eval[bool](p, `(s, v) => { const e = document.querySelector(s); e.value = v; return e.dispatchEvent(new Event("input", { bubbles: true })); }`, name, value)
		default:
			p.fill(name, value)
		}
	}
}
