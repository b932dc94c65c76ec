// Package knowledge is the policy as the product knows it: documents cut into
// clauses, the editors' notes on them, and the rules by which a question with
// ranked entries becomes an answer that can be trusted.
//
// Three things are decided here, in code, and never by a prompt:
//
//   - what a question asks for (an amount, a date, papers, a telephone …);
//   - whether the text states it: Decide returns answered, partial,
//     not_stated or out_of_scope;
//   - whether a finished reply may be shown: Verify finds every quotation that
//     is not verbatim and every figure that no cited words carry.
//
// The package reads the corpus folder (Read), and reports all its faults at
// once. It does not search: search ranks the library's entries and hands the
// Finding back. It imports the standard library, a YAML parser and the
// calendar, and nothing that touches a network, a disk or a model.
package knowledge
