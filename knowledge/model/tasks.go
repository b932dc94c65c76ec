package model

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai/jsonschema"

	"cheyi/knowledge"
)

// The words by which a model says that no clause answers.
const none = "none"

// Rephrase returns a follow-up as a question that stands alone, "" when it
// cannot. before is the question last answered, about the clause that did.
func (s *Session) Rephrase(ctx context.Context, f knowledge.Finding, before string, about *knowledge.Clause) string {
	var answer struct {
		Question *string `json:"question"`
	}
	t := task{
		name: "rephrase", prompt: f.Library.Prompts.Rephrase,
		data:   map[string]any{"text": f.Question, "before": before, "clause": about.Text},
		schema: object(map[string]jsonschema.Definition{"question": {Type: jsonschema.String}}),
	}
	if !s.put(ctx, t, one(&answer, func() bool { return answer.Question != nil })) {
		return ""
	}
	question := strings.TrimSpace(*answer.Question)
	if question == "" || question == f.Question {
		return ""
	}
	if len(knowledge.VerifyQuestion(question, f.Question, before, about, f.Library)) > 0 {
		s.withhold(1)
		return ""
	}
	s.service.count(&s.service.counts.Rephrased, 1)
	return question
}

// Choose returns the clause that answers a question, nil for none of them; ok
// says whether anything was chosen.
func (s *Session) Choose(ctx context.Context, f knowledge.Finding, among []*knowledge.Clause) (chosen *knowledge.Clause, ok bool) {
	var answer struct {
		Clause *string `json:"clause"`
	}
	ids, clauses := []string{}, []map[string]any{}
	for _, c := range among {
		ids = append(ids, c.ID)
		clauses = append(clauses, map[string]any{"id": c.ID, "text": c.Text})
	}
	t := task{
		name: "choose", prompt: f.Library.Prompts.Choose,
		data:   map[string]any{"question": f.Question, "clauses": clauses},
		schema: object(map[string]jsonschema.Definition{"clause": {Type: jsonschema.String, Enum: append(ids, none)}}),
	}
	s.service.count(&s.service.counts.Asked, 1)
	if !s.put(ctx, t, one(&answer, func() bool { return answer.Clause != nil })) {
		return nil, false
	}
	at := slices.IndexFunc(among, func(c *knowledge.Clause) bool { return c.ID == *answer.Clause })
	if at < 0 && *answer.Clause != none {
		s.withhold(1)
		return nil, false
	}
	s.service.count(&s.service.counts.Chosen, 1)
	if at < 0 {
		return nil, true
	}
	return among[at], true
}

// maxFill bounds the words that answer one question, in characters.
const maxFill = 40

// Fill returns, for the inputs asked for, the words of the message that answer
// them. They stand in it verbatim, and nothing beside them changes what they
// mean; they are still to be read like any answer.
func (s *Session) Fill(ctx context.Context, f knowledge.Finding, inputs map[string]string) map[string]string {
	var answer struct {
		Values *[]struct {
			ID    string `json:"id"`
			Words string `json:"words"`
		} `json:"values"`
	}
	ids, questions := []string{}, []map[string]any{}
	for id, ask := range inputs {
		ids = append(ids, id)
		questions = append(questions, map[string]any{"id": id, "ask": ask})
	}
	slices.Sort(ids)
	item := object(map[string]jsonschema.Definition{"id": {Type: jsonschema.String, Enum: ids}, "words": {Type: jsonschema.String}})
	t := task{
		name: "fill", prompt: f.Library.Prompts.Fill,
		data:   map[string]any{"text": f.Question, "questions": questions},
		schema: object(map[string]jsonschema.Definition{"values": {Type: jsonschema.Array, Items: &item}}),
	}
	if !s.put(ctx, t, one(&answer, func() bool { return answer.Values != nil })) {
		return nil
	}
	values := map[string]string{}
	for _, v := range *answer.Values {
		_, asked := inputs[v.ID]
		_, twice := values[v.ID]
		if !asked || twice || !stands(v.Words, f) {
			s.withhold(1)
			continue
		}
		values[v.ID] = v.Words
	}
	if len(values) > 0 {
		s.service.count(&s.service.counts.Filled, 1)
	}
	return values
}

// stands reports whether words stand in a message once, and beside them, up to
// the next comma, only what says nothing: 八十辆 does not stand in 不是八十辆.
func stands(words string, f knowledge.Finding) bool {
	if strings.TrimSpace(words) == "" || utf8.RuneCountInString(words) > maxFill || strings.Count(f.Question, words) != 1 {
		return false
	}
	for _, part := range strings.FieldsFunc(f.Question, func(r rune) bool { return strings.ContainsRune(",。;!? \n", r) }) {
		if before, after, found := strings.Cut(part, words); found {
			w := &f.Library.Wording
			return w.Filler(before) && w.Filler(after)
		}
	}
	return false
}

// one reads an answer that is one small object.
func one(into any, complete func() bool) func(*json.Decoder) error {
	return func(d *json.Decoder) error {
		if err := d.Decode(into); err != nil {
			return fmt.Errorf("%w: %w", errForm, err)
		}
		if !complete() {
			return fmt.Errorf("%w: a key is missing", errForm)
		}
		return nil
	}
}

// object is the schema of an object with all its keys required, as strict
// endpoints want it.
func object(properties map[string]jsonschema.Definition) jsonschema.Definition {
	var names []string
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return jsonschema.Definition{Type: jsonschema.Object, Properties: properties, Required: names, AdditionalProperties: false}
}
