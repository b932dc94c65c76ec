package admin

import (
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

// A room is the officers' group in a test.
type room struct {
	*bench
	chat *Chat
}

func newRoom(t *testing.T) room {
	b := newBench(t, many)
	for name, user := range map[string]int64{"张科长": 1, "李警官": 2} {
		if _, _, err := b.desk.officers.Add(Officer{Name: name, Offices: []string{"hohhot"}, Telegram: user}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := b.desk.officers.Add(Officer{Name: "包头的", Offices: []string{"baotou"}, Telegram: 3}); err != nil {
		t.Fatal(err)
	}
	return room{b, b.desk.Chat("telegram", "-100")}
}

// alert is what the officers are told of a batch.
func (r room) alert(receipt string) bot.Reply {
	r.t.Helper()
	b, err := r.store.Batch(r.t.Context(), receipt)
	if err != nil {
		r.t.Fatal(err)
	}
	reply, ok := r.chat.Alert(booking.Notice{Kind: "submitted", Receipt: receipt, Version: b.Version}, b)
	if !ok {
		r.t.Fatal("nobody is told of a new batch")
	}
	return reply
}

// press presses the option with a label, in a chat.
func (r room) press(in string, shown bot.Reply, label string) bot.Reply {
	r.t.Helper()
	for _, o := range shown.Options {
		if o.Label == label {
			return r.send(in, o.ID, "")
		}
	}
	r.t.Fatalf("%s is not offered: %+v", label, shown)
	return bot.Reply{}
}

// types answers what is shown in words.
func (r room) types(in string, shown bot.Reply, text string) bot.Reply {
	r.t.Helper()
	if shown.Awaits == "" {
		r.t.Fatalf("nothing is to be typed: %+v", shown)
	}
	return r.send(in, shown.Awaits, text)
}

func (r room) send(in, choice, text string) bot.Reply {
	r.t.Helper()
	reply, ok, err := r.chat.Press(r.t.Context(), bot.Message{Chat: bot.Chat{Channel: "telegram", ID: in}, Choice: choice, Text: text})
	if !ok || err != nil {
		r.t.Fatalf("%s %s: %v %v", choice, text, ok, err)
	}
	return reply
}

// The group is told of a batch without its contact, and one officer confirms;
// a second press is the same, another officer is told who was first.
func TestChatConfirms(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 2)
	card := r.alert(receipt)
	details := r.press("-100/1", card, "详情")
	for _, text := range []string{card.Text, details.Text} {
		for _, secret := range []string{"张三", "13800008000", vin(0), "蒙A12345", "secret-name"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q is shown in\n%s", secret, text)
			}
		}
	}
	if !strings.Contains(details.Text, "1. …000000\n2. …000001") {
		t.Errorf("the details are\n%s", details.Text)
	}
	done := r.press("-100/1", card, "确认")
	if again := r.press("-100/1", card, "确认"); done.Text != again.Text || !strings.HasPrefix(done.Text, "张科长确认　受理号 "+receipt) {
		t.Errorf("done: %s\nagain: %s", done.Text, again.Text)
	}
	late := r.press("-100/2", card, "退回")
	if late.Outcome != bot.Rejected || !strings.Contains(late.Text, "已由张科长于11月23日10:00确认") || !strings.Contains(late.Text, "现在是“已确认”") {
		t.Errorf("the second: %+v", late)
	}
	if r.press("-100/2", late, "退回").Outcome != bot.Asked {
		t.Error("the second cannot go on with the batch as it is now")
	}
	if b, _ := r.store.Batch(t.Context(), receipt); b.State != booking.Confirmed || b.Version != 2 {
		t.Errorf("%+v", b)
	}
}

// B4: who is no officer, or of another office, does nothing; in another chat
// there are no officers at all.
func TestChatStrangers(t *testing.T) {
	r := newRoom(t)
	receipt := r.book(thursday, 0, 2)
	card := r.alert(receipt)
	if reply := r.press("-100/99", card, "确认"); reply.Outcome != bot.Rejected || !strings.Contains(reply.Text, "99") {
		t.Errorf("a stranger: %+v", reply)
	}
	if reply := r.press("-100/3", card, "确认"); reply.Text != refuseBatch.message {
		t.Errorf("an officer of another office: %+v", reply)
	}
	for _, chat := range []bot.Chat{{Channel: "telegram", ID: "1"}, {Channel: "telegram", ID: "-200/1"}, {Channel: "web", ID: "-100"}, {Channel: "web", ID: "-100/1"}} {
		if _, ok, _ := r.chat.Press(t.Context(), bot.Message{Chat: chat, Choice: card.Options[0].ID}); ok {
			t.Errorf("%v counts as the officers' chat", chat)
		}
	}
	for _, forged := range []string{"desk:confirm", "desk:confirm " + receipt, "desk:erase " + receipt + " 1", "desk:confirm CCCCCCCC 1", "desk:confirm " + receipt + " x",
		"desk:return " + receipt + " 1 - 不清", "desk:return " + receipt + " 1", "desk:return " + receipt + " 1 8-9 不清", "desk:offer " + receipt + " 1", "desk:propose " + receipt + " 1 2026-11-26 上午"} {
		reply, ok, err := r.chat.Press(t.Context(), bot.Message{Chat: bot.Chat{Channel: "telegram", ID: "-100/1"}, Choice: forged})
		if !ok || err != nil || reply.Outcome != bot.Rejected {
			t.Errorf("%s: %+v %v %v", forged, reply, ok, err)
		}
	}
	if b, _ := r.store.Batch(t.Context(), receipt); b.Version != 1 {
		t.Errorf("%+v", b)
	}
	mine := r.desk.Chat("telegram", "55") // one person's, whom the settings name
	if reply, ok, err := mine.Press(t.Context(), bot.Message{Chat: bot.Chat{Channel: "telegram", ID: "55"}, Choice: card.Options[0].ID}); !ok || err != nil || !strings.HasPrefix(reply.Text, FirstName) {
		t.Errorf("%+v %v %v", reply, ok, err)
	}
}
