package knowledge

import (
	"fmt"
	"slices"
	"strings"
)

// A Reply is an answer in words, with the citations that carry it. The first
// citation carries the answer; those of a refusal are related only.
type Reply struct {
	Outcome    Outcome
	Text       string
	Citations  []Citation
	Asks       []string    // short questions that lead on
	Trace      []string    // what a calculation has worked with: its figures may be stated
	References []Reference // what other sources say: told in lines of their own
}

// SaysOpenEnd reports whether the reply says that the document names no end.
func (r Reply) SaysOpenEnd() bool { return strings.Contains(r.Text, openEnd) }

// WithoutOpenEnd drops the remark that the document names no end, for whoever
// has read it before.
func WithoutOpenEnd(text string) string { return strings.ReplaceAll(text, openEnd, "") }

// Compose puts an answer into words, result first, then the clause verbatim,
// who is responsible and whether it holds on the day. Every reply it returns
// has passed Verify; what does not pass is withheld, and said to be.
func Compose(a Answer) Reply {
	r := compose(a)
	if problems := Verify(r, a.Library, a.Day); len(problems) > 0 {
		return Reply{Outcome: NotStated, Text: withheld, Asks: r.Asks}
	}
	return r
}

func compose(a Answer) Reply {
	var r Reply
	switch a.Reason {
	case ByClause:
		r = a.clauseReply()
	case ByArticle:
		r = a.articleReply()
	case ByOverview:
		r = a.overviewReply(a.Overview.Title)
	case ByDuties:
		r = a.overviewReply(a.Department + "负责的条文")
	case ByFact:
		r = a.factReply()
	case Instruction, Abusive, ByDistance:
		return Reply{Outcome: OutOfScope, Text: outOfScope, Asks: a.introductions()}
	default:
		r = a.refusal()
	}
	if said := sayGuesses(a.Guesses); said != "" {
		r.Text += "\n" + said
	}
	return r
}

// clauseReply states the result, then quotes what carries it.
func (a Answer) clauseReply() Reply {
	main := a.Clauses[0]
	var lines []string
	if a.beginsWithWho() {
		lines = append(lines, "这件事由"+strings.Join(main.Article.Departments, "、")+"负责。")
	}
	if a.otherRatio() {
		lines = append(lines, otherRatio)
	}
	if limit := a.limit(main); limit != "" { // the result is that it does not apply
		lines = append(lines, limit, stillWritten+a.lead(main))
	} else {
		lines = append(lines, a.lead(main))
	}
	if main.Note.Caution != "" {
		lines = append(lines, "注意："+main.Note.Caution)
	}
	lines = append(lines, a.unstated()...)
	lines = append(lines, "")
	for _, c := range a.Clauses {
		lines = append(lines, fmt.Sprintf("依据第%s条（%s）：“%s”", c.Article.Number, c.ID, c.Text))
	}
	lines = append(lines, a.Standing(main)...)
	if main.Note.Next != "" && main.On(a.Day) != NotYet {
		lines = append(lines, "下一步："+main.Note.Next)
	}
	return Reply{Outcome: a.Outcome, Text: strings.Join(lines, "\n"), Citations: a.cite(a.Clauses), Asks: a.leadOn()}
}

// beginsWithWho reports whether who is responsible is what the reply has to say
// first: it was asked first, or the rest is not stated.
func (a Answer) beginsWithWho() bool {
	return len(a.Kinds) > 0 && a.Kinds[0] == KindWho || len(a.Unstated) > 0 && slices.Contains(a.Kinds, KindWho)
}

// unstated says what of the question the clauses that answer it leave out.
func (a Answer) unstated() []string {
	if len(a.Unstated) == 0 {
		return nil
	}
	line := "政策文本没有写明这件事的" + strings.Join(a.labels(a.Unstated), "和") + "。"
	if a.Gap != nil && a.Sure {
		line = fmt.Sprintf(missing, a.Gap.About)
	}
	return append([]string{line}, a.contacts()...)
}

// lead is the result in one sentence: the clause's own words for what is
// asked, where the editors have marked them, else the clause in short.
func (a Answer) lead(c *Clause) string {
	for _, k := range a.Kinds {
		cues, _ := a.Library.Lexicon.Kind(k)
		if words := c.Note.Answers[k]; words != "" && cues.Lead {
			return strings.TrimRight(words, "，。；") + "。"
		}
	}
	return c.Note.Gist
}

// otherRatio reports whether the question states a ratio other than the cited
// clauses', while asking for none: a wrong premise must not pass for a right one.
func (a Answer) otherRatio() bool {
	var texts []string
	for _, c := range a.Clauses {
		texts = append(texts, c.Text)
	}
	percent := func(f string) bool { return strings.HasSuffix(f, "%") }
	return !slices.Contains(a.Kinds, "ratio") && slices.ContainsFunc(Figures(strings.Join(texts, "\n")), percent) &&
		slices.ContainsFunc(figuresBeyond(a.Question, texts...), percent)
}

// overviewReply lists clauses, each in short with its departments; what has run
// out says so. Articles are listed by their titles.
func (a Answer) overviewReply(title string) Reply {
	lines := []string{title + "："}
	for i, c := range a.Clauses {
		line := fmt.Sprintf("· %s（%s）", c.Note.Gist, c.ID)
		switch {
		case a.byTitle():
			line = fmt.Sprintf("· 第%s条　%s", c.Article.Number, c.Article.Title)
		case c.On(a.Day) == Expired && c.SpanOn(a.Day).Quote != "":
			line += "按 " + a.Day.Chinese() + " 计已到期。"
		}
		lines = append(lines, line)
		if last := i+1 == len(a.Clauses) || a.Clauses[i+1].Article != c.Article; last && a.Reason == ByOverview {
			lines = append(lines, "　责任部门："+strings.Join(c.Article.Departments, "、"))
		}
	}
	lines = append(lines, "", "效力："+a.listValidity(), "想看哪一项的原文和条件，直接说名字就行。")
	var asks []string
	for _, c := range a.Clauses {
		asks = appendAsk(asks, c.Note.Ask)
	}
	return Reply{Outcome: Answered, Text: strings.Join(lines, "\n"), Citations: a.cite(a.Clauses), Asks: asks[:min(overviewQuestions, len(asks))]}
}

const overviewQuestions = 3

// byTitle reports whether a list is of whole articles.
func (a Answer) byTitle() bool { return a.Reason == ByDuties || len(a.Overview.Clauses) == 0 }

// articleReply quotes a whole article.
func (a Answer) articleReply() Reply {
	article := a.Clauses[0].Article
	var body strings.Builder
	for i, paragraph := range article.Paragraphs {
		if i > 0 {
			body.WriteByte('\n')
		}
		for _, c := range paragraph {
			body.WriteString(c.Text)
		}
	}
	lines := []string{fmt.Sprintf("第%s条　%s", article.Number, article.Title), "", "“" + body.String() + "”"}
	lines = append(lines, "责任部门："+strings.Join(article.Departments, "、"), "效力："+a.validities(article.Clauses))
	return Reply{Outcome: Answered, Text: strings.Join(lines, "\n"), Citations: a.cite(article.Clauses), Asks: a.leadOn()}
}

// Standing says who is responsible and whether the clause holds on the day.
func (a Answer) Standing(c *Clause) []string {
	var lines []string
	if len(c.Article.Departments) > 0 {
		lines = append(lines, "责任部门："+strings.Join(c.Article.Departments, "、"))
	}
	return append(lines, "效力："+a.validity(c))
}

// factReply answers a question about the document itself.
func (a Answer) factReply() Reply {
	doc := a.Fact.Document
	quote, _ := doc.fact(a.Fact.Field)
	text := factText(a.Fact.Field, doc)
	r := Reply{Outcome: a.Outcome, Text: text, Asks: a.introductions()}
	if quote != "" {
		r.Citations = []Citation{doc.cite(quote, a.Day)}
	} else {
		r.Citations = []Citation{doc.cite(doc.Title, a.Day)}
	}
	return r
}

// refusal says plainly what the text does not state, names what is near as
// related, and whom to ask.
func (a Answer) refusal() Reply {
	lines := []string{a.plainly()}
	if a.Gap != nil && a.Gap.Note != "" {
		lines = append(lines, a.Gap.Note)
	}
	if a.Reason == NoArticle { // what is near the words says nothing of the number
		a.Related = nil
	}
	related := a.Related
	switch {
	case a.Reason == NoArticle:
	case a.Reason == ByPlace:
		lines = append(lines, otherPlace)
	case len(related) > 0:
		lines = append(lines, "")
		for _, c := range related {
			lines = append(lines, fmt.Sprintf("相关的是第%s条（%s）关于%s的规定，它没有回答这个问题。", c.Article.Number, c.ID, c.Note.Topics[0]))
			if limit := a.limit(c); limit != "" && c.SpanOn(a.Day).Quote != "" {
				lines = append(lines, limit)
			}
		}
		lines = append(lines, "可以问："+strings.Join(related[0].Article.Departments, "、"))
	case a.document() != nil:
		lines = append(lines, "可以换个说法再问一次。")
	}
	lines = append(lines, a.contacts()...)
	told := references(a.Guide)
	for _, r := range told {
		lines = append(lines, r.Line())
	}
	return Reply{Outcome: a.Outcome, Text: strings.Join(lines, "\n"), Citations: a.cite(related), Asks: a.leadOn(), References: told}
}

func (a Answer) plainly() string {
	switch a.Reason {
	case ByGap, ByKind:
		if a.Sure {
			return fmt.Sprintf(missing, a.Gap.About)
		}
		if label := a.strictLabel(); label != "" {
			return fmt.Sprintf("政策文本没有写明这件事的%s。", label)
		}
	case ByPlace:
		return fmt.Sprintf("政策文本没有规定%s的事：这份文件只适用于%s。", a.Place, a.document().Region)
	case ByTime:
		return earlierYear
	case NoArticle:
		return a.noArticle()
	}
	return "政策文本没有写明您问的这件事。"
}

func (a Answer) labels(kinds []Kind) []string {
	labels := make([]string, len(kinds))
	for i, k := range kinds {
		cues, _ := a.Library.Lexicon.Kind(k)
		labels[i] = cues.Label
	}
	return labels
}

// strictLabel names the first kind asked that a clause must state, "" when
// none is asked.
func (a Answer) strictLabel() string {
	for _, k := range a.Kinds {
		if cues, ok := a.Library.Lexicon.Kind(k); ok && cues.Strict {
			return cues.Label
		}
	}
	return ""
}

func (a Answer) document() *Document {
	if a.Library == nil || len(a.Library.Documents) == 0 {
		return nil
	}
	return a.Library.Documents[0]
}

func (a Answer) cite(clauses []*Clause) []Citation {
	citations := make([]Citation, len(clauses))
	for i, c := range clauses {
		citations[i] = c.Cite(a.Day)
	}
	return citations
}

// leadOn offers the questions next to the answer: those of the clauses shown
// beside it, then of its article.
func (a Answer) leadOn() []string {
	var asks []string
	shown := append(slices.Clone(a.Clauses), a.Related...)
	for _, c := range shown[min(1, len(shown)):] {
		asks = appendAsk(asks, c.Note.Ask)
	}
	if len(shown) > 0 {
		for _, c := range shown[0].Article.Clauses {
			if c != shown[0] {
				asks = appendAsk(asks, c.Note.Ask)
			}
		}
	}
	if len(asks) == 0 {
		asks = a.introductions()
	}
	return asks[:min(leadOnQuestions, len(asks))]
}

const leadOnQuestions = 2

func (a Answer) introductions() []string { return Introductions(a.Library) }

// Introductions are the questions offered to whoever has none; the editors
// choose them.
func Introductions(lib *Library) []string {
	var asks []string
	for _, d := range lib.Documents {
		for _, c := range d.Introduce {
			asks = appendAsk(asks, c.Note.Ask)
		}
	}
	return asks
}

func appendAsk(asks []string, ask string) []string {
	if ask == "" || slices.Contains(asks, ask) {
		return asks
	}
	return append(asks, ask)
}
