package search

import (
	"slices"
	"strings"

	"cheyi/knowledge"
)

// mostForeign is how many words an English phrase of the lexicon has at most.
const mostForeign = 5

// translate puts the corpus's words in place of English ones, phrases before
// their words. ok is false for a run of letters that is left alone: it names none
// of the corpus's subjects and has words that are not known, so it may be pinyin.
func (g *guesser) translate(run string) (translated string, guesses []knowledge.Guess, ok bool) {
	tokens := strings.Fields(run)
	var out []string
	known, says := true, false
	for i := 0; i < len(tokens); {
		said, meant, n := g.phrase(tokens[i:])
		i += n
		known, says = known && meant.known, says || meant.Term != ""
		if meant.Term != "" {
			out = append(out, meant.Term)
		} else if !meant.known {
			out = append(out, said)
		}
		guess := knowledge.Guess{Said: said, Meant: meant.Term}
		if meant.Say && !slices.Contains(guesses, guess) {
			guesses = append(guesses, guess)
		}
	}
	if len(guesses) == 0 && !(known && says) {
		return run, nil, false
	}
	translated = strings.Join(out, " ")
	if strings.HasPrefix(run, " ") {
		translated = " " + translated
	}
	if strings.HasSuffix(run, " ") {
		translated += " "
	}
	return translated, guesses, true
}

// A gloss is what a phrase stands for, if it is known.
type gloss struct {
	knowledge.Foreign
	known bool
}

// phrase reads the longest known phrase that the tokens begin with, or one
// unknown word.
func (g *guesser) phrase(tokens []string) (said string, meant gloss, n int) {
	for n := min(mostForeign, len(tokens)); n > 0; n-- {
		said := strings.Join(tokens[:n], " ")
		if f, ok := g.foreign[said]; ok {
			return said, gloss{f, true}, n
		}
	}
	return tokens[0], gloss{}, 1
}
