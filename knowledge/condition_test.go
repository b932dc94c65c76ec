package knowledge

import "testing"

// Only what stands before a condition's words tells whether it is met.
func TestConditionDenied(t *testing.T) {
	talk := &Talk{Negations: []string{"没", "未", "不是", "没评上", "未评为"}}
	classes := &Condition{Is: []string{"一类", "二类"}, Other: []string{"三类"}}
	for question, denied := range map[string]bool{
		"二类退税几天":         false,
		"没评上一类或二类退税几天":   true,
		"不是一类也不是二类":      true,
		"未评为二类,一类倒是评上了":  false,
		"三类退税几天":         true,
		"退税几天":           false,
		"没听说过退税,二类几天办完啊": false,
	} {
		if got := talk.denies(classes, question); got != denied {
			t.Errorf("%s: denied %t, want %t", question, got, denied)
		}
	}
}
