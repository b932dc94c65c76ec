// Package admin is the desk: what the officers of the vehicle offices do with
// batches, over HTTP, on pages and by programs.
//
// The pages are at /desk. An officer signs in with a name and a password, which
// is chosen at a link that holds once; the first link is told at start, the
// others are made on /desk/officers. A session is a random id in a cookie, and
// the officer is looked up on every request: who is disabled is out at once.
// Pages are a table of routes, as the API is; who may have which is tested from
// it. A form that comes after the session has ended is kept over signing in.
//
// The API:
//
//	GET    /api/desk/batches?state=&office=&date=&q=   {"batches": […]}
//	GET    /api/desk/batches/{receipt}                 a card with its audit trail
//	POST   /api/desk/batches/{receipt}                 {"version", "action", "vins", "reason", "date", "window"}
//	GET    /api/desk/slots?office=&from=&to=           {"slots": […]}, in vehicles
//	PUT    /api/desk/slots/{office}/{date}/{window}    {"version", "capacity", "open"}
//	GET    /api/desk/days/{office}/{date}.xlsx, .txt   the list of a day
//	GET    /api/desk/tokens                            {"tokens": […]}
//	POST   /api/desk/tokens                            {"name", "offices" or "all", "telegram"}
//	DELETE /api/desk/tokens/{id}
//
// An officer is known by a bearer token, or by the session. The token of the
// settings sees all offices; others are made with it, are shown once and kept
// as hashes. What is of an office that is not the officer's does not exist
// (404); 403 is for what only officers of all offices may do. A wrong token or
// password costs its sender time and locks nobody out.
//
// Every change names the version that the officer has seen. When that is not
// the present one, or there is no room, the answer is 409 with what is current
// and who made it so. A change that is sent twice is made once: by its
// Idempotency-Key, else by what it changes, the version and the action.
//
// A refusal is {"error": {"code", "message"}}, with one sentence for people.
// Unlike the chat, the desk refuses keys that it does not know: a misspelt
// "vins" would return the whole batch.
//
// A card names no conversation: whoever knows the name of one may read along.
package admin
