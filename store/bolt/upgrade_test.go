package bolt_test

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/store/bolt"

	"go.etcd.io/bbolt"
)

// schema1 was written by the last release that sealed no records: three
// messages taken, two handled, one reply sent, a question in the ledger.
//
//go:embed testdata/schema1.db.gz
var schema1 []byte

// schema2 was written by the last release that did not index batches by their
// state: two batches, one confirmed and cancelled since.
//
//go:embed testdata/schema2.db.gz
var schema2 []byte

func older(t *testing.T) []byte { return unzipped(t, schema1) }

func unzipped(t *testing.T, file []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A file of the layout before can be read as it is, and is brought up to date
// when it is opened, once there is a copy of it.
func TestUpgrade(t *testing.T) {
	dir := t.TempDir()
	file := put(t, dir, older(t))
	reader, err := bolt.OpenToRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	want, secret := standing(t, reader), reader.Secret()
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, older(t)) {
		t.Fatalf("who only reads has changed the file: %v", err)
	}

	s := open(t, dir)
	if got := standing(t, s); got != want || !strings.Contains(got, "哪个城市") || !bytes.Equal(s.Secret(), secret) {
		t.Errorf("upgraded, it holds\n%s\nwant\n%s", got, want)
	}
	if said := strings.Join(s.Remarks(), ""); !strings.Contains(said, "从版本 1 升级到版本 3") {
		t.Errorf("the remarks are %q", said)
	}
	take(t, s, letter("3"), 0, bot.Again)
	take(t, s, letter("4"), 0, bot.Taken) // its place is after those before
	if waiting, err := s.Waiting(t.Context()); err != nil || len(waiting) != 2 || waiting[1].ID != "4" {
		t.Errorf("there wait %v, %v", waiting, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	copied, err := filepath.Glob(filepath.Join(dir, "cheyi.db.schema1-*"))
	if err != nil || len(copied) != 1 {
		t.Fatalf("copies: %v, %v", copied, err)
	}
	if kept, err := os.ReadFile(copied[0]); err != nil || !bytes.Equal(kept, older(t)) {
		t.Errorf("the copy is another: %v", err)
	}
	if said := open(t, dir).Remarks(); len(said) > 0 {
		t.Errorf("the second time it says %q", said)
	}
}

// The first files had no inbox, no secret and no ledger.
func TestUpgradeOldest(t *testing.T) {
	dir := t.TempDir()
	file := put(t, dir, older(t))
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		meta := tx.Bucket([]byte("meta"))
		err := errors.Join(meta.Delete([]byte("secret")), meta.Delete([]byte("counts")))
		for _, name := range []string{"taken", "inbox", "outbox", "chats", "ledger"} {
			err = errors.Join(err, tx.DeleteBucket([]byte(name)))
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	reader, err := bolt.OpenToRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := standing(t, reader)
	if groups, err := reader.Unanswered(t.Context()); err != nil || len(groups) > 0 || reader.Secret() != nil {
		t.Errorf("%v %v %x", groups, err, reader.Secret())
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	if got := standing(t, s); got != want || len(s.Secret()) != 32 {
		t.Errorf("opened, it holds %s, read %s", got, want)
	}
	take(t, s, bot.Message{Chat: chat, ID: "1", Text: "你好"}, 0, bot.Again) // it has a reply
}

// Batches of the layout before are found by their state once it is upgraded,
// and what DATA_ID promised of them still holds.
func TestUpgradeIndexes(t *testing.T) {
	dir := t.TempDir()
	file := put(t, dir, unzipped(t, schema2))
	before, err := bolt.Verify(file)
	if err != nil || before.Fault() != nil || before.Schema != 2 {
		t.Fatalf("%v %+v", err, before)
	}
	id := fmt.Sprintf("%s\n%020d\n", before.Data, before.Mark)
	if err := os.WriteFile(filepath.Join(dir, "DATA_ID"), []byte(id), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openFor(t, dir, oneOffice(t)).(keptStore)
	for state, want := range map[booking.State]int{booking.Pending: 1, booking.Cancelled: 1, booking.Confirmed: 0} {
		refs, err := s.Refs(t.Context(), booking.Filter{State: state})
		if err != nil || len(refs) != want {
			t.Errorf("%s: %v, %v", state, refs, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := bolt.Verify(file); err != nil || after.Fault() != nil || len(after.Broken) > 0 || after.Data != before.Data {
		t.Errorf("%v %+v", err, after)
	}
}

// An upgrade that has nowhere to put its copy is not done.
func TestUpgradeWithoutRoom(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := t.TempDir()
	file := put(t, dir, older(t))
	defer limit(t, 24<<10)()
	refused(t, dir, "升级数据之前要先备份", "磁盘已满")
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, older(t)) {
		t.Errorf("the file was changed: %v", err)
	}
}
