package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"cheyi/bot"
	"cheyi/bot/telegram"
	"cheyi/bot/web"
)

// uploads is a folder in the data folder for what people send over the web,
// until its message is handled. Names there are ours, whatever the sender's.
type uploads struct{ dir string }

// openUploads makes the folder, and sweeps out what an earlier process left
// and no message waits for.
func openUploads(data string, waiting []bot.Message) (uploads, error) {
	u := uploads{filepath.Join(data, "uploads")}
	if err := os.MkdirAll(u.dir, 0o700); err != nil {
		return u, fmt.Errorf("上传文件夹 %s 建不了：%w", u.dir, err)
	}
	left, err := os.ReadDir(u.dir)
	if err != nil {
		return u, fmt.Errorf("上传文件夹 %s 读不出来：%w", u.dir, err)
	}
	for _, entry := range left {
		if !slices.ContainsFunc(waiting, func(m bot.Message) bool { return m.File != nil && m.File.Ref == entry.Name() }) {
			_ = os.Remove(filepath.Join(u.dir, entry.Name()))
		}
	}
	return u, nil
}

// Keep implements web.Spool.
func (u uploads) Keep(content io.Reader) (ref string, size int64, err error) {
	f, err := os.CreateTemp(u.dir, "*")
	if err != nil {
		return "", 0, err
	}
	size, err = io.Copy(f, content)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", size, err
	}
	return filepath.Base(f.Name()), size, nil
}

// Drop implements web.Spool.
func (u uploads) Drop(ref string) { _ = os.Remove(filepath.Join(u.dir, filepath.Base(ref))) }

// handled drops what came with a message that is handled, whether somebody
// still waits for the reply or not.
func (u uploads) handled(m bot.Message) {
	if m.File != nil && m.File.Ref != "" {
		u.Drop(m.File.Ref)
	}
}

// files finds what was sent, by the channel that took it.
type files struct {
	uploads  uploads
	telegram *telegram.Channel // nil without one
}

// Open implements bot.Files.
func (f files) Open(ctx context.Context, chat bot.Chat, file bot.File) (io.ReadCloser, error) {
	switch {
	case file.Ref == "":
		return nil, os.ErrNotExist
	case chat.Channel == web.Channel:
		return os.Open(filepath.Join(f.uploads.dir, filepath.Base(file.Ref)))
	case chat.Channel == terminalChat.Channel:
		return os.Open(file.Ref)
	case f.telegram != nil:
		return f.telegram.Open(ctx, file)
	}
	return nil, os.ErrNotExist
}
