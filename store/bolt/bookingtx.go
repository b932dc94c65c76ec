package bolt

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"cheyi/booking"
)

// keepResults is how long the result of a command is kept for its key.
const keepResults = 30 * 24 * time.Hour

// bookingTx is a transaction as commands see it.
type bookingTx struct{ t *tx }

// Slot implements booking.Tx.
func (b bookingTx) Slot(id booking.SlotID) (slot booking.Slot, touched bool, err error) {
	touched, err = b.t.get(bucketSlots, slotKey(id), &slot)
	return slot, touched, err
}

// PutSlot implements booking.Tx.
func (b bookingTx) PutSlot(s booking.Slot) error { return b.t.put(bucketSlots, slotKey(s.SlotID), s) }

// Batch implements booking.Tx.
func (b bookingTx) Batch(receipt string) (*booking.Batch, error) {
	batch := new(booking.Batch)
	found, err := b.t.get(bucketBatches, []byte(receipt), batch)
	if err != nil || !found {
		return nil, err
	}
	return batch, nil
}

// PutBatch implements booking.Tx. It keeps the indexes by window, state,
// owner and VIN with it.
func (b bookingTx) PutBatch(batch booking.Batch) error {
	before, err := b.Batch(batch.Receipt)
	if err != nil {
		return err
	}
	var old []indexEntry
	if before != nil {
		old = indexed(*before)
	}
	entries := indexed(batch)
	for _, e := range old {
		if !slices.ContainsFunc(entries, e.equal) {
			if err := b.t.del(e.bucket, e.key); err != nil {
				return err
			}
		}
	}
	for _, e := range entries {
		if !slices.ContainsFunc(old, e.equal) {
			if err := b.t.put(e.bucket, e.key, nil); err != nil {
				return err
			}
		}
	}
	return b.t.put(bucketBatches, []byte(batch.Receipt), batch)
}

// An indexEntry is a key that ends with the receipt of the batch it leads to.
type indexEntry struct{ bucket, key []byte }

func (e indexEntry) equal(f indexEntry) bool {
	return bytes.Equal(e.bucket, f.bucket) && bytes.Equal(e.key, f.key)
}

// indexed lists the index entries of a batch.
func indexed(b booking.Batch) []indexEntry {
	entries := []indexEntry{
		{bucketAt, joined(slotKey(b.Slot), []byte(b.Receipt))},
		{bucketIn, refKey(b.Ref())},
		{bucketOf, joined(ownerKey(b.Owner), []byte(b.Receipt))},
	}
	for _, v := range b.Vehicles {
		entries = append(entries, indexEntry{bucketVINs, joined(reversed(v.VIN), []byte(b.Receipt))})
	}
	return entries
}

// BatchesOf implements booking.Tx.
func (b bookingTx) BatchesOf(owner string) ([]booking.Batch, error) {
	return b.found(bucketOf, append(ownerKey(owner), 0))
}

// found returns the batches that the entries of an index with a prefix lead
// to, each once, in the order of the index.
func (b bookingTx) found(index, prefix []byte) (batches []booking.Batch, err error) {
	seen := map[string]bool{}
	for k := range b.t.scan(index, prefix) {
		receipt := string(k[bytes.LastIndexByte(k, 0)+1:])
		if seen[receipt] {
			continue
		}
		seen[receipt] = true
		batch, err := b.pointed(receipt)
		if err != nil {
			return nil, err
		}
		batches = append(batches, batch)
	}
	return batches, nil
}

// pointed returns the batch that an entry of an index points at, which has to
// be there.
func (b bookingTx) pointed(receipt string) (booking.Batch, error) {
	batch, err := b.Batch(receipt)
	if err != nil {
		return booking.Batch{}, err
	}
	if batch == nil {
		return booking.Batch{}, errDamaged
	}
	return *batch, nil
}

// Live implements booking.Tx.
func (b bookingTx) Live(business booking.Business, vin string) (receipt string, err error) {
	_, err = b.t.get(bucketLive, liveKey(business, vin), &receipt)
	return receipt, err
}

// SetLive implements booking.Tx.
func (b bookingTx) SetLive(business booking.Business, vin, receipt string) error {
	if receipt == "" {
		return b.t.del(bucketLive, liveKey(business, vin))
	}
	return b.t.put(bucketLive, liveKey(business, vin), receipt)
}

// A doneCommand is what is kept of a command.
type doneCommand struct {
	Print  string         `json:"print"`
	Result booking.Result `json:"result"`
}

// Done implements booking.Tx.
func (b bookingTx) Done(actor, key string) (result *booking.Result, print string, err error) {
	var done doneCommand
	found, err := b.t.get(bucketDone, doneKey(actor, key), &done)
	if err != nil || !found {
		return nil, "", err
	}
	return &done.Result, done.Print, nil
}

// PutDone implements booking.Tx.
func (b bookingTx) PutDone(actor, key, print string, r booking.Result, at time.Time) error {
	k := doneKey(actor, key)
	if err := keep(b.t, nil, k, at.Add(keepResults)); err != nil {
		return err
	}
	return b.t.put(bucketDone, k, doneCommand{print, r})
}

// PutTimer implements booking.Tx.
func (b bookingTx) PutTimer(timer booking.Timer) error {
	due := dueKey(timer.Due)
	if err := b.t.put(bucketTimersOf, joined([]byte(timer.Receipt), append(due, timer.Kind...)), nil); err != nil {
		return err
	}
	return b.t.put(bucketTimers, timerKey(due, timer.Receipt, timer.Kind), timer)
}

// DropTimers implements booking.Tx.
func (b bookingTx) DropTimers(receipt string) error {
	prefix := joined([]byte(receipt), nil)
	var over [][]byte
	for k := range b.t.scan(bucketTimersOf, prefix) {
		over = append(over, bytes.Clone(k))
	}
	for _, k := range over {
		due, kind := k[len(prefix):][:8], string(k[len(prefix)+8:])
		if err := b.t.del(bucketTimersOf, k); err != nil {
			return err
		}
		if err := b.t.del(bucketTimers, timerKey(due, receipt, kind)); err != nil {
			return err
		}
	}
	return nil
}

// PutNotice implements booking.Tx.
func (b bookingTx) PutNotice(n booking.Notice) (err error) {
	if n.Seq, err = b.t.next(bucketNotices); err != nil {
		return err
	}
	return b.t.put(bucketNotices, ordered(n.Seq), n)
}

// PutEntry implements booking.Tx.
func (b bookingTx) PutEntry(e booking.Entry) (err error) {
	if e.Seq, err = b.t.next(bucketAudit); err != nil {
		return err
	}
	return b.t.put(bucketAudit, joined([]byte(e.Receipt), ordered(e.Seq)), e)
}

// joined joins two parts of a key. The first has no NUL, or is of one length.
func joined(a, b []byte) []byte { return slices.Concat(a, []byte{0}, b) }

// slotKey sorts by office, day and window.
func slotKey(id booking.SlotID) []byte {
	return fmt.Appendf(nil, "%s\x00%v\x00%s", id.Office, id.Date, id.Window)
}

// ownerKey is of one length, whatever is in an owner's name.
func ownerKey(owner string) []byte {
	sum := sha256.Sum256([]byte(owner))
	return sum[:]
}

func liveKey(b booking.Business, vin string) []byte { return joined([]byte(b), []byte(vin)) }

func doneKey(actor, key string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "done %q %q", actor, key))
	return sum[:]
}

func timerKey(due []byte, receipt, kind string) []byte {
	return slices.Concat(due, joined([]byte(receipt), []byte(kind)))
}

// dueKey sorts as the times do, to the millisecond, those before 1970 first.
func dueKey(due time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(due.UnixMilli())^1<<63)
}

// reversed makes the end of a VIN the beginning of a key: people know the last
// characters.
func reversed(vin string) []byte {
	b := []byte(vin)
	slices.Reverse(b)
	return b
}
