package bot

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/knowledge"
)

// A Style says how a stretch of a reply's text is to be set.
type Style string

const (
	Plain   Style = ""
	Result  Style = "result"  // what was computed
	Quoted  Style = "quoted"  // the words of the policy, asked for as such
	Support Style = "support" // working, clause and standing: on demand
)

// A Stretch is lines of one style, without the line break after them.
type Stretch struct {
	Style Style
	Text  string
}

// The lines that a reply prints around its answer.
var (
	basis    = regexp.MustCompile(`^依据.+：“.+”$`)
	standing = regexp.MustCompile(`^(?:责任部门|效力)：`)
)

const wordsWorking = "怎么算的："

// Layout sets the lines of the reply apart, in their order. Joined by line
// breaks they are its text.
func (r Reply) Layout() []Stretch {
	lines := strings.Split(r.Text, "\n")
	styles := styled(lines, r)
	var list []Stretch
	for from, to := 0, 1; from < len(lines); from, to = to, to+1 {
		for to < len(lines) && styles[to] == styles[from] {
			to++
		}
		list = append(list, Stretch{styles[from], strings.Join(lines[from:to], "\n")})
	}
	return list
}

// styled finds the style of each line.
func styled(lines []string, r Reply) []Style {
	styles := make([]Style, len(lines))
	for i := 0; i < len(lines); i++ {
		switch line := lines[i]; {
		case basis.MatchString(line), isReference(line, r.References):
			styles[i] = Support
		case i > 0 && styles[i-1] != Plain && standing.MatchString(line):
			styles[i] = styles[i-1]
		case line == wordsWorking && r.Calculation != nil:
			if result := lastLine(lines[:i]); result >= 0 && styles[result] == Plain {
				styles[result] = Result
			}
			for ; i < len(lines) && lines[i] != ""; i++ {
				styles[i] = Support
			}
		case quotesWhole(line, r.Citations):
			for ; i < len(lines); i++ {
				if styles[i] = Quoted; strings.HasSuffix(lines[i], "”") {
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
		return c.Clause != "" && strings.HasPrefix(line, "“"+c.Quote)
	})
}

func isReference(line string, references []knowledge.Reference) bool {
	return slices.ContainsFunc(references, func(ref knowledge.Reference) bool { return ref.Line() == line })
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
