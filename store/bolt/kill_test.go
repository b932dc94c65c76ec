package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/booking/bookingtest"
	"cheyi/store/bolt"
)

var kills = flag.Int("kills", 100/bookingtest.Thinned, "how often TestKilled kills the process that books")

// commandArgument has the test's own program give commands.
const commandArgument = "command"

// command gives commands until it is killed, and says each batch that it has
// been told of, with its version. It is a process of its own.
func command(dir string) {
	o, err := readOffices()
	if err != nil {
		panic(err)
	}
	s, err := bolt.Config{Offices: o}.Open(dir, time.Now)
	if err != nil {
		fmt.Println("refused", err)
		os.Exit(1)
	}
	do := func(c booking.Command) []booking.Batch {
		r, err := s.Do(context.Background(), c)
		if err != nil {
			fmt.Println("refused", err)
			os.Exit(1)
		}
		for _, b := range r.Batches {
			fmt.Println(b.Receipt, b.Version)
		}
		return r.Batches
	}
	all, err := s.Batches(context.Background(), booking.Filter{})
	if err != nil {
		panic(err)
	}
	for i := len(all) / 2; ; i++ { // half a submission would begin with vehicles that are taken
		batches := do(submission(i))
		step := func(b booking.Batch, who booking.Actor, a booking.Action) {
			do(booking.Command{Key: fmt.Sprint(a, i), Actor: who, Action: a, At: start, Receipt: b.Receipt, Version: b.Version})
		}
		step(batches[0], officer, booking.Confirm)
		if i%3 == 0 {
			step(batches[1], exporter, booking.Cancel)
		}
	}
}

// D4, R1: a process that books is killed at any moment, again and again. Not
// one command that it was told of is lost, and none is there by half.
func TestKilled(t *testing.T) {
	dir, random := t.TempDir(), rand.New(rand.NewPCG(uint64(*kills), 1))
	told := map[string]int{} // receipt → version
	commands := 0
	for i := range *kills {
		n, err := killed(dir, i%5 == 0, time.Duration(1+random.IntN(150))*time.Millisecond, told)
		if err != nil {
			t.Fatal(err)
		}
		commands += n
	}
	report := sane(t, filepath.Join(dir, bolt.FileName))
	s := openFor(t, dir, oneOffice(t)).(keptStore)
	defer s.Close()
	lost := 0
	for receipt, version := range told {
		if b, err := s.Batch(t.Context(), receipt); err != nil || b.Version < version {
			lost++
		}
	}
	all, err := s.Batches(t.Context(), booking.Filter{})
	if err != nil || lost > 0 || len(all)%2 != 0 || commands == 0 {
		t.Errorf("%d batches, %d commands acknowledged, %d lost, %v", len(all), commands, lost, err)
	}
	t.Logf("%d kills, %d acknowledged commands: lost 0, half-done 0, orphans 0 (%v)", *kills, commands, report.Batches)
}

// killed runs the process for a while from when it has said something, or from
// its start, when it opens the store, and kills it.
func killed(dir string, opening bool, after time.Duration, told map[string]int) (commands int, err error) {
	cmd := exec.Command(os.Args[0], commandArgument, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	kill := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	if !opening {
		kill.Stop()
	}
	last := ""
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil { // a line without an end was not said
			break
		}
		if !opening && last == "" {
			kill.Reset(after)
		}
		var receipt string
		var version int
		if strings.HasPrefix(line, "refused") {
			return 0, errors.New(line)
		}
		if _, err := fmt.Sscan(line, &receipt, &version); err != nil {
			return 0, err
		}
		if version > 1 || receipt != last {
			commands++
		}
		last = receipt
		told[receipt] = max(told[receipt], version)
	}
	_ = cmd.Wait() // killed
	return commands, nil
}
