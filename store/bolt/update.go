package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

var (
	// ErrDiskFull says that nothing was saved because the disk is full. What
	// was saved before is there; the store tries again by itself.
	ErrDiskFull = errors.New("磁盘已满，未保存")

	// ErrStopped says that the store has stopped for good: the system could
	// not write, so nobody knows what is on the disk until it has been read
	// anew by another process.
	ErrStopped = errors.New("数据写不进磁盘，已停止保存：请检查磁盘，再重新启动，启动时会核对数据")
)

var (
	errDamaged  = errors.New("文件已损坏，请从备份恢复（cheyi restore）")
	errReplaced = errors.New("数据文件被移走、删掉或换成了另一个")
)

// tryAgain is how long after the disk was full the store waits before it
// reads the file anew and tries again.
const tryAgain = 5 * time.Second

// view runs a reading transaction.
func (s *Store) view(do func(*tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.Fault(); err != nil {
		return err
	}
	return guarded(s.db.View, func(b *bbolt.Tx) error { return do(&tx{Tx: b, plain: s.plain}) })
}

// update runs a writing transaction. When it returns nil, the change is on the
// disk; after the first time that this fails, nothing is read or written any
// more: a commit that failed may be half there, and the system forgets what it
// could not write.
func (s *Store) update(do func(*tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.ready(); err != nil {
		return err
	}
	var id int
	begun, done := false, false
	err := guarded(s.db.Update, func(b *bbolt.Tx) error {
		begun, id = true, b.ID()
		t := &tx{Tx: b}
		if err := do(t); err != nil {
			return err
		}
		if err := t.seal(); err != nil {
			return err
		}
		done = true
		return nil
	})
	switch {
	case err == nil:
		s.sentinel.reached(uint64(id))
		return nil
	case isFull(err):
		s.full = s.now()
		return fmt.Errorf("%w（%s）", ErrDiskFull, s.dir)
	case done, begun && errors.Is(err, errPanicked): // the library may hold its locks for ever
		return s.stop(err)
	}
	return err // the transaction was not begun, or did not want to go on
}

// ready prepares for writing: it reads the file anew after the disk was full,
// and looks whether the file is still the one in the folder.
func (s *Store) ready() error {
	if err := s.Fault(); err != nil {
		return err
	}
	if s.file == nil { // read-only: bbolt says so
		return nil
	}
	if now, err := os.Stat(filepath.Join(s.dir, FileName)); err != nil || !os.SameFile(now, s.file) {
		return s.stop(errReplaced)
	}
	if s.full.IsZero() {
		return nil
	}
	if since := s.now().Sub(s.full); since >= 0 && since < tryAgain {
		return fmt.Errorf("%w（%s）", ErrDiskFull, s.dir)
	}
	if err := s.reopen(); err != nil {
		return s.stop(err)
	}
	s.full = time.Time{}
	return nil
}

// reopen closes the file, and opens it as on a start.
func (s *Store) reopen() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	unlock, err := lock(s.dir, syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.db.Close(); err != nil {
		return err
	}
	_, err = s.attach()
	return err
}

// stop ends all use of the store but Close.
func (s *Store) stop(why error) error {
	s.stopping.Do(func() {
		s.fault = fmt.Errorf("%w（%s：%w）", ErrStopped, s.dir, why)
		close(s.stopped)
	})
	return s.fault
}

// Stopped is closed when the store has stopped for good; Fault says why.
func (s *Store) Stopped() <-chan struct{} { return s.stopped }

// Fault returns why the store has stopped, wrapping ErrStopped; nil while it
// works.
func (s *Store) Fault() error {
	select {
	case <-s.stopped:
		return s.fault
	default:
		return nil
	}
}

// isFull reports whether a commit failed because there was no room, before
// anything of it could be seen: writing names the file, as a PathError, and
// syncing does not. What a sync could not write is lost, whatever the reason.
func isFull(err error) bool {
	var write *fs.PathError
	grow := strings.HasPrefix(err.Error(), "file resize error")
	return noRoom(err) && (errors.As(err, &write) || grow)
}

// noRoom goes by the text as well: the library does not wrap all its errors.
func noRoom(err error) bool {
	for _, reason := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, reason) || strings.HasSuffix(err.Error(), reason.Error()) {
			return true
		}
	}
	return false
}

// errPanicked is damage that the library, or the kernel, has met.
var errPanicked = fmt.Errorf("%w", errDamaged)

// guarded runs a transaction. What the library panics on, or the kernel
// faults on, in a damaged file becomes an error.
func guarded(run func(func(*bbolt.Tx) error) error, do func(*bbolt.Tx) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	return run(do)
}

// safely runs code that is not the store's: its panic says nothing about the
// file.
func safely(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return do()
}

// lock locks a file or folder, as flock does, and waits a moment for whoever
// holds it.
func lock(path string, how int) (unlock func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(lockWait / 50) {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		switch {
		case err == nil:
			return func() { _ = f.Close() }, nil
		case errors.Is(err, syscall.EWOULDBLOCK) && time.Now().Before(end):
			continue
		case errors.Is(err, syscall.EWOULDBLOCK):
			err = berrors.ErrTimeout
		}
		return nil, errors.Join(err, f.Close())
	}
}
