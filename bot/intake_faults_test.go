package bot

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// What the bot fails on ends nothing but itself: the person is told, once, and
// the next message is handled.
func TestIntakeContainsFaults(t *testing.T) {
	for name, fail := range map[string]func() error{
		"panic": func() error { panic("坏了") },
		"error": func() error { return errors.New("broken") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				finder := &busyFinder{}
				tries := 0
				finder.do = func(_ context.Context, question string) error {
					if question == "坏消息" {
						tries++
						return fail()
					}
					return nil
				}
				store := NewMemory()
				in := newIntake(finder, store)
				takeAll(t, in, letter("1", "1", "坏消息"), letter("1", "2", "好消息"), letter("2", "1", "好消息"))
				synctest.Wait()
				if len(delivered(t, store, "2")) != 1 {
					t.Error("another chat is not answered at once")
				}
				in.Close(t.Context())
				rows := delivered(t, store, "1")
				if tries != attempts || len(rows) != 2 || rows[0].Reply.Text != wordsFault || rows[1].Reply.Text == wordsFault {
					t.Errorf("after %d tries: %+v", tries, rows)
				}
				expectCounts(t, store, 3, 3)
			})
		})
	}
}

// A failingStore fails until a time.
type failingStore struct {
	*Memory
	loads, saves, takes time.Time
}

var errDisk = errors.New("disk full")

func until(end time.Time) error {
	if time.Now().Before(end) {
		return errDisk
	}
	return nil
}

func (s *failingStore) Load(ctx context.Context, chat Chat, id string) (State, *Reply, error) {
	if err := until(s.loads); err != nil {
		return State{}, nil, err
	}
	return s.Memory.Load(ctx, chat, id)
}

func (s *failingStore) Save(ctx context.Context, t Turn) error {
	if err := until(s.saves); err != nil {
		return err
	}
	return s.Memory.Save(ctx, t)
}

func (s *failingStore) Take(ctx context.Context, b Batch, now time.Time) ([]Receipt, error) {
	if err := until(s.takes); err != nil {
		return nil, err
	}
	return s.Memory.Take(ctx, b, now)
}

// Faults of the store are waited out: each message gets one reply, and that
// soon after the store is back.
func TestIntakeWaitsForStore(t *testing.T) {
	for _, fault := range []time.Duration{firstPause, 2 * firstPause, time.Second, time.Hour} {
		for name, breaks := range map[string]func(*failingStore, time.Time){
			"load": func(s *failingStore, end time.Time) { s.loads = end },
			"save": func(s *failingStore, end time.Time) { s.saves = end },
		} {
			t.Run(fmt.Sprint(name, " ", fault), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					store := &failingStore{Memory: NewMemory()}
					breaks(store, time.Now().Add(fault))
					in := newIntake(&busyFinder{}, store)
					began := time.Now()
					takeAll(t, in, letter("1", "1", "在吗"), letter("1", "2", "还在吗"))
					in.Close(t.Context())
					if late := time.Since(began) - fault; late < 0 || late > longestPause {
						t.Errorf("done %v after the fault", late)
					}
					rows := delivered(t, store.Memory, "1")
					if len(rows) != 2 || rows[0].ID != "1" || rows[1].ID != "2" || rows[1].Reply.Text == wordsFault {
						t.Errorf("replies: %+v", rows)
					}
					if rows[0].Reply.Text == wordsFault {
						t.Error("the message was refused for a fault of the store")
					}
					expectCounts(t, store.Memory, 2, 2)
				})
			})
		}
	}
}

// Messages that the bot fails on keep nobody else waiting, however many.
func TestIntakeFaultsHoldNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finder := &busyFinder{do: func(_ context.Context, question string) error {
			if question == "坏消息" {
				return errors.New("broken")
			}
			return nil
		}}
		store := NewMemory()
		in := newIntake(finder, store)
		for c := range atOnce {
			takeAll(t, in, letter(fmt.Sprint(c), "1", "坏消息"))
		}
		synctest.Wait()
		began := time.Now()
		if _, err := in.Ask(t.Context(), letter("别人", "1", "在吗")); err != nil || time.Since(began) != 0 {
			t.Errorf("another waited %v: %v", time.Since(began), err)
		}
		in.Close(t.Context())
		expectCounts(t, store, atOnce+1, atOnce+1)
	})
}

// Once the time to close is over, nothing more is begun: what waits for a
// place stays in the inbox.
func TestCloseBeginsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const chats = 10 * atOnce
		finder := &busyFinder{do: func(context.Context, string) error { time.Sleep(time.Second); return nil }}
		store := NewMemory()
		in := newIntake(finder, store)
		for c := range chats {
			takeAll(t, in, letter(fmt.Sprint(c), "1", "在吗"))
		}
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		in.Close(ctx)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("closed after %v", took)
		}
		expectCounts(t, store, chats, 2*atOnce)
	})
}

// What could not be stored was not taken: it is neither handled nor marked.
func TestIntakeTakesNothingWithoutStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &failingStore{Memory: NewMemory(), takes: time.Now().Add(time.Hour)}
		finder := &busyFinder{}
		in := newIntake(finder, store)
		b := Batch{Channel: "test", Messages: []Message{letter("1", "1", "在吗")}, Mark: 7}
		if receipts, err := in.Take(t.Context(), b); !errors.Is(err, errDisk) || receipts != nil {
			t.Errorf("%v %v", receipts, err)
		}
		if _, err := in.Ask(t.Context(), letter("1", "2", "在吗")); !errors.Is(err, errDisk) {
			t.Error(err)
		}
		synctest.Wait()
		if mark, _ := store.Mark(t.Context(), "test"); mark != 0 || len(finder.questions("")) > 0 {
			t.Errorf("marked %d, handled %v", mark, finder.questions(""))
		}
		time.Sleep(time.Hour)
		if receipts, err := in.Take(t.Context(), b); err != nil || receipts[0] != Taken {
			t.Errorf("afterwards: %v %v", receipts, err)
		}
		in.Close(t.Context())
		expectCounts(t, store.Memory, 1, 1)
	})
}
