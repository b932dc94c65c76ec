package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"cheyi/store/bolt"
)

// The program's exit codes, documented in the README.
const (
	exitFault = 1 // the command ran and found faults
	exitUsage = 2 // the command line is wrong
	exitSetup = 3 // settings, corpus or data cannot be used
	exitHeld  = 4 // another process holds the data folder
)

// errFound says that a command reported faults itself and only the exit code
// is left to set.
var errFound = errors.New("faults were reported")

// setupError is a fault of settings, corpus or data.
type setupError struct{ error }

func (e setupError) Unwrap() error { return e.error }

func main() {
	// Start-up makes much that is soon garbage; a smaller heap costs it 0.1 s.
	debug.SetGCPercent(40)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program: its result on out, all else on errs.
func run(ctx context.Context, args, environ []string, in io.Reader, out, errs io.Writer) int {
	p := &program{environ: environ, in: in, out: out, errs: errs}
	root := p.command()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var setup setupError
	switch {
	case errors.Is(err, errFound), errors.Is(err, context.Canceled), errors.Is(err, syscall.EPIPE):
		return exitFault
	case errors.Is(err, bolt.ErrHeld):
		fmt.Fprintln(errs, err)
		return exitHeld
	case errors.As(err, &setup):
		fmt.Fprintln(errs, err)
		return exitSetup
	case errors.As(err, new(usageError)):
		fmt.Fprintf(errs, "%v\n用法见：cheyi help\n", err)
		return exitUsage
	}
	fmt.Fprintln(errs, err)
	return exitFault
}

// runError is a failure of the work itself, not of the command line.
type runError struct{ error }

func (e runError) Unwrap() error { return e.error }

// command is the root of the command line, one file for each subcommand.
func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "cheyi",
		Short: "车驿：内蒙古二手车出口政策问答",
		Long: "车驿解答《关于促进二手车出口加快发展的若干意见》（内商贸字〔2024〕406号）：\n" +
			"用平常的话提问，得到原文条款、责任部门和效力；文件没写的，直说没写。",
		Example:       "  cheyi chat\n  cheyi ask 展位费能报几成\n  cheyi corpus check",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().StringVar(&p.configFile, "config", "", "配置文件（YAML），键与环境变量 CHEYI_… 相同")
	root.PersistentFlags().StringVar(&p.corpusDir, "corpus", "", "用这个文件夹代替内置的政策库")
	root.AddCommand(p.chatCommand(), p.serveCommand(), p.askCommand(), p.calcCommand(), p.explainCommand(), p.corpusCommand(), p.evalCommand(), p.questionsCommand(), p.modelCommand(),
		p.backupCommand(), p.restoreCommand(), p.doctorCommand(), p.versionCommand(), p.verifyCommand())
	translate(root)
	return root
}
