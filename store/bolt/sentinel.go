package bolt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// sentinelName is the file that says that a folder has been used, by which
// data, and how far it had come.
const sentinelName = "DATA_ID"

const (
	idSize   = 16           // bytes of an id; written as hex
	markAt   = 2*idSize + 1 // where the mark begins, on the second line
	markSize = 20           // digits of a mark
)

// A sentinel is DATA_ID. Its mark is the number of the last commit: it is
// written when the commit is on the disk, and not waited for, so that it never
// runs ahead. Data with a lower number is older than what was acknowledged.
type sentinel struct {
	id   string
	mark uint64

	mu   sync.Mutex
	file *os.File // for the mark; nil when it is only read
}

// readSentinel reads the sentinel of a folder; nil for none.
func readSentinel(dir string) (*sentinel, error) {
	text, err := os.ReadFile(filepath.Join(dir, sentinelName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(text, []byte("\n"))
	if len(lines) != 3 || len(lines[1]) != markSize || len(lines[2]) > 0 {
		return nil, errSentinel(dir)
	}
	id, err := hex.DecodeString(string(lines[0]))
	mark, err1 := strconv.ParseUint(string(lines[1]), 10, 64)
	if errors.Join(err, err1) != nil || len(id) != idSize {
		return nil, errSentinel(dir)
	}
	return &sentinel{id: string(lines[0]), mark: mark}, nil
}

func errSentinel(dir string) error {
	return fmt.Errorf("%s 的内容不对：请先用 cheyi doctor 核对数据，没有问题就删掉它再启动", filepath.Join(dir, sentinelName))
}

// writeSentinel makes the sentinel of a folder, at once or not at all.
func writeSentinel(dir, id string, mark uint64) error {
	path := filepath.Join(dir, sentinelName)
	return written(path, func(f *os.File) error {
		_, err := fmt.Fprintf(f, "%s\n%0*d\n", id, markSize, mark)
		return err
	})
}

// openSentinel makes the sentinel, and keeps it open for its mark.
func openSentinel(dir, id string, mark uint64) (*sentinel, error) {
	if err := writeSentinel(dir, id, mark); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, sentinelName), os.O_WRONLY, 0)
	return &sentinel{id: id, mark: mark, file: f}, err
}

// reached moves the mark. That it cannot be written is no fault of the commit.
func (s *sentinel) reached(mark uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if mark > s.mark {
		s.mark = mark
		_, _ = s.file.WriteAt(fmt.Appendf(nil, "%0*d", markSize, mark), markAt)
	}
}

// fits reports whether data may be what the folder was used by.
func (s *sentinel) fits(r Report) error {
	switch {
	case s == nil:
		return nil
	case r.Data != s.id:
		return fmt.Errorf("这不是这个目录用过的数据（%s 记的是另一份）：请换回原来的文件，或用 cheyi restore 恢复备份；确实要用这一份，先删掉 %s", sentinelName, sentinelName)
	case r.Mark < s.mark:
		return fmt.Errorf("文件比已经确认的内容旧（停在第 %d 次保存，应到第 %d 次）：像是换成了较早的副本，或磁盘丢了内容。请用 cheyi restore 恢复备份；确实要用这一份，先删掉 %s", r.Mark, s.mark, sentinelName)
	}
	return nil
}

// missing says what to do when there is a sentinel, and no data.
func missing(dir string, what string) error {
	return fmt.Errorf("数据目录 %s 用过（有 %s），但数据文件 %s %s：请检查磁盘是否挂上，或用 cheyi restore 恢复备份；确实要重新开始，先删掉 %s", dir, sentinelName, FileName, what, sentinelName)
}

const halfwaySuffix = ".tmp"

// written makes a file with a content: under another name first, then synced,
// then renamed, and the folder synced. Whatever ends the process, the file is
// there whole or not at all.
func written(path string, fill func(*os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+halfwaySuffix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(fill(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder last.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
