package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"cheyi/calendar"
)

// On returns the document's state on a day.
func (d *Document) On(day calendar.Day) State {
	switch {
	case d.Status == string(Expired):
		return Expired
	case day.Before(d.EffectiveOn):
		return NotYet
	}
	return InForce
}

// Standing says whether the document holds on a day, and why.
func (d *Document) Standing(day calendar.Day) string {
	on := day.Chinese()
	switch state := d.On(day); {
	case state == Expired:
		return fmt.Sprintf("按 %s 计已失效", on)
	case day.Before(d.IssuedOn):
		return fmt.Sprintf("按 %s 计还没有成文（文件 %s 成文）", on, d.IssuedOn.Chinese())
	case state == NotYet:
		return fmt.Sprintf("按 %s 计还没有施行（文件从 %s 起施行）", on, d.EffectiveOn.Chinese())
	}
	return fmt.Sprintf("按 %s 计有效%s", on, openEnd)
}

// Standing says whether the clause holds on a day, and by which words of its
// own, or that its document does.
func (c *Clause) Standing(day calendar.Day) string {
	on, v := day.Chinese(), c.SpanOn(day)
	switch state := c.On(day); {
	case v.Quote == "":
		return c.Document.Standing(day)
	case state == Expired:
		return fmt.Sprintf("按 %s 计已到期（原文“%s”%s）", on, v.Quote, v.end())
	case state == NotYet:
		return fmt.Sprintf("按 %s 计还没有开始（原文“%s”，从 %s 起）", on, v.Quote, v.From.Chinese())
	}
	return fmt.Sprintf("按 %s 计有效（原文“%s”%s）", on, v.Quote, v.end())
}

// validity is the clause's standing; that the document names no end is said
// once.
func (a Answer) validity(c *Clause) string {
	said := c.Standing(a.Day)
	if a.Stated && !slices.Contains(a.Kinds, KindValidity) && !slices.Contains(a.Kinds, KindPeriod) {
		return strings.TrimSuffix(said, openEnd)
	}
	return said
}

// validities is that of the clauses without spans of their own, which is the
// document's, with the others named.
func (a Answer) validities(clauses []*Clause) string {
	var own []string
	rest := -1
	for i, c := range clauses {
		if c.SpanOn(a.Day).Quote == "" {
			rest = i
			continue
		}
		own = append(own, fmt.Sprintf("其中“%s”一句%s", c.SpanOn(a.Day).Quote, a.validity(c)))
	}
	if rest >= 0 {
		own = append([]string{a.validity(clauses[rest])}, own...)
	} else if len(own) == 1 {
		return a.validity(clauses[0])
	}
	return strings.Join(own, "；")
}

// listValidity is the document's, with the spans named that clauses of listed
// articles have of their own; a listed clause says so in its line.
func (a Answer) listValidity() string {
	var clauses []*Clause
	for _, c := range a.Clauses {
		if a.byTitle() {
			clauses = append(clauses, c.Article.Clauses...)
		} else if c.SpanOn(a.Day).Quote == "" || len(clauses) == 0 {
			clauses = append(clauses[:0], c)
		}
	}
	return a.validities(clauses)
}

// end names the last day of a span, if it has one.
func (v Validity) end() string {
	if v.Until.IsZero() {
		return ""
	}
	return "，到 " + v.Until.Chinese() + " 止"
}

// limit is the sentence that must not be missed: that a clause has run out or
// does not hold yet, right after the result.
func (a Answer) limit(c *Clause) string {
	v := c.SpanOn(a.Day)
	switch state := c.On(a.Day); {
	case state == Expired && v.Quote != "":
		return fmt.Sprintf("这一条已到期：原文写的是“%s”，%s 不在其内。", v.Quote, a.Day.Chinese())
	case state == Expired:
		return "整份文件已失效，下面的原文不再适用。"
	case state == NotYet && v.Quote != "":
		return fmt.Sprintf("这一条当时还没有开始：原文写的是“%s”，%s 不在其内。", v.Quote, a.Day.Chinese())
	case state == NotYet:
		return "这份文件当时还没有成文。"
	}
	return ""
}
