package search

import (
	"context"
	"slices"
	"strings"

	"cheyi/knowledge"
)

// Highlight returns a clause's text with 【】 around what a question's terms
// hit, overlapping hits merged. Bleve's own highlighter is not used: it
// mistakes overlapping words, and differently from run to run.
func (l *Live) Highlight(ctx context.Context, question string, c *knowledge.Clause) (string, error) {
	s, err := l.enter()
	if err != nil {
		return "", err
	}
	defer s.queries.RUnlock()
	p := s.policy
	normal, origin := l.normaliser.origins(c.Text)
	if origin == nil {
		return c.Text, nil
	}
	number := slices.Index(p.index.records, c.Document.Folder+"/"+c.ID)
	var spans [][2]int
	for _, clue := range p.weigher.clues(p.analyser.Words(l.normaliser.Normalise(question)), true) {
		for _, a := range clue.Alternatives {
			list, err := p.index.read(ctx, ownWords, a.Term, true)
			if err != nil {
				return "", err
			}
			for _, posting := range list {
				if posting.record == number {
					spans = append(spans, posting.spans...)
				}
			}
		}
	}
	return mark(c.Text, merge(spans, len(normal)), origin), nil
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

func mark(text string, spans [][2]int, origin []int) string {
	var b strings.Builder
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
		b.WriteString(text[last:from] + "【" + text[from:to] + "】")
		last = to
	}
	b.WriteString(text[last:])
	return b.String()
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
