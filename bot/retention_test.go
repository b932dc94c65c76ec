package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
)

// saysAt is says at a time.
func (p *person) saysAt(at time.Time, text string) Reply {
	p.t.Helper()
	p.n++
	r, err := p.bot.Handle(context.Background(), Message{ID: fmt.Sprint(p.n), Chat: p.chat, Text: text, At: at})
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

// remembered is what the store has of the person.
func (p *person) remembered() State { return p.bot.store.(*Memory).states[p.chat] }

// A draft lives for the days of the settings after the last message, whatever
// that was about. A store that was not swept does not lengthen it, and the
// person is told once.
func TestDraftLapses(t *testing.T) {
	for name, sweep := range map[string]bool{"swept": true, "not swept": false} {
		t.Run(name, func(t *testing.T) {
			p, _ := booker(t)
			life := days(p.bot.bookings.Offices.DraftDays)
			p.saysAll(toVehicles())
			last := noon.Add(life - time.Second)
			if r := p.saysAt(last, "展位费能补多少"); r.Missing[0] != askVehicles {
				t.Fatalf("within its time: %v %q", r.Missing, r.Text)
			}
			if r := p.saysAt(last, "菜单"); !strings.HasSuffix(r.Text, wordsParked(7)) {
				t.Errorf("who leaves it is told %q", r.Text)
			}
			over := last.Add(life)
			if sweep {
				if err := p.bot.Sweep(context.Background(), over.Add(-time.Second)); err != nil || p.remembered().Draft == nil {
					t.Fatalf("swept too early, %v", err)
				}
				if err := p.bot.Sweep(context.Background(), over); err != nil || p.remembered().Draft != nil || p.remembered().Consent == nil {
					t.Fatalf("%+v, %v", p.remembered(), err)
				}
			}
			r := p.saysAt(over, "我要预约")
			if !strings.HasPrefix(r.Text, wordsLapsed(7)) || r.Missing[0] != askBusiness {
				t.Fatalf("%v %q", r.Missing, r.Text)
			}
			if r = p.saysAt(over.Add(time.Minute), "我要预约"); strings.Contains(r.Text, wordsLapsed(7)) {
				t.Errorf("told twice: %q", r.Text)
			}
		})
	}
}

// A draft that waits for a calculation, or is open when its time is over, goes
// with it; a calculation does not.
func TestLapsedParts(t *testing.T) {
	book, lunch := &Progress{Flow: bookID}, &Progress{Flow: "lunch"}
	for _, tt := range []struct {
		name         string
		before, want State
	}{
		{"open", State{Flow: book, Options: []Option{{ID: "x"}}}, State{Lapsed: true}},
		{"waiting", State{Flow: lunch, Waiting: book}, State{Flow: lunch, Lapsed: true}},
		{"moving a batch", State{Flow: &Progress{Flow: moveID}}, State{}},
		{"moving a batch beside a draft", State{Flow: &Progress{Flow: moveID}, Draft: book}, State{Lapsed: true}},
		{"put away", State{Flow: lunch, Draft: book, Done: lunch}, State{Flow: lunch, Done: lunch, Lapsed: true}},
	} {
		p, _ := booker(t)
		tt.before.At = noon
		tt.want.At = noon
		if got, gone := p.bot.left(tt.before, noon.Add(days(7))); !gone || show(got) != show(tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, show(got), show(tt.want))
		}
	}
	p, _ := booker(t)
	if _, gone := p.bot.left(State{Flow: lunch, At: noon}, noon.Add(days(29))); gone {
		t.Error("what is no draft has gone")
	}
}

// After the days of the settings nothing is left of a conversation.
func TestTalkLapses(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toVehicles())
	if err := p.bot.Sweep(context.Background(), noon.Add(days(p.bot.bookings.Offices.RetentionDays))); err != nil {
		t.Fatal(err)
	}
	if s := p.remembered(); !s.Empty() {
		t.Errorf("%+v", s)
	}
}

// Who has all deleted leaves nothing in the replies that are kept, and a
// message that comes again is not handled again.
func TestErasedReplies(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	submitted := p.n
	p.says("隐私")
	p.presses(choiceErase)
	if r := p.presses(choiceErases); !strings.Contains(r.Text, wordsErased) {
		t.Fatalf("%q", r.Text)
	}
	for id, reply := range p.bot.store.(*Memory).replies[p.chat] {
		for _, secret := range []string{vins[0], "王小明", "13800138000", "草原驼铃", "91150102MAQJWYLF59", receipt} {
			if strings.Contains(show(reply), secret) {
				t.Errorf("the reply to %s still says %s", id, secret)
			}
		}
	}
	p.n = submitted - 1
	if r := p.says("确认提交"); r.Text != wordsForgotten || r.Booking != nil {
		t.Errorf("%q", r.Text)
	}
	batches, err := bookings.Batches(context.Background(), ownedBy(p.chat))
	if err != nil || len(batches) > 0 {
		t.Errorf("%+v %v", batches, err)
	}
}

func ownedBy(chat Chat) booking.Filter { return booking.Filter{Owner: chat.String()} }

func show(v any) string {
	text, _ := json.Marshal(v) // plain values
	return string(text)
}
