//go:build browser

package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// open goes to a page.
func (p *person) open(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.site + path))
}

// eval runs a function in the page, without the page's knowledge.
func eval[T any](p *person, function string, args ...any) T {
	p.t.Helper()
	value, err := tryEval[T](p, function, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}

func tryEval[T any](p *person, function string, args ...any) (T, error) {
	list, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		p.t.Fatal(err)
	}
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](fmt.Sprintf("(%s)(...%s)", function, list), chromedp.EvalAwaitPromise))
}

// await tries until something is so; a page that is just being left is not yet
// so. The test ends with what was waited for and what is shown instead.
func await[T any](p *person, what, function string, args ...any) T {
	p.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		value, err := tryEval[*T](p, function, args...)
		if err == nil && value != nil {
			return *value
		}
		if time.Now().After(end) {
			p.t.Fatalf("waits for %s (%v) and sees:\n%s", what, err, p.text())
		}
	}
}

// text is all that is shown.
func (p *person) text() string {
	p.t.Helper()
	return eval[string](p, `() => document.body.innerText`)
}

// sees waits until all words are shown.
func (p *person) sees(words ...string) {
	p.t.Helper()
	for _, w := range words {
		await[bool](p, fmt.Sprintf("%q", w), `w => document.body.innerText.includes(w) || null`, w)
	}
}

// misses waits until words are not shown.
func (p *person) misses(word string) {
	p.t.Helper()
	await[bool](p, fmt.Sprintf("no %q", word), `w => !document.body.innerText.includes(w) || null`, word)
}

// A spot is where a person presses.
type spot struct{ X, Y float64 }

// find is the last thing on the page with a name that can be pressed, where
// nothing covers it.
const find = `name => {
	const named = e => [e.getAttribute("aria-label"), e.textContent, e.value].some(n => (n || "").trim().replace(/\s+/g, " ") === name);
	const all = [...document.querySelectorAll("a[href], button, summary, label, input, textarea, select")];
	const it = all.findLast(e => !e.disabled && e.getClientRects().length > 0 && named(e));
	if (!it) return null;
	it.scrollIntoView({ block: "center" });
	const r = it.getClientRects()[0], spot = { X: r.x + r.width / 2, Y: r.y + r.height / 2 };
	const top = document.elementFromPoint(spot.X, spot.Y);
	return top && (it.contains(top) || top.contains(it)) ? spot : null;
}`

// press clicks on what has a name, or taps it.
func (p *person) press(name string) {
	p.t.Helper()
	p.hit(fmt.Sprintf("something called %q to press", name), find, name)
}

// pressOn clicks on what a selector finds, or taps it.
func (p *person) pressOn(selector string) {
	p.t.Helper()
	p.hit(selector, `s => {
		const it = document.querySelector(s);
		if (!it || it.getClientRects().length === 0) return null;
		it.scrollIntoView({ block: "nearest" });
		const r = it.getClientRects()[0];
		return { X: r.x + r.width / 2, Y: r.y + r.height / 2 };
	}`, selector)
}

// hit presses on what a function finds, once it stands still.
func (p *person) hit(what, function, of string) {
	p.t.Helper()
	at, before := spot{}, spot{X: -1}
	for at != before {
		before, at = at, await[spot](p, what, function, of)
	}
	if p.on.touch {
		p.do(chromedp.TapXY(at.X, at.Y))
	} else {
		p.do(chromedp.MouseClickXY(at.X, at.Y))
	}
}

// write puts text in where the cursor is, as an input method does.
func (p *person) write(text string) {
	p.t.Helper()
	command(p, input.InsertText, input.InsertTextParams{Text: text})
}

// key presses Enter or Tab.
func (p *person) key(name string) {
	p.t.Helper()
	k := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: name, Code: name, WindowsVirtualKeyCode: 9}
	if name == "Enter" {
		k.WindowsVirtualKeyCode, k.Text = 13, "\r"
	}
	command(p, input.DispatchKeyEvent, k)
	k.Type, k.Text = input.DispatchKeyEventTypeKeyUp, ""
	command(p, input.DispatchKeyEvent, k)
}

// fill replaces what is in a field.
func (p *person) fill(selector, text string) {
	p.t.Helper()
	p.pressOn(selector)
	eval[chromedp.Void](p, `s => document.querySelector(s).select?.()`, selector)
	p.write(text)
}

// upload chooses a file.
func (p *person) upload(selector, path string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path}))
}
