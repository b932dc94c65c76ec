package calc

import "cheyi/quantity"

// Convert puts what was given into the currency that a message names without a
// sum: 算错了，是欧元. It reports whether anything changes; a rate of exchange that
// was given for another currency is forgotten.
func (f *Flow) Convert(message string, given Values) bool {
	code, money := quantity.CurrencyIn(message), f.Rules[0].input(KindMoney)
	if code == "" || money == nil || given[money.Name] == "" || len(quantity.Numbers(message)) > 0 {
		return false
	}
	before := f.currency(given)
	if before == code || before == "" && code == home {
		return false
	}
	list := items(given[money.Name])
	for i := range list {
		list[i].currency = code
	}
	given[money.Name] = joinItems(list)
	if rate := rateName(f); rate != "" {
		delete(given, rate)
	}
	return true
}
