package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"

	"cheyi/bot"
)

// The reviewer's page: fifty conversations in many voices, with all that a
// person reads in reply, the outcome, and the citation that carries it. It is
// written by go test . -run TestReplies -update and read by whoever knows how
// an office writes.
func TestReplies(t *testing.T) {
	data, err := os.ReadFile("testdata/golden/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	got.WriteString("# 五十段答复\n\n请逐段读：结果在前，一句一个意思，原文的限定词都在，下一步最多三项。问法在 questions.txt。\n")
	n, seen := 0, map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if heading, ok := strings.CutPrefix(line, "# "); ok && !strings.Contains(heading, "“") {
			fmt.Fprintf(&got, "\n## %s\n", heading)
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		at, said := evalDay, line
		if dated, ok := strings.CutPrefix(line, "@"); ok {
			at, said, _ = strings.Cut(dated, " ")
		}
		n++
		fmt.Fprintf(&got, "\n### %d\n", n)
		c := newTalk(t)
		for _, turn := range strings.Split(said, " ／ ") {
			reply := c.sayOn(at, turn)
			seen[string(reply.Outcome)] = true
			fmt.Fprintf(&got, "\n**问：** %s\n\n```\n%s\n```\n%s\n", turn, reply.Text, underline(reply, at))
		}
	}
	for _, outcome := range []string{"answered", "partial", "calculated", "asked", "not_stated", "out_of_scope", "rejected", "menu"} {
		if !seen[outcome] {
			t.Errorf("no reply is %s", outcome)
		}
	}
	if n != 50 {
		t.Errorf("%d conversations, want 50", n)
	}
	golden(t, "testdata/golden/replies.md", []byte(got.String()))
}

// underline is what stands below a reply on the reviewer's page.
func underline(r bot.Reply, at string) string {
	state, first, options := string(r.Outcome), "没有引用", []string{}
	if r.Calculation != nil {
		state += "（" + string(r.Calculation.State) + "）"
	}
	if at != evalDay {
		state += "　按 " + at
	}
	if len(r.Citations) > 0 {
		first = "首个引用 " + cmp.Or(r.Citations[0].Clause, r.Citations[0].Document)
	}
	for _, o := range r.Options {
		options = append(options, o.Label)
	}
	return fmt.Sprintf("`%s`　%s　选项：%s", state, first, cmp.Or(strings.Join(options, "、"), "没有"))
}
