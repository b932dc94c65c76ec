package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/store/bolt"
)

// distrust is how long after a failed write the store counts as down: long
// enough for somebody to see it, short enough to come back by itself.
const distrust = 30 * time.Second

// An observed store tells the metrics what was handled, and remembers whether
// it could write.
type observed struct {
	*bolt.Store
	metrics *metrics
	now     func() time.Time

	mu     sync.Mutex
	failed time.Time // the last write, zero when it went well
	why    error
}

// Save implements bot.Store.
func (o *observed) Save(ctx context.Context, t bot.Turn) error {
	err := o.Store.Save(ctx, t)
	o.note(err)
	if err == nil {
		o.metrics.handled(t, o.now())
	}
	return err
}

// Take implements bot.Inbox.
func (o *observed) Take(ctx context.Context, b bot.Batch, now time.Time) ([]bot.Receipt, error) {
	receipts, err := o.Store.Take(ctx, b, now)
	o.note(err)
	return receipts, err
}

// Do implements booking.Store.
func (o *observed) Do(ctx context.Context, c booking.Command) (booking.Result, error) {
	r, err := o.Store.Do(ctx, c)
	o.note(err)
	return r, err
}

func (o *observed) note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failed, o.why = time.Time{}, nil
	if err != nil && !errors.As(err, new(*booking.Refusal)) { // that is an answer
		o.failed, o.why = o.now(), errUnwritable
		if errors.Is(err, bolt.ErrDiskFull) {
			o.why = bolt.ErrDiskFull
		}
	}
}

var (
	errUnreadable = errors.New("读不出来，请检查磁盘")
	errUnwritable = errors.New("刚才没有写成，请检查磁盘是否已满")
)

// check reports whether the store can be read, and could be written.
func (o *observed) check(ctx context.Context) error {
	if err := o.Fault(); err != nil {
		return err
	}
	if _, err := o.Counts(ctx); err != nil {
		return errUnreadable
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.failed.IsZero() && o.now().Sub(o.failed) < distrust {
		return o.why
	}
	return nil
}
