package main

import (
	"slices"
	"strings"

	"cheyi/bot"
	"cheyi/knowledge"
)

// asPolicy is what a reply says as the policy: without the lines that tell
// what other sources say. Cases are about the former; the latter can neither
// make up for it nor, with its source named, be an invention.
func asPolicy(r bot.Reply) string {
	var own []string
	for _, line := range strings.Split(r.Text, "\n") {
		if !slices.ContainsFunc(r.References, func(ref knowledge.Reference) bool { return ref.Line() == line }) {
			own = append(own, line)
		}
	}
	return strings.Join(own, "\n")
}

// digitsBeside returns the numbers that lines beside the policy may have, by
// the words that such lines begin with.
func digitsBeside(r bot.Reply, lib *knowledge.Library) map[string][]string {
	told, registered := "", ""
	for _, ref := range r.References {
		told += strings.Join([]string{"", ref.Title, ref.Number, ref.Article, ref.Text, ref.Checked.Chinese()}, " ")
	}
	for _, p := range lib.Contacts {
		for _, o := range p.Offices {
			registered += strings.Join([]string{"", p.Name, o.Name, o.Department, o.Phone, o.Address}, " ")
		}
	}
	return map[string][]string{
		"参考（不是本政策的规定）：": digitRun.FindAllString(told, -1),
		"本机构登记的联系方式：":   digitRun.FindAllString(registered, -1),
	}
}
