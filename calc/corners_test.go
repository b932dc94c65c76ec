package calc

import (
	"errors"
	"strings"
	"testing"
)

func TestCornersCompute(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct {
		name, rule string
		values     Values
		want       string // the amount; "" for a problem of the input
		input      string
	}{
		{"剩余额度比上限还多", "premium_project", Values{"premium": "3000000", "used": "left 2000000"}, "", "used"},
		{"读得懂但不是规范写法", "premium_project", Values{"premium": "80万元"}, "560000.00", ""},
		{"辆数年度也一样", "vehicles", Values{"vehicle_count": "60台", "year": "2025年"}, "60000.00", ""},
		{"剩余额度不是保费", "premium_project", Values{"premium": "left 80"}, "", "premium"},
		{"已领是外币", "premium_project", Values{"premium": "3000000", "used": "100000 USD"}, "", "used"},
		{"两种外币一个汇率", "premium_project", Values{"premium": "50000 USD;3000 EUR", "exchange_rate": "7.12"}, "", "premium"},
		{"两个汇率", "premium_project", Values{"premium": "50000 USD", "exchange_rate": "7.12;8"}, "", "exchange_rate"},
		{"公元 9 年的 30 元", "booth", Values{"booth_fee": "9:30"}, "", "booth_fee"},
		{"公元 1 年的 60 辆", "vehicles", Values{"vehicle_count": "1:60"}, "", "vehicle_count"},
		{"半个年度", "vehicles", Values{"vehicle_count": "60", "year": "2024.5"}, "", "year"},
		{"年度里套年度", "vehicles", Values{"vehicle_count": "60", "year": "2024:2025"}, "", "year"},
		{"去年领的不占今年的额度", "premium_project", Values{"premium": "2025:3000000", "used": "2024:500000"}, "1500000.00", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := book.Compute(book.Rule(tt.rule), tt.values, parseDay(t, typedOn))
			p := Problem{}
			switch {
			case tt.want == "" && (!errors.As(err, &p) || p.Input != tt.input):
				t.Errorf("gives %s (%v), want a problem of %s", outcome(c.Result), err, tt.input)
			case tt.want != "" && (err != nil || c.Result.Amount == nil || c.Result.Amount.String() != tt.want):
				t.Errorf("gives %s (%v), want %s", outcome(c.Result), err, tt.want)
			}
		})
	}
}

func TestCornersNoPlaceIsLeftOpen(t *testing.T) {
	book := shipped(t)
	_, err := book.Compute(book.Rule("booth"), Values{"booth_fee": "5000 USD"}, parseDay(t, typedOn))
	if err == nil || strings.ContainsAny(err.Error(), "{}") {
		t.Errorf("asks %v", err)
	}
	if _, err := book.Input("exchange_rate").Check("看银行的", parseDay(t, typedOn)); err == nil || strings.ContainsAny(err.Error(), "{}") {
		t.Errorf("asks %v", err)
	}
}

func TestCornersCheck(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ input, typed, want string }{ // want "" is a problem
		{"used", "还剩30万", "left 300000"},
		{"booth_fee", "三点六万", "36000"},
		{"booth_fee", "七点一万", "71000"},
		{"vehicle_count", "三点五辆", ""},
		{"exchange_rate", "七点一", "7.1"},
		{"exchange_rate", "七点一二", "7.12"},
		{"exchange_rate", "七块一", "7.1"},
		{"exchange_rate", "7块1毛2", "7.12"},
		{"exchange_rate", "1欧元等于7块8", "7.8"},
		{"exchange_rate", "100美元兑712元", "7.12"},
		{"exchange_rate", "七块多", ""},
		{"year", "-2025", ""},
		{"year", "2025.5", ""},
		{"vehicle_count", "三批每批100000辆", ""},
		{"vehicle_count", "2200:5", ""},
		{"booth_fee", "9:30", ""},
	} {
		t.Run(tt.input+" "+tt.typed, func(t *testing.T) {
			got, err := book.Input(tt.input).Check(tt.typed, parseDay(t, typedOn))
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("%s is read as %q (%v), want %q", tt.typed, got, err, tt.want)
			}
		})
	}
}

func TestCornersRead(t *testing.T) {
	book := shipped(t)
	for _, tt := range []struct{ flow, asked, given, said, want, problem string }{
		{"booth", "booth_fee", "", "1,500,000.00", "booth_fee=1500000", ""},
		{"booth", "booth_fee", "", "123456789.50", "booth_fee=123456789.5", ""},
		{"booth", "booth_fee", "", "3.6", "", "booth_fee"},
		{"booth", "", "", "2025年3.6万展位费能补多少", "booth_fee=36000", ""},
		{"booth", "", "", "25年3.6万展位费", "booth_fee=36000", ""},
		{"booth", "", "", "去年3.6万展位费能补多少", "booth_fee=36000", ""},
		{"booth", "", "", "展位费三点六万", "booth_fee=36000", ""},
		{"premium", "used", "insurance_type=premium_project premium=800000", "500000", "used=500000", ""},
		{"premium", "used", "insurance_type=premium_project premium=800000", "50万", "used=500000", ""},
		{"premium", "used", "insurance_type=premium_project premium=800000", "0", "used=0", ""},
		{"premium", "", "", "已经领了5万美元，中长期险保费100万", "insurance_type=premium_project premium=1000000", "used"},
		{"premium", "", "", "保费是60万，不是80万", "premium=600000", ""},
		{"vehicles", "", "", "去年出口三批，每批20辆", "vehicle_count=60 year=2025", ""},
		{"vehicles", "", "", "去年出口4批，每批都是20台", "vehicle_count=80 year=2025", ""},
		{"vehicles", "", "", "去年出口是60辆，不是80辆", "vehicle_count=60 year=2025", ""},
		{"refund_deadline", "", "", "9月28日和9月30日受理的，二类", "taxpayer_class=2", "accepted_on"},
		{"refund_deadline", "", "", "9月28日、30日受理的，二类", "taxpayer_class=2", "accepted_on"},
	} {
		t.Run(tt.flow+" "+tt.said, func(t *testing.T) {
			s := flowOf(t, book, tt.flow).Read(folded(tt.said), parseDay(t, typedOn), tt.asked, valuesOf(tt.given))
			problem := ""
			if len(s.Problems) > 0 {
				problem = s.Problems[0].Input
			}
			if got := stated(s.Values); got != tt.want || problem != tt.problem {
				t.Errorf("states %q %v, want %q and a problem of %q", got, s.Problems, tt.want, tt.problem)
			}
		})
	}
}

// What would only fail in service is told when the corpus is read.
func TestCornersRuleFaults(t *testing.T) {
	for _, tt := range []struct{ name, old, fault string }{
		{"辆数标准有年限，单价没有", "clause: 七.1, from: 2024, years: 2, quote: 从", "clause: 七.1, from: 2024, quote: 从"},
		{"有年数没有起始年", "clause: 七.1, from: 2024, years: 2, quote: 从", "clause: 七.1, years: 2, quote: 从"},
		{"四类企业没有天数", `for: ["3", "4"]`, `for: ["3"]`},
		{"没有这个类别", `for: ["3", "4"]`, `for: ["3", "4", "9"]`},
		{"两个选项一个值", `{value: "3", label: 三类`, `{value: "2", label: 三类`},
		{"空没有合上", "展位费补贴约 {amount}", "展位费补贴约 {amount"},
		{"顺延的话里没有这个空", "能不能顺延到 {possible}", "能不能顺延到 {posible}"},
		{"提问里没有这个空", "请问 1 {currency}", "请问 1 {curency}"},
		{"没有这种结果", "      not_yet: ", "      not_jet: 还没有\n      not_yet: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			corpus := corpusCopy(t)
			plant(t, corpus, tt.old, tt.fault)
			if faults := faultsOf(t, corpus); len(faults) == 0 {
				t.Error("not found")
			}
		})
	}
}
