package telegramtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// params are a call's parameters by name: strings as they are, all else as
// JSON. The query, a form, a form with files and JSON are read alike.
type params map[string]string

// uploads are the files of a form by their field.
type uploads map[string]file

// mostBody is the longest request in bytes.
const mostBody = 50 << 20

// readParams reads the whole body: only then does the server notice when the
// client goes.
func readParams(r *http.Request) (params, uploads, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, mostBody))
	if err != nil {
		return nil, nil, err
	}
	p, files := params{}, uploads{}
	p.addForm(r.URL.Query())
	kind, with, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		err = p.addJSON(body)
	case "application/x-www-form-urlencoded":
		var form url.Values
		form, err = url.ParseQuery(string(body))
		p.addForm(form)
	case "multipart/form-data":
		err = p.addParts(files, multipart.NewReader(bytes.NewReader(body), with["boundary"]))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("can't parse the request: %w", err)
	}
	for _, value := range p {
		if !utf8.ValidString(value) {
			return nil, nil, errors.New("strings must be encoded in UTF-8")
		}
	}
	return p, files, nil
}

func (p params) addForm(form url.Values) {
	for name, values := range form {
		p[name] = values[0]
	}
}

func (p params) addJSON(body []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return err
	}
	for name, raw := range fields {
		var text string
		switch {
		case string(raw) == "null":
		case json.Unmarshal(raw, &text) == nil:
			p[name] = text
		default:
			p[name] = string(raw)
		}
	}
	return nil
}

// addParts adds a form's parts. The library ends a form that has no fields
// before it has begun.
func (p params) addParts(files uploads, form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			files[part.FormName()] = file{part.FileName(), value}
			continue
		}
		p[part.FormName()] = string(value)
	}
}

// number reads an integer, 0 for none.
func (p params) number(name string) int64 {
	n, _ := strconv.ParseInt(strings.Trim(p[name], `"`), 10, 64)
	return n
}

// list reads a list of strings, nil for none.
func (p params) list(name string) (list []string) {
	_ = json.Unmarshal([]byte(p[name]), &list)
	return list
}

func (p params) is(name string) bool { return p[name] == "true" || p[name] == "1" }
