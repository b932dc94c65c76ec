package bot

import (
	"slices"
	"strings"
)

// mostTopics is how many earlier topics a conversation can go back to.
const mostTopics = 6

// passed adds the topic that another, with this first clause, takes the place
// of to the earlier ones.
func passed(earlier []Topic, last *Topic, clause string) []Topic {
	if last == nil || len(last.Clauses) == 0 || last.Clauses[0] == clause {
		return earlier
	}
	earlier = append(slices.Clone(earlier), *last)
	return earlier[max(0, len(earlier)-mostTopics):]
}

// topicOf returns the topic that a message is about, and what it says of it:
// the last one, or an earlier one that it goes back to.
func (b *Bot) topicOf(m Meaning, s *State) (*Topic, string) {
	earlier := recalled(m, s)
	if earlier == nil {
		return s.Topic, m.Text()
	}
	back, rest, found := strings.Cut(m.Text(), ",")
	if !found || m.Finding.Library.Lexicon.Talk.Asks(back) {
		return earlier, m.Text()
	}
	return earlier, strings.TrimSpace(rest) // 回到刚才第一个，哪些部门负责
}

// recalled returns the earlier topic that a message goes back to, nil for none:
// the first, or the one whose clauses its own words are nearest to.
func recalled(m Meaning, s *State) *Topic {
	talk := &m.Finding.Library.Lexicon.Talk
	first := pointsBack(m.Text(), talk.AtFirst)
	if len(s.Topics) == 0 || !first && !containsAny(m.Text(), talk.GoesBack) {
		return nil
	}
	if first || containsAny(m.Text(), talk.AtFirst) {
		return &slices.Clone(s.Topics)[0]
	}
	best, topic := m.Finding.Nearness(s.Topic.Clauses), (*Topic)(nil)
	for _, t := range s.Topics {
		if near := m.Finding.Nearness(t.Clauses); near > best && len(t.Clauses) > 0 {
			best, topic = near, &t
		}
	}
	return topic
}
