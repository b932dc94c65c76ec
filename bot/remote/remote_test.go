package remote_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/remote"
	"cheyi/calendar"
)

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	local = bot.Chat{Channel: "terminal", ID: "local"}
)

// An echo says two sentences and repeats what it was told.
type echo struct {
	got  bot.Message
	fail error
}

func (e *echo) Stream(_ context.Context, m bot.Message, show func(string)) (bot.Reply, error) {
	e.got = m
	show("第一句。")
	show("第二句。")
	return bot.Reply{Outcome: bot.Answered, Text: m.Text}, e.fail
}

func (e *echo) Attachment(_ context.Context, chat bot.Chat, url string) (bot.Attachment, []byte, error) {
	if chat != local || url != "files/a b.ics" {
		return bot.Attachment{}, nil, bot.ErrNoFile
	}
	return bot.Attachment{}, []byte("日程"), nil
}

type ledger []bot.UnansweredGroup

func (l ledger) Unanswered(context.Context) ([]bot.UnansweredGroup, error) { return l, nil }

// A keeper has data that ends in the middle, if broken.
type keeper struct{ broken error }

func (k keeper) Snapshot(w io.Writer) error {
	_, err := io.WriteString(w, "所有的数据")
	return errors.Join(err, k.broken)
}

// A copy of the data that broke off does not pass for all of it.
func TestData(t *testing.T) {
	for _, broken := range []error{nil, errors.New("damaged")} {
		dir := t.TempDir()
		listener, err := remote.Listen(dir)
		if err != nil {
			t.Fatal(err)
		}
		quiet := slog.New(slog.DiscardHandler)
		s := &http.Server{
			Handler:  remote.Handler(quiet, &echo{}, ledger{}, keeper{broken}, local, func() time.Time { return noon }),
			ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0),
		}
		go func() { _ = s.Serve(listener) }()
		c, _ := remote.Find(t.Context(), dir)
		var got strings.Builder
		if err := c.Data(t.Context(), &got); (err != nil) != (broken != nil) || err == nil && got.String() != "所有的数据" {
			t.Errorf("%v: %q, %v", broken, &got, err)
		}
		s.Close()
	}
}

// start serves in a folder until the test ends.
func start(t *testing.T, dir string, b remote.Bot, l remote.Ledger) *remote.Client {
	t.Helper()
	listener, err := remote.Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: remote.Handler(slog.New(slog.DiscardHandler), b, l, keeper{}, local, func() time.Time { return noon })}
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(func() { s.Close() })
	c, running := remote.Find(t.Context(), dir)
	if !running {
		t.Fatal("nobody listens")
	}
	return c
}

func TestChat(t *testing.T) {
	b := &echo{}
	c := start(t, t.TempDir(), b, ledger{})
	var shown []string
	show := func(sentence string) { shown = append(shown, sentence) }
	m := bot.Message{ID: "1", Text: "展位费报几成", Chat: bot.Chat{Channel: "web", ID: "x"}, At: noon.AddDate(1, 0, 0)}
	reply, err := c.Stream(t.Context(), m, show)
	if err != nil || reply.Text != m.Text || !slices.Equal(shown, []string{"第一句。", "第二句。"}) {
		t.Errorf("%+v, %v, %q", reply, err, shown)
	}
	if b.got.Chat != local || !b.got.At.Equal(noon) || b.got.ID != "1" {
		t.Errorf("the bot got %+v", b.got)
	}
	b.fail = errors.New("disk full")
	if reply, err := c.Stream(t.Context(), m, show); err == nil || reply.Text == "" {
		t.Errorf("a fault: %+v, %v", reply, err)
	}
}

// A file that is sent goes by its path, and those of replies come back.
func TestFiles(t *testing.T) {
	b := &echo{}
	c := start(t, t.TempDir(), b, ledger{})
	file := bot.File{Name: "车辆.xlsx", Size: 7, Ref: "/tmp/车辆.xlsx"}
	if _, err := c.Stream(t.Context(), bot.Message{ID: "1", File: &file}, func(string) {}); err != nil || b.got.File == nil || *b.got.File != file {
		t.Errorf("%+v, %v", b.got, err)
	}
	content, err := c.Attachment(t.Context(), bot.Attachment{URL: "files/a b.ics"})
	if err != nil || string(content) != "日程" {
		t.Errorf("%q, %v", content, err)
	}
	if _, err := c.Attachment(t.Context(), bot.Attachment{URL: "files/else"}); err == nil {
		t.Error("a file that nobody has came back")
	}
}

func TestQuestions(t *testing.T) {
	day := calendar.DayOf(noon)
	want := ledger{{Kind: bot.UnansweredNotFound, Count: 2, First: day, Last: day, Wordings: []string{"甲", "乙"}}}
	got, err := start(t, t.TempDir(), &echo{}, want).Unanswered(t.Context())
	if err != nil || len(got) != 1 || got[0].Count != 2 || !slices.Equal(got[0].Wordings, want[0].Wordings) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Only the owner may connect, and what a killed process left is no obstacle.
func TestSocket(t *testing.T) {
	dir := t.TempDir()
	if _, running := remote.Find(t.Context(), dir); running {
		t.Error("somebody listens in an empty folder")
	}
	if err := os.WriteFile(remote.Path(dir), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, running := remote.Find(t.Context(), dir); running {
		t.Error("somebody listens at a file")
	}
	start(t, dir, &echo{}, ledger{})
	info, err := os.Stat(remote.Path(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if _, err := remote.Listen(filepath.Join(dir, strings.Repeat("长", 40))); !errors.Is(err, remote.ErrLongPath) {
		t.Errorf("a long path: %v", err)
	}
}

// dropped is a bot whose process ends in the middle.
type dropped struct {
	echo
	server *http.Server
}

func (d *dropped) Stream(_ context.Context, _ bot.Message, show func(string)) (bot.Reply, error) {
	show("第一句。")
	d.server.Close()
	return bot.Reply{}, nil
}

func TestGone(t *testing.T) {
	dir := t.TempDir()
	listener, err := remote.Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := &dropped{}
	d.server = &http.Server{Handler: remote.Handler(slog.New(slog.DiscardHandler), d, ledger{}, keeper{}, local, time.Now)}
	go func() { _ = d.server.Serve(listener) }()
	c, _ := remote.Find(t.Context(), dir)
	reply, err := c.Stream(t.Context(), bot.Message{ID: "1", Text: "你好"}, func(string) {})
	if err == nil || reply.Outcome != bot.Rejected || !strings.Contains(reply.Text, "没有应答") {
		t.Errorf("%+v, %v", reply, err)
	}
}
