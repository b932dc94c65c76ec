package telegram

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/bot"
	"cheyi/knowledge"
)

// A style is the tag that a stretch of text stands in, with its attributes.
type style string

const (
	plain  style = ""
	bold   style = "b"
	quoted style = "blockquote"
	folded style = "blockquote expandable" // shows its first lines, and the rest when it is tapped
)

// A stretch is text of one style, not escaped yet.
type stretch struct {
	style style
	text  string
}

// The lines that a reply prints around its answer.
var (
	basis    = regexp.MustCompile(`^依据.+：“.+”$`)
	standing = regexp.MustCompile(`^(?:责任部门|效力)：`)
)

const working = "怎么算的："

// layout sets the lines of a reply apart, in their order: what it rests on is
// a quotation, what it computed is bold, all else is plain.
func layout(r bot.Reply) []stretch {
	lines := strings.Split(visible(r.Text), "\n")
	styles := styled(lines, r)
	var list []stretch
	for from, to := 0, 1; from < len(lines); from, to = to, to+1 {
		for to < len(lines) && styles[to] == styles[from] {
			to++
		}
		list = append(list, stretch{styles[from], strings.Join(lines[from:to], "\n")})
		if to < len(lines) {
			list = append(list, stretch{plain, "\n"})
		}
	}
	return list
}

// styled finds the style of each line.
func styled(lines []string, r bot.Reply) []style {
	styles := make([]style, len(lines))
	for i := 0; i < len(lines); i++ {
		switch line := lines[i]; {
		case basis.MatchString(line), isReference(line, r.References):
			styles[i] = folded
		case i > 0 && styles[i-1] != plain && standing.MatchString(line):
			styles[i] = styles[i-1]
		case line == working && r.Calculation != nil:
			if result := lastLine(lines[:i]); result >= 0 && styles[result] == plain {
				styles[result] = bold
			}
			for ; i < len(lines) && lines[i] != ""; i++ {
				styles[i] = folded
			}
		case quotesWhole(line, r.Citations):
			for ; i < len(lines); i++ {
				if styles[i] = quoted; strings.HasSuffix(lines[i], "”") {
					break
				}
			}
		}
	}
	return styles
}

// quotesWhole reports whether a line begins the text of a whole article, which
// was asked for and stands open.
func quotesWhole(line string, citations []knowledge.Citation) bool {
	return slices.ContainsFunc(citations, func(c knowledge.Citation) bool {
		return c.Clause != "" && strings.HasPrefix(line, "“"+visible(c.Quote))
	})
}

func isReference(line string, references []knowledge.Reference) bool {
	return slices.ContainsFunc(references, func(ref knowledge.Reference) bool { return visible(ref.Line()) == line })
}

// lastLine returns the place of the last line that is not empty, -1 for none.
func lastLine(lines []string) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.TrimSpace(lines[i]) != "" {
			return i
		}
	}
	return -1
}
