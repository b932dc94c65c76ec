package booking

import (
	"fmt"
	"slices"
	"time"

	"cheyi/calendar"
)

// Command is the command to give when the timer is due.
func (t Timer) Command(now time.Time) Command {
	action := Expire
	if slices.Contains(reminders, t.Kind) {
		action = Remind
	}
	return Command{
		Key: fmt.Sprint(t.Receipt, " ", t.Version, " ", t.Kind), Actor: Actor{Role: Clock}, Action: action, At: now,
		Receipt: t.Receipt, Version: t.Version, Kind: t.Kind,
	}
}

// reminders are in the order in which they are due. Batch.Reminded counts them.
var reminders = []string{TimerThreeDays, TimerOneDay, TimerTwoHours}

// tick does what a timer is for. A timer that is not of this version of the
// batch, or not due by what the offices say now, does nothing but have the
// batch's timers written anew: so whatever the clock does and however often a
// timer fires, nothing happens early, late or twice.
func (d *draft) tick() (Result, error) {
	b, err := d.batch(d.c.Receipt)
	if err != nil {
		return Result{}, err
	}
	timers := d.offices.timers(b)
	i := slices.IndexFunc(timers, func(t Timer) bool { return t.Kind == d.c.Kind && t.Version == d.c.Version })
	if i < 0 || timers[i].Due.After(d.c.At) {
		d.put(b)
		return Result{Batches: []Batch{b}}, nil
	}
	if slices.Contains(reminders, d.c.Kind) {
		d.remind(&b)
	} else if err := d.expire(&b); err != nil {
		return Result{}, err
	}
	return Result{Batches: []Batch{b}}, nil
}

// remind tells the exporter, unless a later reminder is due as well or the
// window has begun: then it is too late for this one.
func (d *draft) remind(b *Batch) {
	b.Reminded = 1 + slices.Index(reminders, d.c.Kind)
	if d.offices.passed(*b, d.c.At) <= b.Reminded && d.c.At.Before(b.Slot.Begins()) {
		d.tell(*b, b.Owner, "reminder")
	}
	d.put(*b)
}

func (d *draft) expire(b *Batch) error {
	if d.c.Kind == TimerRetention {
		return d.forget(b, Expire)
	}
	from := b.State
	b.Version++
	if d.c.Kind == TimerOffer {
		if err := d.goBack(b); err != nil {
			return err
		}
	} else {
		if err := d.leave(b); err != nil {
			return err
		}
		b.State = Expired
	}
	d.tell(*b, b.Owner, "expired")
	d.tellOffices(*b, "expired", b.Slot)
	d.save(b, from, Expire)
	return nil
}

// timers are what waits for a batch. They follow from the batch alone, never
// from what time it is.
func (o Offices) timers(b Batch) []Timer {
	var timers []Timer
	add := func(kind string, due time.Time) {
		timers = append(timers, Timer{Due: due, Kind: kind, Receipt: b.Receipt, Version: b.Version})
	}
	switch b.State {
	case Confirmed:
		for i, due := range o.reminderTimes(b.Slot) {
			if i >= b.Reminded && !due.IsZero() {
				add(reminders[i], due)
			}
		}
	case MoveProposed:
		add(TimerOffer, b.Until)
	case Pending:
		add(TimerDayOver, midnight(b.Slot.Date.Add(1)))
	}
	if b.Owner != "" {
		last := b.Slot.Date
		if day := calendar.DayOf(b.Changed); last.Before(day) {
			last = day
		}
		add(TimerRetention, midnight(last.Add(1+o.RetentionDays)))
	}
	return timers
}

// passed is how many reminders are over at a time.
func (o Offices) passed(b Batch, now time.Time) int {
	n := 0
	for i, due := range o.reminderTimes(b.Slot) {
		if !due.IsZero() && !due.After(now) {
			n = i + 1
		}
	}
	return n
}
