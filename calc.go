package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/search"
)

// calcCommand runs one calculator. It opens no store and no index.
func (p *program) calcCommand() *cobra.Command {
	var asJSON, list bool
	var at string
	cmd := &cobra.Command{
		Use:   "calc [规则] [输入=值]…",
		Short: "测算一项：金额或日期，带算式和条款",
		Long:  "测算一项：金额或日期，带算式和条款。--list 列出规则和输入。\n同一个输入可以写几次；几个年度写成 vehicle_count=2024:60 vehicle_count=2025:70。",
		Example: "  cheyi calc --list\n  cheyi calc booth booth_fee=3.6万\n  cheyi calc vehicles vehicle_count=68 year=2025 --json\n" +
			"  cheyi calc refund_deadline accepted_on=2026-09-30 taxpayer_class=二类",
		Args: func(_ *cobra.Command, args []string) error {
			if list == (len(args) > 0) {
				return usagef("请写规则和输入，例如：cheyi calc booth booth_fee=3.6万（cheyi calc --list 列出全部）")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			s, when, err := p.settingsAt(at)
			if err != nil {
				return err
			}
			_, book, err := library(s)
			if err != nil {
				return err
			}
			if list {
				return printRules(p.out, book, asJSON)
			}
			c, err := compute(book, args, calendar.DayOf(when))
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(p.out, c.Result)
			}
			return printCalculation(p.out, c)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "输出 JSON")
	cmd.Flags().BoolVar(&list, "list", false, "列出全部规则和它们的输入")
	cmd.Flags().StringVar(&at, "at", "", "按这一天测算：2026-11-23，或带时区的时间")
	return cmd
}

// compute reads a command line such as: booth booth_fee=3.6万.
func compute(book *calc.Book, args []string, today calendar.Day) (calc.Calculation, error) {
	rule := book.Rule(args[0])
	if rule == nil {
		return calc.Calculation{}, usagef("没有名为 %q 的规则，cheyi calc --list 列出全部", args[0])
	}
	normaliser, err := search.NewNormaliser()
	if err != nil {
		return calc.Calculation{}, setupError{err}
	}
	values := calc.Values{}
	for _, arg := range args[1:] {
		name, typed, ok := strings.Cut(arg, "=")
		in := inputOf(rule, name)
		if !ok || in == nil {
			return calc.Calculation{}, usagef("%q 没有读懂：%s 的输入有 %s，写成 输入=值", arg, rule.ID, strings.Join(inputNames(rule), "、"))
		}
		value, err := in.Check(normalised(normaliser, typed), today)
		if err != nil {
			return calc.Calculation{}, usagef("%s：%v", name, err)
		}
		if before, again := values[name]; again {
			value = before + ";" + value
		}
		values[name] = value
	}
	if missing := rule.Missing(values); len(missing) > 0 {
		return calc.Calculation{}, usagef("还缺 %s：%s", missing[0].Name, rule.Question(missing[0], values))
	}
	c, err := book.Compute(rule, values, today)
	if err != nil {
		return c, usagef("%v", err)
	}
	if problems := knowledge.Verify(c.Reply, book.Library, today); len(problems) > 0 {
		return c, runError{errors.New(strings.Join(problems, "；"))}
	}
	return c, nil
}

// normalised leaves the currency codes of the canonical form as they are.
func normalised(n *search.Normaliser, typed string) string {
	if canonical := strings.ToUpper(n.Normalise(typed)); len(canonical) == len(typed) && canonical == typed {
		return typed
	}
	return n.Normalise(typed)
}

func inputOf(r *calc.Rule, name string) *calc.Input {
	for _, in := range slices.Concat(r.Inputs, r.Optional) {
		if in.Name == name {
			return in
		}
	}
	return nil
}

func inputNames(r *calc.Rule) []string {
	var names []string
	for _, in := range slices.Concat(r.Inputs, r.Optional) {
		names = append(names, in.Name)
	}
	return names
}

// listedRule is a rule as --list shows it.
type listedRule struct {
	Rule     string      `json:"rule"`
	Title    string      `json:"title"`
	Clauses  []string    `json:"clauses"`
	Inputs   []string    `json:"inputs"`
	Optional []string    `json:"optional"`
	Example  calc.Values `json:"example"`
}

func printRules(w io.Writer, book *calc.Book, asJSON bool) error {
	for _, r := range book.Rules {
		listed := listedRule{Rule: r.ID, Title: r.Title, Example: r.Example, Inputs: []string{}, Optional: []string{}}
		for _, c := range r.Clauses() {
			listed.Clauses = append(listed.Clauses, c.ID)
		}
		for _, in := range r.Inputs {
			if r.Needs(in, r.Example) || r.Example[in.Name] != "" {
				listed.Inputs = append(listed.Inputs, in.Name)
			} else if in.Kind == calc.KindRate {
				listed.Optional = append(listed.Optional, in.Name)
			}
		}
		for _, in := range r.Optional {
			listed.Optional = append(listed.Optional, in.Name)
		}
		if asJSON {
			if err := writeJSON(w, listed); err != nil {
				return err
			}
			continue
		}
		var example []string
		for _, in := range r.Inputs {
			if v := r.Example[in.Name]; v != "" {
				example = append(example, in.Name+"="+v)
			}
		}
		optional := ""
		if len(listed.Optional) > 0 {
			optional = "（可加 " + strings.Join(listed.Optional, "、") + "）"
		}
		if _, err := fmt.Fprintf(w, "%s　%s（%s）\n　　输入：%s%s\n　　例如：cheyi calc %s %s\n", r.ID, r.Title, strings.Join(listed.Clauses, "、"),
			strings.Join(listed.Inputs, "、"), optional, r.ID, strings.Join(example, " ")); err != nil {
			return err
		}
	}
	return nil
}

// printCalculation writes the answer, the working as a table, and what it
// rests on.
func printCalculation(w io.Writer, c calc.Calculation) error {
	head, rest, _ := strings.Cut(c.Reply.Text, "\n\n")
	_, after, _ := strings.Cut(rest, "\n\n")
	var b strings.Builder
	b.WriteString(head + "\n\n")
	rows := [][]string{{"项目", "算式", "结果", "条款"}}
	for _, s := range c.Result.Steps {
		rows = append(rows, []string{s.Label, s.Expression, s.Value, s.Clause})
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += runewidth.FillRight(cell, columnWidth(rows, i)) + "  "
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	b.WriteString("\n" + after + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func columnWidth(rows [][]string, column int) int {
	width := 0
	for _, row := range rows {
		width = max(width, runewidth.StringWidth(row[column]))
	}
	return width
}
