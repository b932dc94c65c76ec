package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
)

// askCommand answers one question, or a file of conversations. It opens no
// store.
func (p *program) askCommand() *cobra.Command {
	var asJSON, asLines bool
	var at string
	cmd := &cobra.Command{
		Use:   "ask [问题]",
		Short: "问一个问题，得到答复",
		Long: "问一个问题，得到答复：结果、原文条款、责任部门、效力。\n" +
			"--jsonl 从标准输入逐行读 {\"id\",\"turns\":[{\"user\"}],\"at\"?}，每行一段新对话，逐行写出 {\"id\",\"reply\"}。",
		Example: "  cheyi ask 展位费能报几成\n  cheyi ask --json --at 2025-06-01 出口五十辆给多少钱\n  cheyi ask --jsonl < 问题.jsonl",
		Args: func(_ *cobra.Command, args []string) error {
			if asLines && len(args) > 0 {
				return usagef("--jsonl 从标准输入读问题，命令行上不要再写")
			}
			if !asLines && len(args) == 0 {
				return usagef("请写一个问题，例如：cheyi ask 展位费能报几成（或用 --jsonl 从标准输入读）")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, when, err := p.settingsAt(at)
			if err != nil {
				return err
			}
			live, err := open(s)
			if err != nil {
				return err
			}
			defer live.Close()
			live.model = p.language(s)
			if asLines {
				return p.askLines(cmd.Context(), live, when)
			}
			b := p.conversation(live)
			reply, err := b.Handle(cmd.Context(), bot.Message{ID: "1", Chat: held, Text: strings.Join(args, " "), At: when})
			if err != nil {
				return runError{err}
			}
			if asJSON {
				return writeJSON(p.out, reply)
			}
			_, err = fmt.Fprintln(p.out, reply.Text)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "输出完整的答复对象")
	cmd.Flags().BoolVar(&asLines, "jsonl", false, "从标准输入逐行读对话")
	cmd.Flags().StringVar(&at, "at", "", "按这一天答复：2026-11-23，或带时区的时间")
	return cmd
}

// A conversationLine is one line of ask --jsonl.
type conversationLine struct {
	ID    json.RawMessage `json:"id"`
	Turns []struct {
		User string `json:"user"`
	} `json:"turns"`
	At string `json:"at"`
}

// A lineError is what a line gets that cannot be read.
type lineError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// A faultyLine is written in the place of a reply.
type faultyLine struct {
	ID    json.RawMessage `json:"id"`
	Error *lineError      `json:"error"`
}

// maxLine is the longest line that is read.
const maxLine = 2 << 20

// askLines answers one conversation a line; a line that cannot be read gets
// an error and the run goes on.
func (p *program) askLines(ctx context.Context, live *service, when time.Time) error {
	return eachLine(ctx, p.in, func(line []byte, tooLong bool) error {
		var c conversationLine
		if problem := decodeLine(line, tooLong, &c); problem != nil {
			return writeJSON(p.out, faultyLine{idOf(line), problem})
		}
		reply, problem, err := converse(ctx, p.conversation(live), c, when)
		switch {
		case problem != nil:
			return writeJSON(p.out, faultyLine{orNull(c.ID), problem})
		case err != nil:
			return writeJSON(p.out, faultyLine{orNull(c.ID), &lineError{"internal", err.Error()}})
		}
		return writeJSON(p.out, struct {
			ID    json.RawMessage `json:"id"`
			Reply bot.Reply       `json:"reply"`
		}{orNull(c.ID), reply})
	})
}

// held is the chat that a conversation of a line is held in.
var held = bot.Chat{Channel: "ask"}

// A handler answers messages; *bot.Bot is one.
type handler interface {
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
}

// converse holds one conversation and returns its last reply.
func converse(ctx context.Context, b handler, c conversationLine, when time.Time) (bot.Reply, *lineError, error) {
	if len(c.Turns) == 0 {
		return bot.Reply{}, &lineError{"no_turns", "turns 是空的：至少要有一句 {\"user\": \"…\"}"}, nil
	}
	if c.At != "" {
		var err error
		if when, err = moment(c.At, nil); err != nil {
			return bot.Reply{}, &lineError{"bad_at", "at: " + err.Error()}, nil
		}
	}
	var reply bot.Reply
	for i, turn := range c.Turns {
		var err error
		reply, err = b.Handle(ctx, bot.Message{ID: strconv.Itoa(i), Chat: held, Text: turn.User, At: when})
		if err != nil {
			return reply, nil, err
		}
	}
	return reply, nil, nil
}

// eachLine calls do for every line that is not blank. A line over maxLine is
// handed over without its content.
func eachLine(ctx context.Context, in io.Reader, do func(line []byte, tooLong bool) error) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		line, tooLong, err := readLine(r)
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 || tooLong {
			if err := do(trimmed, tooLong); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return runError{fmt.Errorf("标准输入读不下去：%w", err)}
		}
	}
}

func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		chunk, err := r.ReadSlice('\n')
		if !tooLong {
			line = append(line, chunk...)
			if len(bytes.TrimRight(line, "\r\n")) > maxLine {
				line, tooLong = nil, true
			}
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

func decodeLine(line []byte, tooLong bool, into any) *lineError {
	if tooLong {
		return &lineError{"too_long", "这一行超过 2 MiB，没有处理"}
	}
	err := json.Unmarshal(bytes.TrimPrefix(line, []byte("\uFEFF")), into)
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		return &lineError{"bad_json", fmt.Sprintf("这一行不是有效的 JSON，错在第 %d 个字节附近", syntax.Offset)}
	case errors.As(err, &wrong) && wrong.Field != "":
		return &lineError{"bad_json", fmt.Sprintf("%s 的类型不对，读到的是 %s", wrong.Field, wrong.Value)}
	}
	return &lineError{"bad_json", "这一行不是一个 JSON 对象"}
}

// idOf returns the id of a line that could not be decoded as a whole, or null.
func idOf(line []byte) json.RawMessage {
	var c struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(line, &c) // what it found before the fault is enough
	return orNull(c.ID)
}

func orNull(id json.RawMessage) json.RawMessage {
	if len(id) == 0 {
		return json.RawMessage("null")
	}
	return id
}

// writeJSON writes one value a line, with Chinese and <>& as they are.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
