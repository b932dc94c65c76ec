// Package reader shows the documents of the corpus as pages:
//
//	GET /policy            what there is: the policy, what its rules cite, the guide
//	GET /policy/{folder}   one document, whole, each clause with its address
//
// Every clause is an element with its id: /policy/nmg-2024-406#七.1 leads to
// it. Both pages take
//
//	q    what to look for: clauses that are near in meaning, best first, and
//	     places that hold the words
//	on   the day, as 2026-11-23, on which the text is to hold; today for none
//
// They are GET forms that work without a script; a script asks for the same
// address and gets the part below the form.
//
// A search here finds where something stands. It decides nothing and answers
// nothing: for that each clause leads to the conversation.
package reader
