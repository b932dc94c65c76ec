package bot

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"cheyi/calendar"
	"cheyi/knowledge"
)

// The ledger is what the product learns from use: the questions that it did
// not answer, counted by meaning, for editors to turn into notes. It holds
// nothing of a person: no chat, no message id, no time of day, and the words
// of a question only after what has the form of personal data is masked.

// An UnansweredKind says why a question got no answer. The names are a
// contract.
type UnansweredKind string

const (
	UnansweredNotStated UnansweredKind = "not_stated" // the text does not say
	UnansweredNotFound  UnansweredKind = "not_found"  // no clause fits
	UnansweredOutside   UnansweredKind = "outside"    // not the policy's subject
)

// UnansweredKinds lists them in the order in which editors care.
var UnansweredKinds = []UnansweredKind{UnansweredNotStated, UnansweredNotFound, UnansweredOutside}

// An Unanswered is one question that got no answer.
type Unanswered struct {
	Kind     UnansweredKind
	Question string           // as understood, masked, wordingRunes at most
	About    string           // the gap or region that refused it, "" for none
	Clause   string           // the nearest one as folder/id, "" for none
	Kinds    []knowledge.Kind // what is asked for
	Day      calendar.Day
}

// An UnansweredGroup is questions that mean the same. The JSON names are a
// contract.
type UnansweredGroup struct {
	Kind     UnansweredKind   `json:"kind"`
	Count    int              `json:"count"`
	First    calendar.Day     `json:"first"`
	Last     calendar.Day     `json:"last"`
	About    string           `json:"about,omitempty"`
	Clause   string           `json:"clause,omitempty"`
	Kinds    []knowledge.Kind `json:"asked_for,omitempty"`
	Wordings []string         `json:"wordings"` // the first mostWordings, in the order met
}

const (
	mostWordings = 5
	wordingRunes = 200
	// MostUnanswered is how many groups a store keeps of each kind, so that
	// talk about the weather cannot push out what the policy leaves open.
	MostUnanswered = 1000
	// alike is the likeness from which two wordings ask the same, given that
	// they ask for the same kind of thing of the same clause.
	alike = 0.5
)

// Key is what the questions of one group have in common to the letter: the
// subject that refused them, or else the nearest clause and what is asked for.
func (u Unanswered) Key() string { return u.Group().Key() }

// Key is the key of the group's questions.
func (g UnansweredGroup) Key() string {
	if g.About != "" {
		return strings.Join([]string{string(g.Kind), g.About, "", ""}, "\x00")
	}
	kinds := make([]string, len(g.Kinds))
	for i, k := range g.Kinds {
		kinds[i] = string(k)
	}
	slices.Sort(kinds)
	return strings.Join([]string{string(g.Kind), "", g.Clause, strings.Join(kinds, " ")}, "\x00")
}

// Group returns a group of this one question.
func (u Unanswered) Group() UnansweredGroup {
	return UnansweredGroup{
		Kind: u.Kind, Count: 1, First: u.Day, Last: u.Day,
		About: u.About, Clause: u.Clause, Kinds: slices.Clone(u.Kinds), Wordings: []string{u.Question},
	}
}

// Takes reports whether a question with the group's key belongs to it. Where
// no subject is named, the wordings must be alike too. The first wording
// stands for the group, so that it cannot drift from one meaning to another.
func (g UnansweredGroup) Takes(u Unanswered) bool {
	return g.About != "" || likeness(g.Wordings[0], u.Question) >= alike
}

// With returns the group with one more question.
func (g UnansweredGroup) With(u Unanswered) UnansweredGroup {
	g.Count++
	if u.Day.Before(g.First) {
		g.First = u.Day
	}
	if g.Last.Before(u.Day) {
		g.Last = u.Day
	}
	if len(g.Wordings) < mostWordings && !slices.Contains(g.Wordings, u.Question) {
		g.Wordings = append(slices.Clone(g.Wordings), u.Question)
	}
	return g
}

// Rarer orders groups by what is dropped first when there are too many: what
// was asked least, and of that what was not asked for longest.
func Rarer(a, b UnansweredGroup) int {
	return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.Last.String(), b.Last.String()))
}

// likeness is how many pairs of characters two texts share, between 0 and 1
// (Dice's coefficient). Pairs need no dictionary: the ledger must group the
// same way after a release.
func likeness(a, b string) float64 {
	mine, theirs := pairs(a), pairs(b)
	if len(mine)+len(theirs) == 0 {
		return 1
	}
	shared := 0
	for p := range mine {
		if theirs[p] {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(mine)+len(theirs))
}

func pairs(text string) map[[2]rune]bool {
	set := map[[2]rune]bool{}
	var last rune
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if last != 0 {
			set[[2]rune{last, r}] = true
		}
		last = r
	}
	return set
}

// unanswered is what the ledger gets of a decision: nothing when it answers,
// and nothing of abuse.
func unanswered(m Meaning, before *Topic, a knowledge.Answer) []Unanswered {
	u := Unanswered{Question: asUnderstood(m, before), About: a.Place, Kinds: a.Kinds, Day: day(m.Message)}
	if len(a.Related) > 0 && a.Reason != knowledge.NoArticle {
		u.Clause = a.Related[0].Document.Folder + "/" + a.Related[0].ID
	}
	switch a.Reason {
	case knowledge.ByGap:
		u.Kind = UnansweredNotStated
		if a.Sure { // else it is only near, and the question may be a new one
			u.About = a.Gap.About
		}
	case knowledge.ByKind, knowledge.ByPlace, knowledge.ByTime, knowledge.NoArticle:
		u.Kind = UnansweredNotStated
	case knowledge.ByDoubt:
		u.Kind = UnansweredNotFound
	case knowledge.ByDistance:
		u.Kind = UnansweredOutside
	default:
		return nil
	}
	return []Unanswered{u}
}

// asUnderstood is a question as it can stand alone: what leans on the topic
// comes with the questions that led to it.
func asUnderstood(m Meaning, before *Topic) string {
	text := m.Text()
	if m.Finding.Context && before != nil {
		led := strings.Split(cmp.Or(before.Said, before.Question), "。")
		text = strings.Join(append(led[max(0, len(led)-ledBy):], text), " → ")
	}
	return shorten(maskForLedger(text), wordingRunes)
}

// ledBy is how many earlier questions are kept with one that leans on them.
const ledBy = 2

func shorten(text string, most int) string {
	if rs := []rune(text); len(rs) > most {
		return string(rs[:most]) + "…"
	}
	return text
}
