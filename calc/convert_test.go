package calc

import "testing"

func TestConvert(t *testing.T) {
	for _, tt := range []struct {
		name, message, fee, rate string
		want                     string // "" for no change
	}{
		{"foreign after all", "算错了,是欧元", "120000", "", "120000 EUR"},
		{"another currency", "是美元", "120000 EUR", "7.8", "120000 USD"},
		{"several sums", "都是卢布", "120000;80000", "", "120000 RUB;80000 RUB"},
		{"yuan after all", "是人民币不是欧元", "120000 EUR", "7.8", "120000"},
		{"yuan as before", "是人民币", "120000", "", ""},
		{"the same", "对,欧元", "120000 EUR", "7.8", ""},
		{"with a sum of its own", "是5万欧元", "120000", "", ""},
		{"no currency", "算错了", "120000", "", ""},
		{"nothing given", "是欧元", "", "", ""},
	} {
		given := Values{}
		if tt.fee != "" {
			given["booth_fee"] = tt.fee
		}
		if tt.rate != "" {
			given["exchange_rate"] = tt.rate
		}
		changed := flowOf(t, shipped(t), "booth").Convert(tt.message, given)
		if changed != (tt.want != "") || changed && (given["booth_fee"] != tt.want || given["exchange_rate"] != "") {
			t.Errorf("%s: %v %v, want %q", tt.name, changed, given, tt.want)
		}
	}
}
