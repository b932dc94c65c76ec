package search

import (
	"strings"
	"unicode/utf8"
)

// mostSpaced is how long, on average, the pieces are that are set apart for no
// reason; a pause that voice input writes as a space stands between longer ones.
const mostSpaced = 2

// closed drops the spaces between Chinese words where every word is set apart, as
// some write who learnt the language late: 修 车 有 stands for 修车有.
func closed(text string) string {
	pieces := strings.Split(text, " ")
	if len(pieces) < 2 {
		return text
	}
	chinese, length := 0, 0
	for _, p := range pieces {
		if hasHan(p) {
			chinese++
			length += utf8.RuneCountInString(p)
		}
	}
	if chinese < 2 || length > mostSpaced*chinese {
		return text
	}
	var out strings.Builder
	for i, p := range pieces {
		if i > 0 && !(endsInHan(pieces[i-1]) && beginsWithHan(p)) {
			out.WriteByte(' ')
		}
		out.WriteString(p)
	}
	return out.String()
}

func beginsWithHan(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isHan(r)
}

func endsInHan(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isHan(r)
}
