package knowledge

import (
	"testing"

	"cheyi/calendar"
)

func TestStanding(t *testing.T) {
	day := func(s string) calendar.Day {
		d, err := calendar.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := &Document{IssuedOn: day("2021-12-17"), EffectiveOn: day("2022-05-01"), Status: string(InForce)}
	whole := &Clause{Document: d}
	two := &Clause{Document: d, Note: Note{Spans: []Validity{{From: day("2024-01-01"), Until: day("2025-12-31"), Quote: "连续两年"}}}}
	for _, tt := range []struct {
		clause *Clause
		on     string
		state  State
		says   string
	}{
		{whole, "2021-12-16", NotYet, "按 2021年12月16日 计还没有成文（文件 2021年12月17日 成文）"},
		{whole, "2021-12-17", NotYet, "按 2021年12月17日 计还没有施行（文件从 2022年5月1日 起施行）"},
		{whole, "2022-05-01", InForce, "按 2022年5月1日 计有效（文件未写明有效期）"},
		{two, "2023-12-31", NotYet, "按 2023年12月31日 计还没有开始（原文“连续两年”，从 2024年1月1日 起）"},
		{two, "2025-12-31", InForce, "按 2025年12月31日 计有效（原文“连续两年”，到 2025年12月31日 止）"},
		{two, "2026-01-01", Expired, "按 2026年1月1日 计已到期（原文“连续两年”，到 2025年12月31日 止）"},
	} {
		on := day(tt.on)
		if got := tt.clause.Standing(on); got != tt.says || tt.clause.On(on) != tt.state {
			t.Errorf("%s: %s, %q, want %s, %q", tt.on, tt.clause.On(on), got, tt.state, tt.says)
		}
	}
	d.Status = string(Expired)
	if got := whole.Standing(day("2026-01-01")); got != "按 2026年1月1日 计已失效" || d.On(day("2026-01-01")) != Expired {
		t.Errorf("%s, %q", d.On(day("2026-01-01")), got)
	}
}
