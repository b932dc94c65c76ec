package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

// A line is a channel in a test: what was posted, and who was woken.
type line struct {
	*world
	outbox *bot.Memory
	woken  []bot.Chat
	pump   *Pump
}

func newLine(t *testing.T, store Notices) *line {
	l := &line{world: newWorld(t), outbox: bot.NewMemory()}
	if store == nil {
		store = l.store
	}
	words := func(who string) Words {
		return func(n booking.Notice, b booking.Batch) (bot.Reply, bool) {
			return bot.Reply{Text: fmt.Sprint(who, " ", n.Kind, " ", b.State)}, n.Kind != "declined"
		}
	}
	l.pump = NewPump(quiet, store, Channel{
		Name: "telegram", Office: "-100", Post: l.outbox.Post, Wake: func(c bot.Chat) { l.woken = append(l.woken, c) },
		Reach: func(chat string) (json.RawMessage, error) {
			if chat == "nowhere" {
				return nil, errors.New("no address")
			}
			return json.RawMessage(`"to ` + chat + `"`), nil
		},
		Words: words("exporter"), Alert: words("officer"),
	}, l.clock)
	return l
}

// posted lists what a chat is to get.
func (l *line) posted(chat string) (texts []string) {
	l.t.Helper()
	for {
		row, err := l.outbox.Next(l.t.Context(), bot.Chat{Channel: "telegram", ID: chat})
		if err != nil {
			l.t.Fatal(err)
		}
		if row == nil {
			return texts
		}
		if string(row.Address) != `"to `+chat+`"` {
			l.t.Errorf("the address of %s is %s", chat, row.Address)
		}
		texts = append(texts, row.Reply.Text)
		row.State = bot.Sent
		if _, err := l.outbox.Note(l.t.Context(), *row); err != nil {
			l.t.Fatal(err)
		}
	}
}

func (l *line) run() {
	l.t.Helper()
	if err := l.pump.pump(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
}

// Exporter and officers are told, each in their words; those of other channels
// are not, and nothing waits for them.
func TestPump(t *testing.T) {
	l := newLine(t, nil)
	b := l.book("telegram/1", thursday)
	l.run()
	if got, want := l.posted("-100"), []string{"officer submitted pending"}; !slices.Equal(got, want) {
		t.Errorf("officers get %q, want %q", got, want)
	}
	l.officer(b, booking.Confirm)
	l.officer(l.book("web/x", thursday), booking.Confirm)
	l.officer(l.book("telegram/nowhere", thursday), booking.Confirm)
	l.run()
	l.run()
	if got, want := l.posted("1"), []string{"exporter confirmed confirmed"}; !slices.Equal(got, want) {
		t.Errorf("the exporter gets %q, want %q", got, want)
	}
	if !slices.Contains(l.woken, bot.Chat{Channel: "telegram", ID: "1"}) {
		t.Error("the chat was not woken")
	}
	if left, err := l.store.Notices(t.Context(), 10); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

// What has been overtaken is not told, what happened is.
func TestOvertaken(t *testing.T) {
	l := newLine(t, nil)
	b := l.officer(l.book("telegram/1", thursday), booking.Confirm)
	l.officer(b, booking.Cancel)
	l.run()
	if got, want := l.posted("1"), []string{"exporter cancelled cancelled"}; !slices.Equal(got, want) {
		t.Errorf("the exporter gets %q, want %q", got, want)
	}
	if got := l.posted("-100"); len(got) > 0 {
		t.Errorf("officers get %q of a batch that is gone", got)
	}
}

// What a batch is told of within a second is told in the owner's words, too:
// the vehicles that came back and, above the rest, that it is confirmed.
func TestReturnedThenConfirmed(t *testing.T) {
	l := newLine(t, nil)
	l.pump.to.Words = func(n booking.Notice, b booking.Batch) (bot.Reply, bool) { return bot.Noticed(n, b, "呼市车管所") }
	b := l.bookMany("telegram/1", thursday, 3)
	b = l.giveBack(b, "登记证书不清", b.Vehicles[1].VIN)
	b = l.giveBack(b, "号牌没交", b.Vehicles[2].VIN)
	l.officer(b, booking.Confirm)
	l.run()
	got := l.posted("1")
	if len(got) != 3 {
		t.Fatalf("the exporter gets %q", got)
	}
	for i, begins := range []string{"预约里有车辆被退回", "预约里有车辆被退回", "预约已确认"} {
		if !strings.HasPrefix(got[i], begins) {
			t.Errorf("%d: %q, want %s", i, got[i], begins)
		}
	}
	for _, why := range []string{"登记证书不清", "号牌没交"} {
		if !strings.Contains(got[2], why) {
			t.Errorf("who is confirmed is not told of %s: %q", why, got[2])
		}
	}
}

// A batch that ends right after a return is not told that the rest goes on,
// but what came back and why.
func TestReturnedThenCancelled(t *testing.T) {
	l := newLine(t, nil)
	l.pump.to.Words = func(n booking.Notice, b booking.Batch) (bot.Reply, bool) { return bot.Noticed(n, b, "呼市车管所") }
	b := l.bookMany("telegram/1", thursday, 2)
	b = l.giveBack(b, "登记证书不清", b.Vehicles[1].VIN)
	l.officer(b, booking.Cancel)
	l.run()
	if got := l.posted("1"); len(got) != 1 || !strings.HasPrefix(got[0], "预约被办理机构取消") || !strings.Contains(got[0], "登记证书不清") {
		t.Errorf("the exporter gets %q", got)
	}
}

// A reminder that has waited in the outbox while its batch moved on is stale.
func TestStale(t *testing.T) {
	l := newLine(t, nil)
	b := l.officer(l.book("telegram/1", thursday), booking.Confirm)
	l.run()
	row, err := l.outbox.Next(t.Context(), bot.Chat{Channel: "telegram", ID: "1"})
	if err != nil || row == nil {
		t.Fatal(row, err)
	}
	stale := func(row bot.Outgoing) bool {
		over, err := Stale(t.Context(), l.store, row)
		if err != nil {
			t.Fatal(err)
		}
		return over
	}
	if stale(*row) {
		t.Error("stale while it holds")
	}
	l.officer(b, booking.Cancel)
	if !stale(*row) {
		t.Error("a confirmation of a cancelled batch is not stale")
	}
	for _, id := range []string{"u1.2", "notice", "notice 1 confirmed " + b.Receipt + " x", "notice 1 cancelled " + b.Receipt + " 1"} {
		if row.ID = id; stale(*row) {
			t.Errorf("%q is stale", id)
		}
	}
	if row.ID = "notice 1 reminder CCCCCCCC 1"; !stale(*row) {
		t.Error("a notice about nothing is not stale")
	}
}

// forgetful loses the process between posting a notice and taking it out.
type forgetful struct {
	*booking.Memory
	crash bool
}

func (f *forgetful) Told(ctx context.Context, seq uint64) error {
	if f.crash {
		return errors.New("killed")
	}
	return f.Memory.Told(ctx, seq)
}

// A crash between the two sends nothing twice.
func TestPumpCrash(t *testing.T) {
	l := newLine(t, nil)
	f := &forgetful{l.store, true}
	l.pump.store = f
	l.officer(l.book("telegram/1", thursday), booking.Confirm)
	for range 3 {
		if err := l.pump.pump(t.Context()); err == nil {
			t.Fatal("the crash went unnoticed")
		}
	}
	f.crash = false
	l.run()
	if got := l.posted("1"); len(got) != 1 {
		t.Errorf("the exporter gets %q", got)
	}
}
