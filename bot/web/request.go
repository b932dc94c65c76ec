package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"cheyi/bot"
)

const (
	longestID   = 200
	longestText = 8 << 10
	// largestJSON has room for the longest text with every byte escaped, and
	// for what a form has beside its file.
	largestJSON = 64 << 10
	mostParts   = 16
	longestName = 80 // characters of a file's name
)

// A request is one message as it came in. A nil field was not sent: an empty
// text is a message, no text is none.
type request struct {
	Chat   string  `json:"chat"`
	ID     string  `json:"id"`
	Text   *string `json:"text"`
	Choice *string `json:"choice"`
	file   *bot.File
}

// read reads a request within its limits; the error is a refusal.
func read(w http.ResponseWriter, r *http.Request, largest int64, spool Spool) (request, error) {
	q, err := receive(w, r, largest, spool)
	if err == nil {
		err = q.check()
	}
	return q, err
}

// receive reads a request, which may be no message yet.
func receive(w http.ResponseWriter, r *http.Request, largest int64, spool Spool) (request, error) {
	kind, params, err := mime.ParseMediaType(cmp.Or(r.Header.Get("Content-Type"), "application/json"))
	var q request
	if kind == "application/x-www-form-urlencoded" { // what curl -d says of any body; a page of another origin is refused before
		kind = "application/json"
	}
	switch encoding := r.Header.Get("Content-Encoding"); {
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		return q, refuseEncoding
	case err == nil && kind == "application/json":
		if r.ContentLength > largestJSON {
			return q, refuseBody
		}
		q, err = readJSON(http.MaxBytesReader(w, r.Body, largestJSON))
	case err == nil && kind == "multipart/form-data" && params["boundary"] != "":
		if r.ContentLength > largest+largestJSON {
			return q, refuseFile(largest)
		}
		body := http.MaxBytesReader(w, r.Body, largest+largestJSON)
		q, err = readForm(multipart.NewReader(body, params["boundary"]), largest, spool)
		if err == nil && !ended(body) {
			err = refusePartial
		}
	default:
		err = refuseType
	}
	return q, err
}

// ended reads what is left of a body: a client that announces more than it
// sends has been cut off, or lies.
func ended(body io.Reader) bool {
	_, err := io.Copy(io.Discard, body)
	return err == nil
}

func readJSON(body io.Reader) (q request, err error) {
	data, err := io.ReadAll(body)
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return q, refuseBody
	case err != nil:
		return q, refusePartial // slow or broken off
	case !utf8.Valid(data):
		return q, refuseUTF8
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // which some editors and shells put first
	var wrong *json.UnmarshalTypeError
	switch err := json.Unmarshal(data, &q); {
	case errors.As(err, &wrong) && wrong.Field != "":
		return q, refuseField(wrong.Field)
	case err != nil:
		return q, refuseJSON
	}
	return q, nil
}

// readForm reads a form as it comes, so that a file never lies in memory.
func readForm(form *multipart.Reader, largest int64, spool Spool) (q request, err error) {
	for parts := 0; ; parts++ {
		part, err := form.NextPart()
		switch {
		case errors.Is(err, io.EOF) && parts > 0:
			return q, nil
		case errors.As(err, new(*http.MaxBytesError)):
			return q, refuseFile(largest)
		case err != nil, parts == mostParts:
			return q, refuseForm
		}
		if err := q.take(part, largest, spool); err != nil {
			return q, err
		}
	}
}

// take takes one part of a form.
func (q *request) take(part *multipart.Part, largest int64, spool Spool) error {
	if part.FormName() == "file" {
		if q.file != nil {
			return refuseFiles
		}
		ref, size, err := spool.Keep(io.LimitReader(part, largest+1))
		q.file = &bot.File{Name: cmp.Or(shown(part.FileName()), nameless), Size: size, Ref: ref}
		switch {
		case size > largest, errors.As(err, new(*http.MaxBytesError)):
			return refuseFile(largest)
		case err != nil:
			return refuseForm
		}
		return nil
	}
	var text string
	switch part.FormName() {
	case "chat":
		return field(part, &q.Chat)
	case "id":
		return field(part, &q.ID)
	case "text":
		q.Text = &text
	case "choice":
		q.Choice = &text
	default:
		return nil
	}
	return field(part, &text)
}

// field reads a part that is text.
func field(part io.Reader, into *string) error {
	value, err := io.ReadAll(io.LimitReader(part, longestText+1))
	switch {
	case len(value) > longestText:
		return refuseText
	case err != nil:
		return refuseForm
	}
	*into = string(value)
	return nil
}

// check refuses what cannot be a message.
func (q request) check() error {
	text, choice := deref(q.Text), deref(q.Choice)
	switch {
	case !utf8.ValidString(q.ID) || !utf8.ValidString(text) || !utf8.ValidString(choice):
		return refuseUTF8
	case q.ID == "":
		return refuseNoID
	case len(q.ID) > longestID:
		return refuseLongID
	case len(text) > longestText, len(choice) > longestText:
		return refuseText
	case q.Text == nil && choice == "" && q.file == nil:
		return refuseEmpty
	}
	return nil
}

// shown is a file's name as it may be shown: on one line, with nothing that
// turns the direction of writing, and not too long.
func shown(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, string(utf8.RuneError)))
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[:longestName-1]) + "…"
	}
	return name
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
