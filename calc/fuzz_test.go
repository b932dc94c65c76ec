package calc

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cheyi/knowledge"
)

// typed is what people have typed at one time or another, good and bad.
var typed = []string{
	"展位费3.6万能补多少", "两个展，展位费各3万", "展位费3万、2万，一共6万", "展位费5000欧元，汇率7.8", "展位费1e309", "展位费-3万", "展位费0.001元",
	"中长期险保费80万，特险90万", "信用险保费100万，已经领过50万", "特险保费100万，剩余额度30万", "还剩30万", "没有", "保费5万美元和3万欧元", "十几万",
	"2024年60辆，2025年70辆", "24、25年各60辆", "去年出口80辆，其中30辆新能源", "半辆", "50或60辆", "2024年和2025年一共60辆",
	"9月28日受理的，二类", "2月30日", "13月5日", "9.28", "农历八月十五", "一类还是二类", "五类", "不知道几类", "A类企业",
	"再加一个项目90万", "不对，是80辆", "不是80是60辆", "2024年保费300万，2025年保费100万", "2024:80000;2025:left 30000", "50000 USD", "7.12",
	strings.Repeat("9", 400), "1,500,000.00", "", " ", ";", ":", "-", "万", "半", "零", "\x00", "各各各", "NaN", "２０２６年１１月２３日",
}

// Whatever is typed, a value that is read is one that is accepted again as it
// is, a problem is a sentence, and no input has both; what is then computed is
// a result that may be shown, or a problem.
func FuzzRead(f *testing.F) {
	for _, s := range typed {
		f.Add(s)
	}
	book, today := shipped(f), parseDay(f, typedOn)
	f.Fuzz(func(t *testing.T, said string) {
		said = folded(strings.ToValidUTF8(said, ""))
		for _, flow := range book.Flows {
			for _, asked := range append(flow.Inputs(), &Input{}) {
				s := flow.Read(said, today, asked.Name, Values{})
				for name, value := range s.Values {
					in := book.Input(name)
					if !slices.Contains(flow.Inputs(), in) {
						t.Fatalf("%q: %s states %s", said, flow.ID, name)
					}
					if again, err := in.Check(value, today); err != nil || again != value {
						t.Fatalf("%q: %s is %q, which is read as %q (%v)", said, name, value, again, err)
					}
					if in.Show(value) == "" {
						t.Fatalf("%q: %s is %q, which cannot be shown", said, name, value)
					}
				}
				for _, p := range s.Problems {
					ends(t, p)
					if s.Values[p.Input] != "" {
						t.Fatalf("%q: %s is %q and has the problem %s", said, p.Input, s.Values[p.Input], p.What)
					}
				}
				computable(t, book, flow, s)
			}
		}
	})
}

// computable computes what a message states, with the rule's example in place
// of what it leaves open.
func computable(t *testing.T, book *Book, flow *Flow, s Statement) {
	t.Helper()
	if len(s.Values) == 0 {
		return
	}
	rule := flow.Rule(s.Values)
	if rule == nil {
		rule = flow.Rules[0]
	}
	v := Values{"exchange_rate": "7.12"}
	maps.Copy(v, rule.Example)
	flow.Merge(v, s)
	today := parseDay(t, typedOn)
	c, err := book.Compute(rule, v, today)
	if p := (Problem{}); err != nil {
		if !errors.As(err, &p) {
			t.Fatalf("%s %v: %v", rule.ID, v, err)
		}
		ends(t, p)
		return
	}
	if problems := knowledge.Verify(c.Reply, book.Library, today); len(problems) > 0 {
		t.Fatalf("%s %v may not be shown: %v\n%s", rule.ID, v, problems, c.Reply.Text)
	}
}

// ends checks that a problem is a sentence, whatever of the typed words it
// repeats.
func ends(t *testing.T, p Problem) {
	t.Helper()
	last, _ := utf8.DecodeLastRuneInString(p.What)
	if p.Input == "" || !utf8.ValidString(p.What) || last != '。' && last != '？' {
		t.Fatalf("%s: no sentence: %q", p.Input, p.What)
	}
}

// A typed value is brought into a form that is kept as it is, or it is a
// problem of the input it was typed for.
func FuzzCheck(f *testing.F) {
	for _, s := range typed {
		f.Add(s)
	}
	book, today := shipped(f), parseDay(f, typedOn)
	f.Fuzz(func(t *testing.T, said string) {
		said = strings.ToValidUTF8(said, "")
		for _, in := range book.Inputs {
			value, err := in.Check(said, today)
			if p := (Problem{}); err != nil {
				if !errors.As(err, &p) || p.Input != in.Name || value != "" {
					t.Fatalf("%s %q: %q, %v", in.Name, said, value, err)
				}
				ends(t, p)
				continue
			}
			if again, err := in.Check(value, today); value == "" || err != nil || again != value {
				t.Fatalf("%s %q is %q, which is read as %q (%v)", in.Name, said, value, again, err)
			}
			if list := items(value); in.Kind == KindMoney && len(list) != strings.Count(value, ";")+1 {
				t.Fatalf("%s %q is %q, of which %d can be computed", in.Name, said, value, len(list))
			}
		}
	})
}
