package bot

import (
	"context"
	"slices"
	"unicode/utf8"

	"cheyi/calendar"
	"cheyi/knowledge"
)

// whole finds the question that a message leaves half unsaid. ok is false when
// there is none, or it is no question on the policy's clauses.
func (b *Bot) whole(ctx context.Context, e elliptic, topic *Topic, before knowledge.Finding, today calendar.Day) (finding knowledge.Finding, ok bool, err error) {
	question, kinds := e.completed(topic, before)
	if question == "" {
		return finding, false, nil
	}
	if finding, err = b.finder.Find(ctx, question); err != nil {
		return finding, false, err
	}
	finding.Kinds = kinds
	a := knowledge.Decide(finding, today)
	return finding, a.Outcome == knowledge.NotStated || len(a.Clauses) > 0, nil
}

// completed returns the whole question, "" for a message that is one or is
// better read in the topic's context, and the kinds that it asks for, nil for
// those that its words show: 谁评审 and 过户也能用吗 are asked of the topic's subject,
// 那转让呢 puts one thing in the place of another, and 许可证呢 is asked what was asked
// before.
func (e elliptic) completed(topic *Topic, before knowledge.Finding) (question string, kinds []knowledge.Kind) {
	lex, runes := &e.finding.Library.Lexicon, utf8.RuneCountInString(e.bare)
	if e.about == nil || len(e.about.Note.Topics) == 0 { // a document that is only cited
		return "", nil
	}
	if swapped, ok := e.finding.Swapped(topic.Question, e.bare); ok && !e.asks && runes <= subjectRunes {
		return swapped, nil
	}
	subject := len(e.finding.Subjects()) > 0
	switch {
	case !subject && e.asks && (e.marked || runes <= ellipsisRunes) && !e.stated() && !e.finding.Turns(),
		subject && e.asks && runes <= ellipsisRunes && containsAny(e.bare, lex.Talk.Joining):
		return before.Calls(e.about) + e.bare, e.quantity(topic)
	case subject && !e.asks && (e.marked || e.corrected) && lex.LeavesOpen(e.finding.About(), topic.Kinds):
		return e.bare + lex.Ask(topic.Question, topic.Kinds), topic.Kinds
	}
	return "", nil
}

// stated reports whether the topic's clause by itself says what is asked of it, or that
// it does not say so: where it stands, whether something is included, who is
// responsible, how much, and what else its note has words for.
func (e elliptic) stated() bool {
	lex := &e.finding.Library.Lexicon
	if containsAny(e.bare, lex.Talk.Sources) || containsAny(e.bare, lex.Talk.Includes) {
		return true
	}
	if slices.ContainsFunc(e.kinds, lex.Strict) {
		return !e.finding.SaysMore()
	}
	return slices.ContainsFunc(e.kinds, ofAny) || e.about.Shows(e.kinds)
}
