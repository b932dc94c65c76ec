package vehicles

import (
	"strings"
	"unicode"

	"cheyi/personal"
)

// clean returns the text as a person sees it: ordinary width, nothing
// invisible, one space for each run of blanks and none at the ends.
func clean(text string) string {
	return strings.Join(strings.Fields(visible(personal.Visible(text))), " ")
}

// visible drops what shows nothing. Unlike clean it keeps the width: （） are
// part of an enterprise's name.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Variation_Selector, unicode.Cf) {
			return -1
		}
		return r
	}, text)
}

// compact returns a number in upper case without what people put between its
// characters.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.·•_—–", r) {
			return -1
		}
		return r
	}, strings.ToUpper(clean(text)))
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !digit(r) }) < 0
}

func alnum(r rune) bool { return digit(r) || r >= 'A' && r <= 'Z' }
