package main

import (
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/config"
	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/search"
	"cheyi/search/jieba"
)

// program is what all subcommands share: the streams, the settings, and how
// the parts are put together.
type program struct {
	environ   []string
	in        io.Reader
	out, errs io.Writer

	configFile string
	corpusDir  string
}

// settings reads the settings; flags win over everything.
func (p *program) settings() (config.Settings, error) {
	s, faults := config.Load(p.configFile, p.environ)
	if len(faults) > 0 {
		return s, setupError{faults}
	}
	if p.corpusDir != "" {
		s.Corpus = p.corpusDir
	}
	if s.Corpus != "" {
		if info, err := os.Stat(s.Corpus); err != nil || !info.IsDir() {
			return s, setupError{fmt.Errorf("政策库 %s 不是一个能打开的文件夹", s.Corpus)}
		}
	}
	return s, nil
}

// folder is the corpus in use.
func folder(s config.Settings) fs.FS {
	if s.Corpus == "" {
		return corpus.FS
	}
	return os.DirFS(s.Corpus)
}

// finder reads the corpus and indexes it.
func finder(s config.Settings) (*search.Live, error) {
	lib, faults := knowledge.Read(folder(s))
	if len(faults) > 0 {
		return nil, setupError{faults}
	}
	live, err := search.NewLive(lib, func(words []string) (search.Segmenter, error) {
		return jieba.New(words, s.Data)
	})
	if err != nil {
		return nil, setupError{err}
	}
	return live, nil
}

// clock is the time that commands go by: fixed by CHEYI_NOW, else the real one.
func clock(s config.Settings) func() time.Time {
	if s.Now.IsZero() {
		return time.Now
	}
	return func() time.Time { return s.Now }
}

// runningClock goes on from CHEYI_NOW, for commands that run for long.
func runningClock(s config.Settings) func() time.Time {
	if s.Now.IsZero() {
		return time.Now
	}
	start := time.Now()
	return func() time.Time { return s.Now.Add(time.Since(start)) }
}

// conversation is a bot that forgets everything at the end.
func (p *program) conversation(finder bot.Finder) *bot.Bot {
	return bot.New(p.logger(slog.LevelWarn), finder, bot.NewMemory())
}

func (p *program) logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(p.errs, &slog.HandlerOptions{Level: level}))
}

// moment reads the --at flag; without it the clock counts.
func moment(at string, now func() time.Time) (time.Time, error) {
	if at == "" {
		return now(), nil
	}
	return config.Moment(at)
}

// noArgs is cobra.NoArgs in Chinese.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("不认识的参数 %q", args[0])
	}
	return nil
}
