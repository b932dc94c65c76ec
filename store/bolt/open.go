package bolt

import (
	"bytes"
	"crypto/rand"
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
)

// Open opens the database in dir, and makes both when they do not exist.
func Open(dir string, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("数据目录 %s 建不了：%w", dir, err)
	}
	s := &Store{dir: dir, now: now}
	if err := s.open(filepath.Join(dir, fileName)); err != nil {
		return nil, refused(dir, "请先停掉它，或用 CHEYI_DATA 另设一个目录", err)
	}
	return s, nil
}

// OpenToRead opens the database in dir without changing anything there.
// Several may read; it is refused while another process writes. The error is
// fs.ErrNotExist when nothing has been kept in dir yet.
func OpenToRead(dir string) (*Store, error) {
	db, err := openSound(filepath.Join(dir, fileName))
	if err != nil {
		return nil, refused(dir, "请等它结束后再看", err)
	}
	s := &Store{db: db, dir: dir}
	if err := s.read(bucketMeta, s.readSecret); err != nil {
		return nil, errors.Join(refused(dir, "", err), db.Close())
	}
	return s, nil
}

// refused says why the database in dir cannot be opened, and what to do when
// another process holds it.
func refused(dir, advice string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%w：%s（%s）。%s", ErrHeld, dir, holder(dir), advice)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		err = errDamaged
	}
	return fmt.Errorf("数据文件 %s 打不开：%w", filepath.Join(dir, fileName), err)
}

var errDamaged = errors.New("文件已损坏，请从备份恢复")

// open opens the file, once it is known to be sound, and prepares it.
func (s *Store) open(file string) error {
	switch sound, err := openSound(file); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := sound.Close(); err != nil {
			return err
		}
	}
	var err error
	if s.db, err = bbolt.Open(file, 0o600, &bbolt.Options{Timeout: lockWait}); err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

// openSound opens the file to be read, once all of it has been.
func openSound(file string) (*bbolt.DB, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, err
	case info.Size() == 0:
		return nil, errors.New("文件是空的，但它已经存在：请从备份恢复，确实要重新开始就先删掉它")
	case info.Size() < smallest:
		return nil, errDamaged
	}
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return nil, err
	}
	if err := guarded(db.View, check); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
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
		for _, name := range [][]byte{bucketMeta, bucketStates, bucketReplies, bucketExpiry, bucketLedger, bucketTaken, bucketInbox, bucketOutbox, bucketChats} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		if err := tx.Bucket(bucketMeta).Put(keySchema, []byte(strconv.Itoa(schema))); err != nil {
			return err
		}
		return s.keySecret(tx)
	})
	if err != nil {
		return err
	}
	note := fmt.Sprintf("进程 %d，启动于 %s", os.Getpid(), s.now().Format("2006-01-02 15:04:05"))
	return os.WriteFile(filepath.Join(s.dir, holderName), []byte(note), 0o600)
}

// keySecret reads the store's secret, and makes it the first time.
func (s *Store) keySecret(tx *bbolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	if err := s.readSecret(meta); err != nil || s.secret != nil {
		return err
	}
	s.secret = make([]byte, 32)
	_, _ = rand.Read(s.secret) // never fails
	return put(meta, keySecret, s.secret)
}

func (s *Store) readSecret(meta *bbolt.Bucket) error {
	if v := meta.Get(keySecret); v != nil {
		return json.Unmarshal(v, &s.secret)
	}
	return nil
}

// Secret implements bot.Outbox. A file that was only read since an older
// release wrote it has none.
func (s *Store) Secret() []byte { return bytes.Clone(s.secret) }

func holder(dir string) string {
	note, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil {
		return "占用者未知"
	}
	return string(note)
}

// Close ends all use of the store.
func (s *Store) Close() error {
	if !s.db.IsReadOnly() {
		_ = os.Remove(filepath.Join(s.dir, holderName)) // a note for others; the lock is the truth
	}
	return s.db.Close()
}
