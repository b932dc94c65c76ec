package booking

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"cheyi/calendar"
)

// Memory is a Store that forgets everything at the end of the process.
type Memory struct {
	offices Offices

	mu      sync.RWMutex
	slots   map[SlotID]Slot
	batches map[string]Batch
	live    map[vehicle]string
	done    map[[2]string]kept // by actor and key
	timers  map[string][]Timer // by receipt
	notices []Notice
	entries []Entry
	seq     uint64 // of the last notice
}

// kept is what a Memory knows of a command that was done.
type kept struct {
	result Result
	print  string
}

// NewMemory returns an empty store.
func NewMemory(offices Offices) *Memory {
	return &Memory{
		offices: offices, slots: map[SlotID]Slot{}, batches: map[string]Batch{}, live: map[vehicle]string{},
		done: map[[2]string]kept{}, timers: map[string][]Timer{},
	}
}

// Do implements Store.
func (m *Memory) Do(_ context.Context, c Command) (r Result, err error) {
	err = m.Update(func(tx Tx) error {
		r, err = Do(tx, m.offices, c)
		return err
	})
	return r, err
}

// Update runs f in a transaction: an error takes back what it has written.
func (m *Memory) Update(f func(Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	tx := &memoryTx{m: m}
	err := f(tx)
	if err != nil {
		tx.undo()
	}
	return err
}

// Batch implements Store.
func (m *Memory) Batch(_ context.Context, receipt string) (Batch, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	b, ok := m.batches[receipt]
	if !ok {
		return Batch{}, &Refusal{Reason: ErrUnknown}
	}
	return b.clone(), nil
}

// Batches implements Store.
func (m *Memory) Batches(_ context.Context, f Filter) ([]Batch, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var found []Batch
	for _, b := range m.batches {
		if f.Match(b) {
			found = append(found, b.clone())
		}
	}
	slices.SortFunc(found, Batch.Compare)
	return found, nil
}

// Refs implements Store.
func (m *Memory) Refs(ctx context.Context, f Filter) ([]Ref, error) {
	batches, err := m.Batches(ctx, f)
	var refs []Ref
	for _, b := range batches {
		refs = append(refs, b.Ref())
	}
	return refs, err
}

// Slots implements Store.
func (m *Memory) Slots(_ context.Context, office string, from, to calendar.Day) ([]Slot, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.offices.Slots(office, from, to, (&memoryTx{m: m}).Slot)
}

// Audit implements Store.
func (m *Memory) Audit(_ context.Context, receipt string) ([]Entry, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var found []Entry
	for _, e := range m.entries {
		if receipt == "" || e.Receipt == receipt {
			found = append(found, e)
		}
	}
	return found, nil
}

// Due implements Store.
func (m *Memory) Due(_ context.Context, now time.Time, most int) ([]Timer, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var due []Timer
	for _, timers := range m.timers {
		for _, t := range timers {
			if !t.Due.After(now) {
				due = append(due, t)
			}
		}
	}
	slices.SortFunc(due, func(a, b Timer) int {
		return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.Receipt, b.Receipt), strings.Compare(a.Kind, b.Kind))
	})
	return due[:min(most, len(due))], nil
}

// Notices implements Store.
func (m *Memory) Notices(_ context.Context, most int) ([]Notice, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Clone(m.notices[:min(most, len(m.notices))]), nil
}

// Told implements Store.
func (m *Memory) Told(_ context.Context, seq uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.notices = slices.DeleteFunc(m.notices, func(n Notice) bool { return n.Seq == seq })
	return nil
}
