package bot

import (
	"regexp"
	"slices"

	"cheyi/knowledge"
)

// mostTopics is how many earlier topics a conversation can go back to.
const mostTopics = 6

// passed adds the topic that another takes the place of to the earlier ones.
func passed(earlier []Topic, last *Topic, about *knowledge.Clause) []Topic {
	if last == nil || len(last.Clauses) == 0 || last.Clauses[0] == about.ID {
		return earlier
	}
	earlier = append(slices.Clone(earlier), *last)
	return earlier[max(0, len(earlier)-mostTopics):]
}

var (
	goesBack = regexp.MustCompile(`刚才|刚刚|前面|之前|回到|说回|回头说|先前`)
	atFirst  = regexp.MustCompile(`第一个|一开始|最开始|最早|最先|头一个`)
)

// recalled returns the earlier topic that a message goes back to, nil for none:
// the first, or the one whose clauses its own words are nearest to.
func recalled(m Meaning, s *State) *Topic {
	if len(s.Topics) == 0 || !goesBack.MatchString(m.Text()) && !atFirst.MatchString(m.Text()) {
		return nil
	}
	if atFirst.MatchString(m.Text()) {
		first := s.Topics[0]
		return &first
	}
	best, topic := m.Finding.Nearness(s.Topic.Clauses), (*Topic)(nil)
	for _, t := range s.Topics {
		if near := m.Finding.Nearness(t.Clauses); near > best {
			best, topic = near, &t
		}
	}
	return topic
}
