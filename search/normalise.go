package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/text/unicode/norm"
)

// A Normaliser brings text into the one form that is indexed and compared.
// It is safe for concurrent use.
type Normaliser struct {
	simplify *opencc.OpenCC
}

// NewNormaliser loads the conversion tables from traditional to simplified.
func NewNormaliser() (*Normaliser, error) {
	simplify, err := opencc.New("t2s")
	if err != nil {
		return nil, fmt.Errorf("load traditional-to-simplified tables: %w", err)
	}
	return &Normaliser{simplify}, nil
}

// Normalise returns text cleaned, in NFKC, lower case and simplified. It is
// idempotent.
func (n *Normaliser) Normalise(text string) string {
	for range mostRounds {
		next := n.round(text)
		if next == text {
			break
		}
		text = next
	}
	return text
}

// A round can make room for another: NFKC turns ´ into a space and an accent,
// lower case turns J̌ into what NFKC joins, and 薴 becomes 苧 and then 苎.
const mostRounds = 5

func (n *Normaliser) round(text string) string {
	text = strings.ToLower(norm.NFKC.String(Clean(text)))
	if !hasHan(text) {
		return text
	}
	simple, err := n.simplify.Convert(text)
	if err != nil { // the converter fails only on tables, never on text
		return text
	}
	return simple
}

// lines normalises each line of a text by itself.
func (n *Normaliser) lines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = n.Normalise(line)
	}
	return strings.Join(lines, "\n")
}

// Clean makes text safe for every component behind it: invalid bytes, NUL,
// control and invisible characters are dropped, and runs of white space
// become one space.
func Clean(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == utf8.RuneError && size <= 1, invisible(r):
			continue
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// invisible reports characters that show nothing and split words: zero-width
// and direction marks, variation selectors, the tag block, soft hyphens, and
// private or unassigned code points.
func invisible(r rune) bool {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE01EF:
		return true
	case r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || r == 0x034F:
		return true
	}
	return false
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, isHan)
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// wordRune reports whether r can be part of a term at all.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
