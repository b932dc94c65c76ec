package model_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

var discard = slog.New(slog.DiscardHandler)

// The switch works on a running service from the next message on, and every
// turn leaves a line.
func TestSwitch(t *testing.T) {
	server := modeltest.Start(modeltest.Good)
	defer server.Close()
	dir := filepath.Join(t.TempDir(), "data")
	s, off := model.New(discard, model.Endpoint{URL: server.URL, Model: "m"}, dir), model.Switch{Dir: dir}
	on := func(want bool) {
		t.Helper()
		if got := s.Session("one", noon) != nil; got != want || off.On() != want {
			t.Errorf("on %v, want %v", got, want)
		}
	}
	on(true)
	if last, err := off.Last(); last != nil || err != nil {
		t.Errorf("%+v %v", last, err)
	}
	must(t, off.TurnOff(model.Turn{At: noon, By: "值班员", Reason: "答非所问"}))
	on(false)
	if last, err := off.Last(); err != nil || last.By != "值班员" || last.Reason != "答非所问" {
		t.Errorf("%+v %v", last, err)
	}
	must(t, off.TurnOff(model.Turn{At: noon, By: "值班员"}))
	on(false)
	must(t, off.TurnOn(model.Turn{At: noon, By: "另一位"}))
	on(true)
	must(t, off.TurnOn(model.Turn{At: noon, By: "另一位"}))
	on(true)
	audit, err := os.ReadFile(filepath.Join(dir, "model.audit.jsonl"))
	must(t, err)
	lines := strings.Split(strings.TrimSpace(string(audit)), "\n")
	if len(lines) != 4 || lines[0] != `{"at":"2026-11-23T12:00:00+08:00","by":"值班员","what":"off","reason":"答非所问"}` {
		t.Errorf("%q", lines)
	}
}

// A marker that cannot be read counts: when in doubt it is off.
func TestUnreadableMarkerIsOff(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Symlink("model.off", filepath.Join(dir, "model.off")))
	if (model.Switch{Dir: dir}).On() {
		t.Error("on")
	}
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if (model.Switch{Dir: file}).On() {
		t.Error("on in what is no folder")
	}
	if err := (model.Switch{Dir: file}).TurnOff(model.Turn{}); err == nil {
		t.Error("turned off in what is no folder")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
