// Package terminal is the conversation in a terminal: a line is a message,
// options are numbered. It renders replies and knows no flow. Typed at, it
// edits lines and keeps their history in memory; piped, it reads line by line
// and prints no prompt.
package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/peterh/liner"

	"cheyi/bot"
)

const (
	prompt  = "您问："
	goodbye = "再见。"
	// longest is how much of a line is read; the bot refuses long before.
	longest = 64 << 10
)

// A Terminal is one person's conversation.
type Terminal struct {
	Bot  Handler
	Chat bot.Chat
	Now  func() time.Time
	In   io.Reader
	Out  io.Writer
}

// A Handler answers messages; *bot.Bot is one.
type Handler interface {
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
}

// Run talks until the input ends, the person leaves, or ctx is done.
func (t *Terminal) Run(ctx context.Context) error {
	read, done := t.reader()
	defer done()
	if err := t.say(ctx, ""); err != nil {
		return err
	}
	for ctx.Err() == nil {
		line, err := read()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, liner.ErrPromptAborted):
			_, err := fmt.Fprintln(t.Out, goodbye)
			return err
		case err != nil:
			return err
		}
		if leaves(line) {
			_, err := fmt.Fprintln(t.Out, goodbye)
			return err
		}
		if err := t.say(ctx, line); err != nil {
			return err
		}
	}
	return nil
}

// say hands one line to the bot and prints the reply. The empty first line
// gets the menu.
func (t *Terminal) say(ctx context.Context, line string) error {
	now := t.Now()
	m := bot.Message{ID: now.Format(time.RFC3339Nano), Chat: t.Chat, Text: line, At: now}
	if line == "" {
		m.Choice = "menu"
	}
	reply, err := t.Bot.Handle(ctx, m)
	if _, printErr := io.WriteString(t.Out, Render(reply)); printErr != nil {
		return printErr
	}
	if err != nil && ctx.Err() != nil {
		return nil // told to stop in the middle of an answer
	}
	return nil
}

// Render prints a reply: its text, then its options by number.
func Render(r bot.Reply) string {
	var b strings.Builder
	b.WriteString("\n" + r.Text + "\n")
	if len(r.Options) > 0 {
		b.WriteString("\n")
	}
	for i, o := range r.Options {
		fmt.Fprintf(&b, "  %d) %s\n", i+1, o.Label)
	}
	b.WriteString("\n")
	return b.String()
}

func leaves(line string) bool {
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "退出", "离开", "exit", "quit", "q", ":q":
		return true
	}
	return false
}

// reader returns how the next line is read, and what ends the reading.
func (t *Terminal) reader() (read func() (string, error), done func()) {
	if file, ok := t.In.(*os.File); ok && isTerminal(file) {
		line := liner.NewLiner()
		line.SetCtrlCAborts(true)
		return func() (string, error) {
			text, err := line.Prompt(prompt)
			if err == nil && strings.TrimSpace(text) != "" {
				line.AppendHistory(text)
			}
			return text, err
		}, func() { line.Close() }
	}
	r := bufio.NewReader(t.In)
	return func() (string, error) {
		for {
			line, err := readLine(r)
			if strings.TrimSpace(line) != "" {
				return strings.ToValidUTF8(line, string(utf8.RuneError)), nil
			}
			if err != nil {
				return "", err
			}
		}
	}, func() {}
}

// readLine reads to the end of a line. What is longer than longest is cut off:
// the bot refuses such a message anyway, and the conversation goes on.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		chunk, err := r.ReadSlice('\n')
		if room := longest - len(line); room > 0 {
			line = append(line, chunk[:min(room, len(chunk))]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimRight(string(line), "\r\n"), err
		}
	}
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
