package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const (
	markerName = "model.off"         // while it exists the model is off
	auditName  = "model.audit.jsonl" // who switched, when and why
)

// A Switch turns the model off and on for every process that uses a data
// folder, from the next message on.
type Switch struct {
	Dir string
}

// A Turn is one line of the audit.
type Turn struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	What   string    `json:"what"` // on or off
	Reason string    `json:"reason"`
}

// On reports whether the model may be used. What cannot be read counts as off.
func (s Switch) On() bool {
	_, err := os.Lstat(filepath.Join(s.Dir, markerName))
	return errors.Is(err, fs.ErrNotExist)
}

// Last returns the turn that the marker was written for, nil when it is on.
func (s Switch) Last() (*Turn, error) {
	data, err := os.ReadFile(filepath.Join(s.Dir, markerName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var t Turn
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if err != nil {
		return &Turn{What: "off"}, fmt.Errorf("读不出来：%w", err)
	}
	return &t, nil
}

// TurnOff turns the model off, then writes the audit: it is off even if the audit
// cannot be written.
func (s Switch) TurnOff(t Turn) error {
	t.What = "off"
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return fmt.Errorf("数据目录 %s 建不了：%w", s.Dir, err)
	}
	if err := s.write(markerName, os.O_TRUNC, t); err != nil {
		return err
	}
	return s.write(auditName, os.O_APPEND, t)
}

// TurnOn turns the model on again, after the audit has been written: nobody turns it on unseen.
func (s Switch) TurnOn(t Turn) error {
	t.What = "on"
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return fmt.Errorf("数据目录 %s 建不了：%w", s.Dir, err)
	}
	if err := s.write(auditName, os.O_APPEND, t); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(s.Dir, markerName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("标记删不掉：%w", err)
	}
	return syncDir(s.Dir)
}

// write puts a turn into a file as one line, on disk before it returns.
func (s Switch) write(name string, how int, t Turn) (err error) {
	line, err := json.Marshal(t)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(s.Dir, name), os.O_CREATE|os.O_WRONLY|how, 0o600)
	if err != nil {
		return fmt.Errorf("%s 写不进去：%w", name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("%s 写不进去：%w", name, err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("%s 写不进去：%w", name, err)
	}
	return syncDir(s.Dir)
}

// syncDir makes the names in a folder last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
