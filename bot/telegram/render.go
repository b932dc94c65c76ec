package telegram

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"cheyi/bot"
)

const (
	// mostUnits is the longest message of Telegram in UTF-16 units, without
	// room for the words that mark a copy. Telegram counts what is seen; we
	// keep the HTML below it too, tags and all.
	mostUnits = 4096 - 32
	// mostPiece leaves room for the longest tags around what is not divided.
	mostPiece = mostUnits - len("<blockquote expandable></blockquote>")
	// longGrapheme is where a letter with marks upon marks is none any more.
	longGrapheme = 64
)

// render returns a reply's text as messages in Telegram's HTML, each complete
// in itself: in the order and the words of Reply.Text, none of them empty. Of
// a text without anything to see there is none.
func render(r bot.Reply) []string {
	var messages []string
	var p page
	for _, s := range layout(r) {
		for _, text := range pieces(s.text) {
			piece := stretch{s.style, text}
			if p.units(piece) > mostUnits {
				messages, p = p.end(messages), page{}
			}
			p.add(piece)
		}
	}
	return p.end(messages)
}

// A page is a message as it is filled.
type page struct {
	stretches []stretch
	size      int // UTF-16 units of its HTML
}

// continues reports whether a piece goes into the tag that is open.
func (p *page) continues(s stretch) bool {
	last := len(p.stretches) - 1
	return last >= 0 && p.stretches[last].style == s.style
}

// units is how long the page would be with a piece.
func (p *page) units(s stretch) int {
	if p.continues(s) {
		return p.size + units(html.EscapeString(s.text))
	}
	return p.size + units(s.html())
}

// add appends a piece. No page begins with space.
func (p *page) add(s stretch) {
	if len(p.stretches) == 0 {
		s.text = strings.TrimLeftFunc(s.text, unicode.IsSpace)
	}
	if s.text == "" {
		return
	}
	p.size = p.units(s)
	if p.continues(s) {
		p.stretches[len(p.stretches)-1].text += s.text
	} else {
		p.stretches = append(p.stretches, s)
	}
}

// end adds the page to the messages, without the space at its end.
func (p *page) end(messages []string) []string {
	for last := len(p.stretches) - 1; last >= 0; last-- {
		text := strings.TrimRightFunc(p.stretches[last].text, unicode.IsSpace)
		if p.stretches[last].text = text; text != "" {
			break
		}
		p.stretches = p.stretches[:last]
	}
	if len(p.stretches) == 0 {
		return messages
	}
	var b strings.Builder
	for _, s := range p.stretches {
		b.WriteString(s.html())
	}
	return append(messages, b.String())
}

func (s stretch) html() string {
	if s.style == plain {
		return html.EscapeString(s.text)
	}
	tag, _, _ := strings.Cut(string(s.style), " ")
	return "<" + string(s.style) + ">" + html.EscapeString(s.text) + "</" + tag + ">"
}

// pieces cuts a text into what is not divided: sentences, and of a sentence
// that is too long for a message what fits into one.
func pieces(text string) []string {
	var list []string
	for text != "" {
		n := sentence(text)
		list, text = append(list, divided(text[:n])...), text[n:]
	}
	return list
}

// sentence returns the length of the first sentence, with the marks that close
// it, in bytes.
func sentence(text string) int {
	end := strings.IndexAny(text, "。！？\n")
	if end < 0 {
		return len(text)
	}
	rest := strings.TrimLeft(text[end:], "。！？\n")
	return len(text) - len(strings.TrimLeft(rest, "”’）」』》"))
}

// divided cuts a sentence that is too long for a message between characters,
// as people see them.
func divided(sentence string) []string {
	if units(html.EscapeString(sentence)) <= mostPiece {
		return []string{sentence}
	}
	var list []string
	start, end, size := 0, 0, 0
	characters := graphemes.FromString(sentence)
	for characters.Next() {
		for c := range slices.Chunk([]rune(characters.Value()), longGrapheme) {
			n := units(html.EscapeString(string(c)))
			if size+n > mostPiece {
				list = append(list, sentence[start:end])
				start, size = end, 0
			}
			end, size = end+len(string(c)), size+n
		}
	}
	return append(list, sentence[start:])
}

// units is the length of a text in UTF-16 units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// visible drops what shows nothing and could turn or hide what does: control
// characters, zero-width and direction marks, variation selectors, the tag
// block, fillers and private characters.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Variation_Selector, r),
			r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0, r == 0x034F:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
