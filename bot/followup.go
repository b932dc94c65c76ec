package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/knowledge"
)

// followUp reads a message in the light of the last topic: "封顶多少" asks
// another kind of thing of the same clause, "那二类呢" the same kind of
// another subject, "不对，我问的是特险" puts one subject in place of another.
func (b *Bot) followUp(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	if s.Topic == nil {
		return Reply{}, false, nil
	}
	if _, named := knowledge.ArticleNamed(m.Finding.Library, m.Text()); named {
		return Reply{}, false, nil
	}
	topic, text := b.topicOf(m, s)
	talk := &m.Finding.Library.Lexicon.Talk
	text, corrected := afterCorrection(withoutThanks(text, m.Finding.Library.Lexicon.Scope.Thanks), talk.Corrections)
	bare, marked := withoutMarker(text, talk.FollowUps)
	if bare == "" {
		return Reply{}, false, nil
	}
	finding, err := b.finder.Find(ctx, bare)
	if err != nil || finding.OfDocument() || finding.Strange() || knowledge.Decide(finding, day(m.Message)).Hostile() {
		return Reply{}, false, err
	}
	part := elliptic{text: text, bare: bare, marked: marked, corrected: corrected, finding: finding, kinds: finding.Library.Lexicon.KindsOf(finding.Question)}
	part.computed = s.Done != nil && !b.namesCalculator(bare, s.Done.Flow)
	share, pinned, sameKind, ok := part.share(topic)
	if !ok {
		return Reply{}, false, nil
	}
	about := finding.About()
	if share > 0 {
		before, err := b.finder.Find(ctx, topic.Question)
		if err != nil {
			return Reply{}, false, err
		}
		finding = finding.InContext(before, share, pinned)
	}
	if sameKind && !finding.Library.Lexicon.StatesOther(about, topic.Kinds) {
		finding.Kinds = topic.Kinds
	}
	a := m.Message.decide(ctx, finding)
	if a.Outcome == OutOfScope {
		return Reply{}, false, nil
	}
	if topic != s.Topic {
		s.Topics, s.Topic = passed(s.Topics, s.Topic, topic.Clauses[0]), topic
	}
	return b.settle(Meaning{Message: m.Message, Finding: finding}, s, a), true, nil
}

// elliptic is a message that may leave out what it is about.
type elliptic struct {
	text, bare        string // as said, and without what ties it to what was said
	marked, corrected bool   // whether there was such
	computed          bool   // a calculation was the last thing, and it names no other
	finding           knowledge.Finding
	kinds             []knowledge.Kind
}

// share says how much of the topic's question belongs to the message, whether
// the topic's clauses come first, and whether the kind of thing asked is the
// topic's too. ok is false for a message that stands alone.
func (e elliptic) share(topic *Topic) (share float64, pinned []string, sameKind, ok bool) {
	lex, runes := &e.finding.Library.Lexicon, utf8.RuneCountInString(e.bare)
	asks := len(e.kinds) > 0 || lex.Talk.Asks(e.bare)
	switch {
	case !ofTopic(e.kinds, lex) && !containsAny(e.bare, lex.Talk.Sources) && e.finding.Elsewhere(topic.Clauses):
		return 0, nil, false, false
	case len(e.finding.Terms) == 0 && (asks || e.marked) && runes <= ellipsisRunes,
		pointsBack(e.text, lex.Talk.This) && slices.Contains(e.kinds, knowledge.KindWho),
		e.computed && ofResult(e.kinds): // 一家企业一年最多能领到多少, of what was computed
		return topicShare, topic.Clauses, false, true
	case e.corrected && len(e.kinds) > 0 && len(e.finding.Terms) > 0:
		return 0, nil, false, true // it says everything anew
	case !e.marked && !e.corrected && e.finding.Subject():
		return 0, nil, false, false // it names its own subject
	case !asks && (e.marked || e.corrected || runes <= ellipsisRunes):
		return contextShare, nil, true, true
	case e.marked || e.corrected || len(e.kinds) == 0 && runes <= subjectRunes:
		return hintShare, nil, false, true
	}
	return 0, nil, false, false
}

// ofTopic reports whether what is asked can only be of what was spoken of: who
// is responsible, or how much.
func ofTopic(kinds []knowledge.Kind, lex *knowledge.Lexicon) bool {
	return slices.Contains(kinds, knowledge.KindWho) || slices.ContainsFunc(kinds, lex.Strict)
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

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// pointsBack reports whether a text begins with a word for what was just said.
func pointsBack(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(text, w) })
}

// withoutThanks drops the courtesies before a further question.
func withoutThanks(text string, thanks []string) string {
	for again := true; again; {
		again = false
		for _, t := range thanks {
			if rest, ok := strings.CutPrefix(text, t); ok && t != "" {
				text, again = strings.TrimLeft(rest, " ,.。!"), true
			}
		}
	}
	return text
}

// afterCorrection returns what a correction puts in place: in 不是甲，我问的是乙
// that is 乙.
func afterCorrection(text string, markers []string) (string, bool) {
	end := -1
	for _, marker := range markers {
		for from := 0; ; {
			i := strings.Index(text[from:], marker)
			if i < 0 {
				break
			}
			if i += from; begins(text, i) {
				end = max(end, i+len(marker))
			}
			from = i + len(marker)
		}
	}
	rest := ""
	if end >= 0 {
		rest = strings.Trim(text[end:], " ,.。!?:")
	}
	if rest == "" {
		return text, false
	}
	return rest, true
}

// begins reports whether a clause of the text begins at i: a correction does
// not stand in the middle of one (是不是, 我们不是).
func begins(text string, i int) bool {
	before := strings.TrimRight(text[:i], "啊哦呀唉哎 ")
	return before == "" || strings.ContainsAny(before[len(before)-1:], ",.!?;") || strings.HasSuffix(before, "。")
}

// withoutMarker strips what makes a message a follow-up: 那…呢.
func withoutMarker(text string, markers []string) (string, bool) {
	bare := strings.TrimRight(text, " ?。.!,")
	marked := false
	if cut := strings.TrimSuffix(bare, "呢"); cut != bare {
		bare, marked = cut, true
	}
	for again := true; again; {
		again = false
		for _, marker := range markers {
			if cut := strings.TrimLeft(strings.TrimPrefix(bare, marker), " ,"); cut != bare && strings.HasPrefix(bare, marker) {
				bare, marked, again = cut, true, true
			}
		}
	}
	return strings.TrimSpace(bare), marked
}
