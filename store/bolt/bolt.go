package bolt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"cheyi/bot"
)

const (
	fileName   = "cheyi.db"
	holderName = "cheyi.holder" // who holds the file, for the one who is refused
	schema     = 1
	lockWait   = time.Second
	smallest   = 4 << 12 // bytes of an empty database
	// keepReplies is how long a repeated message still gets its first reply:
	// channels repeat deliveries for a day at most.
	keepReplies = 48 * time.Hour
)

var (
	bucketMeta    = []byte("meta")
	bucketStates  = []byte("states")
	bucketReplies = []byte("replies")
	bucketExpiry  = []byte("expiry")
	keySchema     = []byte("schema")
)

// ErrHeld says that another process holds the data folder. The error's text
// names it.
var ErrHeld = errors.New("数据目录正在被使用")

// A Store is an open database. It is safe for concurrent use.
type Store struct {
	db  *bbolt.DB
	dir string
	now func() time.Time
}

// Open opens the database in dir, and makes both when they do not exist.
func Open(dir string, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("数据目录 %s 建不了：%w", dir, err)
	}
	s := &Store{dir: dir, now: now}
	file := filepath.Join(dir, fileName)
	err := s.open(file)
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w：%s（%s）。请先停掉它，或用 CHEYI_DATA 另设一个目录", ErrHeld, dir, holder(dir))
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		err = errDamaged
	}
	if err != nil {
		return nil, fmt.Errorf("数据文件 %s 打不开：%w", file, err)
	}
	return s, nil
}

var errDamaged = errors.New("文件已损坏，请从备份恢复")

// open opens the file, once it is known to be sound, and prepares it.
func (s *Store) open(file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.Size() == 0:
		return errors.New("文件是空的，但它已经存在：请从备份恢复，确实要重新开始就先删掉它")
	case info.Size() < smallest:
		return errDamaged
	default:
		if err := inspect(file); err != nil {
			return err
		}
	}
	if s.db, err = bbolt.Open(file, 0o600, &bbolt.Options{Timeout: lockWait}); err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

// inspect reads the whole file without changing it.
func inspect(file string) error {
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return err
	}
	return errors.Join(guarded(db.View, check), db.Close())
}

// guarded runs a transaction. What the library panics on, or the kernel
// faults on, in a damaged file becomes an error.
func guarded(run func(func(*bbolt.Tx) error) error, do func(*bbolt.Tx) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			err = errDamaged
		}
	}()
	return run(do)
}

// check refuses a file that has lost its end, one that is not ours, and pages
// that do not hold together: the library finds those only when it comes to
// them.
func check(tx *bbolt.Tx) error {
	info, err := os.Stat(tx.DB().Path()) // nobody is writing it now
	if err != nil {
		return err
	}
	if info.Size() < tx.Size() {
		return errDamaged
	}
	if err := checkLayout(tx); err != nil {
		return err
	}
	if err := tx.ForEach(checkBucket); err != nil {
		return err
	}
	for range tx.Check() { // runs beside us, so to its end; a fault there would be fatal, hence comes last
		err = errDamaged
	}
	return err
}

// checkLayout refuses another program's file and a newer layout. A file that
// was made, but never filled, is as good as new.
func checkLayout(tx *bbolt.Tx) error {
	if first, _ := tx.Cursor().First(); first == nil {
		return nil
	}
	meta := tx.Bucket(bucketMeta)
	if meta == nil || meta.Get(keySchema) == nil {
		return errDamaged
	}
	if v := string(meta.Get(keySchema)); v != strconv.Itoa(schema) {
		return fmt.Errorf("数据是版本 %s，这个程序认识的是版本 %d：请换用新版程序", v, schema)
	}
	return nil
}

// checkBucket wants the keys in order, and JSON or nothing as their values.
func checkBucket(_ []byte, b *bbolt.Bucket) error {
	var last []byte
	return b.ForEach(func(k, v []byte) error {
		if bytes.Compare(last, k) >= 0 || v == nil || len(v) > 0 && !(json.Valid(v) && utf8.Valid(v)) {
			return errDamaged
		}
		last = k
		return nil
	})
}

// prepare makes the buckets, and leaves a note of who holds the file.
func (s *Store) prepare() error {
	err := guarded(s.db.Update, func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{bucketMeta, bucketStates, bucketReplies, bucketExpiry} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketMeta).Put(keySchema, []byte(strconv.Itoa(schema)))
	})
	if err != nil {
		return err
	}
	note := fmt.Sprintf("进程 %d，启动于 %s", os.Getpid(), s.now().Format("2006-01-02 15:04:05"))
	return os.WriteFile(filepath.Join(s.dir, holderName), []byte(note), 0o600)
}

func holder(dir string) string {
	note, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil {
		return "占用者未知"
	}
	return string(note)
}

// Close ends all use of the store.
func (s *Store) Close() error {
	_ = os.Remove(filepath.Join(s.dir, holderName)) // a note for others; the lock is the truth
	return s.db.Close()
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
func (s *Store) Save(_ context.Context, chat bot.Chat, id string, state bot.State, reply bot.Reply) error {
	stateJSON, err := json.Marshal(state)
	if err != nil {
		return err
	}
	replyJSON, err := json.Marshal(reply)
	if err != nil {
		return err
	}
	return guarded(s.db.Update, func(tx *bbolt.Tx) error {
		if err := s.forget(tx); err != nil {
			return err
		}
		if err := tx.Bucket(bucketStates).Put([]byte(chat.String()), stateJSON); err != nil {
			return err
		}
		key := replyKey(chat, id)
		if err := tx.Bucket(bucketReplies).Put(key, replyJSON); err != nil {
			return err
		}
		until := binary.BigEndian.AppendUint64(nil, uint64(s.now().Add(keepReplies).Unix()))
		return tx.Bucket(bucketExpiry).Put(append(until, key...), nil)
	})
}

// forgetAtOnce bounds the work that one message does for older ones.
const forgetAtOnce = 16

// forget drops kept replies whose time is over.
func (s *Store) forget(tx *bbolt.Tx) error {
	now := uint64(s.now().Unix())
	expiry, replies := tx.Bucket(bucketExpiry), tx.Bucket(bucketReplies)
	var over [][]byte
	cursor := expiry.Cursor()
	for k, _ := cursor.First(); k != nil && len(over) < forgetAtOnce; k, _ = cursor.Next() {
		if binary.BigEndian.Uint64(k) > now {
			break
		}
		over = append(over, append([]byte(nil), k...))
	}
	for _, k := range over {
		if err := replies.Delete(k[8:]); err != nil {
			return err
		}
		if err := expiry.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// replyKey is of one length, however long an id is and whatever is in it.
func replyKey(chat bot.Chat, id string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", chat.String(), id))
	return sum[:]
}
