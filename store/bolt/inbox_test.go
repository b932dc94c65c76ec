package bolt_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/store/bolt"
)

// letter is a message that is answered by way of the outbox.
func letter(id string) bot.Message {
	return bot.Message{Chat: chat, ID: id, Text: "你好", At: start, Address: json.RawMessage("7")}
}

func take(t *testing.T, s *bolt.Store, m bot.Message, mark int64, want bot.Receipt) {
	t.Helper()
	got, err := s.Take(t.Context(), bot.Batch{Channel: "web", Messages: []bot.Message{m}, Mark: mark}, start)
	if err != nil || got[0] != want {
		t.Fatalf("took %s: %v %v, want %v", m.ID, got, err, want)
	}
}

// standing is all that a store holds of what comes in and goes out.
func standing(t *testing.T, s *bolt.Store) string {
	t.Helper()
	ctx := t.Context()
	waiting, err1 := s.Waiting(ctx)
	mark, err2 := s.Mark(ctx, "web")
	next, err3 := s.Next(ctx, chat)
	recipients, err4 := s.Recipients(ctx, "web")
	counts, err5 := s.Counts(ctx)
	unreached, err6 := s.Unreached(ctx, chat)
	where, err7 := s.Where(ctx, "web", "-7")
	offered, err8 := s.Offered(ctx, bot.ReplyKey(chat, "1"))
	unfinished, err9 := s.Unfinished(ctx, "web")
	text, err := json.Marshal([]any{waiting, mark, next, recipients, counts, unreached, where, offered, unfinished})
	if err := errors.Join(err, err1, err2, err3, err4, err5, err6, err7, err8, err9); err != nil {
		t.Fatal(err)
	}
	if !counts.Balanced() {
		t.Errorf("something is lost: %+v", counts)
	}
	return string(text)
}

// Whatever step the process ends after, the next one finds what that step
// left, and goes on from there.
func TestCrashAfterEachStep(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	note := func(state bot.DeliveryState, parts int) {
		row, err := s.Next(t.Context(), chat)
		check(err)
		row.State, row.Parts = state, parts
		_, err = s.Note(t.Context(), *row)
		check(err)
	}
	flow := bot.State{Flow: &bot.Progress{Flow: "办理"}}
	reply := bot.Reply{Outcome: bot.Asked, Text: "哪个城市？", Options: []bot.Option{{ID: "1", Label: "包头"}}}
	seen := map[string]string{}
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"made", func() {}},
		{"taken", func() { take(t, s, letter("1"), 41, bot.Taken) }},
		{"another taken", func() { take(t, s, letter("2"), 42, bot.Taken) }},
		{"handled", func() { check(s.Save(t.Context(), bot.Turn{Message: letter("1"), State: flow, Reply: reply})) }},
		{"being sent", func() { note(bot.Sending, 0) }},
		{"sent in part", func() { note(bot.Pending, 1) }},
		{"sent", func() { note(bot.Sent, 2) }},
		{"handled too", func() { check(s.Save(t.Context(), bot.Turn{Message: letter("2"), Reply: reply})) }},
		{"blocked", func() { check(s.Reachable(t.Context(), chat, "blocked")) }},
		{"moved", func() { check(s.Moved(t.Context(), "web", "-7", "-1007")) }},
		{"posted", func() { check(s.Post(t.Context(), bot.Outgoing{Chat: chat, ID: "通知", Reply: reply, Made: start})) }},
	} {
		step.do()
		want := standing(t, s)
		if before, same := seen[want]; same {
			t.Errorf("%s leaves the same as %s", step.name, before)
		}
		seen[want] = step.name
		data, err := os.ReadFile(filepath.Join(dir, "cheyi.db"))
		check(err)
		elsewhere := t.TempDir()
		put(t, elsewhere, data)
		after := open(t, elsewhere)
		if got := standing(t, after); got != want {
			t.Errorf("after a crash once %s:\n%s\nwant\n%s", step.name, got, want)
		}
		if !bytes.Equal(after.Secret(), s.Secret()) {
			t.Errorf("after a crash once %s there is another secret", step.name)
		}
		take(t, after, letter("9"), 0, bot.Taken) // and it goes on
		standing(t, after)
	}
	check(s.Close())
	s = open(t, dir)
	take(t, s, letter("1"), 0, bot.Again)
	take(t, s, letter("2"), 0, bot.Again)
}

// Ids are forgotten with their replies; a message that waits longer than that
// is handled all the same, and leaves.
func TestTakenAreForgotten(t *testing.T) {
	now := start
	s, err := bolt.Open(t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pressed := letter("按")
	pressed.Press = "菜单"
	for _, m := range []bot.Message{letter("旧"), letter("久等"), pressed} {
		take(t, s, m, 0, bot.Taken)
	}
	for _, m := range []bot.Message{letter("旧"), pressed} {
		if err := s.Save(t.Context(), bot.Turn{Message: m}); err != nil {
			t.Fatal(err)
		}
	}
	now = start.Add(week - time.Second)
	take(t, s, letter("旧"), 0, bot.Again)

	now = start.Add(week)
	take(t, s, letter("新"), 0, bot.Taken) // by the way, the old is forgotten
	take(t, s, letter("旧"), 0, bot.Taken)
	take(t, s, letter("久等"), 0, bot.Again)
	for _, id := range []string{"久等", "新", "旧"} {
		if err := s.Save(t.Context(), bot.Turn{Message: letter(id), Reply: bot.Reply{Text: "回复 " + id}}); err != nil {
			t.Fatal(err)
		}
	}
	if waiting, err := s.Waiting(t.Context()); err != nil || len(waiting) > 0 {
		t.Errorf("there still waits %v %v", waiting, err)
	}
	if !kept(t, s, "久等") {
		t.Error("the reply to who waited long is not kept")
	}
	standing(t, s)

	now = start.Add(3 * week)
	for i := range 4 {
		take(t, s, letter(fmt.Sprint(i)), 0, bot.Taken)
	}
	take(t, s, letter("久等"), 0, bot.Taken) // forgotten in the end
}
