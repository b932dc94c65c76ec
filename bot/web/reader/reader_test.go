package reader_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"cheyi/bot/web"
	"cheyi/bot/web/look"
	"cheyi/knowledge"
)

const policy = "/policy/nmg-2024-406"

func TestShelf(t *testing.T) {
	got := page(t, fake{}, "/policy")
	mustSay(t, got,
		"关于促进二手车出口加快发展的若干意见", "内商贸字〔2024〕406号", "中国出口信用保险公司北京分公司", "2024年6月12日",
		"按2026年11月23日计有效（文件未写明有效期）", "机动车登记规定", "不是全文", "不是本政策的规定", "来源：《机动车登记规定》", "2026年11月23日核对")
	for _, g := range shipped().Library.Guide {
		if !strings.Contains(got, `<li id="`+g.ID+`">`) {
			t.Errorf("%s is not listed", g.ID)
		}
	}
	if !strings.Contains(got, `href="`+policy+`"`) || !strings.Contains(got, `href="/policy/mvr-2021"`) {
		t.Error("no way to the documents")
	}
}

// The whole text of every document, each clause in an element with its id.
func TestDocument(t *testing.T) {
	lib := shipped().Library
	for _, d := range append(lib.Documents, lib.References...) {
		got := page(t, fake{}, "/policy/"+d.Folder)
		mustSay(t, got, d.Title, d.Number, d.Preamble)
		for _, a := range d.Articles {
			if !strings.Contains(got, `<h2 id="`+a.Number+`">`) || !strings.Contains(got, `href="#`+url.PathEscape(a.Number)+`"`) && !strings.Contains(got, `href="#`+lower(a.Number)+`"`) {
				t.Errorf("%s: article %s has no place or is not in the contents", d.Folder, a.Number)
			}
			if len(a.Departments) > 0 {
				mustSay(t, got, "（"+a.Responsible+"："+strings.Join(a.Departments, "、")+"）")
			}
			for _, c := range a.Clauses {
				mustSay(t, element(t, got, c.ID), c.Text, c.ID)
			}
		}
	}
}

// lower is how html/template writes an escaped address.
func lower(s string) string { return strings.ToLower(url.PathEscape(s)) }

func TestClause(t *testing.T) {
	for _, tt := range []struct {
		name, path, id string
		says           []string
		ways           []string
	}{
		{"今天已到期", policy, "七.1", []string{"已到期", "按2026年11月23日计已到期（原文“从2024年起连续2年按年度”，到2025年12月31日止）", "算一算", "复制链接"}, []string{"/calc/vehicles", "/?q="}},
		{"那时有效", policy + "?on=2025-06-01", "七.1", []string{"!已到期", "按2025年6月1日计有效"}, nil},
		{"另一条有效", policy, "七.2", []string{"有效", "!已到期", "!算一算", "问这一条"}, nil},
		{"还没有成文", policy + "?on=2024-06-11", "一.1", []string{"尚未施行"}, nil},
		{"还没有施行", "/policy/mvr-2021?on=2022-04-30", "三十七.8", []string{"尚未施行", "!问这一条"}, []string{"/calc/deregistration_deadline"}},
		{"两条一项测算", policy, "二.5", []string{"算一算"}, []string{"/calc/refund_deadline"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := element(t, page(t, fake{}, tt.path), tt.id)
			mustSay(t, got, tt.says...)
			for _, way := range tt.ways {
				if !strings.Contains(got, `href="`+way) {
					t.Errorf("no way to %s in %s", way, got)
				}
			}
			bare, _, _ := strings.Cut(tt.path, "?")
			if !strings.Contains(got, `href="`+bare+"#"+lower(tt.id)+`"`) {
				t.Errorf("no address of its own in %s", got)
			}
		})
	}
	mustSay(t, page(t, fake{}, "/policy/mvr-2021?on=2022-04-30"), "按2022年4月30日计还没有施行（文件从2022年5月1日起施行）", "回到今天")
}

func TestSearch(t *testing.T) {
	for _, tt := range []struct {
		name, path, search string
		corpus             fake
		says, marked       []string
	}{
		{"原话", policy, "海关", fake{}, []string{"原文里找到", "直接问“海关”"}, []string{"海关"}},
		{"先近后远", policy, "退税", fake{near: []string{"七.2", "二.5"}, score: .9, word: "退税"}, []string{"第七条（七.2）"}, []string{"退税"}},
		{"换了说法", policy, "摊位费", fake{near: []string{"五.1"}, score: .9, word: "展位费", guesses: []knowledge.Guess{{Said: "摊位费", Meant: "展位费"}}},
			[]string{"您写的“摊位费”按“展位费”查找", "原文里找到1处"}, []string{"展位费"}},
		{"意思相近", policy, "贷款", fake{near: []string{"七.3"}, score: .9}, []string{"意思相近"}, nil},
		{"离得太远", policy, "天气", fake{near: []string{"七.3"}, score: .1}, []string{"原文里没有找到“天气”", "该问谁"}, nil},
		{"责任部门", policy, "外汇管理局", fake{}, []string{"第八条"}, []string{"外汇管理局"}},
		{"空格和大小写", policy, "aeo认证", fake{}, []string{"一.4"}, []string{"AEO 认证"}},
		{"几个词", policy, "保费 200", fake{}, []string{"七.6"}, []string{"保费", "200"}},
		{"引用的规定", "/policy", "二个月", fake{}, []string{"三十七.8", "机动车登记规定"}, []string{"二个月"}},
		{"参考资料", "/policy", "收回", fake{guide: []string{"转让.3"}, score: .9}, []string{"参考资料里也有（不是本政策的规定）", "来源：《机动车登记规定》"}, []string{"收回"}},
		{"一份文件里不找参考资料", policy, "收回", fake{guide: []string{"转让.3"}, score: .9}, []string{"!参考资料里也有"}, nil},
		{"只有标点", policy, "，。", fake{}, []string{"没有找到"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := page(t, tt.corpus, tt.path+"?q="+url.QueryEscape(tt.search))
			found, _, _ := strings.Cut(got, "</section>")
			mustSay(t, found, tt.says...)
			for _, m := range tt.marked {
				if !strings.Contains(found, "<mark>"+m+"</mark>") {
					t.Errorf("%q is not marked", m)
				}
			}
			if tt.marked == nil && strings.Contains(found, "<mark>") {
				t.Error("something is marked")
			}
		})
	}
}

func TestSearchOrder(t *testing.T) {
	got := page(t, fake{near: []string{"七.2", "二.5"}, score: .9}, policy+"?q=退税")
	var at []int
	for _, place := range []string{"第七条（七.2）", "第二条（二.5）", "第二条（二.6）"} {
		at = append(at, strings.Index(got, place))
	}
	if at[0] < 0 || at[0] > at[1] || at[1] > at[2] {
		t.Errorf("the hits stand at %v", at)
	}
}

// A hit leads to its place with what was asked: on the page, or on the
// document's.
func TestSearchLeadsOn(t *testing.T) {
	for path, want := range map[string]string{
		policy + "?q=H986":             `class="place" href="#` + lower("二.3") + `"`,
		"/policy?q=H986&on=2025-06-01": `class="place" href="` + policy + `?on=2025-06-01&amp;q=H986#` + lower("二.3") + `"`,
	} {
		if got := page(t, fake{}, path); !strings.Contains(got, want) {
			t.Errorf("%s: no %s", path, want)
		}
	}
}

// The script gets what stands below the form, and the text is marked there.
func TestPart(t *testing.T) {
	got := page(t, fake{}, policy+"?q=海关", look.PartHeader, "reading")
	if strings.Contains(got, "<html") || strings.Contains(got, "<form") {
		t.Error("the part is a whole page")
	}
	if !strings.Contains(element(t, got, "三.4"), "出口报关单") || !strings.Contains(element(t, got, "二.3"), "<mark>海关</mark>") {
		t.Error("the text is not whole, or not marked")
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		status     int
		says       string
	}{
		{"没有的文件", "/policy/nosuch", 404, "政策库里没有这份文件"},
		{"文件夹的外面", "/policy/..%2f..%2fetc%2fpasswd", 404, "政策库里没有这份文件"},
		{"空字符", "/policy/%00", 404, "政策库里没有这份文件"},
		{"不是日期", policy + "?on=tomorrow", 400, "日期要写成2026-11-23这样"},
		{"没有的日子", policy + "?on=2026-02-30", 400, "日期要写成2026-11-23这样"},
		{"没有的年份", policy + "?on=0000-01-01", 400, "日期要写成2026-11-23这样"},
		{"太长", "/policy?q=" + url.QueryEscape(strings.Repeat("长", 101)), 400, "一次最多查100个字"},
		{"不是文字", "/policy?q=%ff", 400, "不是有效的文字"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := get(fake{}, tt.path)
			if w.Code != tt.status || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || w.Header().Get("Content-Security-Policy") == "" {
				t.Errorf("%d %v", w.Code, w.Header())
			}
			mustSay(t, w.Body.String(), tt.says)
			if !strings.Contains(w.Body.String(), `class="button" href="/policy"`) {
				t.Error("no way back")
			}
			part := get(fake{}, tt.path, look.PartHeader, "reading")
			if part.Code != tt.status || !strings.HasPrefix(part.Body.String(), `<p class="fault"`) {
				t.Errorf("the script gets %d %s", part.Code, part.Body)
			}
		})
	}
}

func TestFault(t *testing.T) {
	w := get(fake{fail: errors.New("disk on fire")}, policy+"?q=退税")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	mustSay(t, w.Body.String(), "系统出了点问题")
}

func TestTooMany(t *testing.T) {
	h := serve(fake{}, web.Rate{AtOnce: 1, PerSecond: 0.5})
	for i, want := range []int{http.StatusOK, http.StatusTooManyRequests} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, policy, nil))
		if w.Code != want || want == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "2" {
			t.Errorf("%d. %d %v", i, w.Code, w.Header())
		}
	}
}

// W6: what is looked for stands on the page as text.
func TestHostileSearch(t *testing.T) {
	for _, search := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, "javascript:alert(1)", "{{.}}"} {
		got := page(t, fake{}, policy+"?q="+url.QueryEscape(search))
		if strings.Contains(got, "<script>") || strings.Contains(got, "<img") || strings.Count(got, "<script") != 1 {
			t.Errorf("%q stands on the page as it is", search)
		}
		mustSay(t, got, "没有找到“"+search+"”")
	}
}

// Whatever is asked for: a page in one of the documented ways.
func FuzzReader(f *testing.F) {
	f.Add("nmg-2024-406", "退税", "2026-11-23")
	f.Add("mvr-2021", "二个月 ＡＥＯ", "")
	f.Add("", "<b>\x00", "2026-13-01")
	f.Add("../nmg-2024-406", "İ㎏ß", "9999-12-31")
	f.Fuzz(func(t *testing.T, folder, search, on string) {
		path := "/policy"
		if folder != "" {
			path += "/" + url.PathEscape(folder)
		}
		r := httptest.NewRequest(http.MethodGet, path+"?"+url.Values{"q": {search}, "on": {on}}.Encode(), nil)
		w := httptest.NewRecorder()
		serve(fake{near: []string{"二.5"}, score: .9, word: "退税"}, usual).ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusNotFound:
		case http.StatusMovedPermanently, http.StatusTemporaryRedirect: // ServeMux, of what web.Paths refuses first
			return
		default:
			t.Fatalf("status %d", w.Code)
		}
		if body := w.Body.String(); !utf8.ValidString(body) || strings.Count(body, "<script") > 1 {
			t.Errorf("%q", body)
		}
	})
}
