package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/store/bolt"
	"cheyi/store/bolt/bolttest"
)

// alone reports whether the test has a process of its own, and else runs it in
// one: a limit holds for the whole process.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv("ALONE") != "" {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), "ALONE=1")
	out, err := cmd.CombinedOutput()
	if t.Logf("%s", out); err != nil {
		t.Error(err)
	}
	return false
}

// limit makes files that grow beyond a size fail, as a quota does.
func limit(t *testing.T, size uint64) (lift func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	return func() { _ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before) }
}

// stoppedFor wants a store that does nothing any more.
func stoppedFor(t *testing.T, s *bolt.Store) {
	t.Helper()
	select {
	case <-s.Stopped():
	default:
		t.Error("the store has not stopped")
	}
	if err := s.Fault(); !errors.Is(err, bolt.ErrStopped) {
		t.Errorf("the fault is %v", err)
	}
	if err := s.Save(t.Context(), handled("然后", bot.State{}, bot.Reply{})); !errors.Is(err, bolt.ErrStopped) {
		t.Errorf("after the fault it has saved: %v", err)
	}
	if _, _, err := s.Load(t.Context(), chat, "1"); !errors.Is(err, bolt.ErrStopped) {
		t.Errorf("after the fault it has loaded, maybe what is not on the disk: %v", err)
	}
}

// D2: one sync that fails, and nothing is acknowledged any more, although the
// next would succeed. What was acknowledged before is there afterwards.
func TestD2SyncFailsOnce(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 20 {
		say(t, s, fmt.Sprint(i))
	}
	back := bolttest.Become(t, dir, "/dev/null")
	err := s.Save(t.Context(), handled("失败", bot.State{}, bot.Reply{}))
	back()
	if !errors.Is(err, bolt.ErrStopped) || !errors.Is(err, syscall.EINVAL) {
		t.Errorf("the sync failed with %v", err)
	}
	stoppedFor(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	for i := range 20 {
		if !kept(t, s, fmt.Sprint(i)) {
			t.Errorf("%d is lost", i)
		}
	}
	say(t, s, "之后")
}

// D1: on a full disk nothing is saved, and the sentence says so; what was
// saved can be read; when there is room again it goes on by itself.
func TestD1DiskFull(t *testing.T) {
	now, dir := start, t.TempDir()
	s, err := bolt.Open(dir, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	say(t, s, "1")
	full := func(id string) {
		t.Helper()
		err := s.Save(t.Context(), handled(id, bot.State{}, bot.Reply{}))
		if !errors.Is(err, bolt.ErrDiskFull) || !strings.Contains(err.Error(), "磁盘已满，未保存") || s.Fault() != nil {
			t.Fatalf("on a full disk: %v, %v", err, s.Fault())
		}
		if !kept(t, s, "1") || kept(t, s, id) {
			t.Error("what was kept is lost, or what was not is there")
		}
	}
	back := bolttest.Become(t, dir, "/dev/full")
	full("2")
	back()
	full("2") // it does not try at once
	now = now.Add(time.Minute)
	say(t, s, "2")
	say(t, s, "3")

	back = bolttest.Become(t, dir, "/dev/full")
	full("4")
	back()
	now = now.Add(-time.Hour) // a clock that is set back does not make it wait
	say(t, s, "4")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	for _, id := range []string{"1", "2", "3", "4"} {
		if !kept(t, s, id) {
			t.Errorf("%s is lost", id)
		}
	}
}

// D3: a limit on the size of files is a full disk.
func TestD3FileLimit(t *testing.T) {
	if !alone(t) {
		return
	}
	lift := limit(t, 256<<10)
	now, dir := start, t.TempDir()
	s, err := bolt.Open(dir, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	acknowledged := fill(t, s)
	lift()
	now = now.Add(time.Minute)
	say(t, s, "之后")
	for i := range acknowledged {
		if !kept(t, s, fmt.Sprint(i)) {
			t.Errorf("%d is lost", i)
		}
	}
	t.Logf("%d acknowledged before the limit, lost 0", acknowledged)
}

// fill saves until there is no room, and says how many were saved.
func fill(t *testing.T, s *bolt.Store) int {
	t.Helper()
	for i := range 100_000 {
		id := fmt.Sprint(i)
		err := s.Save(t.Context(), handled(id, bot.State{}, bot.Reply{Outcome: bot.Answered, Text: "回复 " + id}))
		if errors.Is(err, bolt.ErrDiskFull) {
			return i
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("there is always room")
	return 0
}

// D1: a real file system that is full, and then is not.
func TestD1DiskFullReally(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("cheyi", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("SKIP 挂不上 tmpfs（要 root）：%v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	now := start
	s, err := bolt.Open(dir, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	neighbour := filepath.Join(dir, "邻居")
	if err := os.WriteFile(neighbour, make([]byte, 256<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	acknowledged := fill(t, s)
	if _, err := (bolt.Config{}).Backup(filepath.Join(dir, "备份"), s.Snapshot); !errors.Is(err, bolt.ErrDiskFull) {
		t.Errorf("a backup onto a full disk: %v", err)
	}
	if err := os.Remove(neighbour); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	say(t, s, "之后")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	for i := range acknowledged {
		if !kept(t, s, fmt.Sprint(i)) {
			t.Errorf("%d is lost", i)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	t.Logf("%d acknowledged before the disk was full, lost 0", acknowledged)
}

// D8: a file that was replaced or removed is not written to any more.
func TestD8FileReplaced(t *testing.T) {
	for name, do := range map[string]func(file string) error{
		"moved":   func(file string) error { return os.Rename(file, file+".away") },
		"removed": os.Remove,
		"folder gone": func(file string) error {
			return os.RemoveAll(filepath.Dir(file))
		},
		"replaced": func(file string) error {
			data, err := os.ReadFile(file)
			return errors.Join(err, os.Remove(file), os.WriteFile(file, data, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			say(t, s, "1")
			if err := do(filepath.Join(dir, "cheyi.db")); err != nil {
				t.Fatal(err)
			}
			if err := s.Save(t.Context(), handled("2", bot.State{}, bot.Reply{})); !errors.Is(err, bolt.ErrStopped) {
				t.Errorf("it has saved: %v", err)
			}
			stoppedFor(t, s)
		})
	}
}
