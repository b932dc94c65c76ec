package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// ErrConflict says that another message came with the same id before.
var ErrConflict = errors.New("another message has this id")

// ErrClosed says that the program is about to end; nothing was stored.
var ErrClosed = errors.New("no more messages are taken")

const (
	// atOnce is how many chats are understood at a time. Most of that time is
	// waiting for a model, where there is one.
	atOnce = 64
	// attempts is how often a message is tried that the bot fails on.
	attempts = 3
	// firstPause is how long a chat waits before its message is tried again;
	// it doubles up to longestPause.
	firstPause, longestPause = 100 * time.Millisecond, 30 * time.Second
)

// An Intake takes messages from all channels: it stores them first, and then
// has the bot handle them, each chat's in order, chats in parallel. What is
// stored is handled, whatever ends the process in between.
type Intake struct {
	lg    *slog.Logger
	bot   *Bot
	inbox Inbox
	now   func() time.Time

	taking sync.Mutex // held from storing to queueing: a chat's order is that in the inbox
	closed bool       // under taking
	mu     sync.Mutex
	lanes  map[Chat][]job
	notify map[string]func(Message)
	slots  chan struct{}
	ctx    context.Context // ends the handling
	stop   context.CancelFunc
	busy   sync.WaitGroup
}

// A job is a message to be handled, and who waits for the reply.
type job struct {
	message Message
	show    func(sentence string) // nil for nobody who would see
	reply   chan<- result
}

type result struct {
	reply Reply
	err   error
}

// NewIntake returns an intake that is open.
func NewIntake(lg *slog.Logger, b *Bot, inbox Inbox, now func() time.Time) *Intake {
	ctx, stop := context.WithCancel(context.Background())
	return &Intake{
		lg: lg, bot: b, inbox: inbox, now: now, lanes: map[Chat][]job{}, notify: map[string]func(Message){},
		slots: make(chan struct{}, atOnce), ctx: ctx, stop: stop,
	}
}

// Notify has a channel told of each of its messages when it has been handled
// and its reply stored. It is set before the first message is taken.
func (in *Intake) Notify(channel string, tell func(Message)) { in.notify[channel] = tell }

// Resume handles what was stored before a restart. It is called once, before
// the first message is taken, and returns how many those are.
func (in *Intake) Resume(ctx context.Context) (int, error) {
	in.taking.Lock()
	defer in.taking.Unlock()
	waiting, err := in.inbox.Waiting(ctx)
	if err != nil {
		return 0, err
	}
	for _, m := range waiting {
		in.queue(job{message: m})
	}
	return len(waiting), nil
}

// Take stores a batch, personal numbers masked. Once it returns without an
// error, the channel may confirm the messages to where they came from.
func (in *Intake) Take(ctx context.Context, b Batch) ([]Receipt, error) {
	in.taking.Lock()
	defer in.taking.Unlock()
	receipts, err := in.store(ctx, b)
	if err != nil {
		return nil, err
	}
	for i, m := range b.Messages {
		if receipts[i] == Taken {
			in.queue(job{message: m})
		}
	}
	return receipts, nil
}

// store stores a batch, whose messages it masks.
func (in *Intake) store(ctx context.Context, b Batch) ([]Receipt, error) {
	if in.closed {
		return nil, ErrClosed
	}
	for i, m := range b.Messages {
		clean, err := in.bot.masked(ctx, m)
		if err != nil {
			return nil, err
		}
		b.Messages[i] = clean
	}
	return in.inbox.Take(ctx, b, in.now())
}

// queue appends a job to its chat's lane, and opens the lane if it is shut.
func (in *Intake) queue(j job) {
	in.mu.Lock()
	defer in.mu.Unlock()
	chat := j.message.Chat
	lane, open := in.lanes[chat]
	in.lanes[chat] = append(lane, j)
	if !open {
		in.busy.Go(func() { in.drain(chat) })
	}
}

// drain handles a chat's jobs until there are none left.
func (in *Intake) drain(chat Chat) {
	for {
		in.mu.Lock()
		lane := in.lanes[chat]
		if len(lane) == 0 || in.ctx.Err() != nil {
			delete(in.lanes, chat)
			in.mu.Unlock()
			for _, j := range lane {
				j.done(Reply{}, ErrClosed)
			}
			return
		}
		in.lanes[chat] = lane[1:]
		in.mu.Unlock()
		in.handle(lane[0])
	}
}

// handle has the bot handle one message, again after a fault, and tells who
// waits for it. What was taken stays taken, also when the end comes first.
func (in *Intake) handle(j job) {
	for try, pause := 1, firstPause; ; try, pause = try+1, min(2*pause, longestPause) {
		reply, err := in.attempt(j, try)
		if err == nil {
			j.done(reply, nil)
			if tell := in.notify[j.message.Chat.Channel]; tell != nil {
				tell(j.message)
			}
			return
		}
		select {
		case <-in.ctx.Done():
			j.done(reply, fmt.Errorf("%w: %w", ErrClosed, err))
			return
		case <-time.After(pause):
		}
	}
}

// attempt has the bot handle a message once, in its turn among the chats; the
// last time, the person is told that it cannot. Where even that fails, it is
// the store that does, and not the message: it will be tried anew.
func (in *Intake) attempt(j job, try int) (Reply, error) {
	select {
	case in.slots <- struct{}{}:
	case <-in.ctx.Done():
		return Reply{}, in.ctx.Err()
	}
	defer func() { <-in.slots }()
	if err := in.ctx.Err(); err != nil {
		return Reply{}, err
	}
	show := j.show
	if try > 1 { // what it says was shown
		show = nil
	}
	reply, err := in.bot.Stream(in.ctx, j.message, show)
	if err != nil && try >= attempts && in.ctx.Err() == nil {
		return in.bot.Refuse(in.ctx, j.message)
	}
	return reply, err
}

func (j job) done(r Reply, err error) {
	if j.reply != nil {
		j.reply <- result{r, err}
	}
}

// Close takes no more messages and waits until those that are being handled
// are done, or until ctx ends. What is left stays in the inbox.
func (in *Intake) Close(ctx context.Context) {
	in.taking.Lock() // a batch that is being stored is queued first
	in.closed = true
	in.taking.Unlock()
	done := make(chan struct{})
	go func() {
		in.busy.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
	in.stop()
	<-done
}
