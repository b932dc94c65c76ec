package modeltest

import (
	"regexp"
	"strings"
)

// Good does what it is asked to, from what it is given.
func Good(r Request) Answer {
	text := func(key string) string { s, _ := r.Data[key].(string); return s }
	switch r.Task {
	case "word":
		var list []any
		for _, c := range clauses(r) {
			list = append(list, Sentence(c.ID, strings.TrimRight(c.Text, "，。；")+"。"))
		}
		return Answer{Text: JSON(map[string]any{"sentences": list})}
	case "choose":
		return Answer{Text: JSON(map[string]any{"clause": clauses(r)[0].ID})}
	case "rephrase":
		return Answer{Text: JSON(map[string]any{"question": shared(text("before"), text("clause")) + text("text")})}
	}
	values := []any{}
	if words := quantity.FindString(text("text")); words != "" {
		for _, id := range ids(r) {
			values = append(values, map[string]any{"id": id, "words": words})
		}
	}
	return Answer{Text: JSON(map[string]any{"values": values})}
}

var quantity = regexp.MustCompile(`[0-9一二两三四五六七八九十百千万][0-9一二两三四五六七八九十百千万.]*(?:万元|元|辆|台|类|月|日|号|年)*`)

// Sentence is one sentence of a worded answer.
func Sentence(clause, text string) map[string]any {
	return map[string]any{"clause": clause, "text": text}
}

// A clause as a request gives it.
type clause struct{ ID, Text string }

func clauses(r Request) []clause {
	var list []clause
	given, _ := r.Data["clauses"].([]any)
	for _, g := range given {
		c, _ := g.(map[string]any)
		id, _ := c["id"].(string)
		text, _ := c["text"].(string)
		list = append(list, clause{id, text})
	}
	return list
}

// ids are the inputs that a message is searched for.
func ids(r Request) []string {
	var list []string
	given, _ := r.Data["questions"].([]any)
	for _, g := range given {
		q, _ := g.(map[string]any)
		id, _ := q["id"].(string)
		list = append(list, id)
	}
	return list
}

// shared is the longest stretch that two texts have in common.
func shared(a, b string) string {
	rs, best := []rune(a), ""
	for i := range rs {
		for j := i + 1; j <= len(rs); j++ {
			if s := string(rs[i:j]); len(s) > len(best) && strings.Contains(b, s) {
				best = s
			}
		}
	}
	return best
}
