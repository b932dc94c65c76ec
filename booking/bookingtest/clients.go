package bookingtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"

	"cheyi/booking"
)

// A client is an exporter who also is an officer.
type client struct {
	*history
	id   int
	rand *rand.Rand
	n    int
}

func (c *client) step(n int) {
	c.n = n
	switch p := c.rand.IntN(20); {
	case p < 10:
		c.submit()
	case p < 19:
		c.change()
	default:
		c.setSlot()
	}
}

func (c *client) command(a booking.Action, actor booking.Actor) booking.Command {
	return booking.Command{Key: fmt.Sprint(c.id, " ", c.n), Actor: actor, Action: a, At: Monday}
}

// do gives a command, and notes when.
func (c *client) do(cmd booking.Command) (booking.Result, *booking.Refusal, porcupine.Operation) {
	op := porcupine.Operation{ClientId: c.id, Call: time.Since(c.began).Nanoseconds()}
	r, err := c.store.Do(context.Background(), cmd)
	op.Return = time.Since(c.began).Nanoseconds()
	var refusal *booking.Refusal
	if err != nil && !errors.As(err, &refusal) {
		c.t.Errorf("%s: %v", text(cmd), err)
		refusal = &booking.Refusal{Reason: err}
	}
	c.mu.Lock()
	c.commands++
	c.mu.Unlock()
	return r, refusal, op
}

func (c *client) submit() {
	who := exporter(fmt.Sprint("web:", c.id))
	var vins []string
	for range 1 + c.rand.IntN(2) {
		if v := VIN(c.rand.IntN(40)); !slices.Contains(vins, v) {
			vins = append(vins, v)
		}
	}
	slot := c.window()
	cmd := c.command(booking.Submit, who)
	cmd.Requests = []booking.Request{Request(slot, vins...)}
	r, refusal, op := c.do(cmd)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case refusal == nil:
		b := r.Batches[0]
		c.note(&c.windows, op, b.Slot, took{n: len(vins)})
		for _, v := range vins {
			c.note(&c.vehicles, op, v, holds{b.Receipt})
		}
		c.receipts = append(c.receipts, made{b.Receipt, who.ID, b.Version, b.Slot, vins})
	case refusal.Reason == booking.ErrTaken:
		for _, v := range refusal.VINs {
			c.note(&c.vehicles, op, v, isHeld{})
		}
	case refusal.Slot != nil:
		c.note(&c.windows, op, slot, refusedFor{len(vins), *refusal.Slot})
	default:
		c.t.Errorf("submit: %v", refusal)
	}
}

func (c *client) window() booking.SlotID { return morning(1 + c.rand.IntN(inContest)) }

// change confirms, moves or cancels some batch, by the version last heard of.
func (c *client) change() {
	c.mu.Lock()
	if len(c.receipts) == 0 {
		c.mu.Unlock()
		return
	}
	recent := c.receipts[max(0, len(c.receipts)-20):]
	at := len(c.receipts) - len(recent) + c.rand.IntN(len(recent))
	m := c.receipts[at]
	c.mu.Unlock()

	cmd := c.command([]booking.Action{booking.Confirm, booking.Reschedule, booking.Cancel}[c.rand.IntN(3)], exporter(m.owner))
	if cmd.Action == booking.Confirm {
		cmd.Actor = officer("李")
	}
	cmd.Receipt, cmd.Version = m.receipt, m.version
	if cmd.Action == booking.Reschedule {
		to := c.window()
		if to == m.slot {
			return
		}
		cmd.To = &to
	}
	r, refusal, op := c.do(cmd)
	c.mu.Lock()
	defer c.mu.Unlock()
	if refusal == nil {
		b := r.Batches[0]
		c.note(&c.batches, op, m.receipt, stepped{m.version, b.State.Live()})
		c.changed(op, m, b)
		c.learn(at, b)
		return
	}
	switch refusal.Reason {
	case booking.ErrStale:
		c.note(&c.batches, op, m.receipt, staleAt{m.version, refusal.Batch.Version})
		c.learn(at, *refusal.Batch)
	case booking.ErrFull, booking.ErrClosed:
		c.note(&c.windows, op, *cmd.To, refusedFor{len(m.vins), *refusal.Slot})
	case booking.ErrState:
	default:
		c.t.Errorf("%s: %v", text(cmd), refusal)
	}
}

// changed notes what a move or a cancellation did elsewhere.
func (c *client) changed(op porcupine.Operation, m made, b booking.Batch) {
	switch {
	case !b.State.Live():
		c.note(&c.windows, op, m.slot, left{len(m.vins)})
		for _, v := range m.vins {
			c.note(&c.vehicles, op, v, freed{m.receipt})
		}
	case b.Slot != m.slot:
		c.note(&c.windows, op, m.slot, left{len(m.vins)})
		c.note(&c.windows, op, b.Slot, took{len(m.vins)})
	}
}

func (c *client) setSlot() {
	id := c.window()
	slots, err := c.store.Slots(context.Background(), id.Office, id.Date, id.Date)
	if err != nil {
		c.t.Error(err)
		return
	}
	i := slices.IndexFunc(slots, func(s booking.Slot) bool { return s.SlotID == id })
	cmd := c.command(booking.SetSlot, officer("李"))
	cmd.Slot, cmd.Version, cmd.Capacity, cmd.Open = id, slots[i].Version, 3+c.rand.IntN(20), c.rand.IntN(8) > 0
	r, refusal, op := c.do(cmd)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case refusal == nil:
		c.note(&c.windows, op, id, setTo{cmd.Version, *r.Slot})
	case refusal.Reason == booking.ErrStale:
		c.note(&c.windows, op, id, notSet{cmd.Version, refusal.Slot.Version})
	default:
		c.t.Errorf("set slot: %v", refusal)
	}
}
