package bot

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestCommanded(t *testing.T) {
	for _, tt := range []struct{ text, name, rest string }{
		{"/start", "start", ""},
		{"/start calc_booth", "start", "calc_booth"},
		{"  /Help  ", "help", ""},
		{"/ask 展位费能补多少", "ask", "展位费能补多少"},
		{"/ask@cheyi_bot 展位费能补多少", "ask", "展位费能补多少"},
		{"/ask\n展位费能补多少？\n封顶呢？", "ask", "展位费能补多少？\n封顶呢？"},
		{"/my@cheyi_bot", "my", ""},
		{"帮助", "help", ""},
		{"测算。", "calc", ""},
		{" 我的预约 ", "my", ""},
		{"取消！", "cancel", ""},
		{"隐私？", "privacy", ""},
		{"关于", "about", ""},

		{"", "", ""},
		{"/", "", ""},
		{"/@cheyi_bot", "", ""},
		{"/nothing", "", ""},
		{"/askme 展位费", "", ""},
		{"/ask展位费", "", ""},
		{"请发 /help", "", ""},
		{"预约", "", ""},
		{"退税", "", ""},
		{"退税期限", "", ""},
		{"关于展位费", "", ""},
		{"取消预约怎么办", "", ""},
		{"help", "", ""},
	} {
		c, rest, ok := Commanded(tt.text)
		if c.Name != tt.name || rest != tt.rest || ok != (tt.name != "") {
			t.Errorf("%q is %q with %q, want %q with %q", tt.text, c.Name, rest, tt.name, tt.rest)
		}
	}
}

// What every channel's menu demands of a command, and that each does
// something, with and without a question that is open.
func TestCommands(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]{1,32}$`)
	var names []string
	for _, c := range Commands() {
		names = append(names, c.Name)
		if !name.MatchString(c.Name) || c.About == "" || len([]rune(c.About)) > 20 {
			t.Errorf("%q does not fit a menu: %q", c.Name, c.About)
		}
		for _, before := range []string{"", "订饭"} {
			p := newPerson(t, lunch())
			if before != "" {
				p.says(before)
			}
			if r := p.says("/" + c.Name); r.Text == "" || strings.Contains(r.Text, wordsChoice) || len(r.Options) == 0 {
				t.Errorf("/%s after %q: %+v", c.Name, before, r)
			}
		}
	}
	if got := strings.Join(names, " "); got != "start help ask calc refund book my cancel privacy about" {
		t.Error("the menu is", got)
	}
}

// What is said in between leaves an open question open.
func TestCommandsBesideAQuestion(t *testing.T) {
	for _, command := range []string{"/start", "/book", "/my", "/privacy", "/about", "/start elsewhere"} {
		p := newPerson(t, lunch())
		p.says("订饭，三位")
		if r := p.says(command); r.Outcome != Asked || !strings.HasSuffix(r.Text, wordsReturn+"吃什么？") || r.Missing[0] != "dish" {
			t.Errorf("%s: %s %q", command, r.Outcome, r.Text)
		}
		if r := p.says("面"); r.Text != "面三" {
			t.Errorf("after %s an answer gets %q", command, r.Text)
		}
	}
}

// A button below an earlier question cannot answer another one.
func TestStaleAnswer(t *testing.T) {
	dish := answerID("dish", "汤")
	for _, tt := range []struct {
		name  string
		said  []string
		press string
		text  string
	}{
		{"its own question", []string{"订饭，三位"}, dish, "要热的吗？"},
		{"none is open", nil, dish, wordsChoice},
		{"another is open", []string{"订饭", "汤"}, dish, wordsChoice + "\n\n" + wordsReturn + "要热的吗？"},
		{"another has the same value", []string{"订饭"}, answerID("hot", "汤"), wordsChoice + "\n\n" + wordsReturn + "吃什么？"},
		{"no such value", []string{"订饭"}, answerID("dish", "热"), wordsChoice + "\n\n" + wordsReturn + "吃什么？"},
		{"no question named", []string{"订饭"}, "answer:汤", wordsChoice + "\n\n" + wordsReturn + "吃什么？"},
		{"not a button at all", []string{"订饭"}, "nonsense", wordsChoice + "\n\n" + wordsReturn + "吃什么？"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPerson(t, lunch())
			for _, said := range tt.said {
				p.says(said)
			}
			if r := p.presses(tt.press); r.Text != tt.text {
				t.Errorf("%q, want %q", r.Text, tt.text)
			}
		})
	}
}

// The sentence on privacy says how long replies are kept.
func TestPrivacyIsTrue(t *testing.T) {
	if KeepReplies != 7*24*time.Hour || !strings.Contains(wordsPrivacyStored, "答复保存一周") {
		t.Error("wordsPrivacyStored does not say how long replies are kept:", KeepReplies)
	}
}
