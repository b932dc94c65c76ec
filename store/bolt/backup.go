package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// restoringName is the file of a restore that is not done.
const restoringName = FileName + ".restoring"

// Snapshot writes the whole database as it is now, while it is used.
func (s *Store) Snapshot(w io.Writer) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.Fault(); err != nil {
		return err
	}
	return guarded(s.db.View, func(b *bbolt.Tx) error {
		_, err := b.WriteTo(w)
		return err
	})
}

// Backup makes a file of what snapshot writes, and verifies it. The file is
// there whole and sound, or not at all; one that is there already stays.
func (c Config) Backup(file string, snapshot func(io.Writer) error) (Report, error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = errors.New("它已经存在，不覆盖：请换一个文件名")
		}
		return Report{}, fmt.Errorf("备份写不到 %s：%w", file, err)
	}
	var report Report
	err := written(file, func(f *os.File) error {
		if err := errors.Join(snapshot(f), f.Sync()); err != nil {
			return err
		}
		var err error
		if report, err = c.verify(f.Name()); err != nil {
			return err
		}
		return report.Fault()
	})
	if err != nil {
		return report, fmt.Errorf("备份写不到 %s：%w", file, full(err))
	}
	report.File = file
	return report, nil
}

// Examine verifies the data of a folder that nobody writes to.
func (c Config) Examine(dir string) (Report, error) {
	s := &Store{config: c, dir: dir}
	report, err := s.look()
	switch {
	case err == nil, len(report.Faults) > 0:
		return report, nil
	case report.File != "" && report.Bytes > 0 && !errors.Is(err, berrors.ErrTimeout):
		report.Faults = append(report.Faults, err.Error()) // not the data that belongs here
		return report, nil
	}
	return report, refused(dir, "请等它结束后再看", err)
}

// full says in our words that there is no room.
func full(err error) error {
	if noRoom(err) {
		return ErrDiskFull
	}
	return err
}

// ErrOccupied says that a folder has data already.
var ErrOccupied = errors.New("已经有数据")

// Restore puts a backup into a folder, once it is verified. Data that is there
// is moved aside, under a name that says since when, or the restore refused
// with ErrOccupied. Whatever ends the process, the folder has either the old
// data or the new.
func (c Config) Restore(dir, file string, aside bool, now time.Time) (report Report, moved string, err error) {
	if report, err = c.verify(file); err == nil {
		err = report.Fault()
	}
	if err != nil {
		return report, "", fmt.Errorf("备份 %s 不能用：%w", file, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return report, "", fmt.Errorf("数据目录 %s 建不了：%w", dir, err)
	}
	moved, err = c.restore(dir, report, aside, now)
	switch {
	case errors.Is(err, ErrOccupied):
		return report, "", err
	case err != nil:
		return report, "", refused(dir, "请先停掉它，再恢复", full(err))
	}
	return report, moved, nil
}

func (c Config) restore(dir string, report Report, aside bool, now time.Time) (moved string, err error) {
	unlock, err := lock(dir, syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer unlock()
	path, halfway := filepath.Join(dir, FileName), filepath.Join(dir, restoringName)
	free, err := lock(path, syscall.LOCK_EX)
	occupied := !errors.Is(err, fs.ErrNotExist)
	if occupied {
		if err != nil {
			return "", err
		}
		defer free()
		if !aside {
			return "", fmt.Errorf("数据目录 %s %w，没有动它：确实要恢复，加上 --aside，原来的数据会改名留着", dir, ErrOccupied)
		}
	}
	if err := errors.Join(copyFile(report.File, halfway), c.sound(halfway)); err != nil {
		return "", errors.Join(err, removed(halfway))
	}
	if occupied {
		moved = dated(path, "old", now)
		if err := os.Link(path, moved); err != nil { // it keeps its own name until the new one has it
			return "", errors.Join(err, removed(halfway))
		}
	}
	if err := exchange(dir, halfway, path); err != nil || report.Data == "" {
		return moved, err
	}
	return moved, writeSentinel(dir, report.Data, report.Mark)
}

// exchange gives the data file's name to another file. Between the first step
// and the last the sentinel is missing: whichever file is there will do.
func exchange(dir, from, to string) error {
	if err := removed(filepath.Join(dir, sentinelName)); err != nil {
		return err
	}
	if err := syncFolder(dir); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(dir)
}

// sound verifies a copy that was just made.
func (c Config) sound(file string) error {
	report, err := c.verify(file)
	if err != nil {
		return err
	}
	return report.Fault()
}

func removed(file string) error {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
