package search

import (
	"reflect"
	"testing"

	"cheyi/knowledge"
)

func TestGuideIsRanked(t *testing.T) {
	plates := &knowledge.GuideClause{ID: "号牌", Questions: []string{"临牌能用几天", "临时号牌有效期几天"}}
	loans := &knowledge.GuideClause{ID: "抵押", Questions: []string{"抵押的车能注销吗", "贷款没还清能注销吗"}}
	n := normaliser(t)
	analyser := NewAnalyser(segmenterOf(), nil)
	g := newGuideIndex([]*knowledge.GuideClause{plates, loans}, n, analyser)
	for _, tt := range []struct {
		question string
		first    *knowledge.GuideClause // nil for none
	}{
		{"临牌管几天", plates},
		{"貸款車能註銷不", loans},
		{"下雨了", nil},
		{"", nil},
	} {
		question := n.Normalise(tt.question)
		hits := g.rank(guideTerms(question, analyser.Grams(question)))
		switch {
		case tt.first == nil && len(hits) > 0:
			t.Errorf("%q: %v", tt.question, hits)
		case tt.first != nil && (len(hits) == 0 || hits[0].GuideClause != tt.first || hits[0].Score <= 0 || hits[0].Score > 1):
			t.Errorf("%q: %v, want %s first", tt.question, hits, tt.first.ID)
		}
	}
}

// What the guide says does not move what the policy's entries score.
func TestGuideIsApart(t *testing.T) {
	lib := smallLibrary(t)
	guided := *lib
	guided.Guide = []*knowledge.GuideClause{{ID: "号牌", Questions: []string{"转让登记之后临牌能用几天", "退税几天办结", "海外市场怎么开拓"}}}
	without, with := smallPolicy(t, lib), smallPolicy(t, &guided)
	for _, question := range []string{"退税几天办结", "转让登记要什么", "海外市场", "临牌"} {
		a, b := findIn(t, without, question), findIn(t, with, question)
		if len(b.Guide) == 0 {
			t.Errorf("%s: the guide is not searched", question)
		}
		a.Library, b.Library, b.Guide = nil, nil, nil
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the guide moved the finding\nwith    %+v\nwithout %+v", question, b, a)
		}
	}
}
