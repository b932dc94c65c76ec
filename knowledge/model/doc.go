// Package model is the optional language model: any endpoint that speaks
// OpenAI's chat completions. It helps with four things, and each is checked in
// code before it has an effect:
//
//   - Rephrase: a follow-up becomes a question that stands alone, made of what
//     was said and of the clause spoken of (knowledge.VerifyQuestion);
//   - Choose: one of the clause ids given, or none;
//   - Word: sentences that each name one of the clauses given
//     (knowledge.VerifySentence);
//   - Fill: the words of a message that answer an open question, verbatim.
//
// Everything works without it. When it is switched off, late, over its budget,
// wrong or unreachable, nothing comes back and the caller goes on as if there
// were none; a counter and a code in the log tell the operator.
//
// A Service holds the endpoint (Client), the Budget and the Switch; a Session
// is one message's share of it, under one deadline. What leaves the process
// passes one last gate that masks personal data (private.go).
package model
