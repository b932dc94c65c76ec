package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cheyi/bot"
	fake "cheyi/bot/telegram/telegramtest"
)

// A failingOutbox fails a number of times.
type failingOutbox struct {
	*bot.Memory
	settles  atomic.Int32 // notes of replies that have arrived
	finds    atomic.Int32 // who is written to
	contacts atomic.Int32 // notes of the last contact
}

var errDisk = errors.New("disk full")

func fails(times *atomic.Int32) error {
	if times.Add(-1) >= 0 {
		return errDisk
	}
	return nil
}

func (f *failingOutbox) Note(ctx context.Context, rows ...bot.Outgoing) ([]bool, error) {
	for _, row := range rows {
		if row.State.Final() && fails(&f.settles) != nil {
			return nil, errDisk
		}
	}
	return f.Memory.Note(ctx, rows...)
}

func (f *failingOutbox) Recipients(ctx context.Context, channel string) ([]bot.Chat, error) {
	if err := fails(&f.finds); err != nil {
		return nil, err
	}
	return f.Memory.Recipients(ctx, channel)
}

func (f *failingOutbox) Take(ctx context.Context, b bot.Batch, now time.Time) ([]bot.Receipt, error) {
	if b.Channel == contacts && fails(&f.contacts) != nil {
		return nil, errDisk
	}
	return f.Memory.Take(ctx, b, now)
}

// post has a reply sent to a chat that the bot has met.
func (h *house) post(chat int64, thread int, id string, r bot.Reply) {
	h.t.Helper()
	h.server.Meet(chat)
	to := bot.Chat{Channel: channel, ID: fmt.Sprint(chat)}
	err := h.store.Post(h.t.Context(), bot.Outgoing{Chat: to, ID: id, Address: address{Chat: chat, User: chat, Thread: thread}.encode(), Reply: r})
	if err != nil {
		h.t.Fatal(err)
	}
	h.channel.delivery.wake(to)
}

// What has arrived is not sent again because the store could not be told.
func TestArrivedButNotNoted(t *testing.T) {
	t.Parallel()
	outbox := &failingOutbox{Memory: bot.NewMemory()}
	outbox.settles.Store(1)
	h := newHouseOver(t, outbox.Memory, outbox)
	h.sends(1, 1, 2)
	h.answered(1, 1, 2)
	if c := h.balanced(2); c.Sent != 2 {
		t.Errorf("%+v", c)
	}
	h.answered(1, 1, 2)
}

// What an earlier process left is found, also when the store fails first.
func TestResumesAfterFault(t *testing.T) {
	t.Parallel()
	outbox := &failingOutbox{Memory: bot.NewMemory()}
	h := newHouseOver(t, outbox.Memory, outbox)
	h.stop()
	h.post(1, 0, "1", bot.Reply{Text: "一"})
	outbox.finds.Store(1)
	h.open(Settings{})
	h.server.Await(t, 1, 1)
}

// Chats that are limited, each for itself, keep no other waiting.
func TestLimitedChatsApart(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Script(
		fake.Rule{Method: "sendMessage", Chat: 1, Times: 1, Do: fake.RateLimit(3600)},
		fake.Rule{Method: "sendMessage", Chat: 2, Times: 1, Do: fake.RateLimit(3600)},
	)
	for chat := range int64(2) {
		h.sends(chat+1, 1, 1)
		h.eventually("the chat limited", func() bool {
			return h.channel.delivery.limits.pause(bot.Chat{Channel: channel, ID: fmt.Sprint(chat + 1)}) > 0
		})
		h.sends(3, int(chat)+1, int(chat)+1)
		h.answered(3, 1, int(chat)+1)
		h.eventually("it is known that the bot may send", func() bool {
			c, _ := h.store.Counts(t.Context())
			return c.Sent == uint64(chat)+1
		})
	}
}

// A bot that is limited as a whole does not go on trying, chat by chat.
func TestLimitedBot(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Script(fake.Rule{Method: "sendMessage", Do: fake.RateLimit(3600)})
	for chat := range int64(2) {
		h.sends(chat+1, 1, 1)
		h.eventually("the chat limited", func() bool {
			return h.channel.delivery.limits.pause(bot.Chat{Channel: channel, ID: fmt.Sprint(chat + 1)}) > 0
		})
	}
	h.eventually("all chats waiting", func() bool {
		return h.channel.delivery.limits.pause(bot.Chat{Channel: channel, ID: "3"}) > 0
	})
	h.sends(3, 1, 1)
	h.eventually("the reply in the outbox", func() bool { c, _ := h.store.Counts(t.Context()); return c.Queued == 3 })
	if n := h.server.Calls("sendMessage"); n != 2 {
		t.Errorf("%d sends", n)
	}
}

// However many sends hang, the end comes within the grace.
func TestEndsWhileSendsHang(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Script(fake.Rule{Method: "sendMessage", Do: fake.Hang(nil)})
	const chats = 4 * atOnce
	for chat := range int64(chats) {
		h.sends(chat+1, 1, 1)
	}
	h.eventually("all places taken", func() bool { return h.server.Calls("sendMessage") == atOnce })
	h.eventually("all handled", func() bool { c, _ := h.store.Counts(t.Context()); return c.Queued == chats })
	start := time.Now()
	h.stop()
	if took := time.Since(start); took > 2*h.channel.grace {
		t.Errorf("it took %v", took)
	}
	copies := 0
	for chat := range int64(chats) {
		row, err := h.store.Next(t.Context(), bot.Chat{Channel: channel, ID: fmt.Sprint(chat + 1)})
		if err != nil || row == nil {
			t.Fatal("a reply is lost", err)
		}
		if row.State == bot.Sending || row.Copies > 0 {
			copies++
		}
	}
	if copies != atOnce {
		t.Errorf("%d replies may have arrived, %d were sent", copies, atOnce)
	}
}

// The words that mark a copy have room in the longest message.
func TestCopyOfTheLongest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Script(fake.Rule{Method: "sendMessage", Times: 1, Do: fake.LoseAnswer()})
	h.post(1, 0, "1", bot.Reply{Text: strings.Repeat("一二三。", mostUnits/3)})
	got := h.server.Await(t, 1, 3)
	if !strings.Contains(got[1].Text, "可能重复") || strings.Contains(got[2].Text, "可能重复") {
		t.Errorf("received %d, %d, %d characters", len(got[0].Text), len(got[1].Text), len(got[2].Text))
	}
	h.balanced(0)
}

// A gateway that has lost track of a message may have passed it on.
func TestLostByGateway(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadGateway, http.StatusGatewayTimeout} {
		h := newHouse(t)
		h.server.Script(fake.Rule{Method: "sendMessage", Times: 3, Do: fake.HTML(status)})
		h.post(1, 0, "1", bot.Reply{Text: "一"})
		if got := h.server.Await(t, 1, 1); !strings.Contains(got[0].Text, "可能重复") {
			t.Errorf("after %d: %q", status, got[0].Text)
		}
	}
}

// More options than Telegram takes do not cost the others their buttons.
func TestManyOptions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := bot.Reply{Text: "选一个"}
	for i := range 300 {
		r.Options = append(r.Options, bot.Option{ID: fmt.Sprint("ask:", i), Label: fmt.Sprintf("这是第 %d 个选项的名字", i)})
	}
	h.post(1, 0, "1", r)
	if got := h.server.Await(t, 1, 1); len(got[0].Keyboard) != mostButtons {
		t.Errorf("%d rows of buttons", len(got[0].Keyboard))
	}
}

// A reply outlives the topic that it was to go to.
func TestTopicGone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.Script(fake.Rule{Method: "sendMessage", Times: 1, Do: fake.Status(http.StatusBadRequest, "Bad Request: message thread not found")})
	h.post(1, 9, "1", bot.Reply{Text: "一", Options: []bot.Option{{ID: "menu", Label: "菜单"}}})
	if got := h.server.Await(t, 1, 1); got[0].Thread != 0 || len(got[0].Keyboard) != 1 {
		t.Errorf("received %+v", got)
	}
}

// Presses are answered at once, also where their replies must wait.
func TestPressesAnsweredWhileLimited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.menuOf(1)
	n := h.menuOf(1)
	h.server.Script(fake.Rule{Method: "sendMessage", Do: fake.RateLimit(3600)})
	h.server.Press(1, m.ID, m.Keyboard[0][0].Data)
	h.server.Press(1, n.ID, n.Keyboard[0][0].Data)
	h.eventually("every press answered", func() bool { return len(h.server.Answers()) == 2 })
}
