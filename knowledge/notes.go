package knowledge

import (
	"io/fs"
	"path"
	"strconv"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

const notesFile = "notes.yaml"

// A Note is what an editor adds to a clause. Nothing in it is shown as the
// policy's own words except Answers and Validity.Quote, which are checked to
// stand in the clause verbatim.
type Note struct {
	Gist      string          // the clause in one plain sentence, its qualifiers kept
	Ask       string          // a short question for a button that leads here
	Topics    []string        // what people call it
	Only      []Condition     // what it rests on
	Names     []string        // terms by which a question names this subject and no other of its sort
	Answers   map[Kind]string // kind of thing asked → the clause's words that answer it
	Questions []string        // how people ask for it
	With      []string        // clauses shown beside it, such as its ceiling
	Next      string          // what to do next, in one sentence
	Caution   string          // how its wording is easily misread
	Spans     []Validity      // the spans of days that the text gives, in order
}

// A Gap is something that people ask and the text does not state.
type Gap struct {
	ID        string
	About     string   // what is missing, as a noun phrase
	Kinds     []Kind   // the kinds of question it refuses
	Related   []string // the clauses nearest to it, shown as related only
	Questions []string
	Note      string // one sentence of help, without figures
	Document  *Document
}

// A Fact is something about the document itself, such as its number.
type Fact struct {
	Field     string // title, number, issuers, issued_on, addressees, preamble, validity
	Ask       string
	Questions []string
	Document  *Document
}

// An Overview answers a question that several clauses answer together, such as
// what support there is at all.
type Overview struct {
	ID        string
	Title     string // what the list is of, as a heading
	Ask       string
	Clauses   []*Clause // empty: the document's articles
	Questions []string
	Document  *Document
}

type notesYAML struct {
	Overviews []overviewYAML  `yaml:"overviews"`
	Introduce []yamlfile.Text `yaml:"introduce"`
	Clauses   []noteYAML      `yaml:"clauses"`
	Gaps      []gapYAML       `yaml:"gaps"`
	Facts     []factYAML      `yaml:"facts"`
}

type noteYAML struct {
	Clause    yamlfile.Text          `yaml:"clause"`
	Gist      yamlfile.Text          `yaml:"gist"`
	Ask       string                 `yaml:"ask"`
	Topics    []string               `yaml:"topics"`
	Names     []yamlfile.Text        `yaml:"names"`
	Only      []conditionYAML        `yaml:"only"`
	Answers   map[Kind]yamlfile.Text `yaml:"answers"`
	Questions []yamlfile.Text        `yaml:"questions"`
	Curated   []yamlfile.Text        `yaml:"curated"`
	With      []yamlfile.Text        `yaml:"with"`
	Next      yamlfile.Text          `yaml:"next"`
	Caution   yamlfile.Text          `yaml:"caution"`
	Validity  []validityYAML         `yaml:"validity"`
}

type conditionYAML struct {
	Is      []string      `yaml:"is"`
	Other   []string      `yaml:"other"`
	Instead yamlfile.Text `yaml:"instead"`
}

type validityYAML struct {
	From  yamlfile.At[calendar.Day] `yaml:"from"`
	Until yamlfile.At[calendar.Day] `yaml:"until"`
	Quote yamlfile.Text             `yaml:"quote"`
}

type gapYAML struct {
	About     yamlfile.Text   `yaml:"about"`
	Kinds     []yamlfile.Text `yaml:"kinds"`
	Related   []yamlfile.Text `yaml:"related"`
	Note      yamlfile.Text   `yaml:"note"`
	Questions []yamlfile.Text `yaml:"questions"`
	Curated   []yamlfile.Text `yaml:"curated"`
}

type overviewYAML struct {
	Title     yamlfile.Text   `yaml:"title"`
	Ask       string          `yaml:"ask"`
	Clauses   []yamlfile.Text `yaml:"clauses"`
	Questions []yamlfile.Text `yaml:"questions"`
}

type factYAML struct {
	Field     yamlfile.Text   `yaml:"field"`
	Ask       string          `yaml:"ask"`
	Questions []yamlfile.Text `yaml:"questions"`
}

// notesReader gathers the faults of one notes file.
type notesReader struct {
	file    string
	doc     *Document
	clauses map[string]*Clause
	lexicon *Lexicon
	asked   map[string]int // question → line, so that no question leads to two places
	faults  yamlfile.Faults
}

// readNotes reads the notes on doc, puts each clause's into the clause, and
// returns the gaps and facts.
func readNotes(fsys fs.FS, doc *Document, lex *Lexicon) ([]*Gap, []*Fact, yamlfile.Faults) {
	r := notesReader{file: path.Join(doc.Folder, notesFile), doc: doc, lexicon: lex, clauses: map[string]*Clause{}, asked: map[string]int{}}
	for _, c := range doc.Clauses() {
		r.clauses[c.ID] = c
	}
	data, err := fs.ReadFile(fsys, r.file)
	if err != nil {
		r.faults.Add(r.file, 0, "读不出来：%v", err)
		return nil, nil, r.faults
	}
	var y notesYAML
	if r.faults = yamlfile.Decode(r.file, data, &y); len(r.faults) > 0 {
		return nil, nil, r.faults
	}
	return r.read(y)
}

func (r *notesReader) read(y notesYAML) ([]*Gap, []*Fact, yamlfile.Faults) {
	for _, id := range y.Introduce {
		if c := r.clauses[id.Value]; c != nil {
			r.doc.Introduce = append(r.doc.Introduce, c)
		} else {
			r.faults.Add(r.file, id.Line, "introduce：正文里没有条款 %q", id.Value)
		}
	}
	noted := map[string]int{}
	for _, n := range y.Clauses {
		if first, twice := noted[n.Clause.Value]; twice {
			r.faults.Add(r.file, n.Clause.Line, "%s 写了两次，第 %d 行已经写过", n.Clause.Value, first)
		}
		noted[n.Clause.Value] = n.Clause.Line
		r.note(n)
	}
	for _, c := range r.doc.Clauses() {
		if _, ok := noted[c.ID]; !ok {
			r.faults.Add(r.file, 1, "条款 %s 没有注记：每个条款都要写人们怎么问", c.ID)
		}
	}
	var gaps []*Gap
	for i, g := range y.Gaps {
		gaps = append(gaps, r.gap(i, g))
	}
	for i, o := range y.Overviews {
		r.doc.Overviews = append(r.doc.Overviews, r.overview(i, o))
	}
	var facts []*Fact
	stated := map[string]int{}
	for _, f := range y.Facts {
		if first, twice := stated[f.Field.Value]; twice {
			r.faults.Add(r.file, f.Field.Line, "%s 写了两次，第 %d 行已经写过", f.Field.Value, first)
		}
		stated[f.Field.Value] = f.Field.Line
		r.questions(f.Field.Value, f.Field.Line, f.Questions)
		if _, ok := r.doc.fact(f.Field.Value); !ok {
			r.faults.Add(r.file, f.Field.Line, "没有 %q 这项文件信息", f.Field.Value)
		}
		facts = append(facts, &Fact{Field: f.Field.Value, Ask: f.Ask, Questions: yamlfile.Values(f.Questions), Document: r.doc})
	}
	return gaps, facts, r.faults
}

func (r *notesReader) note(n noteYAML) {
	c := r.clauses[n.Clause.Value]
	if c == nil {
		r.faults.Add(r.file, n.Clause.Line, "正文里没有条款 %q", n.Clause.Value)
		return
	}
	if n.Gist.Value == "" {
		r.faults.Add(r.file, n.Clause.Line, "%s 缺少 gist：用一句话写明这一条给什么", c.ID)
	}
	if len(n.Topics) == 0 {
		r.faults.Add(r.file, n.Clause.Line, "%s 缺少 topics：人们怎么称呼它", c.ID)
	}
	questions := r.curate(Curated{Clause: c}, n.Questions, n.Curated)
	r.questions(c.ID, n.Clause.Line, questions)
	for _, own := range []yamlfile.Text{n.Gist, n.Next, n.Caution} {
		if extra := figuresBeyond(own.Value, c.Text); len(extra) > 0 {
			r.faults.Add(r.file, own.Line, "%s：%q 里的数字 %s 条款原文没有", c.ID, own.Value, extra[0])
		}
	}
	answers := map[Kind]string{}
	for kind, quote := range n.Answers {
		r.kind(kind, quote.Line)
		r.quote(c, quote)
		answers[kind] = quote.Value
	}
	for _, name := range n.Names {
		if !r.lexicon.isTerm(name.Value) {
			r.faults.Add(r.file, name.Line, "names：%q 不是词条，words.yaml 或 synonyms.yaml 里要先写", name.Value)
		}
	}
	for _, w := range n.With {
		if r.clauses[w.Value] == nil {
			r.faults.Add(r.file, w.Line, "with：正文里没有条款 %q", w.Value)
		}
	}
	var only []Condition
	for _, o := range n.Only {
		if o.Instead.Value != "" && r.clauses[o.Instead.Value] == nil {
			r.faults.Add(r.file, o.Instead.Line, "instead：正文里没有条款 %q", o.Instead.Value)
		}
		only = append(only, Condition{Is: o.Is, Other: o.Other, Instead: o.Instead.Value})
	}
	c.Note = Note{
		Only: only,
		Gist: n.Gist.Value, Ask: n.Ask, Topics: n.Topics, Names: yamlfile.Values(n.Names), Answers: answers, Questions: yamlfile.Values(questions),
		With: yamlfile.Values(n.With), Next: n.Next.Value, Caution: n.Caution.Value, Spans: r.validity(c, n.Validity),
	}
}

// quote checks that an editor's quotation stands in the clause.
func (r *notesReader) quote(c *Clause, quote yamlfile.Text) {
	if !Verbatim(quote.Value, c.Text) {
		r.faults.Add(r.file, quote.Line, "引文 %q 与条款 %s 的原文不一致", quote.Value, c.ID)
	}
}

// validity checks the spans of one clause. Several may be written, one for
// each re-issue; they must be in order and not overlap.
func (r *notesReader) validity(c *Clause, spans []validityYAML) []Validity {
	var list []Validity
	var last Validity
	for i, v := range spans {
		from, until := v.From.Value, v.Until.Value
		if !from.IsZero() && !until.IsZero() && until.Before(from) {
			r.faults.Add(r.file, v.Until.Line, "%s：until %s 早于 from %s", c.ID, until, from)
		}
		if i > 0 && (last.Until.IsZero() || !last.Until.Before(from)) {
			r.faults.Add(r.file, max(v.From.Line, v.Until.Line), "%s：两段有效期重叠，上一段到 %s", c.ID, last.Until)
		}
		r.quote(c, v.Quote)
		last = Validity{From: from, Until: until, Quote: v.Quote.Value}
		list = append(list, last)
	}
	return list
}

func (r *notesReader) gap(i int, g gapYAML) *Gap {
	if g.About.Value == "" {
		r.faults.Add(r.file, 1, "gaps 的第 %d 项缺少 about", i+1)
	}
	if extra := figuresBeyond(g.Note.Value, ""); len(extra) > 0 {
		r.faults.Add(r.file, g.Note.Line, "%q 里有数字 %s：没有写明的事不能给数字", g.Note.Value, extra[0])
	}
	gap := &Gap{ID: "gap." + strconv.Itoa(i+1), About: g.About.Value, Related: yamlfile.Values(g.Related), Note: g.Note.Value, Document: r.doc}
	questions := r.curate(Curated{Gap: gap}, g.Questions, g.Curated)
	r.questions(g.About.Value, g.About.Line, questions)
	gap.Questions = yamlfile.Values(questions)
	var related []string
	for _, id := range g.Related {
		if c := r.clauses[id.Value]; c != nil {
			related = append(related, c.Text)
		} else {
			r.faults.Add(r.file, id.Line, "related：正文里没有条款 %q", id.Value)
		}
	}
	if extra := figuresBeyond(g.About.Value, related...); len(extra) > 0 {
		r.faults.Add(r.file, g.About.Line, "%q 里的数字 %s 相关条款里没有：没有写明的事不能给数字", g.About.Value, extra[0])
	}
	for _, k := range g.Kinds {
		r.kind(Kind(k.Value), k.Line)
		gap.Kinds = append(gap.Kinds, Kind(k.Value))
	}
	return gap
}

func (r *notesReader) overview(i int, o overviewYAML) *Overview {
	r.questions(o.Title.Value, max(o.Title.Line, 1), o.Questions)
	if extra := figuresBeyond(o.Title.Value, ""); o.Title.Value == "" || len(extra) > 0 {
		r.faults.Add(r.file, max(o.Title.Line, 1), "overviews 的第 %d 项要有 title，里面不能有数字", i+1)
	}
	overview := &Overview{
		ID: "overview." + strconv.Itoa(i+1), Title: o.Title.Value, Ask: o.Ask,
		Questions: yamlfile.Values(o.Questions), Document: r.doc,
	}
	for _, id := range o.Clauses {
		if c := r.clauses[id.Value]; c != nil {
			overview.Clauses = append(overview.Clauses, c)
		} else {
			r.faults.Add(r.file, id.Line, "overviews：正文里没有条款 %q", id.Value)
		}
	}
	return overview
}

func (r *notesReader) kind(kind Kind, line int) {
	if _, ok := r.lexicon.Kind(kind); !ok {
		r.faults.Add(r.file, line, "没有 %q 这类问法，kinds.yaml 里要先写", kind)
	}
}

func (r *notesReader) questions(owner string, line int, questions []yamlfile.Text) {
	if len(questions) == 0 {
		r.faults.Add(r.file, line, "%s 没有 questions：要写人们怎么问", owner)
	}
	for _, q := range questions {
		if first, twice := r.asked[q.Value]; twice {
			r.faults.Add(r.file, q.Line, "问句 %q 写了两次，第 %d 行已经写过", q.Value, first)
		}
		r.asked[q.Value] = q.Line
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
