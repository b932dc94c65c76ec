package booking_test

import (
	"encoding/json"
	"slices"
	"testing"

	"cheyi/booking"
)

// The same key does its command once; with other content it is refused, and
// keys of others do not matter.
func TestSameKey(t *testing.T) {
	d := newDesk(t)
	c := booking.Command{Key: "1", Actor: ma, Action: booking.Submit, Requests: []booking.Request{request(window("2026-11-30", forenoon), vin(1))}}
	first, err := d.give(c)
	if err != nil {
		t.Fatal(err)
	}
	d.now = d.now.AddDate(1, 0, 0) // a retry of a submission that is long over
	again, err := d.give(c)
	if err != nil || again.Batches[0].Receipt != first.Batches[0].Receipt || again.Batches[0].Contact != first.Batches[0].Contact || d.used(first.Batches[0].Slot) != 1 {
		t.Errorf("%v %+v", err, again)
	}
	c.Requests[0].Contact.Phone = "13800138001"
	_, err = d.give(c)
	refusal(t, err, booking.ErrConflict)

	d.now = monday
	d.acted(li, booking.Cancel, first.Batches[0].Receipt, booking.Command{})
	c.Requests[0].Contact.Phone = "13800138000"
	if again, err := d.give(c); err != nil || again.Batches[0].State != booking.Cancelled {
		t.Errorf("shown as it is by now: %v %+v", err, again)
	}
	c.Actor = bo
	if other, err := d.give(c); err != nil || other.Batches[0].Receipt == first.Batches[0].Receipt {
		t.Errorf("another's key: %v %+v", err, other)
	}
}

// A refused command is not remembered: it may work later.
func TestSameKeyAfterRefusal(t *testing.T) {
	d := newDesk(t)
	full := d.submitted(ma, request(window("2026-11-30", forenoon), vins(1, 5)...))
	c := booking.Command{Key: "again", Actor: bo, Action: booking.Submit, Requests: []booking.Request{request(window("2026-11-30", forenoon), vin(9))}}
	_, err := d.give(c)
	refusal(t, err, booking.ErrFull)
	d.acted(ma, booking.Cancel, full.Receipt, booking.Command{})
	if _, err := d.give(c); err != nil {
		t.Error(err)
	}
}

// Who may do what. An exporter hears of others' batches what it hears of none.
func TestActors(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-30", forenoon), vin(1)))
	north, south := li, li
	north.Offices, south.Offices = []string{"north"}, []string{"south"}
	to := window("2026-12-01", forenoon)
	away := booking.SlotID{Office: "south", Date: day("2026-12-03"), Window: "10:00-12:00"}
	tests := []struct {
		name string
		who  booking.Actor
		a    booking.Action
		c    booking.Command
		want error
	}{
		{"exporter confirms", ma, booking.Confirm, booking.Command{}, booking.ErrDenied},
		{"exporter rejects", ma, booking.Reject, booking.Command{Reason: "?"}, booking.ErrDenied},
		{"exporter proposes", ma, booking.Propose, booking.Command{To: &to}, booking.ErrDenied},
		{"exporter completes", ma, booking.Complete, booking.Command{}, booking.ErrDenied},
		{"exporter expires", ma, booking.Expire, booking.Command{Kind: booking.TimerDayOver}, booking.ErrDenied},
		{"exporter sets a window", ma, booking.SetSlot, booking.Command{Slot: to}, booking.ErrDenied},
		{"officer accepts", li, booking.Accept, booking.Command{}, booking.ErrDenied},
		{"officer moves on its own", li, booking.Reschedule, booking.Command{To: &to}, booking.ErrDenied},
		{"officer erases", li, booking.EraseOwner, booking.Command{}, booking.ErrDenied},
		{"clock confirms", booking.Actor{Role: booking.Clock}, booking.Confirm, booking.Command{}, booking.ErrDenied},
		{"nobody", booking.Actor{}, booking.Cancel, booking.Command{}, booking.ErrDenied},
		{"exporter without a name", booking.Actor{Role: booking.Exporter}, booking.Cancel, booking.Command{}, booking.ErrInvalid},
		{"another exporter cancels", bo, booking.Cancel, booking.Command{}, booking.ErrUnknown},
		{"another exporter moves", bo, booking.Reschedule, booking.Command{To: &to}, booking.ErrUnknown},
		{"another office's officer", south, booking.Confirm, booking.Command{}, booking.ErrDenied},
		{"officer offers another's window", north, booking.Propose, booking.Command{To: &away}, booking.ErrDenied},
		{"officer sets another's window", north, booking.SetSlot, booking.Command{Slot: away}, booking.ErrDenied},
		{"no such action", li, "burn", booking.Command{}, booking.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := d.act(tt.who, tt.a, b.Receipt, tt.c)
			refusal(t, err, tt.want)
			if now := d.batch(b.Receipt); now.Version != 1 {
				t.Errorf("%+v", now)
			}
		})
	}
	_, err := d.give(booking.Command{Actor: bo, Action: booking.Cancel, Receipt: "CCCC2222", Version: 1})
	refusal(t, err, booking.ErrUnknown)
	d.acted(north, booking.Confirm, b.Receipt, booking.Command{})
}

// What a step needs, besides the state.
func TestStepRefused(t *testing.T) {
	here, past := window("2026-11-30", forenoon), window("2026-11-23", forenoon)
	far, full := window("2027-03-01", forenoon), window("2026-12-01", forenoon)
	tests := []struct {
		name string
		who  booking.Actor
		a    booking.Action
		c    booking.Command
		want error
	}{
		{"reject without a reason", li, booking.Reject, booking.Command{}, booking.ErrInvalid},
		{"reject a stranger", li, booking.Reject, booking.Command{Reason: "?", VINs: []string{vin(9)}}, booking.ErrInvalid},
		{"reject one twice", li, booking.Reject, booking.Command{Reason: "?", VINs: []string{vin(1), vin(1)}}, booking.ErrInvalid},
		{"propose nothing", li, booking.Propose, booking.Command{}, booking.ErrInvalid},
		{"propose where it is", li, booking.Propose, booking.Command{To: &here}, booking.ErrInvalid},
		{"propose the past", li, booking.Propose, booking.Command{To: &past}, booking.ErrClosed},
		{"propose a full window", li, booking.Propose, booking.Command{To: &full}, booking.ErrFull},
		{"move to the past", ma, booking.Reschedule, booking.Command{To: &past}, booking.ErrClosed},
		{"move too far ahead", ma, booking.Reschedule, booking.Command{To: &far}, booking.ErrClosed},
		{"move to a full window", ma, booking.Reschedule, booking.Command{To: &full}, booking.ErrFull},
		{"complete before the day", li, booking.Complete, booking.Command{}, booking.ErrState},
		{"no show before the window", li, booking.MarkNoShow, booking.Command{}, booking.ErrState},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.submitted(bo, request(full, vins(50, 5)...))
			b := d.submitted(ma, request(here, vins(1, 2)...))
			b = d.acted(li, booking.Confirm, b.Receipt, booking.Command{})
			_, err := d.act(tt.who, tt.a, b.Receipt, tt.c)
			refusal(t, err, tt.want)
			if now := d.batch(b.Receipt); now.Version != b.Version || d.used(here) != 2 || d.used(full) != 5 {
				t.Errorf("%+v", now)
			}
		})
	}
}

// B8: two officers act on one version; the second learns what is current.
func TestConfirmByVersion(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-30", forenoon), vin(1)))
	d.acted(li, booking.Confirm, b.Receipt, booking.Command{})
	_, err := d.give(booking.Command{Actor: booking.Actor{Role: booking.Officer, ID: "王警官"}, Action: booking.Cancel, Receipt: b.Receipt, Version: b.Version})
	r := refusal(t, err, booking.ErrStale)
	if r.Batch == nil || r.Batch.State != booking.Confirmed || r.Batch.Version != 2 {
		t.Errorf("%+v", r.Batch)
	}
	trail, _ := d.Audit(t.Context(), b.Receipt)
	if last := trail[len(trail)-1]; last.Actor.ID != li.ID || last.To != booking.Confirmed || !last.At.Equal(monday) {
		t.Errorf("%+v", last)
	}
}

func TestRejectRows(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-30", forenoon), vins(1, 5)...))
	d.news()
	b = d.acted(li, booking.Reject, b.Receipt, booking.Command{VINs: vins(2, 3), Reason: "未解除抵押"})
	if b.State != booking.Pending || b.Count() != 2 || b.Vehicles[1].State != booking.VehicleReturned || b.Vehicles[1].Note != "未解除抵押" || d.used(b.Slot) != 2 {
		t.Errorf("%+v", b)
	}
	b = d.acted(li, booking.Reject, b.Receipt, booking.Command{VINs: []string{vin(1), vin(5)}, Reason: "发票不清楚"})
	if b.State != booking.Rejected || b.Vehicles[0].Note != "发票不清楚" || b.Vehicles[1].Note != "未解除抵押" || d.used(b.Slot) != 0 {
		t.Errorf("%+v", b)
	}
	if news := d.news(); !slices.Equal(news, []string{"returned web:ma", "rejected web:ma"}) {
		t.Error(news)
	}
}

// A proposal holds both places until it is answered.
func TestPropose(t *testing.T) {
	for _, answer := range []booking.Action{booking.Accept, booking.Decline, booking.Cancel, booking.Expire} {
		t.Run(string(answer), func(t *testing.T) {
			d := newDesk(t)
			here, there := window("2026-11-30", forenoon), window("2026-12-01", forenoon)
			b := d.submitted(ma, request(here, vins(1, 2)...))
			d.news()
			b = d.acted(li, booking.Propose, b.Receipt, booking.Command{To: &there, Reason: "设备检修"})
			if b.State != booking.MoveProposed || *b.Proposed != there || b.Reason != "设备检修" || d.used(here) != 2 || d.used(there) != 2 {
				t.Fatalf("%+v", b)
			}
			if answer == booking.Expire {
				d.now = b.Until
				_, err := d.act(ma, booking.Accept, b.Receipt, booking.Command{})
				refusal(t, err, booking.ErrState) // over, though no timer has rung yet
				d.ring()
			} else {
				d.acted(ma, answer, b.Receipt, booking.Command{})
			}
			b = d.batch(b.Receipt)
			want := map[booking.Action]struct {
				state       booking.State
				slot        booking.SlotID
				here, there int
				news        []string
			}{
				booking.Accept:  {booking.Confirmed, there, 0, 2, []string{"proposed web:ma", "moved office:north"}},
				booking.Decline: {booking.Pending, here, 2, 0, []string{"proposed web:ma", "declined office:north"}},
				booking.Cancel:  {booking.Cancelled, here, 0, 0, []string{"proposed web:ma", "cancelled office:north"}},
				booking.Expire:  {booking.Pending, here, 2, 0, []string{"proposed web:ma", "expired web:ma", "expired office:north"}},
			}[answer]
			if b.State != want.state || b.Slot != want.slot || b.Proposed != nil || !b.Until.IsZero() || d.used(here) != want.here || d.used(there) != want.there {
				t.Errorf("%+v, %d here, %d there", b, d.used(here), d.used(there))
			}
			if news := d.news(); !slices.Equal(news, want.news) {
				t.Errorf("%q, want %q", news, want.news)
			}
		})
	}
}

// Capacity below what is used costs nobody the place, and lets nobody in.
func TestSetSlot(t *testing.T) {
	d := newDesk(t)
	id := window("2026-11-30", forenoon)
	b := d.submitted(ma, request(id, vins(1, 4)...))
	set := func(version, capacity int, open bool) (booking.Result, error) {
		return d.give(booking.Command{Actor: li, Action: booking.SetSlot, Slot: id, Version: version, Capacity: capacity, Open: open})
	}
	r, err := set(0, 2, true)
	if err != nil || *r.Slot != (booking.Slot{SlotID: id, Capacity: 2, Used: 4, Open: true, Version: 1}) || r.Slot.Free() != 0 {
		t.Fatalf("%v %+v", err, r.Slot)
	}
	_, err = set(0, 9, true)
	if r := refusal(t, err, booking.ErrStale); r.Slot == nil || r.Slot.Version != 1 {
		t.Errorf("%+v", r.Slot)
	}
	_, err = set(1, -1, true)
	refusal(t, err, booking.ErrInvalid)
	_, err = d.submit(bo, request(id, vin(9)))
	refusal(t, err, booking.ErrFull)
	d.acted(li, booking.Confirm, b.Receipt, booking.Command{})
	if _, err := set(1, 9, false); err != nil {
		t.Fatal(err)
	}
	_, err = d.submit(bo, request(id, vin(9)))
	refusal(t, err, booking.ErrClosed)
	if trail, _ := d.Audit(t.Context(), ""); trail[1].Set == nil || trail[1].Set.Capacity != 2 || trail[1].Actor.ID != li.ID {
		t.Errorf("%+v", trail[1])
	}
	// A Sunday that an officer has opened is open.
	id = window("2026-11-29", forenoon)
	if _, err := set(0, 1, true); err != nil {
		t.Fatal(err)
	}
	d.submitted(bo, request(id, vin(9)))
}

// A transaction goes on after a refusal as if the command had not been given,
// and one that fails takes back what was done in it.
func TestUpdate(t *testing.T) {
	d := newDesk(t)
	state := func() string {
		batches, _ := d.Batches(t.Context(), booking.Filter{})
		notices, _ := d.Notices(t.Context(), 100)
		trail, _ := d.Audit(t.Context(), "")
		due, _ := d.Due(t.Context(), monday.AddDate(5, 0, 0), 100)
		out, _ := json.Marshal([]any{batches, notices, trail, due, d.used(window("2026-11-30", forenoon))})
		return string(out)
	}
	b := d.submitted(ma, request(window("2026-11-30", forenoon), vins(1, 4)...))
	before := state()
	err := d.Update(func(tx booking.Tx) error {
		c := booking.Command{Key: "a", Actor: ma, Action: booking.Cancel, At: monday, Receipt: b.Receipt, Version: b.Version}
		if _, err := booking.Do(tx, bookingOffices, c); err != nil {
			t.Error(err)
		}
		return errDisk
	})
	if err != errDisk || state() != before {
		t.Errorf("%v\n%s\nbefore\n%s", err, state(), before)
	}
	err = d.Update(func(tx booking.Tx) error {
		c := booking.Command{Key: "b", Actor: ma, Action: booking.Submit, At: monday, Requests: []booking.Request{
			request(window("2026-12-01", forenoon), vin(7)), request(window("2026-11-30", forenoon), vins(8, 2)...),
		}}
		_, err := booking.Do(tx, bookingOffices, c)
		refusal(t, err, booking.ErrFull)
		return nil
	})
	if err != nil || state() != before {
		t.Errorf("%v\n%s\nbefore\n%s", err, state(), before)
	}
}
