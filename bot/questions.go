package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/knowledge"
)

// ask answers a message that stands on its own: one question, or several.
func (b *Bot) ask(ctx context.Context, m Meaning, s *State) (Reply, error) {
	answers, strange, vents, err := b.parts(ctx, m)
	if err != nil {
		return Reply{}, err
	}
	if whole := knowledge.Decide(m.Finding, day(m.Message)); len(answers) > 1 {
		answers = slices.DeleteFunc(answers, func(p part) bool { return !p.SameSubject(whole) && !p.Stands(p.finding, whole) })
		strange = false
	}
	if len(answers) < 2 {
		whole := m.Message.decide(ctx, m.Finding)
		if len(answers) == 1 && answers[0].Plain(answers[0].finding) && (strange && !whole.Hostile() || whole.Reason == knowledge.Abusive && vents) { // 今天天气真好，退税几天
			return b.settle(Meaning{Message: m.Message, Finding: answers[0].finding}, s, answers[0].Answer), nil
		}
		return b.settle(m, s, whole), nil
	}
	var reply Reply
	for i, a := range answers {
		a.Guide = unshown(a.Guide, reply.References)
		part := b.settle(Meaning{Message: m.Message, Finding: a.finding}, s, a.Answer)
		if i == 0 {
			reply = part
			continue
		}
		reply = join(reply, part)
	}
	return reply, nil
}

// settle composes one answer and remembers its topic.
func (b *Bot) settle(m Meaning, s *State, a knowledge.Answer) Reply {
	a.Stated, s.Document = s.Stated, a.Fact != nil
	open := unanswered(m, s.Topic, a)
	composed := knowledge.Compose(a)
	m.Message.aid.saw(a)
	var original *knowledge.Clause
	if about := slices.Concat(a.Clauses, a.Related); len(about) > 0 && len(composed.Citations) > 0 {
		if a.Reason != knowledge.ByArticle { // which is the text itself
			original = about[0]
		}
		s.Topics = passed(s.Topics, s.Topic, about[0].ID)
		s.Topic = &Topic{Question: subject(s.Topic, m, about[0]), Said: said(s.Topic, m, about[0]), Folder: about[0].Document.Folder, Kinds: a.Kinds}
		for _, c := range about {
			s.Topic.Clauses = append(s.Topic.Clauses, c.ID)
		}
		s.Stated = s.Stated || composed.SaysOpenEnd()
	}
	var about *knowledge.Clause
	if near := slices.Concat(a.Clauses, a.Related); len(near) > 0 {
		about = near[0]
	}
	if about != nil && s.Done != nil && len(composed.Citations) > 0 {
		if f := b.calculatorOf(s.Topic); f == nil || calcPrefix+f.ID != s.Done.Flow {
			s.Done = nil // the talk has moved on; s.Past keeps the way back
		}
	}
	r := b.offer(m, present(composed, original), about)
	r.unanswered, r.Ranked = open, ranked(m.Finding)
	return r
}

// subject is the question that names what is talked about: an elliptic one on
// the same clause names nothing.
func subject(before *Topic, m Meaning, about *knowledge.Clause) string {
	if m.Finding.Context && before != nil && before.Folder == about.Document.Folder && slices.Contains(before.Clauses, about.ID) {
		return before.Question
	}
	return m.Text()
}

// said keeps the questions about one article together, the last ones: a year
// or a kind of insurance named in one of them still holds for the next.
func said(before *Topic, m Meaning, about *knowledge.Clause) string {
	if before == nil || before.Folder != about.Document.Folder || !slices.ContainsFunc(before.Clauses, func(id string) bool { return strings.HasPrefix(id, about.Article.Number+".") }) {
		return m.Text()
	}
	return recent(before.Said + "。" + m.Text())
}

// recent keeps the last questions, each whole: of half a telephone number
// nobody could tell that it is one. The last is kept however long it is.
func recent(said string) string {
	for utf8.RuneCountInString(said) > saidRunes {
		_, rest, more := strings.Cut(said, "。")
		if !more || rest == "" {
			break
		}
		said = rest
	}
	return said
}

// saidRunes is how much of what was said is kept.
const saidRunes = 200

// join puts two replies into one: the words in the order asked, each citation
// once, and partial when only one of them is an answer.
func join(first, second Reply) Reply {
	r := Reply{Outcome: first.Outcome, Text: first.Text + "\n\n" + second.Text, Calculation: first.Calculation, Missing: first.Missing, Ranked: first.Ranked, unanswered: slices.Concat(first.unanswered, second.unanswered)}
	if first.Outcome == Asked || first.Outcome == Rejected { // the question comes last, with its answers
		r.Text, r.Options = second.Text+"\n\n"+first.Text, first.Options
		r.Citations = second.Citations
		return r
	}
	if first.Outcome != second.Outcome && first.Outcome != Calculated {
		r.Outcome = Partial
	}
	if first.Outcome != Calculated && first.Outcome != Answered && second.Outcome == Answered {
		first, second = second, first // the first citation carries an answer
	}
	for _, c := range append(slices.Clone(first.Citations), second.Citations...) {
		if !slices.ContainsFunc(r.Citations, func(o knowledge.Citation) bool { return o.Clause == c.Clause && o.Folder == c.Folder }) {
			r.Citations = append(r.Citations, c)
		}
	}
	r.References = append(slices.Clone(first.References), second.References...)
	for _, o := range append(slices.Clone(first.Options), second.Options...) {
		if o.Label == labelOriginal {
			o.Label = labelOf(o)
		}
		if !slices.Contains(r.Options, o) && len(r.Options) < maxOptions {
			r.Options = append(r.Options, o)
		}
	}
	return r
}

// labelOf tells the texts of two clauses apart.
func labelOf(o Option) string {
	clause := o.ID[strings.LastIndex(o.ID, "/")+1:]
	article, _, _ := strings.Cut(clause, ".")
	return fmt.Sprintf(labelOneOriginal, article)
}

// maxOptions is how many next steps a person can take in at a glance.
const maxOptions = 4

// part is one question of several in a message.
type part struct {
	knowledge.Answer
	finding knowledge.Finding
}

// parts cuts a message into the questions it asks. It returns fewer than two
// when the message is better read as one: sentences that set the scene are no
// questions, and two halves that lead to the same clause are one. strange
// says that a part of it is about something else altogether, and vents that
// one before it is only anger.
func (b *Bot) parts(ctx context.Context, m Meaning) (parts []part, strange, vents bool, err error) {
	list := sentences(m.Text(), m.Finding.Library.Lexicon.Talk.Joins)
	if len(list) < 2 {
		return nil, false, false, nil
	}
	for _, text := range list[:min(len(list), mostParts)] {
		finding, err := b.finder.Find(ctx, text)
		if err != nil {
			return nil, false, false, err
		}
		a := knowledge.Decide(finding, day(m.Message))
		strange = strange || a.Reason == knowledge.ByDistance
		vents = vents || len(parts) == 0 && a.Reason == knowledge.Abusive && len(finding.Terms) == 0
		if !finding.Library.Lexicon.Talk.Asks(text) || len(finding.Terms) == 0 && !a.Plain(finding) && !a.Missing() || !a.Firm(finding) {
			continue
		}
		if slices.ContainsFunc(parts, func(p part) bool { return p.SameSubject(a) }) {
			continue
		}
		parts = append(parts, part{a, finding})
	}
	return parts, strange, vents, nil
}

// sentences cuts a text at sentence ends, commas and the words that join a
// further question, and puts back together what is too short to stand alone.
func sentences(text string, joins []string) []string {
	for _, j := range joins {
		text = strings.ReplaceAll(text, j, "\n")
	}
	var list []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n。!;,", r) }) {
		for line != "" {
			head, rest, asked := strings.Cut(line, "?")
			if head = strings.TrimSpace(head); head != "" {
				if asked {
					head += "?"
				}
				if utf8.RuneCountInString(head) < 4 && len(list) > 0 {
					list[len(list)-1] += head
				} else {
					list = append(list, head)
				}
			}
			line = rest
		}
	}
	return list
}
