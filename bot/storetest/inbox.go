package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cheyi/bot"
)

// inbox are the checks of messages between being taken and being handled.
var inbox = []check{
	{"收下的原样按次序等着", waitInOrder},
	{"同一编号只收一次", takenOnce},
	{"同一编号、内容不同是冲突", conflicts},
	{"已有回复的不再收", repliedIsNotTaken},
	{"编号可以是任何东西", anyMessageID},
	{"五秒之内再按不算", pressesWithinTheWindow},
	{"读到哪里随消息一起存", marks},
	{"办完的离开收件箱", handledLeave},
	{"收下之后再改不动已存的", takenIsACopy},
	{"同时收同一批也只收一次", concurrentTakes},
}

// noon is when messages are taken where it does not matter.
var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// typed is a message that a person typed.
func typed(chat bot.Chat, id, text string) bot.Message {
	return bot.Message{Chat: chat, ID: id, Text: text, At: noon}
}

// fullMessage is a message with every field set.
func fullMessage(id string) bot.Message {
	return bot.Message{
		ID: id, Chat: telegram, Text: "“出口”<退税>&手续", Choice: "menu", At: noon,
		File:    &bot.File{Name: "车辆.xlsx", Size: 1 << 40, Ref: "BQAD"},
		Address: json.RawMessage(`{"chat":-100,"reply":7}`),
		Press:   "7/menu", Public: true, Masked: []string{"手机号"},
	}
}

func waitInOrder(t *testing.T, s Store) {
	wait(t, s)
	var want []bot.Message
	for batch := range 3 {
		var messages []bot.Message
		for i := range 12 { // more than nine: numbers are not words
			chat := []bot.Chat{web, telegram}[i%2]
			messages = append(messages, typed(chat, fmt.Sprint(batch, "/", i), "在吗"))
		}
		take(t, s, messages...)
		want = append(want, messages...)
	}
	full := fullMessage("全")
	take(t, s, full)
	wait(t, s, append(want, full)...)
}

func takenOnce(t *testing.T, s Store) {
	hello := typed(web, "1", "你好")
	elsewhere := typed(telegram, "1", "你好")
	receive(t, s, []bot.Message{hello, hello, elsewhere}, bot.Taken, bot.Again, bot.Taken)
	receive(t, s, []bot.Message{hello}, bot.Again)
	wait(t, s, hello, elsewhere)
	finish(t, s, hello, saying("您好"))
	receive(t, s, []bot.Message{hello, elsewhere}, bot.Again, bot.Again)
	wait(t, s, elsewhere)
	counts(t, s, bot.Counts{Taken: 2, Handled: 1, Waiting: 1})
}

func conflicts(t *testing.T, s Store) {
	first := typed(web, "1", "你好")
	take(t, s, first)
	for _, other := range []bot.Message{
		typed(web, "1", "您好"),
		{Chat: web, ID: "1", Choice: "你好"},
		{Chat: web, ID: "1", Text: "你好", File: &bot.File{Name: "车辆.xlsx"}},
		{Chat: web, ID: "1"},
	} {
		receive(t, s, []bot.Message{other}, bot.Conflict)
	}
	later := first
	later.At, later.Address = noon.Add(time.Hour), json.RawMessage("7") // the same words, delivered once more
	receive(t, s, []bot.Message{later}, bot.Again)
	wait(t, s, first)
	finish(t, s, first, saying("您好"))
	receive(t, s, []bot.Message{typed(web, "1", "您好")}, bot.Conflict)
}

// A reply that is kept is all that is left of a message that never came this
// way. Nothing would take it out of the inbox again.
func repliedIsNotTaken(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), fullReply())
	receive(t, s, []bot.Message{typed(web, "1", "你好")}, bot.Again)
	wait(t, s)
	counts(t, s, bot.Counts{})
}

func anyMessageID(t *testing.T, s Store) {
	pressed := typed(web, "0", "")
	pressed.Press = "菜单"
	messages := []bot.Message{pressed}
	for i, id := range []string{"", " ", "\x00", "press 菜单", "press", `" "`, "\n", strings.Repeat("长", 20_000)} {
		messages = append(messages, typed(web, id, fmt.Sprint("第", i)))
	}
	take(t, s, messages...)
	for i, m := range messages {
		finish(t, s, m, saying(fmt.Sprint("回复", i)))
		wait(t, s, messages[i+1:]...)
	}
}

func pressesWithinTheWindow(t *testing.T, s Store) {
	for i, tt := range []struct {
		after time.Duration // the first press
		chat  bot.Chat
		press string
		want  bot.Receipt
	}{
		{0, web, "菜单", bot.Taken},
		{0, web, "菜单", bot.Pressed},
		{0, web, "取消", bot.Taken},
		{0, telegram, "菜单", bot.Taken},
		{0, web, "", bot.Taken},
		{0, web, "", bot.Taken},
		{3 * time.Second, web, "菜单", bot.Pressed}, // does not begin the window anew
		{bot.PressWindow - time.Millisecond, web, "菜单", bot.Pressed},
		{bot.PressWindow, web, "菜单", bot.Taken},
		{bot.PressWindow + time.Second, web, "菜单", bot.Pressed},
		{-time.Hour, web, "菜单", bot.Taken}, // the clock was set back
		{-time.Hour, web, "菜单", bot.Pressed},
	} {
		m := typed(tt.chat, fmt.Sprint(i), "按了")
		m.Press = tt.press
		for _, want := range []bot.Receipt{tt.want, bot.Again} { // an id is an id, whatever became of it
			got, err := s.Take(t.Context(), bot.Batch{Channel: "web", Messages: []bot.Message{m}}, noon.Add(tt.after))
			if err != nil || !slices.Equal(got, []bot.Receipt{want}) {
				t.Errorf("press %d: %v %v, want %v", i, got, err, want)
			}
		}
	}
	counts(t, s, bot.Counts{Taken: 7, Waiting: 7})
}

func marks(t *testing.T, s Store) {
	mark := func(channel string, want int64) {
		t.Helper()
		if got, err := s.Mark(t.Context(), channel); err != nil || got != want {
			t.Errorf("the mark of %s is %d, %v; want %d", channel, got, err, want)
		}
	}
	mark("telegram", 0)
	for i, step := range []struct{ mark, want int64 }{
		{500_000_001, 500_000_001},
		{0, 500_000_001},       // no mark
		{1<<62 + 1, 1<<62 + 1}, // no floating point
		{12, 12},               // ids begin anew after a quiet week
		{-1, -1},
	} {
		b := bot.Batch{Channel: "telegram", Mark: step.mark}
		if i > 0 { // the first has no messages
			b.Messages = []bot.Message{typed(telegram, fmt.Sprint(i), "你好")}
		}
		if _, err := s.Take(t.Context(), b, noon); err != nil {
			t.Fatal(err)
		}
		mark("telegram", step.want)
		mark("telegra", 0)
		mark("web", 0)
	}
	counts(t, s, bot.Counts{Taken: 4, Waiting: 4})
}

func handledLeave(t *testing.T, s Store) {
	var messages []bot.Message
	for i := range 5 {
		messages = append(messages, typed(web, fmt.Sprint(i), "你好"))
	}
	take(t, s, messages...)
	for range 2 { // the second time, it is not there any more
		finish(t, s, messages[3], saying("您好"))
		wait(t, s, messages[0], messages[1], messages[2], messages[4])
		counts(t, s, bot.Counts{Taken: 5, Handled: 1, Waiting: 4})
	}
	save(t, s, telegram, "3", bot.State{}, saying("别处的三")) // never taken
	save(t, s, web, "9", bot.State{}, saying("没收过的"))
	counts(t, s, bot.Counts{Taken: 5, Handled: 1, Waiting: 4})
}

func takenIsACopy(t *testing.T, s Store) {
	change := func(m bot.Message) {
		m.File.Name, m.Address[1], m.Masked[0] = "别的文件", '!', "别的"
	}
	mine := fullMessage("1")
	batch := bot.Batch{Channel: "telegram", Messages: []bot.Message{mine}}
	if _, err := s.Take(t.Context(), batch, noon); err != nil {
		t.Fatal(err)
	}
	change(mine)
	batch.Messages[0].Text = "别的话"
	for range 2 {
		waiting, err := s.Waiting(t.Context())
		if err != nil || len(waiting) != 1 || show(waiting[0]) != show(fullMessage("1")) {
			t.Fatalf("there waits %s, %v", show(waiting), err)
		}
		change(waiting[0])
	}
}

// Every message is taken by exactly one of those who bring it.
func concurrentTakes(t *testing.T, s Store) {
	const takers, messages = 8, 6
	var batch []bot.Message
	for i := range messages {
		batch = append(batch, typed(web, fmt.Sprint(i), "你好"))
	}
	var wg sync.WaitGroup
	taken := make([][]bot.Receipt, takers)
	for i := range takers {
		wg.Go(func() {
			for _, m := range batch {
				got, err := s.Take(t.Context(), bot.Batch{Channel: "web", Messages: []bot.Message{m}, Mark: int64(i + 1)}, noon)
				if err != nil || len(got) != 1 {
					t.Errorf("take: %v %v", got, err)
					return
				}
				taken[i] = append(taken[i], got[0])
				if got[0] == bot.Taken {
					if err := s.Save(t.Context(), bot.Turn{Message: m, Reply: saying("您好")}); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	for _, receipts := range taken {
		for _, r := range receipts {
			if r != bot.Taken && r != bot.Again {
				t.Errorf("receipt %v", r)
			}
		}
	}
	wait(t, s)
	counts(t, s, bot.Counts{Taken: messages, Handled: messages})
}
