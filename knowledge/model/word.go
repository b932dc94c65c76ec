package model

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sashabaranov/go-openai/jsonschema"

	"cheyi/knowledge"
)

// mostSentences is how many sentences a model may word an answer in.
const mostSentences = 3

// Word returns sentences that word an answer, each checked against the clause
// that it names; none when there is no good first one. show, if not nil, is
// called with each as soon as it has passed, while the rest is still coming.
func (s *Session) Word(ctx context.Context, a knowledge.Answer, show func(sentence string)) []knowledge.Sentence {
	t := task{
		name: "word", prompt: a.Library.Prompts.Word, stream: show != nil,
		data: map[string]any{"question": a.Question},
	}
	ids, clauses := []string{}, []map[string]any{}
	for _, c := range a.Clauses {
		ids = append(ids, c.ID)
		clauses = append(clauses, map[string]any{"id": c.ID, "text": c.Text, "keep": a.Library.Wording.Keep(c)})
	}
	t.data["clauses"] = clauses
	item := object(map[string]jsonschema.Definition{"clause": {Type: jsonschema.String, Enum: ids}, "text": {Type: jsonschema.String}})
	t.schema = object(map[string]jsonschema.Definition{"sentences": {Type: jsonschema.Array, Items: &item}})

	var passed []knowledge.Sentence
	withheld := 0
	whole := s.put(ctx, t, func(d *json.Decoder) error {
		return sentences(d, func(clause, text string) {
			sentence, ok := admit(a, passed, clause, text)
			if !ok {
				withheld++
				return
			}
			passed = append(passed, sentence)
			if show != nil {
				show(sentence.Text)
			}
		})
	})
	s.withhold(withheld)
	if !whole && show == nil { // what was shown stays; what was not need not be
		return nil
	}
	if len(passed) > 0 {
		s.service.count(&s.service.counts.Worded, 1)
	}
	return passed
}

// admit checks one sentence: a clause that was given, the first one first,
// each once, and words that the clause carries.
func admit(a knowledge.Answer, passed []knowledge.Sentence, clause, text string) (knowledge.Sentence, bool) {
	at := slices.IndexFunc(a.Clauses, func(c *knowledge.Clause) bool { return c.ID == clause })
	if at < 0 || len(passed) == 0 && at > 0 || len(passed) == mostSentences {
		return knowledge.Sentence{}, false
	}
	sentence := knowledge.Sentence{Clause: a.Clauses[at], Text: strings.TrimSpace(text)}
	if !strings.HasSuffix(sentence.Text, "。") {
		sentence.Text += "。"
	}
	if slices.ContainsFunc(passed, func(p knowledge.Sentence) bool { return p.Clause == sentence.Clause }) {
		return sentence, false
	}
	return sentence, len(knowledge.VerifySentence(sentence, a.Library, a.Day)) == 0
}

// sentences reads {"sentences":[{"clause","text"}…]} and hands over each
// sentence as soon as it is there. An answer that is malformed after some of
// it was used cannot be asked for again.
func sentences(d *json.Decoder, use func(clause, text string)) error {
	used := false
	fault := func(format string, args ...any) error {
		if used {
			return fmt.Errorf(format, args...)
		}
		return fmt.Errorf("%w: %w", errForm, fmt.Errorf(format, args...))
	}
	for _, want := range []json.Token{json.Delim('{'), "sentences", json.Delim('[')} {
		if got, err := d.Token(); err != nil || got != want {
			return fault("%v where %v is due", got, want)
		}
	}
	for d.More() {
		var sentence struct {
			Clause *string `json:"clause"`
			Text   *string `json:"text"`
		}
		if err := d.Decode(&sentence); err != nil {
			return fault("sentence: %w", err)
		}
		if sentence.Clause == nil || sentence.Text == nil {
			return fault("a key is missing")
		}
		used = true
		use(*sentence.Clause, *sentence.Text)
	}
	for _, want := range []json.Token{json.Delim(']'), json.Delim('}')} {
		if got, err := d.Token(); err != nil || got != want {
			if err == io.EOF {
				return errCut
			}
			return fault("%v where %v is due", got, want)
		}
	}
	return nil
}
