package calculators

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cheyi/calc"
)

// Every golden value stands on the page of its rule, under the address that
// its inputs give, and that address is the one that the page hands on.
func TestGoldenFiguresStandOnTheirPages(t *testing.T) {
	for _, g := range goldens(t) {
		book := shipped()
		c, err := book.Compute(book.Rule(g.Rule), g.Input, day(t, g.Day))
		if err != nil {
			t.Fatal(err)
		}
		address := Address(c.Rule, c.Values)
		status, body := get(t, pagesOn(t, g.Day), address, true)
		if status != http.StatusOK || !strings.Contains(html.UnescapeString(body), `id="address" data-part href="`+address+`"`) {
			t.Errorf("%s: status %d, or the page has another address:\n%s", address, status, body)
			continue
		}
		figure := ""
		switch {
		case c.Result.Deadline != nil && c.Result.Deadline.String() == g.Expected.Deadline:
			figure = c.Result.Deadline.WithWeekday()
		case c.Result.Amount != nil && c.Result.Amount.String() == g.Expected.Amount:
			figure = c.Result.Amount.Chinese()
		case g.Expected.State == calc.OK:
			t.Errorf("%s: the result is not the golden one", address)
		}
		if !strings.Contains(body, figure) || g.Expected.State == calc.OK && !strings.Contains(body, "<strong>"+figure+"</strong>") {
			t.Errorf("%s: %q is not shown", address, figure)
		}
		if g.Expected.State != calc.OK && !strings.Contains(body, `class="mark `+string(g.Expected.State)+`"`) {
			t.Errorf("%s: the state %s is not marked", address, g.Expected.State)
		}
	}
}

func TestListShowsEveryRule(t *testing.T) {
	status, body := get(t, pagesOn(t, typedOn), Path, false)
	if status != http.StatusOK {
		t.Fatal(status)
	}
	for _, r := range shipped().Rules {
		for _, want := range []string{r.Title, Address(r, nil), html.EscapeString(Address(r, r.Example)), "/policy/" + r.Folder + "#", r.Parameters()[0].Quote} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: %q is missing", r.ID, want)
			}
		}
	}
	if !strings.Contains(body, "已到期") {
		t.Error("what has run out is not marked")
	}
}

// A page that nothing is filled in yet shows how the amount runs, with nobody's
// point in it.
func TestEmptyPageShowsTheLine(t *testing.T) {
	for _, row := range []struct{ rule, want string }{{"booth", "展位费（元）"}, {"premium_credit", "250 万元起封顶"}, {"vehicles", "起点 50 辆"}} {
		_, body := get(t, pagesOn(t, typedOn), Path+"/"+row.rule, false)
		if !strings.Contains(body, row.want) || strings.Contains(body, "您的") || strings.Contains(body, "<circle") || !strings.Contains(body, wordsEmpty) {
			t.Errorf("%s: want %q in\n%s", row.rule, row.want, body)
		}
	}
}

// What is wrong is said at its input; the rest stays as it was typed.
func TestBadInput(t *testing.T) {
	for _, row := range []struct {
		query, want, stays string
	}{
		{"booth?booth_fee=abc", "展位费“abc”没有读懂。", `value="abc"`},
		{"booth?booth_fee=-5", "展位费不能是负数，", `value="-5"`},
		{"premium_credit?premium=80万&used=很多", "本年度已领的保费支持“很多”没有读懂。", `value="800000"`},
		{"premium_credit?premium=80万&used=300万", "本年度已领的保费支持要在 0 元 到 2,000,000 元 之间，", `value="3000000"`},
		{"premium_credit?premium=80万&premium_year=2025&premium=90万", wordsSomeYear, `value="90万"`},
		{"premium_credit?premium=80万&premium_year=1800", "出口年度要在 2000 年 到 2099 年 之间，", `value="1800"`},
		{"premium_credit?premium=&premium_year=2025", "这一行写了年度，没有写保费。", `value="2025"`},
		{"vehicles?vehicle_count=68.5&year=2025", "出口辆数要是整数，", `value="2025"`},
		{"vehicles?vehicle_count=" + strings.Repeat("8", mostRunes+1), wordsTooLong, `name="year"`},
		{"vehicles?vehicle_count=1" + strings.Repeat("&vehicle_count=1", mostRows), "一次最多 20 行", `name="year"`},
		{"refund_deadline?accepted_on=2026-02-30&taxpayer_class=2", "受理日期", `value="2" checked`},
		{"refund_deadline?accepted_on=2026-09-28&taxpayer_class=9", "出口退税管理类别", `value="2026-09-28"`},
		{"temporary_plate?issued_on=1999-01-01", "临时行驶车号牌签发日期要在", `name="issued_on"`},
	} {
		status, body := get(t, pagesOn(t, typedOn), Path+"/"+encoded(row.query), false)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, row.want) || !strings.Contains(body, row.stays) ||
			!strings.Contains(body, `aria-invalid="true"`) || strings.Contains(body, "怎么算的") {
			t.Errorf("%s: status %d; want %q and %q in\n%s", row.query, status, row.want, row.stays, body)
		}
	}
}

// encoded is a query as a browser sends it.
func encoded(query string) string {
	path, rest, _ := strings.Cut(query, "?")
	var parts []string
	for _, pair := range strings.Split(rest, "&") {
		name, value, _ := strings.Cut(pair, "=")
		parts = append(parts, name+"="+url.QueryEscape(value))
	}
	return path + "?" + strings.Join(parts, "&")
}

// While somebody types, what is missing is no fault yet; a form that was sent
// without it says so where it belongs.
func TestWhatIsMissing(t *testing.T) {
	c := pagesOn(t, typedOn)
	for _, row := range []struct {
		query, want, whole string
	}{
		{"booth", wordsEmpty, ""},
		{"refund_deadline?accepted_on=2026-09-28", "还差：出口退税管理类别。", "还没有填出口退税管理类别。"},
		{"vehicles?vehicle_count=68", "还差：出口年度。", "请问是哪一年出口的？"},
		{"booth?booth_fee=5万美元", "还差：汇率。", "请问 1 美元折合多少元人民币？"},
	} {
		status, body := get(t, c, Path+"/"+encoded(row.query), true)
		if status != http.StatusOK || !strings.Contains(body, row.want) || strings.Contains(body, `aria-invalid`) {
			t.Errorf("typing %s: status %d\n%s", row.query, status, body)
		}
		if _, body = get(t, c, Path+"/"+encoded(row.query), false); !strings.Contains(body, row.want) || !strings.Contains(body, row.whole) {
			t.Errorf("sent %s:\n%s", row.query, body)
		}
	}
}

func TestStatesSayPlainly(t *testing.T) {
	for _, row := range []struct{ query, want string }{
		{"vehicles?vehicle_count=80&year=2026", "2026 年出口的车不在这一条的支持年度里"},
		{"vehicles?vehicle_count=80&year=2023", "2023 年还没有这一条，不能算出金额"},
		{"vehicles?vehicle_count=49&year=2025", "测算结果是"},
		{"refund_deadline?accepted_on=2030-09-28&taxpayer_class=2", "2030 年的放假安排本库没有，不能猜"},
		{"refund_deadline?accepted_on=2027-09-28&taxpayer_class=2", "（暂定）"},
		{"deregistration_deadline?cleared_on=2026-08-01", "已经过了，请尽快去办"},
	} {
		if status, body := get(t, pagesOn(t, typedOn), Path+"/"+encoded(row.query), false); status != http.StatusOK || !strings.Contains(body, row.want) {
			t.Errorf("%s: status %d, want %q in\n%s", row.query, status, row.want, body)
		}
	}
}

func TestUnknownRuleIsAPage(t *testing.T) {
	status, body := get(t, pagesOn(t, typedOn), Path+"/%3Cscript%3E", false)
	if status != http.StatusNotFound || !strings.Contains(body, wordsNowhere) || !strings.Contains(body, `href="/calc/booth"`) || strings.Contains(body, "<script>") {
		t.Errorf("status %d\n%s", status, body)
	}
}

func TestHostileInputIsText(t *testing.T) {
	for _, hostile := range []string{`"><script>alert(1)</script>`, `' onfocus=alert(1) x='`, `</svg><img src=x onerror=alert(1)>`} {
		for _, r := range shipped().Rules {
			q := url.Values{}
			for _, in := range shown(r) {
				q.Add(in.Name, hostile)
				q.Add(yearName(r, in), hostile)
			}
			_, body := get(t, pagesOn(t, typedOn), Path+"/"+r.ID+"?"+q.Encode(), false)
			if strings.Contains(body, "<script>") || strings.Contains(body, "<img") || strings.Contains(body, "' onfocus") {
				t.Errorf("%s: %q is not escaped", r.ID, hostile)
			}
		}
	}
}

// Without a script, a button sends the form with one row more.
func TestRowsWithoutAScript(t *testing.T) {
	_, body := get(t, pagesOn(t, typedOn), Path+"/vehicles?vehicle_count=60&year=2024&vehicle_count=&year=&rows=2", false)
	if strings.Count(body, `name="vehicle_count"`) != 2 || !strings.Contains(body, `name="rows" value="3"`) || !strings.Contains(body, "60,000 元") {
		t.Errorf("the rows are not as asked for:\n%s", body)
	}
	_, body = get(t, pagesOn(t, typedOn), Path+"/vehicles?rows=999999", false)
	if n := strings.Count(body, `name="vehicle_count"`); n != mostRows {
		t.Errorf("%d rows", n)
	}
}

// A part is what the script puts in place, and no whole page.
func TestPartIsNoPage(t *testing.T) {
	_, body := get(t, pagesOn(t, typedOn), Path+"/booth?booth_fee=36000", true)
	if strings.Contains(body, "<html") || !strings.Contains(body, `id="headline" data-part role="status"`) || !strings.Contains(body, "<strong>25,200 元</strong>") {
		t.Errorf("the part is\n%s", body)
	}
}

// The other insurance is one click away, with the same premium and without
// what was received for this one.
func TestOtherRuleOfTheFlow(t *testing.T) {
	_, body := get(t, pagesOn(t, typedOn), Path+"/premium_credit?premium=1000000&used=500000", false)
	if !strings.Contains(body, `href="/calc/premium_project?premium=1000000"`) {
		t.Errorf("no way to the other insurance:\n%s", body)
	}
}
