package knowledge

import (
	"strings"
	"unicode"
)

// A vocabulary is what a sentence may be made of: stretches of some texts, at
// least two characters long, and whole small words. It is how a sentence that
// brings in anything from elsewhere is noticed, whatever it brings in.
type vocabulary struct {
	words     map[string]bool
	stretches map[string]bool // two or three tokens that stand together in a text
}

// tokenMark stands between the tokens of a stretch.
const tokenMark = "\x00"

func newVocabulary(words []string, texts ...string) *vocabulary {
	v := &vocabulary{words: map[string]bool{}, stretches: map[string]bool{}}
	for _, w := range words {
		for _, run := range tokenRuns(w) {
			v.words[strings.Join(run, tokenMark)] = true
		}
	}
	for _, text := range texts {
		for _, run := range tokenRuns(text) {
			if len(run) == 1 { // all that the text has there
				v.words[run[0]] = true
			}
			for i := range run {
				for _, n := range []int{2, 3} {
					if i+n <= len(run) {
						v.stretches[strings.Join(run[i:i+n], tokenMark)] = true
					}
				}
			}
		}
	}
	return v
}

// longestWord bounds the whole words that are looked for, in tokens.
const longestWord = 6

// covers reports whether a text can be cut into what the vocabulary has.
func (v *vocabulary) covers(text string) bool { return v.uncovered(text) == "" }

// uncovered returns the first run of a text that cannot be cut so.
func (v *vocabulary) uncovered(text string) string {
	for _, run := range tokenRuns(text) {
		reached := make([]bool, len(run)+1)
		reached[0] = true
		for i := range run {
			for n := 1; reached[i] && n <= longestWord && i+n <= len(run); n++ {
				piece := strings.Join(run[i:i+n], tokenMark)
				if v.words[piece] || v.stretches[piece] {
					reached[i+n] = true
				}
			}
		}
		if !reached[len(run)] {
			return strings.Join(run, "")
		}
	}
	return ""
}

// seams counts the places of a text where two tokens meet that do not meet in
// the vocabulary's texts or words, and its tokens.
func (v *vocabulary) seams(text string) (seams, tokens int) {
	for _, run := range tokenRuns(text) {
		tokens += len(run)
		for i := range run[1:] {
			if pair := run[i] + tokenMark + run[i+1]; !v.stretches[pair] && !v.words[pair] {
				seams++
			}
		}
	}
	return seams, tokens
}

// follows reports whether next stands right after token anywhere.
func (v *vocabulary) follows(token, next string) bool { return v.stretches[token+tokenMark+next] }

// tokenRuns cuts a text at punctuation into runs of tokens: a Chinese
// character, a word in letters, or the value of a figure.
func tokenRuns(s string) [][]string {
	s = strings.ToLower(Squeeze(s))
	s = numeralWord.ReplaceAllStringFunc(s, hideNumeral)
	var runs [][]string
	var run []string
	word := ""
	endWord := func() {
		if word != "" {
			run, word = append(run, word), ""
		}
	}
	endRun := func() {
		endWord()
		if len(run) > 0 {
			runs, run = append(runs, run), nil
		}
	}
	last := 0
	plain := func(text string) {
		for _, r := range text {
			switch {
			case r < unicode.MaxASCII && unicode.IsLetter(r):
				word += string(r)
			case unicode.IsLetter(r) || unicode.IsNumber(r) || showNumeral(r) != r:
				endWord()
				run = append(run, string(showNumeral(r)))
			default:
				endRun()
			}
		}
		endWord()
	}
	for _, at := range figurePattern.FindAllStringSubmatchIndex(s, -1) {
		m := make([]string, len(at)/2)
		for i := range m {
			if at[2*i] >= 0 {
				m[i] = s[at[2*i]:at[2*i+1]]
			}
		}
		value := figure(m)
		if value == "" {
			continue
		}
		plain(s[last:at[0]])
		run = append(run, value)
		last = at[1]
	}
	plain(s[last:])
	endRun()
	return runs
}

// The numerals of words that count nothing (二手) are hidden in runes of no
// meaning while figures are read, so that they stay the words' own.
const hidden = '\uE000'

func hideNumeral(word string) string {
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune(hanNumerals, r); i >= 0 {
			return hidden + rune(i)
		}
		return r
	}, word)
}

func showNumeral(r rune) rune {
	if i := int(r - hidden); i >= 0 && i < len(hanNumerals) {
		return []rune(hanNumerals[i:])[0]
	}
	return r
}
