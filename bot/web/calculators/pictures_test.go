package calculators

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"cheyi/calc"
)

func calculated(t testing.TB, rule, on string, v calc.Values) calc.Calculation {
	t.Helper()
	c, err := shipped().Compute(shipped().Rule(rule), v, day(t, on))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func legend(v chartView) string {
	var list []string
	for _, k := range v.Legend {
		list = append(list, k.Text)
	}
	return strings.Join(list, " | ")
}

// The line, its threshold and its limit are where the text has them.
func TestChart(t *testing.T) {
	for _, row := range []struct {
		rule, on string
		with     calc.Values
		legend   string
		text     string
	}{
		{"booth", typedOn, calc.Values{"booth_fee": "36000"}, "您的：3.6 万元 → 2.52 万元", "按 70% 计。展位费 3.6 万元，金额 25,200 元。"},
		{"premium_credit", typedOn, calc.Values{"premium": "1000000"},
			"您的：100 万元 → 80 万元 | 每家企业每年最多 200 万元，保费 250 万元起封顶", "保费到 250 万元 封顶，金额不超过 2,000,000 元。"},
		{"premium_project", typedOn, calc.Values{"premium": "3000000", "used": "1500000"},
			"您的：300 万元 → 0 元 | 每家企业每年最多 150 万元", "金额不超过 0 元。"},
		{"vehicles", "2025-06-01", calc.Values{"vehicle_count": "43", "year": "2025"},
			"您的 2025 年：43 辆 → 0 元，再出口 7 辆即达起点 | 起点 50 辆", "不到 50 辆 没有"},
		{"vehicles", "2025-06-01", calc.Values{"vehicle_count": "2024:43;2025:68"},
			"您的 2024 年：43 辆 → 0 元，差 7 辆到起点 | 您的 2025 年：68 辆 → 6.8 万元 | 起点 50 辆", "2025 年出口辆数 68 辆，金额 68,000 元。"},
		{"vehicles", typedOn, calc.Values{"vehicle_count": "43", "year": "2025"},
			"您的 2025 年：43 辆 → 0 元，差 7 辆到起点 | 起点 50 辆", "不到 50 辆 没有"},
	} {
		p := picturesOf(calculated(t, row.rule, row.on, row.with), day(t, row.on))
		if len(p.Charts) != 1 || legend(p.Charts[0]) != row.legend || !strings.Contains(p.Charts[0].Text, row.text) {
			t.Errorf("%s %v: %q, %+v", row.rule, row.with, legend(p.Charts[0]), p.Charts[0].Text)
		}
	}
	if p := picturesOf(calculated(t, "vehicles", typedOn, calc.Values{"vehicle_count": "80", "year": "2026"}), day(t, typedOn)); len(p.Charts) != 0 {
		t.Error("a year that the text does not cover has a chart")
	}
}

// Everything that is drawn lies within the drawing, and no number beside an
// axis touches another, from the smallest to the largest that can be given.
func TestChartStaysInItsFrame(t *testing.T) {
	amounts := []string{"0.01", "49", "50", "299999.99", "1714285.71", "2142857", "2500000", "2500001", "1234567890.12", "10000000000"}
	for _, row := range []struct {
		rule, input string
		given       []string
	}{
		{"booth", "booth_fee", amounts}, {"premium_project", "premium", amounts}, {"premium_credit", "premium", amounts},
		{"vehicles", "vehicle_count", []string{"2025:1", "2025:43", "2025:49", "2025:50", "2025:51", "2025:99999", "2024:1;2025:100000", "2024:49;2025:51"}},
	} {
		for _, given := range row.given {
			for _, c := range picturesOf(calculated(t, row.rule, typedOn, calc.Values{row.input: given}), day(t, typedOn)).Charts {
				for _, d := range c.Dots {
					if math.IsNaN(d.X+d.Y) || d.X < c.Left || d.X > c.Right || d.Y < c.Top || d.Y > c.Bottom {
						t.Errorf("%s %s: the point is at %v", row.rule, given, d)
					}
				}
				apart(t, row.rule+" "+given, c)
			}
		}
	}
}

// apart wants that the numbers beside a chart's axes stand in the drawing and
// apart, among them the first own one.
func apart(t *testing.T, what string, c chartView) {
	if len(c.Across) < 2 || len(c.Upward) < 2 || !c.Across[0].Own {
		t.Errorf("%s: numbers %v %v", what, c.Across, c.Upward)
	}
	for i, n := range c.Across {
		begin, end := n.At-wide(n.Label)/2, n.At+wide(n.Label)/2
		if begin < 0 || end > width {
			t.Errorf("%s: %v is cut off", what, n)
		}
		for _, o := range c.Across[:i] {
			if end > o.At-wide(o.Label)/2 && begin < o.At+wide(o.Label)/2 {
				t.Errorf("%s: %v touches %v", what, n, o)
			}
		}
	}
	for i, n := range c.Upward {
		if wide(n.Label) > c.Left {
			t.Errorf("%s: %v is cut off", what, n)
		}
		for _, o := range c.Upward[:i] {
			if math.Abs(n.At-o.At) < textLine {
				t.Errorf("%s: %v touches %v", what, n, o)
			}
		}
	}
}

func TestBarAddsUp(t *testing.T) {
	c := calculated(t, "premium_credit", typedOn, calc.Values{"premium": "1000000", "used": "500000"})
	bar := picturesOf(c, day(t, typedOn)).Bars[0]
	got := fmt.Sprint(bar.Parts)
	if want := "[{used 0 90 已领 500,000 元} {now 90 144 这次 800,000 元} {left 234 126 还剩 700,000 元}]"; got != want {
		t.Errorf("the bar is %s, want %s", got, want)
	}
}

// The weeks of a limit, each day with why it counts or does not.
func TestMonths(t *testing.T) {
	for _, row := range []struct {
		rule string
		with calc.Values
		want string
	}{
		{"refund_deadline", calc.Values{"accepted_on": "2026-09-28", "taxpayer_class": "2"}, `2026年9月
28 起, 29 第1天, 30 第2天
2026年10月
1 国庆节, 2 国庆节, 3 国庆节, 4 国庆节
5 国庆节, 6 国庆节, 7 国庆节, 8 第3天 目标, 9, 10, 11
`},
		{"refund_deadline", calc.Values{"accepted_on": "2026-09-18", "taxpayer_class": "1"}, `2026年9月
14, 15, 16, 17, 18 起, 19 周末, 20 第1天 补班
21 第2天, 22 第3天 目标, 23, 24, 25, 26, 27
`},
		{"refund_deadline", calc.Values{"accepted_on": "2026-12-30", "taxpayer_class": "unknown"}, `2026年12月
28, 29, 30 起, 31 第1天
2027年1月
1 元旦, 2 周末, 3 周末
4 第2天, 5 第3天 一类、二类 目标, 6 第4天, 7 第5天 三类、四类 目标, 8, 9, 10
`},
	} {
		var got strings.Builder
		for _, m := range daysOf(*calculated(t, row.rule, typedOn, row.with).Days).Months {
			got.WriteString(m.Name + "\n")
			for _, week := range m.Weeks {
				var days []string
				for _, d := range week {
					if d.Number > 0 {
						days = append(days, strings.TrimSpace(fmt.Sprint(d.Number)+" "+strings.Join(d.Marks, " ")))
					}
				}
				got.WriteString(strings.Join(days, ", ") + "\n")
			}
		}
		if got.String() != row.want {
			t.Errorf("%v:\n%s\nwant\n%s", row.with, got.String(), row.want)
		}
	}
}

func TestMonthsOfCalendarDays(t *testing.T) {
	for _, row := range []struct{ rule, input, from, first, last string }{
		{"temporary_plate", "issued_on", "2026-11-23", "起 第1天", "第60天 最后一天"},
		{"deregistration_deadline", "cleared_on", "2026-09-23", "起", "最后一天"},
	} {
		months := daysOf(*calculated(t, row.rule, typedOn, calc.Values{row.input: row.from}).Days).Months
		var marked []string
		for _, m := range months {
			for _, week := range m.Weeks {
				for _, d := range week {
					if len(d.Marks) > 0 {
						marked = append(marked, strings.Join(d.Marks, " "))
					}
				}
			}
		}
		if len(marked) != 2 || marked[0] != row.first || marked[1] != row.last {
			t.Errorf("%s: %v", row.rule, marked)
		}
	}
}

// A result from a conversation is drawn, and leads to its page.
func TestCard(t *testing.T) {
	c := pagesOn(t, typedOn)
	result := calculated(t, "premium_project", typedOn, calc.Values{"insurance_type": "premium_project", "premium": "800000;900000"}).Result
	drawn, address := c.Card(result)
	if address != "/calc/premium_project?premium=800000&premium=900000" || !strings.Contains(string(drawn), "这次 1,190,000 元") || !strings.Contains(string(drawn), "</figure>\n<details><summary>看图") || strings.Contains(string(drawn), "style=") {
		t.Errorf("%s\n%s", address, drawn)
	}
	result.Inputs = nil // of a version that did not keep them
	if drawn, address := c.Card(result); drawn != "" || address != "" {
		t.Errorf("%s %s", drawn, address)
	}
}

func TestShortNumbers(t *testing.T) {
	for _, row := range []struct{ given, want string }{
		{"0", "0 元"}, {"0.01", "0.01 元"}, {"36000", "3.6 万元"}, {"36001", "36,001 元"}, {"1234567.89", "1,234,567.89 元"},
		{"150000000", "1.5 亿元"}, {"123450000", "12,345 万元"},
	} {
		if got := short(rat(t, row.given), unitYuan); got != row.want {
			t.Errorf("%s is written %q, want %q", row.given, got, row.want)
		}
	}
}
