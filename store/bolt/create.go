package bolt

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"go.etcd.io/bbolt"
)

// schema is the number of the layout that this release writes.
const schema = 3

// create makes the file where there has never been one. It is whole before it
// has its name: a start that is cut short leaves nothing behind that looks
// like data.
func (s *Store) create() (fresh bool, err error) {
	if _, err := os.Lstat(s.path()); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if used, err := readSentinel(s.dir); err != nil {
		return false, err
	} else if used != nil {
		return false, missing(s.dir, "不见了")
	}
	return true, written(s.path(), func(f *os.File) error {
		db, err := bbolt.Open(f.Name(), 0o600, &bbolt.Options{Timeout: lockWait})
		if err != nil {
			return err
		}
		return errors.Join(db.Update(fillAll), db.Close())
	})
}

func fillAll(b *bbolt.Tx) error {
	t := &tx{Tx: b}
	if err := fill(t); err != nil {
		return err
	}
	return t.seal()
}

// fill makes what belongs into every file, where it is not there yet.
func fill(t *tx) error {
	for _, name := range buckets {
		if _, err := t.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	if err := t.Bucket(bucketMeta).Put(keySchema, []byte(strconv.Itoa(schema))); err != nil {
		return err
	}
	if !t.has(bucketMeta, keyData) {
		if err := t.put(bucketMeta, keyData, hex.EncodeToString(random(idSize))); err != nil {
			return err
		}
	}
	if !t.has(bucketMeta, keySecret) {
		return t.put(bucketMeta, keySecret, random(32))
	}
	return nil
}

func random(size int) []byte {
	b := make([]byte, size)
	_, _ = rand.Read(b) // never fails
	return b
}

// prepare brings the open file up to date, and makes the sentinel.
func (s *Store) prepare(report Report, fresh bool) error {
	used, err := readSentinel(s.dir)
	if err != nil {
		return err
	}
	if err := s.upgrade(report); err != nil {
		return err
	}
	var id string
	err = guarded(s.db.Update, func(b *bbolt.Tx) error {
		if err := fillAll(b); err != nil {
			return err
		}
		t := &tx{Tx: b}
		if _, err := t.get(bucketMeta, keyData, &id); err != nil {
			return err
		}
		report.Mark = uint64(b.ID())
		return s.readSecret(t)
	})
	if err != nil {
		return err
	}
	s.remark(report, fresh, used != nil)
	s.sentinel, err = openSentinel(s.dir, id, report.Mark)
	return err
}

// remark tells what is out of the ordinary.
func (s *Store) remark(report Report, fresh, used bool) {
	halfway := filepath.Join(s.dir, restoringName)
	switch _, err := os.Lstat(halfway); {
	case fresh:
		s.remarks = append(s.remarks, fmt.Sprintf("数据目录 %s 里原来没有数据，已新建。", s.dir))
	case err == nil:
		_ = os.Remove(halfway)
		s.remarks = append(s.remarks, "上次的 cheyi restore 没有做完，用的还是恢复之前的数据。")
	case !used && report.Data != "":
		s.remarks = append(s.remarks, fmt.Sprintf("没有 %s，按现有的数据文件（第 %d 次保存）继续：刚恢复过备份或删过 %s，就不用管。", sentinelName, report.Mark, sentinelName))
	}
	for _, broken := range report.Broken {
		s.remarks = append(s.remarks, "数据前后不一致，请用 cheyi doctor 查看："+broken)
	}
}

func (s *Store) readSecret(t *tx) error {
	_, err := t.get(bucketMeta, keySecret, &s.secret)
	return err
}

// Secret implements bot.Outbox. A file that was only read since an older
// release wrote it has none.
func (s *Store) Secret() []byte { return bytes.Clone(s.secret) }
