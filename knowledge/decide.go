package knowledge

import (
	"slices"
	"strings"

	"cheyi/calendar"
)

// An Outcome is how a reply ends. The names are a contract.
type Outcome string

const (
	Answered   Outcome = "answered"
	Partial    Outcome = "partial"
	NotStated  Outcome = "not_stated"
	OutOfScope Outcome = "out_of_scope"
)

// The reasons for a decision, for editors (cheyi explain) and for choosing
// the reply's words.
type Reason string

const (
	ByClause    Reason = "clause"      // a clause answers
	ByOverview  Reason = "overview"    // several clauses answer together
	ByDuties    Reason = "duties"      // the articles that a department is responsible for
	ByFact      Reason = "fact"        // a particular of the document answers
	ByArticle   Reason = "article"     // the article was named
	NoArticle   Reason = "no_article"  // an article was named that does not exist
	ByGap       Reason = "gap"         // the notes say that the text does not state it
	ByKind      Reason = "kind"        // the nearest clause does not state such a thing
	ByPlace     Reason = "place"       // it is about another region
	ByTime      Reason = "time"        // it is about a year before the document
	ByDoubt     Reason = "doubt"       // nothing fits well enough
	ByDistance  Reason = "distance"    // nothing of it is the policy's subject
	Instruction Reason = "instruction" // it addresses the program
	Abusive     Reason = "abuse"
)

// An Answer is what has been decided about one question. It holds no words of
// its own; Compose finds them.
type Answer struct {
	Outcome    Outcome
	Reason     Reason
	Kinds      []Kind    // what is asked for, in the order asked
	Clauses    []*Clause // the first one carries the answer
	Related    []*Clause // near, but no answer
	Gap        *Gap
	Fact       *Fact
	Overview   *Overview
	Department string // whose duties are asked for, as printed
	Place      string // the other region that was named
	Guesses    []Guess
	Library    *Library
	Day        calendar.Day
	Question   string         // normalised
	Unstated   []Kind         // kinds asked that the clauses do not state
	Sure       bool           // of the gap: that what is missing may be named
	Stated     bool           // that the document names no end has been said before
	Guide      []*GuideClause // what other sources say, shown beside a refusal
}

// SameSubject reports whether two answers are about one thing: the same fact,
// the same clause or one shown beside it, or the same refusal.
func (a Answer) SameSubject(o Answer) bool {
	if a.Fact != nil || o.Fact != nil {
		return a.Fact == o.Fact
	}
	mine, theirs := slices.Concat(a.Clauses, a.Related), slices.Concat(o.Clauses, o.Related)
	if len(mine) == 0 || len(theirs) == 0 {
		return a.Reason == o.Reason
	}
	return slices.Contains(mine, theirs[0]) || slices.Contains(theirs, mine[0])
}

// Why states in one line what decided, for editors.
func (a Answer) Why() string {
	switch a.Reason {
	case ByGap:
		return "notes.yaml 记着文本没有写明：" + a.Gap.About
	case ByKind:
		return "最近的条款没有写明" + a.strictLabel()
	case ByPlace:
		return "问的是" + a.Place
	case ByFact:
		return "文件信息：" + a.Fact.Field
	case ByClause, ByArticle, ByOverview, ByDuties:
		ids := make([]string, len(a.Clauses))
		for i, c := range a.Clauses {
			ids[i] = c.ID
		}
		return "条款 " + strings.Join(ids, " ")
	}
	return whys[a.Reason]
}

var whys = map[Reason]string{
	NoArticle:   "说的条号不存在",
	ByTime:      "问的是文件成文以前的年份",
	ByDoubt:     "没有足够接近的条款",
	ByDistance:  "没有本库的词，也没有接近的问法",
	Instruction: "是对程序下的指令，不是政策问题",
	Abusive:     "是骂人的话",
}

// plainScore is the score from which a question is plain though it has none of
// the corpus's own terms.
const plainScore = 0.4

// Plain reports whether a clause answers so well that no term is needed. Who is
// responsible is asked of something: by itself it is never plain.
func (a Answer) Plain(f Finding) bool {
	return a.Reason == ByClause && best(f.Clauses) >= plainScore && !slices.Contains(a.Kinds, KindWho)
}

// Hostile reports whether the message was recognised as addressing the program
// or abusing it: then no part of it is worth an answer.
func (a Answer) Hostile() bool { return a.Reason == Instruction || a.Reason == Abusive }

// Firm reports whether the answer is sure enough to stand as one of several
// in a message.
func (a Answer) Firm(f Finding) bool {
	return a.Outcome != OutOfScope && a.Reason != ByDoubt && max(best(f.Clauses), best(f.Gaps)) >= doubtFloor
}

// Missing reports whether what was asked is known to be left out by the text.
func (a Answer) Missing() bool { return a.Reason == ByGap && a.Sure }

// sureScore is the score from which a gap is named as what was asked; below
// it the reply only says that the text does not state it.
const sureScore = 0.3

// Scores below which an entry is no answer. They separate the corpus's own
// questions from talk about other things (docs/decisions/0004-ranking.md).
const (
	scoreFloor   = 0.07 // any answer
	doubtFloor   = 0.21 // an answer to a question with none of the corpus's terms
	hostileFloor = 0.22 // abuse that names the policy's own subjects
	nearEnough   = 0.75 // of the best score: a clause that states the kind asked may stand in
	relatedOver  = 0.06 // a clause worth naming as related
)

// Decide says whether and by what a question is answered on a day.
func Decide(f Finding, day calendar.Day) Answer {
	a := decide(f, day)
	a.Guide = a.guide(f)
	return a
}

func decide(f Finding, day calendar.Day) Answer {
	d := decision{Finding: f, a: Answer{Question: f.Question, Guesses: f.Guesses, Library: f.Library, Day: day}}
	if d.a.Kinds = f.Kinds; len(d.a.Kinds) == 0 {
		d.a.Kinds = f.Library.Lexicon.KindsOf(f.Question)
	}
	for _, rule := range []func() bool{d.notForUs, d.articleNamed, d.otherPlace, d.duties, d.nothingFits, d.fact, d.overview, d.namesake, d.figured, d.condition, d.earlier, d.gap, d.tooFar, d.kind} {
		if rule() {
			return d.a
		}
	}
	d.answer(d.Clauses[0].Clause)
	return d.a
}

// decision is the state that the rules share. Each rule returns whether it
// has decided.
type decision struct {
	Finding
	a Answer
}

// refuse ends without an answer; the nearest clause is named as related.
func (d *decision) refuse(outcome Outcome, reason Reason) bool {
	d.a.Outcome, d.a.Reason = outcome, reason
	if outcome == NotStated && len(d.a.Related) == 0 && len(d.Clauses) > 0 && d.Clauses[0].Score >= relatedOver {
		d.a.Related = []*Clause{d.Clauses[0].Clause}
	}
	return true
}

// answer ends with a clause and the clauses that its note shows beside it.
func (d *decision) answer(c *Clause) {
	d.a.Outcome, d.a.Reason = Answered, ByClause
	d.a.Clauses = append([]*Clause{c}, c.beside()...)
	if other := d.compared(); other != nil && !slices.Contains(d.a.Clauses, other) {
		d.a.Clauses = append(d.a.Clauses, other)
	}
}

// beside returns the clauses that the editors show with c.
func (c *Clause) beside() []*Clause {
	var clauses []*Clause
	for _, id := range c.Note.With {
		for _, other := range c.Document.Clauses() {
			if other.ID == id {
				clauses = append(clauses, other)
			}
		}
	}
	return clauses
}
