package search

import (
	"context"
	"slices"
	"strings"

	"cheyi/knowledge"
)

// Highlight returns a clause's text with 【】 around what a question's terms
// hit.
func (l *Live) Highlight(ctx context.Context, question string, c *knowledge.Clause) (string, error) {
	spans, err := l.Marks(ctx, question, c)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	last := 0
	for _, s := range spans[0] {
		b.WriteString(c.Text[last:s[0]] + "【" + c.Text[s[0]:s[1]] + "】")
		last = s[1]
	}
	b.WriteString(c.Text[last:])
	return b.String(), nil
}

// Marks returns where in the text of each clause a question's terms hit: spans
// of bytes in order, overlapping ones merged. Bleve's own highlighter is not
// used: it mistakes overlapping words, and differently from run to run.
func (l *Live) Marks(ctx context.Context, question string, clauses ...*knowledge.Clause) ([][][2]int, error) {
	s, err := l.enter()
	if err != nil {
		return nil, err
	}
	defer s.queries.RUnlock()
	hits, err := s.policy.hits(ctx, l.normaliser.Normalise(question))
	if err != nil {
		return nil, err
	}
	marks := make([][][2]int, len(clauses))
	for i, c := range clauses {
		if spans := hits[c.Document.Folder+"/"+c.ID]; len(spans) > 0 {
			if normal, origin := l.normaliser.origins(c.Text); origin != nil {
				marks[i] = original(merge(spans, len(normal)), origin)
			}
		}
	}
	return marks, nil
}

// hits returns, by entry, where a normalised question's terms stand in its
// normalised text.
func (p *policyIndex) hits(ctx context.Context, question string) (map[string][][2]int, error) {
	spans := map[string][][2]int{}
	for _, clue := range p.weigher.clues(p.analyser.Words(question), true) {
		for _, a := range clue.Alternatives {
			list, err := p.index.read(ctx, ownWords, a.Term, true)
			if err != nil {
				return nil, err
			}
			for _, posting := range list {
				id := p.index.records[posting.record]
				spans[id] = append(spans[id], posting.spans...)
			}
		}
	}
	return spans, nil
}

// merge joins spans that overlap or touch, in order, up to a length.
func merge(spans [][2]int, length int) [][2]int {
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var merged [][2]int
	for _, s := range spans {
		if s[1] > length {
			continue // beyond the clause, in what the editors add to it
		}
		if last := len(merged) - 1; last >= 0 && s[0] <= merged[last][1] {
			merged[last][1] = max(merged[last][1], s[1])
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// original returns the spans of the text that spans of its normal form come
// from.
func original(spans [][2]int, origin []int) [][2]int {
	var places [][2]int
	last := 0
	for _, s := range spans {
		from, to := origin[s[0]], origin[s[1]]
		if end := s[1]; to == origin[end-1] { // within what one character became: it is marked whole
			for origin[end] == to {
				end++
			}
			to = origin[end]
		}
		if from < last {
			continue // the character before is marked already
		}
		places = append(places, [2]int{from, to})
		last = to
	}
	return places
}

// origins normalises text character by character and returns, for each byte
// of the result and for its end, the offset in text that it comes from. It
// returns nil where that is not the same as normalising the whole.
func (n *Normaliser) origins(text string) (string, []int) {
	var b strings.Builder
	var origin []int
	for i, r := range text {
		s := string(r)
		if r != ' ' {
			s = n.Normalise(s)
		}
		for range len(s) {
			origin = append(origin, i)
		}
		b.WriteString(s)
	}
	if b.String() != n.Normalise(text) {
		return "", nil
	}
	return b.String(), append(origin, len(text))
}
