package model_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cheyi/knowledge"
	"cheyi/knowledge/model/modeltest"
)

// Every task works with whatever way of structured output the endpoint has,
// and the way that worked is tried first the next time.
func TestModes(t *testing.T) {
	modes := []string{modeltest.BySchema, modeltest.ByTool, modeltest.ByObject, modeltest.ByText}
	for i, only := range modes {
		t.Run(only, func(t *testing.T) {
			var tried []string
			s, _ := service(t, patient, func(r modeltest.Request) modeltest.Answer {
				tried = append(tried, r.Mode)
				if r.Mode != only {
					return modeltest.Answer{Status: http.StatusBadRequest, Body: `{"error":{"message":"unsupported"}}`}
				}
				a := modeltest.Good(r)
				if only == modeltest.ByText {
					a.Text = "好的：\n```json\n" + a.Text + "```"
				}
				return a
			})
			session := s.Session("one", noon)
			ctx := context.Background()
			about := clause(t, "五.1")
			if got := session.Rephrase(ctx, finding(t, "封顶呢"), "展位费报几成", about); got != "展位费封顶呢" {
				t.Errorf("rephrased %q", got)
			}
			if !slices.Equal(tried, modes[:i+1]) {
				t.Errorf("tried %v", tried)
			}
			tried = nil
			if got, ok := session.Choose(ctx, finding(t, "展会"), []*knowledge.Clause{about, clause(t, "五.2")}); !ok || got != about {
				t.Errorf("chose %v", got)
			}
			if got := session.Fill(ctx, finding(t, "大概是八十辆吧,去年的事"), map[string]string{"vehicle_count": "几辆？"}); got["vehicle_count"] != "八十辆" {
				t.Errorf("filled %v", got)
			}
			if got := word(t, s, answer(t, "七.5", "七.6"), nil); !strings.Contains(got, "80%") || !strings.Contains(got, "200 万元") {
				t.Errorf("worded %q", got)
			}
			var shown string
			if got := word(t, s, answer(t, "七.5", "七.6"), func(sentence string) { shown += sentence }); got != shown || got == "" {
				t.Errorf("shown %q of %q", shown, got)
			}
			if slices.ContainsFunc(tried, func(m string) bool { return m != only }) {
				t.Errorf("then tried %v", tried)
			}
			if c := s.Counts(); c.Calls != 5 || c.Worded != 2 || c.Filled != 1 || c.Chosen != 1 || c.Rephrased != 1 || c.Withheld != 0 || c.Failed != 0 {
				t.Errorf("%+v", c)
			}
		})
	}
}

// An answer that is not in the form asked for is asked for once more.
func TestMalformedOnce(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON": "不知道", "another key": `{"clause":"五.1","why":"x"}`, "no key": `{}`, "another type": `{"clause":5}`, "a list": `[]`, "cut": `{"clause":"五`,
	} {
		t.Run(name, func(t *testing.T) {
			s, server := service(t, patient, says(text))
			if _, ok := s.Session("one", noon).Choose(context.Background(), finding(t, "展会"), []*knowledge.Clause{clause(t, "五.1")}); ok {
				t.Error("taken for an answer")
			}
			if n := len(server.Bodies()); n != 2 || s.Counts().Failed != 1 {
				t.Errorf("%d requests, %+v", n, s.Counts())
			}
		})
	}
}

func TestChooseOnlyAmongTheGiven(t *testing.T) {
	among := []*knowledge.Clause{clause(t, "五.1"), clause(t, "五.2")}
	for _, tt := range []struct {
		said string
		want *knowledge.Clause
		ok   bool
	}{
		{"五.2", among[1], true}, {"none", nil, true}, {"七.1", nil, false}, {"", nil, false}, {"五.1 五.2", nil, false},
	} {
		s, _ := service(t, patient, says(modeltest.JSON(map[string]string{"clause": tt.said})))
		if got, ok := s.Session("one", noon).Choose(context.Background(), finding(t, "展会"), among); got != tt.want || ok != tt.ok {
			t.Errorf("%q: %v %v", tt.said, got, ok)
		}
	}
}

// Words that answer an open question stand in the message verbatim, and mean
// there what they mean alone.
func TestFillOnlyWhatWasSaid(t *testing.T) {
	for _, tt := range []struct {
		text, id, words string
		ok              bool
	}{
		{"大概是八十辆吧", "vehicle_count", "八十辆", true},
		{"不好说,我们一共有80辆", "vehicle_count", "80辆", true},
		{"大概是八十辆吧", "vehicle_count", "80辆", false},
		{"不是八十辆", "vehicle_count", "八十辆", false},
		{"除了八十辆", "vehicle_count", "八十辆", false},
		{"我们有三个人", "vehicle_count", "三", false},
		{"一百八十辆", "vehicle_count", "八十辆", false},
		{"八十辆,八十辆", "vehicle_count", "八十辆", false},
		{"八十辆", "booking", "八十辆", false},
		{"八十辆", "vehicle_count", "", false},
	} {
		s, _ := service(t, patient, says(modeltest.JSON(map[string]any{"values": []any{map[string]string{"id": tt.id, "words": tt.words}}})))
		got := s.Session("one", noon).Fill(context.Background(), finding(t, tt.text), map[string]string{"vehicle_count": "几辆？"})
		if (len(got) > 0) != tt.ok {
			t.Errorf("%q in %q: %v", tt.words, tt.text, got)
		}
	}
}

// A model that lies says nothing: whatever passes its clause carries.
func TestHostileWordsNothing(t *testing.T) {
	s, _ := service(t, impatient, modeltest.Hostile())
	for _, id := range []string{"五.1", "七.1", "七.5", "二.6", "六.3", "三.4"} {
		a := answer(t, id)
		for range 40 {
			for _, sentence := range s.Session("one", noon).Word(context.Background(), a, nil) {
				t.Errorf("%s: %q", id, sentence.Text)
			}
		}
	}
	if c := s.Counts(); c.Withheld < 100 || c.Failed == 0 || c.Late == 0 {
		t.Errorf("%+v", c)
	}
}

// The first sentence is on the first clause, each clause has one, and no more
// are taken than are read.
func TestSentencesInOrder(t *testing.T) {
	five, six := modeltest.Sentence("七.5", "对二手车出口企业投保出口信用保险保费给予最高80%的资金支持。"), modeltest.Sentence("七.6", "单一企业单一公历年度保费补贴资金不超过200万元。")
	for _, tt := range []struct {
		name string
		said []any
		want int
	}{
		{"both", []any{five, six}, 2},
		{"the second first", []any{six, five}, 1},
		{"only the second", []any{six}, 0},
		{"one twice", []any{five, five, six}, 2},
		{"none", []any{}, 0},
	} {
		s, _ := service(t, patient, says(modeltest.JSON(map[string]any{"sentences": tt.said})))
		if got := s.Session("one", noon).Word(context.Background(), answer(t, "七.5", "七.6"), nil); len(got) != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
