package calc

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/quantity"
)

var updateTraces = flag.Bool("update-traces", false, "rewrite testdata/traces.golden")

// The working of every kind of calculation, line by line as an accountant
// checks it.
func TestTraces(t *testing.T) {
	const file = "testdata/traces.golden"
	book := shipped(t)
	var got bytes.Buffer
	for _, tt := range []struct {
		name, rule string
		values     Values
	}{
		{"一笔展位费", "booth", Values{"booth_fee": "36000"}},
		{"两笔展位费，先加再乘，只舍入一次", "booth", Values{"booth_fee": "12000;23000.55"}},
		{"外币展位费", "booth", Values{"booth_fee": "50000 USD", "exchange_rate": "7.12"}},
		{"外币和人民币各一笔", "booth", Values{"booth_fee": "5000 EUR;20000", "exchange_rate": "7.8"}},
		{"两个年度的展位费", "booth", Values{"booth_fee": "2025:20000;2024:30000"}},
		{"一个项目，没到上限", "premium_project", Values{"premium": "500000"}},
		{"两个项目", "premium_project", Values{"premium": "800000;900000"}},
		{"四舍五入到分正好是上限", "premium_project", Values{"premium": "2142857.14"}},
		{"超过上限", "premium_project", Values{"premium": "3000000"}},
		{"已领过，只剩一部分", "premium_project", Values{"premium": "1000000", "used": "1200000"}},
		{"已领过，还够", "premium_project", Values{"premium": "300000", "used": "1200000"}},
		{"说的是剩余额度", "premium_project", Values{"premium": "1000000", "used": "left 300000"}},
		{"额度已经用完", "premium_project", Values{"premium": "100000", "used": "1500000"}},
		{"两个年度各有上限，一年已领过", "premium_project", Values{"premium": "2024:3000000;2025:1000000", "used": "2024:500000"}},
		{"信用险", "premium_credit", Values{"premium": "1000000"}},
		{"信用险超过上限", "premium_credit", Values{"premium": "4000000"}},
		{"外币信用险，已领过", "premium_credit", Values{"premium": "300000 USD", "exchange_rate": "7.12", "used": "500000"}},
		{"达到五十辆", "vehicles", Values{"vehicle_count": "50", "year": "2024"}},
		{"一年几批", "vehicles", Values{"vehicle_count": "30;40", "year": "2025"}},
		{"两个年度都达到", "vehicles", Values{"vehicle_count": "2024:60;2025:70"}},
		{"差一辆", "vehicles", Values{"vehicle_count": "49", "year": "2025"}},
		{"两年各三十辆，不能凑", "vehicles", Values{"vehicle_count": "30;30", "year": "2024;2025"}},
		{"四个年度，一年达到", "vehicles", Values{"vehicle_count": "2023:90;2024:60;2025:30;2026:80"}},
		{"还没有这一条", "vehicles", Values{"vehicle_count": "80", "year": "2023"}},
		{"这一条已到期", "vehicles", Values{"vehicle_count": "80", "year": "2026"}},
		{"国庆前受理，二类", "refund_deadline", Values{"accepted_on": "2026-09-30", "taxpayer_class": "2"}},
		{"调休上班日也数，三类", "refund_deadline", Values{"accepted_on": "2025-09-26", "taxpayer_class": "3"}},
		{"不知道类别", "refund_deadline", Values{"accepted_on": "2025-04-30", "taxpayer_class": Unknown}},
		{"跨到放假通知未出的年度", "refund_deadline", Values{"accepted_on": "2026-12-30", "taxpayer_class": "4"}},
		{"跨到没有日历的年度", "refund_deadline", Values{"accepted_on": "2027-12-30", "taxpayer_class": "1"}},
		{"两个月", "deregistration_deadline", Values{"cleared_on": "2026-09-23"}},
		{"没有对应日子，以月底为准，是调休上班日", "deregistration_deadline", Values{"cleared_on": "2025-12-31"}},
		{"最后一天在国庆节", "deregistration_deadline", Values{"cleared_on": "2026-08-01"}},
		{"最后一天是周日", "deregistration_deadline", Values{"cleared_on": "2026-09-29"}},
		{"最后一天在明年春节", "deregistration_deadline", Values{"cleared_on": "2026-12-06"}},
		{"临牌，到明年", "temporary_plate", Values{"issued_on": "2026-11-23"}},
		{"临牌，签发当天算第一天", "temporary_plate", Values{"issued_on": "2025-01-01"}},
	} {
		c, err := book.Compute(book.Rule(tt.rule), tt.values, parseDay(t, typedOn))
		if err != nil {
			t.Fatal(tt.name, err)
		}
		fmt.Fprintf(&got, "# %s\n%s", tt.name, tt.rule)
		for _, name := range slices.Sorted(maps.Keys(tt.values)) {
			fmt.Fprintf(&got, " %s=%s", name, tt.values[name])
		}
		fmt.Fprintf(&got, "\n%s\n", outcome(c.Result))
		for _, s := range c.Result.Steps {
			fmt.Fprintln(&got, strings.TrimRight(strings.Join([]string{s.Label, s.Expression, s.Value, s.Clause}, " | "), " |"))
		}
		fmt.Fprintln(&got)
		if problems := knowledge.Verify(c.Reply, book.Library, parseDay(t, typedOn)); len(problems) > 0 {
			t.Errorf("%s: the reply may not be shown: %v\n%s", tt.name, problems, c.Reply.Text)
		}
	}
	if *updateTraces {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs; run go test ./calc -update-traces and read the diff\n%s", file, firstDifference(got.String(), string(want)))
	}
}

// outcome is a result without its working, in one line.
func outcome(r Result) string {
	words := []string{string(r.State)}
	if r.Amount != nil {
		words = append(words, r.Amount.String())
	}
	if r.Deadline != nil {
		words = append(words, r.Deadline.String())
	}
	for _, mark := range []struct {
		word string
		set  bool
	}{{"eligible", r.Eligible}, {"capped", r.Capped}, {"provisional", r.Provisional}} {
		if mark.set {
			words = append(words, mark.word)
		}
	}
	return strings.Join(words, " ")
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d:\ngot  %s\nwant %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// Each calendar year has its own entry, money without a count and vehicles
// with one; a single unnamed year has none.
func TestByYear(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		name, rule string
		values     Values
		want       string
	}{
		{"没有写年度的钱", "premium_project", Values{"premium": "800000;900000"}, ""},
		{"只有一个年度的钱", "premium_project", Values{"premium": "2025:800000"}, ""},
		{"两个年度的钱", "premium_project", Values{"premium": "2024:3000000;2025:1000000"}, "2024 1500000.00 ok; 2025 700000.00 ok"},
		{"同一年两笔", "booth", Values{"booth_fee": "2025:10000;2024:20000;2025:30000"}, "2024 14000.00 ok; 2025 28000.00 ok"},
		{"一个年度的车", "vehicles", Values{"vehicle_count": "68", "year": "2025"}, "2025 68辆 68000.00 ok"},
		{"四个年度的车", "vehicles", Values{"vehicle_count": "2026:80;2025:49;2024:50;2023:90"},
			"2023 90辆 null not_yet; 2024 50辆 50000.00 ok; 2025 49辆 0.00 below_threshold; 2026 80辆 null expired"},
		{"辆数和年度分开写，一一对应", "vehicles", Values{"vehicle_count": "60;70", "year": "2024;2025"}, "2024 60辆 60000.00 ok; 2025 70辆 70000.00 ok"},
		{"有的带年度，有的不带", "vehicles", Values{"vehicle_count": "2024:60;70", "year": "2025"}, "2024 60辆 60000.00 ok; 2025 70辆 70000.00 ok"},
		{"同一年分开写能凑够", "vehicles", Values{"vehicle_count": "2025:30;2025:20"}, "2025 50辆 50000.00 ok"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := book.Compute(book.Rule(tt.rule), tt.values, parseDay(t, typedOn))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, y := range c.Result.ByYear {
				count, amount := "", "null"
				if y.Count != nil {
					count = fmt.Sprintf("%d辆 ", *y.Count)
				}
				if y.Amount != nil {
					amount = y.Amount.String()
				}
				got = append(got, fmt.Sprintf("%d %s%s %s", y.Year, count, amount, y.State))
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("by year: %s\nwant     %s", s, tt.want)
			}
		})
	}
}

// What a reader must be told beside the amount or the day.
func TestNotes(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		name, rule string
		values     Values
		says, not  []string
	}{
		{"最高比例不是一定", "premium_credit", Values{"premium": "1000000"}, []string{"最高 800,000 元", "2,000,000 元", "最高 80%", "七.5", "七.6"}, []string{"封顶前", "暂定"}},
		{"封顶时说出算出来的数", "premium_project", Values{"premium": "3000000"}, []string{"1,500,000 元", "2,100,000 元", "每年上限"}, []string{"剩余额度"}},
		{"剩余额度封顶时说剩余额度", "premium_project", Values{"premium": "1000000", "used": "1200000"}, []string{"最高 300,000 元", "剩余额度 300,000 元"}, nil},
		{"展位费说没有写上限", "booth", Values{"booth_fee": "36000"}, []string{"25,200 元", "没有写补贴上限", "机票、住宿"}, nil},
		{"没达到说差几辆", "vehicles", Values{"vehicle_count": "48", "year": "2025"}, []string{"0 元", "没有达到 50 辆", "差 2 辆", "2025 年已经结束"}, nil},
		{"到期说原文的年限", "vehicles", Values{"vehicle_count": "48", "year": "2026"}, []string{"2026 年", "已到期", "从 2024 年起连续 2 年", "2024、2025"}, []string{"48,000"}},
		{"还没有不说到期", "vehicles", Values{"vehicle_count": "48", "year": "2022"}, []string{"2022 年", "还没有这一条"}, []string{"到期，"}},
		{"平均时间不是承诺", "refund_deadline", Values{"accepted_on": "2026-11-23", "taxpayer_class": "4"}, []string{"2026年11月30日（周一）", "平均", "二.5"}, []string{"暂定"}},
		{"不知道类别两个日子都说", "refund_deadline", Values{"accepted_on": "2026-11-23", "taxpayer_class": Unknown}, []string{"2026年11月26日（周四）", "2026年11月30日（周一）", "二.5", "二.6"}, nil},
		{"文件之前受理", "refund_deadline", Values{"accepted_on": "2024-06-11", "taxpayer_class": "1"}, []string{"2024年6月14日", "2024年6月12日", "当时是否适用"}, nil},
		{"成文当天受理", "refund_deadline", Values{"accepted_on": "2024-06-12", "taxpayer_class": "1"}, []string{"2024年6月17日"}, []string{"当时是否适用"}},
		{"明年的日历没定", "refund_deadline", Values{"accepted_on": "2026-12-31", "taxpayer_class": "2"}, []string{"（暂定）", "2027年1月6日（周三）", "2027 年的放假通知还没有收进"}, nil},
		{"节假日顺延只是可能", "deregistration_deadline", Values{"cleared_on": "2026-10-26"}, []string{"2026年12月26日（周六）", "周末", "2026年12月28日（周一）", "以车管所为准"}, nil},
		{"注销期限已经过了", "deregistration_deadline", Values{"cleared_on": "2026-09-22"}, []string{"2026年11月22日（周日）", "已经过了", "2026年11月23日"}, nil},
		{"最后一天就是今天", "deregistration_deadline", Values{"cleared_on": "2026-09-23"}, []string{"2026年11月23日（周一）"}, []string{"已经过了"}},
		{"临牌过期", "temporary_plate", Values{"issued_on": "2026-09-24"}, []string{"2026年11月22日（周日）", "已经过期"}, nil},
		{"临牌今天到期", "temporary_plate", Values{"issued_on": "2026-09-25"}, []string{"2026年11月23日（周一）"}, []string{"已经过期", "暂定"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := book.Compute(book.Rule(tt.rule), tt.values, parseDay(t, typedOn))
			if err != nil {
				t.Fatal(err)
			}
			if c.Reply.Outcome != Calculated || !containsAll(c.Reply.Text, tt.says) {
				t.Errorf("%s, want all of %q:\n%s", c.Reply.Outcome, tt.says, c.Reply.Text)
			}
			for _, w := range tt.not {
				if strings.Contains(c.Reply.Text, w) {
					t.Errorf("says %s:\n%s", w, c.Reply.Text)
				}
			}
			if problems := knowledge.Verify(c.Reply, book.Library, parseDay(t, typedOn)); len(problems) > 0 {
				t.Errorf("the reply may not be shown: %v\n%s", problems, c.Reply.Text)
			}
		})
	}
}

// What is missing, and values that do not go together, are problems of the
// input to be asked again.
func TestUnusableCombinations(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		name, rule string
		values     Values
		input      string
		refuses    bool
		says       []string
	}{
		{"没有保费", "premium_project", Values{"used": "100"}, "premium", false, []string{"保费", "？"}},
		{"没有年度", "vehicles", Values{"vehicle_count": "60"}, "year", false, []string{"哪一年"}},
		{"外币没有汇率", "booth", Values{"booth_fee": "5000 USD"}, "exchange_rate", false, []string{"折合多少元人民币"}},
		{"没有类别", "refund_deadline", Values{"accepted_on": "2026-09-30"}, "taxpayer_class", false, []string{"几类"}},
		{"已领的比上限多", "premium_project", Values{"premium": "100000", "used": "1500000.01"}, "used", true, []string{"0 元", "1,500,000 元"}},
		{"第七条的上限是另一个", "premium_credit", Values{"premium": "100000", "used": "2000000.01"}, "used", true, []string{"2,000,000 元"}},
		{"几笔已领加起来比上限多", "premium_project", Values{"premium": "100000", "used": "1000000;600000"}, "used", true, []string{"1,500,000 元"}},
		{"某一年已领的比上限多", "premium_project", Values{"premium": "2024:100000;2025:100000", "used": "2025:1600000"}, "used", true, []string{"1,500,000 元"}},
		{"两个年度一个辆数", "vehicles", Values{"vehicle_count": "60", "year": "2024;2025"}, "vehicle_count", false, []string{"2 个年度", "1 个辆数"}},
		{"两个年度三个辆数", "vehicles", Values{"vehicle_count": "60;70;80", "year": "2024;2025"}, "vehicle_count", false, []string{"2 个年度", "3 个辆数"}},
		{"负数", "booth", Values{"booth_fee": "-5"}, "booth_fee", true, []string{"负数"}},
		{"第二笔是零", "booth", Values{"booth_fee": "36000;0"}, "booth_fee", true, []string{"大于 0"}},
		{"没有这个类别", "refund_deadline", Values{"accepted_on": "2026-09-30", "taxpayer_class": "5"}, "taxpayer_class", true, []string{"一类、二类、三类、四类"}},
		{"没有这一天", "deregistration_deadline", Values{"cleared_on": "2026-02-30"}, "cleared_on", true, []string{"不存在"}},
		{"读不懂", "temporary_plate", Values{"issued_on": "那天"}, "issued_on", false, []string{"那天"}},
		{"已领的写成负数", "premium_credit", Values{"premium": "100", "used": "-1"}, "used", true, []string{"负数"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := book.Compute(book.Rule(tt.rule), tt.values, parseDay(t, typedOn))
			p := Problem{}
			if !errors.As(err, &p) {
				t.Fatalf("gives %s (%v)", outcome(c.Result), err)
			}
			if p.Input != tt.input || p.Refuses() != tt.refuses || !containsAll(p.What, tt.says) {
				t.Errorf("problem of %s, refuses %t: %s\nwant %s, %t, %q", p.Input, p.Refuses(), p.What, tt.input, tt.refuses, tt.says)
			}
			tellable(t, p)
		})
	}
}

// All of a year's cap may have been received; then nothing is left.
func TestUsedUpToTheCap(t *testing.T) {
	book := shipped(t)
	for rule, all := range map[string]string{"premium_project": "1500000", "premium_credit": "2000000"} {
		for _, used := range []string{all, "left 0"} {
			c, err := book.Compute(book.Rule(rule), Values{"premium": "100000", "used": used}, parseDay(t, typedOn))
			if err != nil || c.Result.Amount.String() != "0.00" || !c.Result.Capped || c.Result.State != OK {
				t.Errorf("%s with %s: %s (%v)", rule, used, outcome(c.Result), err)
			}
		}
	}
}

// The shares and caps as the text prints them, in hundredths and fen; 0 is no
// cap.
var shares = []struct {
	rule, input string
	percent     int64
	cap         quantity.Money
}{
	{"booth", "booth_fee", 70, 0},
	{"premium_project", "premium", 70, 150_000_000},
	{"premium_credit", "premium", 80, 200_000_000},
}

// mostFen is the largest sum that is accepted, ten billion yuan.
const mostFen = 1_000_000_000_000

func TestShareProperties(t *testing.T) {
	book, today := shipped(t), parseDay(t, typedOn)
	for _, s := range shares {
		compute := func(t *rapid.T, premium string, used quantity.Money) Result {
			v := Values{s.input: premium}
			if s.cap > 0 {
				v["used"] = used.String()
			}
			c, err := book.Compute(book.Rule(s.rule), v, today)
			if err != nil {
				t.Fatalf("%v: %v", v, err)
			}
			return c.Result
		}
		drawUsed := func(t *rapid.T) quantity.Money {
			return quantity.Money(rapid.Int64Range(0, int64(s.cap)).Draw(t, "used"))
		}
		t.Run(s.rule+" 多投不会少得", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				less := drawFen(t, mostFen)
				more := less + quantity.Money(rapid.Int64Range(0, int64(mostFen-less)).Draw(t, "more"))
				used := drawUsed(t)
				a, b := compute(t, less.String(), used), compute(t, more.String(), used)
				if *a.Amount > *b.Amount || a.Capped && !b.Capped {
					t.Fatalf("%s gives %s, %s gives %s", less, outcome(a), more, outcome(b))
				}
			})
		})
		t.Run(s.rule+" 不超过上限和剩余额度，误差不到一分", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				premium, used := drawFen(t, mostFen), drawUsed(t)
				r := compute(t, premium.String(), used)
				exact := new(big.Rat).Mul(premium.Rat(), big.NewRat(s.percent, 100))
				room := s.cap - used
				capped := s.cap > 0 && exact.Cmp(room.Rat()) > 0
				off := new(big.Rat).Sub(r.Amount.Rat(), exact)
				switch {
				case r.Capped != capped:
					t.Fatalf("%s of %s with %s left: %s", exact.FloatString(4), premium, room, outcome(r))
				case capped && *r.Amount != room:
					t.Fatalf("%s: %s, want the room %s", premium, outcome(r), room)
				case !capped && off.Abs(off).Cmp(big.NewRat(1, 100)) >= 0:
					t.Fatalf("%s: %s, exactly %s", premium, outcome(r), exact.FloatString(4))
				}
			})
		})
		t.Run(s.rule+" 几个项目和合成一个一样", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				n, total := rapid.IntRange(2, 6).Draw(t, "projects"), quantity.Money(0)
				projects := drawn(n, func() string {
					m := drawFen(t, mostFen/6)
					total += m
					return m.String()
				})
				used := drawUsed(t)
				several, one := compute(t, strings.Join(projects, ";"), used), compute(t, total.String(), used)
				if outcome(several) != outcome(one) {
					t.Fatalf("%v: %s, %s at once: %s", projects, outcome(several), total, outcome(one))
				}
			})
		})
		if s.cap == 0 {
			continue
		}
		t.Run(s.rule+" 已领多少和还剩多少是一回事", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				premium, used := drawFen(t, mostFen).String(), drawUsed(t)
				a := compute(t, premium, used)
				c, err := book.Compute(book.Rule(s.rule), Values{s.input: premium, "used": "left " + (s.cap - used).String()}, today)
				if err != nil || outcome(c.Result) != outcome(a) {
					t.Fatalf("%s with %s used: %s; by what is left: %s (%v)", premium, used, outcome(a), outcome(c.Result), err)
				}
			})
		})
	}
}

// drawFen draws an amount from one fen on, small ones as often as large ones.
func drawFen(t *rapid.T, most int64) quantity.Money {
	top := rapid.SampledFrom([]int64{100, 100_000, 500_000_000, most}).Draw(t, "size")
	return quantity.Money(rapid.Int64Range(1, min(top, most)).Draw(t, "fen"))
}

// Every vehicle counts once a year has fifty; below that none does, and other
// years than 2024 and 2025 have no amount.
func TestVehicleProperties(t *testing.T) {
	book, today := shipped(t), parseDay(t, typedOn)
	rapid.Check(t, func(t *rapid.T) {
		total, qualifies := int64(0), false
		var entries []string
		for year := 2023; year <= 2026; year++ {
			n := rapid.OneOf(rapid.Int64Range(0, 60), rapid.Int64Range(49, 51), rapid.Int64Range(0, 100_000)).Draw(t, fmt.Sprint(year))
			if n == 0 {
				continue
			}
			entries = append(entries, fmt.Sprintf("%d:%d", year, n))
			if (year == 2024 || year == 2025) && n >= 50 {
				total, qualifies = total+n*1000, true
			}
		}
		if len(entries) == 0 {
			return
		}
		c, err := book.Compute(book.Rule("vehicles"), Values{"vehicle_count": strings.Join(entries, ";")}, today)
		if err != nil {
			t.Fatal(err)
		}
		r := c.Result
		if qualifies != (r.State == OK) || qualifies != r.Eligible || r.Capped {
			t.Fatalf("%v: %s", entries, outcome(r))
		}
		if qualifies && r.Amount.String() != fmt.Sprintf("%d.00", total) {
			t.Fatalf("%v: %s, want %d", entries, outcome(r), total)
		}
		if !qualifies && r.Amount != nil && *r.Amount != 0 {
			t.Fatalf("%v: %s, want nothing", entries, outcome(r))
		}
		for _, y := range r.ByYear {
			covered := y.Year == 2024 || y.Year == 2025
			switch {
			case covered != (y.Amount != nil):
				t.Fatalf("%v: %d has %v", entries, y.Year, y.Amount)
			case covered && *y.Count < 50 && (*y.Amount != 0 || y.State != BelowThreshold):
				t.Fatalf("%v: %d has %v, %s", entries, y.Year, y.Amount, y.State)
			case covered && *y.Count >= 50 && (int64(*y.Amount) != *y.Count*1000*100 || y.State != OK):
				t.Fatalf("%v: %d has %v, %s", entries, y.Year, y.Amount, y.State)
			}
		}
	})
}

// A deadline never lies before the day it is counted from, a later start
// never ends earlier, and better classes never wait longer.
func TestDeadlineProperties(t *testing.T) {
	book, today := shipped(t), parseDay(t, typedOn)
	first := parseDay(t, "2024-01-01")
	day := rapid.Custom(func(t *rapid.T) calendar.Day { // to 2027-12-15, so that the calendars suffice
		return first.Add(rapid.IntRange(0, 1444).Draw(t, "day"))
	})
	deadline := func(t *rapid.T, rule string, v Values) calendar.Day {
		c, err := book.Compute(book.Rule(rule), v, today)
		if err != nil || c.Result.Deadline == nil {
			t.Fatalf("%s %v: %s (%v)", rule, v, outcome(c.Result), err)
		}
		return *c.Result.Deadline
	}
	t.Run("退税", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			accepted := day.Draw(t, "accepted")
			last := accepted
			for _, class := range []string{"1", "2", "3", "4", Unknown} {
				d := deadline(t, "refund_deadline", Values{"accepted_on": accepted.String(), "taxpayer_class": class})
				if !accepted.Before(d) || d.Before(last) {
					t.Fatalf("class %s accepted on %s is done on %s, the class before on %s", class, accepted, d, last)
				}
				if next := deadline(t, "refund_deadline", Values{"accepted_on": accepted.Add(1).String(), "taxpayer_class": class}); next.Before(d) {
					t.Fatalf("class %s accepted on %s is done on %s, a day later on %s", class, accepted, d, next)
				}
				if working, why, err := book.Library.Years.Working(d); err != nil || !working {
					t.Fatalf("class %s accepted on %s is done on %s: %s", class, accepted, d, why)
				}
				last = d
			}
		})
	})
	t.Run("注销", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			cleared := day.Draw(t, "cleared")
			d := deadline(t, "deregistration_deadline", Values{"cleared_on": cleared.String()})
			months := (d.Year-cleared.Year)*12 + int(d.Month) - int(cleared.Month)
			monthEnds := d.Add(1).Day == 1
			if months != 2 || d.Day != cleared.Day && (!monthEnds || d.Day > cleared.Day) {
				t.Fatalf("cleared on %s, last day %s", cleared, d)
			}
		})
	})
	t.Run("临牌", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			issued := day.Draw(t, "issued")
			d := deadline(t, "temporary_plate", Values{"issued_on": issued.String()})
			valid := 0
			for have := issued; !d.Before(have); have = have.Add(1) {
				valid++
			}
			if valid != 60 {
				t.Fatalf("issued on %s, valid to %s: %d days", issued, d, valid)
			}
		})
	})
}

// The day on which it is asked changes words, never an amount or a deadline.
func TestDayOfAskingDoesNotCount(t *testing.T) {
	book := shipped(t)
	for _, r := range book.Rules {
		want := ""
		for _, day := range []string{"2024-06-12", "2025-12-31", "2026-11-23", "2027-06-01"} {
			c, err := book.Compute(r, r.Example, parseDay(t, day))
			if err != nil {
				t.Fatal(err)
			}
			if got := outcome(c.Result); want == "" {
				want = got
			} else if got != want {
				t.Errorf("%s asked on %s: %s, before: %s", r.ID, day, got, want)
			}
		}
	}
}
