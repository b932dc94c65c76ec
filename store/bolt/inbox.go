package bolt

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"cheyi/bot"
)

// A takenMessage is what is remembered of a message that was taken.
type takenMessage struct {
	Print string `json:"print"`
	Place uint64 `json:"place,omitempty"` // in the inbox
}

// Take implements bot.Inbox.
func (s *Store) Take(_ context.Context, b bot.Batch, now time.Time) (receipts []bot.Receipt, err error) {
	err = guarded(s.db.Update, func(tx *bbolt.Tx) error {
		receipts = make([]bot.Receipt, len(b.Messages))
		if err := s.forget(tx); err != nil {
			return err
		}
		for i, m := range b.Messages {
			if receipts[i], err = s.take(tx, m, now); err != nil {
				return err
			}
		}
		if b.Mark == 0 {
			return nil
		}
		return put(tx.Bucket(bucketMeta), markKey(b.Channel), b.Mark)
	})
	return receipts, err
}

func (s *Store) take(tx *bbolt.Tx, m bot.Message, now time.Time) (bot.Receipt, error) {
	taken, key := tx.Bucket(bucketTaken), replyKey(m.Chat, m.ID)
	if v := taken.Get(key); v != nil {
		var before takenMessage
		if err := json.Unmarshal(v, &before); err != nil {
			return 0, err
		}
		if before.Print != m.Print() {
			return bot.Conflict, nil
		}
		return bot.Again, nil
	}
	if tx.Bucket(bucketReplies).Get(key) != nil { // it never came this way
		return bot.Again, nil
	}
	if err := s.keep(tx, key); err != nil {
		return 0, err
	}
	doubled, err := s.pressed(tx, m, now)
	if err != nil {
		return 0, err
	}
	record := takenMessage{Print: m.Print()}
	if doubled {
		return bot.Pressed, put(taken, key, record)
	}
	inbox := tx.Bucket(bucketInbox)
	if record.Place, err = inbox.NextSequence(); err != nil {
		return 0, err
	}
	if err := put(taken, key, record); err != nil {
		return 0, err
	}
	if err := put(inbox, ordered(record.Place), m); err != nil {
		return 0, err
	}
	if err := tx.Bucket(bucketChats).Delete(lostKey(m.Chat)); err != nil {
		return 0, err
	}
	return bot.Taken, counted(tx, func(c *bot.Counts) { c.Taken++ })
}

// pressed reports whether a button was pressed within bot.PressWindow, and
// remembers the press.
func (s *Store) pressed(tx *bbolt.Tx, m bot.Message, now time.Time) (bool, error) {
	if m.Press == "" {
		return false, nil
	}
	taken, key := tx.Bucket(bucketTaken), pressKey(m.Chat, m.Press)
	if v := taken.Get(key); v != nil {
		var last int64
		if err := json.Unmarshal(v, &last); err != nil {
			return false, err
		}
		if bot.SamePress(time.UnixMilli(last), now) {
			return true, nil
		}
	}
	if err := s.keep(tx, key); err != nil {
		return false, err
	}
	return false, put(taken, key, now.UnixMilli())
}

// isWaiting reports whether the message with a key in taken is in the inbox.
func isWaiting(tx *bbolt.Tx, key []byte) bool {
	var record takenMessage // a press is a number, and leaves it empty
	_ = json.Unmarshal(tx.Bucket(bucketTaken).Get(key), &record)
	return record.Place > 0 && tx.Bucket(bucketInbox).Get(ordered(record.Place)) != nil
}

// handled takes a message out of the inbox, if it came in that way.
func handled(tx *bbolt.Tx, key []byte) error {
	v := tx.Bucket(bucketTaken).Get(key)
	if v == nil {
		return nil
	}
	var record takenMessage
	if err := json.Unmarshal(v, &record); err != nil {
		return err
	}
	inbox, place := tx.Bucket(bucketInbox), ordered(record.Place)
	if inbox.Get(place) == nil {
		return nil
	}
	if err := inbox.Delete(place); err != nil {
		return err
	}
	return counted(tx, func(c *bot.Counts) { c.Handled++ })
}

// Waiting implements bot.Inbox.
func (s *Store) Waiting(context.Context) (waiting []bot.Message, err error) {
	err = s.read(bucketInbox, func(inbox *bbolt.Bucket) error {
		return inbox.ForEach(func(_, v []byte) error {
			var m bot.Message
			if err := json.Unmarshal(v, &m); err != nil {
				return fmt.Errorf("inbox: %w", err)
			}
			waiting = append(waiting, m)
			return nil
		})
	})
	return waiting, err
}

// Mark implements bot.Inbox.
func (s *Store) Mark(_ context.Context, channel string) (mark int64, err error) {
	err = s.read(bucketMeta, func(meta *bbolt.Bucket) error {
		if v := meta.Get(markKey(channel)); v != nil {
			return json.Unmarshal(v, &mark)
		}
		return nil
	})
	return mark, err
}

func markKey(channel string) []byte { return []byte("mark\x00" + channel) }

// ordered is a number as a key: keys sort as the numbers do.
func ordered(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// counted changes the counts.
func counted(tx *bbolt.Tx, change func(*bot.Counts)) error {
	var c bot.Counts
	meta := tx.Bucket(bucketMeta)
	if v := meta.Get(keyCounts); v != nil {
		if err := json.Unmarshal(v, &c); err != nil {
			return err
		}
	}
	change(&c)
	return put(meta, keyCounts, c)
}

// pressKey is the key of a button. No message has it, whatever its id: that
// would be quoted.
func pressKey(chat bot.Chat, press string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q press %q", chat.String(), press))
	return sum[:]
}

// chatKey is of one length, whatever is in a chat's name.
func chatKey(chat bot.Chat) []byte {
	sum := sha256.Sum256([]byte(chat.String()))
	return sum[:]
}
