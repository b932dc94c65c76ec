package knowledge

import (
	"cmp"
	"slices"
)

// A Finding is what a search knows of one question: the question as it was
// understood, and the entries of the library ranked for it.
type Finding struct {
	Library  *Library
	Question string  // normalised, guesses applied
	Guesses  []Guess // what was replaced on the way
	Words    []string
	Terms    []string // the words that are the corpus's own terms, or stand for one
	Kinds    []Kind   // the kinds asked for, when the words alone do not say
	Hits     []Hit    // best first
}

// A Guess is a reading of the user's words that is not certain.
type Guess struct {
	Said, Meant string
}

// A Hit is one entry with its score between 0 and 1 and what it is made of.
type Hit struct {
	Entry
	Score   float64
	Own     float64 // how much of the question stands in the entry's own text
	All     float64 // … in its text and all the ways of asking for it
	Nearest float64 // how alike the question is to the nearest way of asking
	Like    string  // that way of asking
}

// InContext returns the finding with the scores of an earlier one mixed in by
// share, and with the earlier topic's clauses, if any, at least as high as
// anything else: what an elliptic question leaves out is found there.
func (f Finding) InContext(before Finding, share float64, topic []string) Finding {
	scores := map[string]float64{}
	for _, h := range before.Hits {
		scores[h.ID] = share * h.Score
	}
	var hits []Hit
	for _, h := range f.Hits {
		h.Score = (1-share)*h.Score + scores[h.ID]
		delete(scores, h.ID)
		hits = append(hits, h)
	}
	for _, h := range before.Hits {
		if score, ok := scores[h.ID]; ok {
			h.Score = score
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	lift(hits, topic)
	f.Hits = hits
	f.Terms = append(slices.Clone(f.Terms), before.Terms...)
	f.Guesses = slices.Clone(f.Guesses)
	return f
}

// lift puts the topic's clauses on top, the first one highest.
func lift(hits []Hit, topic []string) {
	if len(hits) == 0 {
		return
	}
	top := hits[0].Score
	for i := len(topic) - 1; i >= 0; i-- {
		at := slices.IndexFunc(hits, func(h Hit) bool { return h.Clause != nil && h.Clause.ID == topic[i] })
		if at < 0 {
			continue
		}
		hit := hits[at]
		hit.Score = max(top, scoreSure)
		copy(hits[1:at+1], hits[:at])
		hits[0] = hit
	}
}

// scoreSure is the score of what the conversation itself has settled.
const scoreSure = 0.5
