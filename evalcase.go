package main

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"cheyi/bot"
	"cheyi/knowledge"
	"cheyi/quantity"
)

// An evalCase is one line of a case file: a conversation and what its last
// reply must be. Unknown keys are ignored.
type evalCase struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Turns []struct {
		User string `json:"user"`
	} `json:"turns"`
	At     string `json:"at"`
	Expect struct {
		Answer         *bool         `json:"answer"`
		Articles       []int         `json:"articles"`
		Provisions     []string      `json:"provisions"`
		MustInclude    []string      `json:"must_include"`
		MustNotInclude []string      `json:"must_not_include"`
		Departments    []string      `json:"departments"`
		Calc           *expectedCalc `json:"calc"`
		AskFor         string        `json:"ask_for"` // alternatives by |
		Cites          []string      `json:"cites"`   // clauses anywhere among the citations, alternatives by |
		Outcome        []string      `json:"outcome"`
	} `json:"expect"`
}

// expectedCalc is what a calculation must come to.
type expectedCalc struct {
	Kind        string       `json:"kind"`
	State       string       `json:"state"`
	Amount      *json.Number `json:"amount_yuan"`
	Deadline    string       `json:"deadline"`
	AltDeadline string       `json:"alt_deadline"`
	Eligible    *bool        `json:"eligible"`
	Capped      *bool        `json:"capped"`
	Provisional *bool        `json:"provisional"`
}

// group is the line of the board that a case counts for: conversations that
// end in a calculation have their own.
func (c evalCase) group() string {
	if c.Kind == "multi_turn" && (c.Expect.Calc != nil || c.Expect.AskFor != "") {
		return "multi_turn_calc"
	}
	return c.Kind
}

func (c evalCase) said() string {
	said := make([]string, len(c.Turns))
	for i, t := range c.Turns {
		said[i] = t.User
	}
	return strings.Join(said, " ／ ")
}

func cited(r bot.Reply) []string {
	ids := []string{}
	for _, c := range r.Citations {
		ids = append(ids, c.Clause)
	}
	return ids
}

// first reports whether the first citation is one of the right clauses.
func (c evalCase) first(r bot.Reply) bool {
	return len(r.Citations) > 0 && slices.Contains(c.Expect.Provisions, r.Citations[0].Clause)
}

// cited reports whether one of the right clauses is among the citations.
func (c evalCase) cited(r bot.Reply) bool {
	return slices.ContainsFunc(cited(r), func(id string) bool { return slices.Contains(c.Expect.Provisions, id) })
}

// rank counts how far up the search ranks the right clause, whatever the reply
// makes of it: the kinds of case that are about finding it.
func (t *tally) rank(c evalCase, r bot.Reply) {
	if len(c.Expect.Provisions) == 0 || c.group() != "answerable" && c.group() != "multi_turn" {
		return
	}
	t.ranked++
	at := slices.IndexFunc(r.Ranked, func(id string) bool { return slices.Contains(c.Expect.Provisions, id) })
	if at == 0 {
		t.top1++
	}
	if at >= 0 {
		t.top3++
	}
}

// miscalculated lists how the reply's calculation differs from the expected.
func (c evalCase) miscalculated(r bot.Reply) []string {
	want, got := c.Expect.Calc, r.Calculation
	switch {
	case want == nil && (c.Kind == "bad_input" || c.Expect.AskFor != "") && got != nil:
		return []string{"不应当算出结果"}
	case want == nil:
		return nil
	case got == nil || r.Outcome != bot.Calculated:
		return []string{"应当测算 " + want.Kind}
	}
	var problems []string
	differ := func(name string, want, got any) {
		if want != got {
			problems = append(problems, fmt.Sprintf("%s 应当是 %v，是 %v", name, want, got))
		}
	}
	differ("rule", want.Kind, got.Rule)
	if want.State != "" {
		differ("state", want.State, string(got.State))
	}
	differ("amount", amountOf(want.Amount), textOf(got.Amount))
	if deadline := textOf(got.Deadline); deadline == "" || deadline != want.AltDeadline {
		differ("deadline", want.Deadline, deadline)
	}
	for _, flag := range []struct {
		name string
		want *bool
		got  bool
	}{{"eligible", want.Eligible, got.Eligible}, {"capped", want.Capped, got.Capped}, {"provisional", want.Provisional, got.Provisional}} {
		if flag.want != nil {
			differ(flag.name, *flag.want, flag.got)
		}
	}
	return problems
}

// amountOf writes an expected amount as the contract does.
func amountOf(n *json.Number) string {
	if n == nil {
		return ""
	}
	v, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return n.String()
	}
	return quantity.Yuan(v).String()
}

// textOf writes what may be null.
func textOf[T fmt.Stringer](v *T) string {
	if v == nil {
		return ""
	}
	return (*v).String()
}

// problems lists what is wrong with a reply; none means that it is right.
func (c evalCase) problems(r bot.Reply) []string {
	problems := c.miscalculated(r)
	if want := c.Expect.AskFor; want != "" && (r.Outcome != bot.Asked || len(r.Missing) == 0 || !slices.Contains(strings.Split(want, "|"), r.Missing[0])) {
		problems = append(problems, fmt.Sprintf("应当追问 %s，追问的是 %v", want, r.Missing))
	}
	if want := c.Expect.Outcome; len(want) > 0 && !slices.Contains(want, string(r.Outcome)) {
		problems = append(problems, fmt.Sprintf("结果应当是 %v", want))
	}
	for _, want := range c.Expect.Cites {
		if !slices.ContainsFunc(strings.Split(want, "|"), func(id string) bool { return slices.Contains(cited(r), id) }) {
			problems = append(problems, "没有引用 "+want)
		}
	}
	computed := r.Outcome == bot.Calculated && c.Expect.Calc == nil // whoever states an amount is answered by a calculation
	answered := r.Outcome == bot.Answered || r.Outcome == bot.Partial
	if want := c.Expect.Answer; want != nil && *want != answered && !(*want && computed) {
		problems = append(problems, map[bool]string{true: "应当回答", false: "不应当回答"}[*want])
	}
	if c.Expect.Answer != nil && *c.Expect.Answer && len(c.Expect.Provisions) > 0 && !c.first(r) && !(computed && c.cited(r)) {
		problems = append(problems, "首个引用应当是 "+strings.Join(c.Expect.Provisions, " 或 "))
	}
	text := knowledge.Squeeze(asPolicy(r))
	for _, want := range c.Expect.MustInclude {
		if !slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return strings.Contains(text, knowledge.Squeeze(w)) }) {
			problems = append(problems, "没有提到 "+want)
		}
	}
	for _, w := range c.unwanted(r) {
		problems = append(problems, "不应当出现 "+w)
	}
	for _, department := range c.Expect.Departments {
		if !slices.ContainsFunc(strings.Split(department, "|"), func(d string) bool { return strings.Contains(text, d) }) {
			problems = append(problems, "没有写出部门 "+department)
		}
	}
	return problems
}

// unwanted returns the words of a reply that must not be said.
func (c evalCase) unwanted(r bot.Reply) []string {
	text := knowledge.Squeeze(asPolicy(r))
	var found []string
	for _, unwanted := range c.Expect.MustNotInclude {
		for _, w := range strings.Split(unwanted, "|") {
			if w != "" && strings.Contains(text, knowledge.Squeeze(w)) {
				found = append(found, w)
			}
		}
	}
	return found
}
