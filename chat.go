package main

import (
	"github.com/spf13/cobra"
)

func (p *program) chatCommand() *cobra.Command {
	return &cobra.Command{Use: "chat", RunE: func(*cobra.Command, []string) error { return nil }}
}
