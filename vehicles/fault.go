package vehicles

// A Fault is what is wrong with something a person typed or sent.
type Fault struct {
	Code string // for logs and tests: vin_length
	Text string // one Chinese sentence: what is wrong, and what to do
}

// Error returns the sentence for the person.
func (f *Fault) Error() string { return f.Text }
