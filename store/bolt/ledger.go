package bolt

import (
	"bytes"
	"context"

	"cheyi/bot"
)

// Unanswered returns the ledger, in no order.
func (s *Store) Unanswered(context.Context) (groups []bot.UnansweredGroup, err error) {
	err = s.view(func(t *tx) error {
		for _, r := range t.scan(bucketLedger, nil) {
			var g bot.UnansweredGroup
			if err := r.decode(&g); err != nil {
				return err
			}
			groups = append(groups, g)
		}
		return nil
	})
	return groups, err
}

// count puts a question into the first group that takes it, or into one of its
// own, for which the rarest of too many is dropped.
func count(t *tx, u bot.Unanswered) error {
	prefix := append([]byte(u.Key()), 0)
	for k, r := range t.scan(bucketLedger, prefix) {
		var g bot.UnansweredGroup
		if err := r.decode(&g); err != nil {
			return err
		}
		if g.Takes(u) {
			return t.put(bucketLedger, bytes.Clone(k), g.With(u))
		}
	}
	if err := makeRoom(t, u.Kind); err != nil {
		return err
	}
	met, err := t.next(bucketLedger)
	if err != nil {
		return err
	}
	return t.put(bucketLedger, append(prefix, ordered(met)...), u.Group())
}

// makeRoom drops the rarest group of a kind, the one met first among equals,
// when there are as many as are kept. Values are only read when one must go.
func makeRoom(t *tx, kind bot.UnansweredKind) error {
	prefix := append([]byte(kind), 0)
	of := 0
	for range t.scan(bucketLedger, prefix) {
		of++
	}
	if of < bot.MostUnanswered {
		return nil
	}
	var rarest bot.UnansweredGroup
	var key []byte
	for k, r := range t.scan(bucketLedger, prefix) {
		var g bot.UnansweredGroup
		if err := r.decode(&g); err != nil {
			return err
		}
		rarer := bot.Rarer(g, rarest)
		if key == nil || rarer < 0 || rarer == 0 && bytes.Compare(metAt(k), metAt(key)) < 0 {
			rarest, key = g, bytes.Clone(k)
		}
	}
	return t.del(bucketLedger, key)
}

// metAt is the end of a group's key, which counts up.
func metAt(key []byte) []byte { return key[len(key)-8:] }
