package bolt

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"cheyi/bot"
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

	bucketSlots    = []byte("slots")
	bucketBatches  = []byte("batches")
	bucketAt       = []byte("batches_at")
	bucketIn       = []byte("batches_in")
	bucketOf       = []byte("batches_of")
	bucketVINs     = []byte("batches_vin")
	bucketLive     = []byte("live")
	bucketDone     = []byte("done")
	bucketTimers   = []byte("timers")
	bucketTimersOf = []byte("timers_of")
	bucketNotices  = []byte("notices")
	bucketAudit    = []byte("audit")

	buckets = [][]byte{
		bucketMeta, bucketStates, bucketReplies, bucketExpiry, bucketLedger, bucketTaken, bucketInbox, bucketOutbox, bucketChats,
		bucketSlots, bucketBatches, bucketAt, bucketIn, bucketOf, bucketVINs, bucketLive, bucketDone, bucketTimers, bucketTimersOf, bucketNotices, bucketAudit,
	}

	keySchema = []byte("schema")
	keyDigest = []byte("digest")
	keyData   = []byte("data")
	keySecret = []byte("secret")
	keyCounts = []byte("counts")
)

// A Store is an open database. It is safe for concurrent use.
type Store struct {
	config  Config
	dir     string
	now     func() time.Time
	secret  []byte
	remarks []string
	plain   bool // schema 1, open to be read

	writing  sync.Mutex  // held by the one who writes
	full     time.Time   // under writing: when the disk was full, zero when it is not
	file     os.FileInfo // under writing: the file that is open
	sentinel *sentinel

	mu sync.RWMutex // db is replaced when the file is opened anew
	db *bbolt.DB

	stopping sync.Once
	stopped  chan struct{}
	fault    error // once stopped
}

// Load implements bot.Store.
func (s *Store) Load(_ context.Context, chat bot.Chat, id string) (state bot.State, reply *bot.Reply, err error) {
	err = s.view(func(t *tx) error {
		if _, err := t.get(bucketStates, []byte(chat.String()), &state); err != nil {
			return err
		}
		var kept bot.Reply
		found, err := t.get(bucketReplies, replyKey(chat, id), &kept)
		if found {
			reply = &kept
		}
		return err
	})
	return state, reply, err
}

// Save implements bot.Store.
func (s *Store) Save(_ context.Context, turn bot.Turn) error {
	chat, id := turn.Message.Chat, turn.Message.ID
	return s.update(func(t *tx) error {
		if err := apply(t, &turn); err != nil {
			return err
		}
		if err := s.forget(t); err != nil {
			return err
		}
		if turn.Erased {
			if err := erase(t, chat); err != nil {
				return err
			}
		}
		if err := t.put(bucketStates, []byte(chat.String()), turn.State); err != nil {
			return err
		}
		key := replyKey(chat, id)
		if !t.has(bucketReplies, key) {
			for _, u := range turn.Unanswered {
				if err := count(t, u); err != nil {
					return err
				}
			}
			if err := queue(t, turn); err != nil {
				return err
			}
		}
		if err := t.put(bucketReplies, key, turn.Reply); err != nil {
			return err
		}
		if err := keep(t, &chat, key, s.now().Add(bot.KeepReplies)); err != nil {
			return err
		}
		return handled(t, key)
	})
}

// apply runs the booking command that belongs to a turn.
func apply(t *tx, turn *bot.Turn) error {
	if turn.Apply == nil {
		return nil
	}
	return safely(func() error { return turn.Apply(bookingTx{t}, turn) })
}

// replyKey is of one length, however long an id is and whatever is in it. It
// begins with bot.ReplyKey.
func replyKey(chat bot.Chat, id string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", chat.String(), id))
	return sum[:]
}

// ordered is a number as a key: keys sort as the numbers do.
func ordered(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
