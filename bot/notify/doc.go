// Package notify carries out what booking leaves for later: Timers gives the
// commands of timers that are due, and Pump takes notices to the channel that
// can reach a person.
//
// A timer is due when its time is not later than now: a comparison, so that
// none is lost while the program is off. Its command has a key of its own and
// takes the timer out in the same transaction, so that none is given twice.
//
// What a clock does that is set wrong is bounded (Timers). A notice is told of
// the version that it is about: of one that has moved on, only what that does
// not make untrue (Holds).
package notify
