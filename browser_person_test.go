//go:build browser

package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A person is somebody at a browser. What a page does wrong on the way fails
// the test: a fault in the console, one of the content security policy, a
// request that leaves the origin.
type person struct {
	t    testing.TB
	ctx  context.Context
	site string
	on   screen

	mu       sync.Mutex
	faults   []string
	expected []string // parts of faults that are the test's own doing
	requests int
	received float64 // bytes over the network, as compressed
}

// openBrowser starts a new browser, in which each person has a profile of
// their own.
func openBrowser(t testing.TB) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("there is no chromium: apt-get install chromium fonts-noto-cjk")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
	}
	for _, off := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(off, true))
	}
	ctx, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	ctx, end = chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// visit is a person who has never been at a site.
func visit(t testing.TB, profiles context.Context, s site, on screen) *person {
	t.Helper()
	p := &person{t: t, site: s.url}
	var end context.CancelFunc
	p.ctx, end = chromedp.NewContext(profiles, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.watch))
	t.Cleanup(end)
	p.look(on)
	p.light("light")
	t.Cleanup(p.blameless)
	return p
}

// look is at a screen.
func (p *person) look(on screen) {
	p.t.Helper()
	p.on = on
	view := []chromedp.EmulateViewportOption{}
	if on.touch {
		view = append(view, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	p.do(chromedp.EmulateViewport(on.width, on.height, view...))
}

// watch notes what a page does. The browser draws its own controls by data URLs,
// which leave nowhere.
func (p *person) watch(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests++
		if url := e.Request.URL; !strings.HasPrefix(url, p.site+"/") && !strings.HasPrefix(url, "data:") {
			p.faults = append(p.faults, "a request to "+url)
		}
	case *network.EventLoadingFinished:
		p.received += e.EncodedDataLength
	case *runtime.EventExceptionThrown:
		p.faults = append(p.faults, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			p.faults = append(p.faults, fmt.Sprint("console.", e.Type))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.faults = append(p.faults, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// expect says that faults with such a part are the test's own doing.
func (p *person) expect(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, part)
}

// blameless fails the test for what pages did wrong.
func (p *person) blameless() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fault := range p.faults {
		if !slices.ContainsFunc(p.expected, func(part string) bool { return strings.Contains(fault, part) }) {
			p.t.Errorf("a page does wrong: %s", fault)
		}
	}
}

// do takes steps in the browser.
func (p *person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// light sets light or dark. Nothing moves: a person waits until it stands.
func (p *person) light(scheme string) {
	p.t.Helper()
	command(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// scripts switches the page's scripts on or off, from the next page on.
func (p *person) scripts(on bool) {
	p.t.Helper()
	command(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// online connects and disconnects the browser. The command is the one that all
// releases of Chromium have; the one that follows it is not settled yet.
func (p *person) online(on bool) {
	p.t.Helper()
	type conditions struct {
		Offline  bool    `json:"offline"`
		Latency  float64 `json:"latency"`
		Download float64 `json:"downloadThroughput"`
		Upload   float64 `json:"uploadThroughput"`
	}
	command(p, cdp.Command[conditions, cdp.Empty]{Method: "Network.emulateNetworkConditions"}, conditions{!on, 0, -1, -1})
}

// command sends the browser a command.
func command[P, R any](p *person, c cdp.Command[P, R], params P) R {
	p.t.Helper()
	r, err := chromedp.Call(p.ctx, c, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}
