package search

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"cheyi/corpus"
	"cheyi/knowledge"
)

// A memorySegmenter stands in for the C++ library: the longest known word at
// each place, else one character, and the known words within a word. Letters
// and digits stay together.
type memorySegmenter struct {
	known   map[string]bool
	longest int // in bytes
}

func segmenterOf(words ...string) memorySegmenter {
	s := memorySegmenter{known: map[string]bool{}}
	for _, w := range words {
		s.known[w] = true
		s.longest = max(s.longest, len(w))
	}
	return s
}

func (s memorySegmenter) Words(text string) []Word {
	var words []Word
	for start := 0; start < len(text); {
		end := s.wordEnd(text, start)
		words = append(words, s.within(text, start, end)...)
		start = end
	}
	SortWords(words)
	return words
}

func (s memorySegmenter) wordEnd(text string, start int) int {
	for end := min(len(text), start+s.longest); end > start; end-- {
		if s.known[text[start:end]] {
			return end
		}
	}
	_, size := utf8.DecodeRuneInString(text[start:])
	end := start + size
	for end < len(text) && plain(text[start]) && plain(text[end]) {
		end++
	}
	return end
}

func plain(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// within returns a word and the known words inside it.
func (s memorySegmenter) within(text string, start, end int) []Word {
	words := []Word{{text[start:end], start, end}}
	for from := start; from < end; from++ {
		for to := from + 1; to <= end; to++ {
			if to-from < end-start && s.known[text[from:to]] {
				words = append(words, Word{text[from:to], from, to})
			}
		}
	}
	return words
}

// dictionary is what the real segmenter knows without being told.
var dictionary = []string{
	"转让", "登记", "注销", "出口", "企业", "二手车", "退税", "补贴", "认证", "车辆", "办结", "多久", "怎么办",
	"市场", "开拓", "注册", "海外", "支持", "办理", "工作日", "电话", "联系", "多少",
}

// withDictionary makes a library's segmenter.
func withDictionary(words []string) (Segmenter, error) {
	return segmenterOf(slices.Concat(dictionary, words)...), nil
}

// smallCorpus is a corpus in memory with everything the real one has.
func smallCorpus(t testing.TB) fstest.MapFS {
	t.Helper()
	year, err := fs.ReadFile(corpus.FS, "calendar/2026.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"calendar/2026.yaml": {Data: year}}
	for name, text := range map[string]string{
		"lexicon/words.yaml":    wordsYAML,
		"lexicon/synonyms.yaml": synonymsYAML,
		"lexicon/kinds.yaml":    kindsYAML,
		"lexicon/scope.yaml":    "home: [内蒙]\nother_places: [大连]\ninstructions: [ignore the]\n",
		"lexicon/talk.yaml":     "questions: [吗, 多少]\n",
		"lexicon/foreign.yaml":  foreignYAML,
		"lexicon/outside.yaml":  "- about: 天气\n  questions: [明天下雨吗]\n",
		"small/document.md":     documentMD,
		"small/notes.yaml":      notesYAML,
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

const wordsYAML = `words: [转让待出口, 注销登记, 二手车出口企业, 出口退税, 海外仓, 失效, aeo认证, 额度]
stop: [的, 了, 吗, 是, 在]
`

const synonymsYAML = `- term: 转让登记
  same: [过户]
  say: true
- term: 补贴
  same: [补助, 奖补]
- term: 中东欧
  same: [东欧那边]
`

const kindsYAML = `- kind: amount
  label: 金额
  strict: true
  cues: [多少钱, 补多少]
- kind: duration
  label: 时限
  cues: [多久, 几天]
`

const foreignYAML = `
- {term: 出口退税, say: true, same: [tax refund, refund]}
- {term: 几天, same: [how many days]}
- {term: "", same: [for, the]}
`

const documentMD = `---
title: 关于二手车出口的小文件
number: 试〔2024〕1号
issuers: [商务厅]
addressees: 各盟市
region: 内蒙古自治区
issued_on: 2024-06-12
status: in_force
source: 试行文件
---

制定如下意见。

## 一、转让与注销

转让待出口的车辆，二十日内办结转让登记。
二手车出口后，办理注销登记。

（责任部门：公安厅）

## 二、退税与市场

出口退税五个工作日内办结。
二手车出口企业在中东欧设海外仓的，给予补贴。
支持二手车出口企业开展ＡＥＯ认证。

（责任部门：商务厅、税务局）
`

const notesYAML = `clauses:
  - clause: 一.1
    gist: 转让待出口的车辆，二十日内办结转让登记。
    topics: [过户时限]
    answers: {duration: 二十日内}
    questions: [转让登记多久办好, 过户要几天]
  - clause: 一.2
    gist: 二手车出口后，办理注销登记。
    topics: [销户]
    questions: [出口以后怎么注销]
  - clause: 二.1
    gist: 出口退税五个工作日内办结。
    topics: [退税时限]
    answers: {duration: 五个工作日内}
    questions: [退税多久到账]
  - clause: 二.2
    gist: 在中东欧设海外仓给予补贴。
    topics: [海外仓]
    questions: [海外仓有补贴吗, 中东欧建仓库支持不支持]
  - clause: 二.3
    gist: 支持企业开展ＡＥＯ认证。
    topics: [ＡＥＯ]
    questions: [aeo认证怎么做]
gaps:
  - about: 海外仓的补贴金额
    kinds: [amount]
    related: [二.2]
    questions: [海外仓补多少钱]
facts:
  - field: number
    ask: 这份文件的文号是什么？
    questions: [文号是多少]
`

// read reads a corpus that must have no fault.
func read(t testing.TB, files fstest.MapFS) *knowledge.Library {
	t.Helper()
	lib, faults := knowledge.Read(files)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return lib
}

func smallLibrary(t testing.TB) *knowledge.Library {
	t.Helper()
	return read(t, smallCorpus(t))
}

// libraryOf returns the small corpus with other clauses, all of one article.
func libraryOf(t testing.TB, clauses ...string) *knowledge.Library {
	t.Helper()
	front, _, _ := strings.Cut(documentMD, "## ")
	text := front + "## 一、支持措施\n\n" + strings.Join(clauses, "\n") + "\n\n（责任部门：商务厅）\n"
	notes := "clauses:\n"
	for i, c := range clauses {
		// The words of its own question set no clause above another.
		notes += fmt.Sprintf("  - {clause: 一.%d, gist: %q, topics: [措施], questions: [措施%d]}\n", i+1, c, i+1)
	}
	files := smallCorpus(t)
	files["small/document.md"] = &fstest.MapFile{Data: []byte(text)}
	files["small/notes.yaml"] = &fstest.MapFile{Data: []byte(notes)}
	return read(t, files)
}

func clauseOf(t *testing.T, lib *knowledge.Library, id string) *knowledge.Clause {
	t.Helper()
	c, ok := lib.Clause("small", id)
	if !ok {
		t.Fatalf("no clause %s", id)
	}
	return c
}

// loaded is the one normaliser of all tests: its tables take a while.
var loaded = sync.OnceValues(NewNormaliser)

func normaliser(t testing.TB) *Normaliser {
	t.Helper()
	n, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func newLive(t *testing.T, lib *knowledge.Library) *Live {
	t.Helper()
	live, err := NewLive(lib, withDictionary)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := live.Close(); err != nil {
			t.Error(err)
		}
	})
	return live
}

var errNoSegmenter = errors.New("no dictionary")
