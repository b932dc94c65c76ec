package admin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// A password's length, in characters. Length is what makes one strong; a rule
// about kinds of characters only makes it forgettable.
const (
	shortestPassword = 12
	longestPassword  = 128
)

// What a hash costs: what OWASP's advice for Argon2id asks for at least, which
// leaves a small server room for its other work.
const (
	hashMemory  = 19 << 10 // KiB
	hashTimes   = 2
	hashThreads = 1

	saltSize = 16
	hashSize = 32
)

// A hash is a password as it is kept, with what it cost: a later version may
// ask for more of new ones.
type hash struct {
	memory, times uint32
	threads       uint8
	salt, sum     []byte
}

// String is the usual form, $argon2id$v=19$m=19456,t=2,p=1$salt$sum.
func (h hash) String() string {
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.times, h.threads, text(h.salt), text(h.sum))
}

var errHash = errors.New("not a hash of a password")

// decode reads what String writes. A cost that no version asks for is a fault
// of the file: it could stop the server.
func decode(text string) (hash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return hash{}, errHash
	}
	var h hash
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.times, &h.threads); err != nil {
		return hash{}, errHash
	}
	var faults [2]error
	h.salt, faults[0] = base64.RawStdEncoding.DecodeString(parts[4])
	h.sum, faults[1] = base64.RawStdEncoding.DecodeString(parts[5])
	cheap := h.memory < 8 || h.times < 1 || h.threads < 1 || len(h.salt) < saltSize || len(h.sum) < hashSize
	dear := h.memory > 256<<10 || h.times > 16 || h.threads > 8 || len(text) > 500
	if errors.Join(faults[:]...) != nil || cheap || dear || h.String() != text {
		return hash{}, errHash
	}
	return h, nil
}

// nobody is the hash of no password: it is what a name is tried against that
// there is not, so that it takes as long.
func nobody() hash {
	h := hash{memory: hashMemory, times: hashTimes, threads: hashThreads, salt: make([]byte, saltSize), sum: make([]byte, hashSize)}
	_, _ = rand.Read(h.salt) // never fails
	_, _ = rand.Read(h.sum)
	return h
}

// A lane hashes one password at a time, so that the memory that it takes is
// bounded however many come.
type lane chan struct{}

// hashing has two lanes: who guesses from many addresses waits among those who
// have been wrong before, and not before an officer who comes.
type hashing struct{ fresh, guessing lane }

func newHashing() hashing { return hashing{make(lane, 1), make(lane, 1)} }

// of returns the hash of a new password; the error is the context's.
func (l lane) of(ctx context.Context, password string) (hash, error) {
	h := nobody() // for its salt and cost
	var err error
	h.sum, err = l.sum(ctx, h, password)
	return h, err
}

// matches reports whether a hash is a password's; the error is the context's.
func (l lane) matches(ctx context.Context, h hash, password string) (bool, error) {
	sum, err := l.sum(ctx, h, password)
	return err == nil && subtle.ConstantTimeCompare(sum, h.sum) == 1, err
}

func (l lane) sum(ctx context.Context, h hash, password string) ([]byte, error) {
	select {
	case l <- struct{}{}:
		defer func() { <-l }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), h.salt, h.times, h.memory, h.threads, uint32(len(h.sum))), nil
}

// choose checks a password that somebody chooses; the error is a refusal.
func choose(name, password, again string) error {
	switch length := utf8.RuneCountInString(password); {
	case length < shortestPassword || length > longestPassword:
		return bad("密码的长度不对：要 %d 到 %d 个字符，一句只有您知道的话就很好。", shortestPassword, longestPassword)
	case strings.ReplaceAll(password, name, "") == "", strings.Trim(password, string([]rune(password)[:1])) == "":
		return bad("密码太容易猜到：不要用自己的名字，也不要只重复一个字符。")
	case password != again:
		return bad("两次写的密码不一样：请再写一次。")
	}
	return nil
}

// Admit reports whether a name and a password are an officer's. For a wrong
// password who is the one whose name it is, and nobody for a name that there
// is not; either takes as long. guessing says that there were wrong ones
// before. The error is the context's.
func (o *Officers) Admit(ctx context.Context, name, password string, guessing bool) (who Officer, right bool, err error) {
	kept := nobody()
	o.mu.Lock()
	i := slices.IndexFunc(o.list, func(r record) bool { return r.Name == name && !r.Disabled && r.Password != "" })
	if i >= 0 {
		who = o.list[i].Officer
		kept, err = decode(o.list[i].Password)
	}
	o.mu.Unlock()
	if err != nil { // it was whole when the file was read
		return who, false, err
	}
	if utf8.RuneCountInString(password) > longestPassword {
		password = ""
	}
	at := o.hashing.fresh
	if guessing {
		at = o.hashing.guessing
	}
	right, err = at.matches(ctx, kept, password)
	return who, right, err
}
