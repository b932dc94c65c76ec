package knowledge

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

// The format of document.md, which an editor can read aloud:
//
//	---
//	title: …                front matter in YAML
//	---
//	preamble, one paragraph
//
//	## 五、支持开拓多元化国际市场     an article
//	one clause a line
//	the next clause of the same paragraph
//
//	a clause of the next paragraph
//
//	（责任部门：自治区商务厅、财政厅）  who is responsible, as printed
const textFile = "document.md"

var (
	articleLine     = regexp.MustCompile(`^## ([一二三四五六七八九十]+)、(.+)$`)
	responsibleLine = regexp.MustCompile(`^（(责任(?:单位|部门))：(.+)）$`)
)

type frontMatter struct {
	Role       yamlfile.Text `yaml:"role"`
	Title      yamlfile.Text `yaml:"title"`
	Number     yamlfile.Text `yaml:"number"`
	Issuers    []string      `yaml:"issuers"`
	Addressees string        `yaml:"addressees"`
	Region     yamlfile.Text `yaml:"region"`
	IssuedOn   calendar.Day  `yaml:"issued_on"`
	Effective  calendar.Day  `yaml:"effective_on"`
	Status     yamlfile.Text `yaml:"status"`
	Source     yamlfile.Text `yaml:"source"`
}

// readDocument reads one document's folder: its text, then the notes on it.
func readDocument(fsys fs.FS, folder string, lex *Lexicon) (*Document, []*Gap, []*Fact, yamlfile.Faults) {
	file := path.Join(folder, textFile)
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, nil, nil, yamlfile.Faults{{File: file, What: "读不出来：" + err.Error()}}
	}
	doc, faults := parseText(file, data)
	doc.Folder = folder
	if doc.Reference {
		return doc, nil, nil, faults
	}
	gaps, facts, found := readNotes(fsys, doc, lex)
	return doc, gaps, facts, append(faults, found...)
}

// parseText reads the text of one document. It returns what it could read
// even when there are faults.
func parseText(file string, data []byte) (*Document, yamlfile.Faults) {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	front, body, ok := splitFrontMatter(string(data))
	if !ok {
		return &Document{}, yamlfile.Faults{{File: file, Line: 1, What: "开头应当是 --- 包起来的文件信息（title、number、issuers 等）"}}
	}
	var fm frontMatter
	faults := yamlfile.DecodeAt(file, 1, []byte(front), &fm)
	doc := fm.document()
	if len(faults) == 0 { // else what is missing may only be unreadable
		fm.check(file, &faults)
	}
	p := textParser{file: file, doc: doc, faults: &faults, line: strings.Count(front, "\n") + 3}
	for _, line := range strings.Split(body, "\n") {
		p.line++
		p.take(strings.TrimSpace(line))
	}
	p.endArticle()
	if len(doc.Articles) == 0 {
		faults.Add(file, 0, "没有读到条文：每条应当以“## 一、标题”开头")
	}
	return doc, faults
}

func splitFrontMatter(text string) (front, body string, ok bool) {
	text = strings.TrimPrefix(text, "\uFEFF")
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", "", false
	}
	front, body, ok = strings.Cut(rest, "\n---\n")
	return front, body, ok
}

func (fm frontMatter) document() *Document {
	doc := &Document{
		Reference: fm.Role.Value == roleReference, EffectiveOn: fm.Effective,
		Title: fm.Title.Value, Number: fm.Number.Value, Issuers: fm.Issuers, Addressees: fm.Addressees, Region: fm.Region.Value,
		IssuedOn: fm.IssuedOn, Status: fm.Status.Value, Source: fm.Source.Value,
	}
	if doc.EffectiveOn.IsZero() {
		doc.EffectiveOn = doc.IssuedOn
	}
	return doc
}

// roleReference marks a document that rules cite and nobody searches.
const roleReference = "reference"

func (fm frontMatter) check(file string, faults *yamlfile.Faults) {
	for _, f := range []struct {
		name  string
		value yamlfile.Text
	}{{"title", fm.Title}, {"number", fm.named()}, {"region", fm.Region}, {"source", fm.Source}} {
		if f.value.Value == "" {
			faults.Add(file, max(f.value.Line+1, 1), "缺少 %s", f.name)
		}
	}
	if len(fm.Issuers) == 0 {
		faults.Add(file, 1, "缺少 issuers：发文机关")
	}
	if r := fm.Role; r.Value != "" && r.Value != roleReference {
		faults.Add(file, max(r.Line+1, 1), "role 写的是 %q，只能不写或写 reference（只供测算引用、不参与问答的文件）", r.Value)
	}
	if fm.IssuedOn.IsZero() {
		faults.Add(file, 1, "缺少 issued_on：成文日期，写成 2024-06-12 这样")
	}
	if s := State(fm.Status.Value); s != InForce && s != Expired {
		faults.Add(file, max(fm.Status.Line+1, 1), "status 写的是 %q，只能是 in_force 或 expired", fm.Status.Value)
	}
}

// named is the number, or what stands for it: laws are cited by their titles.
func (fm frontMatter) named() yamlfile.Text {
	if fm.Role.Value == roleReference {
		return fm.Title
	}
	return fm.Number
}

// textParser walks the body line by line.
type textParser struct {
	file    string
	line    int
	doc     *Document
	article *Article
	start   int  // line of the current article's heading
	fresh   bool // the next clause opens a paragraph
	faults  *yamlfile.Faults
}

func (p *textParser) take(line string) {
	if m := articleLine.FindStringSubmatch(line); m != nil {
		p.endArticle()
		p.openArticle(m[1], m[2])
		return
	}
	switch {
	case line == "":
		p.fresh = true
	case strings.HasPrefix(line, "#"):
		p.faults.Add(p.file, p.line, "标题读不懂，应当写成“## 五、标题”")
	case p.article == nil:
		p.doc.Preamble += line
	case responsibleLine.MatchString(line):
		m := responsibleLine.FindStringSubmatch(line)
		p.article.Responsible, p.article.Departments = m[1], strings.Split(m[2], "、")
	default:
		p.addClause(line)
	}
}

func (p *textParser) openArticle(number, title string) {
	for _, a := range p.doc.Articles {
		if a.Number == number {
			p.faults.Add(p.file, p.line, "第%s条写了两次", number)
		}
	}
	p.article = &Article{Number: number, Title: title}
	p.start, p.fresh = p.line, true
	p.doc.Articles = append(p.doc.Articles, p.article)
}

func (p *textParser) addClause(line string) {
	a := p.article
	if len(a.Departments) > 0 {
		p.faults.Add(p.file, p.line, "责任部门之后还有正文：责任部门应当是第%s条的最后一行", a.Number)
	}
	c := &Clause{ID: a.Number + "." + itoa(len(a.Clauses)+1), Document: p.doc, Article: a, Text: line}
	a.Clauses = append(a.Clauses, c)
	if p.fresh || len(a.Paragraphs) == 0 {
		a.Paragraphs = append(a.Paragraphs, nil)
		p.fresh = false
	}
	last := len(a.Paragraphs) - 1
	a.Paragraphs[last] = append(a.Paragraphs[last], c)
}

func (p *textParser) endArticle() {
	if p.article == nil {
		return
	}
	if len(p.article.Clauses) == 0 {
		p.faults.Add(p.file, p.start, "第%s条没有正文", p.article.Number)
	}
	if len(p.article.Departments) == 0 && !p.doc.Reference {
		p.faults.Add(p.file, p.start, "第%s条的条款没有责任部门：末行应当是“（责任部门：…）”", p.article.Number)
	}
}

// Clauses returns the document's clauses in their order.
func (d *Document) Clauses() []*Clause {
	var all []*Clause
	for _, a := range d.Articles {
		all = append(all, a.Clauses...)
	}
	return all
}
