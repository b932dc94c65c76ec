package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"cheyi/booking"
)

// FileName is the database in its folder.
const FileName = "cheyi.db"

const (
	holderName = "cheyi.holder" // who holds the file, for the one who is refused
	lockWait   = time.Second
)

// ErrHeld says that another process holds the data folder. The error's text
// names it.
var ErrHeld = errors.New("数据目录正在被使用")

// A Config is how a database is opened; the zero Config does for conversations.
type Config struct {
	// Offices are where places can be booked.
	Offices booking.Offices
	// Verify looks at the whole file before it is opened; the function of that
	// name when nil. A damaged file can have the kernel end the process that
	// looks at it, so a program does it in another one.
	Verify func(file string) (Report, error)
}

func (c Config) verify(file string) (Report, error) {
	if c.Verify != nil {
		return c.Verify(file)
	}
	return Verify(file)
}

// Open is Config{}.Open.
func Open(dir string, now func() time.Time) (*Store, error) { return Config{}.Open(dir, now) }

// Open opens the database in dir, once all of it has been verified, and makes
// both when there has never been one.
func (c Config) Open(dir string, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("数据目录 %s 建不了：%w", dir, err)
	}
	s := &Store{config: c, dir: dir, now: now, stopped: make(chan struct{})}
	if err := s.open(); err != nil {
		return nil, refused(dir, "请先停掉它，或用 CHEYI_DATA 另设一个目录", err)
	}
	return s, nil
}

// OpenToRead is Config{}.OpenToRead.
func OpenToRead(dir string) (*Store, error) { return Config{}.OpenToRead(dir) }

// OpenToRead opens the database in dir, once all of it has been verified,
// without changing anything there; in a file of an earlier layout, batches are
// not found by their state. Several may read; it is refused while another
// process writes. The error is fs.ErrNotExist when nothing has been kept in dir
// yet.
func (c Config) OpenToRead(dir string) (*Store, error) {
	s := &Store{config: c, dir: dir, stopped: make(chan struct{})}
	if err := s.openToRead(); err != nil {
		return nil, refused(dir, "请等它结束后再看", err)
	}
	return s, nil
}

func (s *Store) openToRead() error {
	report, err := s.look()
	if err != nil {
		return err
	}
	s.plain = report.Schema == plainSchema
	if s.db, err = openFile(s.path(), true); err != nil {
		return err
	}
	if err := s.view(s.readSecret); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

func (s *Store) path() string { return filepath.Join(s.dir, FileName) }

// open takes the folder for as long as it takes to look at what is in it:
// nobody else can begin to write meanwhile.
func (s *Store) open() error {
	unlock, err := lock(s.dir, syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer unlock()
	s.sweep()
	fresh, err := s.create()
	if err != nil {
		return err
	}
	report, err := s.attach()
	if err != nil {
		return err
	}
	if err := s.prepare(report, fresh); err != nil {
		return errors.Join(err, s.db.Close())
	}
	note := fmt.Sprintf("进程 %d，启动于 %s", os.Getpid(), s.now().Format("2006-01-02 15:04:05"))
	return os.WriteFile(filepath.Join(s.dir, holderName), []byte(note), 0o600)
}

// sweep removes what was being written when a process ended.
func (s *Store) sweep() {
	for _, name := range []string{FileName, sentinelName} {
		halfway, _ := fs.Glob(os.DirFS(s.dir), name+"*"+halfwaySuffix) // the pattern is well-formed
		for _, file := range halfway {
			_ = os.Remove(filepath.Join(s.dir, file))
		}
	}
}

// look verifies the file: that it is sound, and the one that was used here.
func (s *Store) look() (Report, error) {
	mark, err := readSentinel(s.dir)
	if err != nil {
		return Report{}, err
	}
	report, err := s.config.verify(s.path())
	if errors.Is(err, fs.ErrNotExist) && mark != nil {
		return report, missing(s.dir, "不见了")
	}
	if err == nil {
		err = report.Fault()
	}
	if err == nil {
		err = mark.fits(report)
	}
	return report, err
}

// attach verifies the file and opens it.
func (s *Store) attach() (Report, error) {
	free, err := lock(s.path(), syscall.LOCK_SH) // whoever holds it is a reason of its own
	if err != nil {
		return Report{}, err
	}
	free()
	report, err := s.look()
	if err != nil {
		return report, err
	}
	if s.db, err = openFile(s.path(), false); err != nil {
		return report, err
	}
	s.file, err = os.Stat(s.path())
	return report, err
}

func openFile(path string, readOnly bool) (db *bbolt.DB, err error) {
	defer func() {
		if recover() != nil { // the library panics on a list of free pages that makes no sense
			err = errDamaged
		}
	}()
	return bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: readOnly, Timeout: lockWait})
}

// refused says why the database in dir cannot be opened, and what to do when
// another process holds it.
func refused(dir, advice string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%w：%s（%s）。%s", ErrHeld, dir, holder(dir), advice)
	case errors.Is(err, fs.ErrNotExist):
		return noData(dir)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		err = errDamaged
	}
	return fmt.Errorf("数据文件 %s 打不开：%w", filepath.Join(dir, FileName), err)
}

// noData is the fs.ErrNotExist of a folder that nothing was kept in.
type noData string

func (dir noData) Error() string {
	return fmt.Sprintf("数据目录 %s 里还没有数据", string(dir))
}
func (noData) Is(target error) bool { return target == fs.ErrNotExist }

func holder(dir string) string {
	note, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil {
		return "占用者未知"
	}
	return string(note)
}

// Remarks are what an operator should know about how the store was opened, a
// sentence each.
func (s *Store) Remarks() []string { return s.remarks }

// Close ends all use of the store.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.db.IsReadOnly() {
		_ = os.Remove(filepath.Join(s.dir, holderName)) // a note for others; the lock is the truth
		_ = s.sentinel.file.Close()
	}
	return s.db.Close()
}
