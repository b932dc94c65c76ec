package bot

import (
	"context"
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
	lib := m.Finding.Library
	text, corrected := afterCorrection(m.Text(), lib.Lexicon.Talk.Corrections)
	bare, marked := withoutMarker(text, lib.Lexicon.Talk.FollowUps)
	if bare == "" {
		return Reply{}, false, nil
	}
	finding, err := b.finder.Find(ctx, bare)
	if err != nil {
		return Reply{}, false, err
	}
	kinds := lib.Lexicon.KindsOf(finding.Question)
	switch {
	case len(finding.Terms) == 0 && (len(kinds) > 0 || marked) && utf8.RuneCountInString(bare) <= ellipsisRunes:
		finding, err = b.sameTopic(ctx, finding, s.Topic)
	case marked || corrected || utf8.RuneCountInString(bare) <= subjectRunes && len(kinds) == 0:
		finding, err = b.sameKind(ctx, finding, s.Topic, lib, kinds)
	default:
		return Reply{}, false, nil
	}
	if err != nil {
		return Reply{}, false, err
	}
	a := knowledge.Decide(finding, day(m.Message))
	if a.Outcome == OutOfScope {
		return Reply{}, false, nil
	}
	return b.settle(Meaning{Message: m.Message, Finding: finding}, s, a), true, nil
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
	contextShare = 0.3 // of a message that names another subject
)

// sameTopic looks at the last topic's clauses first.
func (b *Bot) sameTopic(ctx context.Context, finding knowledge.Finding, t *Topic) (knowledge.Finding, error) {
	before, err := b.finder.Find(ctx, t.Question)
	if err != nil {
		return finding, err
	}
	return finding.InContext(before, topicShare, t.Clauses), nil
}

// sameKind asks the last topic's kind of thing of the new subject.
func (b *Bot) sameKind(ctx context.Context, finding knowledge.Finding, t *Topic, lib *knowledge.Library, kinds []knowledge.Kind) (knowledge.Finding, error) {
	before, err := b.finder.Find(ctx, t.Question)
	if err != nil {
		return finding, err
	}
	finding = finding.InContext(before, contextShare, nil)
	if len(kinds) == 0 {
		finding.Kinds = t.Kinds
	}
	return finding, nil
}

// afterCorrection returns what a correction puts in place: in 不是甲，我问的是乙
// that is 乙.
func afterCorrection(text string, markers []string) (string, bool) {
	end := -1
	for _, marker := range markers {
		if i := strings.LastIndex(text, marker); i >= 0 {
			end = max(end, i+len(marker))
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
