package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"cheyi/booking"
)

// The layouts before this one: records were not sealed at first, then batches
// not indexed by their state.
const (
	plainSchema  = 1
	sealedSchema = 2
)

// upgrade brings a file of an earlier layout to this one, in one transaction,
// once there is a copy of it.
func (s *Store) upgrade(report Report) error {
	if report.Schema == schema || report.Schema == 0 {
		return nil
	}
	copied := dated(s.path(), fmt.Sprintf("schema%d", report.Schema), s.now())
	if err := copyFile(s.path(), copied); err != nil {
		return fmt.Errorf("升级数据之前要先备份，%s 写不成：%w", copied, full(err))
	}
	if err := guarded(s.db.Update, func(b *bbolt.Tx) error { return upgraded(b, report.Schema) }); err != nil {
		return fmt.Errorf("数据升级不了，原样留着：%w", err)
	}
	s.remarks = append(s.remarks, fmt.Sprintf("数据已从版本 %d 升级到版本 %d，升级前的备份在 %s。", report.Schema, schema, copied))
	return nil
}

func upgraded(b *bbolt.Tx, from int) error {
	t := &tx{Tx: b, plain: from == plainSchema}
	if t.plain {
		if err := sealAll(t); err != nil {
			return err
		}
		t.plain = false
	}
	if err := fill(t); err != nil {
		return err
	}
	if err := indexAll(t); err != nil {
		return err
	}
	return t.seal()
}

// sealAll seals all records, and turns the library's counters into our own.
func sealAll(t *tx) error {
	next := map[string]uint64{}
	for _, name := range buckets {
		bucket := t.Bucket(name)
		if bucket == nil {
			continue
		}
		if n := bucket.Sequence(); n > 0 {
			next[string(name)] = n
			if err := bucket.SetSequence(0); err != nil {
				return err
			}
		}
		if err := sealBucket(t, name); err != nil {
			return err
		}
	}
	for name, n := range next {
		if err := t.put(bucketMeta, nextKey([]byte(name)), n); err != nil {
			return err
		}
	}
	return nil
}

// indexAll puts the batches into the indexes that lack them.
func indexAll(t *tx) error {
	for _, r := range t.scan(bucketBatches, nil) {
		var b booking.Batch
		if err := r.decode(&b); err != nil {
			return err
		}
		for _, e := range indexed(b) {
			if t.has(e.bucket, e.key) {
				continue
			}
			if err := t.put(e.bucket, e.key, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func sealBucket(t *tx, name []byte) error {
	var keys, contents [][]byte // what a loop goes over must not change
	for k, r := range t.scan(name, nil) {
		if !unsealed(name, k) {
			keys, contents = append(keys, bytes.Clone(k)), append(contents, bytes.Clone(r.value))
		}
	}
	for i, k := range keys {
		if err := t.Bucket(name).Delete(k); err != nil { // it has no checksum to be taken out
			return err
		}
		if err := t.putContent(name, k, contents[i]); err != nil {
			return err
		}
	}
	return nil
}

// dated is a name beside a file that says what it is, and since when. Two of
// one second do not take each other's.
func dated(path, what string, now time.Time) string {
	name := fmt.Sprintf("%s.%s-%s", path, what, now.Format("20060102-150405"))
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = strings.TrimSuffix(name, fmt.Sprintf(".%d", n-1)) + fmt.Sprintf(".%d", n)
	}
}

// copyFile copies a file that nobody writes; the copy is there whole or not
// at all.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	err = written(to, func(f *os.File) error {
		_, err := io.Copy(f, in)
		return err
	})
	return errors.Join(err, in.Close())
}
