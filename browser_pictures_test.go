//go:build browser

package main

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "the folder for TestPictures")

// TestPictures takes the pictures of the pages that the README shows:
//
//	go test -tags browser -run TestPictures . -pictures docs/pictures
func TestPictures(t *testing.T) {
	if *pictures == "" {
		*pictures = t.TempDir()
	}
	list := sixty(t)
	site, profiles := serveSite(t), openBrowser(t)
	exporter := visit(t, profiles, site, desktop)
	exporter.open("/")
	receipt := exporter.book("下周三", list)
	exporter.say("海外仓给多少钱")
	officer := visit(t, profiles, site, desktop)
	for _, on := range screens {
		officer.look(on)
		officer.open(site.joining(t))
		officer.frame("desk-join", on)
	}
	officer.join(site)
	for _, on := range screens {
		for _, s := range sights {
			t.Run(s.name+" "+on.name, func(t *testing.T) {
				p := visit(t, profiles, site, on)
				s.show(p)
				p.frame(s.name, on)
			})
		}
		officer.look(on)
		for _, s := range deskSights(receipt) {
			s.show(officer)
			officer.still(receipt, site.data)
			officer.frame(s.name, on)
		}
	}
}

// A sight is what a picture shows, by the name of its file.
type sight struct {
	name string
	show func(*person)
}

var sights = []sight{
	{"start", func(p *person) { p.open("/") }},
	{"answer", func(p *person) {
		p.open("/")
		p.choose("展位费能补多少？")
		p.press("依据第五条（五.1） 有效")
	}},
	{"dark", func(p *person) {
		p.light("dark")
		p.open("/")
		p.say("特险保费260万")
		p.press("怎么算的")
	}},
	{"calculator", func(p *person) { p.open("/calc/vehicles?vehicle_count=43&year=2025") }},
	{"deadline", func(p *person) { p.open("/calc/refund_deadline?accepted_on=2026-09-28&taxpayer_class=2") }},
	{"desk-enter", func(p *person) { p.open("/desk/enter") }},
	{"policy", func(p *person) { p.open("/policy/nmg-2024-406?q=退税") }},
}

// deskSights are what an officer sees.
func deskSights(receipt string) []sight {
	return []sight{
		{"desk", func(p *person) { p.open("/desk") }},
		{"desk-batch", func(p *person) {
			p.open("/desk/batches/" + receipt)
			p.press("勾选 " + vinOf(3))
			p.fill("#why", "登记证书照片看不清")
		}},
		{"desk-slots", func(p *person) { p.open("/desk/slots?office=hohhot&week=2026-12-02") }},
		{"desk-day", func(p *person) { p.open("/desk/days/hohhot/2026-12-02") }},
		{"desk-questions", func(p *person) { p.open("/desk/questions") }},
		{"desk-corpus", func(p *person) { p.open("/desk/corpus") }},
		{"desk-officers", func(p *person) { p.open("/desk/officers") }},
		{"desk-system", func(p *person) { p.open("/desk/system") }},
	}
}

// still shows what is another each time as the same, so that a picture changes
// for a reason only: the receipt, the address, the data folder, sizes and times.
func (p *person) still(receipt, data string) {
	p.t.Helper()
	eval[chromedp.Void](p, `(...changing) => {
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const text = texts.currentNode;
			for (const [what, as] of changing) text.data = text.data.replace(new RegExp(what, "g"), as);
		}
	}`, []string{receipt, "HCYRQXQ9"}, []string{regexp.QuoteMeta(data), "/var/lib/cheyi"}, []string{`127\.0\.0\.1:\d+`, "127.0.0.1:8080"},
		[]string{`[\d.]+ GB`, "50.0 GB"}, []string{`[\d.]+ [MK]B`, "200.0 KB"},
		[]string{`等了 \d+ 分钟`, "刚提交"}, []string{`已运行 \d+ 分钟`, "已运行 0 分钟"}, []string{`2026-11-23 10:\d\d`, "2026-11-23 10:00"}, []string{`11月23日10:\d\d`, "11月23日10:00"})
}

// frame takes the picture of a sight.
func (p *person) frame(name string, on screen) {
	p.t.Helper()
	p.picture(filepath.Join(*pictures, name+"-"+on.name+".png"))
}

// largest is how many bytes a picture may have: it is part of the repository.
const largest = 120 << 10

// picture writes what is on the screen, but for the cursor, which blinks.
func (p *person) picture(file string) {
	p.t.Helper()
	eval[chromedp.Void](p, `() => { document.documentElement.style.caretColor = "transparent"; }`)
	shot := command(p, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	full, err := png.Decode(bytes.NewReader(shot.Data))
	if err != nil {
		p.t.Fatal(err)
	}
	now := reduced(full)
	if before, err := os.ReadFile(file); err == nil {
		if old, err := png.Decode(bytes.NewReader(before)); err == nil && alike(old, now) {
			return
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, now); err != nil {
		p.t.Fatal(err)
	}
	if out.Len() > largest {
		p.t.Errorf("%s has %d bytes", file, out.Len())
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// alike reports whether two pictures look the same: now and then a browser
// draws a shade otherwise.
func alike(a, b image.Image) bool {
	const shade = 16 << 8
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) <= shade }
	area := a.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			r, g, b1, _ := a.At(x, y).RGBA()
			s, h, b2, _ := b.At(x, y).RGBA()
			if !near(r, s) || !near(g, h) || !near(b1, b2) {
				return false
			}
		}
	}
	return area == b.Bounds()
}

// reduced is a picture in the colours that it has most of: a page has few. The
// same picture always becomes the same file.
func reduced(full image.Image) image.Image {
	const colours = 128
	area, count := full.Bounds(), map[color.NRGBA]int{}
	at := func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(full.At(x, y)).(color.NRGBA) }
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var palette color.Palette
	for _, c := range slices.SortedFunc(maps.Keys(count), func(a, b color.NRGBA) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})[:min(colours, len(count))] {
		palette = append(palette, c)
	}
	few, nearest := image.NewPaletted(area, palette), map[color.NRGBA]uint8{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c := at(x, y)
			if _, known := nearest[c]; !known {
				nearest[c] = uint8(palette.Index(c))
			}
			few.SetColorIndex(x, y, nearest[c])
		}
	}
	return few
}
