package booking_test

import (
	"regexp"
	"slices"
	"testing"

	"cheyi/booking"
)

func TestSubmit(t *testing.T) {
	d := newDesk(t)
	q := request(window("2026-11-30", forenoon), vins(1, 2)...)
	q.Vehicles[0].State, q.Vehicles[0].Note = booking.VehicleReturned, "我说了算"
	b := d.submitted(ma, q)
	if b.State != booking.Pending || b.Version != 1 || b.Owner != ma.ID || b.Count() != 2 || b.Vehicles[0].Note != "" || !b.Made.Equal(monday) {
		t.Errorf("%+v", b)
	}
	if kept := d.batch(b.Receipt); kept.Enterprise != q.Enterprise || kept.Contact != q.Contact || kept.Vehicles[0].Place != "呼和浩特" {
		t.Errorf("%+v", kept)
	}
	if n := d.used(b.Slot); n != 2 {
		t.Errorf("%d places are taken", n)
	}
	if news := d.news(); !slices.Equal(news, []string{"submitted office:north"}) {
		t.Error(news)
	}
}

// What cannot be submitted, and why; nothing of it is left.
func TestSubmitRefused(t *testing.T) {
	ok := window("2026-11-30", forenoon)
	change := func(f func(*booking.Request)) booking.Request {
		q := request(ok, vin(1))
		f(&q)
		return q
	}
	tests := []struct {
		name string
		now  string
		q    booking.Request
		want error
	}{
		{"a window that begins now", "2026-11-30 09:00", request(ok, vin(1)), booking.ErrClosed},
		{"a day that is over", "2026-12-01 08:00", request(ok, vin(1)), booking.ErrClosed},
		{"a Sunday", "", request(window("2026-11-29", forenoon), vin(1)), booking.ErrClosed},
		{"too far ahead", "", request(window("2027-02-02", forenoon), vin(1)), booking.ErrClosed},
		{"a day of no known year", "2028-12-28 09:00", request(window("2029-01-04", forenoon), vin(1)), booking.ErrClosed},
		{"more than fit", "", request(ok, vins(1, 6)...), booking.ErrFull},
		{"an office that is not", "", request(booking.SlotID{Office: "west", Date: ok.Date, Window: forenoon}, vin(1)), booking.ErrUnknown},
		{"a window that is not", "", request(window("2026-11-30", "09:00-12:01"), vin(1)), booking.ErrUnknown},
		{"no vehicles", "", request(ok), booking.ErrInvalid},
		{"the same vehicle twice", "", request(ok, vin(1), vin(2), vin(1)), booking.ErrInvalid},
		{"a VIN too short", "", request(ok, "LZZ5CLSB8NA00001"), booking.ErrInvalid},
		{"a VIN with a letter O", "", request(ok, "LZZ5CLSB8NAO00001"), booking.ErrInvalid},
		{"no such business", "", change(func(q *booking.Request) { q.Business = "报废" }), booking.ErrInvalid},
		{"no enterprise", "", change(func(q *booking.Request) { q.Enterprise.Name = "" }), booking.ErrInvalid},
		{"no code of it", "", change(func(q *booking.Request) { q.Enterprise.USCC = "" }), booking.ErrInvalid},
		{"no contact", "", change(func(q *booking.Request) { q.Contact.Name = "" }), booking.ErrInvalid},
		{"no phone", "", change(func(q *booking.Request) { q.Contact.Phone = "" }), booking.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			if tt.now != "" {
				d.now = at(tt.now)
			}
			_, err := d.submit(ma, tt.q)
			refusal(t, err, tt.want)
			if all, _ := d.Batches(t.Context(), booking.Filter{}); len(all) > 0 || d.news() != nil {
				t.Errorf("left: %+v", all)
			}
		})
	}
}

// The last minute before a window begins is early enough; the day before is
// not where the office asks for more.
func TestSubmitInTime(t *testing.T) {
	for now, want := range map[string]error{
		"2026-11-30 08:59": nil, "2026-11-30 09:00": booking.ErrClosed, "2026-10-02 09:00": nil, "2026-09-30 09:00": booking.ErrClosed,
	} {
		d := newDesk(t)
		d.now = at(now)
		_, err := d.submit(ma, request(window("2026-11-30", forenoon), vin(1)))
		if want == nil && err != nil {
			t.Errorf("%s: %v", now, err)
		} else if want != nil {
			refusal(t, err, want)
		}
	}
	o, faults := booking.ExampleOffices(years(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	id := booking.SlotID{Office: "hohhot", Date: day("2026-11-30"), Window: forenoon}
	if o.InTime(id, at("2026-11-30 08:00")) || !o.InTime(id, at("2026-11-29 23:59")) {
		t.Error("one day ahead, at least")
	}
}

// A batch that does not fit one window is split over several, all or none.
func TestSubmitSplit(t *testing.T) {
	d := newDesk(t)
	first, second := window("2026-11-30", forenoon), window("2026-11-30", afternoon)
	r, err := d.give(booking.Command{Actor: ma, Action: booking.Submit, Requests: []booking.Request{
		request(first, vins(1, 5)...), request(second, vins(6, 3)...),
	}})
	if err != nil || len(r.Batches) != 2 || r.Batches[0].Receipt == r.Batches[1].Receipt || d.used(first) != 5 || d.used(second) != 3 {
		t.Fatalf("%v %+v", err, r)
	}
	third, fourth := window("2026-12-01", forenoon), window("2026-12-01", afternoon)
	_, err = d.give(booking.Command{Actor: ma, Action: booking.Submit, Requests: []booking.Request{
		request(third, vins(11, 5)...), request(fourth, vins(16, 4)...),
	}})
	if r := refusal(t, err, booking.ErrFull); r.Slot == nil || r.Slot.SlotID != fourth || r.Slot.Free() != 3 {
		t.Errorf("%+v", r.Slot)
	}
	if d.used(third) != 0 {
		t.Error("half of a split was kept")
	}
	// Two requests for one window share its places.
	_, err = d.give(booking.Command{Actor: ma, Action: booking.Submit, Requests: []booking.Request{
		request(third, vins(11, 3)...), request(third, vins(14, 3)...),
	}})
	refusal(t, err, booking.ErrFull)
}

// A vehicle has one live batch per business. Whose it is, only its owner hears.
func TestSubmitTaken(t *testing.T) {
	d := newDesk(t)
	b := d.submitted(ma, request(window("2026-11-30", forenoon), vins(1, 3)...))
	_, err := d.submit(ma, request(window("2026-12-01", forenoon), vin(3), vin(4), vin(1)))
	if r := refusal(t, err, booking.ErrTaken); !slices.Equal(r.VINs, []string{vin(3), vin(1)}) || r.Receipt != b.Receipt {
		t.Errorf("%+v", r)
	}
	_, err = d.submit(bo, request(window("2026-12-01", forenoon), vin(2)))
	if r := refusal(t, err, booking.ErrTaken); !slices.Equal(r.VINs, []string{vin(2)}) || r.Receipt != "" {
		t.Errorf("%+v", r)
	}
	other := request(window("2026-12-01", forenoon), vin(1))
	other.Business = booking.Deregistration
	d.submitted(bo, other)

	d.acted(li, booking.Reject, b.Receipt, booking.Command{VINs: []string{vin(2)}, Reason: "发票不清楚"})
	d.submitted(ma, request(window("2026-12-01", forenoon), vin(2)))
	d.acted(ma, booking.Cancel, b.Receipt, booking.Command{})
	d.submitted(bo, request(window("2026-12-01", forenoon), vin(1)))
}

func TestReceipt(t *testing.T) {
	form := regexp.MustCompile(`^[CDFGHJKMNPQRTVWXY][23456789CDFGHJKMNPQRTVWXY]{7}$`)
	seen := map[string]bool{}
	for i := range 2000 {
		d := newDesk(t)
		d.keys = i
		b := d.submitted(ma, request(window("2026-11-30", forenoon), vin(1)))
		if !form.MatchString(b.Receipt) || seen[b.Receipt] {
			t.Fatalf("%q", b.Receipt)
		}
		seen[b.Receipt] = true
	}
	one, two := newDesk(t), newDesk(t)
	q := request(window("2026-11-30", forenoon), vin(1))
	if a, b := one.submitted(ma, q), two.submitted(bo, q); a.Receipt == b.Receipt {
		t.Error("two senders got one receipt by the same key")
	}
}
