package knowledge

import (
	"strings"

	"cheyi/calendar"
)

// A Document is one policy, complete and verbatim.
type Document struct {
	Folder     string // its folder in the corpus, such as "nmg-2024-406"
	Title      string
	Number     string // 文号
	Issuers    []string
	Addressees string
	Region     string // where it applies
	IssuedOn   calendar.Day
	// EffectiveOn is the day from which it holds; IssuedOn when it names none.
	EffectiveOn calendar.Day
	// Reference marks a document that rules cite and that is not searched.
	Reference bool
	Status    string // in_force or expired
	Source    string
	Preamble  string
	Articles  []*Article
	Overviews []*Overview
	Introduce []*Clause // what is offered to whoever has no question
	Curated   []Curated // ways of asking that editors promise an answer to
}

// An Article is one numbered article with the line that names who is
// responsible for it.
type Article struct {
	Number      string // as printed: "五"
	Title       string
	Clauses     []*Clause
	Responsible string   // what the article calls them: 责任单位 or 责任部门
	Departments []string // as the article prints them, in its order
	Paragraphs  [][]*Clause
}

// A Clause is the smallest citable span: the words from one editor's cut to
// the next, with a stable id made of article and ordinal ("七.1").
type Clause struct {
	ID       string
	Document *Document
	Article  *Article
	Text     string // verbatim, as printed
	Note     Note
}

// Validity is a span of days that the text itself gives; zero days are open
// ends. Quote is the words that say so.
type Validity struct {
	From, Until calendar.Day
	Quote       string
}

// A State says whether a clause holds on the day asked about.
type State string

const (
	InForce State = "in_force"
	Expired State = "expired"
	NotYet  State = "not_yet"
)

// SpanOn returns the span of days that bears on a day: the one that holds it,
// else the last one that is over, else the first to come. It is zero for a
// clause that gives none.
func (c *Clause) SpanOn(day calendar.Day) Validity {
	var span Validity
	for i, s := range c.Note.Spans {
		if i == 0 || !day.Before(s.From) {
			span = s
		}
	}
	return span
}

// On returns the clause's state on a day: that of the span its own words
// give, else that of its document.
func (c *Clause) On(day calendar.Day) State {
	v := c.SpanOn(day)
	switch {
	case c.Document.Status == string(Expired):
		return Expired
	case !v.From.IsZero() && day.Before(v.From), v.From.IsZero() && day.Before(c.Document.EffectiveOn):
		return NotYet
	case !v.Until.IsZero() && v.Until.Before(day):
		return Expired
	}
	return InForce
}

// Citation is a clause as a reply shows it. The JSON names are a contract.
type Citation struct {
	Document    string   `json:"document"`
	Folder      string   `json:"folder"`
	Article     string   `json:"article"`
	Clause      string   `json:"clause"`
	Quote       string   `json:"quote"`
	Departments []string `json:"departments"`
	Valid       State    `json:"valid"`
}

// Name is what the document is cited by: its number, or its title when it has
// none.
func (d *Document) Name() string {
	if d.Number != "" {
		return d.Number
	}
	return d.Title
}

// Cite quotes the whole clause, with its state on the day asked about.
func (c *Clause) Cite(day calendar.Day) Citation {
	return Citation{
		Document:    c.Document.Name(),
		Folder:      c.Document.Folder,
		Article:     c.Article.Number,
		Clause:      c.ID,
		Quote:       c.Text,
		Departments: append([]string{}, c.Article.Departments...),
		Valid:       c.On(day),
	}
}

// cite quotes one of the document's own particulars.
func (d *Document) cite(quote string, day calendar.Day) Citation {
	valid := InForce
	switch {
	case d.Status == string(Expired):
		valid = Expired
	case day.Before(d.IssuedOn):
		valid = NotYet
	}
	return Citation{Document: d.Number, Folder: d.Folder, Quote: quote, Departments: d.Issuers, Valid: valid}
}

// Squeeze is the form in which quotations are compared: full-width ASCII
// folded to its ordinary form, white space removed.
func Squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u3000' || r == '\u00a0':
			return -1
		}
		return r
	}, fold(s))
}

// fold brings full-width ASCII to its ordinary width.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// Verbatim reports whether quote stands in text, by their squeezed forms. An
// empty quote stands nowhere.
func Verbatim(quote, text string) bool {
	quote = Squeeze(quote)
	return quote != "" && strings.Contains(Squeeze(text), quote)
}
