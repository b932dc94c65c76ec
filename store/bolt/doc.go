// Package bolt keeps conversations, the ledger of what they leave unanswered,
// and bookings in one bbolt file.
//
// Keys, each in a bucket of its own:
//
//	meta      "schema"                      → number of the layout, decimal
//	          "digest"                      → how many records there are, and the sum of their checksums
//	          "data"                        → the id of the data, as in DATA_ID
//	          "next", NUL, bucket           → the last number given there
//	          "secret"                      → 32 bytes by which the owner knows its own names again
//	          "counts"                      → bot.Counts
//	          "mark", NUL, channel          → how far it has read at its source
//	states    chat                          → bot.State
//	replies   SHA-256 of chat and message id → bot.Reply
//	taken     the same                      → what the message said, as a hash
//	          SHA-256 of chat and press     → when the button was last pressed, unix milliseconds
//	inbox     number taken (8 bytes, big-endian) → bot.Message
//	outbox    SHA-256 of the chat, number (8 bytes, big-endian) → bot.Outgoing
//	chats     SHA-256 of the chat, "lost"    → why it cannot be written to
//	          the same, "moved"             → its present name
//	expiry    unix seconds (8 bytes, big-endian), then the key in replies, taken and done → SHA-256 of the chat; nothing for a command
//	ledger    bot.Unanswered's key, NUL, number met (8 bytes, big-endian) → bot.UnansweredGroup
//
//	slots       office, NUL, day, NUL, window → booking.Slot
//	batches     receipt                       → booking.Batch
//	batches_at  the key in slots, NUL, receipt → nothing
//	batches_in  state, NUL, the key in slots, NUL, when made, NUL, receipt → nothing
//	batches_of  SHA-256 of the owner, NUL, receipt → nothing
//	batches_vin the VIN from its end, NUL, receipt → nothing
//	live        business, NUL, VIN            → receipt of the live batch
//	done        SHA-256 of actor and key      → the command's print and result, for 30 days
//	timers      when due, receipt, NUL, kind  → booking.Timer
//	timers_of   receipt, NUL, when due, kind  → nothing
//	notices     number (8 bytes, big-endian)  → booking.Notice
//	audit       receipt, NUL, number (8 bytes, big-endian) → booking.Entry
//
// A value is JSON or nothing, and then the CRC32C of bucket, key and content
// (4 bytes, big-endian). The schema alone has none: every release must be able
// to read it. Layout 1 had no checksums and counted by bbolt's own sequences;
// layout 2 had no batches_in. Both are brought up to date when they are opened,
// after a copy.
//
// Every change is one transaction (Update, never Batch, which runs its
// function twice after a failure). One process holds the file; another is
// refused within two seconds, and told who holds it.
//
// Beside the file lies DATA_ID, which says that the folder has been used, by
// which data, and the number of the last commit that was acknowledged. With it
// a file that is missing, empty, of another folder or older than what was
// promised is refused. Delete it to say that what is there shall do.
//
// Open verifies the whole file before it is opened for good, in a process of
// its own when the Config says how: a damaged file can end the process that
// maps it. After the first commit that fails nothing is read or written any
// more (ErrStopped), but for a full disk (ErrDiskFull), where nothing of the
// commit can have been seen: that is waited out.
package bolt
