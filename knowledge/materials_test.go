package knowledge_test

import (
	"slices"
	"strings"
	"testing"

	"cheyi/knowledge"
	"cheyi/yamlfile"
)

// Filed enterprises show the licence's copy, others their own proof; both by
// where it is said.
func TestMaterials(t *testing.T) {
	lib := library(t)
	for _, business := range []string{"transfer", "transfer_export", "deregistration"} {
		filed, other := lib.MaterialsFor(business, true), lib.MaterialsFor(business, false)
		if len(filed) == 0 || filed[0].Clause == nil || filed[0].Clause.ID != "三.3" {
			t.Errorf("%s, filed: %+v", business, filed)
		}
		if len(other) == 0 || other[0].Clause != nil || other[0].Source() == "" {
			t.Errorf("%s, not filed: %+v", business, other)
		}
	}
}

func TestMaterialsFaults(t *testing.T) {
	for _, tt := range []struct{ old, fault, says string }{
		{"guide: 注销.3", "guide: 注销.99", "guide 里没有"},
		{"clause: 三.3", "clause: 三.9", "没有条款"},
		{"quote: 可以提供加盖", "quote: 必须提供加盖", "不是 三.3 的原话"},
		{"when: filed", "when: perhaps", "when 只能是"},
		{"business: transfer_export", "business: transfer", "写了两次"},
	} {
		_, faults := knowledge.Read(plant(t, "materials.yaml", tt.old, tt.fault))
		if !slices.ContainsFunc(faults, func(f yamlfile.Fault) bool {
			return f.File == "materials.yaml" && f.Line > 0 && strings.Contains(f.What, tt.says)
		}) {
			t.Errorf("%s: %v", tt.fault, faults)
		}
	}
}
