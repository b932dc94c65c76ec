package booking

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// The letters of a receipt, chosen to be read out over a telephone and copied
// by hand: none that looks like a digit or like another, and no vowels, so
// that no receipt is a word. The first is never a digit: a receipt is no number.
const (
	receiptLetters = "CDFGHJKMNPQRTVWXY"
	receiptDigits  = "23456789"
	receiptLength  = 8
)

// receipt derives a receipt from what names a request: a sender, its key and
// the request's number within the command. It is no secret and opens nothing:
// an exporter sees its own batches only, whatever receipt it names. attempt
// counts up while the receipt is somebody's already.
func receipt(actor Actor, key string, request, attempt int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "receipt %q %q %q %d %d", actor.Role, actor.ID, key, request, attempt))
	n := binary.BigEndian.Uint64(sum[:8])
	code := []byte{receiptLetters[n%uint64(len(receiptLetters))]}
	n /= uint64(len(receiptLetters))
	const all = receiptLetters + receiptDigits
	for len(code) < receiptLength {
		code = append(code, all[n%uint64(len(all))])
		n /= uint64(len(all))
	}
	return string(code)
}
