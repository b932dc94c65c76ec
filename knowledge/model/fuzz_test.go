package model_test

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cheyi/knowledge"
	"cheyi/knowledge/model/modeltest"
)

// FuzzAnswer: whatever an endpoint sends, whole or as a stream, the process
// lives and what is shown has been checked.
func FuzzAnswer(f *testing.F) {
	f.Add(`{"sentences":[{"clause":"五.1","text":"对企业参展展位费给予70%补贴支持。"}]}`, "", true)
	f.Add("```json\n{\"sentences\":[{\"clause\":\"五.1\",\"text\":\"给90%\"}", "", false)
	f.Add("", `data: {"choices":[{"delta":{"content":"{"}}]}`+"\n\n", true)
	f.Add("", `{"choices":[{"message":null,"finish_reason":"stop"}]}`, false)
	f.Add("", "data: {\"error\":null}\n\n", true)
	var sent atomic.Pointer[modeltest.Answer]
	server := modeltest.Start(func(modeltest.Request) modeltest.Answer { return *sent.Load() })
	f.Cleanup(server.Close)
	s := serviceAt(f, time.Second, server.URL)
	a := answer(f, "五.1", "五.2")
	f.Fuzz(func(t *testing.T, text, body string, stream bool) {
		sent.Store(&modeltest.Answer{Text: text, Body: body})
		var show func(string)
		if stream {
			show = func(string) {}
		}
		for _, sentence := range s.Session(text, noon).Word(context.Background(), a, show) {
			if problems := knowledge.VerifySentence(sentence, a.Library, a.Day); len(problems) > 0 {
				t.Errorf("%q: %v", sentence.Text, problems)
			}
		}
	})
}

var phone = regexp.MustCompile(`(?:^|[^0-9A-Za-z])1[3-9][0-9]{9}(?:$|[^0-9A-Za-z])`)

// FuzzPrivate: no mobile number leaves the process, whatever it stands in.
func FuzzPrivate(f *testing.F) {
	f.Add("电话13812345678", "号")
	f.Add("１３８ 1234\u200b5678", "元")
	var sent atomic.Pointer[[]byte]
	s := serviceAt(f, time.Minute, serve(f, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what cannot be read was not sent
		sent.Store(&body)
	})))
	about := clause(f, "五.1")
	f.Fuzz(func(t *testing.T, before, after string) {
		said := strings.ToValidUTF8(before+"13812345678"+after, "")
		s.Session(said, noon).Choose(context.Background(), finding(t, said), []*knowledge.Clause{about})
		if body := *sent.Load(); phone.Match(body) && phone.MatchString(said) {
			t.Errorf("sent %s", body)
		}
	})
}
