//go:build browser

package main

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
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
	for _, on := range screens {
		t.Run(on.name, func(t *testing.T) {
			for name, walk := range sights {
				t.Run(name, func(t *testing.T) {
					p := visit(t, serveSite(t), on)
					for _, scheme := range []string{"light", "dark"} {
						p.light(scheme)
						if scheme == "light" {
							walk(p)
						} else if !slices.Contains(darkSights, name) {
							continue
						}
						p.picture(filepath.Join(*pictures, name+"-"+on.name+map[string]string{"dark": "-dark"}[scheme]+".png"))
					}
				})
			}
		})
	}
}

// sights are what the pictures show, by the names of their files.
var sights = map[string]func(*person){
	"start": func(p *person) { p.open("/") },
	"answer": func(p *person) {
		p.open("/")
		p.choose("展位费能补多少？")
		p.press("依据第五条（五.1） 有效")
	},
	"calculation": func(p *person) {
		p.open("/")
		p.say("特险保费260万")
		p.press("怎么算的")
	},
}

// darkSights are those that are also shown in the dark.
var darkSights = []string{"answer"}

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
	const colours, grain = 64, 0xf8
	area, count := full.Bounds(), map[color.Color]int{}
	rough := func(x, y int) color.Color {
		r, g, b, _ := full.At(x, y).RGBA()
		return color.RGBA{uint8(r>>8) & grain, uint8(g>>8) & grain, uint8(b>>8) & grain, 255}
	}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			count[rough(x, y)]++
		}
	}
	var palette color.Palette
	for c := range count {
		palette = append(palette, c)
	}
	slices.SortFunc(palette, func(a, b color.Color) int { return count[b] - count[a] })
	palette = palette[:min(colours, len(palette))]
	few, nearest := image.NewPaletted(area, palette), map[color.Color]uint8{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c := rough(x, y)
			if _, known := nearest[c]; !known {
				nearest[c] = uint8(palette.Index(c))
			}
			few.SetColorIndex(x, y, nearest[c])
		}
	}
	return few
}
