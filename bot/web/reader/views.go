package reader

import (
	"net/url"
	"slices"
	"strings"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// A formView is the form above a page.
type formView struct {
	Action, Search string
	On             string // as the form's field has it, "" for today
	Day            string // as people read it
	Today          bool
	OwnDay         bool // the page has a field for the day
	Most           int  // characters
}

func formOf(action string, asked wish, ownDay bool) formView {
	f := formView{Action: action, OwnDay: ownDay, Search: asked.Search, Day: asked.On.Chinese(), Today: asked.Today, Most: longestSearch}
	if !asked.Today {
		f.On = asked.On.String()
	}
	return f
}

// A shelfView is the page of all documents.
type shelfView struct {
	Form                  formView
	Found                 *finding
	Documents, References []headView
	Guide                 []guideGroup
}

// A headView is what stands above a document.
type headView struct {
	Title, Number, Region, Source string
	Address                       string
	Issuers                       []string
	IssuedOn, EffectiveOn         string // the latter "" where it is the same
	Valid                         knowledge.State
	Standing                      string
	Reference                     bool
}

func heads(docs []*knowledge.Document, day calendar.Day) []headView {
	var list []headView
	for _, d := range docs {
		list = append(list, headOf(d, day))
	}
	return list
}

func headOf(d *knowledge.Document, day calendar.Day) headView {
	h := headView{
		Title: d.Title, Number: d.Number, Region: d.Region, Source: d.Source, Address: address(d, ""),
		Issuers: d.Issuers, IssuedOn: d.IssuedOn.Chinese(), Valid: d.On(day), Standing: d.Standing(day), Reference: d.Reference,
	}
	if d.EffectiveOn != d.IssuedOn {
		h.EffectiveOn = d.EffectiveOn.Chinese()
	}
	return h
}

// address is a document's address, or with an id that of a place in it.
func address(d *knowledge.Document, id string) string {
	at := Path + "/" + url.PathEscape(d.Folder)
	if id != "" {
		at += "#" + id
	}
	return at
}

// A documentView is the page of one document.
type documentView struct {
	headView
	Form       formView
	Found      *finding
	Addressees string
	Preamble   []stretch
	Articles   []articleView
}

type articleView struct {
	Number      string
	Title       []stretch
	Paragraphs  [][]clauseView
	Responsible string // what the article calls the departments
	Departments []stretch
}

type clauseView struct {
	ID, Address string
	Text        []stretch
	Valid       knowledge.State
	Why         string // where its own words limit it, "" where the document's standing is its own
	Ask         string // a question that it answers, "" for none
	Rules       []ruleView
}

// A ruleView is a calculator that rests on a clause.
type ruleView struct{ Title, Address string }

func (rd *Reader) articles(d *knowledge.Document, day calendar.Day, found *finding) []articleView {
	book := rd.rules()
	var list []articleView
	for _, a := range d.Articles {
		v := articleView{Number: a.Number, Title: found.lit(a.Title), Responsible: a.Responsible, Departments: found.lit(strings.Join(a.Departments, "、"))}
		for _, paragraph := range a.Paragraphs {
			var clauses []clauseView
			for _, c := range paragraph {
				clauses = append(clauses, clauseOf(c, day, found, book))
			}
			v.Paragraphs = append(v.Paragraphs, clauses)
		}
		list = append(list, v)
	}
	return list
}

func clauseOf(c *knowledge.Clause, day calendar.Day, found *finding, book *calc.Book) clauseView {
	v := clauseView{ID: c.ID, Address: address(c.Document, c.ID), Text: found.clause(c), Valid: c.On(day), Ask: c.Note.Ask}
	if c.SpanOn(day).Quote != "" {
		v.Why = c.Standing(day)
	}
	for _, r := range book.Rules {
		// By name: the rules and the text are replaced one after the other.
		if slices.ContainsFunc(r.Clauses(), func(o *knowledge.Clause) bool { return o.ID == c.ID && o.Document.Folder == c.Document.Folder }) {
			v.Rules = append(v.Rules, ruleView{r.Title, "/calc/" + url.PathEscape(r.ID)})
		}
	}
	return v
}

// A guideGroup is the guide's clauses on one subject.
type guideGroup struct {
	Subject string
	Clauses []guideView
}

type guideView struct {
	ID     string
	Text   []stretch
	Source string
}

// guideOf groups the guide by the subject that its ids begin with.
func guideOf(guide []*knowledge.GuideClause) []guideGroup {
	var groups []guideGroup
	for _, g := range guide {
		subject, _, _ := strings.Cut(g.ID, ".")
		last := len(groups) - 1
		if last < 0 || groups[last].Subject != subject {
			groups = append(groups, guideGroup{Subject: subject})
			last++
		}
		groups[last].Clauses = append(groups[last].Clauses, guideViewOf(g))
	}
	return groups
}

func guideViewOf(g *knowledge.GuideClause) guideView {
	source := g.Source.Title
	if g.Source.Number != "" {
		source += "（" + g.Source.Number + "）"
	}
	return guideView{ID: g.ID, Text: stretches(g.Text, nil), Source: source + g.Source.Article + "，" + g.Source.Checked.Chinese() + "核对"}
}
