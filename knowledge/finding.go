package knowledge

import (
	"cmp"
	"slices"
)

// A Finding is what a search knows of one question: the question as it was
// understood, and the entries of the library ranked for it, best first.
type Finding struct {
	Library  *Library
	Question string  // normalised, guesses applied
	Guesses  []Guess // what was replaced on the way
	Words    []string
	Terms    []string // the corpus's own terms that the words are or stand for
	Context  bool     // an earlier question is mixed in
	Kinds    []Kind   // the kinds asked for, when the words alone do not say

	Clauses   []Hit      // by score and votes
	Overviews []Hit      // by score
	Gaps      []Hit      // by score
	Facts     []Hit      // by score
	Outside   []Hit      // by score
	Guide     []GuideHit // by score; apart from all others

	// Leans says how much the words speak for the question's being answered by
	// a clause, above zero, or not.
	Leans map[*Clause]float64

	// Hostility says how much the words speak for a message that no honest asker
	// sends, above zero, or not.
	Hostility float64
}

// A Guess is a reading of the user's words that is not certain.
type Guess struct {
	Said  string `json:"said"`
	Meant string `json:"meant"`
}

// A Hit is one entry with its score between 0 and 1 and what it is made of.
type Hit struct {
	Entry
	Score   float64 // how well the entry fits the question
	Alone   float64 // the same, without the earlier question that is mixed in
	Votes   float64 // how much of the question speaks for this clause rather than another
	Own     float64 // how much of the question stands in the entry's own text
	All     float64 // … in its text and all the ways of asking for it
	Nearest float64 // how alike the question is to the nearest way of asking
	Like    string  // that way of asking
}

// A GuideHit is one clause of the guide with how well the question fits its
// ways of asking, between 0 and 1.
type GuideHit struct {
	*GuideClause
	Score float64
}

// rank orders clauses among themselves.
func (h Hit) rank() float64 { return h.Score + h.Votes }

// Subject reports whether the question names what it is about well enough to
// be answered without what was said before.
func (f Finding) Subject() bool {
	return len(f.Terms) > 0 && max(best(f.Clauses), best(f.Gaps)) >= settledScore
}

// Strange reports whether the question is plainly about something else
// altogether, whatever was spoken of before.
func (f Finding) Strange() bool {
	score, outside := max(best(f.Clauses), best(f.Gaps), best(f.Overviews), best(f.Facts)), best(f.Outside)
	if len(f.Terms) == 0 && !f.SaysMore() && len(f.Library.Lexicon.KindsOf(f.Question)) > 0 {
		return false // 要啥材料 is of whatever was spoken of
	}
	if len(f.Terms) == 0 && outside >= faintScore && outside >= faintLead*score {
		return true
	}
	return outside >= strangeScore && outside >= strangeLead*score
}

// How near something else must be, and how much nearer than the policy: less
// where no term of the policy is named and it lies far ahead.
const (
	strangeScore = 0.3
	strangeLead  = 1.25
	faintScore   = 0.15
	faintLead    = 2
)

// Elsewhere reports whether the question's own words are so near to another
// clause, against those of the topic, that it has left the topic.
func (f Finding) Elsewhere(topic []string) bool {
	about := f.About()
	if about == nil || best(f.Clauses) < settledScore {
		return false
	}
	return f.Nearness(topic) < leftShare*best(f.Clauses)
}

// Nearness is how near the question is to the nearest of some clauses, by id.
func (f Finding) Nearness(clauses []string) float64 {
	near := 0.0
	for _, h := range f.Clauses {
		if slices.Contains(clauses, h.Clause.ID) {
			near = max(near, h.Score)
		}
	}
	return near
}

// leftShare is how near, against the nearest, the topic's own clauses must be
// for a question without a subject to stay with it.
const leftShare = 0.6

// About returns the clause that the question is clearly nearest to, nil for
// none.
func (f Finding) About() *Clause {
	if len(f.Clauses) == 0 || f.Clauses[0].Score < max(doubtFloor, best(f.Gaps)) {
		return nil
	}
	return f.Clauses[0].Clause
}

// Sort puts hits into the finding's lists. Equal ranks keep the order
// of the corpus; hits without a score are left out.
func (f *Finding) Sort(hits []Hit) {
	f.Clauses, f.Overviews, f.Gaps, f.Facts, f.Outside = nil, nil, nil, nil, nil
	for _, h := range hits {
		switch {
		case h.Score == 0:
		case h.Clause != nil:
			f.Clauses = append(f.Clauses, h)
		case h.Gap != nil:
			f.Gaps = append(f.Gaps, h)
		case h.Overview != nil:
			f.Overviews = append(f.Overviews, h)
		case h.Outside != nil:
			f.Outside = append(f.Outside, h)
		default:
			f.Facts = append(f.Facts, h)
		}
	}
	for _, list := range []*[]Hit{&f.Clauses, &f.Overviews, &f.Gaps, &f.Facts, &f.Outside} {
		*list = ranked(*list)
	}
}

// ranked orders hits by rank. A hit is large: it is moved once, and what is
// sorted are places.
func ranked(hits []Hit) []Hit {
	type place struct {
		rank float64
		at   int
	}
	places := make([]place, len(hits))
	for i, h := range hits {
		places[i] = place{h.rank(), i}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.at, b.at)) })
	list := make([]Hit, len(hits))
	for i, p := range places {
		list[i] = hits[p.at]
	}
	return list
}

// OfDocument reports whether the question is about the document itself rather
// than about what it says.
func (f Finding) OfDocument() bool {
	return len(f.Facts) > 0 && f.Facts[0].Score >= max(doubtFloor, best(f.Clauses), best(f.Gaps))
}

// best returns the highest score of a list; clauses are not ordered by it.
func best(hits []Hit) float64 {
	score := 0.0
	for _, h := range hits {
		score = max(score, h.Score)
	}
	return score
}

// InContext returns the finding with the scores of an earlier one mixed in by
// share: what an elliptic question leaves out is found there. The clauses of
// the topic, if any, come first, as what the conversation has settled.
func (f Finding) InContext(before Finding, share float64, topic []string) Finding {
	topic = f.leading(topic)
	mixed := map[string]*Hit{}
	var hits []*Hit
	mix := func(part Finding, share float64) {
		for _, h := range slices.Concat(part.Clauses, part.Overviews, part.Gaps, part.Facts, part.Outside) {
			m := mixed[h.ID]
			if m == nil {
				m = &Hit{Entry: h.Entry, Own: h.Own, All: h.All, Nearest: h.Nearest, Like: h.Like}
				mixed[h.ID] = m
				hits = append(hits, m)
			}
			m.Score += share * h.Score
			m.Votes += share * h.Votes
		}
	}
	mix(f, 1-share)
	mix(before, share)
	for _, h := range slices.Concat(f.Clauses, f.Overviews, f.Gaps, f.Facts, f.Outside) {
		mixed[h.ID].Alone = h.Score
	}
	slices.SortFunc(hits, func(a, b *Hit) int { return cmp.Compare(a.ID, b.ID) })
	flat := make([]Hit, len(hits))
	for i, h := range hits {
		flat[i] = *h
		if at := slices.Index(topic, h.clauseID()); at >= 0 {
			flat[i].Score = max(h.Score, settledScore)
			flat[i].Votes += float64(len(topic) - at)
		}
	}
	f.Sort(flat)
	f.Context = true
	if len(f.Terms) == 0 {
		f.Terms = before.Terms
	}
	return f
}

// leading puts the clause of a topic first that alone states the kind asked, or
// that the question's own words are clearly nearest to: of 四.1 and 四.2, 都有啥配套
// is asked of the latter.
func (f Finding) leading(topic []string) []string {
	kinds := f.Library.Lexicon.KindsOf(f.Question)
	if len(topic) < 2 || slices.Contains(kinds, KindWho) { // who is responsible for one is for all
		return topic
	}
	lead, first := topic[0], f.Nearness(topic[:1])
	if f.SaysMore() {
		for _, id := range topic[1:] {
			if near := f.Nearness([]string{id}); near >= doubtFloor && first < leadShare*near {
				lead, first = id, near
			}
		}
	} else if len(kinds) > 0 {
		for _, h := range f.Clauses {
			if slices.Contains(topic, h.Clause.ID) && h.Clause.states(kinds) > 0 {
				lead = h.Clause.ID
				break
			}
		}
	}
	return append([]string{lead}, slices.DeleteFunc(slices.Clone(topic), func(id string) bool { return id == lead })...)
}

// leadShare is how near, against the nearest of a topic's clauses, the one that
// led before must be to lead again.
const leadShare = 0.8

// settledScore is the score of a clause that the conversation is about.
const settledScore = 0.5

func (e Entry) clauseID() string {
	if e.Clause == nil {
		return ""
	}
	return e.Clause.ID
}
