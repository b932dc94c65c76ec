//go:build browser

package main

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
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
		for _, s := range []sight{
			{"desk", func(p *person) { p.open("/desk") }},
			{"desk-batch", func(p *person) {
				p.open("/desk/batches/" + receipt)
				p.press("勾选 " + vinOf(3))
				p.fill("#why", "登记证书照片看不清")
			}},
			{"desk-slots", func(p *person) { p.open("/desk/slots?office=hohhot") }},
			{"desk-questions", func(p *person) { p.open("/desk/questions") }},
		} {
			s.show(officer)
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
	{"policy", func(p *person) { p.open("/policy/nmg-2024-406?q=退税") }},
}

// frame takes the picture of a sight.
func (p *person) frame(name string, on screen) {
	p.t.Helper()
	p.picture(filepath.Join(*pictures, name+"-"+on.name+".png"))
}

// largest is how many bytes a picture may have: it is part of the repository.
const largest = 120 << 10

// picture writes what is on the screen.
func (p *person) picture(file string) {
	p.t.Helper()
	shot := command(p, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	full, err := png.Decode(bytes.NewReader(shot.Data))
	if err != nil {
		p.t.Fatal(err)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, reduced(full)); err != nil {
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

// reduced is a picture in the colours that it has most of: a page has few.
func reduced(full image.Image) image.Image {
	const colours = 128
	area, count := full.Bounds(), map[color.Color]int{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			count[full.At(x, y)]++
		}
	}
	palette := color.Palette(slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int { return count[b] - count[a] }))
	palette = palette[:min(colours, len(palette))]
	few, nearest := image.NewPaletted(area, palette), map[color.Color]uint8{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c := full.At(x, y)
			if _, known := nearest[c]; !known {
				nearest[c] = uint8(palette.Index(c))
			}
			few.SetColorIndex(x, y, nearest[c])
		}
	}
	return few
}
