package main

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"cheyi/booking"
	"cheyi/config"
	"cheyi/store/bolt"
)

// verifyName is the subcommand by which the program looks at a data file in a
// process of its own: a damaged one ends that process, and never this one.
const verifyName = "verify-data"

// database is how all subcommands open the data folder.
var database = bolt.Config{Verify: bolt.InChild(verifier)}

// hold opens the data folder for this process alone, with the offices that its
// bookings go by.
func hold(s config.Settings, now func() time.Time) (*bolt.Store, booking.Offices, error) {
	offices, err := readOffices(s)
	if err != nil {
		return nil, offices, err
	}
	c := database
	c.Offices = offices
	store, err := c.Open(s.Data, now)
	if err != nil {
		return nil, offices, setupError{err}
	}
	return store, offices, nil
}

// verifier is the program again, looking at a file.
func verifier(ctx context.Context, file string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, itself(), verifyName, file)
	cmd.Args[0] = os.Args[0]
	return cmd
}

// itself is the running program, which may have been replaced on the disk, or
// run where there is no /proc.
func itself() string {
	const running = "/proc/self/exe"
	if _, err := os.Stat(running); err == nil {
		return running
	}
	if file, err := os.Executable(); err == nil {
		return file
	}
	return os.Args[0]
}

// verifyCommand is not for people: its output is the program's own.
func (p *program) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: verifyName + " FILE", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return bolt.Answer(args[0], p.out) },
	}
}
