package model_test

import (
	"context"
	"testing"
	"time"

	"cheyi/knowledge"
	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

func TestBudget(t *testing.T) {
	b := &model.Budget{PerHour: 2, PerDay: 5}
	hour := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	for i, tt := range []struct {
		who  string
		at   time.Time
		want bool
	}{
		{"a", hour(0), true}, {"a", hour(0), true}, {"a", hour(0).Add(59 * time.Minute), false},
		{"b", hour(0), true},
		{"a", hour(1), true},
		{"c", hour(1), true}, {"d", hour(1), false}, // the day's five are spent
		{"d", hour(11), false}, {"d", hour(12), true}, // midnight in China
		{"d", hour(12), true}, {"d", hour(11), false}, // an earlier time begins no new hour
		{"e", hour(0), true}, {"f", hour(-24), true}, // and no new day, but counts
		{"g", hour(13), true}, {"h", hour(13), false}, {"h", hour(0), false},
	} {
		if got := b.Take(tt.who, tt.at); got != tt.want {
			t.Errorf("%d: %s at %v: %v", i, tt.who, tt.at, got)
		}
	}
}

// Over the budget nothing is sent, and it is counted.
func TestOverBudget(t *testing.T) {
	server := modeltest.Start(modeltest.Good)
	defer server.Close()
	s := model.NewWith(discard, model.Endpoint{URL: server.URL, Model: "m"}, model.Switch{Dir: t.TempDir()}, &model.Budget{PerHour: 1, PerDay: 9}, patient)
	among := []*knowledge.Clause{clause(t, "五.1")}
	for i, want := range []bool{true, false} {
		if _, ok := s.Session("one", noon).Choose(context.Background(), finding(t, "展会"), among); ok != want {
			t.Errorf("%d: %v", i, ok)
		}
	}
	if c := s.Counts(); c.OverBudget != 1 || c.Calls != 1 || len(server.Bodies()) != 1 {
		t.Errorf("%+v", c)
	}
}
