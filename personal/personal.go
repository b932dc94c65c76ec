// Package personal finds by form what points at a person or an enterprise. It
// is one table for all that lets words out: the ledger of unanswered questions
// and the language model's client.
package personal

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Masked stands in the place of what is masked. It is no word: it must not
// change what is asked.
const Masked = "＊＊＊"

// Mask masks what points at a person: numbers, plates, addresses, and names
// where a word such as 我叫 or 联系人 announces them. Full-width characters count
// as ordinary ones, and invisible characters do not hide a number. A text
// with nothing to mask comes back as it is.
func Mask(text string) string { return mask(text, persons) }

// MaskAll also masks what points at an enterprise: its codes, its contracts'
// numbers and its name.
func MaskAll(text string) string { return mask(text, all) }

// all begins with mail addresses, which have codes in them, and ends with the
// names of firms, which have what is left of numbers in them.
var all = slices.Concat(persons[:1], []form{codes}, persons[1:], firms)

func mask(text string, forms []form) string {
	clean, hit := Visible(text), false
	for _, f := range forms {
		clean = Replace(clean, f.pattern, f.edge, func(match, after string) string {
			stays := f.pattern.FindStringSubmatch(match)[1]
			if f.keep != nil && f.keep(match[len(stays):], after) {
				return match
			}
			hit = true
			return stays + Masked
		})
	}
	if !hit {
		return text
	}
	return clean
}

// An Edge says whether a match may stand between two characters; 0 and
// utf8.RuneError are the ends of the text. nil allows all.
type Edge func(before, after rune) bool

// NoDigit is the edge of telephone numbers: more digits make another number,
// letters are only written next to it.
func NoDigit(before, after rune) bool { return !digit(before) && !digit(after) }

// NoCode is the edge of numbers with letters in them.
func NoCode(before, after rune) bool { return !alnum(before) && !alnum(after) }

// NoCodeBefore is the edge of what does not begin within a number.
func NoCodeBefore(before, _ rune) bool { return !alnum(before) }

// Replace replaces the matches that the edge allows. One that it refuses may
// hide another, which begins later.
func Replace(text string, pattern *regexp.Regexp, edge Edge, replace func(match, after string) string) string {
	var out strings.Builder
	done := 0 // what is written
	for from := 0; from < len(text); {
		m := pattern.FindStringIndex(text[from:])
		if m == nil {
			break
		}
		start, end := from+m[0], from+m[1]
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if edge != nil && !edge(before, after) {
			_, size := utf8.DecodeRuneInString(text[start:])
			from = start + size
			continue
		}
		out.WriteString(text[done:start])
		out.WriteString(replace(text[start:end], text[end:]))
		done, from = end, end
	}
	return out.String() + text[done:]
}

// Visible drops what shows nothing and folds digits and letters to ordinary
// width, so that a number reads as a person sees it.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r) && !unicode.IsSpace(r):
			return -1
		case r >= '！' && r <= '～' && r != '＊':
			return r - '！' + '!'
		}
		return r
	}, text)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func alnum(r rune) bool {
	return digit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
