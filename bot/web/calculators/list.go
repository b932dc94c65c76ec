package calculators

import (
	"fmt"
	"net/url"
	"slices"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// A groupView is the calculators of amounts, or those of days.
type groupView struct {
	Title string
	Rules []listedView
}

// A listedView is one calculator in the list: what it is for is told in the
// words of the text.
type listedView struct {
	Title, Address, Example string
	Quote                   string
	Clauses                 []clauseView
	Valid                   knowledge.State
}

// A clauseView names a clause and where it can be read.
type clauseView struct {
	ID, Name, Address string
}

func clauseOf(c *knowledge.Clause) clauseView {
	v := clauseView{ID: c.ID, Name: fmt.Sprintf(clauseName, c.Article.Number, c.ID), Address: "/policy/" + url.PathEscape(c.Document.Folder) + "#" + url.PathEscape(c.ID)}
	if c.Document.Reference {
		v.Name = fmt.Sprintf(lawName, c.Document.Title, c.Article.Number, c.ID)
	}
	return v
}

func clausesOf(list []*knowledge.Clause) []clauseView {
	var views []clauseView
	for _, c := range list {
		views = append(views, clauseOf(c))
	}
	return views
}

func listOf(b *calc.Book, today calendar.Day) []groupView {
	groups := []groupView{{Title: wordsAmounts}, {Title: wordsDays}}
	for _, r := range b.Rules {
		i := 0
		if b.Flow(r.Flow).Limits() {
			i = 1
		}
		groups[i].Rules = append(groups[i].Rules, listedView{
			Title: r.Title, Address: Address(r, nil), Example: Address(r, r.Example), Quote: r.Parameters()[0].Quote,
			Clauses: clausesOf(r.Clauses()), Valid: r.Clauses()[0].On(today),
		})
	}
	return slices.DeleteFunc(groups, func(g groupView) bool { return len(g.Rules) == 0 })
}
