package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// usageError is a fault of the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// usageTemplate is cobra's own in Chinese, and shorter.
const usageTemplate = `用法：
  {{if .HasAvailableSubCommands}}{{.CommandPath}} 命令{{else}}{{.UseLine}}{{end}}
{{if .HasExample}}
例子：
{{.Example}}
{{end}}{{if .HasAvailableSubCommands}}
命令：
{{range .Commands}}{{if .IsAvailableCommand}}  {{rpad .Name .NamePadding}} {{.Short}}
{{end}}{{end}}{{end}}{{if .HasAvailableFlags}}
选项：
{{.Flags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`

// translate puts into Chinese what the command library says by itself.
func translate(root *cobra.Command) {
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{.}}\n\n{{end}}{{.UsageString}}")
	root.InitDefaultHelpCmd()
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%s", flagFault(err.Error()))
	})
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Short = "显示某个命令的用法"
			c.Use = "help [命令]"
		}
	}
	helpFlags(root)
}

func helpFlags(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = "显示用法"
	c.DisableFlagsInUseLine = true
	if c.HasSubCommands() {
		c.Args = cobra.ArbitraryArgs
		c.RunE = needsCommand
	}
	for _, sub := range c.Commands() {
		helpFlags(sub)
	}
}

// flagFault says in Chinese what the flag library says in English.
func flagFault(message string) string {
	if flag, ok := strings.CutPrefix(message, "unknown flag: "); ok {
		return "选项不对：没有 " + flag + " 这个选项"
	}
	if flag, ok := strings.CutPrefix(message, "flag needs an argument: "); ok {
		return "选项不对：" + flag + " 后面要写内容"
	}
	return "选项不对：" + message
}

// needsCommand is run when none of its subcommands was named.
func needsCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	c.SuggestionsMinimumDistance = 2
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return usagef("没有 %q 这个命令，是不是 %s？", args[0], strings.Join(near, "、"))
	}
	return usagef("没有 %q 这个命令", args[0])
}
