package notify

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cheyi/booking"
)

// Three reminders, each once, whenever the program is restarted.
func TestReminders(t *testing.T) {
	w := newWorld(t)
	b := w.officer(w.book("telegram/1", thursday), booking.Confirm)
	timers := w.timers()
	seen := 0
	for ; w.now.Before(opens); w.now = w.now.Add(10 * time.Minute) {
		timers.look(t.Context())
		timers.look(t.Context())
		if told := w.told(b, "reminder"); told != seen {
			t.Logf("reminded at %s", w.now.Format("01-02 15:04"))
			seen = told
			timers = w.timers() // as after a crash
		}
	}
	if seen != 3 {
		t.Errorf("%d reminders, want 3", seen)
	}
}

// Who comes back after the time finds the timers due: a comparison.
func TestOffForDays(t *testing.T) {
	w := newWorld(t)
	pending, sure := w.book("telegram/1", thursday), w.officer(w.book("telegram/2", thursday), booking.Confirm)
	w.timers().look(t.Context())
	w.now = opens.Add(-90 * time.Minute)
	w.timers().look(t.Context())
	if n := w.told(sure, "reminder"); n != 1 {
		t.Errorf("%d reminders after the time of all three, want the last", n)
	}
	w.now = opens.AddDate(0, 0, 3)
	w.timers().look(t.Context())
	if s := w.batch(pending).State; s != booking.Expired {
		t.Errorf("a batch whose day is over is %s", s)
	}
	if n := w.told(pending, "expired"); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// A clock that was set back is waited for: nothing happens until it is where
// it was, or for an hour at most.
func TestClockSetBack(t *testing.T) {
	w := newWorld(t)
	w.now = opens.AddDate(0, 0, -2)
	b := w.officer(w.book("telegram/1", thursday), booking.Confirm)
	w.now = opens.Add(-3 * time.Hour)
	timers := w.timers()
	timers.look(t.Context())
	before := w.told(b, "reminder")

	w.now = w.now.AddDate(0, 0, -1)
	looks := 0
	for ; !timers.settled(w.now); looks++ {
		if looks > 1000 {
			t.Fatal("the clock is waited for for ever")
		}
	}
	if took := time.Duration(looks) * lookEvery; took != longestWait {
		t.Errorf("it was waited for %v, want %v", took, longestWait)
	}
	for ; w.now.Before(opens); w.now = w.now.Add(5 * time.Minute) {
		timers.look(t.Context())
	}
	if n := w.told(b, "reminder") - before; n != 1 {
		t.Errorf("%d reminders after the clock went through the day again, want the one that was left", n)
	}
}

// D6: whoever asks is told that the clock is doubted, for as long as it is.
func TestD6Doubts(t *testing.T) {
	w := newWorld(t)
	for range afterJump + 1 {
		w.book("telegram/1", thursday)
	}
	timers := w.timers()
	look := func(step time.Duration, want string) {
		t.Helper()
		w.now = w.now.Add(step)
		timers.look(t.Context())
		if got := timers.Doubts(); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("after %v: %q, want …%s…", step, got, want)
		}
	}
	look(0, "")
	look(-90*time.Minute, "往回拨了 90 分钟")
	look(90*time.Minute, "")
	look(10*365*24*time.Hour, "正在慢慢补办")
	look(lookEvery, "")
}

// The wait survives a restart: the time last seen is stored.
func TestClockSetBackWhileOff(t *testing.T) {
	w := newWorld(t)
	w.timers().look(t.Context())
	w.now = w.now.Add(-time.Hour)
	if w.timers().settled(w.now) {
		t.Error("after a restart the clock is believed")
	}
	w.now = monday.Add(-time.Minute) // clocks are corrected by as much
	if !w.timers().settled(w.now) {
		t.Error("a minute counts as a jump")
	}
}

// A clock that went ten years forward does little before it is set right, and
// all of it when it stays there.
func TestClockSetForward(t *testing.T) {
	w := newWorld(t)
	var batches []booking.Batch
	for range 30 {
		batches = append(batches, w.book("telegram/1", thursday))
	}
	expired := func() (n int) {
		for _, b := range batches {
			if w.batch(b).State == booking.Expired {
				n++
			}
		}
		return n
	}
	timers := w.timers()
	timers.look(t.Context())
	w.now = monday.AddDate(10, 0, 0)
	for range int(time.Minute / lookEvery) {
		timers.look(t.Context())
	}
	if n := expired(); n != 20 {
		t.Errorf("%d batches expired in a minute, want 20", n)
	}
	w.now = monday.Add(time.Minute) // set right
	for range 3 {
		timers.look(t.Context())
	}
	if n := expired(); n != 20 {
		t.Errorf("%d batches expired while the clock was waited for", n)
	}
	w.now = monday.AddDate(10, 0, 0)
	for range 40 {
		timers.look(t.Context())
	}
	if n := expired(); n != 30 {
		t.Errorf("%d batches expired in the end, want 30", n)
	}
}

// Whatever the clock does, nothing is told twice; and when it has found its
// way, nothing has been forgotten. R9: a thousand steps.
func TestD6ClockJumps(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 9))
		w := newWorld(t)
		sure, pending := w.officer(w.book("telegram/1", thursday), booking.Confirm), w.book("telegram/2", thursday)
		timers := w.timers()
		for range 50 {
			switch random.IntN(6) {
			case 0:
				w.now = w.now.Add(-time.Duration(random.Int64N(int64(48 * time.Hour))))
			case 1:
				w.now = w.now.Add(time.Duration(random.Int64N(int64(36 * time.Hour))))
			case 2:
				timers = w.timers()
			default:
				w.now = w.now.Add(lookEvery)
			}
			timers.look(t.Context())
		}
		w.now = opens.AddDate(0, 0, 2)
		for range 2 * int(longestWait/lookEvery) {
			timers.look(t.Context())
			w.now = w.now.Add(lookEvery)
		}
		if n := w.told(sure, "reminder"); n > 3 {
			t.Errorf("seed %d: %d reminders", seed, n)
		}
		if n := w.told(pending, "expired"); n != 1 || w.batch(pending).State != booking.Expired {
			t.Errorf("seed %d: told %d times that it is %s", seed, n, w.batch(pending).State)
		}
		due, err := w.store.Due(t.Context(), w.now, 10)
		if err != nil || len(due) > 0 {
			t.Errorf("seed %d: still due: %v %v", seed, due, err)
		}
	}
}

// Steps back alone lose no reminder: each is given once the clock has come
// there again, or has been there before.
func TestClockGoesBackOften(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 10))
		w := newWorld(t)
		b := w.officer(w.book("telegram/1", thursday), booking.Confirm)
		timers := w.timers()
		for back := 0; w.now.Before(opens); w.now = w.now.Add(10 * time.Minute) {
			if back < 5 && random.IntN(200) == 0 {
				w.now = w.now.Add(-time.Duration(random.Int64N(int64(4 * 24 * time.Hour))))
				back++
			}
			timers.look(t.Context())
		}
		if n := w.told(b, "reminder"); n != 3 {
			t.Errorf("seed %d: %d reminders, want 3", seed, n)
		}
	}
}

// faulty fails as it is told to.
type faulty struct {
	*booking.Memory
	due    []booking.Timer // instead of the store's, when there are any
	refuse error
	asked  int
}

func (f *faulty) Due(ctx context.Context, now time.Time, most int) ([]booking.Timer, error) {
	if f.due == nil {
		return f.Memory.Due(ctx, now, most)
	}
	return f.due[:min(most, len(f.due))], nil
}

func (f *faulty) Do(ctx context.Context, c booking.Command) (booking.Result, error) {
	f.asked++
	if f.refuse != nil {
		return booking.Result{}, f.refuse
	}
	return f.Memory.Do(ctx, c)
}

// A timer that the domain refuses is left alone for an hour, and holds up none
// of the others; one that the store fails on is tried with the next look.
func TestRefusedTimers(t *testing.T) {
	w := newWorld(t)
	f := &faulty{Memory: w.store, refuse: &booking.Refusal{Reason: booking.ErrUnknown}}
	for n := range atOnce + 10 {
		f.due = append(f.due, booking.Timer{Due: monday, Kind: booking.TimerDayOver, Receipt: "CCCCCCCC", Version: n})
	}
	timers := NewTimers(quiet, f, w.marks, w.clock)
	timers.look(t.Context())
	timers.look(t.Context())
	if f.asked != atOnce+10 {
		t.Errorf("%d commands for %d timers", f.asked, atOnce+10)
	}
	w.now = w.now.Add(retryAfter / 2)
	timers.look(t.Context())
	if f.asked != atOnce+10 {
		t.Error("tried again at once")
	}

	b := w.book("telegram/1", thursday)
	f = &faulty{Memory: w.store, refuse: errors.New("disk full")}
	timers = NewTimers(quiet, f, w.marks, w.clock)
	w.now = opens.AddDate(0, 0, 2)
	timers.look(t.Context())
	if f.refuse = nil; w.batch(b).State != booking.Pending {
		t.Fatal("done in spite of the fault")
	}
	timers.look(t.Context())
	if s := w.batch(b).State; s != booking.Expired {
		t.Errorf("after the fault the batch is %s", s)
	}
}

// Run looks by itself.
func TestRunTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.book("telegram/1", thursday)
		start := time.Now()
		timers := NewTimers(quiet, w.store, w.marks, func() time.Time { return opens.Add(14 * time.Hour).Add(time.Since(start)) })
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { timers.Run(ctx); close(done) }()
		time.Sleep(59 * time.Minute)
		synctest.Wait()
		early := w.batch(b).State
		time.Sleep(time.Minute + lookEvery)
		synctest.Wait()
		if late := w.batch(b).State; early != booking.Pending || late != booking.Expired {
			t.Errorf("before midnight %s, after it %s", early, late)
		}
		stop()
		<-done
	})
}
