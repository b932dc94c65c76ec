// Package calculators is the calculators as pages: /calc lists them, and
// /calc/{rule} has every input of one on one screen, with the result and what
// it looks like drawn beside it.
//
// The inputs stand in the address, so that an address is a calculation that
// can be sent to somebody. They are read by the readers of calc, the same that
// a conversation uses. A page works without a script; calc.js asks for the
// same address while somebody types, and puts the answer in its place.
//
// Pictures are drawn here, from the parameters and days that a calculation
// hands out. No figure of any text stands in this package; a test reads its
// source to see to that.
package calculators
