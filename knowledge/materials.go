package knowledge

import (
	"errors"
	"io/fs"
	"strings"

	"cheyi/yamlfile"
)

const materialsFile = "materials.yaml"

// A Material is something to bring to an appointment, with where that is said:
// in a clause of the policy, or in the guide.
type Material struct {
	What   string // one line
	Clause *Clause
	Guide  *GuideClause // when Clause is nil
	filed  string       // "" for every enterprise
}

// The enterprises that a material is for.
const (
	onlyFiled    = "filed"     // with the commerce department
	onlyNotFiled = "not_filed" //
)

// Source names where it is said.
func (m Material) Source() string {
	if m.Clause != nil {
		return m.Clause.Document.Number + "第" + m.Clause.Article.Number + "条"
	}
	return m.Guide.Source.Title + m.Guide.Source.Article
}

// MaterialsFor lists what to bring for a business, by whether the enterprise
// is filed with the commerce department.
func (l *Library) MaterialsFor(business string, filed bool) []Material {
	leaves := onlyFiled
	if filed {
		leaves = onlyNotFiled
	}
	var list []Material
	for _, m := range l.Materials[business] {
		if m.filed != leaves {
			list = append(list, m)
		}
	}
	return list
}

type materialsYAML []struct {
	Business yamlfile.Text `yaml:"business"`
	Document yamlfile.Text `yaml:"document"` // the folder that the clauses are in
	Items    []struct {
		What   yamlfile.Text `yaml:"what"`
		When   yamlfile.Text `yaml:"when"`
		Clause yamlfile.Text `yaml:"clause"`
		Quote  yamlfile.Text `yaml:"quote"`
		Guide  yamlfile.Text `yaml:"guide"`
	} `yaml:"items"`
}

// readMaterials reads materials.yaml into the library, whose clauses and guide
// are there. A corpus may have none.
func (l *Library) readMaterials(fsys fs.FS) (faults yamlfile.Faults) {
	data, err := fs.ReadFile(fsys, materialsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		faults.Add(materialsFile, 0, "读不出来：%v", err)
		return faults
	}
	var y materialsYAML
	if found := yamlfile.Decode(materialsFile, data, &y); len(found) > 0 {
		return found
	}
	l.Materials = map[string][]Material{}
	for _, business := range y {
		name := business.Business
		if _, twice := l.Materials[name.Value]; twice || name.Value == "" {
			faults.Add(materialsFile, max(name.Line, 1), "business %q 没有写或写了两次", name.Value)
		}
		for _, item := range business.Items {
			m := Material{What: item.What.Value, filed: item.When.Value}
			line := max(item.What.Line, name.Line, 1)
			if m.What == "" || strings.ContainsAny(m.What, "\r\n") {
				faults.Add(materialsFile, line, "what 要有，写成一行")
			}
			if m.filed != "" && m.filed != onlyFiled && m.filed != onlyNotFiled {
				faults.Add(materialsFile, item.When.Line, "when 只能是 filed 或 not_filed")
			}
			switch clause, held := l.Clause(business.Document.Value, item.Clause.Value); {
			case (item.Clause.Value == "") == (item.Guide.Value == ""):
				faults.Add(materialsFile, line, "%s：clause 和 guide 要写一个，只写一个", m.What)
			case item.Guide.Value != "":
				if m.Guide = l.guide(item.Guide.Value); m.Guide == nil {
					faults.Add(materialsFile, item.Guide.Line, "guide 里没有 %q", item.Guide.Value)
				}
			case !held:
				faults.Add(materialsFile, item.Clause.Line, "%s 里没有条款 %q", business.Document.Value, item.Clause.Value)
			case !Verbatim(item.Quote.Value, clause.Text):
				faults.Add(materialsFile, max(item.Quote.Line, item.Clause.Line), "quote 不是 %s 的原话", item.Clause.Value)
			default:
				m.Clause = clause
			}
			l.Materials[name.Value] = append(l.Materials[name.Value], m)
		}
	}
	return faults
}

func (l *Library) guide(id string) *GuideClause {
	for _, g := range l.Guide {
		if g.ID == id {
			return g
		}
	}
	return nil
}
