package bookingtest

import (
	"errors"
	"slices"
	"time"

	"pgregory.net/rapid"

	"cheyi/booking"
)

func (w *walk) submit() {
	c := booking.Command{Actor: w.owner(), Action: booking.Submit}
	for range rapid.IntRange(1, 2).Draw(w.T, "requests") {
		q := Request(w.slot())
		q.Business = rapid.SampledFrom(booking.Businesses).Draw(w.T, "business")
		for range rapid.IntRange(1, 3).Draw(w.T, "vehicles") {
			q.Vehicles = append(q.Vehicles, booking.Vehicle{VIN: VIN(rapid.IntRange(0, 14).Draw(w.T, "vin"))})
		}
		c.Requests = append(c.Requests, q)
	}
	w.fresh(c)
}

var acts = []booking.Action{
	booking.Confirm, booking.Confirm, booking.Propose, booking.Propose, booking.Accept, booking.Accept, booking.Reject,
	booking.Decline, booking.Reschedule, booking.Cancel, booking.Complete, booking.MarkNoShow,
}

// act gives a command on a batch: mostly by who may, on the current version.
func (w *walk) act() {
	if len(w.seen.Batches) == 0 {
		return
	}
	b := rapid.SampledFrom(w.seen.Batches).Draw(w.T, "batch")
	c := booking.Command{Action: rapid.SampledFrom(acts).Draw(w.T, "action"), Receipt: b.Receipt, Version: b.Version}
	if rapid.IntRange(0, 9).Draw(w.T, "stale") == 9 {
		c.Version += rapid.SampledFrom([]int{-1, 1}).Draw(w.T, "off by")
	}
	c.Actor = exporter(b.Owner)
	switch rapid.IntRange(0, 9).Draw(w.T, "actor") {
	case 9:
		c.Actor = w.owner()
	case 8, 7, 6, 5:
		c.Actor = w.officer()
	default:
		if !slices.Contains([]booking.Action{booking.Accept, booking.Decline, booking.Reschedule, booking.Cancel}, c.Action) {
			c.Actor = w.officer()
		}
	}
	switch c.Action {
	case booking.Propose, booking.Reschedule:
		to := w.slot()
		c.To = &to
	case booking.Reject:
		c.Reason = "发票不清楚"
		if n := len(b.Vehicles); rapid.Bool().Draw(w.T, "some") {
			c.VINs = []string{b.Vehicles[rapid.IntRange(0, n-1).Draw(w.T, "which")].VIN}
		}
	}
	w.fresh(c)
}

// wait lets time pass; sometimes the clock is set back, or is ahead by far.
func (w *walk) wait() {
	w.now = w.now.Add(rapid.SampledFrom([]time.Duration{
		time.Minute, time.Hour, 5 * time.Hour, 17 * time.Hour, 24 * time.Hour, -time.Hour, -26 * time.Hour, 40 * 24 * time.Hour,
	}[:rapid.SampledFrom([]int{7, 7, 7, 7, 7, 7, 7, 8}).Draw(w.T, "leap")]).Draw(w.T, "for"))
	if limit := Monday.AddDate(0, 0, 40); w.now.After(limit) || w.now.Before(Monday) {
		w.now = limit.AddDate(0, 0, -35)
	}
}

// ring gives the commands of the timers that are due.
func (w *walk) ring() {
	due, err := w.store.Due(w.Context(), w.now, rapid.IntRange(1, 5).Draw(w.T, "most"))
	if err != nil {
		w.Fatal(err)
	}
	for i, t := range due {
		if t.Due.After(w.now) || i > 0 && t.Due.Before(due[i-1].Due) {
			w.Fatalf("due at %s: %+v", w.now, due)
		}
		w.ringOne(t)
		if slices.ContainsFunc(w.seen.Timers, func(left booking.Timer) bool { return text(left) == text(t) }) {
			w.Fatalf("%+v is still there", t)
		}
	}
}

func (w *walk) ringOne(t booking.Timer) {
	told := len(w.seen.Notices)
	if _, err := w.do(t.Command(w.now)); err != nil {
		w.Fatalf("%+v: %v", t, err)
	}
	b, _ := w.seen.batch(t.Receipt)
	for _, n := range w.seen.Notices[told:] {
		if n.Kind != "reminder" {
			continue
		}
		key := text([]any{t.Receipt, b.Slot, t.Kind, b.Made})
		if w.reminded[key]++; w.reminded[key] > 1 && !w.movedBack(b) {
			w.Fatalf("I7: reminded again: %+v of %+v", t, b)
		}
	}
}

// movedBack reports whether a batch has left its window and come back to it:
// then its reminders begin anew.
func (w *walk) movedBack(b booking.Batch) bool {
	return slices.ContainsFunc(w.seen.Entries, func(e booking.Entry) bool {
		return e.Receipt == b.Receipt && (e.Action == booking.Reschedule || e.Action == booking.Accept)
	})
}

// ringWrongly gives the command of a timer that is not due, or of a version
// that is over: nothing happens.
func (w *walk) ringWrongly() {
	if len(w.seen.Timers) == 0 {
		return
	}
	t := rapid.SampledFrom(w.seen.Timers).Draw(w.T, "timer")
	c := t.Command(w.now)
	if !t.Due.After(w.now) {
		c.Version--
	}
	before := w.seen
	if _, err := w.do(c); err != nil || !same(before, w.seen) {
		w.Fatalf("%s at %s, %v, changed\n%s\ninto\n%s", text(c), w.now, err, text(before), text(w.seen))
	}
}

func (w *walk) setSlot() {
	s := rapid.SampledFrom(w.seen.Slots).Draw(w.T, "slot")
	c := booking.Command{Actor: w.officer(), Action: booking.SetSlot, Slot: s.SlotID, Version: s.Version}
	c.Capacity = rapid.IntRange(-1, 6).Draw(w.T, "capacity")
	c.Open = rapid.IntRange(0, 3).Draw(w.T, "open") > 0
	w.fresh(c)
}

// again gives a command that was done: I5.
func (w *walk) again() {
	if len(w.given) == 0 {
		return
	}
	g := rapid.SampledFrom(w.given).Draw(w.T, "given")
	before := w.seen
	r, err := w.do(g.c)
	if err != nil || !same(before, w.seen) {
		w.Fatalf("I5: %s came again, %v, and changed\n%s\ninto\n%s", text(g.c), err, text(before), text(w.seen))
	}
	if len(r.Batches) != len(g.r.Batches) {
		w.Fatalf("I5: %s led to\n%s\nand again to\n%s", text(g.c), text(g.r), text(r))
	}
	for i, b := range r.Batches {
		if b.Receipt != g.r.Batches[i].Receipt {
			w.Fatalf("I5: %s led to %s, and again to %s", text(g.c), g.r.Batches[i].Receipt, b.Receipt)
		}
	}
}

// almost gives other content under the key of a command that was done: I5.
func (w *walk) almost() {
	if len(w.given) == 0 {
		return
	}
	c := rapid.SampledFrom(w.given).Draw(w.T, "given").c
	c.Reason += "。"
	if _, err := w.do(c); !errors.Is(err, booking.ErrConflict) {
		w.Fatalf("I5: other content under one key: %v", err)
	}
}

func (w *walk) told() {
	if len(w.seen.Notices) == 0 {
		return
	}
	n := rapid.SampledFrom(w.seen.Notices).Draw(w.T, "notice")
	if err := w.store.Told(w.Context(), n.Seq); err != nil {
		w.Fatal(err)
	}
	w.seen.Notices = slices.DeleteFunc(slices.Clone(w.seen.Notices), func(left booking.Notice) bool { return left.Seq == n.Seq })
	if now := look(w, w.store, daysSeen); !same(now, w.seen) {
		w.Fatalf("after notice %d was told:\n%s\nwant\n%s", n.Seq, text(now), text(w.seen))
	}
}

// erase removes an owner's personal data; nothing of it is left to be seen.
func (w *walk) erase() {
	if rapid.IntRange(0, 3).Draw(w.T, "really") > 0 {
		return
	}
	who := w.owner()
	w.fresh(booking.Command{Actor: who, Action: booking.EraseOwner})
	for _, b := range w.seen.Batches {
		if b.Owner == who.ID {
			w.Fatalf("erased, but there is %s", text(b))
		}
		if b.Owner == "" && (b.Enterprise != booking.Enterprise{} || b.Contact != booking.Contact{} || b.State.Live() || b.Vehicles[0].VIN != "") {
			w.Fatalf("erased, but there is left of it %s", text(b))
		}
	}
}

// crash ends the process, so to say: what was acknowledged is still there.
func (w *walk) crash() {
	if w.subject.Crash == nil {
		return
	}
	w.store = w.subject.Crash(w.t, w.store)
	if now := look(w, w.store, daysSeen); !same(now, w.seen) {
		w.Fatalf("after a crash:\n%s\nbefore it\n%s", text(now), text(w.seen))
	}
}
