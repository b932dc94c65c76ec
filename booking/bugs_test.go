package booking_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cheyi/yamlfile"
)

// A bug is one that somebody could make one day, and the test that has to
// catch it.
type bug struct {
	Name string `yaml:"name"`
	File string `yaml:"file"`
	Text string `yaml:"text"`
	Bug  string `yaml:"bug"`
	Test string `yaml:"test"`
}

// TestSeededBugs tests the tests: with each bug of testdata/bugs.yaml put in
// the place of the code, the test named there fails.
func TestSeededBugs(t *testing.T) {
	data, err := os.ReadFile("testdata/bugs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var bugs []bug
	if faults := yamlfile.Decode("testdata/bugs.yaml", data, &bugs); len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, b := range bugs {
		t.Run(strings.ReplaceAll(b.Name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			program := b.build(t)
			out, err := b.run(program)
			if err == nil || !strings.Contains(out, "--- FAIL: "+b.Test) {
				t.Errorf("%s lets it pass: %v\n%s", b.Test, err, out)
			}
		})
	}
}

// build compiles the tests of this package with the bug.
func (b bug) build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	here, err := filepath.Abs(b.File)
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile(here)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(code), b.Text); n != 1 {
		t.Fatalf("%s has the text %d times, want it once:\n%s", b.File, n, b.Text)
	}
	buggy, overlay := filepath.Join(dir, b.File), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{here: buggy}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, buggy, []byte(strings.Replace(string(code), b.Text, b.Bug, 1)))
	write(t, overlay, replace)
	program := filepath.Join(dir, "booking.test")
	out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", program, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// run runs the test that has to catch the bug, as go test would.
func (b bug) run(program string) (string, error) {
	parts := strings.Split(b.Test, "/")
	for i, part := range parts {
		parts[i] = "^" + part + "$"
	}
	cmd := exec.Command(program, "-test.run", strings.Join(parts, "/"), "-rapid.nofailfile", "-rapid.shrinktime=0s")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
