// Package calc computes what the policy gives and by when: amounts to the fen
// and days of the working calendar, each as a trace that an accountant can
// check line by line.
//
// A rule is data (rules.yaml of a document's folder): dated, cited parameters,
// the inputs it asks for, the words it says. The arithmetic is a short
// function, registered by name in formula.go. No figure of any law stands in
// this package; a test reads its source to see to that.
//
// Values travel as text in one canonical form (value.go), the same on the
// command line, in a conversation's state and here, so that a calculation can
// be replayed from what was said.
package calc
