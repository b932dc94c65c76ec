package telegram

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"cheyi/bot"
)

// The data of a button names the reply that offers it and its place there, and
// is signed together with who may press it. Telegram allows 64 bytes; this is
// 30, whatever the option's id.
const (
	buttonVersion = '1'
	signatureSize = 8
)

var buttonText = base64.RawURLEncoding

// buttonData is the data of an option of the reply to a message.
func buttonData(secret []byte, user int64, chat bot.Chat, id string, place int) string {
	body := append(bot.ReplyKey(chat, id), byte(place))
	return string(buttonVersion) + buttonText.EncodeToString(append(body, sign(secret, user, body)...))
}

// pressed reads the data of a button that a user has pressed: the key of the
// reply and the place. It is not ok when the data is not ours or the button is
// not this user's.
func pressed(secret []byte, user int64, data string) (key []byte, place int, ok bool) {
	if len(data) == 0 || data[0] != buttonVersion {
		return nil, 0, false
	}
	raw, err := buttonText.DecodeString(data[1:])
	if err != nil || len(raw) != bot.ReplyKeySize+1+signatureSize {
		return nil, 0, false
	}
	body, signature := raw[:bot.ReplyKeySize+1], raw[bot.ReplyKeySize+1:]
	if !hmac.Equal(signature, sign(secret, user, body)) {
		return nil, 0, false
	}
	return body[:bot.ReplyKeySize], int(body[bot.ReplyKeySize]), true
}

func sign(secret []byte, user int64, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "button %d %x", user, body)
	return mac.Sum(nil)[:signatureSize]
}
