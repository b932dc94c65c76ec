// Package bolt keeps conversations, and the ledger of what they leave
// unanswered, in one bbolt file.
//
// Keys, each in a bucket of its own:
//
//	meta      "schema"                      → number of the layout, decimal
//	          "secret"                      → 32 bytes by which the owner knows its own names again
//	          "counts"                      → bot.Counts as JSON
//	          "mark", NUL, channel          → how far it has read at its source, decimal
//	states    chat                          → bot.State as JSON
//	replies   SHA-256 of chat and message id → bot.Reply as JSON
//	taken     the same                      → what the message said, as a hash
//	          SHA-256 of chat and press     → when the button was last pressed, unix milliseconds
//	inbox     number taken (8 bytes, big-endian) → bot.Message as JSON
//	outbox    SHA-256 of the chat, number (8 bytes, big-endian) → bot.Outgoing as JSON
//	chats     SHA-256 of the chat, "lost"    → why it cannot be written to
//	          the same, "moved"             → its present name
//	expiry    unix seconds (8 bytes, big-endian), then the key in replies and taken → nothing
//	ledger    bot.Unanswered's key, NUL, number met (8 bytes, big-endian) → bot.UnansweredGroup as JSON
//
// Every change is one transaction (Update, never Batch, which runs its
// function twice after a failure). One process holds the file; another is
// refused within two seconds, and told who holds it. Open reads the whole file
// before anything is written to it, and refuses a damaged one as it is.
package bolt
