package admin

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// OpenOfficers reads the file, which need not be there, and the sessions
// beside it. first is the token of the settings, "" for none.
func OpenOfficers(file, first string) (*Officers, error) {
	o := &Officers{file: file, hashing: newHashing()}
	if first != "" {
		sum := sha256.Sum256([]byte(first))
		o.first = sum[:]
	}
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &o.list)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("窗口人员的文件 %s 读不出来：%w", file, err)
	}
	for _, r := range o.list {
		if !r.whole() {
			return nil, fmt.Errorf("窗口人员的文件 %s 有一项不完整（编号 %q）：请改回原样，或删去这一项", file, r.ID)
		}
	}
	o.sessions, err = openSessions(filepath.Join(filepath.Dir(file), "sessions.json"))
	return o, err
}

// whole reports whether a record is one that was written here: an officer
// without offices is not one of all.
func (r record) whole() bool {
	if r.Name == "" || r.All == (len(r.Offices) > 0) {
		return false
	}
	for _, hash := range []string{r.Hash, r.Invited.hash()} {
		if raw, err := hex.DecodeString(hash); hash != "" && (err != nil || len(raw) != sha256.Size) {
			return false
		}
	}
	_, err := decode(r.Password)
	return r.Password == "" || err == nil
}

// write replaces the file.
func (o *Officers) write(list []record) error {
	if err := replace(o.file, list); err != nil {
		return err
	}
	o.list = list
	return nil
}

// replace writes a file as a whole, for its owner alone: a crash leaves the
// old one or the new.
func replace(file string, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	dir, name := filepath.Split(file)
	temp, err := os.CreateTemp(filepath.Clean(dir), "."+strings.TrimSuffix(name, filepath.Ext(name))+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(append(data, '\n'))
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

// syncDir makes a rename last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// random returns so many random bytes as text.
func random(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw) // never fails
	return base64.RawURLEncoding.EncodeToString(raw)
}

// hashed is what is kept of a secret that is random and long. A slow hash is
// for what people choose.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
