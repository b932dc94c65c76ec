package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/store/bolt"
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

// Whoever asks whether the service is ready is told of a store that cannot
// write: for as long as a full disk lasts, and for good after a fault.
func TestReadyTellsOfTheStore(t *testing.T) {
	now, dir := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), t.TempDir()
	store, err := bolt.Open(dir, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := &observed{Store: store, metrics: newMetrics(store.Counts), now: func() time.Time { return now }}
	v := &server{parts: []part{{name: "store", needed: true, status: upUnless(o.check)}}}
	ready := func(want int, words string) {
		t.Helper()
		w := httptest.NewRecorder()
		v.ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if w.Code != want || !strings.Contains(w.Body.String(), words) {
			t.Errorf("%d %s, want %d …%s…", w.Code, w.Body, want, words)
		}
	}
	save := func(id string) error {
		return o.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: terminalChat, ID: id}})
	}
	if err := save("1"); err != nil {
		t.Fatal(err)
	}
	ready(http.StatusOK, `"up"`)

	back := bolttest.Become(t, dir, "/dev/full")
	if err := save("2"); !errors.Is(err, bolt.ErrDiskFull) {
		t.Fatal(err)
	}
	ready(http.StatusServiceUnavailable, "磁盘已满，未保存")
	back()
	now = now.Add(time.Minute)
	if err := save("2"); err != nil {
		t.Fatal(err)
	}
	ready(http.StatusOK, `"up"`)

	back = bolttest.Become(t, dir, os.DevNull)
	if err := save("3"); !errors.Is(err, bolt.ErrStopped) {
		t.Fatal(err)
	}
	back()
	now = now.Add(time.Hour)
	ready(http.StatusServiceUnavailable, "已停止保存：请检查磁盘")
}
