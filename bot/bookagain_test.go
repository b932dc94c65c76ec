package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cheyi/booking"
)

// Lists that were booked before, of tables U6 and U11.

// books makes an appointment of a list in a file, and returns its receipt.
func (p *person) books(file *File) string {
	p.t.Helper()
	p.saysAll(toVehicles())
	p.send(Message{File: file})
	p.saysAll([]string{"10月20日放行", "11月25日", "上午"})
	r := p.says("确认提交")
	if r.Booking == nil {
		p.t.Fatalf("%v %q", r.Missing, r.Text)
	}
	return r.Booking.Receipt
}

// rejects has an officer send back a batch as a whole.
func rejects(t *testing.T, store *booking.Memory, receipt string) {
	t.Helper()
	if _, err := store.Do(context.Background(), booking.Command{
		Key: "reject", Actor: booking.Actor{Role: booking.Officer, ID: "o"}, Action: booking.Reject, At: noon, Receipt: receipt, Version: 1, Reason: "登记证书不清",
	}); err != nil {
		t.Fatal(err)
	}
}

func listOf(cars ...string) *File { return &File{Name: "车辆.csv", Ref: strings.Join(cars, "\n")} }

// A vehicle that has a place already is named with its receipt, and only to
// whoever booked it.
func TestU6BookedAlready(t *testing.T) {
	p, _ := booker(t)
	receipt := p.books(listOf(vins[0], vins[1]))
	p.saysAll(toVehicles()[:1])
	p.saysAll(toVehicles()[2:])
	r := p.send(Message{File: listOf(vins[1], vins[2])})
	if !strings.Contains(r.Text, "第1行 "+vins[1]) || !strings.Contains(r.Text, wordsBooked(receipt)) || !strings.Contains(r.Text, "读到 2 行，收下 1 台") {
		t.Errorf("%q", r.Text)
	}
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	other.saysAll(toVehicles())
	if r := other.send(Message{File: listOf(vins[1], vins[2])}); strings.Contains(r.Text, receipt) {
		t.Errorf("a stranger learns of %s: %q", receipt, r.Text)
	}
}

func TestU11SameFileAgain(t *testing.T) {
	again := append(toVehicles()[:1:1], toVehicles()[2:]...) // consent is given once
	t.Run("in one draft", func(t *testing.T) {
		p, _ := booker(t)
		p.saysAll(toVehicles())
		p.send(Message{File: listOf(vins[:3]...)})
		if r := p.send(Message{File: listOf(vins[:3]...)}); !strings.Contains(r.Text, wordsAllThere) && r.Missing[0] != askClearedOn {
			t.Errorf("%v %q", r.Missing, r.Text)
		}
		if rows := rowsOf(p.bot.store.(*Memory).states[p.chat].Flow.Answers[askVehicles]); len(rows) != 3 {
			t.Errorf("%d vehicles", len(rows))
		}
	})
	t.Run("booked", func(t *testing.T) {
		p, _ := booker(t)
		receipt := p.books(listOf(vins[:2]...))
		p.saysAll(again)
		r := p.send(Message{File: listOf(vins[:2]...)})
		if r.Missing[0] != askVehicles || !strings.Contains(r.Text, "受理号 "+receipt+"（待确认，2 台）") || !strings.Contains(r.Text, "清单现有 0 台") {
			t.Errorf("%v %q", r.Missing, r.Text)
		}
	})
	for answer, taken := range map[string]int{labelAgain: 2, "是": 2, labelSkip: 0, "不": 0} {
		t.Run("sent back, then "+answer, func(t *testing.T) {
			p, store := booker(t)
			receipt := p.books(listOf(vins[:2]...))
			rejects(t, store, receipt)
			p.saysAll(again)
			r := p.send(Message{File: listOf(vins[:2]...)})
			if !strings.Contains(r.Text, "受理号 "+receipt+"（已退回，2 台）") || !strings.HasSuffix(r.Text, promptAgain) || len(r.Options) != 3 {
				t.Fatalf("%q %v", r.Text, r.Options)
			}
			r = p.says(answer)
			if (r.Missing[0] == askClearedOn) != (taken > 0) {
				t.Errorf("%v %q", r.Missing, r.Text)
			}
			a := p.bot.store.(*Memory).states[p.chat].Flow.Answers
			if rows := rowsOf(a[askVehicles]); len(rows) != taken || a[knownHeld] != "" {
				t.Errorf("%d vehicles, held %q", len(rows), a[knownHeld])
			}
		})
	}
}

// U13: a file that a channel could not even fetch is told to be too large.
func TestU13TooLarge(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toVehicles())
	for _, size := range []int64{mostFile + 1, 20<<20 + 1} {
		if r := p.send(Message{File: &File{Name: "车辆.xlsx", Size: size, Ref: vins[0]}}); !strings.HasPrefix(r.Text, wordsFileTooLarge) || r.Missing[0] != askVehicles {
			t.Errorf("%d bytes: %q", size, r.Text)
		}
	}
	if want := fmt.Sprintf("不会超过 %d MB", mostFile>>20); !strings.Contains(wordsFileTooLarge, want) {
		t.Errorf("%q does not say %s", wordsFileTooLarge, want)
	}
}
