package model_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cheyi/knowledge"
	"cheyi/knowledge/model/modeltest"
)

func serve(t testing.TB, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// No personal data leaves the process, in whatever part of a task it stands;
// what questions are made of does.
func TestPrivate(t *testing.T) {
	for _, tt := range []struct {
		text   string
		secret string // "" when nothing is masked
	}{
		{"电话13812345678能补多少", "13812345678"},
		{"电话138 1234 5678", "1234 5678"},
		{"电话１３８１２３４５６７８", "１３８１２３４５６７８"},
		{"电话138\u200b12345678", "12345678"},
		{"座机0471-6945678", "6945678"},
		{"座机6945678", "6945678"},
		{"身份证11010519491231002X", "1949"},
		{"卡号6222 0212 0000 1234 567", "6222"},
		{"车架号LSVAA4187E2184847", "LSVAA"},
		{"税号91150100MA0N5XXX0K怎么填", "91150100"},
		{"蒙A12345这辆车", "A12345"},
		{"蒙AD12345这辆车", "AD12345"},
		{"联系人：王小明，怎么约", "王小明"},
		{"法人张伟", "张伟"},
		{"找李先生", "李先生"},
		{"邮箱zhang.wei@example.com", "zhang"},
		{"微信号：zhangwei88", "zhangwei88"},
		{"家住新城区海拉尔东路", "海拉尔"},
		{"展位费36000元，2026-09-28受理，80辆", ""},
		{"保费1500000元，汇率7.1", ""},
		{"20260928报关", ""},
		{"保费1500000.00元，另有1500000rmb", ""},
		{"2024-2025年的补贴", ""},
		{"tel0471-6945678", "6945678"},
		{"我叫王小明", "王小明"},
		{"AEO认证和H986检查", ""},
		{"Is there a liaison officer mechanism", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			s, server := service(t, patient, says("{}"))
			session, ctx := s.Session("one", noon), context.Background()
			a := answer(t, "五.1")
			a.Question = tt.text
			session.Word(ctx, a, nil)
			session.Word(ctx, a, func(string) {})
			session.Rephrase(ctx, finding(t, tt.text), "展位费", clause(t, "五.1"))
			session.Rephrase(ctx, finding(t, "封顶呢"), tt.text, clause(t, "五.1"))
			session.Choose(ctx, finding(t, tt.text), []*knowledge.Clause{clause(t, "五.1")})
			session.Fill(ctx, finding(t, tt.text), map[string]string{"x": tt.text})
			bodies := server.Bodies()
			if len(bodies) < 6 {
				t.Fatalf("%d requests", len(bodies))
			}
			for _, body := range bodies {
				switch sent := string(body); {
				case tt.secret != "" && strings.Contains(sent, tt.secret):
					t.Errorf("sent %s", sent)
				case tt.secret == "" && strings.Contains(sent, "＊"):
					t.Errorf("masked for nothing: %s", sent)
				}
			}
		})
	}
}

// The clauses and the prompts themselves pass the gate as they are.
func TestThePolicyIsNotPrivate(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	s, server := service(t, patient, modeltest.Good)
	for _, c := range lib.Documents[0].Clauses() {
		word(t, s, answer(t, c.ID), nil)
	}
	for _, body := range server.Bodies() {
		if strings.Contains(string(body), "＊") {
			t.Errorf("masked: %s", body)
		}
	}
}
