// Package bolt keeps conversations, and the ledger of what they leave
// unanswered, in one bbolt file.
//
// Keys, each in a bucket of its own:
//
//	meta      "schema"                      → number of the layout, decimal
//	states    chat                          → bot.State as JSON
//	replies   SHA-256 of chat and message id → bot.Reply as JSON
//	expiry    unix seconds (8 bytes, big-endian), then the key in replies → nothing
//	ledger    bot.Unanswered's key, NUL, number met (8 bytes, big-endian) → bot.UnansweredGroup as JSON
//
// Every change is one transaction (Update, never Batch, which runs its
// function twice after a failure). One process holds the file; another is
// refused within two seconds, and told who holds it. Open reads the whole file
// before anything is written to it, and refuses a damaged one as it is.
package bolt
