package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The same message gets the same reply, however often and at whatever moment
// it is asked.
func TestAskIsIdempotent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finder := &busyFinder{do: func(context.Context, string) error { time.Sleep(time.Second); return nil }}
		store := NewMemory()
		in := newIntake(finder, store)
		m := letter("1", "1", "在吗")
		m.Address = nil // who asks waits
		replies := make([]Reply, 5)
		var wg sync.WaitGroup
		for i := range replies {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * 400 * time.Millisecond) // before, while and after it is handled
				var err error
				if replies[i], err = in.Ask(t.Context(), m); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, r := range replies {
			if r.Text == "" || r.Text != replies[0].Text {
				t.Errorf("got %q, the first %q", r.Text, replies[0].Text)
			}
		}
		other := m
		other.Text = "别的"
		if r, err := in.Ask(t.Context(), other); !errors.Is(err, ErrConflict) {
			t.Errorf("another message of this id: %+v %v", r, err)
		}
		in.Close(t.Context())
		if found := finder.questions(""); len(found) != 1 {
			t.Errorf("handled %v", found)
		}
		if rows := delivered(t, store, "1"); len(rows) > 0 {
			t.Errorf("delivered as well: %+v", rows)
		}
		expectCounts(t, store, 1, 1)
	})
}

// Who does not wait any longer has asked all the same.
func TestAskGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finder := &busyFinder{do: func(ctx context.Context, _ string) error { time.Sleep(time.Second); return ctx.Err() }}
		store := NewMemory()
		in := newIntake(finder, store)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := in.Ask(ctx, letter("1", "1", "在吗")); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if r, err := in.Ask(t.Context(), letter("1", "1", "在吗")); err != nil || r.Text == "" || r.Text == wordsFault {
			t.Errorf("%+v %v", r, err)
		}
		in.Close(t.Context())
		if found := finder.questions(""); len(found) != 1 {
			t.Errorf("handled %v", found)
		}
		expectCounts(t, store, 1, 1)
	})
}

// What was stored before a crash is handled after it, in the same order, and
// what was handled is not handled again.
func TestResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemory()
		before := newIntake(&busyFinder{do: func(ctx context.Context, question string) error {
			if question == "第一句" {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		}}, store)
		takeAll(t, before, letter("1", "1", "第一句"), letter("1", "2", "第二句"), letter("2", "1", "你好"), letter("1", "3", "第三句"))
		asked := make(chan error, 1)
		go func() {
			_, err := before.Ask(t.Context(), letter("1", "4", "第四句"))
			asked <- err
		}()
		synctest.Wait()
		now, cancel := context.WithCancel(t.Context())
		cancel()
		before.Close(now)
		if err := <-asked; !errors.Is(err, ErrClosed) {
			t.Errorf("who waited is told %v", err)
		}
		expectCounts(t, store, 5, 1)

		finder := &busyFinder{}
		after := newIntake(finder, store)
		if n, err := after.Resume(t.Context()); n != 4 || err != nil {
			t.Errorf("resumed %d, %v", n, err)
		}
		takeAll(t, after, letter("1", "5", "第五句"))
		after.Close(t.Context())
		if got := finder.questions("第"); !slices.Equal(got, []string{"第二句", "第三句", "第四句", "第五句"}) {
			t.Errorf("handled %v", got)
		}
		for i, row := range delivered(t, store, "1") {
			if row.ID != fmt.Sprint(i+1) {
				t.Errorf("reply %d is to %s", i, row.ID)
			}
		}
		expectCounts(t, store, 6, 6)
	})
}

// Close waits for what was taken, and takes nothing more.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemory()
		in := newIntake(&busyFinder{do: func(context.Context, string) error { time.Sleep(time.Second); return nil }}, store)
		for i := range 5 {
			takeAll(t, in, letter("1", fmt.Sprint(i), "在吗"))
		}
		began := time.Now()
		in.Close(t.Context())
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("closed after %v", took)
		}
		expectCounts(t, store, 5, 5)
		if _, err := in.Take(t.Context(), Batch{Channel: "test", Messages: []Message{letter("1", "9", "在吗")}, Mark: 7}); !errors.Is(err, ErrClosed) {
			t.Errorf("take: %v", err)
		}
		if _, err := in.Ask(t.Context(), letter("1", "9", "在吗")); !errors.Is(err, ErrClosed) {
			t.Errorf("ask: %v", err)
		}
		if mark, _ := store.Mark(t.Context(), "test"); mark != 0 {
			t.Errorf("marked %d", mark)
		}
		expectCounts(t, store, 5, 5)
	})
}

// Close that meets people who go on writing: whoever was told that a message
// was taken has it handled.
func TestCloseWhileTaking(t *testing.T) {
	store := NewMemory()
	in := newIntake(&busyFinder{}, store)
	var wg sync.WaitGroup
	started := make(chan struct{}, 8)
	taken := make([]uint64, 8)
	for c := range taken {
		wg.Go(func() {
			for i := 0; ; i++ {
				_, err := in.Take(t.Context(), Batch{Channel: "test", Messages: []Message{letter(fmt.Sprint(c), fmt.Sprint(i), "在吗")}})
				if err != nil {
					if !errors.Is(err, ErrClosed) {
						t.Error(err)
					}
					return
				}
				if taken[c]++; i == 0 {
					started <- struct{}{}
				}
			}
		})
	}
	for range taken {
		<-started
	}
	in.Close(t.Context())
	wg.Wait()
	var all uint64
	for _, n := range taken {
		all += n
	}
	expectCounts(t, store, all, all)
}

// A channel is told of a message when its reply is stored, and not of one that
// is ignored.
func TestNotify(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemory()
		in := newIntake(&busyFinder{do: func(context.Context, string) error { time.Sleep(time.Second); return nil }}, store)
		var mu sync.Mutex
		var told []string
		in.Notify("test", func(m Message) {
			_, reply, err := store.Load(t.Context(), m.Chat, m.ID)
			if err != nil || reply == nil {
				t.Errorf("told of %s before its reply is stored: %v", m.ID, err)
			}
			mu.Lock()
			defer mu.Unlock()
			told = append(told, m.ID)
		})
		press := letter("1", "a", "")
		press.Choice, press.Press = choiceMenu, "1/menu"
		twice := press
		twice.ID = "b"
		other := letter("1", "a", "别的")
		elsewhere := letter("1", "a", "在吗")
		elsewhere.Chat.Channel = "web" // whose channel nobody tells
		got, err := in.Take(t.Context(), Batch{Channel: "test", Messages: []Message{press, twice, press, other, elsewhere}})
		if want := []Receipt{Taken, Pressed, Again, Conflict, Taken}; err != nil || !slices.Equal(got, want) {
			t.Errorf("receipts %v %v", got, err)
		}
		in.Close(t.Context())
		if want := []string{"a"}; !slices.Equal(told, want) {
			t.Errorf("told %v, want %v", told, want)
		}
	})
}

// Personal numbers are masked before a message is stored, and the person is
// still told so.
func TestIntakeMasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemory()
		in := newIntake(&busyFinder{do: func(context.Context, string) error { time.Sleep(time.Second); return nil }}, store)
		scan := letter("1", "3", "")
		scan.File = &File{Name: "身份证159999199002289016.jpg"}
		takeAll(t, in, letter("1", "1", "我的手机是13800138000，退税找谁"), letter("1", "2", "查159999199002289016"), scan)
		waiting, err := store.Waiting(t.Context())
		if err != nil || len(waiting) != 3 || slices.ContainsFunc(waiting, func(m Message) bool {
			return strings.ContainsAny(m.Text, "0123456789") || m.File != nil && strings.ContainsAny(m.File.Name, "0123456789")
		}) {
			t.Errorf("stored %+v %v", waiting, err)
		}
		in.Close(t.Context())
		rows := delivered(t, store, "1")
		if len(rows) != 3 || !strings.HasPrefix(rows[0].Reply.Text, wordsMasked([]string{"手机号"})) || rows[1].Reply.Text != wordsIdentity || rows[2].Reply.Text != wordsIdentity {
			t.Errorf("replies %+v", rows)
		}
	})
}
