package bolt

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"cheyi/bot"
)

const (
	fileName   = "cheyi.db"
	holderName = "cheyi.holder" // who holds the file, for the one who is refused
	schema     = 1
	lockWait   = time.Second
	smallest   = 4 << 12 // bytes of an empty database
)

var (
	bucketMeta    = []byte("meta")
	bucketStates  = []byte("states")
	bucketReplies = []byte("replies")
	bucketExpiry  = []byte("expiry")
	bucketLedger  = []byte("ledger")
	bucketTaken   = []byte("taken")
	bucketInbox   = []byte("inbox")
	bucketOutbox  = []byte("outbox")
	bucketChats   = []byte("chats")

	keySchema = []byte("schema")
	keySecret = []byte("secret")
	keyCounts = []byte("counts")
)

// ErrHeld says that another process holds the data folder. The error's text
// names it.
var ErrHeld = errors.New("数据目录正在被使用")

// A Store is an open database. It is safe for concurrent use.
type Store struct {
	db     *bbolt.DB
	dir    string
	now    func() time.Time
	secret []byte
}

// Load implements bot.Store.
func (s *Store) Load(_ context.Context, chat bot.Chat, id string) (state bot.State, reply *bot.Reply, err error) {
	err = guarded(s.db.View, func(tx *bbolt.Tx) error {
		if v := tx.Bucket(bucketStates).Get([]byte(chat.String())); v != nil {
			if err := json.Unmarshal(v, &state); err != nil {
				return fmt.Errorf("state of a chat: %w", err)
			}
		}
		if v := tx.Bucket(bucketReplies).Get(replyKey(chat, id)); v != nil {
			reply = new(bot.Reply)
			if err := json.Unmarshal(v, reply); err != nil {
				return fmt.Errorf("kept reply: %w", err)
			}
		}
		return nil
	})
	return state, reply, err
}

// Save implements bot.Store.
func (s *Store) Save(_ context.Context, t bot.Turn) error {
	chat, id := t.Message.Chat, t.Message.ID
	return guarded(s.db.Update, func(tx *bbolt.Tx) error {
		if err := s.forget(tx); err != nil {
			return err
		}
		if err := put(tx.Bucket(bucketStates), []byte(chat.String()), t.State); err != nil {
			return err
		}
		key := replyKey(chat, id)
		if tx.Bucket(bucketReplies).Get(key) == nil {
			for _, u := range t.Unanswered {
				if err := count(tx.Bucket(bucketLedger), u); err != nil {
					return err
				}
			}
			if err := queue(tx, t); err != nil {
				return err
			}
		}
		if err := put(tx.Bucket(bucketReplies), key, t.Reply); err != nil {
			return err
		}
		if err := s.keep(tx, key); err != nil {
			return err
		}
		return handled(tx, key)
	})
}

// read reads one bucket. A file that an older release wrote, and that was only
// read since, may not have it: then there is nothing in it.
func (s *Store) read(bucket []byte, do func(*bbolt.Bucket) error) error {
	return guarded(s.db.View, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucket)
		if b == nil {
			return nil
		}
		return do(b)
	})
}

// put stores a value as JSON.
func put(b *bbolt.Bucket, key []byte, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return b.Put(key, data)
}

// keep has what is stored for a message forgotten after bot.KeepReplies.
func (s *Store) keep(tx *bbolt.Tx, key []byte) error {
	until := binary.BigEndian.AppendUint64(nil, uint64(s.now().Add(bot.KeepReplies).Unix()))
	return tx.Bucket(bucketExpiry).Put(append(until, key...), nil)
}

// forgetAtOnce bounds the work that one message does for older ones.
const forgetAtOnce = 16

// forget drops what is kept of messages whose time is over, unless they still
// wait: a message without its record would never leave the inbox.
func (s *Store) forget(tx *bbolt.Tx) error {
	now := uint64(s.now().Unix())
	expiry := tx.Bucket(bucketExpiry)
	var over [][]byte
	cursor := expiry.Cursor()
	for k, _ := cursor.First(); k != nil && len(over) < forgetAtOnce; k, _ = cursor.Next() {
		if binary.BigEndian.Uint64(k) > now {
			break
		}
		over = append(over, append([]byte(nil), k...))
	}
	for _, k := range over {
		if err := expiry.Delete(k); err != nil {
			return err
		}
		if isWaiting(tx, k[8:]) { // Save keeps it anew
			continue
		}
		for _, of := range [][]byte{bucketReplies, bucketTaken} {
			if err := tx.Bucket(of).Delete(k[8:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// replyKey is of one length, however long an id is and whatever is in it. It
// begins with bot.ReplyKey.
func replyKey(chat bot.Chat, id string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", chat.String(), id))
	return sum[:]
}
