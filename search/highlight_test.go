package search

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"cheyi/knowledge"
)

func highlight(t testing.TB, live *Live, question string, c *knowledge.Clause) string {
	t.Helper()
	marked, err := live.Highlight(context.Background(), question, c)
	if err != nil {
		t.Fatal(err)
	}
	return marked
}

func TestHighlight(t *testing.T) {
	for _, c := range []struct{ name, clause, question, want string }{
		{"一个词", "出口退税五个工作日内办结。", "退税", "出口【退税】五个工作日内办结。"},
		{"几处", "退税快，退税准。", "退税", "【退税】快，【退税】准。"},
		{"词里的词并在一起", "支持二手车出口企业。", "二手车出口企业", "支持【二手车出口企业】。"},
		{"相邻的并在一起", "车辆登记。", "登记车辆", "【车辆登记】。"},
		{"隔着标点不并", "车辆，登记。", "登记车辆", "【车辆】，【登记】。"},
		{"同义词", "给予补贴。", "补助多少", "给予【补贴】。"},
		{"全角原样标出", "开展ＡＥＯ认证３０次。", "aeo认证", "开展【ＡＥＯ认证】３０次。"},
		{"繁体原样标出", "出口退稅辦結。", "退税", "出口【退稅】辦結。"},
		{"合字原样标出", "每㎏补贴。", "补贴", "每㎏【补贴】。"},
		{"从头到尾", "海外仓", "海外仓", "【海外仓】"},
		{"没有命中", "出口退税。", "注销登记", "出口退税。"},
		{"停用词不标", "车辆的登记。", "的", "车辆的登记。"},
		{"空问题", "出口退税。", "", "出口退税。"},
		{"编者加的词不标", "出口退税。", "措施", "出口退税。"},

		// Where the whole is not normalised character by character, no place
		// is sure, and nothing is marked.
		{"几个空格", "出口  退税。", "退税", "出口  退税。"},
		{"按词转换的繁体", "乾坤退税。", "退税", "乾坤退税。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lib := libraryOf(t, c.clause)
			live := newLive(t, lib)
			if got := highlight(t, live, c.question, clauseOf(t, lib, "一.1")); got != c.want {
				t.Errorf("Highlight(%q) = %q, want %q", c.question, got, c.want)
			}
		})
	}
}

func TestHighlightMarksTheClauseAskedFor(t *testing.T) {
	lib := libraryOf(t, "出口退税。", "退税在先，出口在后。")
	live := newLive(t, lib)
	for id, want := range map[string]string{"一.1": "出口【退税】。", "一.2": "【退税】在先，出口在后。"} {
		if got := highlight(t, live, "退税", clauseOf(t, lib, id)); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// A clause of a library that is no longer in service is shown as it is, or
// marked by what the new one knows, but never cut up.
func TestHighlightOfAReplacedClause(t *testing.T) {
	old := libraryOf(t, "退税。", "退税三日办结。")
	live := newLive(t, old)
	if err := live.Replace(libraryOf(t, "出口企业办理注销登记以后，可以退税。")); err != nil {
		t.Fatal(err)
	}
	for _, c := range old.Documents[0].Clauses() {
		mustOnlyAddMarks(t, c.Text, highlight(t, live, "退税登记", c))
	}
}

func TestHighlightOnlyAddsMarks(t *testing.T) {
	lib := smallLibrary(t)
	live := newLive(t, lib)
	clauses := lib.Documents[0].Clauses()
	rapid.Check(t, func(t *rapid.T) {
		question := sentence().Draw(t, "question")
		c := rapid.SampledFrom(clauses).Draw(t, "clause")
		marked, err := live.Highlight(context.Background(), question, c)
		if err != nil {
			t.Fatal(err)
		}
		mustOnlyAddMarks(t, c.Text, marked)
	})
}

// mustOnlyAddMarks checks that marks are in pairs, not nested, and that the
// text without them is as it was.
func mustOnlyAddMarks(t rapid.TB, text, marked string) {
	t.Helper()
	if plain := strings.NewReplacer("【", "", "】", "").Replace(marked); plain != text {
		t.Fatalf("%q without marks is %q, want %q", marked, plain, text)
	}
	open := false
	for _, r := range marked {
		switch {
		case r == '【' && open, r == '】' && !open:
			t.Fatalf("the marks of %q are not in pairs", marked)
		case r == '【':
			open = true
		case r == '】':
			open = false
		}
	}
	if open {
		t.Fatalf("a mark of %q stays open", marked)
	}
}

func TestMerge(t *testing.T) {
	type spans = [][2]int
	for _, c := range []struct {
		name        string
		spans, want spans
	}{
		{"没有", nil, nil},
		{"隔开", spans{{0, 3}, {6, 9}}, spans{{0, 3}, {6, 9}}},
		{"重叠", spans{{0, 6}, {3, 9}}, spans{{0, 9}}},
		{"相接", spans{{0, 3}, {3, 6}}, spans{{0, 6}}},
		{"套在里面", spans{{0, 9}, {3, 6}}, spans{{0, 9}}},
		{"两次", spans{{0, 3}, {0, 3}}, spans{{0, 3}}},
		{"乱序", spans{{6, 9}, {0, 3}, {2, 7}}, spans{{0, 9}}},
		{"超出的不要", spans{{0, 3}, {9, 15}}, spans{{0, 3}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := merge(slices.Clone(c.spans), 12); !slices.Equal(got, c.want) {
				t.Errorf("merge(%v) = %v, want %v", c.spans, got, c.want)
			}
		})
	}
}

func TestMergeCoversTheSame(t *testing.T) {
	const length = 20
	span := rapid.Custom(func(t *rapid.T) [2]int {
		from := rapid.IntRange(0, length-1).Draw(t, "from")
		return [2]int{from, rapid.IntRange(from+1, length).Draw(t, "to")}
	})
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOfN(span, 0, 8).Draw(t, "spans")
		want := covered(spans)
		merged := merge(spans, length)
		if got := covered(merged); got != want {
			t.Fatalf("merge covers %v, want %v", got, want)
		}
		for i := 1; i < len(merged); i++ {
			if merged[i][0] <= merged[i-1][1] {
				t.Fatalf("%v still overlap or touch", merged)
			}
		}
	})
}

func covered(spans [][2]int) (places [20]bool) {
	for _, s := range spans {
		for i := s[0]; i < s[1]; i++ {
			places[i] = true
		}
	}
	return places
}

// Every byte of the normalised text leads back to the start of a character
// of the original, in order, and characters that stayed lead to themselves.
func TestOriginsLeadBack(t *testing.T) {
	n := normaliser(t)
	rapid.Check(t, func(t *rapid.T) {
		text := sentence().Draw(t, "text")
		normal, origin := n.origins(text)
		if origin == nil {
			return // not character by character: nothing is marked
		}
		if normal != n.Normalise(text) || len(origin) != len(normal)+1 || origin[len(normal)] != len(text) {
			t.Fatalf("origins of %q: %q with %v", text, normal, origin)
		}
		if !slices.IsSorted(origin) {
			t.Fatalf("origins of %q go back: %v", text, origin)
		}
		for i, from := range origin[:len(normal)] {
			if !utf8.RuneStart(text[from]) {
				t.Fatalf("byte %d of %q leads into a character", i, normal)
			}
		}
	})
}

func TestOrigins(t *testing.T) {
	n := normaliser(t)
	text := "ＡＥＯ退稅 30日"
	normal, origin := n.origins(text)
	if normal != "aeo退税 30日" {
		t.Fatalf("normalised to %q", normal)
	}
	for _, c := range []struct{ normal, original string }{
		{"aeo", "ＡＥＯ"}, {"退税", "退稅"}, {"30", "30"}, {"日", "日"},
	} {
		at := strings.Index(normal, c.normal)
		if got := text[origin[at]:origin[at+len(c.normal)]]; got != c.original {
			t.Errorf("%q comes from %q, want %q", c.normal, got, c.original)
		}
	}
}
