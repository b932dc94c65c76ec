package admin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Officers survive a restart; their tokens are nowhere in the file, which is
// its owner's alone.
func TestOfficersFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "officers.json")
	o, err := OpenOfficers(file, firstToken)
	if err != nil {
		t.Fatal(err)
	}
	zhang, token, err := o.Add(Officer{Name: "张科长", Offices: []string{"hohhot"}, Telegram: 7})
	if err != nil {
		t.Fatal(err)
	}
	li, gone, err := o.Add(Officer{Name: "李警官", All: true})
	if err != nil || o.Remove(li.ID) != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(file)
	info, _ := os.Stat(file)
	if strings.Contains(string(data), token) || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %s", info.Mode(), data)
	}
	o, err = OpenOfficers(file, "another")
	if err != nil {
		t.Fatal(err)
	}
	if who, ok := o.Known(token); !ok || who.ID != zhang.ID || who.Serves("baotou") || !who.Serves("hohhot") {
		t.Errorf("%+v %v", who, ok)
	}
	if who, ok := o.ByTelegram(7); !ok || who.Name != "张科长" {
		t.Errorf("by Telegram: %+v %v", who, ok)
	}
	for _, wrong := range []string{gone, firstToken, "", token + "x"} {
		if who, ok := o.Known(wrong); ok {
			t.Errorf("%q is %+v", wrong, who)
		}
	}
	if _, ok := o.ByTelegram(0); ok {
		t.Error("an officer without a Telegram id was found by none")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".officers-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What cannot be written changes nothing.
func TestOfficersNotWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o, err := OpenOfficers(filepath.Join(dir, "officers.json"), firstToken)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if _, token, err := o.Add(Officer{Name: "张科长", All: true}); err == nil || token != "" || len(o.List()) != 0 {
		t.Errorf("%q %v %v", token, err, o.List())
	}
}

// A file that was changed by hand is refused rather than guessed at: an
// officer without offices is not one of all.
func TestOfficersFileFaults(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	for _, content := range []string{
		"", "{}", "[{}]",
		`[{"id":"a","name":"张","all":true,"hash":"00"}]`,
		`[{"id":"a","name":"张","hash":"` + hash + `"}]`,
		`[{"id":"a","name":"张","all":true,"offices":["hohhot"],"hash":"` + hash + `"}]`,
	} {
		file := filepath.Join(t.TempDir(), "officers.json")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenOfficers(file, firstToken); err == nil || !strings.Contains(err.Error(), file) || errors.Is(err, os.ErrNotExist) {
			t.Errorf("%q: %v", content, err)
		}
	}
}
