package calc

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// flowOf finds a flow by its id.
func flowOf(t testing.TB, b *Book, id string) *Flow {
	t.Helper()
	for _, f := range b.Flows {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no flow %s", id)
	return nil
}

// stated writes values in the order of their names.
func stated(v Values) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		list = append(list, name+"="+v[name])
	}
	return strings.Join(list, " ")
}

// What one message states, and nothing that it does not.
func TestFlowRead(t *testing.T) {
	const project, credit = "insurance_type=premium_project ", "insurance_type=premium_credit "
	book := shipped(t)
	for flow, rows := range map[string][]struct{ said, want string }{
		"booth": {
			{"展位费3.6万能补多少", "booth_fee=36000"},
			{"我们花了36000的展位费", "booth_fee=36000"},
			{"参展花了三万六，想算下补贴", "booth_fee=36000"},
			{"展位费能补多少", ""},
			{"展位费补七成是吧", ""},
			{"去了3次展会，展位费怎么补", ""},
			{"展位费12000，机票8000，酒店3000", "booth_fee=12000"},
			{"机票住宿花了2万，展位费5万，能补多少", "booth_fee=50000"},
			{"展位费5万，另外机票2万", "booth_fee=50000"},
			{"展位费5万（搭建费3万不算）", "booth_fee=50000"},
			{"展位费12000和23000.55", "booth_fee=12000;23000.55"},
			{"俄罗斯的展位费3万，蒙古的展位费2万", "booth_fee=30000;20000"},
			{"展位费3万、2万、1万，一共6万", "booth_fee=30000;20000;10000"},
			{"展位费一共6万，一个4万一个2万", "booth_fee=40000;20000"},
			{"两个展会，展位费各3万", "booth_fee=30000;30000"},
			{"参加了三个展，展位费每个2万", "booth_fee=20000;20000;20000"},
			{"展位费不是3万，是5万", "booth_fee=50000"},
			{"说错了，展位费3万应该是5万", "booth_fee=50000"},
			{"原计划展位费3万，实际花了4万", "booth_fee=40000"},
			{"展位费5000欧元", "booth_fee=5000 EUR"},
			{"展位费5000欧元，汇率7.8", "booth_fee=5000 EUR exchange_rate=7.8"},
			{"去年展位费3万，今年展位费5万", "booth_fee=2025:30000;2026:50000"},
			{"2025年的展位费36000元", "booth_fee=36000"},
			{"9月28号去参展，展位费36000", "booth_fee=36000"},
		},
		"premium": {
			{"中长期险保费80万", project + "premium=800000"},
			{"海外投资保险交了90万保费", project + "premium=900000"},
			{"特险保费一百二十万", project + "premium=1200000"},
			{"投了信用险，保费15w", credit + "premium=150000"},
			{"短期险花了5万块保费", credit + "premium=50000"},
			{"中长期出口信用保险保费80万", project + "premium=800000"},
			{"出口信用保险保费80万", credit + "premium=800000"},
			{"保费80万能补多少", "premium=800000"},
			{"信用险能补多少", strings.TrimSpace(credit)},
			{"中长期险80万，特险90万", project + "premium=800000;900000"},
			{"海外投资险和特险各80万", project + "premium=800000;800000"},
			{"两个项目，中长期险保费80万和90万，合计170万", project + "premium=800000;900000"},
			{"三个项目特险保费每个50万", project + "premium=500000;500000;500000"},
			{"中长期险保额500万，保费8万", project + "premium=80000"},
			{"出口额2000万，信用险保费20万", credit + "premium=200000"},
			{"合同金额300万，特险保费6万", project + "premium=60000"},
			{"中长期险封顶150万，我保费300万能拿多少", project + "premium=3000000"},
			{"信用险保费400万，是补200万还是320万", credit + "premium=4000000"},
			{"保费不是80万，是60万", "premium=600000"},
			{"保费5万美元", "premium=50000 USD"},
			{"信用险保费5万美元，按7.12算", "exchange_rate=7.12 " + credit + "premium=50000 USD"},
			{"特险2024年保费300万，2025年保费100万", project + "premium=2024:3000000;2025:1000000"},
			{"中长期险保费100万，今年已经领过120万", project + "premium=1000000 used=1200000"},
			{"今年已经拿了50万，信用险又交了100万保费", credit + "premium=1000000 used=500000"},
			{"信用险保费100万，之前发过30万", credit + "premium=1000000 used=300000"},
			{"特险保费100万，剩余额度30万", project + "premium=1000000 used=left 300000"},
			{"中长期险保费100万，额度还剩30万", project + "premium=1000000 used=left 300000"},
			{"去年领过50万，今年特险保费100万", project + "premium=1000000"},
			{"特险去年已经领满150万，今年保费80万", project + "premium=800000"},
			{"信用险已经领了150万，现在投了中长期险，保费80万", project + "premium=800000"},
			{"中长期险保费80万，还有机票2万", project + "premium=800000"},
			{"中长期险保费80万，已经赔付了20万", project + "premium=800000"},
		},
		"vehicles": {
			{"去年出口68辆能拿多少", "vehicle_count=68 year=2025"},
			{"2025年度外销了一百二十台车", "vehicle_count=120 year=2025"},
			{"今年卖到蒙古80部", "vehicle_count=80 year=2026"},
			{"出口了80辆", "vehicle_count=80"},
			{"24年出口了多少都行吗", "year=2024"},
			{"出口50辆以上才有补贴吗", ""},
			{"满50辆才给，我去年出口60辆", "vehicle_count=60 year=2025"},
			{"每辆车补多少", ""},
			{"2024年60辆，2025年70辆", "vehicle_count=2024:60;2025:70"},
			{"前年出口40台，去年出口90台", "vehicle_count=2024:40;2025:90"},
			{"24年和25年各出口60辆", "vehicle_count=2024:60;2025:60"},
			{"2024年30辆，2025年30辆，一共60辆", "vehicle_count=2024:30;2025:30"},
			{"2023年20辆，2024年60辆，2025年70辆", "vehicle_count=2023:20;2024:60;2025:70"},
			{"去年出口80辆，其中30辆新能源", "vehicle_count=80 year=2025"},
			{"去年出口80辆，里面有20辆皮卡", "vehicle_count=80 year=2025"},
			{"2025年轿车40辆，货车30辆", "vehicle_count=40;30 year=2025"},
			{"2025年轿车40辆，货车30辆，一共70辆", "vehicle_count=40;30 year=2025"},
			{"去年上半年出口30辆，下半年40辆", "vehicle_count=30;40 year=2025"},
			{"去年出口三批每批20辆", "vehicle_count=60 year=2025"},
			{"去年出口的不是80是60辆", "vehicle_count=60 year=2025"},
			{"出口不是80辆，是60辆", "vehicle_count=60"},
			{"2025年计划出口100辆，实际出口80辆", "vehicle_count=80 year=2025"},
			{"2025年出口80辆，货值500万", "vehicle_count=80 year=2025"},
		},
		"refund_deadline": {
			{"9月28日受理的，二类企业", "accepted_on=2026-09-28 taxpayer_class=2"},
			{"我们是一类，昨天税务受理了", "accepted_on=2026-11-22 taxpayer_class=1"},
			{"上周五受理的退税，什么时候办完", "accepted_on=2026-11-20"},
			{"退税2026-9-30受理，管理类别是四类", "accepted_on=2026-09-30 taxpayer_class=4"},
			{"９．２８受理，第三类", "accepted_on=2026-09-28 taxpayer_class=3"},
			{"三类企业退税几天", "taxpayer_class=3"},
			{"不知道几类，9月28号受理的", "accepted_on=2026-09-28 taxpayer_class=unknown"},
			{"不知道什么时候能退下来", ""},
			{"受理日期不是9月28日，是9月29日", "accepted_on=2026-09-29"},
			{"12月20号受理的，一类", "accepted_on=2025-12-20 taxpayer_class=1"},
			{"退税50万，9月28日受理，二类", "accepted_on=2026-09-28 taxpayer_class=2"},
		},
		"deregistration_deadline": {
			{"9月23日通关的，最晚哪天注销", "cleared_on=2026-09-23"},
			{"9.23放行的车什么时候之前要注销", "cleared_on=2026-09-23"},
			{"昨天出的关，注销截止哪天", "cleared_on=2026-11-22"},
			{"通关后几个月要注销", ""},
			{"去年12月31号清关的", "cleared_on=2025-12-31"},
		},
		"temporary_plate": {
			{"今天签的临牌到哪天", "issued_on=2026-11-23"},
			{"临牌11月20号发的", "issued_on=2026-11-20"},
			{"临时号牌60天是怎么算的", ""},
			{"上个月8号办的临时牌", "issued_on=2026-10-08"},
		},
	} {
		f := flowOf(t, book, flow)
		for _, row := range rows {
			t.Run(f.Title+" "+row.said, func(t *testing.T) {
				s := f.Read(folded(row.said), parseDay(t, typedOn), "", Values{})
				if got := stated(s.Values); got != row.want || len(s.Problems) > 0 {
					t.Errorf("states %q %v, want %q", got, s.Problems, row.want)
				}
				if s.Stated() != (row.want != "") {
					t.Errorf("Stated is %t of %q", s.Stated(), stated(s.Values))
				}
			})
		}
	}
}

// A short reply is read as the answer to the question that is open.
func TestFlowReadAnswer(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ flow, asked, given, said, want string }{
		{"booth", "booth_fee", "", "36000", "booth_fee=36000"},
		{"booth", "booth_fee", "", "三万六", "booth_fee=36000"},
		{"booth", "booth_fee", "", "两笔，12000和23000", "booth_fee=12000;23000"},
		{"booth", "exchange_rate", "booth_fee=5000 USD", "7.12", "exchange_rate=7.12"},
		{"booth", "exchange_rate", "booth_fee=5000 USD", "1美元=7.12", "exchange_rate=7.12"},
		{"premium", "insurance_type", "premium=800000", "特险", "insurance_type=premium_project"},
		{"premium", "insurance_type", "premium=800000", "是短期的，短期险", "insurance_type=premium_credit"},
		{"premium", "premium", "insurance_type=premium_credit", "80万", "premium=800000"},
		{"premium", "premium", "insurance_type=premium_project", "80万，90万", "premium=800000;900000"},
		{"premium", "used", "insurance_type=premium_project premium=800000", "没有", "used=0"},
		{"premium", "used", "insurance_type=premium_project premium=800000", "还没领过", "used=0"},
		{"premium", "used", "insurance_type=premium_project premium=800000", "还剩30万", "used=left 300000"},
		{"vehicles", "vehicle_count", "year=2025", "68", "vehicle_count=68"},
		{"vehicles", "vehicle_count", "year=2025", "六十八台", "vehicle_count=68"},
		{"vehicles", "year", "vehicle_count=68", "25", "year=2025"},
		{"vehicles", "year", "vehicle_count=68", "去年", "year=2025"},
		{"vehicles", "year", "vehicle_count=68", "二五年的", "year=2025"},
		{"refund_deadline", "accepted_on", "taxpayer_class=2", "9.28", "accepted_on=2026-09-28"},
		{"refund_deadline", "accepted_on", "taxpayer_class=2", "前天", "accepted_on=2026-11-21"},
		{"refund_deadline", "taxpayer_class", "accepted_on=2026-09-28", "2", "taxpayer_class=2"},
		{"refund_deadline", "taxpayer_class", "accepted_on=2026-09-28", "二", "taxpayer_class=2"},
		{"refund_deadline", "taxpayer_class", "accepted_on=2026-09-28", "不清楚", "taxpayer_class=unknown"},
		{"refund_deadline", "taxpayer_class", "accepted_on=2026-09-28", "怎么查", ""},
		{"temporary_plate", "issued_on", "", "11/20", "issued_on=2026-11-20"},
	} {
		t.Run(tt.asked+" "+tt.said, func(t *testing.T) {
			s := flowOf(t, book, tt.flow).Read(folded(tt.said), parseDay(t, typedOn), tt.asked, valuesOf(tt.given))
			if got := stated(s.Values); got != tt.want || len(s.Problems) > 0 {
				t.Errorf("states %q %v, want %q", got, s.Problems, tt.want)
			}
		})
	}
}

// valuesOf reads what stated has written; canonical values hold a space only
// before a currency and after left.
func valuesOf(s string) Values {
	v, name := Values{}, ""
	for _, part := range strings.Fields(s) {
		if n, value, ok := strings.Cut(part, "="); ok {
			name = n
			v[name] = value
			continue
		}
		v[name] += " " + part
	}
	return v
}

// What is meant for an input and cannot be used is asked back; the rest of the
// message still counts.
func TestFlowReadProblems(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		flow, said, input string
		refuses           bool
		says              []string
		want              string // what is stated all the same
	}{
		{"booth", "展位费十几万能补多少", "booth_fee", false, []string{"十几万"}, ""},
		{"booth", "展位费3到4万", "booth_fee", false, []string{"确切"}, ""},
		{"booth", "展位费-3万", "booth_fee", true, []string{"负数"}, ""},
		{"booth", "展位费0元", "booth_fee", true, []string{"大于 0"}, ""},
		{"booth", "展位费1e309", "booth_fee", true, []string{"能算的数"}, ""},
		{"booth", "展位费" + strings.Repeat("9", 400) + "元", "booth_fee", true, []string{"位数太多"}, ""},
		{"booth", "展位费各3万", "booth_fee", false, []string{"各", "几笔"}, ""},
		{"booth", "展位费3万和2万，一共6万", "booth_fee", true, []string{"50,000 元", "60,000 元"}, ""},
		{"booth", "展位费5万美元和3万欧元", "booth_fee", false, []string{"一种外币"}, ""},
		{"premium", "短期险和中长期险保费一共100万", "insurance_type", false, []string{"哪一种"}, "premium=1000000"},
		{"premium", "中长期险保费大概七八十万", "premium", false, []string{"确切"}, "insurance_type=premium_project"},
		{"premium", "信用险保费100万，已经领了十几万", "used", false, []string{"确切", "十几万"}, "insurance_type=premium_credit premium=1000000"},
		{"premium", "信用险保费100万，已经领了-5万", "used", true, []string{"负数"}, "insurance_type=premium_credit premium=1000000"},
		{"vehicles", "去年出口半辆", "vehicle_count", true, []string{"整数"}, "year=2025"},
		{"vehicles", "去年出口0辆", "vehicle_count", true, []string{"大于 0"}, "year=2025"},
		{"vehicles", "去年出口50或60辆", "vehicle_count", false, []string{"确切"}, "year=2025"},
		{"vehicles", "去年出口五十多台", "vehicle_count", false, []string{"五十多台"}, "year=2025"},
		{"vehicles", "去年每个月出口10辆", "vehicle_count", false, []string{"全年"}, "year=2025"},
		{"vehicles", "2024年和2025年一共出口120辆", "vehicle_count", false, []string{"120辆", "2024年", "2025年"}, ""},
		{"vehicles", "近两年出口60辆", "year", false, []string{"近两年", "哪一年"}, "vehicle_count=60"},
		{"vehicles", "1998年出口60辆", "year", true, []string{"2000 年"}, "vehicle_count=60"},
		{"refund_deadline", "2月30日受理的，二类", "accepted_on", true, []string{"2月30日", "不存在"}, "taxpayer_class=2"},
		{"refund_deadline", "13月5日受理的", "accepted_on", true, []string{"13月5日"}, ""},
		{"refund_deadline", "9月28日受理的，五类企业", "taxpayer_class", true, []string{"五类", "一类、二类、三类、四类"}, "accepted_on=2026-09-28"},
		{"refund_deadline", "9月28日受理的，一类还是二类的企业", "taxpayer_class", false, []string{"哪一类"}, "accepted_on=2026-09-28"},
		{"refund_deadline", "9月28日受理还是9月30日受理的，二类", "accepted_on", false, []string{"9月28日", "9月30日", "哪一天"}, "taxpayer_class=2"},
		{"deregistration_deadline", "上个月底通关的，哪天前注销", "cleared_on", false, []string{"哪一天"}, ""},
		{"temporary_plate", "临牌农历八月十五签发", "issued_on", false, []string{"公历"}, ""},
	} {
		t.Run(tt.flow+" "+fmt.Sprintf("%.60s", tt.said), func(t *testing.T) {
			s := flowOf(t, book, tt.flow).Read(folded(tt.said), parseDay(t, typedOn), "", Values{})
			if len(s.Problems) != 1 || s.Problems[0].Input != tt.input || s.Problems[0].Refuses() != tt.refuses || !containsAll(s.Problems[0].What, tt.says) {
				t.Fatalf("problems %v, states %q\nwant one of %s, refuses %t: %q", s.Problems, stated(s.Values), tt.input, tt.refuses, tt.says)
			}
			if got := stated(s.Values); got != tt.want {
				t.Errorf("states %q beside the problem, want %q", got, tt.want)
			}
			tellable(t, s.Problems[0])
		})
	}
}

// What a message changes in what was stated before, and what it leaves.
func TestMerge(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ name, flow, given, said, want string }{
		{"改金额", "booth", "booth_fee=36000", "不对，展位费5万", "booth_fee=50000"},
		{"再加一个展", "booth", "booth_fee=36000", "再加一个展，展位费2万", "booth_fee=36000;20000"},
		{"不相干的费用不算", "booth", "booth_fee=36000", "另外机票2万", "booth_fee=36000"},
		{"什么也没说", "booth", "booth_fee=36000", "好的谢谢", "booth_fee=36000"},
		{"再加一个项目", "premium", "insurance_type=premium_project premium=800000", "还有一个项目90万", "insurance_type=premium_project premium=800000;900000"},
		{"再加两个项目", "premium", "insurance_type=premium_project premium=800000", "另外还有两个项目，10万和20万", "insurance_type=premium_project premium=800000;100000;200000"},
		{"改成九十万", "premium", "insurance_type=premium_project premium=800000;100000", "保费改成90万", "insurance_type=premium_project premium=900000"},
		{"换险种，保费不变", "premium", "insurance_type=premium_project premium=800000", "要是信用险呢", "insurance_type=premium_credit premium=800000"},
		{"补充已领", "premium", "insurance_type=premium_project premium=1000000", "今年已经领过100万了", "insurance_type=premium_project premium=1000000 used=1000000"},
		{"改已领", "premium", "insurance_type=premium_project premium=1000000 used=1000000", "今年领过的是120万", "insurance_type=premium_project premium=1000000 used=1200000"},
		{"改成剩余额度", "premium", "insurance_type=premium_project premium=1000000 used=1000000", "剩余额度30万", "insurance_type=premium_project premium=1000000 used=left 300000"},
		{"换成外币", "premium", "insurance_type=premium_credit premium=1000000", "说错了，保费是10万美元", "insurance_type=premium_credit premium=100000 USD"},
		{"改辆数，年度不变", "vehicles", "vehicle_count=60 year=2025", "不对，是80辆", "vehicle_count=80 year=2025"},
		{"再加一批", "vehicles", "vehicle_count=60 year=2025", "另外还有20辆", "vehicle_count=60;20 year=2025"},
		{"改年度，辆数不变", "vehicles", "vehicle_count=60 year=2025", "是2024年的", "vehicle_count=60 year=2024"},
		{"辆数带着的年度也能改", "vehicles", "vehicle_count=2025:60", "记错了，是2024年", "vehicle_count=60 year=2024"},
		{"改成两个年度", "vehicles", "vehicle_count=60 year=2025", "2024年60辆，2025年70辆", "vehicle_count=2024:60;2025:70"},
		{"两个年度里再说一遍", "vehicles", "vehicle_count=2024:60;2025:70", "2024年50辆，2025年80辆", "vehicle_count=2024:50;2025:80"},
		{"改类别，日期不变", "refund_deadline", "accepted_on=2026-09-28 taxpayer_class=2", "那三类呢", "accepted_on=2026-09-28 taxpayer_class=3"},
		{"改日期，类别不变", "refund_deadline", "accepted_on=2026-09-28 taxpayer_class=2", "要是9月30号受理呢", "accepted_on=2026-09-30 taxpayer_class=2"},
		{"改签发日期", "temporary_plate", "issued_on=2026-11-23", "应该是昨天签的", "issued_on=2026-11-22"},
		{"有问题的不改", "vehicles", "vehicle_count=60 year=2025", "不对，是五十多辆", "vehicle_count=60 year=2025"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, given := flowOf(t, book, tt.flow), valuesOf(tt.given)
			f.Merge(given, f.Read(folded(tt.said), parseDay(t, typedOn), "", given))
			if got := stated(given); got != tt.want {
				t.Errorf("%s and then %s: %q, want %q", tt.given, tt.said, got, tt.want)
			}
		})
	}
}

// Whether a message adds to what was said or takes its place.
func TestFlowReadAdds(t *testing.T) {
	f := flowOf(t, shipped(t), "premium")
	for said, adds := range map[string]bool{
		"再加一个项目90万": true, "还有一个项目90万": true, "另外一份保单保费5万": true, "第二个项目90万": true, "又投了一笔20万": true, "漏了一笔，10万": true,
		"保费90万": false, "改成90万": false, "不对，是90万": false, "要是90万呢": false,
	} {
		if s := f.Read(folded(said), parseDay(t, typedOn), "", Values{"premium": "800000"}); s.Adds != adds {
			t.Errorf("%s: adds %t, want %t", said, s.Adds, adds)
		}
	}
}

// The rules that share a flow, and the order in which it asks.
func TestFlows(t *testing.T) {
	book := shipped(t)
	var got []string
	for _, f := range book.Flows {
		names := []string{f.ID + ":"}
		for _, in := range f.Inputs() {
			names = append(names, in.Name)
		}
		got = append(got, strings.Join(names, " "))
	}
	want := []string{
		"booth: booth_fee exchange_rate", "premium: insurance_type premium exchange_rate used", "vehicles: vehicle_count year",
		"refund_deadline: accepted_on taxpayer_class", "deregistration_deadline: cleared_on", "temporary_plate: issued_on",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestFlowRule(t *testing.T) {
	book := shipped(t)
	premium := flowOf(t, book, "premium")
	for kind, want := range map[string]string{"premium_project": "premium_project", "premium_credit": "premium_credit"} {
		if r := premium.Rule(Values{"insurance_type": kind}); r == nil || r.ID != want {
			t.Errorf("%s leads to %v", kind, r)
		}
	}
	if r := premium.Rule(Values{"premium": "800000"}); r != nil {
		t.Errorf("without a kind of insurance the rule is %s", r.ID)
	}
	if r := flowOf(t, book, "booth").Rule(Values{}); r == nil || r.ID != "booth" {
		t.Errorf("the one rule of a flow is %v", r)
	}
}

// What a flow asks for at each point; the optional inputs never.
func TestFlowNeeds(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ flow, given, want string }{
		{"booth", "", "booth_fee"},
		{"booth", "booth_fee=5000 USD", "booth_fee exchange_rate"},
		{"premium", "", "insurance_type premium"},
		{"premium", "premium=5000 EUR", "insurance_type premium exchange_rate"},
		{"vehicles", "", "vehicle_count year"},
		{"vehicles", "vehicle_count=60", "vehicle_count year"},
		{"vehicles", "vehicle_count=2024:60;2025:70", "vehicle_count"},
		{"refund_deadline", "", "accepted_on taxpayer_class"},
	} {
		f := flowOf(t, book, tt.flow)
		var needs []string
		for _, in := range f.Inputs() {
			if f.Needs(in, valuesOf(tt.given)) {
				needs = append(needs, in.Name)
			}
		}
		if got := strings.Join(needs, " "); got != tt.want {
			t.Errorf("%s with %q needs %q, want %q", tt.flow, tt.given, got, tt.want)
		}
	}
}

func TestQuestion(t *testing.T) {
	book := shipped(t)
	f := flowOf(t, book, "premium")
	for _, tt := range []struct{ input, given, says string }{
		{"exchange_rate", "premium=50000 USD", "1 美元折合多少元人民币"},
		{"exchange_rate", "premium=800000;20000 RUB", "1 卢布折合多少元人民币"},
		{"premium", "", "保费一共多少元"},
	} {
		got := f.Question(book.Input(tt.input), valuesOf(tt.given))
		if !strings.Contains(got, tt.says) || strings.ContainsAny(got, "{}") {
			t.Errorf("%s with %q is asked as %s, want %s", tt.input, tt.given, got, tt.says)
		}
	}
}

func TestOptions(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ flow, input, want string }{
		{"vehicles", "year", "2024 2025"},
		{"refund_deadline", "taxpayer_class", "1 2 3 4 unknown"},
		{"premium", "insurance_type", "premium_project premium_credit"},
		{"vehicles", "vehicle_count", ""},
	} {
		var values []string
		for _, c := range flowOf(t, book, tt.flow).Options(book.Input(tt.input)) {
			values = append(values, c.Value)
		}
		if got := strings.Join(values, " "); got != tt.want {
			t.Errorf("%s offers %q, want %q", tt.input, got, tt.want)
		}
	}
}
