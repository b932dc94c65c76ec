package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/calendar"
)

// A Sentence is words that are not the editors' and claim to say what one
// clause says.
type Sentence struct {
	Clause *Clause
	Text   string // one sentence, up to its 。
}

// The length of a sentence in characters.
const (
	shortestSentence = 6
	longestSentence  = 120
)

// VerifySentence returns why a sentence may not be shown; none means that it
// may. A sentence that cannot be checked is withheld: the clause itself is
// always there to be shown instead. It must be made of the clause's own words
// and of small ones, state the clause's figures with their units, keep its
// qualifiers, and promise, demand or deny nothing that the clause does not.
func VerifySentence(s Sentence, lib *Library, day calendar.Day) []string {
	text := fold(s.Text)
	problems := shape(text)
	problems = append(problems, Verify(Reply{Text: s.Text, Citations: []Citation{s.Clause.Cite(day)}}, lib, day)...)
	for _, q := range lib.Wording.Qualifiers {
		if !q.bears(s.Clause, text) {
			continue
		}
		if !q.keeps(text) {
			problems = append(problems, fmt.Sprintf("the qualifier %s is dropped", q.Say))
		}
		for _, same := range q.Same { // from here on it says what the clause says
			if !Verbatim(same, s.Clause.Text) && !strings.Contains(q.Say, same) {
				text = strings.ReplaceAll(text, same, q.Say)
			}
		}
	}
	problems = append(problems, lib.claims(s.Clause, text)...)
	problems = append(problems, lib.otherDepartments(s.Clause, text)...)
	own := newVocabulary(slices.Concat(lib.Wording.Plain, ratios(s.Clause)), s.Clause.words()...)
	if run := own.uncovered(text); run != "" {
		problems = append(problems, fmt.Sprintf("%q is not in the clause's words", run))
	}
	said := newVocabulary(lib.Wording.Plain, s.Clause.Text, s.Clause.Note.Gist)
	if seams, tokens := said.seams(text); seamsPer*seams > tokens || tokens > s.Clause.tokens()+longerBy {
		problems = append(problems, "it is a patchwork of the clause's words")
	}
	return append(problems, units(text, s.Clause)...)
}

// How freely a sentence may put the clause's words together anew.
const (
	seamsPer = 4  // tokens for each seam between words that do not meet in the clause
	longerBy = 12 // tokens than the clause
)

// tokens is how long the clause is.
func (c *Clause) tokens() int {
	n := 0
	for _, run := range tokenRuns(c.Text) {
		n += len(run)
	}
	return n
}

// ratios are the figures of a clause that need no unit after them.
func ratios(c *Clause) []string {
	return slices.DeleteFunc(Figures(c.Text), func(f string) bool { return !strings.HasSuffix(f, "%") })
}

// words are the texts whose words a sentence on the clause may use.
func (c *Clause) words() []string {
	texts := []string{c.Text, c.Note.Gist, c.Article.Title, c.Document.Title, c.Document.Region}
	return slices.Concat(texts, c.Note.Topics, c.Article.Departments)
}

// shape returns what is wrong with a sentence before anything is read from it:
// characters that a policy's sentence has no use for carry links, markup,
// addresses and numbers in disguise.
func shape(text string) []string {
	var problems []string
	if n := utf8.RuneCountInString(text); n < shortestSentence || n > longestSentence {
		problems = append(problems, fmt.Sprintf("%d characters are no sentence", n))
	}
	if strings.Index(text, "。") != len(text)-len("。") {
		problems = append(problems, "it is not one sentence")
	}
	for _, r := range text {
		if !ordinary(r) {
			problems = append(problems, fmt.Sprintf("the character %U has no place in a sentence", r))
			break
		}
	}
	return problems
}

// ordinary reports whether a character, folded to its ordinary width, may
// stand in a sentence.
func ordinary(r rune) bool {
	switch {
	case r >= '\u4e00' && r <= '\u9fff', r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return true
	}
	return strings.ContainsRune("，。、；：（）“”《》%,;:() ", r)
}

// claims returns the words by which a sentence promises, demands or denies
// what the clause does not.
func (l *Library) claims(c *Clause, text string) []string {
	var problems []string
	for _, w := range l.Wording.Claims {
		if strings.Contains(text, w) && !strings.Contains(c.Text, w) {
			problems = append(problems, fmt.Sprintf("the clause does not say %s", w))
		}
	}
	return problems
}

// departmentRunes is how many of a department's last characters name it:
// 公安厅, 财政厅.
const departmentRunes = 3

// otherDepartments returns the departments that a sentence names and the
// clause's article does not.
func (l *Library) otherDepartments(c *Clause, text string) []string {
	own := c.Text + strings.Join(c.Article.Departments, "、")
	var problems []string
	for _, d := range l.Documents {
		names := slices.Clone(d.Issuers)
		for _, a := range d.Articles {
			names = append(names, a.Departments...)
		}
		for _, name := range names {
			rs := []rune(name)
			short := string(rs[max(0, len(rs)-departmentRunes):])
			if strings.Contains(text, short) && !strings.Contains(own, short) {
				problems = append(problems, "the article does not name "+name)
			}
		}
	}
	return problems
}

// units returns the figures whose unit is not the clause's: 50 辆 is not
// 50 万元. A ratio has its unit within it.
func units(text string, c *Clause) []string {
	own := newVocabulary(nil, c.Text)
	var problems []string
	figures := Figures(text)
	for _, run := range tokenRuns(text) {
		for i, token := range run {
			if !slices.Contains(figures, token) || strings.HasSuffix(token, "%") {
				continue
			}
			if i+1 == len(run) || !own.follows(token, run[i+1]) {
				problems = append(problems, fmt.Sprintf("the clause does not state %s in such a unit", token))
			}
		}
	}
	return problems
}

// VerifyQuestion returns why a follow-up may not be read as another question;
// none means that it may. The question must be made of what was said and of
// the clause last spoken of, state no figure that was not said, and ask for
// what the follow-up asks for.
func VerifyQuestion(question, said, before string, about *Clause, lib *Library) []string {
	var problems []string
	if n := utf8.RuneCountInString(question); n < 2 || n > longestSentence {
		problems = append(problems, fmt.Sprintf("%d characters are no question", n))
	}
	for _, r := range fold(question) {
		if !ordinary(r) && r != '?' {
			problems = append(problems, fmt.Sprintf("the character %U has no place in a question", r))
			break
		}
	}
	for _, f := range figuresBeyond(question, said, before) {
		problems = append(problems, "nobody said "+f)
	}
	words := slices.Concat(lib.Wording.Plain, lib.Lexicon.Talk.Questions)
	own := newVocabulary(words, append(about.words(), said, before)...)
	if run := own.uncovered(question); run != "" {
		problems = append(problems, fmt.Sprintf("nobody said %q", run))
	}
	asked := lib.Lexicon.KindsOf(question)
	for _, k := range lib.Lexicon.KindsOf(said) {
		if !slices.Contains(asked, k) {
			problems = append(problems, fmt.Sprintf("it does not ask for %s any more", k))
		}
	}
	return problems
}
