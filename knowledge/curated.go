package knowledge

import (
	"path"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

// A Curated is a way of asking that editors promise an answer to, mostly one
// that people have asked in vain. It is one of the entry's ways of asking, and
// is checked: whatever is added to the corpus later, its clause must go on
// answering it, or its gap refusing it.
type Curated struct {
	Question string
	Clause   *Clause // this, or
	Gap      *Gap    // this
	Line     int     // in the document's notes
}

// Kept reports whether an answer is what the editors have promised.
func (c Curated) Kept(a Answer) bool {
	if c.Gap != nil {
		return a.Reason == ByGap && a.Gap == c.Gap
	}
	return (a.Outcome == Answered || a.Outcome == Partial) && len(a.Clauses) > 0 && a.Clauses[0] == c.Clause
}

// promise says in words what Kept checks.
func (c Curated) promise() string {
	if c.Gap != nil {
		return "由“" + c.Gap.About + "”说明没有写明"
	}
	return "由条款 " + c.Clause.ID + " 回答"
}

// CheckCurated asks every curated question and reports each that is no longer
// answered as promised. The error is find's own.
func (l *Library) CheckCurated(find func(question string) (Finding, error)) (yamlfile.Faults, error) {
	var faults yamlfile.Faults
	for _, d := range l.Documents {
		for _, c := range d.Curated {
			finding, err := find(c.Question)
			if err != nil {
				return nil, err
			}
			if a := Decide(finding, calendar.Day{}); !c.Kept(a) {
				faults.Add(path.Join(d.Folder, notesFile), c.Line, "curated：%q 应当%s，现在是 %s（%s）", c.Question, c.promise(), a.Outcome, a.Why())
			}
		}
	}
	return faults.Sorted(), nil
}

// curate notes the curated questions of a clause or a gap, and returns all its
// ways of asking.
func (r *notesReader) curate(promised Curated, questions, curated []yamlfile.Text) []yamlfile.Text {
	for _, q := range curated {
		promised.Question, promised.Line = q.Value, q.Line
		r.doc.Curated = append(r.doc.Curated, promised)
	}
	return append(questions, curated...)
}
