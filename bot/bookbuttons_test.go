package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/calendar"
)

// Buttons of bookings, B1 and B2; what concerns the channel is tested there.

// However often a booking is submitted, it is one, and whoever presses again is
// shown it.
func TestB1SubmittedTwice(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := ""
	for range 5 {
		r := p.presses(answerID(askConfirm, valueYes))
		if r.Booking == nil || receipt != "" && (r.Booking.Receipt != receipt || !strings.HasPrefix(r.Text, wordsPressedBefore)) {
			t.Fatalf("%q", r.Text)
		}
		receipt = r.Booking.Receipt
	}
	if batches, err := bookings.Batches(context.Background(), ownedBy(p.chat)); err != nil || len(batches) != 1 {
		t.Errorf("%+v %v", batches, err)
	}
}

// A button of a version that has moved on does nothing, and shows the batch as
// it is, with buttons that hold.
func TestB2OlderVersion(t *testing.T) {
	for _, verb := range []string{batchCancel, batchCancels, batchMove, batchAccept, batchDecline} {
		p, bookings := booker(t)
		p.saysAll(toConfirm(vins[0], vins[1]))
		receipt := p.says("确认提交").Booking.Receipt
		if _, err := bookings.Do(context.Background(), booking.Command{
			Key: "1", Actor: booking.Actor{Role: booking.Officer, ID: "o"}, Action: booking.Propose, At: noon, Receipt: receipt, Version: 1,
			To: &booking.SlotID{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 11, Day: 27}, Window: "09:00-12:00"},
		}); err != nil {
			t.Fatal(err)
		}
		r := p.presses(fmt.Sprint(choiceBatch, verb, ":", receipt, ":1"))
		if !strings.Contains(r.Text, wordsStale) || r.Booking == nil || r.Booking.Version != 2 || r.Booking.State != booking.MoveProposed {
			t.Errorf("%s: %q", verb, r.Text)
		}
		if r = p.presses(r.Options[0].ID); r.Booking == nil || r.Booking.State != booking.Confirmed {
			t.Errorf("%s, then the button of the new card: %q", verb, r.Text)
		}
	}
}
