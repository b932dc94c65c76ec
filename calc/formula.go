package calc

// A formula is the arithmetic of a kind of rule: what it needs and how it is
// done.
type formula struct {
	parameters []string // each must have a value in rules.yaml
	inputs     []Kind   // each must be asked for
	also       []Kind   // those that may be asked for besides
	dated      bool     // figures hold for calendar years
	says       []string // the sentences it can end with
	run        func(*working) error
}

// formulas are registered by the name that rules.yaml uses.
var formulas = map[string]formula{
	"share":         {parameters: []string{"share"}, inputs: []Kind{KindMoney}, also: []Kind{KindChoice, KindRate}, says: []string{"ok", "years"}, run: share},
	"per_vehicle":   {parameters: []string{"rate", "threshold"}, inputs: []Kind{KindCount, KindYear}, dated: true, says: []string{"ok", "below_threshold", "expired", "not_yet"}, run: perVehicle},
	"working_days":  {parameters: []string{"days"}, inputs: []Kind{KindDate, KindChoice}, says: []string{"ok", "average", "unsure", "unknown_year"}, run: workingDays},
	"months_after":  {parameters: []string{"months"}, inputs: []Kind{KindDate}, says: []string{"ok", "passed"}, run: monthsAfter},
	"days_counting": {parameters: []string{"days"}, inputs: []Kind{KindDate}, says: []string{"ok", "passed"}, run: daysCounting},
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
