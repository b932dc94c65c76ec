package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"cheyi/bot"
)

// Unanswered returns the ledger, in no order.
func (s *Store) Unanswered(context.Context) (groups []bot.UnansweredGroup, err error) {
	err = s.read(bucketLedger, func(b *bbolt.Bucket) error {
		return b.ForEach(func(_, v []byte) error {
			g, err := group(v)
			groups = append(groups, g)
			return err
		})
	})
	return groups, err
}

func group(v []byte) (g bot.UnansweredGroup, err error) {
	if err := json.Unmarshal(v, &g); err != nil {
		return g, fmt.Errorf("ledger: %w", err)
	}
	return g, nil
}

// count puts a question into the first group that takes it, or into one of its
// own, for which the rarest of too many is dropped.
func count(b *bbolt.Bucket, u bot.Unanswered) error {
	prefix := append([]byte(u.Key()), 0)
	cursor := b.Cursor()
	for k, v := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
		g, err := group(v)
		if err != nil {
			return err
		}
		if g.Takes(u) {
			return putGroup(b, bytes.Clone(k), g.With(u))
		}
	}
	if err := makeRoom(b, u.Kind); err != nil {
		return err
	}
	met, err := b.NextSequence()
	if err != nil {
		return err
	}
	return putGroup(b, binary.BigEndian.AppendUint64(prefix, met), u.Group())
}

func putGroup(b *bbolt.Bucket, key []byte, g bot.UnansweredGroup) error {
	v, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return b.Put(key, v)
}

// makeRoom drops the rarest group of a kind, the one met first among equals,
// when there are as many as are kept. Values are only read when one must go.
func makeRoom(b *bbolt.Bucket, kind bot.UnansweredKind) error {
	prefix := append([]byte(kind), 0)
	cursor, of := b.Cursor(), 0
	for k, _ := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = cursor.Next() {
		of++
	}
	if of < bot.MostUnanswered {
		return nil
	}
	var rarest bot.UnansweredGroup
	var key []byte
	for k, v := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
		g, err := group(v)
		if err != nil {
			return err
		}
		rarer := bot.Rarer(g, rarest)
		if key == nil || rarer < 0 || rarer == 0 && bytes.Compare(metAt(k), metAt(key)) < 0 {
			rarest, key = g, bytes.Clone(k)
		}
	}
	return b.Delete(key)
}

// metAt is the end of a group's key, which counts up.
func metAt(key []byte) []byte { return key[len(key)-8:] }
