package knowledge

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cheyi/yamlfile"
)

const wordingFile = "wording.yaml"

// Wording is what sentences that are not the editors' are held to.
type Wording struct {
	Plain      []string // small words that a sentence may use beside the clause's own
	Claims     []string // words that promise, demand, deny or generalise
	Qualifiers []Qualifier
	Fillers    []string // small words around an answer to an open question
}

// A Qualifier is words of the text that a sentence on the clause must keep.
type Qualifier struct {
	Say    string
	Same   []string // says the same and may stand instead
	Figure bool     // beside a figure of the same part of the clause
	Of     []string // beside any of these words; with neither of both, always
}

type wordingYAML struct {
	Plain      []yamlfile.Text `yaml:"plain"`
	Claims     []yamlfile.Text `yaml:"claims"`
	Fillers    []yamlfile.Text `yaml:"fillers"`
	Qualifiers []qualifierYAML `yaml:"qualifiers"`
}

type qualifierYAML struct {
	Say    yamlfile.Text   `yaml:"say"`
	Same   []yamlfile.Text `yaml:"same"`
	Figure bool            `yaml:"figure"`
	Of     []yamlfile.Text `yaml:"of"`
}

// readWording reads the rules for sentences. A corpus whose prompts are
// written must have them.
func (l *Library) readWording(fsys fs.FS) yamlfile.Faults {
	file := path.Join(lexiconDir, wordingFile)
	data, err := fs.ReadFile(fsys, file)
	var faults yamlfile.Faults
	if err != nil {
		if l.Prompts.Written() || !errors.Is(err, fs.ErrNotExist) {
			faults.Add(file, 0, "读不出来：%v", err)
		}
		return faults
	}
	var w wordingYAML
	if faults = yamlfile.Decode(file, data, &w); len(faults) > 0 {
		return faults
	}
	for _, word := range slices.Concat(w.Plain, w.Claims, w.Fillers) {
		if strings.TrimSpace(word.Value) == "" || len(Figures(word.Value)) > 0 {
			faults.Add(file, word.Line, "词 %q 不能为空，也不能是数字", word.Value)
		}
	}
	for _, word := range w.Plain {
		if claim := containsAny(word.Value, yamlfile.Values(w.Claims)); claim != "" {
			faults.Add(file, word.Line, "plain 里的 %q 含有 claims 里的 %q", word.Value, claim)
		}
	}
	l.Wording = Wording{Plain: yamlfile.Values(w.Plain), Claims: yamlfile.Values(w.Claims), Fillers: yamlfile.Values(w.Fillers)}
	for _, q := range w.Qualifiers {
		l.checkQualifier(file, q, &faults)
		l.Wording.Qualifiers = append(l.Wording.Qualifiers, Qualifier{q.Say.Value, yamlfile.Values(q.Same), q.Figure, yamlfile.Values(q.Of)})
	}
	return faults
}

// checkQualifier refuses what would never have an effect: a slip of the pen
// here lets a condition fall silently.
func (l *Library) checkQualifier(file string, q qualifierYAML, faults *yamlfile.Faults) {
	for _, same := range q.Same {
		if Squeeze(same.Value) == "" {
			faults.Add(file, same.Line, "same 里有空的一项")
		}
	}
	var within []string
	for _, d := range l.Documents {
		for _, c := range d.Clauses() {
			if Verbatim(q.Say.Value, c.Text) {
				within = append(within, c.Text)
			}
		}
	}
	if len(within) == 0 {
		faults.Add(file, max(q.Say.Line, 1), "qualifiers：没有条款写着 %q", q.Say.Value)
		return
	}
	for _, of := range q.Of {
		if !slices.ContainsFunc(within, func(text string) bool { return Verbatim(of.Value, text) }) {
			faults.Add(file, of.Line, "qualifiers：写着 %q 的条款里没有 %q", q.Say.Value, of.Value)
		}
	}
}

// bears reports whether a sentence on a clause must keep the qualifier.
func (q Qualifier) bears(c *Clause, sentence string) bool {
	if !Verbatim(q.Say, c.Text) {
		return false
	}
	if !q.Figure && len(q.Of) == 0 || slices.ContainsFunc(q.Of, func(of string) bool { return Verbatim(of, sentence) }) {
		return true
	}
	if !q.Figure {
		return false
	}
	stated := Figures(sentence)
	for _, part := range strings.FieldsFunc(c.Text, func(r rune) bool { return strings.ContainsRune("，。；", r) }) {
		if Verbatim(q.Say, part) && slices.ContainsFunc(Figures(part), func(f string) bool { return slices.Contains(stated, f) }) {
			return true
		}
	}
	return false
}

// keeps reports whether a sentence has the qualifier's words.
func (q Qualifier) keeps(sentence string) bool {
	return Verbatim(q.Say, sentence) || slices.ContainsFunc(q.Same, func(s string) bool { return Verbatim(s, sentence) })
}

// Keep lists the qualifiers of a clause, as its text has them.
func (w *Wording) Keep(c *Clause) []string {
	var words []string
	for _, q := range w.Qualifiers {
		if Verbatim(q.Say, c.Text) {
			words = append(words, q.Say)
		}
	}
	return words
}

// Filler reports whether a text says nothing but small words.
func (w *Wording) Filler(text string) bool {
	return newVocabulary(w.Fillers).covers(text)
}
