//go:build browser

package main

import (
	"flag"
	"os"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var axe = flag.String("axe", "", "axe.min.js of the npm package axe-core, for TestBrowserAccess")

// public are the addresses of pages that anybody may see.
var public = []string{"/", "/?q=展位费能补多少", "/calc", "/calc/booth?booth_fee=3.6万", "/calc/premium_project?premium=260万", "/calc/vehicles?vehicle_count=43&year=2025",
	"/calc/refund_deadline?accepted_on=2026-09-28&taxpayer_class=2", "/policy", "/policy?q=退税", "/policy/nmg-2024-406", "/desk/enter", "/nowhere"}

// desks are the addresses of pages for officers.
var desks = []string{"/desk", "/desk?state=all", "/desk/slots", "/desk/slots?office=hohhot", "/desk/days/hohhot/2026-12-02", "/desk/questions", "/desk/corpus", "/desk/officers", "/desk/system"}

// No page has a fault that keeps people out who see, hear or move otherwise:
// none that axe calls serious or critical, in light and in the dark.
func TestBrowserAccess(t *testing.T) {
	source, err := os.ReadFile(*axe)
	if err != nil {
		t.Fatal("-axe names no axe.min.js: npm install axe-core, see .ci/run")
	}
	s, profiles := serveSite(t), openBrowser(t)
	t.Run("public", func(t *testing.T) {
		walkAll(t, s, profiles, []walk{{"pages", func(t *testing.T, p *person) {
			p.expect("404 (Not Found)")
			for _, address := range public {
				p.open(address)
				p.accessible(source, address)
			}
		}}, {"conversation", func(t *testing.T, p *person) {
			p.open("/")
			p.say("特险保费260万")
			p.press("怎么算的")
			p.say("海外仓给多少钱")
			p.say("我要预约转让待出口，下周三在呼市")
			p.accessible(source, "a conversation")
		}}})
	})
	t.Run("desk", func(t *testing.T) {
		p := visit(t, profiles, s, phone)
		p.open("/")
		pages := append([]string{"/desk/batches/" + p.book("下周三", sixty(t))}, desks...)
		p.say("海外仓给多少钱")
		p.join(s)
		for _, on := range screens {
			t.Run(on.name, func(t *testing.T) {
				p.t = t
				p.look(on)
				for _, address := range pages {
					p.open(address)
					p.accessible(source, address)
				}
			})
		}
	})
}

// accessible has axe look at a page in both schemes, and for what hangs over
// its side.
func (p *person) accessible(source []byte, where string) {
	p.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		p.light(scheme)
		p.do(chromedp.Evaluate[chromedp.Void](string(source)))
		found := eval[struct {
			Passed int
			Faults []string
		}](p, `async () => {
			const found = await axe.run({ rules: { "target-size": { enabled: true } } });
			return { Passed: found.passes.length, Faults: found.violations
				.filter(v => v.impact === "serious" || v.impact === "critical")
				.flatMap(v => v.nodes.map(n => v.id + " " + n.html.slice(0, 200) + " " + n.failureSummary)) };
		}`)
		if found.Passed < 10 {
			p.t.Errorf("%s, %s: axe has looked at %d things only", where, scheme, found.Passed)
		}
		for _, fault := range found.Faults {
			p.t.Errorf("%s, %s: %s", where, scheme, fault)
		}
	}
	p.fits(where)
	if p.on.touch { // the narrowest screen that pages are to fit, and letters twice as large
		p.look(screen{"narrow", 320, 640, true})
		p.fits(where + " at 320 pixels")
		p.look(phone)
		p.letters(2 * usual)
		p.fits(where + " in large letters")
		p.letters(usual)
	}
}

// usual is the size of letters in pixels unless a person has chosen another.
const usual = 16

// letters chooses the size of letters in the browser's settings.
func (p *person) letters(pixels int64) {
	p.t.Helper()
	command(p, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: pixels, Fixed: pixels}})
}

// fits wants that a page does not hang over the side of the screen.
func (p *person) fits(where string) {
	p.t.Helper()
	for _, over := range eval[[]string](p, `() => {
		const wide = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= wide) return [];
		return [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest(".scroll"))
			.map(e => e.outerHTML.slice(0, 120)).slice(-3);
	}`) {
		p.t.Errorf("%s: wider than the screen: %s", where, over)
	}
}
