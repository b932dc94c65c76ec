package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/bot/terminal"
	"cheyi/config"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == verifyName { // what is tested has started itself
		main()
	}
	testscript.Main(m, map[string]func(){"cheyi": main})
}

// The command line, as a shell sees it: one script a behaviour.
func TestScripts(t *testing.T) {
	dir, files := "testdata/script", []string(nil)
	if raced { // each command is a process of its own: a long one and one that is talked to are enough
		dir, files = "", []string{dir + "/serve.txt", dir + "/chat.txt"}
	}
	testscript.Run(t, testscript.Params{
		Dir:           dir,
		Files:         files,
		UpdateScripts: *update,
		Cmds:          serverCommands,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CHEYI_NOW", evalDay)
			e.Setenv("TMPDIR", os.TempDir())
			return nil
		},
	})
}

// live is the embedded corpus with the real index, loaded once for all tests.
var live = sync.OnceValues(func() (*service, error) { return open(config.Settings{}) })

func realFinder(t testing.TB) *service {
	t.Helper()
	l, err := live()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// talk is a fresh conversation on the day of the cases.
type talk struct {
	t   testing.TB
	bot *bot.Bot
	n   int

	bookings *booking.Memory
}

func newTalk(t testing.TB) *talk {
	store := bot.NewMemory()
	b := bot.New(slog.New(slog.DiscardHandler), realFinder(t), realFinder(t).Book, store)
	offices, faults := booking.ExampleOffices(realFinder(t).Library().Years)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	booked := booking.NewMemory(offices)
	store.UseBookings(booked)
	b.UseBookings(bookings(offices, booked, files{}))
	return &talk{t: t, bot: b, bookings: booked}
}

// say sends one message as typed.
func (c *talk) say(text string) bot.Reply {
	c.t.Helper()
	return c.sayOn(evalDay, text)
}

// sayOn sends one message as typed on a day.
func (c *talk) sayOn(at, text string) bot.Reply {
	c.t.Helper()
	when, err := moment(at, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.n++
	m := bot.Message{ID: string(rune('a' + c.n)), Chat: terminalChat, Text: text, At: when}
	if file, err := terminal.Sent(text); err != nil {
		c.t.Fatal(err)
	} else if file != nil {
		m.File, m.Text = file, ""
	}
	reply, err := c.bot.Handle(context.Background(), m)
	if err != nil {
		c.t.Fatal(err)
	}
	return reply
}
