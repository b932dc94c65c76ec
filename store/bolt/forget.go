package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"time"

	"cheyi/bot"
)

// keep has what is stored under a hash forgotten when the time comes. of is the
// chat that it belongs to, nil for none.
func keep(t *tx, of *bot.Chat, key []byte, until time.Time) error {
	var owner any
	if of != nil {
		owner = chatKey(*of)
	}
	return t.put(bucketExpiry, append(ordered(uint64(until.Unix())), key...), owner)
}

// forgetAtOnce bounds the work that one message does for older ones.
const forgetAtOnce = 16

// forget drops what is kept of messages and commands whose time is over,
// unless the message still waits: without its record it would never leave the
// inbox.
func (s *Store) forget(t *tx) error {
	now := uint64(s.now().Unix())
	var over [][]byte
	for k := range t.scan(bucketExpiry, nil) {
		if len(over) == forgetAtOnce || binary.BigEndian.Uint64(k) > now {
			break
		}
		over = append(over, bytes.Clone(k))
	}
	for _, k := range over {
		if err := t.del(bucketExpiry, k); err != nil {
			return err
		}
		if isWaiting(t, k[8:]) { // Save keeps it anew
			continue
		}
		for _, of := range [][]byte{bucketReplies, bucketTaken, bucketDone} {
			if err := t.del(of, k[8:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// erase forgets what the replies of a chat say, and those that were not sent.
func erase(t *tx, chat bot.Chat) error {
	replies, err := repliesOf(t, chat)
	if err != nil {
		return err
	}
	for _, k := range replies {
		if err := t.put(bucketReplies, k, bot.ForgottenReply()); err != nil {
			return err
		}
	}
	unsent, err := unsentTo(t, chat)
	if err != nil {
		return err
	}
	for _, k := range unsent {
		if err := t.del(bucketOutbox, k); err != nil {
			return err
		}
	}
	return counted(t, func(c *bot.Counts) { c.Superseded += uint64(len(unsent)) })
}

// repliesOf returns the keys of the replies that are kept of a chat.
func repliesOf(t *tx, chat bot.Chat) (keys [][]byte, err error) {
	mine := chatKey(chat)
	for k, r := range t.scan(bucketExpiry, nil) {
		content, err := r.content()
		if err != nil {
			return nil, err
		}
		if len(content) == 0 { // a command's
			continue
		}
		var owner []byte
		if err := r.decode(&owner); err != nil {
			return nil, err
		}
		if bytes.Equal(owner, mine) && t.has(bucketReplies, k[8:]) {
			keys = append(keys, bytes.Clone(k[8:]))
		}
	}
	return keys, nil
}

// unsentTo returns the keys of the replies to a chat of which nothing was sent.
func unsentTo(t *tx, chat bot.Chat) (keys [][]byte, err error) {
	for k, r := range t.scan(bucketOutbox, chatKey(chat)) {
		var row bot.Outgoing
		if err := r.decode(&row); err != nil {
			return nil, err
		}
		if row.Unsent() {
			keys = append(keys, bytes.Clone(k))
		}
	}
	return keys, nil
}

// sweepAtOnce is how many conversations one transaction of a sweep changes, so
// that messages need not wait for all of them.
const sweepAtOnce = 64

// Sweep implements bot.Store.
func (s *Store) Sweep(ctx context.Context, left func(bot.State) (bot.State, bool)) error {
	var over [][]byte
	err := s.view(func(t *tx) error {
		for k, r := range t.scan(bucketStates, nil) {
			var state bot.State
			if err := r.decode(&state); err != nil {
				return err
			}
			if _, gone := left(state); gone {
				over = append(over, bytes.Clone(k))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for keys := range slices.Chunk(over, sweepAtOnce) {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.update(func(t *tx) error {
			for _, k := range keys {
				if err := swept(t, k, left); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// swept judges a conversation anew: a message may have come meanwhile.
func swept(t *tx, key []byte, left func(bot.State) (bot.State, bool)) error {
	var state bot.State
	if found, err := t.get(bucketStates, key, &state); err != nil || !found {
		return err
	}
	switch kept, gone := left(state); {
	case gone && kept.Empty():
		return t.del(bucketStates, key)
	case gone:
		return t.put(bucketStates, key, kept)
	}
	return nil
}
