package knowledge

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"cheyi/yamlfile"
)

// A Kind is the kind of thing that a question asks for, such as amount or
// phone. The kinds and the words that give them away are the corpus's.
type Kind string

// The kinds that the code itself decides by. All others live only in the
// corpus.
const (
	KindWho      Kind = "who"      // which department: every article answers it
	KindValidity Kind = "validity" // whether it still holds: every clause answers it

	KindCap   Kind = "cap"
	KindRatio Kind = "ratio"

	KindEligibility Kind = "eligibility" // whether something is included: a clause that names it answers
	KindWhat        Kind = "what"        // what something is about: the clause in short answers
	KindPeriod      Kind = "period"      // for which years
	KindDuties      Kind = "duties"      // what a department is responsible for
	KindPhone       Kind = "phone"       // how to reach somebody: the operator's contacts may tell
	KindAddress     Kind = "address"     // where somebody is: likewise
)

// KindCues says how to recognise a kind in a question.
type KindCues struct {
	Kind   Kind
	Label  string // what the reply calls it: "金额"
	Strict bool   // a clause must state it, or the reply is not_stated
	Lead   bool   // the clause's words for it make a sentence of their own
	Over   []Kind // kinds that only qualify this one: 最高 in 最高几成 asks no ceiling
	Cues   []string
}

// Synonym is a term of the text with what people say instead.
type Synonym struct {
	Term string
	Same []string
	Say  bool // the reply says “我把…理解为…”
}

// Scope is what lies outside the policy.
type Scope struct {
	Home         []string `yaml:"home"`         // names of the region that the policy covers
	OtherPlaces  []string `yaml:"other_places"` // regions that it does not
	Guests       []string `yaml:"guests"`       // words of somebody from there who wants to come
	Instructions []string `yaml:"instructions"` // words that address the program, not the policy
	Crimes       []string `yaml:"crimes"`       // words of deeds, asked for or complained of
	Abuse        []string `yaml:"abuse"`
	Honest       []string `yaml:"honest"` // what honest people say in a commanding tone
	Greetings    []string `yaml:"greetings"`
	Thanks       []string `yaml:"thanks"`
	Help         []string `yaml:"help"`
}

// Lexicon is the corpus's words: what the segmenter must keep whole, what
// means the same, what says nothing, and how a question shows what it asks.
type Lexicon struct {
	Words     []string
	Synonyms  []Synonym
	StopWords []string
	Kinds     []KindCues
	Scope     Scope
	Outside   []*Outside
	Talk      Talk
	Foreign   map[string]Foreign // English words and phrases in lower case
}

// Foreign is what an English word or phrase stands for.
type Foreign struct {
	Term string // "" for what says nothing
	Say  bool   // the reading is stated
}

// Outside is a subject that is not the policy's, with how people ask for it.
type Outside struct {
	About     string
	Hostile   bool // no honest asker sends it: nothing of such a message is answered
	Questions []string
}

const lexiconDir = "lexicon"

type synonymYAML struct {
	Term yamlfile.Text   `yaml:"term"`
	Same []yamlfile.Text `yaml:"same"`
	Say  bool            `yaml:"say"`
}

type foreignYAML struct {
	Term yamlfile.Text   `yaml:"term"`
	Same []yamlfile.Text `yaml:"same"`
	Say  bool            `yaml:"say"`
}

type kindYAML struct {
	Kind   yamlfile.Text   `yaml:"kind"`
	Label  yamlfile.Text   `yaml:"label"`
	Strict bool            `yaml:"strict"`
	Lead   bool            `yaml:"lead"`
	Over   []Kind          `yaml:"over"`
	Cues   []yamlfile.Text `yaml:"cues"`
}

// readLexicon reads the folder's files and checks that no word stands in
// two groups and that every word can go into the segmenter's dictionary.
func readLexicon(fsys fs.FS) (Lexicon, yamlfile.Faults) {
	var (
		lex      Lexicon
		faults   yamlfile.Faults
		words    struct{ Words, Stop []yamlfile.Text }
		synonyms []synonymYAML
		kinds    []kindYAML
		outside  []outsideYAML
		foreign  []foreignYAML
	)
	read := func(name string, into any) string {
		file := path.Join(lexiconDir, name)
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			faults.Add(file, 0, "读不出来：%v", err)
			return file
		}
		faults = append(faults, yamlfile.Decode(file, data, into)...)
		return file
	}
	file := read("words.yaml", &words)
	for _, w := range append(words.Words, words.Stop...) {
		checkWord(file, w, &faults)
	}
	lex.Words, lex.StopWords = yamlfile.Values(words.Words), yamlfile.Values(words.Stop)
	lex.Synonyms = checkSynonyms(read("synonyms.yaml", &synonyms), &synonyms, &faults)
	lex.Foreign = checkForeign(read("foreign.yaml", &foreign), foreign, &faults)
	lex.Kinds = checkKinds(read("kinds.yaml", &kinds), &kinds, &faults)
	file = read("scope.yaml", &lex.Scope)
	checkBlank(file, &faults, lex.Scope.Home, lex.Scope.OtherPlaces, lex.Scope.Guests, lex.Scope.Instructions, lex.Scope.Crimes,
		lex.Scope.Abuse, lex.Scope.Greetings, lex.Scope.Thanks, lex.Scope.Help)
	file = read("talk.yaml", &lex.Talk)
	t := lex.Talk
	checkBlank(file, &faults, t.FollowUps, t.This, t.Sources, t.Whose, t.How, t.Light, t.GoesBack, t.AtFirst, t.Denials, t.Compares, t.Includes, t.Asides, t.Left, t.Corrections, t.Instead, t.Joins, t.Questions, t.Aspects, t.Joining, slices.Concat(t.Swaps...), t.Ages, t.Cancel, t.Menu, t.Browse, t.Original, t.Yes, t.No)
	lex.Outside = checkOutside(read("outside.yaml", &outside), &outside, &faults)
	return lex, faults
}

// checkBlank refuses empty entries: every text holds the empty word.
func checkBlank(file string, faults *yamlfile.Faults, lists ...[]string) {
	for _, list := range lists {
		if slices.ContainsFunc(list, func(w string) bool { return strings.TrimSpace(w) == "" }) {
			faults.Add(file, 1, "有一个列表里有空的一项")
			return
		}
	}
}

// checkWord refuses what a segmenter's dictionary file cannot carry.
func checkWord(file string, w yamlfile.Text, faults *yamlfile.Faults) {
	if strings.TrimSpace(w.Value) == "" || strings.ContainsAny(w.Value, " \t\r\n|;#") {
		faults.Add(file, w.Line, "词 %q 不能为空，也不能含空格和 | ; #", w.Value)
	}
}

type outsideYAML struct {
	About     yamlfile.Text   `yaml:"about"`
	Hostile   bool            `yaml:"hostile"`
	Questions []yamlfile.Text `yaml:"questions"`
}

func checkOutside(file string, subjects *[]outsideYAML, faults *yamlfile.Faults) []*Outside {
	var all []*Outside
	seen := map[string]int{}
	for _, s := range *subjects {
		if first, twice := seen[s.About.Value]; twice {
			faults.Add(file, s.About.Line, "%q 写了两次，第 %d 行已经写过", s.About.Value, first)
		}
		seen[s.About.Value] = s.About.Line
		if s.About.Value == "" || len(s.Questions) == 0 {
			faults.Add(file, max(s.About.Line, 1), "每个题外话题要有 about 和 questions")
		}
		all = append(all, &Outside{s.About.Value, s.Hostile, yamlfile.Values(s.Questions)})
	}
	return all
}

func checkForeign(file string, groups []foreignYAML, faults *yamlfile.Faults) map[string]Foreign {
	all := map[string]Foreign{}
	for _, g := range groups {
		for _, w := range g.Same {
			switch _, twice := all[w.Value]; {
			case !foreignPhrase.MatchString(w.Value):
				faults.Add(file, w.Line, "%q 只能由小写字母组成的词和空格构成", w.Value)
			case twice:
				faults.Add(file, w.Line, "%q 写了两次", w.Value)
			}
			all[w.Value] = Foreign{g.Term.Value, g.Say}
		}
	}
	return all
}

var foreignPhrase = regexp.MustCompile(`^[a-z]+(?: [a-z]+)*$`)

func checkSynonyms(file string, groups *[]synonymYAML, faults *yamlfile.Faults) []Synonym {
	var synonyms []Synonym
	seen := map[string]int{}
	for _, g := range *groups {
		if len(g.Same) == 0 {
			faults.Add(file, g.Term.Line, "%q 没有 same：要写人们还怎么说", g.Term.Value)
		}
		for _, w := range append([]yamlfile.Text{g.Term}, g.Same...) {
			checkWord(file, w, faults)
			if first, twice := seen[w.Value]; twice {
				faults.Add(file, w.Line, "词 %q 写了两次，第 %d 行已经写过", w.Value, first)
			}
			seen[w.Value] = w.Line
		}
		synonyms = append(synonyms, Synonym{Term: g.Term.Value, Same: yamlfile.Values(g.Same), Say: g.Say})
	}
	return synonyms
}

func checkKinds(file string, kinds *[]kindYAML, faults *yamlfile.Faults) []KindCues {
	var all []KindCues
	for _, k := range *kinds {
		if k.Kind.Value == "" || k.Label.Value == "" || len(k.Cues) == 0 {
			faults.Add(file, max(k.Kind.Line, 1), "每一类问法要有 kind、label 和 cues")
		}
		for _, c := range k.Cues {
			if strings.TrimSpace(c.Value) == "" {
				faults.Add(file, c.Line, "%s 的 cues 里有空的一项", k.Kind.Value)
			}
		}
		all = append(all, KindCues{Kind(k.Kind.Value), k.Label.Value, k.Strict, k.Lead, k.Over, yamlfile.Values(k.Cues)})
	}
	return all
}

// KindsOf returns the kinds that a normalised question asks for, in the order
// in which their cues stand in it. A cue that lies within a longer one of
// another kind does not count: 多少钱 is an amount, and 多少天 a duration. Where a
// message sets the scene before it asks, only what asks counts: 不爱打电话，就问
// 归谁管.
func (l *Lexicon) KindsOf(question string) []Kind {
	question = strings.ReplaceAll(question, " ", "") // 谁 管, as foreigners write
	if kinds := l.kindsIn(l.Talk.asking(question)); len(kinds) > 0 {
		return kinds
	}
	return l.kindsIn(question)
}

// kindsIn returns the kinds whose cues stand in a text.
func (l *Lexicon) kindsIn(question string) []Kind {
	type span struct {
		kind       Kind
		start, end int
	}
	var spans []span
	for _, k := range l.Kinds {
		for _, cue := range k.Cues {
			for from := 0; ; {
				i := strings.Index(question[from:], cue)
				if i < 0 {
					break
				}
				spans = append(spans, span{k.Kind, from + i, from + i + len(cue)})
				from += i + len(cue)
			}
		}
	}
	var kinds []Kind
	for end := 0; ; {
		best := -1
		for i, s := range spans {
			if s.start >= end && (best < 0 || s.start < spans[best].start ||
				s.start == spans[best].start && s.end > spans[best].end) {
				best = i
			}
		}
		if best < 0 {
			return l.withoutQualifiers(kinds)
		}
		end = spans[best].end
		if !slices.Contains(kinds, spans[best].kind) {
			kinds = append(kinds, spans[best].kind)
		}
	}
}

// withoutQualifiers drops the kinds that only qualify another one.
func (l *Lexicon) withoutQualifiers(kinds []Kind) []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool {
		return slices.ContainsFunc(kinds, func(over Kind) bool {
			cues, _ := l.Kind(over)
			return slices.Contains(cues.Over, k)
		})
	})
}

// Strict reports whether a clause must state such a thing to answer it.
func (l *Lexicon) Strict(kind Kind) bool {
	cues, ok := l.Kind(kind)
	return ok && cues.Strict
}

// isTerm reports whether a word is one of the text's own terms.
func (l *Lexicon) isTerm(word string) bool {
	return slices.Contains(l.Words, word) || slices.ContainsFunc(l.Synonyms, func(s Synonym) bool { return s.Term == word })
}

// Kind returns the cues of a kind, and whether the corpus has it.
func (l *Lexicon) Kind(kind Kind) (KindCues, bool) {
	for _, k := range l.Kinds {
		if k.Kind == kind {
			return k, true
		}
	}
	return KindCues{}, false
}
