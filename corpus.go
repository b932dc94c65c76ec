package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"cheyi/booking"
	"cheyi/calc"
	"cheyi/config"
	"cheyi/knowledge"
	"cheyi/yamlfile"
)

// corpusCommand is the editors' corner.
func (p *program) corpusCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "corpus", Short: "政策库：检查"}
	cmd.AddCommand(&cobra.Command{
		Use:     "check [文件夹]",
		Short:   "检查政策库，一次列出全部问题（文件:行: 问题）",
		Example: "  cheyi corpus check\n  cheyi corpus check ./corpus",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("一次只检查一个文件夹")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.settings()
			if err != nil {
				return err
			}
			if len(args) == 1 {
				s.Corpus = args[0]
			}
			lib, book, faults := readCorpus(folder(s))
			for _, f := range faults {
				fmt.Fprintln(p.out, f)
			}
			if len(faults) > 0 {
				fmt.Fprintf(p.errs, "共 %d 个问题，这份政策库不能启用。\n", len(faults))
				return errFound
			}
			broken, err := checkCurated(cmd.Context(), s, lib, book)
			if err != nil {
				return err
			}
			for _, f := range broken {
				fmt.Fprintln(p.out, f)
			}
			if len(broken) > 0 {
				fmt.Fprintf(p.errs, "共 %d 句 curated 问句没有得到说好的答复；用 cheyi explain 看它被理解成什么。\n", len(broken))
				return errFound
			}
			return p.countCorpus(lib, book)
		},
	})
	return cmd
}

// countCorpus says that all is well, and how much that is.
func (p *program) countCorpus(lib *knowledge.Library, book *calc.Book) error {
	clauses, curated := 0, 0
	for _, d := range lib.Documents {
		clauses += len(d.Clauses())
		curated += len(d.Curated)
	}
	offices := 0
	for _, place := range lib.Contacts {
		offices += len(place.Offices)
	}
	_, err := fmt.Fprintf(p.out, "没有问题：%d 份文件，%d 个条款，%d 项未写明的事，%d 句 curated 问句，%d 条测算规则，%d 年日历，%d 条参考资料，%d 个登记的联系机构。\n",
		len(lib.Documents), clauses, len(lib.Gaps), curated, len(book.Rules), len(lib.Years), len(lib.Guide), offices)
	return err
}

// checkCurated asks the questions that editors have promised an answer to, as
// people would: with the real index.
func checkCurated(ctx context.Context, s config.Settings, lib *knowledge.Library, book *calc.Book) (yamlfile.Faults, error) {
	live, err := index(s, lib, book, booking.Offices{}) // nobody books here
	if err != nil {
		return nil, err
	}
	defer live.Close()
	faults, err := lib.CheckCurated(func(question string) (knowledge.Finding, error) { return live.Find(ctx, question) })
	if err != nil {
		return nil, runError{err}
	}
	return faults, nil
}
