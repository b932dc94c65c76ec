package booking_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cheyi/booking"
)

// After an erasure nothing that a store keeps says whose a batch was; what was
// done, the audit trail still tells. Live batches end first.
func TestErase(t *testing.T) {
	d := newDesk(t)
	live := d.submitted(ma, request(window("2026-11-30", forenoon), vins(1, 2)...))
	over := d.submitted(ma, request(window("2026-12-01", forenoon), vin(3)))
	over = d.acted(ma, booking.Cancel, over.Receipt, booking.Command{Reason: "张某说车卖了"})
	others := d.submitted(bo, request(window("2026-12-01", forenoon), vin(4)))
	d.news()

	r, err := d.give(booking.Command{Actor: ma, Action: booking.EraseOwner})
	if err != nil || len(r.Batches) != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	if b := d.batch(live.Receipt); b.State != booking.Cancelled || b.Version != 3 || len(b.Vehicles) != 2 || d.used(live.Slot) != 0 {
		t.Errorf("%+v", b)
	}
	if b := d.batch(others.Receipt); b.Version != 1 || b.Contact.Phone == "" {
		t.Errorf("another's: %+v", b)
	}
	if news := d.news(); !slices.Equal(news, []string{"cancelled office:north"}) {
		t.Error(news)
	}
	for _, receipt := range []string{live.Receipt, over.Receipt} {
		trail, _ := d.Audit(t.Context(), receipt)
		out, _ := json.Marshal([]any{d.batch(receipt), trail})
		for _, personal := range []string{ma.ID, "张某", "13800138000", "某某汽车", "91150100", "蒙A12345", "LZZ5CLSB", "呼和浩特"} {
			if strings.Contains(string(out), personal) {
				t.Errorf("%s is left in %s", personal, out)
			}
		}
		if last := trail[len(trail)-1]; last.Action != booking.EraseOwner || trail[0].Action != booking.Submit || trail[0].Places == 0 {
			t.Errorf("%+v", trail)
		}
	}
	// The vehicles are free again, and the next erasure finds nothing.
	d.submitted(bo, request(window("2026-12-02", forenoon), vins(1, 2)...))
	if r, err := d.give(booking.Command{Actor: ma, Action: booking.EraseOwner}); err != nil || len(r.Batches) > 0 {
		t.Errorf("%v %+v", err, r)
	}
}

// What is kept of a result, so that its key is known again, holds no personal
// data: it would outlive the erasure there.
func TestKeptResult(t *testing.T) {
	m := booking.NewMemory(bookingOffices)
	c := booking.Command{Key: "k", Actor: ma, Action: booking.Submit, At: monday, Requests: []booking.Request{request(window("2026-11-30", forenoon), vin(1))}}
	err := m.Update(func(tx booking.Tx) error {
		spy := &spyTx{Tx: tx}
		_, err := booking.Do(spy, bookingOffices, c)
		for _, personal := range []string{ma.ID, "张某", "13800138000", "LZZ5CLSB"} {
			if strings.Contains(spy.kept, personal) {
				t.Errorf("%s is in %s", personal, spy.kept)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Personal data go some days after a batch has ended, by themselves.
func TestRetention(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-25", forenoon), vin(1)))
	d.acted(li, booking.Confirm, b.Receipt, booking.Command{})
	d.now = at("2026-11-25 11:00")
	b = d.acted(li, booking.Complete, b.Receipt, booking.Command{})
	d.now = at("2026-12-25 23:59")
	d.ring()
	if now := d.batch(b.Receipt); now.Owner == "" || now.Version != b.Version {
		t.Errorf("too early: %+v", now)
	}
	d.now = at("2026-12-26 00:00")
	d.ring()
	now := d.batch(b.Receipt)
	if now.Owner != "" || now.Contact != (booking.Contact{}) || now.State != booking.Completed || now.Version != b.Version+1 {
		t.Errorf("%+v", now)
	}
	if due, _ := d.Due(t.Context(), at("2036-01-01 00:00"), 10); len(due) > 0 {
		t.Errorf("%+v", due)
	}
}

// A confirmed batch of which no officer has said what became of it does not
// keep personal data for ever.
func TestRetentionOfForgotten(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-25", forenoon), vin(1)))
	d.acted(li, booking.Confirm, b.Receipt, booking.Command{})
	d.now = at("2026-12-26 09:00")
	d.ring()
	if now := d.batch(b.Receipt); now.Owner != "" || now.State != booking.Cancelled || d.used(b.Slot) != 0 {
		t.Errorf("%+v", now)
	}
}
