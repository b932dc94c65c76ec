package reader

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"cheyi/bot/web/look"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// longestSearch is how many characters are looked for at most: more is a text
// and no search.
const longestSearch = 100

// A wish is what an address asks for.
type wish struct {
	Search string // "" for none
	On     calendar.Day
	Today  bool // On was not given
}

// read reads a query; the error is a *fault.
func read(q url.Values, today calendar.Day) (wish, error) {
	asked := wish{Search: strings.TrimSpace(q.Get("q")), On: today, Today: true}
	switch {
	case !utf8.ValidString(asked.Search):
		return asked, &badSearch
	case utf8.RuneCountInString(asked.Search) > longestSearch:
		return asked, &longSearch
	}
	given := strings.TrimSpace(q.Get("on"))
	if given == "" {
		return asked, nil
	}
	day, err := calendar.ParseDay(given)
	if err != nil || day.Year == 0 {
		return asked, &badDay
	}
	asked.On, asked.Today = day, false
	return asked, nil
}

// at is the address that asks the same of one document.
func (asked wish) at(d *knowledge.Document) string {
	q := url.Values{"q": {asked.Search}}
	if !asked.Today {
		q.Set("on", asked.On.String())
	}
	return address(d, "") + "?" + q.Encode()
}

// A fault is what is wrong with an address, or with us.
type fault struct{ look.Fault }

func (f *fault) Error() string { return f.Title }

func wrong(status int, title, words string) fault {
	return fault{look.Fault{Status: status, Tab: Path, Title: title, Words: words, Ways: []look.Tab{{Path: Path, Label: "全部文件"}, {Path: "/", Label: "去问问题"}}}}
}

var (
	noDocument = wrong(http.StatusNotFound, "没有这份文件", "政策库里没有这份文件，网址可能抄错了，或者文件已经撤下：请从全部文件里找。")
	badDay     = wrong(http.StatusBadRequest, "日期读不懂", "日期要写成 2026-11-23 这样，而且真有这一天：请改好再看。")
	longSearch = wrong(http.StatusBadRequest, "查找的内容太长", "一次最多查 100 个字：请只写要找的词，整句话请到问答里问。")
	badSearch  = wrong(http.StatusBadRequest, "查找的内容读不懂", "查找的内容不是有效的文字：请重新输入。")
	tooMany    = wrong(http.StatusTooManyRequests, "查得太快", "查得太快了：请等几秒再查。")
	broken     = wrong(http.StatusInternalServerError, "暂时打不开", "系统出了点问题，这一页暂时打不开：请过一会儿再试。")
)
