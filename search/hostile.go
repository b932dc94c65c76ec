package search

import "math"

// hostility tells messages that no honest asker sends from all that people ask,
// by a logistic regression over the features of both. Their likeness to a known
// one is not enough: what they demand is about the policy's own subjects.
type hostility struct {
	row    map[string]int32 // feature → its weight
	weight []float32
}

// A warning is one message with whether it is hostile.
type warning struct {
	features []string
	hostile  bool
}

const (
	// hostileRounds is one more than is needed for clauses: hostile messages are few.
	hostileRounds = 4
	// honestShare of the ways of asking for the policy are enough: there are ten
	// times as many of them, and a start has no time for all.
	honestShare = 4
)

// learnHostility fits the weights, in one fixed order.
func learnHostility(warnings []warning) *hostility {
	h := &hostility{row: map[string]int32{}}
	seen := map[string]int{}
	for _, w := range warnings {
		for _, f := range w.features {
			if seen[f]++; seen[f] == fewestWays {
				h.row[f] = int32(len(h.row))
			}
		}
	}
	h.weight = make([]float32, len(h.row))
	rows := make([][]int32, len(warnings))
	for i, w := range warnings {
		rows[i] = known(h.row, w.features)
	}
	order := newOrder(len(warnings), func(i int) []string { return warnings[i].features })
	for round := range hostileRounds {
		for _, i := range order.round(round) {
			h.correct(rows[i], warnings[i].hostile)
		}
	}
	return h
}

// correct takes one step towards what a message is.
func (h *hostility) correct(rows []int32, hostile bool) {
	missed := 1 / (1 + float32(math.Exp(float64(-h.lean(rows)))))
	if hostile {
		missed--
	}
	if missed < negligible && missed > -negligible {
		return
	}
	missed *= step / root(rows)
	for _, r := range rows {
		h.weight[r] -= missed
	}
}

// lean is how much speaks for a message being hostile, above zero, or not.
func (h *hostility) lean(rows []int32) float32 {
	lean := float32(0)
	for _, r := range rows {
		lean += h.weight[r]
	}
	return lean / root(rows)
}

// judge returns the lean of a message.
func (h *hostility) judge(features []string) float64 {
	return float64(h.lean(known(h.row, features)))
}
