package reader

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/knowledge"
)

// A stretch is a piece of text that is looked for, or one that is not.
type stretch struct {
	Text string
	Hit  bool
}

// stretches cuts a text at spans of bytes, which are in order and apart.
func stretches(text string, spans [][2]int) []stretch {
	var list []stretch
	last := 0
	for _, s := range spans {
		if s[0] > last {
			list = append(list, stretch{text[last:s[0]], false})
		}
		list = append(list, stretch{text[s[0]:s[1]], true})
		last = s[1]
	}
	if last < len(text) {
		list = append(list, stretch{text[last:], false})
	}
	return list
}

// places returns where words stand in a text, whatever their case, their width
// and the spaces between: spans of bytes in order and apart.
func places(text string, words []string) [][2]int {
	if len(words) == 0 {
		return nil
	}
	plain, origin := evened(text)
	var spans [][2]int
	for _, w := range words {
		for from := 0; w != ""; {
			i := strings.Index(plain[from:], w)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(w)
			spans = append(spans, [2]int{origin[start], after(text, origin[end-1])})
			from = end
		}
	}
	return joined(spans)
}

// evened is the form in which texts are searched, and for each byte of it the
// character of the text that it comes from.
func evened(text string) (plain string, origin []int) {
	var b strings.Builder
	for i, r := range text {
		s := strings.ToLower(knowledge.Squeeze(string(r)))
		b.WriteString(s)
		for range len(s) {
			origin = append(origin, i)
		}
	}
	return b.String(), origin
}

// after is where the character at i ends.
func after(text string, i int) int {
	_, size := utf8.DecodeRuneInString(text[i:])
	return i + size
}

// joined puts spans in order and joins those that overlap or touch.
func joined(spans [][2]int) [][2]int {
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var list [][2]int
	for _, s := range spans {
		if last := len(list) - 1; last >= 0 && s[0] <= list[last][1] {
			list[last][1] = max(list[last][1], s[1])
			continue
		}
		list = append(list, s)
	}
	return list
}
