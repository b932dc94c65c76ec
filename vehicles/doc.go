// Package vehicles reads what people send about vehicles and their owners:
// single numbers (VIN, 号牌, 统一社会信用代码, telephone, names), and whole lists,
// pasted in any shape or as tables that package sheet takes from files.
//
// A number is read as a person sees it, so width, case, blanks and invisible
// characters do not matter; nothing else is ever repaired. What does not fit is
// refused by a Fault, which names the character and says what to do, and never
// repeats the number. What fits the form but may still be wrong is a doubt, for
// the sender to confirm: an imported car's VIN need not have a check digit.
//
// A list becomes a Report in which every row is accepted, refused or a
// duplicate, each with the line it stands on; what was accepted can be used
// though other rows were not. Formulas are never evaluated, hidden rows never
// imported.
//
// The package keeps nothing and knows no booking: that a VIN is booked already
// is found out there.
package vehicles
