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

// The exchanges that the README shows are real ones; -update writes them anew.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	exchanges := 0
	for i, block := range strings.Split(string(data), "```") {
		if i > 0 {
			got.WriteString("```")
		}
		intro, turns, found := strings.Cut(block, "您问：")
		if i%2 == 0 || !found {
			got.WriteString(block)
			continue
		}
		exchanges++
		got.WriteString(intro)
		c := newTalk(t)
		for n, turn := range strings.Split(turns, "您问：") {
			said, _, _ := strings.Cut(turn, "\n")
			if n > 0 {
				got.WriteString("\n\n")
			}
			got.WriteString("您问：" + said + "\n\n" + strings.TrimSpace(terminal.Render(c.say(said))))
		}
		got.WriteString("\n")
	}
	if exchanges < 2 {
		t.Fatal("the README shows no exchanges")
	}
	golden(t, "README.md", []byte(got.String()))
}
