package admin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"cheyi/calendar"
)

const (
	largestBody   = 64 << 10
	longestKey    = 200 // of an Idempotency-Key
	longestReason = 200 // characters
	longestName   = 40
)

type officerKey struct{}

func withOfficer(ctx context.Context, who Officer) context.Context {
	return context.WithValue(ctx, officerKey{}, who)
}

func officerOf(ctx context.Context) Officer {
	who, _ := ctx.Value(officerKey{}).(Officer)
	return who
}

// read reads a JSON object strictly; the error is a refusal.
func read(r *http.Request, into any) error {
	kind, _, err := mime.ParseMediaType(cmp.Or(r.Header.Get("Content-Type"), "application/json"))
	if err != nil || kind != "application/json" && kind != "application/x-www-form-urlencoded" { // curl -d says the latter of any body
		return refuseType
	}
	data, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, largestBody))
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return refuseBody
	case err != nil || !utf8.Valid(data):
		return bad("请求读不完整：请用 UTF-8 编码的 JSON 再发一次。")
	}
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) && wrong.Field != "" {
			return bad("%s 的类型不对：应是%s，没有改动任何内容。", wrong.Field, kindName(wrong.Type))
		}
		if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
			return bad("不认识 %s 这一项：请核对名字，没有改动任何内容。", name)
		}
		return bad("读不懂这段 JSON：请照 README 的“预约窗口”写成一个对象。")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return bad("JSON 后面还有内容：请只发一个对象。")
	}
	return nil
}

// kindName is what a value of JSON should have been, for people.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "整数"
	case reflect.Bool:
		return " true 或 false"
	case reflect.Slice:
		return "列表"
	}
	return "文字"
}

// key is what makes a change that is sent twice one change: the client's own
// key, else what the change is about.
func key(r *http.Request, about string) (key string, own bool, err error) {
	given := r.Header.Get("Idempotency-Key")
	switch {
	case given == "":
		return "desk " + about, false, nil
	case len(given) > longestKey || !utf8.ValidString(given):
		return "", true, bad("Idempotency-Key 太长或不是文字：最多 %d 字节。", longestKey)
	}
	return "own " + given, true, nil
}

// day reads a date; name says which, for the refusal.
func day(name, value string) (calendar.Day, error) {
	d, err := calendar.ParseDay(value)
	if err != nil {
		return d, bad("%s 不对：%v。", name, err)
	}
	return d, nil
}

var windowForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$`)

func window(value string) (string, error) {
	if !windowForm.MatchString(value) {
		return "", bad("window %q 不是时段：应写成 09:00-12:00 这样。", value)
	}
	return value, nil
}

// plain is a text on one line, without what nobody sees and what a terminal or
// a printer would obey.
func plain(text string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(visible), " ")
}
