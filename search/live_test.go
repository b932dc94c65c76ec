package search

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"cheyi/knowledge"
)

// answer returns the library that answered and the text of the best clause.
func answer(t testing.TB, live *Live, question string) (*knowledge.Library, string) {
	t.Helper()
	f, err := live.Find(context.Background(), question)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Clauses) == 0 {
		return f.Library, ""
	}
	return f.Library, f.Clauses[0].Clause.Text
}

func TestReplaceTakesTheNewLibraryIntoService(t *testing.T) {
	before, after := libraryOf(t, "出口退税三日办结。"), libraryOf(t, "海外仓给予补贴。")
	live := newLive(t, before)
	if lib, text := answer(t, live, "退税"); lib != before || text != "出口退税三日办结。" {
		t.Errorf("before, %q answers", text)
	}
	if err := live.Replace(after); err != nil {
		t.Fatal(err)
	}
	if lib, text := answer(t, live, "海外仓"); lib != after || text != "海外仓给予补贴。" {
		t.Errorf("after, %q answers", text)
	}
	if _, text := answer(t, live, "退税"); text != "" {
		t.Errorf("after, %q of the old library answers", text)
	}
	if live.Library() != after {
		t.Error("the old library is still in service")
	}
}

// The segmenter is made with the words of each library, so that a word that
// an editor adds is one word from the next Replace on.
func TestReplaceMakesTheSegmenterAnew(t *testing.T) {
	before := libraryOf(t, "支持车龄鉴定。")
	after := libraryOf(t, "支持车龄鉴定。")
	after.Lexicon.Words = append(after.Lexicon.Words, "车龄鉴定")
	live := newLive(t, before)
	for _, step := range []struct {
		lib  *knowledge.Library
		want []string
	}{{before, []string{"车", "龄", "鉴", "定"}}, {after, []string{"车龄鉴定"}}} {
		if err := live.Replace(step.lib); err != nil {
			t.Fatal(err)
		}
		f, err := live.Find(context.Background(), "车龄鉴定")
		if err != nil || !slices.Equal(f.Words, step.want) {
			t.Errorf("words %q, want %q: %v", f.Words, step.want, err)
		}
	}
}

func TestReplaceThatFailsLeavesTheOldLibrary(t *testing.T) {
	good := libraryOf(t, "出口退税三日办结。")
	noDictionary := libraryOf(t, "海外仓给予补贴。")
	noDictionary.Lexicon.Words = append(noDictionary.Lexicon.Words, "坏词")
	twice := libraryOf(t, "海外仓给予补贴。")
	twice.Documents = append(twice.Documents, twice.Documents[0])

	live, err := NewLive(good, func(words []string) (Segmenter, error) {
		if slices.Contains(words, "坏词") {
			return nil, errNoSegmenter
		}
		return withDictionary(words)
	})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	for _, c := range []struct {
		name string
		lib  *knowledge.Library
		want string
	}{
		{"词典装不进", noDictionary, errNoSegmenter.Error()},
		{"编号重复", twice, "are their ids unique"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := live.Replace(c.lib); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if lib, text := answer(t, live, "退税"); lib != good || text != "出口退税三日办结。" {
				t.Errorf("%q answers", text)
			}
		})
	}
}

func TestNewLiveWithoutASegmenter(t *testing.T) {
	_, err := NewLive(libraryOf(t, "出口退税。"), func([]string) (Segmenter, error) { return nil, errNoSegmenter })
	if !errors.Is(err, errNoSegmenter) {
		t.Errorf("error %v", err)
	}
}

// Readers ask while library after library is taken into service: each gets an
// answer, and all of an answer is of one library.
func TestFindWhileLibrariesAreReplaced(t *testing.T) {
	live := newLive(t, libraryOf(t, "出口退税第0版。"))
	asked, failed, stop := askers(live, 4)
	defer stop()
	for i := range 20 {
		select {
		case <-asked: // so that something was asked between any two
		case err := <-failed:
			t.Fatal(err)
		}
		lib := libraryOf(t, fmt.Sprintf("出口退税第%d版。", i+1), "海外仓给予补贴。")
		if err := live.Replace(lib); err != nil {
			t.Fatal(err)
		}
		if got, _ := answer(t, live, "退税"); got != lib {
			t.Errorf("library %d does not answer", i+1)
		}
	}
	stop()
	for err := range failed {
		t.Error(err)
	}
}

// askers ask from many goroutines until they are stopped, each until it fails.
func askers(live *Live, count int) (asked chan struct{}, failed chan error, stop func()) {
	asked, failed = make(chan struct{}, 1), make(chan error, count)
	done := make(chan struct{})
	var running sync.WaitGroup
	for range count {
		running.Go(func() {
			for {
				if err := askOnce(live); err != nil {
					failed <- err
					return
				}
				select {
				case <-done:
					return
				case asked <- struct{}{}:
				default:
				}
			}
		})
	}
	return asked, failed, sync.OnceFunc(func() {
		close(done)
		running.Wait()
		close(failed)
	})
}

// askOnce asks and highlights as a reply does.
func askOnce(live *Live) error {
	f, err := live.Find(context.Background(), "退税")
	if err != nil {
		return err
	}
	if len(f.Clauses) == 0 {
		return errors.New("nothing was found")
	}
	best := f.Clauses[0].Clause
	if c, ok := f.Library.Clause("small", best.ID); !ok || c != best {
		return fmt.Errorf("%s is of another library", best.Text)
	}
	marked, err := live.Highlight(context.Background(), "退税", best)
	if err == nil && !strings.Contains(marked, "【退税】") {
		err = fmt.Errorf("highlighted %q", marked)
	}
	return err
}

// A heldSegmenter stops at one text until it is let go.
type heldSegmenter struct {
	Segmenter
	text     string
	reached  func()
	released <-chan struct{}
}

func (s heldSegmenter) Words(text string) []Word {
	if text == s.text {
		s.reached()
		<-s.released
	}
	return s.Segmenter.Words(text)
}

// A slow query ends on the library it began with, while the new one already
// answers others; the old index is closed only then.
func TestASlowQueryEndsOnItsOwnLibrary(t *testing.T) {
	const slow = "退税慢慢问"
	reached, released := make(chan struct{}), make(chan struct{})
	old, after := libraryOf(t, "出口退税三日办结。"), libraryOf(t, "出口退税五日办结。")
	live, err := NewLive(old, func(words []string) (Segmenter, error) {
		s, err := withDictionary(words)
		return heldSegmenter{s, slow, sync.OnceFunc(func() { close(reached) }), released}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()

	var running sync.WaitGroup
	running.Go(func() {
		f, err := live.Find(context.Background(), slow)
		if err != nil || f.Library != old || len(f.Clauses) == 0 {
			t.Errorf("the slow query found %d clauses: %v", len(f.Clauses), err)
		}
	})
	<-reached
	replaced := make(chan error, 1)
	go func() { replaced <- live.Replace(after) }()
	for live.Library() != after {
		runtime.Gosched()
	}
	if lib, text := answer(t, live, "退税"); lib != after || text != "出口退税五日办结。" {
		t.Errorf("meanwhile %q answers", text)
	}
	select {
	case err := <-replaced:
		t.Errorf("the old library was closed under a query: %v", err)
	default:
	}
	close(released)
	running.Wait()
	if err := <-replaced; err != nil {
		t.Error(err)
	}
}

// A query that has taken hold of a library just as it is replaced must not
// run on the closed index: it takes the new one.
func TestAQueryThatComesTooLateTakesTheNewLibrary(t *testing.T) {
	after := libraryOf(t, "出口退税五日办结。")
	live := newLive(t, libraryOf(t, "出口退税三日办结。"))
	old := live.current.Load()
	old.queries.Lock() // as close does
	started, found := make(chan struct{}), make(chan knowledge.Finding)
	go func() {
		close(started)
		f, err := live.Find(context.Background(), "退税")
		if err != nil {
			t.Error(err)
		}
		found <- f
	}()
	<-started
	for range 100 {
		runtime.Gosched() // the query now most likely waits for the old library
	}
	policy, err := newPolicyIndex(after, live.normaliser, withDictionary)
	if err != nil {
		t.Fatal(err)
	}
	live.current.Store(&service{policy: policy})
	old.closed = true
	if err := old.policy.index.Close(); err != nil {
		t.Error(err)
	}
	old.queries.Unlock()
	if f := <-found; f.Library != after || len(f.Clauses) == 0 {
		t.Errorf("%d clauses of the wrong library", len(f.Clauses))
	}
}
