// Package remote is the terminal's way to a program that runs already and holds
// the data folder: HTTP over a Unix socket in that folder, which only the
// folder's owner can open.
//
//	POST /chat       a bot.Message, of which only id, text and choice count;
//	                 answered with JSON lines: {"sentence"} for each sentence
//	                 that is ready, then {"reply", "failed"?}
//	GET  /questions  what got no answer, as a JSON array of bot.UnansweredGroup
//	GET  /data       a copy of the data file
//
// It is between two processes of one release: no contract for others.
package remote
