package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"iter"

	"go.etcd.io/bbolt"
)

// A tx is a transaction whose records are sealed: each ends with a checksum of
// its bucket, key and content, and the sum of all checksums is a record of its
// own. The library itself checks neither what it stores nor whether all of it
// is still there.
type tx struct {
	*bbolt.Tx
	plain   bool // schema 1: nothing is sealed
	changed bool
	change  digest
}

// A digest sums up all records. A record that is lost, doubled or of an
// earlier day makes another one.
type digest struct {
	Records uint64 `json:"records"`
	Sum     uint64 `json:"sum"` // of the checksums; both wrap around
}

func (d *digest) add(sum uint32)    { d.Records++; d.Sum += uint64(sum) }
func (d *digest) remove(sum uint32) { d.Records--; d.Sum -= uint64(sum) }

// A record is a stored value that has not been looked at.
type record struct {
	bucket, key, value []byte
	plain              bool
}

const sumSize = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(bucket, key, content []byte) uint32 {
	sum := crc32.Checksum(bucket, castagnoli)
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, content)
}

// content returns what was stored, if it is what was stored.
func (r record) content() ([]byte, error) {
	if r.plain {
		return r.value, nil
	}
	content, ok := bytes.CutSuffix(r.value, r.sealed())
	if !ok {
		return nil, errDamaged
	}
	return content, nil
}

// sealed returns the checksum that the record should end with; of a value too
// short to have one, something it does not end with.
func (r record) sealed() []byte {
	content := r.value[:max(0, len(r.value)-sumSize)]
	return binary.BigEndian.AppendUint32(nil, checksum(r.bucket, r.key, content))
}

// sum returns the checksum that the record does end with.
func (r record) sum() uint32 {
	if len(r.value) < sumSize {
		return 0
	}
	return binary.BigEndian.Uint32(r.value[len(r.value)-sumSize:])
}

// decode reads the record's JSON into value.
func (r record) decode(value any) error {
	content, err := r.content()
	if err != nil {
		return err
	}
	if json.Unmarshal(content, value) != nil {
		return errDamaged
	}
	return nil
}

// has reports whether there is a record.
func (t *tx) has(bucket, key []byte) bool {
	b := t.Bucket(bucket)
	return b != nil && b.Get(key) != nil
}

// get reads a record into value. A file that an older release wrote, and that
// was only read since, may lack the bucket: then there is nothing in it.
func (t *tx) get(bucket, key []byte, value any) (found bool, err error) {
	b := t.Bucket(bucket)
	if b == nil {
		return false, nil
	}
	v := b.Get(key)
	if v == nil {
		return false, nil
	}
	return true, record{bucket, key, v, t.plain}.decode(value)
}

// scan goes through the records whose keys begin with prefix, in the order of
// the keys. Keys and records live as long as the transaction; what the loop
// changes ends it.
func (t *tx) scan(bucket, prefix []byte) iter.Seq2[[]byte, record] {
	return func(yield func([]byte, record) bool) {
		b := t.Bucket(bucket)
		if b == nil {
			return
		}
		cursor := b.Cursor()
		for k, v := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
			if !yield(k, record{bucket, k, v, t.plain}) {
				return
			}
		}
	}
}

// put stores a value as JSON, nil as nothing.
func (t *tx) put(bucket, key []byte, value any) error {
	var content []byte
	if value != nil {
		var err error
		if content, err = json.Marshal(value); err != nil {
			return err
		}
	}
	return t.putContent(bucket, key, content)
}

func (t *tx) putContent(bucket, key, content []byte) error {
	t.forgetSum(bucket, key)
	sum := checksum(bucket, key, content)
	t.change.add(sum)
	return t.Bucket(bucket).Put(key, binary.BigEndian.AppendUint32(content, sum))
}

// del removes a record, if there is one.
func (t *tx) del(bucket, key []byte) error {
	t.forgetSum(bucket, key)
	return t.Bucket(bucket).Delete(key)
}

func (t *tx) forgetSum(bucket, key []byte) {
	t.changed = true
	if v := t.Bucket(bucket).Get(key); v != nil {
		t.change.remove(record{value: v}.sum())
	}
}

// next counts up for a bucket. The library's own counters have no checksum.
func (t *tx) next(bucket []byte) (n uint64, err error) {
	key := nextKey(bucket)
	if _, err := t.get(bucketMeta, key, &n); err != nil {
		return 0, err
	}
	n++
	return n, t.put(bucketMeta, key, n)
}

func nextKey(bucket []byte) []byte { return append([]byte("next\x00"), bucket...) }

// seal ends a transaction: it brings the digest up to date, which is no part
// of itself.
func (t *tx) seal() error {
	if !t.changed {
		return nil
	}
	var all digest
	if _, err := t.get(bucketMeta, keyDigest, &all); err != nil {
		return err
	}
	all.Records += t.change.Records
	all.Sum += t.change.Sum
	content, err := json.Marshal(all)
	if err != nil {
		return err
	}
	sum := checksum(bucketMeta, keyDigest, content)
	return t.Bucket(bucketMeta).Put(keyDigest, binary.BigEndian.AppendUint32(content, sum))
}

// unsealed reports whether a record is none of the digest's: the digest
// itself, and the number of the layout, which every release must understand.
func unsealed(bucket, key []byte) bool {
	return bytes.Equal(bucket, bucketMeta) && (bytes.Equal(key, keyDigest) || bytes.Equal(key, keySchema))
}
