//go:build browser

package main

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// An officer works without a mouse, and leaves nothing behind for who sits
// down next and goes back.
func TestBrowserDeskKeys(t *testing.T) {
	s, profiles := serveSite(t), openBrowser(t)
	exporter, officer := visit(t, profiles, s, desktop), visit(t, profiles, s, desktop)
	exporter.open("/")
	receipt := exporter.book("下周三", sixty(t))
	officer.join(s)

	officer.strike("j")
	officer.key("Enter")
	officer.sees(receipt, "办理记录", "确认 60 辆")
	officer.strike("j", "j", "x", "k", "x", "r")
	officer.write("登记证书照片看不清")
	officer.key("Enter")
	officer.sees("已确认", "58 辆", "已退回 2 辆", "登记证书照片看不清")

	officer.strike("p")
	officer.pick("#to", "2026-12-03 09:00-12:00")
	officer.key("Tab")
	officer.write("上午检修")
	officer.key("Enter")
	officer.sees("改期待答复", "提议改到", "上午检修")
	officer.strike("u")
	officer.sees("这里没有预约")
	officer.strike("/")
	officer.write(receipt)
	officer.key("Enter")
	officer.sees("内蒙古某某汽车贸易有限公司", "58 辆")

	officer.press("退出")
	officer.sees("窗口登录")
	eval[chromedp.Void](officer, `() => history.back()`)
	officer.misses("内蒙古某某汽车贸易有限公司")
	officer.sees("窗口登录")
}

// strike strikes keys that are letters.
func (p *person) strike(keys ...string) {
	p.t.Helper()
	p.sees("快捷键") // shown once they work
	for _, key := range keys {
		k := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: key}
		command(p, input.DispatchKeyEvent, k)
		k.Type, k.Text = input.DispatchKeyEventTypeKeyUp, ""
		command(p, input.DispatchKeyEvent, k)
	}
}
