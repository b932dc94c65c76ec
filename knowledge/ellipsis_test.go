package knowledge_test

import (
	"testing"

	"cheyi/knowledge"
)

// What takes the place of what in the question before.
func TestSwapped(t *testing.T) {
	lib := library(t)
	for _, tt := range []struct {
		question, words string
		cut             []string
		want            string
	}{
		{"注销登记可以批量预约吗", "转让", nil, "转让可以批量预约吗"},
		{"转让待出口能集中办吗", "注销", nil, "注销能集中办吗"}, // and not 注销待出口
		{"商务厅管什么", "海关", nil, "海关管什么"},
		{"退税几天", "转让", nil, ""},
		{"注销要几天", "注销", nil, ""},
		{"境外展会补多少", "海外仓", []string{"海外仓"}, ""}, // whose 海外 is a part of it
	} {
		if got, ok := (knowledge.Finding{Library: lib, Words: tt.cut}).Swapped(tt.question, tt.words); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s, %s: %q %v, want %q", tt.question, tt.words, got, ok, tt.want)
		}
	}
}

// What a question calls the subject of the clause that it was answered with.
func TestCalls(t *testing.T) {
	lib := library(t)
	for _, tt := range []struct {
		clause string
		terms  []string
		want   string
	}{
		{"五.1", []string{"境外", "展位费", "补贴"}, "展位费"},
		{"四.4", []string{"机动车维修企业"}, "维修企业"},
		{"六.4", []string{"出口信用特险", "保费"}, "出口信用特险"},
		{"六.3", []string{"补贴", "申报"}, "公共海外仓"}, // aspects name nothing
	} {
		f := knowledge.Finding{Library: lib, Terms: tt.terms}
		if got := f.Calls(clause(t, lib, tt.clause)); got != tt.want {
			t.Errorf("%v of %s: %q, want %q", tt.terms, tt.clause, got, tt.want)
		}
	}
}

// The words by which a further question is asked what was asked before.
func TestAsk(t *testing.T) {
	lex := library(t).Lexicon
	for _, tt := range []struct {
		question string
		kinds    []knowledge.Kind
		want     string
	}{
		{"退税要几天", []knowledge.Kind{"duration"}, "几天"},
		{"一类呢", []knowledge.Kind{"duration"}, "时限"},
		{"退税要几天", nil, ""},
	} {
		if got := lex.Ask(tt.question, tt.kinds); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.question, got, tt.want)
		}
	}
}
