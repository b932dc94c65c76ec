package bolt

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// Do implements booking.Store.
func (s *Store) Do(_ context.Context, c booking.Command) (r booking.Result, err error) {
	err = s.update(func(t *tx) error {
		return safely(func() error {
			if r, err = booking.Do(bookingTx{t}, s.config.Offices, c); err != nil {
				return err
			}
			return s.forget(t)
		})
	})
	if err != nil {
		return booking.Result{}, err
	}
	return r, nil
}

// Batch implements booking.Store.
func (s *Store) Batch(_ context.Context, receipt string) (batch booking.Batch, err error) {
	err = s.view(func(t *tx) error {
		found, err := bookingTx{t}.Batch(receipt)
		if err == nil && found == nil {
			err = &booking.Refusal{Reason: booking.ErrUnknown}
		}
		if err == nil {
			batch = *found
		}
		return err
	})
	return batch, err
}

// Batches implements booking.Store.
func (s *Store) Batches(_ context.Context, f booking.Filter) (batches []booking.Batch, err error) {
	err = s.view(func(t *tx) error {
		batches, err = candidates(bookingTx{t}, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	batches = slices.DeleteFunc(batches, func(b booking.Batch) bool { return !f.Match(b) })
	slices.SortFunc(batches, booking.Batch.Compare)
	return batches, nil
}

// candidates are the batches that an index leads to: all that match, and some
// that do not.
func candidates(b bookingTx, f booking.Filter) ([]booking.Batch, error) {
	switch {
	case f.Search != "":
		search := strings.ToUpper(strings.TrimSpace(f.Search))
		if one, err := b.Batch(search); err != nil || one != nil {
			return some(one), err
		}
		return b.found(bucketVINs, reversed(search))
	case f.Owner != "":
		return b.BatchesOf(f.Owner)
	case f.Enterprise != "":
		return b.named(f.Enterprise)
	case f.State != "":
		return b.referred(f)
	case f.Office != "" && !f.Date.IsZero():
		return b.found(bucketAt, fmt.Appendf(nil, "%s\x00%v\x00", f.Office, f.Date))
	case f.Office != "":
		return b.found(bucketAt, fmt.Appendf(nil, "%s\x00", f.Office))
	}
	return b.found(bucketAt, nil)
}

func some(b *booking.Batch) []booking.Batch {
	if b == nil {
		return nil
	}
	return []booking.Batch{*b}
}

// Slots implements booking.Store.
func (s *Store) Slots(_ context.Context, office string, from, to calendar.Day) (slots []booking.Slot, err error) {
	err = s.view(func(t *tx) error {
		slots, err = s.config.Offices.Slots(office, from, to, bookingTx{t}.Slot)
		return err
	})
	return slots, err
}

// Audit implements booking.Store.
func (s *Store) Audit(_ context.Context, receipt string) (entries []booking.Entry, err error) {
	var prefix []byte
	if receipt != "" {
		prefix = joined([]byte(receipt), nil)
	}
	err = s.view(func(t *tx) error {
		for _, r := range t.scan(bucketAudit, prefix) {
			var e booking.Entry
			if err := r.decode(&e); err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	slices.SortFunc(entries, func(a, b booking.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return entries, err
}

// Due implements booking.Store.
func (s *Store) Due(_ context.Context, now time.Time, most int) (timers []booking.Timer, err error) {
	last := binary.BigEndian.Uint64(dueKey(now))
	err = s.view(func(t *tx) error {
		for k, r := range t.scan(bucketTimers, nil) {
			if len(timers) >= most || binary.BigEndian.Uint64(k) > last {
				return nil
			}
			var timer booking.Timer
			if err := r.decode(&timer); err != nil {
				return err
			}
			if !timer.Due.After(now) { // within the millisecond
				timers = append(timers, timer)
			}
		}
		return nil
	})
	return timers, err
}

// Notices implements booking.Store.
func (s *Store) Notices(_ context.Context, most int) (notices []booking.Notice, err error) {
	notices = []booking.Notice{} // as the other stores say that there is none
	err = s.view(func(t *tx) error {
		for _, r := range t.scan(bucketNotices, nil) {
			if len(notices) >= most {
				return nil
			}
			var n booking.Notice
			if err := r.decode(&n); err != nil {
				return err
			}
			notices = append(notices, n)
		}
		return nil
	})
	return notices, err
}

// Told implements booking.Store.
func (s *Store) Told(_ context.Context, seq uint64) error {
	return s.update(func(t *tx) error { return t.del(bucketNotices, ordered(seq)) })
}
