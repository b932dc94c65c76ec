// Package bolttest has a disk fail under an open store.
package bolttest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Become makes the system take a device for the open data file of a folder,
// whatever is written to it: /dev/full has no room, and /dev/null takes what is
// written and cannot sync it. That is as close to a failing disk as a test
// comes without one. back undoes it.
func Become(t testing.TB, dir, device string) (back func()) {
	t.Helper()
	fd := dataFile(t, dir)
	kept, err := syscall.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := syscall.Dup3(int(other.Fd()), fd, syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(syscall.Dup3(kept, fd, syscall.O_CLOEXEC), syscall.Close(kept)); err != nil {
			t.Fatal(err)
		}
	}
}

// dataFile is the descriptor of the open data file.
func dataFile(t testing.TB, dir string) (fd int) {
	t.Helper()
	file, err := filepath.EvalSymlinks(filepath.Join(dir, "cheyi.db"))
	if err != nil {
		t.Fatal(err)
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range open {
		if is, _ := os.Readlink("/proc/self/fd/" + e.Name()); is != file {
			continue
		}
		if _, err := fmt.Sscan(e.Name(), &fd); err != nil {
			t.Fatal(err)
		}
		return fd
	}
	t.Fatal("the data file is not open")
	return 0
}
