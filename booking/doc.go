// Package booking is batch appointments at vehicle offices: an exporter asks
// for places for a list of vehicles in one window of one day, an officer
// confirms, returns vehicles with reasons or offers another window, and nobody
// ever shares a place, loses a request or is reminded of a time that has moved.
//
// Capacity is counted in vehicles per office, date and window (a Slot).
// Submitting takes it, and every live state holds it, so that a slow officer
// never costs an exporter the place. A proposal holds both places until it is
// answered or expires. A vehicle, by its VIN, has one live batch per business.
//
// All changes are Commands. Do is the whole domain: it runs one command
// against a Tx and is pure; a Store runs it in a transaction together with the
// idempotency record, the audit entry, timers and notices. A command carries
// the version that its actor has seen: who acts on an old one is told what is
// current, and changes nothing. Who may give which command is in givers.
//
//	from                command              to                 places
//	                    submit               pending            taken
//	pending             confirm              confirmed          kept
//	pending, confirmed  reject (some)        the same           those are freed
//	pending, confirmed  reject (all)         rejected           freed
//	pending, confirmed  propose              move_proposed      taken there too
//	move_proposed       accept               confirmed          freed at the old window
//	move_proposed       decline, expire      as before          freed at the new window
//	pending, confirmed  reschedule           pending            moved
//	every live state    cancel               cancelled          freed
//	confirmed           complete, no_show    completed, no_show freed
//	pending             expire (day over)    expired            freed
//
// Whoever has not given the command is told of it: the exporter of confirm,
// reject, propose, expire and an officer's cancel, the officers of submit,
// accept, decline, reschedule, expire and an exporter's cancel.
//
// The timers of a batch follow from its version: a confirmed one has
// reminders, an offer its end, a pending one the end of its day, and each the
// day on which its personal data go. They are compared with the time, never
// expected at it, and a reminder that was given is counted in the batch.
//
// Erasure replaces what says whose a batch was; live ones are cancelled first.
// What was done, where and to how many vehicles stays, as does the audit trail.
//
// Times are instants; dates and windows are local to the office (Asia/Shanghai).
package booking
