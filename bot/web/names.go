package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

const (
	nonceSize = 16
	macSize   = 16
)

// encoding is strict, so that a conversation has one name.
var encoding = base64.RawURLEncoding.Strict()

// names makes and knows the names of conversations: random bytes and their
// HMAC.
type names struct{ secret []byte }

// fresh returns a name that nobody had before.
func (n names) fresh() string {
	nonce := make([]byte, nonceSize)
	_, _ = rand.Read(nonce) // never fails
	return encoding.EncodeToString(append(nonce, n.mac(nonce)...))
}

// ours reports whether fresh has made a name.
func (n names) ours(name string) bool {
	raw, err := encoding.DecodeString(name)
	return err == nil && len(raw) == nonceSize+macSize && hmac.Equal(raw[nonceSize:], n.mac(raw[:nonceSize]))
}

func (n names) mac(nonce []byte) []byte {
	h := hmac.New(sha256.New, n.secret)
	h.Write([]byte("web chat\x00")) // the store's secret names other things too
	h.Write(nonce)
	return h.Sum(nil)[:macSize]
}
