// Package web is the conversation over HTTP:
//
//	POST /api/chat {"chat"?, "id", "text"} or {"chat"?, "id", "choice"}
//
// or the same fields as multipart/form-data with a file, answered with
// {"chat", "reply"}. The names of conversations are unguessable and are known
// again by the store's secret, so that opening one stores nothing. The same id
// with the same content gets the same reply, with other content it is refused.
//
// Without chat, every request opens another conversation, also one that
// repeats an id: there is nothing by which the two could be told to belong
// together. A client that must not ask twice keeps the name of its first reply.
//
// A file's content goes to the spool, which UseFiles sets; without one it is
// read, counted and dropped. A refusal is {"error": {"code", "message"}} and,
// when it is of a conversation that this request opened, its name as "chat".
//
// The page at / is the same conversation for people, under the name that the
// browser's cookie holds. Its script reads an answer that a model words while
// it is written: server-sent events, a "sentence" each, then the "reply" or
// "refusal" as HTML. What breaks off is asked for again under the same id.
//
// Keys that are not known are ignored. The log has codes and never names of
// conversations, which are all that a client needs to read along.
package web
