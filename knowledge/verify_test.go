package knowledge_test

import (
	"strings"
	"testing"

	"cheyi/calendar"
	"cheyi/knowledge"
)

var today = calendar.Day{Year: 2026, Month: 11, Day: 23}

func clause(t *testing.T, lib *knowledge.Library, id string) *knowledge.Clause {
	t.Helper()
	c, ok := lib.Clause("nmg-2024-406", id)
	if !ok {
		t.Fatalf("no clause %s", id)
	}
	return c
}

// What no cited words carry is named, whatever form it takes.
func TestVerify(t *testing.T) {
	lib := library(t)
	cited := []knowledge.Citation{clause(t, lib, "五.1").Cite(today)}
	forged := []knowledge.Citation{clause(t, lib, "五.1").Cite(today)}
	forged[0].Quote = "对企业参展展位费给予 90% 补贴支持"
	for _, tt := range []struct {
		name, text string
		citations  []knowledge.Citation
		says       string // "" when all is well
	}{
		{"figure of the clause", "给予70%的补贴支持。", cited, ""},
		{"the same figure in other words", "给予七成的补贴支持，也就是百分之七十。", cited, ""},
		{"invented figure", "给予80%的补贴支持。", cited, "figure 80%"},
		{"invented figure in Chinese numerals", "每家最多五万元。", cited, "figure 50000"},
		{"invented figure beside a right one", "给予70%，封顶 10 万元。", cited, "figure 100000"},
		{"figure without any citation", "一般 15 个工作日。", nil, "figure 15"},
		{"verbatim quotation", "原文：“对企业参展展位费给予 70% 补贴支持”", cited, ""},
		{"quotation that differs in one word", "原文：“对企业参展展位费给予 70% 奖励支持”", cited, "is quoted"},
		{"quotation of a clause that is not cited", "原文：“单一企业单一公历年度保费补贴资金不超过 200 万元。”", cited, "is quoted"},
		{"citation that is not verbatim", "给予支持。", forged, "not verbatim"},
		{"citation of nothing", "给予支持。", []knowledge.Citation{{Folder: "x", Clause: "一.1", Quote: "y"}}, "names no document"},
		{"the day asked about", "按 2026年11月23日 计有效。", cited, ""},
		{"another day", "到 2027年3月1日 截止。", cited, "figure 2027"},
		{"the document's name and date", "内商贸字〔2024〕406号，2024年6月12日 成文。", nil, ""},
		{"article and clause numbers", "依据第五条（五.1）。", cited, ""},
		{"the user's own words", "我把“150万展位”理解为“展位费”。\n给予支持。", cited, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problems := strings.Join(knowledge.Verify(knowledge.Reply{Text: tt.text, Citations: tt.citations}, lib, today), "\n")
			if tt.says == "" && problems != "" || !strings.Contains(problems, tt.says) {
				t.Errorf("problems %q, want %q", problems, tt.says)
			}
		})
	}
}

// Every clause, gap and fact can be said: nothing that the editors wrote is
// withheld, on any day.
func TestEverythingCanBeSaid(t *testing.T) {
	lib := library(t)
	for _, day := range []calendar.Day{today, {Year: 2024, Month: 1, Day: 1}, {Year: 2025, Month: 6, Day: 1}} {
		for _, e := range lib.Entries() {
			hit := []knowledge.Hit{{Entry: e, Score: 1}}
			f := knowledge.Finding{Library: lib, Question: e.ID, Terms: []string{"退税"}}
			for _, c := range lib.Documents[0].Clauses()[:1] {
				f.Clauses = []knowledge.Hit{{Entry: knowledge.Entry{ID: c.ID, Clause: c}, Score: 0.2}}
			}
			switch {
			case e.Clause != nil:
				f.Clauses = hit
			case e.Gap != nil:
				f.Gaps = hit
			case e.Fact != nil:
				f.Facts = hit
			case e.Overview != nil:
				f.Overviews = hit
			default:
				f.Outside = hit
			}
			a := knowledge.Decide(f, day)
			r := knowledge.Compose(a)
			if problems := knowledge.Verify(r, lib, day); len(problems) > 0 || r.Text == "" {
				t.Errorf("%s: %q %v", e.ID, r.Text, problems)
			}
			if strings.Contains(r.Text, "没有通过原文核对") {
				t.Errorf("%s on %s is withheld: %s", e.ID, day, a.Why())
			}
		}
	}
}
