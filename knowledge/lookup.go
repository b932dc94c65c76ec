package knowledge

import (
	"regexp"
	"strings"

	"cheyi/calendar"
)

// ArticleAnswer is the answer that shows a whole article.
func ArticleAnswer(lib *Library, article *Article, day calendar.Day) Answer {
	return Answer{Outcome: Answered, Reason: ByArticle, Clauses: article.Clauses, Library: lib, Day: day}
}

// Articles returns the articles of a document.
func Articles(lib *Library, folder string) []*Article {
	for _, d := range lib.Documents {
		if d.Folder == folder {
			return d.Articles
		}
	}
	return nil
}

// ArticleNamed returns the article that a text names by its number (第五条,
// 五, 5). named says that a number was meant, even if no article has it.
func ArticleNamed(lib *Library, text string) (article *Article, named bool) {
	m := articleNumber.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return nil, false
	}
	wanted := number(m[1] + m[2])
	for _, d := range lib.Documents {
		for _, a := range d.Articles {
			if n := number(a.Number); n != nil && wanted != nil && n.Cmp(wanted) == 0 {
				return a, true
			}
		}
	}
	return nil, true
}

// clauseNamed returns the clause that a text names by its id (七.1).
func clauseNamed(lib *Library, text string) *Clause {
	id := clauseID.FindString(text)
	for _, d := range lib.Documents {
		for _, c := range d.Clauses() {
			if c.ID == id {
				return c
			}
		}
	}
	return nil
}

var clauseID = regexp.MustCompile(`[一二三四五六七八九十]+\.[0-9]+`)

// articleNumber is an article named within a sentence, or a bare number.
var articleNumber = regexp.MustCompile(`(?:^|[^》法例定]|本文件|文件|意见)第\s*([一二三四五六七八九十]+|[0-9]+)\s*条|^([一二三四五六七八九十]+|[0-9]+)$`)
