// Command cheyi answers questions about one policy, 内商贸字〔2024〕406号, in
// everyday Chinese: the clause that answers, verbatim, who is responsible, and
// whether it holds on the day asked; or that the text does not say.
//
// This is the design tour, from the bottom up. docs/decisions has the reasons.
//
// # Data
//
// corpus/ is all that a policy editor touches: the text (document.md, one
// clause a line), the notes on it (notes.yaml: how people ask for each clause,
// which of its words answer which kind of question, and what the text does
// not state), calendars, and the lexicon; beside the policy, the guide (what
// other public sources say on what it leaves out) and the operator's contacts,
// neither of which ever counts as the policy. Nothing legal is written in Go: no
// figure, no date, no department. A build embeds the folder; --corpus puts
// another in its place, and a change is taken into service while the program
// runs, if it has no fault.
//
// # Leaves
//
// yamlfile reads such files strictly and reports every fault with file and
// line. quantity reads numbers, money, counts and percentages as people type
// them. calendar knows civil dates in China's one time zone, as people write
// them, and counts working days by the years of the corpus. config knows the
// settings. personal masks what points at a person or an enterprise.
//
// # knowledge
//
// Reads the corpus into a Library of clauses, gaps and facts, and decides:
// Decide takes a question with its ranked entries and says answered, partial,
// not_stated or out_of_scope; Compose puts that into words; Verify withholds
// what it cannot trace to cited words. All three are plain code that a test
// can call. What stands beside a refusal is chosen after the decision and told
// in lines of its own, which Verify compares whole.
//
// knowledge/model is the optional language model, on any endpoint that speaks
// OpenAI's chat completions. It may complete a follow-up, choose among clauses
// that were found, word the lead of an answer and point at the answer to an
// open question; VerifySentence and its like hold each to the clause, and what
// does not pass is as if it had not been said. knowledge/model/modeltest has
// the models, good and hostile, that it is tested with.
//
// # calc
//
// The calculators. rules.yaml beside a document holds their figures, each with
// clause and quoted words, and what they ask and say; the arithmetic is a
// short function a kind of rule. A result is a trace, verified like an answer.
// The same package reads a message for a calculator: which sums, counts and
// days are its inputs, which are not, and what must be asked back.
//
// # search
//
// Finds what a question is about. Normalised text is cut by jieba and into
// bigrams, indexed in memory by Bleve, and ranked by scores of our own over
// Bleve's postings, between 0 and 1. A lexicon expands everyday words into the
// text's terms; mistyped words are guessed, and the guess is said. search/jieba
// is the one package with C++ behind it.
//
// # vehicles
//
// Reads the numbers people send (VIN, 号牌, 统一社会信用代码, telephone) and whole
// lists, pasted in any shape, into a report in which every row is accepted,
// refused or a duplicate. vehicles/sheet reads lists from .xlsx and .csv within
// strict limits, and writes the template and the sheets that officers download.
//
// # booking
//
// The appointments: offices with windows and places, batches of vehicles, and
// one pure function for each command, with versions and the invariants that
// hold after every one. A Store runs a command in one transaction; what every
// store must hold to is booking/bookingtest, and bugs that its tests have to
// catch are in booking/testdata.
//
// # bot
//
// The conversation: a Message in, a Reply out, on whatever channel. It keeps
// what was talked about, so that "封顶多少" and "那二类呢" find their subject;
// it cuts a message that asks two things; it runs flows, which are lists of
// questions whose answers are replayed, never a position. The flows of the
// calculators are derived from the rules; a finished one can be changed
// ("不对，是80辆") for as long as it is what the talk is about. It declares the
// one-method Finder that search fulfils, and the Store that store/bolt
// fulfils. store/bolt keeps all of it in one file, of which every record is
// checked; what is damaged, missing or older than what was promised is refused
// (data.go, backup.go). bot/terminal renders it in a terminal, bot/telegram
// in Telegram, bot/web over HTTP for programs and as a page for people, and
// bot/remote lets a terminal reach a program that runs already.
// bot/web/reader shows the documents themselves, every clause at an address of
// its own, and bot/web/calculators each calculator on a page; what all pages
// share is bot/web/look.
//
// What comes over a network goes through the Intake: it is stored before it is
// handled, so that whatever ends the process in between, it is handled.
//
// The questions that got no answer are counted by meaning in the store, for
// editors (cheyi questions) to turn into notes; what they promise there is
// checked with the real index (cheyi corpus check).
//
// # admin and bot/notify
//
// admin is the desk: officers act on batches over HTTP, or by buttons in a chat
// of theirs, each for the offices that the token names. Whoever acts on an old
// version is told who was first. bot/notify gives the commands of booking's
// timers and takes its notices to the outbox; a clock that is set wrong loses
// nothing and doubles nothing.
//
// # This package
//
// One file for each subcommand; program.go puts together what answers, and
// serve.go the service: its parts (parts.go, serveparts.go), HTTP with its end
// (servehttp.go) and the figures (metrics.go, observe.go). What each
// folder may import is stated, and tested, in imports_test.go.
package main
