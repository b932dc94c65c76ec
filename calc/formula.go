package calc

// A formula is the arithmetic of a kind of rule: what it needs and how it is
// done.
type formula struct {
	parameters []string // each must have a value in rules.yaml
	inputs     []Kind   // in this order among the rule's inputs
	says       []string // the sentences it can end with
	run        func(*working) error
}

// formulas are registered by the name that rules.yaml uses.
var formulas = map[string]formula{
	"share":         {[]string{"share"}, []Kind{KindMoney}, []string{"ok"}, share},
	"per_vehicle":   {[]string{"rate", "threshold"}, []Kind{KindCount, KindYear}, []string{"ok", "below_threshold", "expired", "not_yet"}, perVehicle},
	"working_days":  {[]string{"days"}, []Kind{KindDate, KindChoice}, []string{"ok", "average", "unsure", "unknown_year"}, workingDays},
	"months_after":  {[]string{"months"}, []Kind{KindDate}, []string{"ok", "passed"}, monthsAfter},
	"days_counting": {[]string{"days"}, []Kind{KindDate}, []string{"ok", "passed"}, daysCounting},
}

// input returns the rule's input of a kind.
func (r *Rule) input(k Kind) *Input {
	for _, in := range r.Inputs {
		if in.Kind == k {
			return in
		}
	}
	return nil
}

// first returns the first parameter of a name, to cite what does not cover.
func (r *Rule) first(name string) *Parameter {
	for i, p := range r.parameters {
		if p.Name == name {
			return &r.parameters[i]
		}
	}
	return nil
}
