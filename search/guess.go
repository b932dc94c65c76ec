package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"cheyi/knowledge"
)

// A longer message is left as it is: it is no one question, and the words
// around a mistyped one say enough.
const guessedRunes = 200

// A guesser repairs what people mistype, against the corpus's own words and
// nothing else: pinyin typed for words, homophones, one wrong character in a
// long word. What it changes is reported as a guess.
type guesser struct {
	segmenter Segmenter
	stop      map[string]bool
	light     map[string]bool // small words that stand beside any other
	known     map[string]bool
	bySound   map[string]string // pinyin without tones → the first word that sounds so
	homophone map[string]string // the same, without the words that only show a kind of question
	blurred   map[string]string // words of four characters and more by their sounds as many say them
	byLength  map[int][]string  // terms of four characters and more
	longest   int               // in characters
	foreign   map[string]knowledge.Foreign
	commands  []string // words that address the program: nothing of them is translated

	heard        map[string]int    // how often people use each word
	spoken       map[string]string // pinyin → the word of people that sounds so and is used most
	longestSound int               // in letters
	sounds       pinyin.Args
	every        pinyin.Args // all readings of a character
}

// A lexical Segmenter is one that can cut by its words alone, without making
// words up.
type lexical interface {
	Known(text string) []Word
}

func newGuesser(lib *knowledge.Library, segmenter Segmenter) *guesser {
	g := &guesser{
		segmenter: segmenter,
		stop:      map[string]bool{},
		light:     map[string]bool{},
		known:     map[string]bool{},
		bySound:   map[string]string{},
		homophone: map[string]string{},
		blurred:   map[string]string{},
		byLength:  map[int][]string{},
		heard:     map[string]int{},
		spoken:    map[string]string{},
		sounds:    pinyin.NewArgs(),
		foreign:   lib.Lexicon.Foreign,
		commands:  lib.Lexicon.Scope.Instructions,
	}
	g.every = pinyin.NewArgs()
	g.every.Heteronym = true
	for _, w := range lib.Lexicon.StopWords {
		g.stop[w] = true
	}
	for _, w := range lib.Lexicon.Talk.Light {
		g.light[w] = true
	}
	for _, w := range terms(lib) {
		g.learn(w)
		g.mishear(w)
		if n := utf8.RuneCountInString(w); n >= 4 && !slices.Contains(g.byLength[n], w) {
			g.byLength[n] = append(g.byLength[n], w)
		}
	}
	for _, w := range colloquial(lib) {
		g.learn(w)
		g.mishear(w)
	}
	for _, w := range Vocabulary(lib) {
		g.learn(w)
	}
	g.settle()
	return g
}

// terms returns the text's own words.
func terms(lib *knowledge.Library) []string {
	words := slices.Clone(lib.Lexicon.Words)
	for _, s := range lib.Lexicon.Synonyms {
		words = append(words, s.Term)
	}
	return words
}

// colloquial returns what people say instead of the text's words.
func colloquial(lib *knowledge.Library) []string {
	var words []string
	for _, s := range lib.Lexicon.Synonyms {
		words = append(words, s.Same...)
	}
	return words
}

// Vocabulary returns the corpus's words in a fixed order, the terms of the
// text before what people call them: the segmenter must keep them whole.
func Vocabulary(lib *knowledge.Library) []string {
	words := append(terms(lib), colloquial(lib)...)
	words = append(words, lib.Lexicon.Scope.OtherPlaces...)
	for _, k := range lib.Lexicon.Kinds {
		words = append(words, k.Cues...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(words, func(w string) bool {
		dup := seen[w] || strings.ContainsAny(w, " |;#")
		seen[w] = true
		return dup
	})
}

// learn makes a word known, by its characters and by its sound.
func (g *guesser) learn(word string) {
	g.known[word] = true
	if n := utf8.RuneCountInString(word); n < 2 || !hanOnly([]rune(word)) {
		return
	}
	if sound := g.soundOf(word); sound != "" && g.bySound[sound] == "" {
		g.bySound[sound] = word
	}
}

// mishear lets a word be found by characters that sound like its own.
func (g *guesser) mishear(word string) {
	n := utf8.RuneCountInString(word)
	if n < 2 || !hanOnly([]rune(word)) {
		return
	}
	if sound := g.soundOf(word); sound != "" && g.homophone[sound] == "" {
		g.homophone[sound] = word
	}
	if n >= soundsAlone {
		g.blurred[strings.Join(blur(g.soundsOf([]rune(word))), "")] = word
	}
	g.longest = max(g.longest, n)
}

// hear counts the words of what people ask, so that whole sentences typed in
// pinyin can be read.
func (g *guesser) hear(words []Word) {
	for _, w := range words {
		if hanOnly([]rune(w.Text)) {
			g.heard[w.Text]++
		}
	}
}

// settle chooses, for each sound, the word that people use most.
func (g *guesser) settle() {
	for word, n := range g.heard {
		sound := g.soundOf(word)
		if old := g.spoken[sound]; sound != "" && (old == "" || g.heard[old] < n || g.heard[old] == n && word < old) {
			g.spoken[sound] = word
		}
		g.longestSound = max(g.longestSound, len(sound))
	}
	for word := range g.heard { // 谁 is typed shei as often as shui
		if rs := []rune(word); len(rs) == 1 {
			for _, sound := range pinyin.SinglePinyin(rs[0], g.every) {
				if old := g.spoken[sound]; old == "" || g.heard[old] < g.heard[word] {
					g.spoken[sound] = word
				}
			}
		}
	}
	for sound, word := range g.bySound {
		g.spoken[sound] = word
		g.longestSound = max(g.longestSound, len(sound))
	}
}

func (g *guesser) soundOf(word string) string {
	sounds := g.soundsOf([]rune(word))
	if slices.Contains(sounds, "") {
		return ""
	}
	return strings.Join(sounds, "")
}

// soundsOf returns one reading for each character, "" where there is none.
func (g *guesser) soundsOf(rs []rune) []string {
	sounds := make([]string, len(rs))
	for i, r := range rs {
		if readings := pinyin.SinglePinyin(r, g.sounds); len(readings) > 0 {
			sounds[i] = readings[0]
		}
	}
	return sounds
}

// repair returns the question with its guesses applied.
func (g *guesser) repair(question string) (string, []knowledge.Guess) {
	if utf8.RuneCountInString(question) > guessedRunes {
		return question, nil
	}
	question, guesses := g.spell(question)
	repaired, more := g.mend(question)
	return repaired, append(guesses, more...)
}

// spell turns runs of Latin letters that spell words into those words: "zhong
// dong ou" into 中东欧, also within a word: 中长qi.
func (g *guesser) spell(question string) (string, []knowledge.Guess) {
	var out strings.Builder
	var guesses []knowledge.Guess
	commands := slices.ContainsFunc(g.commands, func(c string) bool { return strings.Contains(question, c) })
	for i := 0; i < len(question); {
		j := i
		for j < len(question) && latin(question[j]) {
			j++
		}
		if j == i {
			_, size := utf8.DecodeRuneInString(question[i:])
			out.WriteString(question[i : i+size])
			i += size
			continue
		}
		run, read, done := question[i:j], []knowledge.Guess(nil), false
		if !commands {
			run, read, done = g.translate(run)
		}
		if !done {
			run, read = g.spellRun(run)
		}
		if !done && len(read) == 0 {
			if word, before, after := g.spelledWithin(question[:i], strings.TrimSpace(run), question[j:]); word != "" {
				read = []knowledge.Guess{{Said: question[i-before : j+after], Meant: word}}
				run = word[before : len(word)-after]
			}
		}
		guesses = append(guesses, read...)
		out.WriteString(run)
		i = j
	}
	return out.String(), guesses
}

// spellRun reads a run of letters, but for the words in it that the corpus has
// in letters: aeo.
func (g *guesser) spellRun(run string) (string, []knowledge.Guess) {
	var guesses []knowledge.Guess
	var out, group []string
	flush := func() {
		said := strings.Join(group, " ")
		group = nil
		if said == "" {
			return
		}
		if words, ok := g.spelled(said); ok {
			guesses = append(guesses, knowledge.Guess{Said: said, Meant: words})
			said = words
		}
		out = append(out, said)
	}
	for _, token := range strings.Fields(run) {
		if g.known[token] {
			flush()
			out = append(out, token)
			continue
		}
		group = append(group, token)
	}
	flush()
	if len(guesses) == 0 {
		return run, nil
	}
	said := strings.Trim(run, " ")
	before, after, _ := strings.Cut(run, said)
	return before + strings.Join(out, " ") + after, guesses
}

// most characters beside letters that make one word with them.
const mostBeside = 3

// spelledWithin reads letters and the characters around them as one corpus
// word: zhanwei费, 中长qi. before and after are the bytes around the letters
// that belong to it.
func (g *guesser) spelledWithin(head, letters, tail string) (word string, before, after int) {
	if letters == "" || strings.ContainsAny(letters, " '") {
		return "", 0, 0
	}
	left, right := lastHan(head, mostBeside), firstHan(tail, mostBeside)
	for i := range len(left) + 1 { // the most characters first
		for k := len(right); k >= 0; k-- {
			l, r := string(left[i:]), string(right[:k])
			if l == "" && r == "" || len(letters) < 2 {
				continue
			}
			found := g.spoken[strings.Join(g.soundsOf(left[i:]), "")+letters+strings.Join(g.soundsOf(right[:k]), "")]
			if found != "" && strings.HasPrefix(found, l) && strings.HasSuffix(found, r) && len(found) > len(l)+len(r) {
				return found, len(l), len(r)
			}
		}
	}
	return "", 0, 0
}

// lastHan returns up to n Chinese characters that end a text.
func lastHan(text string, n int) []rune {
	rs := []rune(text)
	from := len(rs)
	for from > 0 && len(rs)-from < n && isHan(rs[from-1]) {
		from--
	}
	return rs[from:]
}

// firstHan returns up to n Chinese characters that begin a text.
func firstHan(text string, n int) []rune {
	var rs []rune
	for _, r := range text {
		if len(rs) == n || !isHan(r) {
			break
		}
		rs = append(rs, r)
	}
	return rs
}

func latin(c byte) bool { return c >= 'a' && c <= 'z' || c == ' ' || c == '\'' }

// spelled reads a whole run of letters as the fewest words of people, the most
// used first. Letters that spell none make the run something else, such as
// English; so does a run in which no longer word stands.
func (g *guesser) spelled(run string) (string, bool) {
	letters := strings.NewReplacer(" ", "", "'", "").Replace(run)
	if len(letters) < 4 || len(letters) > guessedRunes {
		return "", false
	}
	type reading struct {
		words, used int
		last        string
		from        int
	}
	best := make([]*reading, len(letters)+1)
	best[0] = &reading{}
	for end := 1; end <= len(letters); end++ {
		for from := max(0, end-g.longestSound); from < end; from++ {
			word, ok := g.spoken[letters[from:end]]
			if !ok || best[from] == nil {
				continue
			}
			r := &reading{best[from].words + 1, best[from].used + g.heard[word], word, from}
			if best[end] == nil || r.words < best[end].words || r.words == best[end].words && r.used > best[end].used {
				best[end] = r
			}
		}
	}
	if best[len(letters)] == nil {
		return "", false
	}
	text, long := "", 0
	for at := len(letters); at > 0; at = best[at].from {
		text = best[at].last + text
		if utf8.RuneCountInString(best[at].last) > 1 {
			long += at - best[at].from
		}
	}
	return text, 2*long >= len(letters)
}

// mend replaces strings of characters that sound like a corpus word, or
// differ from a long one in one character, and are no words themselves.
func (g *guesser) mend(question string) (string, []knowledge.Guess) {
	rs := []rune(question)
	borders := g.borders(g.segmenter.Words(question), question)
	if d, ok := g.segmenter.(lexical); ok { // a word that only statistics made may be a mistyped one
		for at := range g.borders(d.Known(question), question) {
			borders[at] = true
		}
	}
	sounds := g.soundsOf(rs)
	var guesses []knowledge.Guess
	var out []rune
	for i := 0; i < len(rs); {
		n, word := g.mendAt(rs, sounds, borders, i)
		if n == 0 {
			out = append(out, rs[i])
			i++
			continue
		}
		guesses = append(guesses, knowledge.Guess{Said: string(rs[i : i+n]), Meant: word})
		out = append(out, []rune(word)...)
		i += n
	}
	return string(out), guesses
}

func (g *guesser) mendAt(rs []rune, sounds []string, borders map[int]bool, i int) (int, string) {
	if !borders[i] || !isHan(rs[i]) {
		return 0, ""
	}
	for n := min(g.longest, len(rs)-i); n >= 2; n-- {
		if !borders[i+n] || !hanOnly(rs[i:i+n]) {
			continue
		}
		said := string(rs[i : i+n])
		if g.known[said] || g.heard[said] > 0 {
			return 0, ""
		}
		whole := !broken(borders, i, n)
		if whole && n < soundsAlone {
			continue
		}
		if n == 2 && (g.stop[string(rs[i])] || g.stop[string(rs[i+1])]) {
			continue // 是小 is no mistyped 失效
		}
		if word, ok := g.homophone[strings.Join(sounds[i:i+n], "")]; ok && utf8.RuneCountInString(word) == n && (n > 2 || strings.ContainsAny(word, said)) { // 只招 is no mistyped 执照
			return n, word
		}
		if word, ok := g.blurred[strings.Join(blur(sounds[i:i+n]), "")]; ok && n >= soundsAlone && utf8.RuneCountInString(word) == n {
			return n, word
		}
		if word := g.oneWrong(rs[i : i+n]); word != "" && !whole && !g.holdsKnown(rs[i:i+n]) {
			return n, word
		}
	}
	return 0, ""
}

// blur brings sounds that many do not tell apart to one: lin and ling, si and
// shi.
func blur(sounds []string) []string {
	blurred := make([]string, len(sounds))
	for i, s := range sounds {
		s = strings.Replace(s, "h", "", strings.Count(s[:min(2, len(s))], "h")*strings.Count("zcs", s[:min(1, len(s))]))
		blurred[i] = strings.TrimSuffix(s, "g")
	}
	return blurred
}

// soundsAlone is how long a homophone of a corpus word must be to be taken for
// it though it is made of whole words: 注消登记.
const soundsAlone = 4

// broken reports whether rs[i:i+n] is several words and one of them a single
// character: what is made of whole words is seldom mistyped.
func broken(borders map[int]bool, i, n int) bool {
	single, words := false, 0
	for k, last := i+1, i; k <= i+n; k++ {
		if borders[k] {
			single = single || k-last == 1
			last = k
			words++
		}
	}
	return single && words > 1
}

// holdsKnown reports whether a long word of the corpus stands at either end:
// 整备费花 is 整备费 and another word, no mistyped 整备费用.
func (g *guesser) holdsKnown(rs []rune) bool {
	for n := 3; n < len(rs); n++ {
		if g.known[string(rs[:n])] || g.known[string(rs[len(rs)-n:])] {
			return true
		}
	}
	return false
}

// oneWrong finds a corpus word of the same length that differs in one place.
// A numeral is no slip, nor is a small word: 出口零辆 and 出口车做 are not 出口车辆.
func (g *guesser) oneWrong(rs []rune) string {
	for _, word := range g.byLength[len(rs)] {
		wrong := 0
		for i, r := range []rune(word) {
			if r != rs[i] {
				wrong++
				if strings.ContainsRune(numerals, rs[i]) || g.light[string(rs[i])] {
					wrong++
				}
			}
		}
		if wrong == 1 {
			return word
		}
	}
	return ""
}

const numerals = "零〇一二两三四五六七八九十百千万亿几半"

func hanOnly(rs []rune) bool {
	return !slices.ContainsFunc(rs, func(r rune) bool { return !isHan(r) })
}

// borders returns the character offsets at which words begin or end. Parts of
// longer words are not borders.
func (g *guesser) borders(words []Word, question string) map[int]bool {
	offset := make(map[int]int, len(question)) // byte → character
	n := 0
	for i := range question {
		offset[i] = n
		n++
	}
	offset[len(question)] = n
	borders := map[int]bool{}
	end := 0
	for _, w := range words {
		if w.Start >= end {
			borders[offset[w.Start]], borders[offset[w.End]] = true, true
			end = w.End
		}
	}
	return borders
}
