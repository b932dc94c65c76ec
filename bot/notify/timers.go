package notify

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"cheyi/booking"
	"cheyi/bot"
)

const (
	// lookEvery is how often timers are looked for.
	lookEvery = 15 * time.Second
	// noteEvery is how often the time is noted, for the next start.
	noteEvery = time.Minute
	// setBack is how far a clock may go back without our waiting for it.
	setBack = 2 * time.Minute
	// longestWait is how long a clock that was set back is waited for.
	longestWait = time.Hour
	// setForward is from where a step of the clock may be a mistake.
	setForward = 30 * time.Minute
	// atOnce is how many timers are read at a time.
	atOnce = 100
	// afterJump is how many timers a look handles after a step forward: 20 a
	// minute, so that a clock that is soon set right has done little.
	afterJump = 5
	// retryAfter is when a timer is tried again whose command was refused.
	retryAfter = time.Hour
)

// Bookings is what timers need of a booking.Store.
type Bookings interface {
	Do(ctx context.Context, c booking.Command) (booking.Result, error)
	Due(ctx context.Context, now time.Time, most int) ([]booking.Timer, error)
}

// Marks keeps the time that was last seen; bot.Inbox does.
type Marks interface {
	Mark(ctx context.Context, channel string) (int64, error)
	Take(ctx context.Context, b bot.Batch, now time.Time) ([]bot.Receipt, error)
}

// clockMark is the mark that holds the time last seen.
const clockMark = "clock"

// Timers gives the commands of booking's timers. A clock that was set back is
// waited for: until then no timer is due that was not before. After an hour it
// is believed. One that was set forward, or a program that was off for long,
// has timers handled slowly.
type Timers struct {
	lg    *slog.Logger
	store Bookings
	marks Marks
	now   func() time.Time

	last    time.Time     // the latest time seen, zero before the first look ever
	noted   time.Time     // the time in marks
	waited  time.Duration // for a clock that was set back
	slowly  bool
	refused map[booking.Timer]time.Time // until when it is left alone

	doubts atomic.Pointer[string] // of the clock, for whoever asks; nil for none
}

// NewTimers returns the timers; nothing is given before Run.
func NewTimers(lg *slog.Logger, store Bookings, marks Marks, now func() time.Time) *Timers {
	return &Timers{lg: lg, store: store, marks: marks, now: now, refused: map[booking.Timer]time.Time{}}
}

// Doubts says what is wrong with the clock, "" for nothing.
func (t *Timers) Doubts() string {
	if why := t.doubts.Load(); why != nil {
		return *why
	}
	return ""
}

// doubt notes what is wrong with the clock.
func (t *Timers) doubt(why string) { t.doubts.Store(&why) }

// Run looks for due timers until ctx ends.
func (t *Timers) Run(ctx context.Context) {
	ticks := time.NewTicker(lookEvery)
	defer ticks.Stop()
	for started := false; ; {
		if !started {
			started = t.remember(ctx)
		}
		if started {
			t.look(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// remember reads the time at which the program was last seen running.
func (t *Timers) remember(ctx context.Context) bool {
	mark, err := t.marks.Mark(ctx, clockMark)
	if err != nil {
		t.lg.Error("time last seen", "err", err)
		return false
	}
	if mark != 0 {
		t.last = time.Unix(mark, 0)
	}
	return true
}

// look gives the commands of the timers that are due.
func (t *Timers) look(ctx context.Context) {
	now := t.now()
	if !t.settled(now) {
		return
	}
	if now.Before(t.last) {
		now = t.last // what was over stays over
	}
	most := atOnce
	if t.slowly {
		most = afterJump
	}
	done, err := t.give(ctx, now, most)
	for !t.slowly && err == nil && done == most && ctx.Err() == nil {
		done, err = t.give(ctx, now, most)
	}
	if err != nil {
		if ctx.Err() == nil {
			t.lg.Error("timers", "err", err)
		}
		return
	}
	if t.slowly = t.slowly && done == most; t.slowly {
		t.doubt(wordsSlowly)
	} else {
		t.doubt("")
	}
	t.note(ctx, now)
}

// settled judges the clock. It is false while one that was set back is waited
// for.
func (t *Timers) settled(now time.Time) bool {
	switch step := now.Sub(t.last); {
	case t.last.IsZero():
	case step < -setBack && t.waited < longestWait:
		if t.waited == 0 {
			t.lg.Warn("the clock was set back: timers wait for it", "by", -step)
		}
		t.waited += lookEvery
		t.doubt(wordsSetBack(-step))
		return false
	case step < -setBack:
		t.lg.Warn("the clock stays where it was set back to: timers go by it", "by", -step)
		t.last, t.noted = now, time.Time{}
	case step > setForward:
		t.lg.Warn("the clock went forward, or the program was off: timers are handled slowly", "by", step)
		t.slowly = true
	}
	t.waited = 0
	if now.After(t.last) {
		t.last = now
	}
	return true
}

// give gives the commands of so many due timers at most, and returns of how
// many. The error is one of the store.
func (t *Timers) give(ctx context.Context, now time.Time, most int) (done int, err error) {
	due, err := t.store.Due(ctx, now, most+len(t.refused))
	if err != nil {
		return 0, err
	}
	for _, timer := range due {
		if until, left := t.refused[timer]; done == most || left && now.Before(until) {
			continue
		}
		done++
		_, err := t.store.Do(ctx, timer.Command(now))
		switch {
		case err == nil:
			delete(t.refused, timer)
		case final(err):
			t.lg.Error("timer refused", "kind", timer.Kind, "receipt", timer.Receipt, "version", timer.Version, "err", err)
			t.refused[timer] = now.Add(retryAfter)
		default:
			return done, err
		}
	}
	return done, nil
}

// final reports whether a refusal is the domain's and no fault of the store.
func final(err error) bool {
	return errors.As(err, new(*booking.Refusal)) || errors.Is(err, booking.ErrUnknown) || errors.Is(err, booking.ErrStale) ||
		errors.Is(err, booking.ErrState) || errors.Is(err, booking.ErrInvalid) || errors.Is(err, booking.ErrConflict) || errors.Is(err, booking.ErrDenied)
}

// note stores the time once a minute.
func (t *Timers) note(ctx context.Context, now time.Time) {
	if !t.noted.IsZero() && now.Sub(t.noted) < noteEvery {
		return
	}
	if _, err := t.marks.Take(ctx, bot.Batch{Channel: clockMark, Mark: now.Unix()}, now); err != nil {
		t.lg.Error("time last seen", "err", err)
		return
	}
	t.noted = now
}
