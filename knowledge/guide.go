package knowledge

import (
	"io/fs"
	"strings"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

const guideDir = "guide"

// A GuideClause is one fact that people ask for and the policy leaves out, in
// the editors' own words, with the public source that states it. It is shown
// beside a refusal as 参考 and is never the policy's: it takes no part in
// deciding what the policy answers.
type GuideClause struct {
	ID        string
	Text      string // one line
	Source    Source
	Related   []*Clause // it is offered beside refusals that are near one of their articles
	Questions []string
}

// A Source is a public text that the corpus does not hold.
type Source struct {
	Title   string       // as printed, title marks and all; a description where it has no title
	Number  string       // "" where it has none
	Article string       // "第三十七条"; "" where none is known
	Checked calendar.Day // when an editor last held the clause against it
}

type guideYAML struct {
	Document yamlfile.Text `yaml:"document"` // the folder that related clauses are in
	Clauses  []struct {
		ID     yamlfile.Text `yaml:"id"`
		Text   yamlfile.Text `yaml:"text"`
		Source struct {
			Title   yamlfile.Text             `yaml:"title"`
			Number  yamlfile.Text             `yaml:"number"`
			Article yamlfile.Text             `yaml:"article"`
			Checked yamlfile.At[calendar.Day] `yaml:"checked"`
		} `yaml:"source"`
		Related   []yamlfile.Text `yaml:"related"`
		Questions []yamlfile.Text `yaml:"questions"`
	} `yaml:"clauses"`
}

// guideReader gathers the clauses and faults of all guide files.
type guideReader struct {
	lib    *Library
	file   string
	ids    map[string]string // id → where it stands
	asked  map[string]string // question → where it stands
	faults yamlfile.Faults
}

// readGuide reads guide/*.yaml into the library. A corpus may have none.
func (l *Library) readGuide(fsys fs.FS) yamlfile.Faults {
	r := guideReader{lib: l, ids: map[string]string{}, asked: map[string]string{}}
	files, _ := fs.Glob(fsys, guideDir+"/*.yaml") // the pattern is well formed
	for _, r.file = range files {
		data, err := fs.ReadFile(fsys, r.file)
		if err != nil {
			r.faults.Add(r.file, 0, "读不出来：%v", err)
			continue
		}
		var y guideYAML
		if found := yamlfile.Decode(r.file, data, &y); len(found) > 0 {
			r.faults = append(r.faults, found...)
			continue
		}
		r.read(y)
	}
	return r.faults
}

func (r *guideReader) read(y guideYAML) {
	for i, c := range y.Clauses {
		line := c.ID.Line
		if c.ID.Value == "" {
			r.faults.Add(r.file, max(line, c.Text.Line, 1), "clauses 的第 %d 项缺少 id", i+1)
		}
		r.once(r.ids, "id", c.ID)
		if c.Text.Value == "" || strings.ContainsAny(c.Text.Value, "\r\n") {
			r.faults.Add(r.file, max(c.Text.Line, line, 1), "%s 的 text 要有，写成一行", c.ID.Value)
		}
		if c.Source.Title.Value == "" {
			r.faults.Add(r.file, max(c.Source.Title.Line, line, 1), "%s 缺少来源：source 里要有 title", c.ID.Value)
		}
		if c.Source.Checked.Value.IsZero() {
			r.faults.Add(r.file, max(c.Source.Checked.Line, c.Source.Title.Line, line, 1), "%s 的 source 缺少 checked：核对的日期", c.ID.Value)
		}
		if len(c.Questions) == 0 {
			r.faults.Add(r.file, max(line, 1), "%s 没有 questions：要写人们怎么问", c.ID.Value)
		}
		for _, q := range c.Questions {
			r.once(r.asked, "问句", q)
		}
		r.lib.Guide = append(r.lib.Guide, &GuideClause{
			ID: c.ID.Value, Text: c.Text.Value,
			Source:  Source{c.Source.Title.Value, c.Source.Number.Value, c.Source.Article.Value, c.Source.Checked.Value},
			Related: r.related(y.Document.Value, c.ID, c.Related), Questions: yamlfile.Values(c.Questions),
		})
	}
}

// once reports what was written before, in this file or another.
func (r *guideReader) once(seen map[string]string, what string, t yamlfile.Text) {
	if first, twice := seen[t.Value]; twice {
		r.faults.Add(r.file, t.Line, "%s %q 写了两次，%s 已经写过", what, t.Value, first)
		return
	}
	seen[t.Value] = r.file + ":" + itoa(t.Line)
}

func (r *guideReader) related(folder string, owner yamlfile.Text, ids []yamlfile.Text) []*Clause {
	if len(ids) == 0 {
		r.faults.Add(r.file, max(owner.Line, 1), "%s 缺少 related：政策里相近的条款", owner.Value)
	}
	var clauses []*Clause
	for _, id := range ids {
		c, ok := r.lib.Clause(folder, id.Value)
		if !ok {
			r.faults.Add(r.file, id.Line, "related：%s 的正文里没有条款 %q", folder, id.Value)
			continue
		}
		clauses = append(clauses, c)
	}
	return clauses
}
