package telegram

import (
	"encoding/json"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"cheyi/bot"
	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/corpus"
	"cheyi/knowledge"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// Replies of many kinds, as cheyi ask --json gives them, and the messages
// made of each.
func TestReplies(t *testing.T) {
	files, err := filepath.Glob("testdata/replies/*.json")
	if err != nil || len(files) < 10 {
		t.Fatal("too few replies", files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var r bot.Reply
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			checkMessages(t, r)
			golden(t, strings.TrimSuffix(file, "json")+"html", strings.Join(render(r), "\n<!-- next message -->\n")+"\n")
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s says\n%s\nnot\n%s", file, want, got)
	}
}

// The words by which the layout knows a line are those that the policy and the
// calculators print: every clause and every rule's example is told apart.
func TestLayoutKnowsTheLines(t *testing.T) {
	lib, faults := knowledge.Read(corpus.FS)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	book, faults := calc.Read(corpus.FS, lib)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	day, _ := calendar.ParseDay("2025-06-03")
	for _, c := range lib.Documents[0].Clauses() {
		k := knowledge.Compose(knowledge.Answer{Outcome: bot.Answered, Reason: knowledge.ByClause, Clauses: []*knowledge.Clause{c}, Library: lib, Day: day})
		holds(t, k, folded, "：“"+c.Text+"”", "责任部门：", "效力：")
		k = knowledge.Compose(knowledge.ArticleAnswer(lib, c.Article, day))
		holds(t, k, quoted, c.Text, "责任部门：", "效力：")
	}
	for _, rule := range book.Rules {
		c, err := book.Compute(rule, rule.Example, day)
		if err != nil {
			t.Fatal(rule.ID, err)
		}
		holds(t, c.Reply, folded, "怎么算的：", "：“"+rule.Clauses()[0].Text+"”", "效力：")
		holds(t, c.Reply, bold, strings.SplitN(c.Reply.Text, "\n", 2)[0])
	}
}

// holds checks that a reply's words stand in one style and in no other.
func holds(t *testing.T, k knowledge.Reply, s style, words ...string) {
	t.Helper()
	r := bot.Reply{Outcome: k.Outcome, Text: k.Text, Citations: k.Citations}
	if k.Outcome == bot.Calculated {
		r.Calculation = &calc.Result{}
	}
	for _, w := range words {
		found := false
		for _, got := range layout(r) {
			found = found || got.style == s && strings.Contains(got.text, w)
			if got.style != s && strings.Contains(got.text, w) {
				t.Errorf("%q stands as %q:\n%s", w, got.style, k.Text)
			}
		}
		if !found {
			t.Errorf("%q does not stand as %q:\n%s", w, s, k.Text)
		}
	}
}

// Whatever a reply says, its messages say the same, and Telegram takes them.
func TestMessages(t *testing.T) {
	line := rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom([]rune("补贴<>&\"'70%。！？”👍🏻é🇨🇳字 \t\u200b\u202e")), 0, 200, -1),
		rapid.String(),
		rapid.SampledFrom([]string{
			"", "怎么算的：", "· 展位费　36,000 元", "责任部门：自治区商务厅", "效力：有效", "依据第五条（五.1）：“支持 <企业> & 展会。”",
			"“第一句。", "末句”", strings.Repeat("没有句号的长行&", 700), strings.Repeat("一句。", 900), strings.Repeat("🇨🇳", 1500), "e" + strings.Repeat("\u0301", 5000),
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		r := bot.Reply{
			Text:      strings.Join(rapid.SliceOfN(line, 0, 12).Draw(t, "lines"), "\n"),
			Citations: []knowledge.Citation{{Clause: "五.1", Quote: "第一句。"}},
		}
		if rapid.Bool().Draw(t, "calculated") {
			r.Calculation = &calc.Result{}
		}
		checkMessages(t, r)
	})
}

func FuzzRender(f *testing.F) {
	f.Add("展位费能补多少\n\n依据第五条（五.1）：“支持。”\n责任部门：商务厅\n效力：有效", false)
	f.Add("约 25,200 元\n\n怎么算的：\n· 展位费　36,000 元\n\n注意：<b>&amp;\xff\x00", true)
	f.Add(strings.Repeat("e\u0301\U0001F468\u200d\U0001F469", 2000), false)
	f.Fuzz(func(t *testing.T, text string, calculated bool) {
		r := bot.Reply{Text: text}
		if calculated {
			r.Calculation = &calc.Result{}
		}
		checkMessages(t, r)
	})
}

type failer interface{ Errorf(string, ...any) }

// checkMessages checks all that Telegram and a reader demand.
func checkMessages(t failer, r bot.Reply) {
	var seen strings.Builder
	messages := render(r)
	for _, m := range messages {
		text := read(t, m)
		if strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text {
			t.Errorf("a message is empty or begins or ends with space: %q", m)
		}
		if units(m) > mostUnits {
			t.Errorf("a message is %d units long", units(m))
		}
		if !utf8.ValidString(m) || text != visible(text) {
			t.Errorf("a message holds what cannot be seen: %q", m)
		}
		seen.WriteString(text)
	}
	if got, want := spaceless(seen.String()), spaceless(visible(r.Text)); got != want {
		t.Errorf("the messages say %q, the reply %q", got, want)
	}
}

var (
	tagged = regexp.MustCompile(`<(/?)([^<>]*)>`)
	entity = regexp.MustCompile(`&(?:lt|gt|amp|#34|#39);`)
)

// read returns what Telegram shows of a message. Tags must be known, not
// nested, closed, and hold something; every other sign must be escaped.
func read(t failer, message string) string {
	open, from := "", 0
	for _, m := range tagged.FindAllStringSubmatchIndex(message, -1) {
		closing, name := m[2] < m[3], message[m[4]:m[5]]
		switch {
		case closing && (open == "" || name != strings.Fields(open)[0] || strings.TrimSpace(message[from:m[0]]) == ""),
			!closing && (open != "" || name != string(bold) && name != string(quoted) && name != string(folded)):
			t.Errorf("tag <%s> after <%s> in %q", name, open, message)
		}
		if open = ""; !closing {
			open = name
		}
		from = m[1]
	}
	if open != "" {
		t.Errorf("<%s> is not closed in %q", open, message)
	}
	text := tagged.ReplaceAllString(message, "")
	if strings.ContainsAny(entity.ReplaceAllString(text, ""), "<>&") {
		t.Errorf("not escaped: %q", message)
	}
	return html.UnescapeString(text)
}

func spaceless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// A long reply is divided where a sentence ends, and a character never.
func TestDivided(t *testing.T) {
	quote := "依据第五条（五.1）：“" + strings.Repeat("按原文执行。", 1500) + "”"
	family := strings.Repeat("👍🏻", 3000)
	for _, tt := range []struct{ name, text, starts, ends string }{
		{"sentences", strings.Repeat("按原文执行。", 1500), "按原文", "执行。"},
		{"quoted sentences", strings.Repeat("写明“可以办。”", 1000), "写明", "办。”"},
		{"lines", strings.Repeat("· 展位费　36,000 元\n", 500), "· 展位费", "元"},
		{"a quotation", quote, "<blockquote expandable>", "</blockquote>"},
		{"characters of two units and a modifier", family, "👍🏻", "👍🏻"},
		{"signs that are escaped", strings.Repeat("&", 3000), "&amp;", "&amp;"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := bot.Reply{Text: tt.text}
			checkMessages(t, r)
			messages := render(r)
			if len(messages) < 2 {
				t.Fatalf("%d messages", len(messages))
			}
			for _, m := range messages {
				if !strings.HasPrefix(m, tt.starts) || !strings.HasSuffix(m, tt.ends) {
					t.Errorf("a message begins %.30q and ends %q", m, m[max(0, len(m)-30):])
				}
				if m != messages[len(messages)-1] && units(m) < mostUnits*9/10 {
					t.Errorf("a message is only %d units long", units(m))
				}
			}
		})
	}
}

func TestVisible(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"退\u200b税\u200c补\ufeff贴", "退税补贴"},
		{"\u202e退税\u202c\u2066多久\u2069\u200f", "退税多久"},
		{"退税\U000E0041\ufe0f\u3164\u00ad", "退税"},
		{"退\x00税\x1b\r\n补\t贴", "退税\n补\t贴"},
		{"退\xff税", "退\uFFFD税"},
		{"👍🏻é🇨🇳", "👍🏻é🇨🇳"},
	} {
		if got := visible(tt.text); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}
