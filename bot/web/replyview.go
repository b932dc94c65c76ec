package web

import (
	"cmp"
	"crypto/rand"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/knowledge"
)

// A replyView is a reply as the page shows it.
type replyView struct {
	ID        string // of the message that a pressed option is
	Outcome   knowledge.Outcome
	Stretches []stretchView
	Booking   *bot.Card
	Returned  int // of its vehicles, by an officer
	Files     []linkView
	Options   []optionView
	Pictures  template.HTML // of a calculation that no stretch is the result of, "" for none
	Page      string        // where a result's inputs can be changed, "" for nowhere
}

// A stretchView is lines of one style. Support is folded under its summary; a
// result has its first sentence as its summary.
type stretchView struct {
	Style   bot.Style
	Lines   []string
	Summary string
	Valid   knowledge.State // of the clause that it quotes, "" for none
	Steps   []stepView
	Links   []linkView

	Pictures template.HTML // of a result
}

// A stepView is a step of a calculation. A short value stands beside what it
// is of.
type stepView struct {
	Label, Expression, Value string
	Short                    bool
	Clause                   *linkView // nil for none
}

type linkView struct{ Label, Address string }

// An optionView is a button, or with an address a link.
type optionView struct{ ID, Label, Address string }

func viewOf(r bot.Reply, draw Draw) replyView {
	v := replyView{ID: rand.Text(), Outcome: r.Outcome, Booking: r.Booking}
	if r.Calculation != nil && draw != nil {
		v.Pictures, v.Page = draw(*r.Calculation)
	}
	if r.Booking != nil {
		for _, vehicle := range r.Booking.Vehicles {
			if vehicle.State == booking.VehicleReturned {
				v.Returned++
			}
		}
	}
	for _, s := range r.Layout() {
		v.Stretches = append(v.Stretches, stretchOf(r, s))
		if s.Style == bot.Result {
			v.Stretches[len(v.Stretches)-1].Pictures, v.Pictures = v.Pictures, ""
		}
	}
	for _, f := range r.Files {
		v.Files = append(v.Files, linkView{f.Name, "/" + f.URL})
	}
	for _, o := range r.Options {
		v.Options = append(v.Options, optionView{o.ID, o.Label, original(o.ID)})
	}
	return v
}

// original is where the page shows the clause that an option names, "" for
// other options.
func original(option string) string {
	place, ok := strings.CutPrefix(option, "clause:")
	folder, id, found := strings.Cut(place, "/")
	if !ok || !found {
		return ""
	}
	return clauseAddress(folder, id)
}

// clauseAddress is a clause in the policy reader.
func clauseAddress(folder, id string) string {
	return "/policy/" + url.PathEscape(folder) + "#" + id
}

func stretchOf(r bot.Reply, s bot.Stretch) stretchView {
	v := stretchView{Style: s.Style}
	for line := range strings.SplitSeq(s.Text, "\n") {
		if strings.TrimSpace(line) != "" {
			v.Lines = append(v.Lines, line)
		}
	}
	if len(v.Lines) == 0 {
		return v
	}
	if s.Style == bot.Result {
		if v.Summary, v.Lines[0] = firstSentence(v.Lines[0]); v.Lines[0] == "" {
			v.Lines = v.Lines[1:]
		}
		return v
	}
	if s.Style != bot.Support {
		return v
	}
	head, rest, _ := strings.Cut(v.Lines[0], "：")
	v.Summary = head
	if rest == "" { // a heading, whose lines are the working
		v.Lines = v.Lines[1:]
		if r.Calculation != nil && len(r.Calculation.Steps) > 0 {
			v.Steps, v.Lines = stepsOf(r), nil
		}
		return v
	}
	for _, c := range r.Citations {
		if c.Clause != "" && strings.Contains(v.Lines[0], c.Quote) {
			v.Valid = cmp.Or(v.Valid, c.Valid)
			v.Links = append(v.Links, linkView{"查看原文：第" + c.Article + "条（" + c.Clause + "）", clauseAddress(c.Folder, c.Clause)})
		}
	}
	return v
}

// shortValue is how many characters have room beside a label on a phone.
const shortValue = 16

func stepsOf(r bot.Reply) (steps []stepView) {
	for _, s := range r.Calculation.Steps {
		v := stepView{Label: s.Label, Expression: s.Expression, Value: s.Value, Short: utf8.RuneCountInString(s.Value) <= shortValue}
		if i := slices.IndexFunc(r.Citations, func(c knowledge.Citation) bool { return c.Clause == s.Clause && s.Clause != "" }); i >= 0 {
			v.Clause = &linkView{s.Clause, clauseAddress(r.Citations[i].Folder, s.Clause)}
		}
		steps = append(steps, v)
	}
	return steps
}

// firstSentence cuts a line after its first sentence.
func firstSentence(line string) (first, rest string) {
	before, after, found := strings.Cut(line, "。")
	if !found {
		return line, ""
	}
	return before + "。", after
}

// said is a message as the page repeats it.
func said(q request) string {
	words := deref(q.Text)
	if q.file != nil {
		words = strings.TrimSpace(words + "\n📎 " + q.file.Name)
	}
	return words
}
