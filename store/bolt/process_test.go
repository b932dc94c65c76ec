package bolt_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/store/bolt"
)

// D4, D7: while a process that holds the data is paused, another is refused
// within two seconds and told whose it is; when it goes on it has lost nothing.
func TestD4Paused(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], commandArgument, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	told := map[string]int{}
	lines := bufio.NewReader(out)
	listen := func(count int) {
		for range count {
			line, err := lines.ReadString('\n')
			var receipt string
			var version int
			if _, err1 := fmt.Sscan(line, &receipt, &version); err != nil || err1 != nil {
				t.Fatalf("%q %v %v", line, err, err1)
			}
			told[receipt] = max(told[receipt], version)
		}
	}
	listen(5)
	for range 3 {
		if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		before := time.Now()
		_, err := bolt.Open(dir, time.Now)
		if !errors.Is(err, bolt.ErrHeld) || !strings.Contains(err.Error(), fmt.Sprintf("进程 %d", cmd.Process.Pid)) || time.Since(before) > 2*time.Second {
			t.Errorf("after %v: %v", time.Since(before), err)
		}
		if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		listen(5)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	s := openFor(t, dir, oneOffice(t)).(keptStore)
	defer s.Close()
	for receipt, version := range told {
		if b, err := s.Batch(t.Context(), receipt); err != nil || b.Version < version {
			t.Errorf("%s was told at version %d: %d, %v", receipt, version, b.Version, err)
		}
	}
}

// D3: without file descriptors what is open goes on, and what cannot be opened
// says so.
func TestD3NoDescriptors(t *testing.T) {
	if !alone(t) {
		return
	}
	s := open(t, t.TempDir())
	say(t, s, "1")
	other := t.TempDir()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	inUse, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: uint64(len(inUse) - 1), Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	say(t, s, "2")
	_, err = bolt.Open(other, time.Now)
	if lifted := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); lifted != nil {
		t.Fatal(lifted)
	}
	if !errors.Is(err, syscall.EMFILE) || !strings.Contains(err.Error(), other) {
		t.Errorf("without descriptors: %v", err)
	}
	say(t, s, "3")
	for _, id := range []string{"1", "2", "3"} {
		if !kept(t, s, id) {
			t.Errorf("%s is lost", id)
		}
	}
}

// D3: on a disk that cannot be written, the start says so; afterwards all is
// there.
func TestD3ReadOnlyDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("cheyi", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("SKIP 挂不上 tmpfs（要 root）：%v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	s := open(t, dir)
	say(t, s, "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("cheyi", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=1m"); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(dir, time.Now); !errors.Is(err, syscall.EROFS) || !strings.Contains(err.Error(), dir) {
		t.Errorf("on a disk that cannot be written: %v", err)
	}
	if err := syscall.Mount("cheyi", dir, "tmpfs", syscall.MS_REMOUNT, "size=1m"); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if !kept(t, s, "1") {
		t.Error("what was kept is lost")
	}
}

// D6: whatever the clock does, the order of what was done is that of the
// audit trail's numbers, and a batch keeps its places until a command says
// otherwise.
func TestD6Clock(t *testing.T) {
	now, dir := start, t.TempDir()
	s, err := bolt.Config{Offices: oneOffice(t)}.Open(dir, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	say(t, s, "之前")
	submitted, err := s.Do(t.Context(), submission(0))
	if err != nil {
		t.Fatal(err)
	}
	b, waits := submitted.Batches[0], submitted.Batches[1]
	for _, step := range []struct {
		clock  time.Duration
		action booking.Action
		vins   []string
	}{
		{-time.Hour, booking.Confirm, nil},
		{-24 * time.Hour, booking.Reject, []string{b.Vehicles[0].VIN}},
		{48 * time.Hour, booking.Cancel, nil},
	} {
		now = now.Add(step.clock)
		r, err := s.Do(t.Context(), booking.Command{
			Key: string(step.action), Actor: officer, Action: step.action, At: now, Receipt: b.Receipt, Version: b.Version, VINs: step.vins, Reason: "查验",
		})
		if err != nil {
			t.Fatal(err)
		}
		b = r.Batches[0]
	}
	if !kept(t, s, "之前") {
		t.Error("a reply is forgotten before its time")
	}
	now = now.AddDate(10, 0, 0)
	say(t, s, "十年后")
	if got, err := s.Batch(t.Context(), waits.Receipt); err != nil || got.State != booking.Pending || got.Version != waits.Version {
		t.Errorf("a batch that waits is %+v, %v", got, err)
	}
	entries, err := s.Audit(t.Context(), b.Receipt)
	var actions []booking.Action
	for i, e := range entries {
		if i > 0 && e.Seq <= entries[i-1].Seq {
			t.Errorf("%d comes after %d", e.Seq, entries[i-1].Seq)
		}
		actions = append(actions, e.Action)
	}
	if want := []booking.Action{booking.Submit, booking.Confirm, booking.Reject, booking.Cancel}; err != nil || !slices.Equal(actions, want) {
		t.Errorf("the audit trail is %v, %v", actions, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sane(t, filepath.Join(dir, bolt.FileName))
}
