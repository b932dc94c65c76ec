package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cheyi/store/bolt"
)

// copied makes a backup with one message in it.
func copied(t *testing.T) (file string) {
	t.Helper()
	s := open(t, t.TempDir())
	say(t, s, "备份")
	file = filepath.Join(t.TempDir(), "copy.db")
	report, err := bolt.Config{}.Backup(file, s.Snapshot)
	if err != nil || report.File != file || report.Records["states"] != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	return file
}

// L5: what is there stays as it is.
func TestBackupOntoFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	say(t, s, "1")
	live := filepath.Join(dir, bolt.FileName)
	if _, err := (bolt.Config{}).Backup(live, s.Snapshot); err == nil || !strings.Contains(err.Error(), "不覆盖") {
		t.Errorf("onto the live file: %v", err)
	}
	say(t, s, "2")
}

// A copy that was made while others write is sound, and of one moment.
func TestBackupWhileUsed(t *testing.T) {
	s := openFor(t, t.TempDir(), oneOffice(t)).(keptStore)
	defer s.Close()
	done, stop := make(chan error), make(chan bool)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if _, err := s.Do(t.Context(), submission(i)); err != nil {
				done <- err
				return
			}
		}
	}()
	for _, name := range []string{"1", "2", "3", "4", "5"} {
		file := filepath.Join(t.TempDir(), name)
		if _, err := (bolt.Config{}).Backup(file, s.Snapshot); err != nil {
			t.Error(err)
			continue
		}
		sane(t, file)
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// L6: a restore verifies first, and takes nothing away.
func TestRestore(t *testing.T) {
	backup, dir := copied(t), t.TempDir()
	s := open(t, dir)
	say(t, s, "原来")
	if _, _, err := (bolt.Config{}).Restore(dir, backup, true, start); !errors.Is(err, bolt.ErrHeld) {
		t.Errorf("into a folder in use: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := (bolt.Config{}).Restore(dir, backup, false, start); !errors.Is(err, bolt.ErrOccupied) {
		t.Errorf("over data: %v", err)
	}
	before, err := os.ReadFile(filepath.Join(dir, bolt.FileName))
	if err != nil {
		t.Fatal(err)
	}
	_, moved, err := bolt.Config{}.Restore(dir, backup, true, start)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(moved); err != nil || !bytes.Equal(kept, before) || !strings.HasSuffix(moved, ".old-20261123-090000") {
		t.Errorf("the old data is in %s: %v", moved, err)
	}
	s = open(t, dir)
	if !kept(t, s, "备份") || kept(t, s, "原来") || len(s.Remarks()) > 0 {
		t.Errorf("restored, it is not the backup; %q", s.Remarks())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, again, err := (bolt.Config{}).Restore(dir, backup, true, start); err != nil || again == moved {
		t.Errorf("a second time: %s, %v", again, err)
	}
}

// L6: of a newer release, and damaged.
func TestRestoreRefused(t *testing.T) {
	backup, dir := copied(t), t.TempDir()
	folder := filepath.Dir(backup)
	if err := os.Rename(backup, filepath.Join(folder, bolt.FileName)); err != nil {
		t.Fatal(err)
	}
	setSchema(t, folder, "4")
	if _, _, err := (bolt.Config{}).Restore(dir, filepath.Join(folder, bolt.FileName), false, start); err == nil || !strings.Contains(err.Error(), "请换用新版程序") {
		t.Errorf("of a newer release: %v", err)
	}
	wreck := filepath.Join(folder, "坏的")
	if err := os.WriteFile(wreck, make([]byte, 1<<16), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := (bolt.Config{}).Restore(dir, wreck, false, start); err == nil || !strings.Contains(err.Error(), "文件已损坏") {
		t.Errorf("of a damaged file: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}

// L7: wherever a restore is cut short, the folder opens with the old data or
// the new, and says which.
func TestRestoreCutShort(t *testing.T) {
	backup := copied(t)
	text, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		cut  func(dir string) error
		old  bool
		says string
	}{
		{"复制时", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "cheyi.db.restoring.1.tmp"), text[:9000], 0o600)
		}, true, ""},
		{"复制后", func(dir string) error { return os.WriteFile(filepath.Join(dir, "cheyi.db.restoring"), text, 0o600) }, true, "用的还是恢复之前的数据"},
		{"改名前", func(dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, "cheyi.db.restoring"), text, 0o600), os.Remove(filepath.Join(dir, "DATA_ID")))
		}, true, "用的还是恢复之前的数据"},
		{"改名后", func(dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, bolt.FileName), text, 0o600), os.Remove(filepath.Join(dir, "DATA_ID")))
		}, false, "按现有的数据文件"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			say(t, s, "原来")
			if err := errors.Join(s.Close(), tt.cut(dir)); err != nil {
				t.Fatal(err)
			}
			s = open(t, dir)
			if kept(t, s, "原来") != tt.old || kept(t, s, "备份") == tt.old {
				t.Error("neither the old data nor the new")
			}
			if said := strings.Join(s.Remarks(), ""); !strings.Contains(said, tt.says) || tt.says == "" && said != "" {
				t.Errorf("it says %q", said)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "*restoring*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}
