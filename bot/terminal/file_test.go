package terminal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/terminal"
)

// A line that is the path of a sheet sends it; every other line says something.
func TestSent(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	for _, name := range []string{"名单.xlsx", "a b.CSV", "说明.txt"} {
		if err := os.WriteFile(name, []byte("车架号"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("夹.csv", 0o700); err != nil {
		t.Fatal(err)
	}
	for line, name := range map[string]string{
		"名单.xlsx": "名单.xlsx", " ./名单.xlsx ": "名单.xlsx", "'" + filepath.Join(dir, "a b.CSV") + "'": "a b.CSV", `"~/名单.xlsx"`: "名单.xlsx",
		"说明.txt": "", "怎么预约": "", "": "",
	} {
		f, err := terminal.Sent(line)
		switch {
		case err != nil, (f == nil) != (name == ""):
			t.Errorf("%q: %+v, %v", line, f, err)
		case f != nil && (f.Name != name || f.Ref != filepath.Join(dir, name) || f.Size != int64(len("车架号"))):
			t.Errorf("%q: %+v", line, f)
		}
	}
	for _, line := range []string{"没有.xlsx", "夹.csv", "nowhere/x.csv"} {
		if f, err := terminal.Sent(line); f != nil || err == nil {
			t.Errorf("%q: %+v", line, f)
		}
	}
}

// attached answers with a file, and keeps what it was sent.
type attached struct{ got bot.Message }

func (a *attached) Stream(_ context.Context, m bot.Message, _ func(string)) (bot.Reply, error) {
	a.got = m
	return bot.Reply{Text: "好的", Files: []bot.Attachment{{Name: "日程.ics", URL: "files/x"}}, Options: []bot.Option{{ID: "a", Label: "甲"}}}, nil
}

// The files of a reply are stored, and named by where they are; what cannot be
// stored is named all the same.
func TestKeptFiles(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("名单.csv", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		keep func(context.Context, bot.Attachment) (string, error)
		says string
	}{
		{nil, "好的\n\n  附件　日程.ics\n\n  1) 甲"},
		{func(_ context.Context, f bot.Attachment) (string, error) { return "data/" + f.URL, nil }, "附件　data/files/x\n"},
		{func(context.Context, bot.Attachment) (string, error) { return "", errors.New("disk full") }, "附件　日程.ics（没有存下来"},
	} {
		a := &attached{}
		var out strings.Builder
		term := terminal.Terminal{Bot: a, In: strings.NewReader("名单.csv\n没有.csv\n"), Out: &out, Now: time.Now, Keep: tt.keep}
		if err := term.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), tt.says) || !strings.Contains(out.String(), "没有.csv 这个文件，请检查路径。") {
			t.Errorf("%s", out.String())
		}
		if a.got.Text != "" || a.got.File == nil || a.got.File.Name != "名单.csv" {
			t.Errorf("sent %+v", a.got)
		}
	}
}
