package search

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// withoutYears drops the calendar years of a question: which year is asked about
// tells nothing of the subject, and draws to whatever speaks of years. From when
// on (2024年起) is a subject; so is a year beside which little is said.
func withoutYears(question string) string {
	var out strings.Builder
	done := 0
	for _, m := range year.FindAllStringIndex(question, -1) {
		if sinceYear.MatchString(question[m[1]:]) {
			continue
		}
		out.WriteString(question[done:m[0]])
		done = m[1]
	}
	out.WriteString(question[done:])
	if rest := out.String(); utf8.RuneCountInString(rest) >= fewestRunes {
		return rest
	}
	return question
}

// fewestRunes is how much must be left to go by.
const fewestRunes = 4

var (
	year      = regexp.MustCompile(`(?:19|20)[0-9]{2} ?年(?:度)?(?:的)?`)
	sinceYear = regexp.MustCompile(`^ ?(?:起|开始|以后|以来|[0-9]{1,2} ?月)`)
)
