package bolt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"cheyi/booking/bookingtest"
	"cheyi/bot"
	"cheyi/store/bolt"

	"go.etcd.io/bbolt"
)

var images = flag.Int("images", 120/bookingtest.Thinned, "how many damaged files TestD9Damage makes of each kind")

// verifyArgument has the test's own program look at a file.
const verifyArgument = "verify"

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == verifyArgument {
		if err := bolt.Answer(os.Args[2], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if len(os.Args) == 3 && os.Args[1] == commandArgument {
		command(os.Args[2])
	}
	os.Exit(m.Run())
}

// inChild opens as the program does.
var inChild = bolt.Config{Verify: bolt.InChild(func(ctx context.Context, file string) *exec.Cmd {
	return exec.CommandContext(ctx, os.Args[0], verifyArgument, file)
})}

// D9: whatever damage there is, the file is refused or all of it is as it was,
// and who opens it lives on. What does no harm lies where nothing is kept.
func TestD9Damage(t *testing.T) {
	data, mark := booked(t)
	page, random := os.Getpagesize(), rand.New(rand.NewPCG(9, uint64(*images)))
	older := bytes.Clone(data.before)
	kinds := []struct {
		name string
		do   func(image []byte) []byte
	}{
		{"一位翻转", func(image []byte) []byte {
			at := random.IntN(data.used * page)
			image[at] ^= 1 << random.IntN(8)
			return image
		}},
		{"一页清零", func(image []byte) []byte {
			at := random.IntN(data.used) * page
			clear(image[at:][:page])
			return image
		}},
		{"一块清零", func(image []byte) []byte {
			at := random.IntN(data.used*page/512) * 512
			clear(image[at:][:512])
			return image
		}},
		{"截断", func(image []byte) []byte { return image[:random.IntN(data.used*page)] }},
		{"一页是旧的", func(image []byte) []byte {
			at := (2 + random.IntN(len(older)/page-2)) * page
			copy(image[at:], older[at:][:page])
			return image
		}},
		{"整份是旧的", func([]byte) []byte { return bytes.Clone(older) }},
	}
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			refused, whole, count := 0, 0, *images
			if kind.name == "整份是旧的" {
				count = 1
			}
			for range count {
				if accepted(t, kind.do(bytes.Clone(data.after)), mark, data.digest) {
					whole++
				} else {
					refused++
				}
			}
			t.Logf("%d damaged files: %d refused, %d whole all the same, 0 silently accepted", count, refused, whole)
			if kind.name == "整份是旧的" && refused != 1 {
				t.Error("an older copy was accepted")
			}
		})
	}
}

// accepted opens damaged data in a folder that was used by the sound one. What
// is opened must be all that there was.
func accepted(t *testing.T, image []byte, sentinel, digest string) bool {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, image)
	if err := os.WriteFile(filepath.Join(dir, "DATA_ID"), []byte(sentinel), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := inChild.Open(dir, func() time.Time { return start })
	if err != nil {
		return false
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, filepath.Join(dir, bolt.FileName)); got != digest {
		t.Errorf("opened, and not what was there")
	}
	return true
}

// contents is all that a file says, as the library reads it, besides what an
// opening changes.
func contents(t *testing.T, file string) string {
	t.Helper()
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]map[string][]byte{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			all[string(name)] = map[string][]byte{}
			return b.ForEach(func(k, v []byte) error {
				all[string(name)][fmt.Sprintf("%x", k)] = bytes.Clone(v)
				return nil
			})
		})
	})
	text, err1 := json.Marshal(all)
	if err != nil || err1 != nil {
		t.Fatal(err, err1)
	}
	return string(text)
}

// A sample is a database before and after some more was saved.
type sample struct {
	before, after []byte
	used          int // pages
	digest        string
}

// booked makes a database of talks and bookings, and the sentinel beside it.
func booked(t *testing.T) (s sample, sentinel string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, bolt.FileName)
	fill := func(from, to int) []byte {
		c := bolt.Config{Offices: oneOffice(t)}
		store, err := c.Open(dir, func() time.Time { return start })
		if err != nil {
			t.Fatal(err)
		}
		for i := from; i < to; i++ {
			chat, state, reply := busyChat(i)
			if err := store.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: chat, ID: "1"}, State: state, Reply: reply}); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Do(t.Context(), submission(i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		sane(t, file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	s.before = fill(0, 60)
	s.after = fill(60, 80)
	s.used = len(kinds(t, file))
	text, err := os.ReadFile(filepath.Join(dir, "DATA_ID"))
	if err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir).Close(); err != nil { // an opening changes nothing that counts
		t.Fatal(err)
	}
	s.digest = contents(t, file)
	return s, string(text)
}
