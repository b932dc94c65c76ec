package quantity

import "testing"

func TestCurrencyIn(t *testing.T) {
	for text, want := range map[string]string{
		"算错了,是欧元":    "EUR",
		"我说的是usd":    "USD",
		"付的卢布":       "RUB",
		"是人民币":       "CNY",
		"是欧元不是人民币":   "EUR",
		"欧元还是美元":     "",
		"多少元":        "",
		"european车展": "",
		"":           "",
	} {
		if got := CurrencyIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
