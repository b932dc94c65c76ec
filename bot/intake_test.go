package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cheyi/knowledge"
)

// A busyFinder does something for each question, and notes it when that is
// done.
type busyFinder struct {
	plainFinder
	do func(ctx context.Context, question string) error

	mu    sync.Mutex
	found []string
}

func (f *busyFinder) Find(ctx context.Context, question string) (knowledge.Finding, error) {
	var err error
	if f.do != nil {
		err = f.do(ctx, question)
	}
	f.mu.Lock()
	f.found = append(f.found, question)
	f.mu.Unlock()
	if err != nil {
		return knowledge.Finding{}, err
	}
	return f.plainFinder.Find(ctx, question)
}

// questions are those found so far that hold a word.
func (f *busyFinder) questions(word string) (list []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, q := range f.found {
		if strings.Contains(q, word) {
			list = append(list, q)
		}
	}
	return list
}

func newIntake(f Finder, store interface {
	Store
	Inbox
}) *Intake {
	lg := slog.New(slog.DiscardHandler)
	return NewIntake(lg, New(lg, f, nil, store), store, time.Now)
}

// letter is a message in a chat, whose reply goes into the outbox.
func letter(chat, id, text string) Message {
	return Message{Chat: Chat{Channel: "test", ID: chat}, ID: id, Text: text, At: noon, Address: json.RawMessage(`"` + chat + `"`)}
}

func takeAll(t *testing.T, in *Intake, messages ...Message) {
	t.Helper()
	got, err := in.Take(t.Context(), Batch{Channel: "test", Messages: messages})
	if err != nil || !slices.Equal(got, make([]Receipt, len(messages))) {
		t.Fatalf("took %v %v", got, err)
	}
}

// delivered takes a chat's replies out of the outbox, in order.
func delivered(t *testing.T, m *Memory, chat string) (rows []Outgoing) {
	t.Helper()
	for {
		row, err := m.Next(t.Context(), Chat{Channel: "test", ID: chat})
		if err != nil {
			t.Fatal(err)
		}
		if row == nil {
			return rows
		}
		rows = append(rows, *row)
		row.State = Sent
		if _, err := m.Note(t.Context(), *row); err != nil {
			t.Fatal(err)
		}
	}
}

func expectCounts(t *testing.T, m *Memory, taken, handled uint64) {
	t.Helper()
	c, err := m.Counts(t.Context())
	if err != nil || c.Taken != taken || c.Handled != handled || !c.Balanced() {
		t.Errorf("%+v %v, want %d taken and %d handled", c, err, taken, handled)
	}
}

// Within a chat one comes after another, however long each takes; chats do not
// wait for each other.
func TestIntakeOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const chats, each = 20, 10
		finder := &busyFinder{do: func(_ context.Context, question string) error {
			time.Sleep(time.Duration(len(question)%3+1) * time.Second)
			return nil
		}}
		store := NewMemory()
		in := newIntake(finder, store)
		want := make([][]string, chats)
		for i := range each {
			var batch []Message
			for c := range chats {
				text := fmt.Sprintf("会话%d之%s", c, strings.Repeat("问", i+1))
				want[c] = append(want[c], text)
				batch = append(batch, letter(fmt.Sprint(c), fmt.Sprint(i), text))
			}
			takeAll(t, in, batch...)
		}
		began := time.Now()
		in.Close(t.Context())
		if took := time.Since(began); took > 3*each*time.Second {
			t.Errorf("chats waited for each other: %v", took)
		}
		for c := range chats {
			if got := finder.questions(fmt.Sprintf("会话%d之", c)); !slices.Equal(got, want[c]) {
				t.Errorf("chat %d: %v", c, got)
			}
			for i, row := range delivered(t, store, fmt.Sprint(c)) {
				if row.ID != fmt.Sprint(i) {
					t.Errorf("chat %d: reply %d is to %s", c, i, row.ID)
				}
			}
		}
		expectCounts(t, store, chats*each, chats*each)
	})
}

// One who sends a hundred messages at once keeps nobody else waiting.
func TestIntakeFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const flood = 100
		finder := &busyFinder{do: func(_ context.Context, question string) error {
			if strings.HasPrefix(question, "慢") {
				time.Sleep(time.Second)
			}
			return nil
		}}
		store := NewMemory()
		in := newIntake(finder, store)
		var batch []Message
		for i := range flood {
			batch = append(batch, letter("急", fmt.Sprint(i), fmt.Sprintf("慢%03d", i)))
		}
		began := time.Now()
		takeAll(t, in, batch...)
		if _, err := in.Ask(t.Context(), letter("别人", "1", "在吗")); err != nil || time.Since(began) != 0 {
			t.Errorf("another waited %v: %v", time.Since(began), err)
		}
		in.Close(t.Context())
		if got := finder.questions("慢"); len(got) != flood || !slices.IsSorted(got) || time.Since(began) != flood*time.Second {
			t.Errorf("%d in %v, in order: %v", len(got), time.Since(began), slices.IsSorted(got))
		}
		expectCounts(t, store, flood+1, flood+1)
	})
}

// More chats than are understood at a time wait for a place.
func TestIntakeAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finder := &busyFinder{do: func(context.Context, string) error { time.Sleep(time.Second); return nil }}
		store := NewMemory()
		in := newIntake(finder, store)
		for c := range atOnce + 1 {
			takeAll(t, in, letter(fmt.Sprint(c), "1", "在吗"))
		}
		time.Sleep(time.Second)
		synctest.Wait()
		expectCounts(t, store, atOnce+1, atOnce)
		in.Close(t.Context())
		expectCounts(t, store, atOnce+1, atOnce+1)
	})
}
