package bolt

import (
	"bytes"
	"context"
	"math"

	"cheyi/bot"
)

// queue puts a turn's reply into the outbox, for the message that has an
// address.
func queue(t *tx, turn bot.Turn) error {
	if turn.Message.Address == nil {
		return nil
	}
	row := turn.Outgoing(0)
	if k, last := t.lastOf(row.Chat); k != nil {
		var before bot.Outgoing
		if err := last.decode(&before); err != nil {
			return err
		}
		if row.Supersedes(before) {
			if err := t.del(bucketOutbox, k); err != nil {
				return err
			}
			if err := counted(t, func(c *bot.Counts) { c.Count(bot.Superseded) }); err != nil {
				return err
			}
		}
	}
	return enqueue(t, row)
}

// lastOf returns the last reply in the outbox to a chat, a nil key for none.
func (t *tx) lastOf(chat bot.Chat) (k []byte, last record) {
	prefix, cursor := chatKey(chat), t.Bucket(bucketOutbox).Cursor()
	var v []byte
	if k, _ = cursor.Seek(append(bytes.Clone(prefix), ordered(math.MaxUint64)...)); k == nil {
		k, v = cursor.Last()
	} else {
		k, v = cursor.Prev()
	}
	if !bytes.HasPrefix(k, prefix) {
		return nil, record{}
	}
	return bytes.Clone(k), record{bucketOutbox, k, v, t.plain}
}

// Recipients implements bot.Outbox.
func (s *Store) Recipients(_ context.Context, channel string) (chats []bot.Chat, err error) {
	err = s.view(func(t *tx) error {
		var last []byte
		for k, r := range t.scan(bucketOutbox, nil) {
			if last != nil && bytes.HasPrefix(k, last) {
				continue
			}
			last = bytes.Clone(k[:len(k)-8])
			var row bot.Outgoing
			if err := r.decode(&row); err != nil {
				return err
			}
			if row.Chat.Channel == channel {
				chats = append(chats, row.Chat)
			}
		}
		return nil
	})
	return chats, err
}

// Next implements bot.Outbox.
func (s *Store) Next(_ context.Context, chat bot.Chat) (row *bot.Outgoing, err error) {
	err = s.view(func(t *tx) error {
		for _, r := range t.scan(bucketOutbox, chatKey(chat)) {
			row = new(bot.Outgoing)
			return r.decode(row)
		}
		return nil
	})
	return row, err
}

// Post implements bot.Outbox.
func (s *Store) Post(_ context.Context, notice bot.Outgoing) error {
	return s.update(func(t *tx) error {
		key := replyKey(notice.Chat, notice.ID)
		if t.has(bucketReplies, key) {
			return nil
		}
		if err := t.put(bucketReplies, key, notice.Reply); err != nil {
			return err
		}
		if err := keep(t, &notice.Chat, key, s.now().Add(bot.KeepReplies)); err != nil {
			return err
		}
		notice.State = bot.Pending
		return enqueue(t, notice)
	})
}

// enqueue appends to the outbox.
func enqueue(t *tx, row bot.Outgoing) (err error) {
	if row.Seq, err = t.next(bucketOutbox); err != nil {
		return err
	}
	if err := t.put(bucketOutbox, append(chatKey(row.Chat), ordered(row.Seq)...), row); err != nil {
		return err
	}
	return counted(t, func(c *bot.Counts) { c.Queued++ })
}

// Unfinished implements bot.Outbox.
func (s *Store) Unfinished(_ context.Context, channel string) (chats []bot.Chat, err error) {
	err = s.view(func(t *tx) error {
		prefix := []byte(bot.Chat{Channel: channel}.String())
		for k, r := range t.scan(bucketStates, prefix) {
			var state bot.State
			if err := r.decode(&state); err != nil {
				return err
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
	err = s.update(func(t *tx) error {
		there = make([]bool, len(rows))
		for i, row := range rows {
			key := append(chatKey(row.Chat), ordered(row.Seq)...)
			if there[i] = t.has(bucketOutbox, key); !there[i] {
				continue
			}
			if !row.State.Final() {
				if err := t.put(bucketOutbox, key, row); err != nil {
					return err
				}
				continue
			}
			if err := t.del(bucketOutbox, key); err != nil {
				return err
			}
			if err := counted(t, func(c *bot.Counts) { c.Count(row.State) }); err != nil {
				return err
			}
		}
		return nil
	})
	return there, err
}

// Reachable implements bot.Outbox.
func (s *Store) Reachable(_ context.Context, chat bot.Chat, reason string) error {
	return s.update(func(t *tx) error {
		if reason == "" {
			return t.del(bucketChats, lostKey(chat))
		}
		return t.put(bucketChats, lostKey(chat), reason)
	})
}

// Unreached implements bot.Outbox.
func (s *Store) Unreached(_ context.Context, chat bot.Chat) (string, error) {
	return s.noted(lostKey(chat))
}

// Moved implements bot.Outbox.
func (s *Store) Moved(_ context.Context, channel, from, to string) error {
	return s.update(func(t *tx) error {
		return t.put(bucketChats, movedKey(channel, from), to)
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
	err = s.view(func(t *tx) error {
		_, err := t.get(bucketChats, key, &note)
		return err
	})
	return note, err
}

func lostKey(chat bot.Chat) []byte { return append(chatKey(chat), "lost"...) }

func movedKey(channel, name string) []byte {
	return append(chatKey(bot.Chat{Channel: channel, ID: name}), "moved"...)
}

// Offered implements bot.Outbox.
func (s *Store) Offered(_ context.Context, key []byte) (options []bot.Option, err error) {
	if len(key) != bot.ReplyKeySize {
		return nil, nil
	}
	err = s.view(func(t *tx) error {
		for _, r := range t.scan(bucketReplies, key) {
			var reply bot.Reply
			err := r.decode(&reply)
			options = reply.Options
			return err
		}
		return nil
	})
	return options, err
}

// Counts implements bot.Outbox.
func (s *Store) Counts(context.Context) (c bot.Counts, err error) {
	err = s.view(func(t *tx) error {
		c, err = counts(t)
		return err
	})
	return c, err
}

func counts(t *tx) (c bot.Counts, err error) {
	_, err = t.get(bucketMeta, keyCounts, &c)
	for range t.scan(bucketInbox, nil) {
		c.Waiting++
	}
	for range t.scan(bucketOutbox, nil) {
		c.Pending++
	}
	return c, err
}
