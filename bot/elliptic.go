package bot

import (
	"slices"
	"unicode/utf8"

	"cheyi/calendar"
	"cheyi/knowledge"
)

// elliptic is a message that may leave out what it is about.
type elliptic struct {
	text, bare        string // as said, and without what ties it to what was said
	marked, corrected bool   // whether there was such
	asks              bool
	computed          bool // a calculation was the last thing, and it names no other
	finding           knowledge.Finding
	kinds             []knowledge.Kind
	about             *knowledge.Clause // the topic's first, nil for none
}

// inContext mixes the topic's question into the message, as much as it needs.
// ok is false for a message that stands alone.
func (e elliptic) inContext(topic *Topic, before knowledge.Finding, today calendar.Day) (knowledge.Finding, bool) {
	share, pinned, sameKind, ok := e.share(topic)
	finding := e.finding
	if share > 0 {
		if knowledge.Decide(before, today).Outcome == knowledge.NotStated {
			before.Gaps = nil // what was refused does not refuse the next
		}
		finding = finding.InContext(before, share, pinned)
	}
	if sameKind && !finding.Library.Lexicon.StatesOther(e.finding.About(), topic.Kinds) {
		finding.Kinds = topic.Kinds
	}
	return finding, ok
}

// share says how much of the topic's question belongs to the message, whether
// the topic's clauses come first, and whether the kind of thing asked is the
// topic's too. ok is false for a message that stands alone.
func (e elliptic) share(topic *Topic) (share float64, pinned []string, sameKind, ok bool) {
	lex, runes := &e.finding.Library.Lexicon, utf8.RuneCountInString(e.bare)
	switch {
	case e.listed():
		return topicShare, topic.Clauses[:1], false, true
	case !ofTopic(e.kinds, lex) && !containsAny(e.bare, lex.Talk.Sources) && !e.shown() && e.finding.Elsewhere(topic.Clauses):
		return 0, nil, !e.asks, e.corrected
	case len(e.finding.Subjects()) == 0 && (e.asks || e.marked) && runes <= ellipsisRunes,
		pointsBack(e.text, lex.Talk.This) && slices.Contains(e.kinds, knowledge.KindWho),
		e.computed && ofResult(e.kinds): // 一家企业一年最多能领到多少, of what was computed
		return topicShare, topic.Clauses, false, true
	case e.corrected && len(e.kinds) > 0 && len(e.finding.Terms) > 0:
		return 0, nil, false, true // it says everything anew
	case e.finding.OfSame(e.about, e.kinds):
		return topicShare, topic.Clauses, false, true
	case !e.marked && !e.corrected && e.finding.Subject(), e.standsAlone():
		return 0, nil, false, false // it names its own subject
	case !e.asks && (e.marked || e.corrected || runes <= ellipsisRunes):
		return contextShare, nil, true, true
	case e.marked || e.corrected || len(e.kinds) == 0 && runes <= subjectRunes:
		return hintShare, nil, false, true
	}
	return 0, nil, false, false
}

// shown reports whether no subject is named and the topic's clause states what
// is asked: 怎么申报 is then asked of it, though other things are applied for too.
func (e elliptic) shown() bool {
	return e.about != nil && len(e.finding.Subjects()) == 0 && e.about.Shows(e.kinds)
}

// listed reports whether all that is asked is whether a thing holds that the
// topic's clause names: 能报关吗, of what a base offers.
func (e elliptic) listed() bool {
	return e.about != nil && utf8.RuneCountInString(e.bare) <= subjectRunes && e.finding.AsksPart(e.about)
}

// quantity returns the kind of thing that a bare 多少 asks for: what the topic's
// clause states, or else a sum.
func (e elliptic) quantity(topic *Topic) []knowledge.Kind {
	lex := &e.finding.Library.Lexicon
	if e.about == nil || !slices.Contains(lex.Talk.Quantities, e.bare) {
		return nil
	}
	if len(topic.Kinds) > 0 && lex.Strict(topic.Kinds[0]) {
		return topic.Kinds[:1]
	}
	for _, k := range []knowledge.Kind{"amount", "ratio", knowledge.KindCap, "duration"} {
		if e.about.Shows([]knowledge.Kind{k}) {
			return []knowledge.Kind{k}
		}
	}
	return []knowledge.Kind{"amount"}
}

// standsAlone reports whether a message, though marked as a further one, is a
// question that the editors have written, or asks of a subject what a clause on
// it states.
func (e elliptic) standsAlone() bool {
	if len(e.finding.Subjects()) == 0 {
		return false
	}
	about := e.finding.About()
	return e.finding.Written() || about != nil && slices.ContainsFunc(e.kinds, e.finding.Library.Lexicon.Strict) && about.Shows(e.kinds)
}

// ofTopic reports whether what is asked can only be of what was spoken of: who
// is responsible, or how much.
func ofTopic(kinds []knowledge.Kind, lex *knowledge.Lexicon) bool {
	return slices.ContainsFunc(kinds, ofAny) || slices.ContainsFunc(kinds, lex.Strict)
}

// ofAny reports whether every clause answers a kind of question.
func ofAny(k knowledge.Kind) bool {
	return k == knowledge.KindWho || k == knowledge.KindValidity || k == knowledge.KindPeriod
}

// ofResult reports whether what is asked can be asked of a calculation's
// clauses, and nothing else is.
func ofResult(kinds []knowledge.Kind) bool {
	return len(kinds) > 0 && !slices.ContainsFunc(kinds, func(k knowledge.Kind) bool {
		return k != knowledge.KindCap && k != knowledge.KindRatio && k != knowledge.KindWho
	})
}

// How long an elliptic message can be: one that names no subject, and one
// that names nothing but a subject.
const (
	ellipsisRunes = 14
	subjectRunes  = 8
)

// How much the last topic counts against the new words.
const (
	topicShare   = 0.6 // of a message without a subject of its own
	contextShare = 0.3 // of a message that names another subject and no kind
	hintShare    = 0.1 // of a message that names both
)
