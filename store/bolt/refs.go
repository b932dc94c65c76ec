package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// Refs implements booking.Store. By state, office and day it reads the index
// alone.
func (s *Store) Refs(ctx context.Context, f booking.Filter) (refs []booking.Ref, err error) {
	if f.Owner != "" || f.Enterprise != "" || f.Search != "" {
		batches, err := s.Batches(ctx, f)
		for _, b := range batches {
			refs = append(refs, b.Ref())
		}
		return refs, err
	}
	err = s.view(func(t *tx) error {
		refs, err = bookingTx{t}.refs(f)
		return err
	})
	slices.SortFunc(refs, booking.Ref.Compare)
	return refs, err
}

// refs goes through the index by state.
func (b bookingTx) refs(f booking.Filter) (refs []booking.Ref, err error) {
	states := booking.States
	if f.State != "" {
		states = []booking.State{f.State}
	}
	for _, state := range states {
		prefix := joined([]byte(state), nil)
		if f.Office != "" {
			prefix = append(prefix, f.Office+"\x00"...)
		}
		for k := range b.t.scan(bucketIn, prefix) {
			r, err := readRef(k)
			if err != nil {
				return nil, err
			}
			if f.Date.IsZero() || f.Date == r.Slot.Date {
				refs = append(refs, r)
			}
		}
	}
	return refs, nil
}

// referred returns the batches that the index by state leads to.
func (b bookingTx) referred(f booking.Filter) (batches []booking.Batch, err error) {
	refs, err := b.refs(f)
	if err != nil {
		return nil, err
	}
	for _, r := range refs {
		batch, err := b.pointed(r.Receipt)
		if err != nil {
			return nil, err
		}
		batches = append(batches, batch)
	}
	return batches, nil
}

// named returns the batches in which a part of an enterprise's name stands,
// wherever that is. Looking for it in what is stored costs a tenth of reading
// it.
func (b bookingTx) named(part string) (batches []booking.Batch, err error) {
	quoted, err := json.Marshal(part)
	if err != nil {
		return nil, err
	}
	part = string(quoted[1 : len(quoted)-1])
	for _, r := range b.t.scan(bucketBatches, nil) {
		if !bytes.Contains(r.value, []byte(part)) {
			continue
		}
		var batch booking.Batch
		if err := r.decode(&batch); err != nil {
			return nil, err
		}
		batches = append(batches, batch)
	}
	return batches, nil
}

// refKey is the key of a batch in the index by state.
func refKey(r booking.Ref) []byte {
	made := hex.EncodeToString(dueKey(r.Made)) // no NUL
	return slices.Concat([]byte(r.State), []byte{0}, slotKey(r.Slot), []byte{0}, []byte(made), []byte{0}, []byte(r.Receipt))
}

// readRef is what refKey has written.
func readRef(key []byte) (r booking.Ref, err error) {
	parts := strings.Split(string(key), "\x00")
	if len(parts) != 6 {
		return r, errDamaged
	}
	day, err := calendar.ParseDay(parts[2])
	if err != nil {
		return r, errDamaged
	}
	made, err := hex.DecodeString(parts[4])
	if err != nil || len(made) != 8 {
		return r, errDamaged
	}
	at := time.UnixMilli(int64(binary.BigEndian.Uint64(made) ^ 1<<63))
	slot := booking.SlotID{Office: parts[1], Date: day, Window: parts[3]}
	return booking.Ref{Receipt: parts[5], State: booking.State(parts[0]), Slot: slot, Made: at}, nil
}
