package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"cheyi/calendar"
)

// A Reference is a clause of the guide as a reply shows it, beside what the
// policy says and never as the policy. The JSON names are a contract.
type Reference struct {
	Title   string       `json:"title"` // with its title marks; a description where the source has no title
	Number  string       `json:"number"`
	Article string       `json:"article"`
	Text    string       `json:"text"`    // the editors' own words
	Checked calendar.Day `json:"checked"` // when they were last held against the source
}

// Reference returns the clause as a reply shows it.
func (g *GuideClause) Reference() Reference {
	return Reference{g.Source.Title, g.Source.Number, g.Source.Article, g.Text, g.Source.Checked}
}

func references(guide []*GuideClause) []Reference {
	var list []Reference
	for _, g := range guide {
		list = append(list, g.Reference())
	}
	return list
}

// Line returns the one line by which a reply tells the reference.
func (r Reference) Line() string {
	source := r.Title
	if r.Number != "" {
		source += "（" + r.Number + "）"
	}
	return fmt.Sprintf(referenceLine, strings.TrimRight(r.Text, "。"), source+r.Article, r.Checked.Chinese())
}

// ownPart returns a reply's text without the lines that are not the policy's,
// and what is wrong with those: they must be, to the letter, what the library
// holds, so that a figure of theirs can pass nowhere else.
func (l *Library) ownPart(r Reply) (text string, problems []string) {
	var told []string
	for _, ref := range r.References {
		if !slices.ContainsFunc(l.Guide, func(g *GuideClause) bool { return g.Reference() == ref }) {
			problems = append(problems, fmt.Sprintf("reference to %q stands in no guide", ref.Title))
		}
		told = append(told, ref.Line())
	}
	var own []string
	for _, line := range strings.Split(r.Text, "\n") {
		switch {
		case strings.HasPrefix(line, referenceHead) && !slices.Contains(told, line):
			problems = append(problems, fmt.Sprintf("%q is no reference of the reply", line))
		case strings.HasPrefix(line, contactHead) && !l.holdsContact(line):
			problems = append(problems, fmt.Sprintf("%q is no registered contact", line))
		case strings.HasPrefix(line, referenceHead), strings.HasPrefix(line, contactHead):
		default:
			own = append(own, line)
		}
	}
	return strings.Join(own, "\n"), problems
}
