package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cheyi/bot/telegram/telegramtest"
	"cheyi/store/bolt"
)

var (
	kills = flag.Int("kills", 6, "how often TestKilled kills the program")
	chats = flag.Int("chats", 20, "how many people write meanwhile")
)

// TestKilled kills the real program with SIGKILL at random times while people
// write to it in Telegram, updates come twice, and answers get lost. Not one
// message may be lost, have its effect twice, or be answered out of order. A
// reply may come a second time when nobody could know that it had arrived; it
// says so. It is not sent a third time, so the second arrives here.
func TestKilled(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(*kills), 0))
	program := compile(t)
	server := telegramtest.New(t)
	server.RepeatAll()
	calm := server.Script(telegramtest.Rule{Text: wordsCopy, Do: telegramtest.Pass()}, telegramtest.Rule{Method: "sendMessage", Do: telegramtest.Sometimes(1, 0.1,
		telegramtest.LoseAnswer(), telegramtest.RateLimit(1), telegramtest.Status(500, "Internal Server Error"), telegramtest.CloseAtOnce())})
	data := t.TempDir()

	people := write(server, *chats)
	for range *kills {
		end := launch(t, program, data, server)
		time.Sleep(time.Duration(500+random.IntN(3000)) * time.Millisecond)
		end(os.Kill)
	}
	said := people()
	calm()

	end := launch(t, program, data, server)
	for chat, n := range said {
		answered(t, server, chat, n)
	}
	end(os.Interrupt)

	total, questions := 0, 0
	for _, n := range said {
		total += n
		questions += n / refusedEvery
	}
	store, err := bolt.Open(data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	counts, err := store.Counts(context.Background())
	if err != nil || counts.Taken != uint64(total) || !counts.Balanced() || counts.Waiting+counts.Pending != 0 {
		t.Errorf("%d messages were sent, the counts are %+v, %v", total, counts, err)
	}
	groups, err := store.Unanswered(context.Background())
	if err != nil || len(groups) != 1 || groups[0].Count != questions {
		t.Errorf("a question was asked %d times; the ledger has %+v, %v", questions, groups, err)
	}
	copies := 0
	for chat := range said {
		for _, m := range server.Received(chat) {
			if isCopy(m) {
				copies++
			}
		}
	}
	t.Logf("%d updates (each delivered twice), %d kills: lost 0, doubled 0, out of order 0; %d replies repeated as uncertain, marked; %+v", total, *kills, copies, counts)
}

// wordsCopy marks a reply that is sent once more because nobody knows whether
// it has arrived.
const wordsCopy = "可能重复"

// refusedEvery is how often a person asks what the policy leaves open: the
// ledger counts each time once.
const refusedEvery = 5

const refusedQuestion = "海外仓给多少钱"

// write has people write, each after the other, until the function that it
// returns is called: that says how many messages each has sent.
func write(server *telegramtest.Server, people int) (stop func() map[int64]int) {
	ctx, cancel := context.WithCancel(context.Background())
	said := map[int64]int{}
	var writing sync.WaitGroup
	writing.Go(func() {
		for ctx.Err() == nil {
			for chat := int64(1); chat <= int64(people); chat++ {
				said[chat]++
				if n := said[chat]; n%refusedEvery == 0 {
					server.Say(chat, refusedQuestion)
				} else {
					server.Say(chat, sum(n))
				}
				time.Sleep(100 * time.Millisecond)
			}
		}
	})
	return func() map[int64]int {
		cancel()
		writing.Wait()
		return said
	}
}

// sum is a question whose answer tells which it was.
func sum(n int) string { return fmt.Sprintf("展位费%d元能报多少", 100*n) }

// numbered finds the answer to sum, which is 70 yuan for each n.
var numbered = regexp.MustCompile(`展位费补贴约 ([0-9,]+) 元`)

func isCopy(m telegramtest.Message) bool { return strings.Contains(m.Text, wordsCopy) }

// answered waits until a person has the reply to the last message, and wants
// all of them once, in order, besides marked copies.
func answered(t testing.TB, server *telegramtest.Server, chat int64, n int) {
	t.Helper()
	for end := time.Now().Add(3 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		var got []string
		for _, m := range server.Received(chat) {
			reply := "refused"
			if is := numbered.FindStringSubmatch(m.Text); is != nil {
				yuan, err := strconv.Atoi(strings.ReplaceAll(is[1], ",", ""))
				if err != nil {
					t.Fatal(err)
				}
				reply = fmt.Sprint(yuan / 70)
			}
			if isCopy(m) && len(got) > 0 && got[len(got)-1] == reply {
				continue
			}
			got = append(got, reply)
		}
		if len(got) < n && time.Now().Before(end) {
			continue
		}
		for i := range max(n, len(got)) {
			want := fmt.Sprint(i + 1)
			if (i+1)%refusedEvery == 0 {
				want = "refused"
			}
			if i >= len(got) || i >= n || got[i] != want {
				t.Fatalf("chat %d was sent %d messages and has received %v", chat, n, got)
			}
		}
		return
	}
}

// compile makes the program as people run it.
func compile(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cheyi")
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// launch runs the program as a service until end is called with a signal.
func launch(t testing.TB, program, data string, server *telegramtest.Server) (end func(os.Signal)) {
	t.Helper()
	var errs bytes.Buffer
	cmd := exec.Command(program, "serve")
	cmd.Env = append(os.Environ(), "CHEYI_DATA="+data, "CHEYI_HTTP=127.0.0.1:0",
		"CHEYI_TELEGRAM_TOKEN="+server.Token, "CHEYI_TELEGRAM_API="+server.URL())
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func(how os.Signal) {
		t.Helper()
		if err := cmd.Process.Signal(how); err != nil {
			t.Fatalf("the program had ended: %v\n%s", err, errs.String())
		}
		err := cmd.Wait()
		if how == os.Interrupt && err != nil {
			t.Fatalf("%v\n%s", err, errs.String())
		}
		if strings.Contains(errs.String(), server.Token) {
			t.Error("the token is in the log")
		}
	}
}
