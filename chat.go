package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/bot/remote"
	"cheyi/bot/terminal"
	"cheyi/config"
)

// chatCommand is the conversation in this terminal. What it remembers lies in
// the data folder and survives the end of the process.
func (p *program) chatCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "chat",
		Short: "在终端里对话",
		Long: "在终端里对话：打字提问，按编号选下一步，说“取消”放弃，说“退出”离开。\n" +
			"预约时输入车辆清单的路径（.xlsx、.csv，也可以拖进来）就是发文件；答复的附件存在数据目录的 files/ 里。\n" +
			"对话记在数据目录里（CHEYI_DATA，默认 data/），下次接着说；cheyi serve 在用这个目录时，由它来答。",
		Example: "  cheyi chat\n  echo 展位费报几成 | cheyi chat",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.settings()
			if err != nil {
				return err
			}
			if running, ok := remote.Find(cmd.Context(), s.Data); ok {
				fmt.Fprintln(p.errs, "已接上运行中的 cheyi serve。")
				return p.converse(cmd.Context(), s, running, running.Attachment)
			}
			return p.chatAlone(cmd.Context(), s)
		},
	}
}

// chatAlone is the conversation of a process that holds the data folder itself.
func (p *program) chatAlone(ctx context.Context, s config.Settings) error {
	store, offices, err := hold(s, runningClock(s))
	if err != nil {
		return err
	}
	defer store.Close()
	seen := stamp(folder(s)) // before it is read: a change meanwhile is a change
	live, err := openWith(s, offices)
	if err != nil {
		return err
	}
	defer live.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	go follow(ctx, p.errs, s, live, seen, looks.C)
	b := bot.New(p.logger(slog.LevelWarn), live, live.Book, store)
	b.UseBookings(bookings(offices, store, files{}))
	if err := b.Sweep(ctx, runningClock(s)()); err != nil {
		return setupError{err}
	}
	return p.converse(ctx, s, lend(b, p.language(s)), func(ctx context.Context, f bot.Attachment) ([]byte, error) {
		_, content, err := b.Attachment(ctx, terminalChat, f.URL)
		return content, err
	})
}

// converse runs the terminal. content is that of a file of a reply.
func (p *program) converse(ctx context.Context, s config.Settings, with terminal.Handler, content func(context.Context, bot.Attachment) ([]byte, error)) error {
	keep := func(ctx context.Context, f bot.Attachment) (string, error) {
		data, err := content(ctx, f)
		if err != nil {
			return "", err
		}
		return keepFile(s.Data, f.Name, data)
	}
	t := terminal.Terminal{Bot: with, Chat: terminalChat, Now: runningClock(s), In: p.in, Out: p.out, Keep: keep}
	if err := t.Run(ctx); err != nil {
		return runError{err}
	}
	return nil
}

// keepFile puts a file of a reply beside the data, and returns its path.
func keepFile(data, name string, content []byte) (path string, err error) {
	dir := filepath.Join(data, "files")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path = filepath.Join(dir, filepath.Base(name))
	return path, os.WriteFile(path, content, 0o600)
}

// lookEvery is how often a corpus folder is looked at for changes.
const lookEvery = 2 * time.Second

// follow takes a changed corpus folder into service while the program runs,
// looking each time it is told to. A folder with faults leaves the old one in
// service; the faults are told.
func follow(ctx context.Context, tell io.Writer, s config.Settings, live *service, seen uint64, looks <-chan time.Time) {
	if s.Corpus == "" {
		return
	}
	files, clock := folder(s), runningClock(s)
	for {
		select {
		case <-ctx.Done():
			return
		case <-looks:
		}
		now := stamp(files)
		if now == seen {
			continue
		}
		seen = now
		lib, book, faults := readCorpus(files)
		if len(faults) > 0 {
			live.readings.refused(clock(), told(faults)...)
			fmt.Fprintf(tell, "政策库 %s 有 %d 个问题，继续用旧的：\n%v\n", s.Corpus, len(faults), faults)
			continue
		}
		if err := live.replace(lib, book); err != nil {
			live.readings.refused(clock(), err.Error())
			fmt.Fprintf(tell, "政策库 %s 不能启用，继续用旧的：%v\n", s.Corpus, err)
			continue
		}
		live.readings.taken(clock())
		fmt.Fprintf(tell, "政策库 %s 已更新。\n", s.Corpus)
	}
}

// stamp tells two states of a folder apart by names, sizes and times.
func stamp(files fs.FS) uint64 {
	h := fnv.New64a()
	_ = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // a folder that vanishes is a change like any other
		}
		if info, err := d.Info(); err == nil {
			fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return h.Sum64()
}
