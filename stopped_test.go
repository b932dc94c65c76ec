package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// D2, D3: when the system cannot write, the service does not answer, is not
// ready, and ends with a fault within a second.
func TestServeStopsOnFault(t *testing.T) {
	dir := t.TempDir()
	s := startServing(t, dir, nil)
	failDisk(t, filepath.Join(dir, "cheyi.db"))
	began := time.Now()
	answered := make(chan string, 1)
	go func() {
		resp, err := http.Post(s.url+"/api/chat", "application/json", strings.NewReader(`{"id":"1","text":"展位费报几成"}`))
		if err != nil {
			answered <- ""
			return
		}
		defer resp.Body.Close()
		answered <- resp.Status
	}()
	var err error
	select {
	case err = <-s.done:
	case <-time.After(10 * time.Second):
		t.Fatal("the service goes on")
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v to end", took)
	}
	if err == nil || !strings.Contains(err.Error(), "已停止保存：请检查磁盘") {
		t.Errorf("it ended with %v", err)
	}
	if status := <-answered; strings.HasPrefix(status, "200") {
		t.Errorf("what was not saved was answered: %s", status)
	}
}

// failDisk has the open data file take what is written, and fail to sync it,
// as /dev/null does.
func failDisk(t *testing.T, file string) {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range open {
		var fd int
		if is, _ := os.Readlink("/proc/self/fd/" + e.Name()); is != file {
			continue
		}
		if _, err := fmt.Sscan(e.Name(), &fd); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Dup3(int(null.Fd()), fd, syscall.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatal("the data file is not open")
}
