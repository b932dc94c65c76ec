package knowledge

import (
	"io/fs"
	"path"
	"strings"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

// A Library is one verified state of the corpus. It never changes once read:
// a changed folder becomes another Library.
type Library struct {
	Documents []*Document
	// References are cited by rules and are not searched.
	References []*Document
	Gaps       []*Gap
	Facts      []*Fact
	// Guide is what the policy leaves out, told from other public sources.
	Guide []*GuideClause
	// Contacts are the operator's, nil when the corpus has no such file.
	Contacts []Place
	// Materials are what to bring to an appointment, by business.
	Materials map[string][]Material
	Lexicon   Lexicon
	Years     calendar.Years
	Prompts   Prompts // what an optional language model is told
	Wording   Wording // what its sentences are held to

	clauses map[string]*Clause // by folder and id: "nmg-2024-406/七.1"
}

// Read reads a corpus folder. Every fault is reported, each with file and
// line; with any fault the library must not go into service.
func Read(fsys fs.FS) (*Library, yamlfile.Faults) {
	lib := &Library{clauses: map[string]*Clause{}}
	var faults, found yamlfile.Faults
	lib.Lexicon, faults = readLexicon(fsys)
	lib.Years, found = calendar.ReadYears(fsys, "calendar")
	faults = append(faults, found...)

	files, err := fs.Glob(fsys, "*/"+textFile)
	if err != nil || len(files) == 0 {
		faults.Add(".", 0, "没有找到文件：每个文件一个文件夹，里面是 %s 和 %s", textFile, notesFile)
	}
	for _, file := range files {
		doc, gaps, facts, found := readDocument(fsys, path.Dir(file), &lib.Lexicon)
		faults = append(faults, found...)
		if doc == nil {
			continue
		}
		for _, other := range lib.Documents {
			if doc.Number != "" && other.Number == doc.Number {
				faults.Add(file, 1, "文号 %s 与 %s 重复", doc.Number, other.Folder)
			}
		}
		if doc.Reference {
			lib.References = append(lib.References, doc)
		} else {
			lib.Documents = append(lib.Documents, doc)
		}
		lib.Gaps = append(lib.Gaps, gaps...)
		lib.Facts = append(lib.Facts, facts...)
		for _, c := range doc.Clauses() {
			lib.clauses[doc.Folder+"/"+c.ID] = c
		}
	}
	faults = append(faults, lib.readGuide(fsys)...)
	faults = append(faults, lib.readContacts(fsys)...)
	faults = append(faults, lib.readMaterials(fsys)...)
	if len(lib.References) > 0 && len(lib.Documents) == 0 {
		faults.Add(".", 0, "没有找到政策文件：每个文件都写着 role: reference")
	}
	lib.Prompts, found = readPrompts(fsys)
	faults = append(faults, found...)
	faults = append(faults, lib.readWording(fsys)...)
	if len(faults) == 0 {
		lib.rehearse(&faults)
	}
	return lib, faults.Sorted()
}

// Related returns the clauses that a gap is next to.
func (l *Library) Related(g *Gap) []*Clause {
	var clauses []*Clause
	for _, id := range g.Related {
		if c, ok := l.Clause(g.Document.Folder, id); ok {
			clauses = append(clauses, c)
		}
	}
	return clauses
}

// rehearse composes the reply of every entry, so that what the verifier would
// withhold from people is told to the editors first.
func (l *Library) rehearse(faults *yamlfile.Faults) {
	for _, e := range l.Entries() {
		a := Answer{Outcome: Answered, Library: l, Day: l.Documents[0].IssuedOn}
		file := lexiconDir + "/outside.yaml"
		switch {
		case e.Clause != nil:
			a.Reason, a.Clauses, file = ByClause, append([]*Clause{e.Clause}, e.Clause.beside()...), e.Clause.Document.Folder
		case e.Gap != nil:
			a.Reason, a.Gap, a.Sure, a.Related, file = ByGap, e.Gap, true, l.Related(e.Gap), e.Gap.Document.Folder
		case e.Fact != nil:
			a.Reason, a.Fact, file = ByFact, e.Fact, e.Fact.Document.Folder
		case e.Overview != nil && len(e.Overview.Clauses) > 0:
			a.Reason, a.Overview, a.Clauses, file = ByOverview, e.Overview, e.Overview.Clauses, e.Overview.Document.Folder
		default:
			continue
		}
		for _, problem := range Verify(compose(a), l, a.Day) {
			faults.Add(path.Join(file, notesFile), 1, "%s 的答复通不过原文核对：%s", e.ID, problem)
		}
	}
}

// Clause finds a clause by folder and id.
func (l *Library) Clause(folder, id string) (*Clause, bool) {
	c, ok := l.clauses[folder+"/"+id]
	return c, ok
}

// An Entry is one thing that a question can be about: a clause, a gap in the
// text, a fact about a document, an overview of several clauses, or a subject
// outside the policy. Exactly one of the five is set.
type Entry struct {
	ID       string
	Clause   *Clause
	Gap      *Gap
	Fact     *Fact
	Overview *Overview
	Outside  *Outside
}

// Questions returns the ways in which people ask for the entry.
func (e Entry) Questions() []string {
	switch {
	case e.Clause != nil:
		return e.Clause.Note.Questions
	case e.Gap != nil:
		return e.Gap.Questions
	case e.Overview != nil:
		return e.Overview.Questions
	case e.Outside != nil:
		return e.Outside.Questions
	}
	return e.Fact.Questions
}

// Text returns the words of the entry itself: the clause with its article's
// title and what people call it, the gap's or fact's name.
func (e Entry) Text() string {
	switch {
	case e.Clause != nil:
		n := e.Clause.Note
		return strings.Join(append([]string{e.Clause.Text, e.Clause.Article.Title, n.Gist, n.Ask}, n.Topics...), "\n")
	case e.Gap != nil:
		return e.Gap.About
	case e.Overview != nil:
		return e.Overview.Title
	case e.Outside != nil:
		return e.Outside.About
	}
	return e.Fact.Ask
}

// Entries returns all entries in a fixed order.
func (l *Library) Entries() []Entry {
	var entries []Entry
	for _, d := range l.Documents {
		for _, c := range d.Clauses() {
			entries = append(entries, Entry{ID: d.Folder + "/" + c.ID, Clause: c})
		}
		for _, o := range d.Overviews {
			entries = append(entries, Entry{ID: d.Folder + "/" + o.ID, Overview: o})
		}
	}
	for _, g := range l.Gaps {
		entries = append(entries, Entry{ID: g.Document.Folder + "/" + g.ID, Gap: g})
	}
	for _, f := range l.Facts {
		entries = append(entries, Entry{ID: f.Document.Folder + "/" + f.Field, Fact: f})
	}
	for _, o := range l.Lexicon.Outside {
		entries = append(entries, Entry{ID: "outside/" + o.About, Outside: o})
	}
	return entries
}

// fact returns one of the document's own particulars as a reply states it,
// and the words that carry it.
func (d *Document) fact(field string) (quote string, ok bool) {
	switch field {
	case "title":
		return d.Title, true
	case "number":
		return d.Number, true
	case "issuers":
		return strings.Join(d.Issuers, "、"), true
	case "issued_on":
		return d.IssuedOn.Chinese(), true
	case "addressees":
		return d.Addressees, true
	case "preamble":
		return d.Preamble, true
	case "validity":
		return "", true
	}
	return "", false
}
