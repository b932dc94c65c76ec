package main

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cheyi/config"
)

// The first officer follows the link that the start shows, and sees how the
// service is, what it answers from, and what it could not answer.
func TestServeDeskPages(t *testing.T) {
	settings := config.Settings{Data: t.TempDir(), HTTP: "127.0.0.1:0"}
	s, store := startServingWith(t, settings, nil, openSocket(settings.Data))
	defer s.stop()
	noteBackup(settings.Data, time.Now().Add(-5*time.Hour))
	for _, question := range []string{"今天天气怎么样", "今天天气怎么样呀"} {
		if status, answer := s.post(`{"id":"1","text":"` + question + `"}`); status != 200 {
			t.Fatal(status, answer)
		}
	}
	b := bookFor(t, store, "web/x")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	officer := http.Client{Jar: jar}
	link := regexp.MustCompile(`http://\S+key=(\S+)`).FindStringSubmatch(s.said)
	if link == nil {
		t.Fatalf("the start says\n%s", s.said)
	}
	const password = "草原上的第一辆车出口了2026"
	resp, err := officer.PostForm(s.url+"/desk/join", url.Values{"key": {link[1]}, "name": {"王主任"}, "password": {password}, "again": {password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	for path, words := range map[string][]string{
		"/desk":                      {b.Receipt, "待确认"},
		"/desk/batches/" + b.Receipt: {"60 辆", "13800008000"},
		"/desk/system":               {"运行正常", "收到的消息</td><td class=\"number\">2<", "（5 小时前）", settings.Data, `mark up">平`, "没有设置 CHEYI_LLM_URL"},
		"/desk/corpus":               {"检查通过", "内商贸字〔2024〕406号", "七.1", "2025-12-31", "暂定", "内置"},
		"/desk/questions":            {"今天天气怎么样", "<b>2 次</b>", "收到的消息 2 条", "<dt>与政策无关</dt><dd>2</dd>"},
	} {
		resp, err := officer.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		for _, w := range words {
			if err != nil || resp.StatusCode != 200 || !strings.Contains(string(data), w) {
				t.Errorf("%s: %d, no %q in\n%s %v", path, resp.StatusCode, w, data, err)
			}
		}
	}
}

// What was refused leaves what is in service, and when that was read.
func TestReadings(t *testing.T) {
	var r readings
	morning, noon := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	r.taken(morning)
	r.refused(noon, "notes.yaml:3: 不认识的键")
	if now := r.Load(); !now.read.Equal(morning) || !now.looked.Equal(noon) || len(now.faults) != 1 {
		t.Errorf("%+v", now)
	}
	r.taken(noon)
	if now := r.Load(); !now.read.Equal(noon) || now.faults != nil {
		t.Errorf("%+v", now)
	}
}

func TestLastBackup(t *testing.T) {
	dir := t.TempDir()
	if at := lastBackup(dir); !at.IsZero() {
		t.Errorf("never: %v", at)
	}
	want := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if noteBackup(dir, want); !lastBackup(dir).Equal(want) {
		t.Errorf("%v", lastBackup(dir))
	}
	if err := os.WriteFile(filepath.Join(dir, backupNote), []byte("昨天"), 0o600); err != nil {
		t.Fatal(err)
	}
	if at := lastBackup(dir); !at.IsZero() {
		t.Errorf("no time: %v", at)
	}
	noteBackup(filepath.Join(dir, "nowhere"), want) // is no fault
	if _, err := os.Stat(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made")
	}
	if n := folderSize(dir); n != int64(len("昨天")) {
		t.Errorf("%d bytes", n)
	}
}
