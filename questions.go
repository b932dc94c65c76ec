package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/bot/remote"
)

// questionsCommand shows editors what people asked and got no answer to.
func (p *program) questionsCommand() *cobra.Command {
	var kind string
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "questions",
		Short: "给编辑看：对话里没答上的问题，问得最多的在前",
		Long: "列出对话里没答上的问题：意思相同的算一个，问得最多的在前，写明最近的条款和接下来怎么改政策库。\n" +
			"读数据目录（CHEYI_DATA）。证件号、电话、车架号、车牌、信用代码、写明“公司”的单位名称、“我叫”“联系人”后面的姓名按样子遮住，\n" +
			"没有这些字样的姓名和简称遮不住；不记是谁问的。",
		Example: "  cheyi questions\n  cheyi questions --kind not_found --limit 50\n  cheyi questions --json",
		Args: func(cmd *cobra.Command, args []string) error {
			if err := noArgs(cmd, args); err != nil {
				return err
			}
			if kind != "" && !slices.Contains(bot.UnansweredKinds, bot.UnansweredKind(kind)) {
				return usagef("--kind 只有 not_stated（文件没有写明）、not_found（没有找到条款）、outside（与政策无关）")
			}
			if limit < 0 {
				return usagef("--limit 不能是负数；0 是全部")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			groups, err := p.unanswered(cmd)
			if err != nil {
				return err
			}
			groups = slices.DeleteFunc(groups, func(g bot.UnansweredGroup) bool {
				return kind != "" && g.Kind != bot.UnansweredKind(kind)
			})
			slices.SortFunc(groups, bot.MoreAsked)
			if limit > 0 {
				groups = groups[:min(limit, len(groups))]
			}
			if asJSON {
				for _, g := range groups {
					if err := writeJSON(p.out, g); err != nil {
						return err
					}
				}
				return nil
			}
			_, err = fmt.Fprint(p.out, listed(groups))
			return err
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "只看一类：not_stated、not_found、outside")
	cmd.Flags().BoolVar(&asJSON, "json", false, "输出 JSON，一行一个")
	cmd.Flags().IntVar(&limit, "limit", 20, "最多列几个；0 是全部")
	return cmd
}

// unanswered reads the ledger in the data folder, through the program that
// holds it if there is one; a folder where nobody has talked yet has none.
func (p *program) unanswered(cmd *cobra.Command) ([]bot.UnansweredGroup, error) {
	s, err := p.settings()
	if err != nil {
		return nil, err
	}
	if running, ok := remote.Find(cmd.Context(), s.Data); ok {
		groups, err := running.Unanswered(cmd.Context())
		if err != nil {
			return nil, runError{err}
		}
		return groups, nil
	}
	store, err := database.OpenToRead(s.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, setupError{err}
	}
	defer store.Close()
	groups, err := store.Unanswered(cmd.Context())
	if err != nil {
		return nil, setupError{err}
	}
	return groups, nil
}

func listed(groups []bot.UnansweredGroup) string {
	if len(groups) == 0 {
		return "没有记下没答上的问题。\n"
	}
	var out strings.Builder
	for i, g := range groups {
		days := g.Last.String()
		if g.First != g.Last {
			days = g.First.String() + " 至 " + days
		}
		fmt.Fprintf(&out, "%d. %s　%d 次　%s\n", i+1, g.Kind.Name(), g.Count, days)
		for _, w := range g.Wordings {
			fmt.Fprintf(&out, "　　%s\n", w)
		}
		if g.Clause != "" {
			fmt.Fprintf(&out, "　最近的条款　%s\n", g.Clause)
		}
		fmt.Fprintf(&out, "　接下来　%s\n", g.Advice())
	}
	return out.String()
}
