package main

import (
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calc"
	"cheyi/config"
	"cheyi/corpus"
	"cheyi/knowledge"
	"cheyi/knowledge/model"
	"cheyi/search"
	"cheyi/search/jieba"
	"cheyi/vehicles/sheet"
	"cheyi/yamlfile"
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
func (p *program) settings(flags ...string) (config.Settings, error) {
	s, faults := config.Load(p.configFile, p.environ, flags...)
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

// settingsAt reads the settings and the --at flag.
func (p *program) settingsAt(at string) (config.Settings, time.Time, error) {
	s, err := p.settings()
	if err != nil {
		return s, time.Time{}, err
	}
	when, err := moment(at, clock(s))
	if err != nil {
		return s, when, usagef("--at: %v", err)
	}
	return s, when, nil
}

// folder is the corpus in use.
func folder(s config.Settings) fs.FS {
	if s.Corpus == "" {
		return corpus.FS
	}
	return os.DirFS(s.Corpus)
}

// library reads the corpus with its rules.
func library(s config.Settings) (*knowledge.Library, *calc.Book, error) {
	lib, book, faults := readCorpus(folder(s))
	if len(faults) > 0 {
		return nil, nil, setupError{faults}
	}
	return lib, book, nil
}

// readCorpus reads and checks all of a corpus folder.
func readCorpus(fsys fs.FS) (*knowledge.Library, *calc.Book, yamlfile.Faults) {
	lib, faults := knowledge.Read(fsys)
	if len(faults) > 0 {
		return nil, nil, faults
	}
	book, faults := calc.Read(fsys, lib)
	if len(faults) > 0 {
		return nil, nil, faults
	}
	return lib, book, nil
}

// A service is the corpus as it answers: the index and the rules of one
// library, replaced together, and the language model that may help.
type service struct {
	*search.Live
	book  atomic.Pointer[calc.Book]
	model *model.Service // nil without one
	// offices are those of the settings, or the example.
	offices booking.Offices
	// readings tell how the corpus came into service.
	readings readings
}

// Book returns the rules in service.
func (s *service) Book() *calc.Book { return s.book.Load() }

// replace takes another corpus into service.
func (s *service) replace(lib *knowledge.Library, book *calc.Book) error {
	if err := s.Live.Replace(lib); err != nil {
		return err
	}
	s.book.Store(book)
	return nil
}

// open reads the offices and the corpus, and indexes it.
func open(s config.Settings) (*service, error) {
	offices, err := readOffices(s)
	if err != nil {
		return nil, err
	}
	return openWith(s, offices)
}

// openWith is open for who has read the offices already.
func openWith(s config.Settings, offices booking.Offices) (*service, error) {
	lib, book, err := library(s)
	if err != nil {
		return nil, err
	}
	return index(s, lib, book, offices)
}

// index makes a corpus that was read answer.
func index(s config.Settings, lib *knowledge.Library, book *calc.Book, offices booking.Offices) (*service, error) {
	live, err := search.NewLive(lib, func(words []string) (search.Segmenter, error) {
		return jieba.New(words, s.Data)
	})
	if err != nil {
		return nil, setupError{err}
	}
	opened := &service{Live: live, offices: offices}
	opened.book.Store(book)
	return opened, nil
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
func (p *program) conversation(s *service) *bot.Bot {
	store := bot.NewMemory()
	b := bot.New(p.logger(slog.LevelWarn), s, s.Book, store)
	booked := booking.NewMemory(s.offices)
	store.UseBookings(booked)
	b.UseBookings(bookings(s.offices, booked, nil))
	return lend(b, s.model)
}

// bookings is what the conversation needs for them; sent is nil where no files
// are sent.
func bookings(offices booking.Offices, store bot.BookingReader, sent bot.Files) bot.Bookings {
	return bot.Bookings{Offices: offices, Store: store, Files: sent, List: sheet.Read, Template: sheet.WriteTemplate}
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
