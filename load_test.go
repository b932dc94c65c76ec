package main

import (
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"cheyi/bot/telegram/telegramtest"
)

// BenchmarkTelegram measures the real program in Telegram. Run it once:
//
//	go test . -run '^$' -bench BenchmarkTelegram -benchtime 1x -timeout 30m
func BenchmarkTelegram(b *testing.B) {
	program := compile(b)
	b.Run("200 chats, 30 messages a second, 60 s", func(b *testing.B) {
		for range b.N {
			server := telegramtest.New(b)
			server.Limit(40) // the real one's 30, with room for how seconds are cut
			end := launch(b, program, b.TempDir(), server)
			server.Say(1, "/start")
			server.Await(b, 1, 1)
			before := spent(b)
			times := talkAll(b, server, 200, 60*time.Second)
			end(os.Interrupt)
			slices.Sort(times)
			b.ReportMetric(float64(len(times)), "replies")
			b.ReportMetric(times[len(times)/2].Seconds()*1000, "p50-ms")
			b.ReportMetric(times[len(times)*99/100].Seconds()*1000, "p99-ms")
			b.ReportMetric((spent(b)-before).Seconds()/60*100, "cpu-%")
		}
	})
	b.Run("5000 updates waiting", func(b *testing.B) {
		for range b.N {
			server := telegramtest.New(b)
			const people, each = 100, 50
			for i := range people * each {
				chat := int64(i%people + 1)
				if n := i/people + 1; n%refusedEvery == 0 {
					server.Say(chat, refusedQuestion)
				} else {
					server.Say(chat, sum(n))
				}
			}
			start := time.Now()
			end := launch(b, program, b.TempDir(), server)
			for chat := range int64(people) {
				answered(b, server, chat+1, each)
			}
			b.ReportMetric(time.Since(start).Seconds(), "s")
			end(os.Interrupt)
		}
	})
}

// talkAll has people ask, 30 questions a second over all of them, and returns
// how long each reply took from when the update could be fetched.
func talkAll(b *testing.B, server *telegramtest.Server, people int, long time.Duration) (times []time.Duration) {
	questions := []string{"展位费能补多少", "退税几天", "海外仓给多少钱", "执照复印件能办转让吗", "今天天气怎么样", "怎么办注销", "特险补几成", "谁管这事"}
	tick := time.NewTicker(time.Second / 30)
	defer tick.Stop()
	var mu sync.Mutex
	var all sync.WaitGroup
	n := 0
	for end := time.Now().Add(long); time.Now().Before(end); n++ {
		<-tick.C
		chat, nth := int64(n%people+10), n/people+1
		question := questions[n%len(questions)]
		all.Go(func() {
			start := time.Now()
			server.Say(chat, question)
			server.Await(b, chat, nth)
			took := time.Since(start)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, took)
		})
	}
	all.Wait()
	return times
}

// spent is the processor time of this process's children that have ended, and
// of none that runs.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
