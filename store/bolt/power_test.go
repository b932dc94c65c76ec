package bolt_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cheyi/booking/bookingtest"
	"cheyi/bot"
	"cheyi/store/bolt"
)

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// A moment is the data after a commit that was acknowledged.
type moment struct {
	file, sentinel []byte
	digest         string
}

// moments saves again and again, and looks at the files each time.
func moments(t *testing.T, commits int) (list []moment) {
	t.Helper()
	dir := t.TempDir()
	c := bolt.Config{Offices: oneOffice(t)}
	s, err := c.Open(dir, func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range commits {
		if i%2 == 0 {
			chat, state, reply := busyChat(i)
			err = s.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: chat, ID: "1"}, State: state, Reply: reply})
		} else {
			_, err = s.Do(t.Context(), submission(i))
		}
		file, err1 := os.ReadFile(filepath.Join(dir, bolt.FileName))
		sentinel, err2 := os.ReadFile(filepath.Join(dir, "DATA_ID"))
		if err != nil || err1 != nil || err2 != nil {
			t.Fatal(err, err1, err2)
		}
		digest, err := opened(t, file, sentinel)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, moment{file, sentinel, digest})
	}
	return list
}

// opened opens data as the program does, another process looking first, and
// returns all that is in it.
func opened(t *testing.T, file, sentinel []byte) (digest string, err error) {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, file)
	if err := os.WriteFile(filepath.Join(dir, "DATA_ID"), sentinel, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Config{Offices: oneOffice(t), Verify: inChild.Verify}.Open(dir, func() time.Time { return start })
	if err != nil {
		return "", err
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return contents(t, filepath.Join(dir, bolt.FileName)), nil
}

// cut is what a power cut leaves of a commit: of the pages that it writes, all
// sectors or any; of the page that says where those are, nothing or all.
func cut(before, after []byte, torn, said bool, random *rand.Rand) []byte {
	image := make([]byte, len(after))
	copy(image, before)
	for at := 0; at < len(after); at += sector {
		if meta := at < 2*os.Getpagesize(); meta && said || !meta && (!torn || random.IntN(2) == 0) {
			copy(image[at:at+sector], after[at:])
		}
	}
	return image
}

// D5: a power cut in the middle of a commit leaves what was acknowledged before
// it; one between commit and acknowledgement leaves the new. What no order of
// writes that are synced can leave, the page that says where the others are
// without those, is no silent loss either: it shows that the images would tell.
func TestD5PowerCut(t *testing.T) {
	commits := max(3, 12/bookingtest.Thinned)
	random := rand.New(rand.NewPCG(5, 12))
	list := moments(t, commits)
	images, refused := 0, 0
	for i := 1; i < len(list); i++ {
		before, after := list[i-1], list[i]
		if bytes.Equal(before.file, after.file) {
			t.Fatal("a commit has changed nothing")
		}
		for range max(1, 6/bookingtest.Thinned) {
			images++
			if got, err := opened(t, cut(before.file, after.file, true, false, random), before.sentinel); err != nil || got != before.digest {
				t.Fatalf("commit %d, torn: not what was acknowledged, %v", i, err)
			}
		}
		images++
		if got, err := opened(t, cut(before.file, after.file, false, true, random), before.sentinel); err != nil || got != after.digest {
			t.Fatalf("commit %d, not acknowledged: neither the old nor the new, %v", i, err)
		}
		switch got, err := opened(t, cut(before.file, after.file, true, true, random), before.sentinel); {
		case err != nil:
			refused++
		case got != after.digest:
			t.Fatalf("commit %d, never synced: silently accepted", i)
		}
	}
	if refused == 0 {
		t.Error("data that was never synced is always accepted")
	}
	t.Logf("%d images: unreadable 0, acknowledged commits lost 0; never synced: %d of %d refused", images, refused, commits-1)
}

// D5: at the first start too. Until the file is whole it has another name, and
// nothing that looks like data is left.
func TestD5PowerCutAtFirstStart(t *testing.T) {
	whole := healthy(t)
	for _, size := range []int{0, 1, sector, os.Getpagesize(), len(whole) / 2, len(whole)} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, bolt.FileName+".1.tmp"), whole[:size], 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, dir)
			say(t, s, "1")
			if left, err := filepath.Glob(filepath.Join(dir, "*.tmp")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}
