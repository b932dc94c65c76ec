// Package search finds what a question is about: Chinese analysis, a Bleve
// index in memory, and a ranking that can be explained.
//
// The pipeline of one question, each step a file:
//
//   - normalise.go: valid UTF-8 without NUL or invisible characters, NFKC and
//     width folding, lower case, traditional to simplified;
//   - guess.go: words typed in pinyin, homophones and typos of the corpus's
//     own words; every guess is reported so that the reply can say it;
//   - analysis.go: jieba words in search mode and character bigrams beside
//     them, the same for index and query;
//   - index.go: a scorch index, built once, held open, replaced as a whole;
//   - rank.go: BM25 and overlap computed over Bleve's postings. Bleve's own
//     "bm25" takes the number of distinct terms for the average length, and
//     its scores have no common scale; ours lie between 0 and 1, so that
//     "nothing fits" is a number;
//   - finder.go: clauses, gaps and facts of the corpus as entries, each found
//     by its own words and by how people ask for it.
//
// It imports knowledge for what it finds, and Bleve; the segmenter is an
// interface that search/jieba fulfils, so that the C++ library stays in one
// package. Retrieval over larger collections can be built on Index alone: it
// knows documents with fields, not policies.
package search
