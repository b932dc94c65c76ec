package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkChats measures the real program over HTTP with 200 conversations:
// as people ask, each every few seconds, and all of them at one moment, again
// and again. Run it once:
//
//	go test . -run '^$' -bench BenchmarkChats -benchtime 1x
func BenchmarkChats(b *testing.B) {
	const chats = 200
	b.Run("each every 5 s", func(b *testing.B) {
		for range b.N {
			crowd{chats: chats, each: 12, pause: 5 * time.Second}.measure(b)
		}
	})
	b.Run("all at once", func(b *testing.B) {
		for range b.N {
			crowd{chats: chats, each: 12}.measure(b)
		}
	})
}

// A crowd is people who each ask so many questions, with a pause in between
// that begins at a random point.
type crowd struct {
	chats, each int
	pause       time.Duration
}

// measure has the crowd ask, and reports how long answers took and what the
// program came to need.
func (c crowd) measure(b *testing.B) {
	s := serveSite(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: c.chats}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var all sync.WaitGroup
	var times []time.Duration
	faults, before := 0, resident(b, s)
	for range c.chats {
		all.Go(func() {
			chat := ""
			if c.pause > 0 {
				time.Sleep(rand.N(c.pause))
			}
			for n := range c.each {
				began := time.Now()
				err := askSite(client, s, &chat, strconv.Itoa(n), asked[n%len(asked)])
				took := time.Since(began)
				mu.Lock()
				if times = append(times, took); err != nil {
					b.Log(err)
					faults++
				}
				mu.Unlock()
				time.Sleep(max(0, c.pause-took))
			}
		})
	}
	all.Wait()
	slices.Sort(times)
	b.ReportMetric(float64(len(times)), "answers")
	b.ReportMetric(float64(faults), "errors")
	b.ReportMetric(quantile(times, 50), "p50-ms")
	b.ReportMetric(quantile(times, 99), "p99-ms")
	b.ReportMetric(before, "MB-begin")
	b.ReportMetric(resident(b, s), "MB-end")
}

// asked are questions of all kinds.
var asked = []string{"展位费能补多少", "封顶多少", "退税几天", "海外仓给多少钱", "执照复印件能办转让吗", "怎么办注销", "特险保费80万能补多少", "谁管这事"}

// askSite asks in a conversation, which "" opens.
func askSite(client *http.Client, s site, chat *string, id, text string) error {
	body, err := json.Marshal(map[string]string{"chat": *chat, "id": id, "text": text})
	if err != nil {
		return err
	}
	resp, err := client.Post(s.url+"/api/chat", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %w", resp.Status, data, err)
	}
	var answer struct{ Chat string }
	err = json.Unmarshal(data, &answer)
	*chat = answer.Chat
	return err
}

// resident is the memory of a program in MB.
func resident(b *testing.B, s site) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) / 1024
}
