package main

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// unsupported counts figures without a source and quotations that are not
// verbatim. Digits are also looked for by a plain reading of the finished
// reply, since the verifier that the bot uses cannot judge itself.
func unsupported(r bot.Reply, lib *knowledge.Library, when time.Time) (invented, notVerbatim int, found []string) {
	for _, d := range digitsBeyond(r, lib, when) {
		invented++
		found = append(found, d)
	}
	k := knowledge.Reply{Outcome: r.Outcome, Text: r.Statement(), Citations: r.Citations, Trace: traceOf(r), References: r.References}
	for _, problem := range knowledge.Verify(k, lib, calendar.DayOf(when)) {
		if strings.HasPrefix(problem, "figure") {
			invented++
		} else {
			notVerbatim++
		}
		found = append(found, problem)
	}
	return invented, notVerbatim, found
}

// traceOf is what a calculation has worked with.
func traceOf(r bot.Reply) []string {
	if r.Calculation == nil {
		return nil
	}
	var trace []string
	for _, s := range r.Calculation.Steps {
		trace = append(trace, s.Label, s.Expression, s.Value)
	}
	return trace
}

var digitRun = regexp.MustCompile(`[0-9][0-9,.]*[0-9]|[0-9]`)

// digitsBeyond returns the numbers in a reply that stand in no quotation, no
// document's name and no date that is printed around an answer.
func digitsBeyond(r bot.Reply, lib *knowledge.Library, when time.Time) []string {
	known := calendar.DayOf(when).Chinese()
	for _, c := range r.Citations {
		known += " " + c.Quote + " " + c.Clause + " " + c.Document
		if clause, ok := lib.Clause(c.Folder, c.Clause); ok {
			for _, v := range clause.Note.Spans {
				known += " " + v.From.Chinese() + " " + v.Until.Chinese()
			}
		}
	}
	for _, d := range lib.Documents {
		known += " " + d.Number + " " + d.IssuedOn.Chinese()
	}
	known += " " + strings.Join(traceOf(r), " ")
	have := digitRun.FindAllString(known, -1)
	beside := digitsBeside(r, lib)
	var beyond []string
	for _, line := range strings.Split(r.Statement(), "\n") {
		if strings.HasPrefix(line, "我把") { // the person's own words
			continue
		}
		own := have
		for head, digits := range beside { // what is not the policy's has figures of its own, and none of the policy's
			if strings.HasPrefix(line, head) {
				own = digits
			}
		}
		for _, d := range digitRun.FindAllString(line, -1) {
			if !slices.Contains(own, d) {
				beyond = append(beyond, d)
			}
		}
	}
	return beyond
}
