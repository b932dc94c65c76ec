package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"

	"go.etcd.io/bbolt"

	"cheyi/bot"
)

// queue puts a turn's reply into the outbox, for the message that has an
// address.
func queue(tx *bbolt.Tx, t bot.Turn) error {
	if t.Message.Address == nil {
		return nil
	}
	outbox, row := tx.Bucket(bucketOutbox), t.Outgoing(0)
	if k, v := lastOf(outbox, row.Chat); k != nil {
		before, err := outgoing(v)
		if err != nil {
			return err
		}
		if row.Supersedes(*before) {
			if err := outbox.Delete(k); err != nil {
				return err
			}
			if err := counted(tx, func(c *bot.Counts) { c.Count(bot.Superseded) }); err != nil {
				return err
			}
		}
	}
	return enqueue(tx, row)
}

// lastOf returns the last reply in the outbox to a chat, nil for none.
func lastOf(outbox *bbolt.Bucket, chat bot.Chat) (k, v []byte) {
	prefix, cursor := chatKey(chat), outbox.Cursor()
	if k, _ = cursor.Seek(append(bytes.Clone(prefix), ordered(math.MaxUint64)...)); k == nil {
		k, v = cursor.Last()
	} else {
		k, v = cursor.Prev()
	}
	if !bytes.HasPrefix(k, prefix) {
		return nil, nil
	}
	return bytes.Clone(k), v
}

func outgoing(v []byte) (*bot.Outgoing, error) {
	row := new(bot.Outgoing)
	if err := json.Unmarshal(v, row); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return row, nil
}

// Recipients implements bot.Outbox.
func (s *Store) Recipients(_ context.Context, channel string) (chats []bot.Chat, err error) {
	err = s.read(bucketOutbox, func(outbox *bbolt.Bucket) error {
		var last []byte
		return outbox.ForEach(func(k, v []byte) error {
			if bytes.HasPrefix(k, last) && last != nil {
				return nil
			}
			last = bytes.Clone(k[:len(k)-8])
			row, err := outgoing(v)
			if err == nil && row.Chat.Channel == channel {
				chats = append(chats, row.Chat)
			}
			return err
		})
	})
	return chats, err
}

// Next implements bot.Outbox.
func (s *Store) Next(_ context.Context, chat bot.Chat) (row *bot.Outgoing, err error) {
	err = s.read(bucketOutbox, func(outbox *bbolt.Bucket) error {
		prefix := chatKey(chat)
		k, v := outbox.Cursor().Seek(prefix)
		if !bytes.HasPrefix(k, prefix) {
			return nil
		}
		row, err = outgoing(v)
		return err
	})
	return row, err
}

// Post implements bot.Outbox.
func (s *Store) Post(_ context.Context, notice bot.Outgoing) error {
	return guarded(s.db.Update, func(tx *bbolt.Tx) error {
		key := replyKey(notice.Chat, notice.ID)
		if tx.Bucket(bucketReplies).Get(key) != nil {
			return nil
		}
		if err := put(tx.Bucket(bucketReplies), key, notice.Reply); err != nil {
			return err
		}
		if err := s.keep(tx, key); err != nil {
			return err
		}
		notice.State = bot.Pending
		return enqueue(tx, notice)
	})
}

// enqueue appends to the outbox.
func enqueue(tx *bbolt.Tx, row bot.Outgoing) (err error) {
	outbox := tx.Bucket(bucketOutbox)
	if row.Seq, err = outbox.NextSequence(); err != nil {
		return err
	}
	if err := put(outbox, append(chatKey(row.Chat), ordered(row.Seq)...), row); err != nil {
		return err
	}
	return counted(tx, func(c *bot.Counts) { c.Queued++ })
}

// Unfinished implements bot.Outbox.
func (s *Store) Unfinished(_ context.Context, channel string) (chats []bot.Chat, err error) {
	err = s.read(bucketStates, func(states *bbolt.Bucket) error {
		prefix := []byte(bot.Chat{Channel: channel}.String())
		cursor := states.Cursor()
		for k, v := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
			var state bot.State
			if err := json.Unmarshal(v, &state); err != nil {
				return fmt.Errorf("state of a chat: %w", err)
			}
			if state.Flow != nil {
				chats = append(chats, bot.Chat{Channel: channel, ID: string(k[len(prefix):])})
			}
		}
		return nil
	})
	return chats, err
}

// Note implements bot.Outbox.
func (s *Store) Note(_ context.Context, rows ...bot.Outgoing) (there []bool, err error) {
	err = guarded(s.db.Update, func(tx *bbolt.Tx) error {
		there = make([]bool, len(rows))
		outbox := tx.Bucket(bucketOutbox)
		for i, row := range rows {
			key := append(chatKey(row.Chat), ordered(row.Seq)...)
			if there[i] = outbox.Get(key) != nil; !there[i] {
				continue
			}
			if !row.State.Final() {
				if err := put(outbox, key, row); err != nil {
					return err
				}
				continue
			}
			if err := outbox.Delete(key); err != nil {
				return err
			}
			if err := counted(tx, func(c *bot.Counts) { c.Count(row.State) }); err != nil {
				return err
			}
		}
		return nil
	})
	return there, err
}

// Reachable implements bot.Outbox.
func (s *Store) Reachable(_ context.Context, chat bot.Chat, reason string) error {
	return guarded(s.db.Update, func(tx *bbolt.Tx) error {
		if reason == "" {
			return tx.Bucket(bucketChats).Delete(lostKey(chat))
		}
		return put(tx.Bucket(bucketChats), lostKey(chat), reason)
	})
}

// Unreached implements bot.Outbox.
func (s *Store) Unreached(_ context.Context, chat bot.Chat) (string, error) {
	return s.noted(lostKey(chat))
}

// Moved implements bot.Outbox.
func (s *Store) Moved(_ context.Context, channel, from, to string) error {
	return guarded(s.db.Update, func(tx *bbolt.Tx) error {
		return put(tx.Bucket(bucketChats), movedKey(channel, from), to)
	})
}

// Where implements bot.Outbox.
func (s *Store) Where(_ context.Context, channel, name string) (string, error) {
	to, err := s.noted(movedKey(channel, name))
	if err != nil || to == "" {
		return name, err
	}
	return to, nil
}

// noted reads a note on a chat, "" for none.
func (s *Store) noted(key []byte) (note string, err error) {
	err = s.read(bucketChats, func(chats *bbolt.Bucket) error {
		if v := chats.Get(key); v != nil {
			return json.Unmarshal(v, &note)
		}
		return nil
	})
	return note, err
}

func lostKey(chat bot.Chat) []byte { return append(chatKey(chat), "lost"...) }

func movedKey(channel, name string) []byte {
	return append(chatKey(bot.Chat{Channel: channel, ID: name}), "moved"...)
}

// Offered implements bot.Outbox.
func (s *Store) Offered(_ context.Context, key []byte) (options []bot.Option, err error) {
	err = s.read(bucketReplies, func(replies *bbolt.Bucket) error {
		k, v := replies.Cursor().Seek(key)
		if len(key) != bot.ReplyKeySize || !bytes.HasPrefix(k, key) {
			return nil
		}
		var reply bot.Reply
		if err := json.Unmarshal(v, &reply); err != nil {
			return fmt.Errorf("kept reply: %w", err)
		}
		options = reply.Options
		return nil
	})
	return options, err
}

// Counts implements bot.Outbox.
func (s *Store) Counts(context.Context) (c bot.Counts, err error) {
	err = guarded(s.db.View, func(tx *bbolt.Tx) error {
		if v := tx.Bucket(bucketMeta).Get(keyCounts); v != nil {
			if err := json.Unmarshal(v, &c); err != nil {
				return err
			}
		}
		c.Waiting, c.Pending = uint64(size(tx.Bucket(bucketInbox))), uint64(size(tx.Bucket(bucketOutbox)))
		return nil
	})
	return c, err
}

// size counts the keys of a bucket, none where there is no bucket.
func size(b *bbolt.Bucket) (n int) {
	if b == nil {
		return 0
	}
	cursor := b.Cursor()
	for k, _ := cursor.First(); k != nil; k, _ = cursor.Next() {
		n++
	}
	return n
}
