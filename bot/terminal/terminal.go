// Package terminal is the conversation in a terminal: a line is a message, or
// the path of a sheet that is sent; options are numbered. It renders replies and knows no flow. Typed at, it
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
	"slices"
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
	// Keep stores a file of a reply where the person finds it, and says where.
	// Without it, files are only named.
	Keep func(ctx context.Context, f bot.Attachment) (path string, err error)

	failed error // the last message that could not be handled
}

// A Handler answers messages, and shows the sentences that are ready before
// the whole reply is; *bot.Bot is one.
type Handler interface {
	Stream(ctx context.Context, m bot.Message, show func(sentence string)) (bot.Reply, error)
}

// Run talks until the input ends, the person leaves, or ctx is done. It
// returns the last error of a message that could not be handled.
func (t *Terminal) Run(ctx context.Context) error {
	read, done := t.reader()
	defer done()
	if err := t.say(ctx, ""); err != nil {
		return err
	}
	for ctx.Err() == nil {
		line, err := await(ctx, read)
		switch {
		case ctx.Err() != nil:
			return t.failed
		case errors.Is(err, io.EOF), errors.Is(err, liner.ErrPromptAborted):
			_, err := fmt.Fprintln(t.Out, goodbye)
			return errors.Join(t.failed, err)
		case err != nil:
			return err
		}
		if leaves(line) {
			_, err := fmt.Fprintln(t.Out, goodbye)
			return errors.Join(t.failed, err)
		}
		if err := t.say(ctx, line); err != nil {
			return err
		}
	}
	return t.failed
}

// await reads a line, or gives up when ctx is done; the read itself cannot be
// broken off and ends with the process.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type result struct {
		line string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		line, err := read()
		done <- result{line, err}
	}()
	select {
	case r := <-done:
		return r.line, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// say hands one line to the bot and prints the reply. The empty first line
// gets the menu.
func (t *Terminal) say(ctx context.Context, line string) error {
	now := t.Now()
	m := bot.Message{ID: now.Format(time.RFC3339Nano), Chat: t.Chat, Text: line, At: now}
	if line == "" {
		m.Choice = bot.ChoiceHello
	}
	file, err := Sent(line)
	if err != nil {
		_, err = fmt.Fprintf(t.Out, "\n%v。\n\n", err)
		return err
	}
	if file != nil {
		m.File, m.Text = file, ""
	}
	var shown []string
	reply, err := t.Bot.Stream(ctx, m, func(sentence string) {
		if len(shown) == 0 {
			fmt.Fprintln(t.Out)
		}
		fmt.Fprintln(t.Out, sentence)
		shown = append(shown, sentence)
	})
	if _, printErr := io.WriteString(t.Out, rest(t.kept(ctx, reply), shown)); printErr != nil {
		return printErr
	}
	if err != nil && ctx.Err() == nil {
		t.failed = err // the person has been told; the conversation goes on
	}
	return nil
}

// Render prints a reply: its text, its files, then its options by number.
func Render(r bot.Reply) string {
	var b strings.Builder
	b.WriteString("\n" + r.Text + "\n")
	if len(r.Files) > 0 {
		b.WriteString("\n")
	}
	for _, f := range r.Files {
		fmt.Fprintf(&b, "  附件　%s\n", f.Name)
	}
	if len(r.Options) > 0 {
		b.WriteString("\n")
	}
	for i, o := range r.Options {
		fmt.Fprintf(&b, "  %d) %s\n", i+1, o.Label)
	}
	b.WriteString("\n")
	return b.String()
}

// rest renders what of a reply has not been shown yet.
func rest(r bot.Reply, shown []string) string {
	if len(shown) == 0 {
		return Render(r)
	}
	lines := strings.Split(r.Text, "\n")
	for _, sentence := range shown {
		if i := slices.Index(lines, sentence); i >= 0 {
			lines = slices.Delete(lines, i, i+1)
		}
	}
	r.Text = strings.Join(lines, "\n")
	return strings.TrimPrefix(Render(r), "\n")
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
