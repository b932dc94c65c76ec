package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cheyi/config"
	"cheyi/corpus"
)

// syncBuffer may be written and read by different goroutines.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// A changed corpus folder is taken into service while the program runs; one
// with a fault leaves the old in service, and the fault is shown.
func TestF7FollowCorpus(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, corpus.FS); err != nil {
		t.Fatal(err)
	}
	s := config.Settings{Corpus: dir, Data: t.TempDir()}
	seen := stamp(folder(s))
	live, err := open(s)
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	ctx, stop := context.WithCancel(context.Background())
	var log syncBuffer
	looks := make(chan time.Time)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		follow(ctx, &log, s, live, seen, looks)
	}()
	look := func() { looks <- time.Time{}; looks <- time.Time{} } // the second is taken when the first is done

	number := func() string { return live.Library().Documents[0].Number }
	text := filepath.Join(dir, "nmg-2024-406", "document.md")
	replace(t, text, "number: 内商贸字〔2024〕406号", "number: 内商贸字〔2024〕407号")
	look()
	if number() != "内商贸字〔2024〕407号" {
		t.Errorf("the change is not in service: %s", number())
	}
	replace(t, text, "issued_on: 2024-06-12", "issued_on: 2024-06-32")
	replace(t, text, "〔2024〕407号", "〔2024〕408号")
	look()
	if number() != "内商贸字〔2024〕407号" || !strings.Contains(log.String(), "document.md:") {
		t.Errorf("%s is in service; log: %s", number(), &log)
	}
	replace(t, text, "issued_on: 2024-06-32", "issued_on: 2024-06-12")
	look()
	if number() != "内商贸字〔2024〕408号" {
		t.Errorf("the mended corpus is not in service: %s", number())
	}
	stop()
	<-ended
}

// replace changes one string in a file.
func replace(t *testing.T, file, old, new string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	data = bytes.Replace(data, []byte(old), []byte(new), 1)
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
