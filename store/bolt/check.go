package bolt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"cheyi/booking"
	"cheyi/bot"
)

const smallest = 4 << 12 // bytes of an empty database

// A Report is what Verify has found.
type Report struct {
	File    string                `json:"file"`
	Bytes   int64                 `json:"bytes"`
	Schema  int                   `json:"schema"` // 0 for a file that was made, and never filled
	Data    string                `json:"data"`   // the id of the data; empty before schema 2
	Mark    uint64                `json:"mark"`   // the number of the last commit
	Records map[string]int        `json:"records"`
	Batches map[booking.State]int `json:"batches"`
	Counts  bot.Counts            `json:"counts"`
	Faults  []string              `json:"faults"` // why the file cannot be used
	Broken  []string              `json:"broken"` // what does not agree, though all of it is as it was saved
}

// Fault returns why the file cannot be used; nil when it can.
func (r Report) Fault() error {
	if len(r.Faults) == 0 {
		return nil
	}
	return errors.New(r.Faults[0])
}

// Verify reads all of a database file, without changing it: that its pages
// hold together, that every record is as it was saved, that none is missing,
// and that what they say agrees. The error says that it could not look, not
// what it has found. In a badly damaged file the kernel may end the process.
func Verify(file string) (r Report, err error) {
	r = Report{File: file, Records: map[string]int{}, Batches: map[booking.State]int{}, Faults: []string{}, Broken: []string{}}
	info, err := os.Stat(file)
	if err != nil {
		return r, err
	}
	r.Bytes = info.Size()
	switch {
	case info.IsDir():
		return r, errors.New("它是个文件夹")
	case info.Size() == 0:
		r.Faults = append(r.Faults, "文件是空的，但它已经存在：请从备份恢复，确实要重新开始就先删掉它")
		return r, nil
	case info.Size() < smallest:
		r.Faults = append(r.Faults, errDamaged.Error())
		return r, nil
	}
	db, err := openFile(file, true)
	if err == nil {
		err = guarded(db.View, func(b *bbolt.Tx) error { return r.check(b) })
		_ = db.Close() // it was only read
	}
	switch {
	case err == nil:
		return r, nil
	case errors.Is(err, errNewer):
		r.Faults = append(r.Faults, err.Error())
		return r, nil
	case errors.Is(err, errDamaged), errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		r.Faults = append(r.Faults, errDamaged.Error())
		return r, nil
	}
	return r, err
}

// check reads everything. Pages that do not hold together are what the library
// finds only when it comes to them.
func (r *Report) check(b *bbolt.Tx) error {
	if r.Bytes < b.Size() {
		return errDamaged
	}
	r.Mark = uint64(b.ID())
	if err := r.checkLayout(b); err != nil {
		return err
	}
	t := &tx{Tx: b, plain: r.Schema == plainSchema}
	if r.Schema > 0 {
		if err := r.checkRecords(t); err != nil {
			return err
		}
	}
	var err error
	for range b.Check() { // runs beside us, so to its end; a fault there would be fatal, hence comes after all was read
		err = errDamaged
	}
	if err != nil || r.Schema < sealedSchema {
		return err
	}
	if _, err := t.get(bucketMeta, keyData, &r.Data); err != nil || r.Schema != schema {
		return err // what an earlier layout lacks is made by the upgrade
	}
	return r.checkSense(t)
}

var errNewer = errors.New("请换用新版程序")

// checkLayout refuses another program's file and a newer layout. A file that
// was made, but never filled, is as good as new.
func (r *Report) checkLayout(b *bbolt.Tx) (err error) {
	if first, _ := b.Cursor().First(); first == nil {
		return nil
	}
	meta := b.Bucket(bucketMeta)
	if meta == nil || meta.Get(keySchema) == nil {
		return errDamaged
	}
	r.Schema, err = strconv.Atoi(string(meta.Get(keySchema)))
	if err != nil || r.Schema < plainSchema {
		return errDamaged
	}
	if r.Schema > schema {
		return fmt.Errorf("数据是版本 %d，这个程序认识的是版本 %d：%w", r.Schema, schema, errNewer)
	}
	return nil
}

// checkRecords wants the keys in order, the checksums right, JSON or nothing
// as the contents, and all of it there.
func (r *Report) checkRecords(t *tx) error {
	var all, want digest
	err := t.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if !t.plain && b.Sequence() != 0 { // no release has set it
			return errDamaged
		}
		var last []byte
		return b.ForEach(func(k, v []byte) error {
			if bytes.Compare(last, k) >= 0 || v == nil {
				return errDamaged
			}
			last = k
			r.Records[string(name)]++
			return checkRecord(record{name, k, v, t.plain}, &all)
		})
	})
	if err != nil || t.plain {
		return err
	}
	if _, err := t.get(bucketMeta, keyDigest, &want); err != nil {
		return err
	}
	if all != want {
		return errDamaged
	}
	return nil
}

func checkRecord(r record, all *digest) error {
	if bytes.Equal(r.bucket, bucketMeta) && bytes.Equal(r.key, keySchema) {
		return nil
	}
	content, err := r.content()
	if err != nil {
		return err
	}
	if len(content) > 0 && !(json.Valid(content) && utf8.Valid(content)) {
		return errDamaged
	}
	if !r.plain && !unsealed(r.bucket, r.key) {
		all.add(r.sum())
	}
	return nil
}
