package bolt

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"cheyi/bot"
)

// A takenMessage is what is remembered of a message that was taken.
type takenMessage struct {
	Print string `json:"print"`
	Place uint64 `json:"place,omitempty"` // in the inbox
}

// Take implements bot.Inbox.
func (s *Store) Take(_ context.Context, b bot.Batch, now time.Time) (receipts []bot.Receipt, err error) {
	err = s.update(func(t *tx) error {
		receipts = make([]bot.Receipt, len(b.Messages))
		if err := s.forget(t); err != nil {
			return err
		}
		for i, m := range b.Messages {
			if receipts[i], err = s.take(t, m, now); err != nil {
				return err
			}
		}
		if b.Mark == 0 {
			return nil
		}
		return t.put(bucketMeta, markKey(b.Channel), b.Mark)
	})
	return receipts, err
}

func (s *Store) take(t *tx, m bot.Message, now time.Time) (bot.Receipt, error) {
	key := replyKey(m.Chat, m.ID)
	var before takenMessage
	switch taken, err := t.get(bucketTaken, key, &before); {
	case err != nil:
		return 0, err
	case taken && before.Print != m.Print():
		return bot.Conflict, nil
	case taken, t.has(bucketReplies, key): // the latter never came this way
		return bot.Again, nil
	}
	if err := keep(t, &m.Chat, key, s.now().Add(bot.KeepReplies)); err != nil {
		return 0, err
	}
	doubled, err := s.pressed(t, m, now)
	if err != nil {
		return 0, err
	}
	record := takenMessage{Print: m.Print()}
	if doubled {
		return bot.Pressed, t.put(bucketTaken, key, record)
	}
	if record.Place, err = t.next(bucketInbox); err != nil {
		return 0, err
	}
	if err := t.put(bucketTaken, key, record); err != nil {
		return 0, err
	}
	if err := t.put(bucketInbox, ordered(record.Place), m); err != nil {
		return 0, err
	}
	if err := t.del(bucketChats, lostKey(m.Chat)); err != nil {
		return 0, err
	}
	return bot.Taken, counted(t, func(c *bot.Counts) { c.Taken++ })
}

// pressed reports whether a button was pressed within bot.PressWindow, and
// remembers the press.
func (s *Store) pressed(t *tx, m bot.Message, now time.Time) (bool, error) {
	if m.Press == "" {
		return false, nil
	}
	key := pressKey(m.Chat, m.Press)
	var last int64
	switch before, err := t.get(bucketTaken, key, &last); {
	case err != nil:
		return false, err
	case before && bot.SamePress(time.UnixMilli(last), now):
		return true, nil
	}
	if err := keep(t, &m.Chat, key, s.now().Add(bot.KeepReplies)); err != nil {
		return false, err
	}
	return false, t.put(bucketTaken, key, now.UnixMilli())
}

// isWaiting reports whether the message with a key in taken is in the inbox.
func isWaiting(t *tx, key []byte) bool {
	var record takenMessage // a press is a number, and leaves it empty
	_, _ = t.get(bucketTaken, key, &record)
	return record.Place > 0 && t.has(bucketInbox, ordered(record.Place))
}

// handled takes a message out of the inbox, if it came in that way.
func handled(t *tx, key []byte) error {
	var record takenMessage
	if found, err := t.get(bucketTaken, key, &record); err != nil || !found {
		return err
	}
	place := ordered(record.Place)
	if !t.has(bucketInbox, place) {
		return nil
	}
	if err := t.del(bucketInbox, place); err != nil {
		return err
	}
	return counted(t, func(c *bot.Counts) { c.Handled++ })
}

// Waiting implements bot.Inbox.
func (s *Store) Waiting(context.Context) (waiting []bot.Message, err error) {
	err = s.view(func(t *tx) error {
		for _, r := range t.scan(bucketInbox, nil) {
			var m bot.Message
			if err := r.decode(&m); err != nil {
				return err
			}
			waiting = append(waiting, m)
		}
		return nil
	})
	return waiting, err
}

// Mark implements bot.Inbox.
func (s *Store) Mark(_ context.Context, channel string) (mark int64, err error) {
	err = s.view(func(t *tx) error {
		_, err := t.get(bucketMeta, markKey(channel), &mark)
		return err
	})
	return mark, err
}

func markKey(channel string) []byte { return []byte("mark\x00" + channel) }

// counted changes the counts.
func counted(t *tx, change func(*bot.Counts)) error {
	var c bot.Counts
	if _, err := t.get(bucketMeta, keyCounts, &c); err != nil {
		return err
	}
	change(&c)
	return t.put(bucketMeta, keyCounts, c)
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
