package calc

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The day on which people type what stands in these tests, a Monday.
const typedOn = "2026-11-23"

// folded is half width and lower case, as texts come to this package.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r = r - '！' + '!'
		}
		return unicode.ToLower(r)
	}, s)
}

// What people type for an input, and what it means.
func TestCheck(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		input string
		typed map[string]string
	}{
		{"booth_fee", map[string]string{
			"36000": "36000", "36000元": "36000", "36,000.00元": "36000", "３.６万": "36000", "3.6万": "36000", "三万六": "36000", "三万六千元整": "36000",
			"￥1,500,000.00": "1500000", "壹佰伍拾万元": "1500000", "1.5百万": "1500000", "150万块钱": "1500000", "15w": "150000", "12.5K": "12500", "三十六万五": "365000", "两百八": "280",
			"0.01元": "0.01", "12元5角": "12.5", "十块零五分": "10.05", "100": "100", "一百亿": "10000000000",
			"展位费一共3.6万，谢谢": "36000", "大概就是8000块吧": "8000",
			"8000，12000": "8000;12000", "3万、2万": "30000;20000", "12000和23000.55": "12000;23000.55", "三万，两万，合计五万": "30000;20000", "两个展各3万": "30000;30000",
		}},
		{"premium", map[string]string{
			"5万美元": "50000 USD", "$5000": "5000 USD", "5000欧元": "5000 EUR", "20万卢布": "200000 RUB", "3万港币": "30000 HKD", "人民币80万": "800000",
			"5万美元，3万美元": "50000 USD;30000 USD", "80万；90万": "800000;900000",
		}},
		{"used", map[string]string{"0": "0", "0元": "0", "50万": "500000", "已经领过50万": "500000"}},
		{"vehicle_count", map[string]string{
			"80": "80", "80辆": "80", "８０ 台": "80", "八十台": "80", "俩": "2", "68部车": "68", "一百二十辆": "120", "1,200辆": "1200", "1": "1", "100000辆": "100000",
			"30辆和40辆": "30;40", "2024年60辆，2025年70辆": "2024:60;2025:70", "24年、25年各60辆": "2024:60;2025:60",
		}},
		{"year", map[string]string{
			"2025": "2025", "2025年": "2025", "25年": "2025", "25": "2025", "二〇二五年": "2025", "二五年": "2025", "2025年度": "2025",
			"今年": "2026", "去年": "2025", "前年": "2024", "大前年": "2023", "明年": "2027", "24、25两年": "2024;2025", "2024年和2025年": "2024;2025", "2000年": "2000", "2099年": "2099",
		}},
		{"accepted_on", map[string]string{
			"2026-09-28": "2026-09-28", "2026年9月28日": "2026-09-28", "2026/9/28": "2026-09-28", "20260928": "2026-09-28", "二〇二六年九月二十八日": "2026-09-28",
			"９．２８": "2026-09-28", "9月28号": "2026-09-28", "9-28受理的": "2026-09-28", "今天": "2026-11-23", "昨天": "2026-11-22", "前天": "2026-11-21", "大前天": "2026-11-20",
			"上周五": "2026-11-20", "上个月8号": "2026-10-08", "去年12月31": "2025-12-31", "12月20号受理的": "2025-12-20", "2024年2月29日": "2024-02-29", "2000年1月1日": "2000-01-01",
		}},
		{"taxpayer_class", map[string]string{
			"1": "1", "一类": "1", "二类企业": "2", "2": "2", "第三类": "3", "3类": "3", "四": "4", "类别是四": "4", "不知道": "unknown", "没评过": "unknown", "忘了": "unknown", "不清楚是二类还是三类": "unknown",
		}},
		{"insurance_type", map[string]string{
			"中长期": "premium_project", "中长期出口信用保险": "premium_project", "海外投资险": "premium_project", "特险": "premium_project", "买方违约": "premium_project", "第六条": "premium_project",
			"短期险": "premium_credit", "出口信用保险": "premium_credit", "信用险": "premium_credit", "中信保的": "premium_credit", "第七条": "premium_credit",
		}},
		{"exchange_rate", map[string]string{
			"7.12": "7.12", "汇率7.12": "7.12", "按7.1算": "7.1", "1美元=7.12": "7.12", "0.0789": "0.0789", "7": "7",
		}},
	} {
		in := book.Input(tt.input)
		for typed, want := range tt.typed {
			t.Run(in.Label+" "+typed, func(t *testing.T) {
				got, err := in.Check(folded(typed), parseDay(t, typedOn))
				if got != want || (err == nil) != (want != "") {
					t.Errorf("%s is read as %q (%v), want %q", typed, got, err, want)
				}
			})
		}
	}
}

// What cannot be used is told in one sentence that says what is allowed, or
// asks for what is missing; only what cannot be right is refused.
func TestCheckRefuses(t *testing.T) {
	const refused, asked = true, false
	book := shipped(t)
	for _, tt := range []struct {
		input, typed string
		refuses      bool
		says         []string
	}{
		{"booth_fee", "-5万", refused, []string{"展位费", "负数"}},
		{"booth_fee", "负五万", refused, []string{"展位费", "负数"}},
		{"booth_fee", "0", refused, []string{"展位费", "大于 0"}},
		{"booth_fee", "0元", refused, []string{"大于 0"}},
		{"booth_fee", "1e309", refused, []string{"展位费", "不是一个能算的数"}},
		{"booth_fee", "NaN", refused, []string{"不是一个能算的数"}},
		{"booth_fee", "inf元", refused, []string{"不是一个能算的数"}},
		{"booth_fee", strings.Repeat("9", 400), refused, []string{"展位费", "位数太多"}},
		{"booth_fee", strings.Repeat("9", 400) + "元", refused, []string{"位数太多"}},
		{"booth_fee", "0.123456789012元", refused, []string{"展位费", "分", "两位小数"}},
		{"booth_fee", "36000.123", refused, []string{"两位小数"}},
		{"booth_fee", "0.001元", refused, []string{"两位小数"}},
		{"booth_fee", "101亿", refused, []string{"展位费", "0.01 元", "10,000,000,000 元"}},
		{"booth_fee", "3万和2万，一共6万", refused, []string{"50,000 元", "60,000 元", "对不上"}},
		{"booth_fee", "十几万", asked, []string{"展位费", "确切", "十几万"}},
		{"booth_fee", "三四万吧", asked, []string{"确切"}},
		{"booth_fee", "3到4万", asked, []string{"确切"}},
		{"booth_fee", "各3万", asked, []string{"各", "几笔"}},
		{"booth_fee", "不知道", asked, []string{"不知道", "没有读懂", "3.6万"}},
		{"booth_fee", "", asked, []string{"展位费", "3.6万"}},
		{"premium", "5万美元和3万欧元", asked, []string{"一种外币"}},
		{"used", "-1", refused, []string{"已领", "负数"}},

		{"vehicle_count", "-3辆", refused, []string{"出口辆数", "负数"}},
		{"vehicle_count", "0辆", refused, []string{"大于 0"}},
		{"vehicle_count", "半辆", refused, []string{"整数", "半辆"}},
		{"vehicle_count", "80辆半", refused, []string{"整数"}},
		{"vehicle_count", "80.5辆", refused, []string{"整数"}},
		{"vehicle_count", "100001辆", refused, []string{"1 辆", "100,000 辆"}},
		{"vehicle_count", "1e309辆", refused, []string{"不是一个能算的数"}},
		{"vehicle_count", strings.Repeat("9", 400) + "辆", refused, []string{"位数太多"}},
		{"vehicle_count", "五十来台", asked, []string{"确切", "五十来"}},
		{"vehicle_count", "50或60辆", asked, []string{"确切"}},
		{"vehicle_count", "三五台", asked, []string{"确切", "三五"}},
		{"vehicle_count", "每个月10辆", asked, []string{"全年"}},
		{"vehicle_count", "2024年和2025年一共60辆", asked, []string{"60辆", "2024年", "2025年", "各是多少"}},
		{"vehicle_count", "好多", asked, []string{"好多", "没有读懂", "80辆"}},

		{"year", "3000", refused, []string{"出口年度", "2000 年", "2099 年"}},
		{"year", "1998年", refused, []string{"2000 年", "2099 年"}},
		{"year", "近两年", asked, []string{"近两年", "哪一年"}},
		{"year", "忘了", asked, []string{"没有读懂", "2025年"}},

		{"accepted_on", "2月30日", refused, []string{"2月30日", "不存在"}},
		{"accepted_on", "13月5日", refused, []string{"13月5日", "不存在"}},
		{"accepted_on", "2025年2月29日", refused, []string{"不存在"}},
		{"accepted_on", "2026-02-30", refused, []string{"不存在"}},
		{"accepted_on", "1999-12-31", refused, []string{"2000年1月1日", "2099年12月31日"}},
		{"accepted_on", "2100年1月1日", refused, []string{"2000年1月1日", "2099年12月31日"}},
		{"accepted_on", "9月28日和9月29日", asked, []string{"2026年9月28日", "2026年9月29日", "哪一天"}},
		{"accepted_on", "月底", asked, []string{"月底", "哪一天"}},
		{"accepted_on", "农历八月十五", asked, []string{"公历", "农历"}},
		{"accepted_on", "前几天", asked, []string{"哪一天"}},
		{"accepted_on", "不记得", asked, []string{"没有读懂", "9月28日"}},

		{"taxpayer_class", "五类", refused, []string{"五类", "一类、二类、三类、四类"}},
		{"taxpayer_class", "5", refused, []string{"5", "一类、二类、三类、四类"}},
		{"taxpayer_class", "0类", refused, []string{"一类、二类、三类、四类"}},
		{"taxpayer_class", "A类企业", refused, []string{"a类", "一类、二类、三类、四类"}},
		{"taxpayer_class", "一类还是二类", asked, []string{"只能选一个", "哪一类"}},
		{"taxpayer_class", "挺好的", asked, []string{"没有读懂", "一类、二类、三类、四类"}},

		{"insurance_type", "中长期险和短期险", asked, []string{"哪一种"}},
		{"insurance_type", "保险", asked, []string{"没有读懂", "哪一种保险"}},

		{"exchange_rate", "0", refused, []string{"汇率", "大于 0"}},
		{"exchange_rate", "-7.1", refused, []string{"负数"}},
		{"exchange_rate", "NaN", refused, []string{"不是一个能算的数"}},
		{"exchange_rate", "10001", refused, []string{"0.0001", "10,000"}},
		{"exchange_rate", "0.00001", refused, []string{"0.0001", "10,000"}},
		{"exchange_rate", "七八块", asked, []string{"汇率", "确切"}},
		{"exchange_rate", "看银行的", asked, []string{"汇率", "没有读懂"}},
	} {
		in := book.Input(tt.input)
		t.Run(fmt.Sprintf("%s %.40s", in.Label, tt.typed), func(t *testing.T) {
			value, err := in.Check(folded(tt.typed), parseDay(t, typedOn))
			p := Problem{}
			if !errors.As(err, &p) {
				t.Fatalf("is read as %q (%v)", value, err)
			}
			if value != "" || p.Input != tt.input || p.Refuses() != tt.refuses || !containsAll(p.What, tt.says) {
				t.Errorf("%q, problem of %s, refuses %t: %s\nwant refuses %t: %q", value, p.Input, p.Refuses(), p.What, tt.refuses, tt.says)
			}
			tellable(t, p)
		})
	}
}

// tellable checks that a problem can be said to people as it is: in Chinese,
// short, whole, and with nothing left to fill in.
func tellable(t testing.TB, p Problem) {
	t.Helper()
	last, _ := utf8.DecodeLastRuneInString(p.What)
	switch {
	case p.What == "" || !strings.ContainsFunc(p.What, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		t.Errorf("%s: no sentence: %q", p.Input, p.What)
	case last != '。' && last != '？':
		t.Errorf("%s: does not end: %s", p.Input, p.What)
	case strings.ContainsAny(p.What, "\n%"):
		t.Errorf("%s: not one line: %s", p.Input, p.What)
	case utf8.RuneCountInString(p.What) > 200:
		t.Errorf("%s: too long: %s", p.Input, p.What)
	}
}

// canonicalValue draws a value of an input in the form in which it is kept.
func canonicalValue(t *rapid.T, in *Input) string {
	switch in.Kind {
	case KindChoice:
		return rapid.SampledFrom(in.Choices).Draw(t, "choice").Value
	case KindDate:
		days := int(in.Last.Noon().Sub(in.First.Noon()).Hours() / 24)
		return in.First.Add(rapid.IntRange(0, days).Draw(t, "days")).String()
	case KindRate:
		return decimalBetween(t, in, 4)
	case KindYear:
		n := rapid.IntRange(1, 3).Draw(t, "years")
		return strings.Join(drawn(n, func() string { return decimalBetween(t, in, 0) }), ";")
	}
	n := rapid.IntRange(1, 4).Draw(t, "entries")
	currency := ""
	if in.Kind == KindMoney && !in.Optional {
		currency = rapid.SampledFrom([]string{"", " USD", " RUB"}).Draw(t, "currency")
	}
	return strings.Join(drawn(n, func() string {
		year := rapid.SampledFrom([]string{"", "2024:", "2025:"}).Draw(t, "year")
		places := 0
		if in.Kind == KindMoney {
			places = 2
		}
		return year + decimalBetween(t, in, places) + currency
	}), ";")
}

func drawn(n int, draw func() string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = draw()
	}
	return list
}

// decimalBetween draws a number within an input's bounds, as short as it goes.
func decimalBetween(t *rapid.T, in *Input, places int) string {
	unit := new(big.Rat).SetFrac64(1, pow10(places))
	steps := func(bound *big.Rat) int64 { return new(big.Rat).Quo(bound, unit).Num().Int64() }
	n := rapid.Int64Range(steps(in.Least), steps(in.Most)).Draw(t, "steps")
	s := new(big.Rat).Mul(big.NewRat(n, 1), unit).FloatString(places)
	if places > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// What is kept of a calculation can be given back to it: the command line and
// a conversation's state hold values in one form.
func TestCanonicalRoundTrip(t *testing.T) {
	book := shipped(t)
	for _, in := range book.Inputs {
		t.Run(in.Label, func(t *testing.T) {
			today := parseDay(t, typedOn)
			rapid.Check(t, func(t *rapid.T) {
				value := canonicalValue(t, in)
				got, err := in.Check(value, today)
				if err != nil || got != value {
					t.Fatalf("%q comes back as %q (%v)", value, got, err)
				}
			})
		})
	}
}

// What is repeated to people means the same when they type it back.
func TestShownIsReadBack(t *testing.T) {
	book := shipped(t)
	for _, in := range book.Inputs {
		if in.Name == "insurance_type" || in.Name == "used" {
			continue // what names a choice, and what is left of a cap, are more than what is shown
		}
		t.Run(in.Label, func(t *testing.T) {
			today := parseDay(t, typedOn)
			rapid.Check(t, func(t *rapid.T) {
				// Of which year a single sum is, is asked apart or does not matter.
				value := rapid.Custom(func(t *rapid.T) string { return canonicalValue(t, in) }).
					Filter(func(v string) bool {
						return !strings.ContainsAny(v, ":") && (in.Kind != KindYear || !strings.Contains(v, ";"))
					}).Draw(t, "value")
				shown := in.Show(value)
				got, err := in.Check(folded(shown), today)
				if err != nil || got != value {
					t.Fatalf("%q is shown as %s and read as %q (%v)", value, shown, got, err)
				}
			})
		})
	}
}

func TestShow(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ input, value, want string }{
		{"booth_fee", "36000", "36,000 元"},
		{"booth_fee", "12000;23000.55", "12,000 元、23,000.55 元"},
		{"premium", "50000 USD", "50,000 美元"},
		{"premium", "2024:3000000;2025:1000000", "2024 年 3,000,000 元、2025 年 1,000,000 元"},
		{"used", "left 300000", "还剩额度 300,000 元"},
		{"used", "0", "0 元"},
		{"vehicle_count", "1200", "1,200 辆"},
		{"vehicle_count", "2024:60;2025:70", "2024 年 60 辆、2025 年 70 辆"},
		{"year", "2025", "2025 年"},
		{"year", "2024;2025", "2024 年、2025 年"},
		{"accepted_on", "2026-09-28", "2026年9月28日（周一）"},
		{"taxpayer_class", "3", "三类"},
		{"taxpayer_class", Unknown, "不知道"},
		{"exchange_rate", "7.12", "7.12"},
	} {
		if got := book.Input(tt.input).Show(tt.value); got != tt.want {
			t.Errorf("%s %s is shown as %s, want %s", tt.input, tt.value, got, tt.want)
		}
	}
}

// An input is asked for only where what was said leaves it open.
func TestMissing(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		name, rule string
		values     Values
		want       string
	}{
		{"还什么都没说", "booth", Values{}, "booth_fee"},
		{"人民币不问汇率", "booth", Values{"booth_fee": "36000"}, ""},
		{"外币要问汇率", "booth", Values{"booth_fee": "5000 USD"}, "exchange_rate"},
		{"一笔外币也要问", "booth", Values{"booth_fee": "36000;5000 USD"}, "exchange_rate"},
		{"汇率说了", "booth", Values{"booth_fee": "5000 USD", "exchange_rate": "7.12"}, ""},
		{"规则定了，不再问险种", "premium_credit", Values{"premium": "1000000"}, ""},
		{"已领不追问", "premium_project", Values{}, "premium"},
		{"有辆数没年度", "vehicles", Values{"vehicle_count": "60"}, "year"},
		{"有年度没辆数", "vehicles", Values{"year": "2025"}, "vehicle_count"},
		{"都没有", "vehicles", Values{}, "vehicle_count year"},
		{"辆数带着年度", "vehicles", Values{"vehicle_count": "2024:60;2025:70"}, ""},
		{"有一个辆数没带年度", "vehicles", Values{"vehicle_count": "2024:60;70"}, "year"},
		{"退税两样都要", "refund_deadline", Values{}, "accepted_on taxpayer_class"},
		{"不知道类别也是回答", "refund_deadline", Values{"accepted_on": "2026-09-30", "taxpayer_class": Unknown}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var names []string
			for _, in := range book.Rule(tt.rule).Missing(tt.values) {
				names = append(names, in.Name)
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("missing %q, want %q", got, tt.want)
			}
		})
	}
}
