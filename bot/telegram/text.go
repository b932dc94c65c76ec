package telegram

import (
	"html"
	"regexp"
	"unicode/utf16"
)

// utf16Units and utf16Runes convert between a text and the units by which
// Telegram counts.
func utf16Units(text string) []uint16  { return utf16.Encode([]rune(text)) }
func utf16Runes(units []uint16) []rune { return utf16.Decode(units) }

var tag = regexp.MustCompile(`<[^>]*>`)

// withoutMarkup is a text in Telegram's HTML without its markup.
func withoutMarkup(text string) string { return html.UnescapeString(tag.ReplaceAllString(text, "")) }
