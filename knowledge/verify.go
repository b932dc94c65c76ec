package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"cheyi/calendar"
)

// Verify returns what may not be shown in a reply: a quotation that does not
// stand in its clause, words in quotation marks that stand in no cited
// clause, and figures whose value neither cited words nor the trace of a
// calculation carry. Lines that tell what is not the policy's must be the
// guide's or the contacts' to the letter. A reply without problems may be
// shown.
func Verify(r Reply, lib *Library, day calendar.Day) []string {
	var known []string
	text, problems := lib.ownPart(r)
	r.Text = text
	for _, c := range r.Citations {
		known = append(known, c.Quote)
		clause, ok := lib.Clause(c.Folder, c.Clause)
		switch {
		case ok && !Verbatim(c.Quote, clause.Text):
			problems = append(problems, fmt.Sprintf("citation %s is not verbatim", c.Clause))
		case !ok && !lib.carries(c):
			problems = append(problems, fmt.Sprintf("citation %q names no document", c.Document))
		}
	}
	for _, quote := range quoted(r.Text) {
		if !Verbatim(quote, strings.Join(known, "")) {
			problems = append(problems, fmt.Sprintf("%q is quoted and stands in no cited clause", quote))
		}
	}
	prose := lib.prose(r, day)
	for _, f := range figuresBeyond(prose, append(known, r.Trace...)...) {
		problems = append(problems, fmt.Sprintf("figure %s stands in no cited clause and no trace", f))
	}
	for _, c := range prose {
		if foreignNumber(c) && !strings.ContainsRune(strings.Join(known, ""), c) {
			problems = append(problems, fmt.Sprintf("figure %c is none that is read", c))
		}
	}
	return problems
}

// foreignNumber reports whether a character is a number that Figures does not
// read, such as ⑧, ½ or ٨: it could say what no clause says.
func foreignNumber(r rune) bool {
	return r > unicode.MaxASCII && unicode.IsNumber(r) && (r < '０' || r > '９') && !strings.ContainsRune(hanNumerals, r)
}

// prose is a reply's text without what is printed around every answer: the
// reading of the user's words, the numbers of articles and clauses, the
// documents' names and the days of asking and of validity.
func (l *Library) prose(r Reply, day calendar.Day) string {
	text := label.ReplaceAllString(guessLine.ReplaceAllString(r.Text, ""), "")
	around := []string{day.Chinese()}
	for _, d := range slices.Concat(l.Documents, l.References) {
		around = append(around, d.Title, d.Number, d.IssuedOn.Chinese())
	}
	for _, c := range r.Citations {
		if clause, ok := l.Clause(c.Folder, c.Clause); ok {
			for _, v := range clause.Note.Spans {
				around = append(around, v.From.Chinese(), v.Until.Chinese())
			}
		}
	}
	for _, a := range around {
		text = strings.ReplaceAll(text, a, "")
	}
	return text
}

// carries reports whether a citation without a clause quotes the document's
// own particulars.
func (l *Library) carries(c Citation) bool {
	return slices.ContainsFunc(l.Documents, func(d *Document) bool {
		if d.Folder != c.Folder {
			return false
		}
		for _, field := range []string{"title", "number", "issuers", "issued_on", "addressees", "preamble"} {
			if value, ok := d.fact(field); ok && Verbatim(c.Quote, value) {
				return true
			}
		}
		return false
	})
}

var (
	// guessLine is the one line in which the user's own words are quoted, and
	// nothing else is said.
	guessLine = regexp.MustCompile(`(?m)^我把(?:“[^“”\n]*”理解为“[^“”\n]*”、?)+(?:，不对就换个说法告诉我)?。$`)
	label     = regexp.MustCompile(`第[一二三四五六七八九十]+条|（[一二三四五六七八九十]+\.[0-9]+`)
	marks     = regexp.MustCompile(`“([^“”]*(?:“[^“”]*”[^“”]*)*)”`)
)

// quoted returns what stands in quotation marks, outermost pairs only, since
// clauses themselves quote.
func quoted(text string) []string {
	var quotes []string
	for _, m := range marks.FindAllStringSubmatch(guessLine.ReplaceAllString(text, ""), -1) {
		quotes = append(quotes, m[1])
	}
	return quotes
}
