// Package sheet reads lists of vehicles from the files people send, .xlsx and
// .csv, and writes workbooks: the template to fill in, and the sheets that
// officers download.
//
// A file is a stranger's. It is named by its content, never by its name; what
// it may unpack to is bounded before and while it is read; nothing is written
// to disk. excelize writes workbooks and does not read them: its reader builds
// the whole sheet in memory, up to a cell that may be a million rows away, and
// tells a typed number from a text only afterwards. Reading is one pass over
// the few parts that hold values, and formulas are not among them.
package sheet
