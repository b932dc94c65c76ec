package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cheyi/knowledge"
)

func TestUnshown(t *testing.T) {
	a, b, c := &knowledge.GuideClause{ID: "a", Text: "一。"}, &knowledge.GuideClause{ID: "b", Text: "二。"}, &knowledge.GuideClause{ID: "c", Text: "三。"}
	for _, tt := range []struct {
		name              string
		guide, shown, fit []*knowledge.GuideClause
	}{
		{"nothing shown yet", []*knowledge.GuideClause{a, b}, nil, []*knowledge.GuideClause{a, b}},
		{"room for one", []*knowledge.GuideClause{b, c}, []*knowledge.GuideClause{a}, []*knowledge.GuideClause{b}},
		{"shown already", []*knowledge.GuideClause{a, b}, []*knowledge.GuideClause{a}, []*knowledge.GuideClause{b}},
		{"full", []*knowledge.GuideClause{c}, []*knowledge.GuideClause{a, b}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var shown []knowledge.Reference
			for _, g := range tt.shown {
				shown = append(shown, g.Reference())
			}
			if got := unshown(tt.guide, shown); !slices.Equal(got, tt.fit) {
				t.Errorf("got %v, want %v", got, tt.fit)
			}
		})
	}
}

// Replies without references have no such key: clients from before see what
// they saw.
func TestReferencesAreOmitted(t *testing.T) {
	data, err := json.Marshal(Reply{}.complete())
	if err != nil || strings.Contains(string(data), "references") {
		t.Errorf("%s %v", data, err)
	}
}
