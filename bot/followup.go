package bot

import (
	"context"
	"slices"
	"strings"

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
	lex := &m.Finding.Library.Lexicon
	text, corrected := afterCorrection(withoutThanks(text, lex.Scope.Thanks), &lex.Talk)
	corrected = corrected || m.denied
	bare, marked := withoutMarker(text, lex.Talk.FollowUps)
	if bare == "" {
		return Reply{}, false, nil
	}
	finding, err := b.finder.Find(ctx, bare)
	if err != nil || finding.OfDocument() && (s.Document || finding.SaysMore()) || finding.Strange() || knowledge.Decide(finding, day(m.Message)).Hostile() {
		return Reply{}, false, err
	}
	part := elliptic{text: text, bare: bare, marked: marked, corrected: corrected, finding: finding, kinds: lex.KindsOf(finding.Question)}
	part.asks = len(part.kinds) > 0 || lex.Talk.Asks(bare)
	if len(topic.Clauses) > 0 {
		part.about, _ = finding.Library.Clause(topic.Folder, topic.Clauses[0])
	}
	part.computed = s.Done != nil && !b.namesCalculator(bare, s.Done.Flow)
	before, err := b.finder.Find(ctx, topic.Question)
	if err != nil {
		return Reply{}, false, err
	}
	finding, ok, err := b.whole(ctx, part, topic, before, day(m.Message))
	if err == nil && !ok {
		finding, ok = part.inContext(topic, before, day(m.Message))
	}
	if err != nil || !ok {
		return Reply{}, false, err
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
func afterCorrection(text string, talk *knowledge.Talk) (string, bool) {
	end := -1
	for _, marker := range talk.Corrections {
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
		if rest = strings.Trim(text[end:], " ,.。!?:"); !strings.HasPrefix(rest, "是不") {
			rest = strings.TrimPrefix(rest, "是")
		}
	}
	if rest == "" {
		return text, false
	}
	return afterDenied(rest, talk), true
}

// afterDenied drops what is not meant before what is: of 展会，是海外仓, after 不是.
func afterDenied(text string, talk *knowledge.Talk) string {
	denied, meant, found := strings.Cut(text, ",")
	meant = strings.TrimSpace(meant)
	if !found || talk.Asks(denied) || !slices.ContainsFunc(talk.Instead, func(w string) bool { return strings.HasPrefix(meant, w) }) {
		return text
	}
	return strings.TrimPrefix(meant, "是")
}

// begins reports whether a clause of the text begins at i: a correction does
// not stand in the middle of one (是不是, 我们不是).
func begins(text string, i int) bool {
	before := strings.TrimRight(text[:i], "啊哦呀唉哎我 ")
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
