package search

import "testing"

func TestClosed(t *testing.T) {
	for text, want := range map[string]string{
		"退税 几 天":              "退税几天",
		"给 我们 修 车 也 有?":       "给我们修车也有?",
		"退税几天 摊位补多少":          "退税几天 摊位补多少", // a pause
		"how many days":       "how many days",
		"我 买 used car 要 什么 纸": "我买 used car 要什么纸",
		"退税":                  "退税",
		"":                    "",
	} {
		if got := closed(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWithoutYears(t *testing.T) {
	for text, want := range map[string]string{
		"2025年展位费补几成":      "展位费补几成",
		"2024年的退税几天":       "退税几天",
		"2024年和2025年度展位费呢": "和展位费呢",
		"2024年起连续两年":       "2024年起连续两年",
		"2025年3月受理的退税":     "2025年3月受理的退税",
		"2021年的呢":          "2021年的呢", // nothing else to go by
		"1000元一辆":          "1000元一辆",
	} {
		if got := withoutYears(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// One more example leaves the others in their order.
func TestOrder(t *testing.T) {
	features := [][]string{{"a"}, {"b", "c"}, {"b"}, {"a"}, {"d"}}
	for round := range 3 {
		few := newOrder(4, func(i int) []string { return features[i] }).round(round)
		var without []int
		for _, i := range newOrder(5, func(i int) []string { return features[i] }).round(round) {
			if i != 4 {
				without = append(without, i)
			}
		}
		for i := range few {
			if few[i] != without[i] {
				t.Errorf("round %d: %v, and with one more %v", round, few, without)
			}
		}
	}
}
