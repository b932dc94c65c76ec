package main

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"cheyi/store/bolt/bolttest"
)

// D2, D3: when the system cannot write, the service does not answer, is not
// ready, and ends with a fault within a second.
func TestD2ServeStopsOnFault(t *testing.T) {
	dir := t.TempDir()
	s := startServing(t, dir, nil)
	bolttest.Become(t, dir, os.DevNull)
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
