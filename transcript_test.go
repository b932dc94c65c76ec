package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cheyi/bot/terminal"
)

// A transcript is a whole conversation as it stands in a terminal: lines that
// begin with "> " are said, all else is the reply.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := newTalk(t)
			var got strings.Builder
			for _, line := range strings.Split(string(data), "\n") {
				if said, ok := strings.CutPrefix(line, "> "); ok {
					got.WriteString(line + "\n" + terminal.Render(c.say(said)))
				}
			}
			golden(t, file, []byte(got.String()))
		})
	}
}

// The exchange that the README shows is a real one.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(data), "$ go run . chat\n")
	block, _, ended := strings.Cut(block, "```")
	turns := strings.Split(block, "您问：")[1:]
	if !found || !ended || len(turns) < 2 {
		t.Fatal("the README shows no exchange")
	}
	c := newTalk(t)
	for _, turn := range turns {
		said, shown, _ := strings.Cut(turn, "\n")
		if got := terminal.Render(c.say(said)); strings.TrimSpace(got) != strings.TrimSpace(shown) {
			t.Errorf("%s is answered with\n%s\nand the README shows\n%s", said, got, shown)
		}
	}
}
