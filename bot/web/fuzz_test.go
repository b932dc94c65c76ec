package web_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"unicode/utf8"
)

// Whatever is sent: the answer is JSON (do sees to that) with one of the
// documented statuses, and what reaches the bot is a message.
func FuzzRequest(f *testing.F) {
	const boundary = "multipart/form-data; boundary=b"
	f.Add("application/json", []byte(`{"chat":"","id":"1","text":"展位费报几成"}`))
	f.Add("application/json", []byte(`{"id":"1","choice":"menu","x":[{}]}`))
	f.Add("application/json", []byte("{\"id\":\"\xff\",\"text\":\"\\ud800\"}"))
	f.Add(boundary, []byte("--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n--b\r\n"+
		"Content-Disposition: form-data; name=\"file\"; filename=\"../a\x00b.xlsx\"\r\n\r\nPK\r\n--b--\r\n"))
	f.Add(boundary, []byte("--b\r\n\r\n--b--"))
	f.Add("multipart/form-data", []byte("--b"))
	f.Add("text/plain; \xff", []byte("{}"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		in := &fake{}
		r := httptest.NewRequest(http.MethodPost, "/api/chat", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		a := serve(t, in, many).do(r)
		switch a.status {
		case http.StatusOK:
		case 400, 404, 413, 415:
			if len(in.got) > 0 || a.Error.Message == "" {
				t.Errorf("%+v", a)
			}
			return
		default:
			t.Fatalf("status %d", a.status)
		}
		m := in.got[0]
		if m.ID == "" || len(m.ID) > 200 || len(m.Text) > 8<<10 || !utf8.ValidString(m.ID+m.Text+m.Choice) {
			t.Errorf("%+v", m)
		}
		if m.File != nil && (!utf8.ValidString(m.File.Name) || m.File.Size > int64(len(body))) {
			t.Errorf("%+v", m.File)
		}
	})
}
