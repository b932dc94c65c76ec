package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// field is the one field of the indexes made here.
const field = "text"

func buildIndex(t rapid.TB, a *Analyser, cut Cut, records []Record) *Index {
	t.Helper()
	x, err := Build(a, map[string]Cut{field: cut}, records)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func closeIndex(t rapid.TB, x *Index) {
	t.Helper()
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// recordsOf numbers the texts.
func recordsOf(texts ...string) []Record {
	var records []Record
	for i, text := range texts {
		records = append(records, Record{ID: fmt.Sprintf("记录%d", i), Fields: map[string]string{field: text}})
	}
	return records
}

// holding returns the ids of the records that hold a term, sorted.
func holding(t rapid.TB, x *Index, term string) []string {
	t.Helper()
	list, err := x.postings(context.Background(), field, term)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range list {
		ids = append(ids, x.records[p.record])
	}
	slices.Sort(ids)
	return ids
}

func TestIndexFindsRecords(t *testing.T) {
	a := NewAnalyser(segmenterOf("二手车", "出口", "退税", "补贴"), []string{"的"})
	records := recordsOf("二手车出口", "出口退税的补贴", "补贴，补贴")
	for _, c := range []struct {
		name string
		cut  Cut
		term string
		want []string
	}{
		{"一个记录里的词", Words, "二手车", []string{"记录0"}},
		{"两个记录里的词", Words, "出口", []string{"记录0", "记录1"}},
		{"一个记录里的两次", Words, "补贴", []string{"记录1", "记录2"}},
		{"二元组", Grams, "手车", []string{"记录0"}},
		{"跨词的二元组", Grams, "车出", []string{"记录0"}},
		{"有位置的词", PlacedWords, "出口", []string{"记录0", "记录1"}},
		{"没有的词", Words, "注销", nil},
		{"停用词", Words, "的", nil},
		{"词的一部分", Words, "二手", nil},
		{"空词", Words, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := buildIndex(t, a, c.cut, records)
			defer closeIndex(t, x)
			if got := holding(t, x, c.term); !slices.Equal(got, c.want) {
				t.Errorf("%q stands in %q, want %q", c.term, got, c.want)
			}
		})
	}
}

func TestIndexKnowsNoOtherField(t *testing.T) {
	x := buildIndex(t, NewAnalyser(segmenterOf("出口"), nil), Words, []Record{
		{ID: "有", Fields: map[string]string{field: "出口", "没说过的": "退税"}},
	})
	defer closeIndex(t, x)
	for _, name := range []string{"没说过的", "_all", "没有"} {
		list, err := x.postings(context.Background(), name, "退税")
		if err != nil || len(list) > 0 {
			t.Errorf("field %q: %v, %v", name, list, err)
		}
	}
}

func TestIndexOfNothing(t *testing.T) {
	x := buildIndex(t, NewAnalyser(segmenterOf(), nil), Words, nil)
	defer closeIndex(t, x)
	scores, err := x.bm25(context.Background(), field, []Clue{clue(1, "出口")})
	if err != nil || len(scores) > 0 {
		t.Errorf("scores %v, %v", scores, err)
	}
}

func TestIndexRefusesTwoRecordsOfOneID(t *testing.T) {
	records := append(recordsOf("出口"), recordsOf("退税")...)
	_, err := Build(NewAnalyser(segmenterOf(), nil), map[string]Cut{field: Words}, records)
	if err == nil || !strings.Contains(err.Error(), "1 of 2 records") {
		t.Errorf("error %v", err)
	}
}

// The analyser is handed to Bleve through a table; a table that kept it would
// keep every library that was ever in service.
func TestIndexLeavesNoAnalyserBehind(t *testing.T) {
	x := buildIndex(t, NewAnalyser(segmenterOf(), nil), Words, recordsOf("出口"))
	defer closeIndex(t, x)
	analysers.Range(func(key, _ any) bool {
		t.Errorf("analyser %v was left behind", key)
		return true
	})
}

// What Bleve returns for a record is what the analyser cut it into: the same
// words, as often, at the same places.
func TestPostingsAreTheAnalysersWords(t *testing.T) {
	a := smallAnalyser(t)
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.SliceOfN(sentence(), 1, 5).Draw(t, "texts")
		x := buildIndex(t, a, PlacedWords, recordsOf(written...))
		defer closeIndex(t, x)
		for _, text := range written {
			for _, w := range a.Words(text) {
				mustHold(t, a, x, written, w.Text)
			}
		}
	})
}

func mustHold(t rapid.TB, a *Analyser, x *Index, written []string, term string) {
	t.Helper()
	list, err := x.read(context.Background(), field, term, true)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][][2]int{}
	for _, p := range list {
		if p.count != len(p.spans) {
			t.Fatalf("%q stands %d times at %v", term, p.count, p.spans)
		}
		got[x.records[p.record]] = p.spans
	}
	for i, text := range written {
		var want [][2]int
		for _, w := range a.Words(text) {
			if w.Text == term {
				want = append(want, [2]int{w.Start, w.End})
			}
		}
		if id := fmt.Sprintf("记录%d", i); !slices.Equal(got[id], want) {
			t.Fatalf("%q stands in %q at %v, want %v", term, text, got[id], want)
		}
	}
}

func TestPlainWordsKeepNoPlaces(t *testing.T) {
	x := buildIndex(t, NewAnalyser(segmenterOf("退税"), nil), Words, recordsOf("退税，退税"))
	defer closeIndex(t, x)
	list, err := x.read(context.Background(), field, "退税", true)
	if err != nil || len(list) != 1 || list[0].count != 2 || list[0].spans != nil {
		t.Errorf("postings %v, %v", list, err)
	}
}

// A record that gathers many ways of asking is compared with its like.
func TestLengthsAreComparedWithinAGroup(t *testing.T) {
	x := buildIndex(t, NewAnalyser(segmenterOf("出口", "退税"), nil), Words, []Record{
		{ID: "长", Group: "条款", Fields: map[string]string{field: "出口退税退税退税退税退税"}},
		{ID: "短", Group: "问法", Fields: map[string]string{field: "出口退税"}},
		{ID: "更短", Group: "问法", Fields: map[string]string{field: "出口"}},
	})
	defer closeIndex(t, x)
	scores := scoresOf(t, channels["bm25"], x, clue(1, "出口"))
	if want := 1 / (1 + k1); math.Abs(scores["长"]-want) > 1e-12 {
		t.Errorf("a record of its group's average length scores %v, want %v", scores["长"], want)
	}
	if scores["更短"] <= scores["长"] || scores["短"] >= scores["长"] {
		t.Errorf("scores %v: the average of a group should stand between its short and long", scores)
	}
}

// Bleve rounds a field's length to a byte; the scores must know it exactly.
func TestLengthsAreTrue(t *testing.T) {
	a := NewAnalyser(segmenterOf("出口", "退税"), nil)
	var written []string
	sum := 0
	lengths := []int{1, 2, 3, 40, 41, 42, 299, 300, 301}
	for _, n := range lengths {
		written = append(written, "出口"+strings.Repeat("退税", n-1))
		sum += n
	}
	x := buildIndex(t, a, Words, recordsOf(written...))
	defer closeIndex(t, x)
	scores, err := x.bm25(context.Background(), field, []Clue{clue(1, "出口")})
	if err != nil {
		t.Fatal(err)
	}
	for n, id := range x.records {
		i := slices.IndexFunc(recordsOf(written...), func(r Record) bool { return r.ID == id })
		relative := float64(lengths[i]) * float64(len(lengths)) / float64(sum)
		want := 1 / (1 + k1*(1-b+b*relative))
		if math.Abs(scores[n]-want) > 1e-12 {
			t.Errorf("a record of %d words scores %v, want %v", lengths[i], scores[n], want)
		}
	}
}

func TestIndexIsReadByManyAtOnce(t *testing.T) {
	a := NewAnalyser(segmenterOf("二手车", "出口", "退税", "补贴"), nil)
	var written []string
	for i := range 50 {
		written = append(written, strings.Repeat("出口", i%3)+strings.Repeat("退税", i%5)+"二手车")
	}
	x := buildIndex(t, a, PlacedWords, recordsOf(written...))
	defer closeIndex(t, x)
	want := map[string][]string{}
	terms := []string{"二手车", "出口", "退税", "补贴"}
	for _, term := range terms {
		want[term] = holding(t, x, term)
	}
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for i := range 40 {
				term := terms[i%len(terms)]
				list, err := x.read(context.Background(), field, term, i%2 == 0)
				if err != nil || len(list) != len(want[term]) {
					t.Errorf("%q stands in %d records, want %d: %v", term, len(list), len(want[term]), err)
				}
			}
		})
	}
	readers.Wait()
}
