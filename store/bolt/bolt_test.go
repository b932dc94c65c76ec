package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/bot"
	"cheyi/bot/storetest"
	"cheyi/calendar"
	"cheyi/store/bolt"

	"go.etcd.io/bbolt"
)

var (
	start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	chat  = bot.Chat{Channel: "web", ID: "3f9c"}
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, t.TempDir()) })
}

func TestSurvivesReopening(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "还没有", "数据") // made by the first Open
	s := open(t, dir)
	state := bot.State{
		Topic: &bot.Topic{Question: "出口退税找谁", Folder: "nmg-2024-406", Clauses: []string{"3.2"}},
		Flow:  &bot.Progress{Flow: "办理", Answers: bot.Answers{"城市": "呼和浩特"}},
	}
	if err := s.Save(t.Context(), handled("1", state, bot.Reply{Outcome: bot.Answered, Text: "由税务局负责。"})); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = open(t, dir)
	got, reply, err := s.Load(t.Context(), chat, "1")
	if err != nil {
		t.Fatal(err)
	}
	if got.Topic == nil || got.Topic.Question != "出口退税找谁" || got.Flow == nil || got.Flow.Answers["城市"] != "呼和浩特" {
		t.Errorf("the state came back as %+v", got)
	}
	if reply == nil || reply.Text != "由税务局负责。" {
		t.Errorf("the reply came back as %+v", reply)
	}
}

func TestD7HeldFolder(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)

	before := time.Now()
	second, err := bolt.Open(dir, time.Now)
	if took := time.Since(before); took > 2*time.Second {
		t.Errorf("the refusal took %v, it is promised within two seconds", took)
	}
	if !errors.Is(err, bolt.ErrHeld) {
		t.Fatalf("got %v, %v; want ErrHeld", second, err)
	}
	for _, part := range []string{dir, fmt.Sprintf("进程 %d", os.Getpid()), "2026-11-23 09:00:00", "CHEYI_DATA"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in: %v", part, err)
		}
	}

	t.Run("占用者照常工作", func(t *testing.T) { say(t, first, "1") })
	t.Run("放开之后就能打开", func(t *testing.T) {
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if !kept(t, open(t, dir), "1") {
			t.Error("what the first holder kept is lost")
		}
	})
}

// week is how long replies are kept.
const week = 7 * 24 * time.Hour

const damaged = "文件已损坏，请从备份恢复"

// A file that is not a database of ours is refused with a sentence that
// names it, and is left as it is: it may be all that is left to recover from.
func TestRefusedFiles(t *testing.T) {
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"空文件", []byte{}, "文件是空的，但它已经存在：请从备份恢复，确实要重新开始就先删掉它"},
		{"一行字", []byte("这不是数据库\n"), damaged},
		{"一大片乱码", bytes.Repeat([]byte("\xde\xad\xbe\xef乱码"), 10_000), damaged},
		{"全是零", make([]byte, 65536), damaged},
		{"别的程序的数据库", foreign(t, "widgets"), damaged},
		{"别的程序的数据库，也有叫 meta 的", foreign(t, "meta"), damaged},
		{"只剩开头一页", healthy(t)[:os.Getpagesize()], damaged},
		{"只剩开头三页", healthy(t)[:3*os.Getpagesize()], damaged},
		{"文件头之后全是零", afterHeader(healthy(t), 0), damaged},
		{"文件头之后是乱码", afterHeader(healthy(t), 0xa5), damaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			file := put(t, dir, tt.file)
			refused(t, dir, "数据文件 "+file+" 打不开：", tt.want)
			refused(t, dir, tt.want) // and not ErrHeld: a refusal lets go of the file
			if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, tt.file) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

// A first start that was cut short has left a file with nothing in it.
func TestUnfilledFile(t *testing.T) {
	dir := t.TempDir()
	db, err := bbolt.Open(filepath.Join(dir, "cheyi.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	say(t, s, "1")
	if !kept(t, s, "1") {
		t.Error("the message was not kept")
	}
}

// Whatever has happened to a file, it is refused, or every chat in it is as
// it was: nothing is lost silently, and nothing ends the process.
func TestDamagedFiles(t *testing.T) {
	data, pages := busy(t)
	page := os.Getpagesize()
	used := len(pages) * page

	t.Run("丢了结尾", func(t *testing.T) {
		for end := page; end <= len(data); end += page {
			for _, length := range []int{end - page + 1, end - page/2, end - 1, end} {
				if got, want := refusedOrWhole(t, data[:length]), length < used; got != want {
					t.Errorf("%d bytes left of the %d in use: refused is %v", length, used, got)
				}
			}
		}
	})
	t.Run("一页被覆盖", func(t *testing.T) {
		for name, with := range map[string]func(i int) []byte{
			"零":     func(int) []byte { return make([]byte, page) },
			"乱码":    func(int) []byte { return bytes.Repeat([]byte{0xa5}, page) },
			"另一处的页": func(i int) []byte { return data[(i+1)%2*page:][:page] },
		} {
			for i, kind := range pages {
				wreck := bytes.Clone(data)
				copy(wreck[i*page:], with(i))
				if got, want := refusedOrWhole(t, wreck), kind != "free"; got != want {
					t.Errorf("page %d, a %s page, became %s: refused is %v", i, kind, name, got)
				}
			}
		}
	})
	t.Run("一块被覆盖", func(t *testing.T) {
		const block = 512 // what a disk writes at once
		for i := range pages {
			at := i*page + i*block%page // another place in every page
			wreck := bytes.Clone(data)
			random := rand.New(rand.NewPCG(1, uint64(at)))
			for i := range block {
				wreck[at+i] = byte(random.Uint32())
			}
			refusedOrWhole(t, wreck) // a part of a page may be unused
		}
	})
}

// Damage that comes later is an error of the message that meets it.
func TestDamagedInUse(t *testing.T) {
	dir := t.TempDir()
	data, _ := busy(t)
	file := put(t, dir, data)
	s := open(t, dir)
	overwriteTree(t, file)

	if _, _, err := s.Load(t.Context(), chat, "1"); err == nil || !strings.Contains(err.Error(), damaged) {
		t.Errorf("load from a damaged file: %v", err)
	}
	if err := s.Save(t.Context(), handled("1", bot.State{}, bot.Reply{})); err == nil || !strings.Contains(err.Error(), damaged) {
		t.Errorf("save to a damaged file: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close a damaged file: %v", err)
	}
}

// overwriteTree overwrites the pages that hold keys, by the flags of their
// headers, under the program that has them open.
func overwriteTree(t *testing.T, file string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	for at := 0; at < len(data); at += page {
		const branch, leaf = 1, 2
		if flags := data[at+8]; flags == branch || flags == leaf {
			if _, err := f.WriteAt(make([]byte, page), int64(at)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const busyChats = 300

// busy returns the bytes of a database of a few hundred chats, and of what
// kind each page in use is.
func busy(t *testing.T) (data []byte, pages []string) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	for i := range busyChats {
		chat, state, reply := busyChat(i)
		if err := s.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: chat, ID: "1"}, State: state, Reply: reply}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "cheyi.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data, kinds(t, file)
}

// busyChat is one chat of a busy database; some replies are longer than a page.
func busyChat(i int) (bot.Chat, bot.State, bot.Reply) {
	text := fmt.Sprintf("第 %d 个回复。", i)
	if i%50 == 0 {
		text = strings.Repeat(text, 500)
	}
	return bot.Chat{Channel: "web", ID: fmt.Sprint(i)},
		bot.State{Topic: &bot.Topic{Question: fmt.Sprintf("第 %d 问", i)}},
		bot.Reply{Outcome: bot.Answered, Text: text}
}

// kinds lists of what kind the pages in use are, as the library sees them.
func kinds(t *testing.T, file string) (pages []string) {
	t.Helper()
	db, err := bbolt.Open(file, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		for id := 0; ; id = len(pages) {
			info, err := tx.Page(id)
			if info == nil || err != nil {
				return err
			}
			pages = append(pages, info.Type)
			for range info.OverflowCount { // the rest of a long value
				if info.Type != "free" {
					pages = append(pages, info.Type)
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// refusedOrWhole opens a folder with a busy database that something has
// happened to. It must be refused as damaged, or hold every chat.
func refusedOrWhole(t *testing.T, data []byte) (refused bool) {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, data)
	s, err := bolt.Open(dir, func() time.Time { return start })
	if err != nil {
		if !strings.Contains(err.Error(), damaged) {
			t.Errorf("refused, but: %v", err)
		}
		return true
	}
	defer s.Close()
	for i := range busyChats {
		chat, wantState, wantReply := busyChat(i)
		state, reply, err := s.Load(t.Context(), chat, "1")
		if err != nil || reply == nil || state.Topic == nil || state.Topic.Question != wantState.Topic.Question || reply.Text != wantReply.Text {
			t.Errorf("opened, but chat %s is %+v, %+v, %v", chat, state, reply, err)
			break
		}
	}
	return false
}

// put makes bytes the data file of a folder.
func put(t *testing.T, dir string, data []byte) (file string) {
	t.Helper()
	file = filepath.Join(dir, "cheyi.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// foreign returns the bytes of a sound database that is not ours.
func foreign(t *testing.T, bucket string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bbolt.Open(file, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte(bucket))
		if err != nil {
			return err
		}
		return b.Put([]byte("1"), []byte("{}"))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// healthy returns the bytes of a good database.
func healthy(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	say(t, s, "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "cheyi.db"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// afterHeader overwrites all but the two pages that say where the others are.
func afterHeader(data []byte, with byte) []byte {
	for i := 2 * os.Getpagesize(); i < len(data); i++ {
		data[i] = with
	}
	return data
}

func TestRefusedFolders(t *testing.T) {
	t.Run("数据目录是个文件", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "数据")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, file, "数据目录 "+file+" 建不了：")
	})
	t.Run("数据文件是个文件夹", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "cheyi.db"), 0o700); err != nil {
			t.Fatal(err)
		}
		refused(t, dir, "数据文件 "+filepath.Join(dir, "cheyi.db")+" 打不开：")
	})
}

// An older program must not touch what a newer one has laid out.
func TestD12NewerSchema(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	say(t, s, "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	setSchema(t, dir, "4")

	const sentence = "数据是版本 4，这个程序认识的是版本 3：请换用新版程序"
	refused(t, dir, sentence)
	refused(t, dir, sentence) // and not ErrHeld: a refusal lets go of the file

	setSchema(t, dir, "3")
	if !kept(t, open(t, dir), "1") {
		t.Error("the refusal lost what was kept")
	}
}

// setSchema writes the number of the layout as doc.go has it.
func setSchema(t *testing.T, dir, number string) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "cheyi.db"), 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte(number))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestRepliesAreForgotten(t *testing.T) {
	now := start
	s, err := bolt.Open(t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	say(t, s, "旧")

	now = start.Add(week - time.Second)
	say(t, s, "差一秒")
	if !kept(t, s, "旧") {
		t.Error("the reply is gone before a week are over")
	}

	now = start.Add(week)
	say(t, s, "到时")
	if kept(t, s, "旧") {
		t.Error("the reply is kept longer than a week")
	}
	if !kept(t, s, "差一秒") || !kept(t, s, "到时") {
		t.Error("a younger reply went with the old one")
	}
	if state, _, err := s.Load(t.Context(), chat, "新"); err != nil || state.Topic == nil || state.Topic.Question != "到时" {
		t.Errorf("the state went with the old reply: %+v, %v", state, err)
	}
}

// One message forgets only some of the old replies, but more than it adds:
// none of a busy day stays for good.
func TestBusyDayIsForgotten(t *testing.T) {
	const messages = 40
	now := start
	s, err := bolt.Open(t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range messages {
		say(t, s, fmt.Sprintf("旧 %d", i))
	}
	now = start.Add(2 * week)
	for i := range messages / 2 {
		say(t, s, fmt.Sprintf("新 %d", i))
	}
	for i := range messages {
		if id := fmt.Sprintf("旧 %d", i); kept(t, s, id) {
			t.Errorf("the reply to %s is still kept", id)
		}
	}
	for i := range messages / 2 {
		if id := fmt.Sprintf("新 %d", i); !kept(t, s, id) {
			t.Errorf("the reply to %s is gone", id)
		}
	}
}

// After Close the store says so, and does not pretend to have saved.
func TestUseAfterClose(t *testing.T) {
	s := open(t, t.TempDir())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), handled("1", bot.State{}, bot.Reply{})); err == nil {
		t.Error("saved into a closed store")
	}
	if _, _, err := s.Load(t.Context(), chat, "1"); err == nil {
		t.Error("loaded from a closed store")
	}
}

// open opens a store at start, and closes it with the test.
func open(t *testing.T, dir string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(dir, func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // some tests close it themselves
	return s
}

// refused opens a folder that must be refused in the given words.
func refused(t *testing.T, dir string, words ...string) {
	t.Helper()
	s, err := bolt.Open(dir, time.Now)
	if err == nil {
		_ = s.Close()
		t.Fatal("the folder was opened")
	}
	if errors.Is(err, bolt.ErrHeld) {
		t.Errorf("nobody holds the folder, but: %v", err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not in: %v", w, err)
		}
	}
}

// say saves a message whose question is its id.
func say(t *testing.T, s *bolt.Store, id string) {
	t.Helper()
	state := bot.State{Topic: &bot.Topic{Question: id}}
	if err := s.Save(t.Context(), handled(id, state, bot.Reply{Outcome: bot.Answered, Text: "回复 " + id})); err != nil {
		t.Fatal(err)
	}
}

// kept reports whether a message still gets its first reply.
func kept(t *testing.T, s *bolt.Store, id string) bool {
	t.Helper()
	_, reply, err := s.Load(t.Context(), chat, id)
	if err != nil {
		t.Fatal(err)
	}
	if reply != nil && reply.Text != "回复 "+id {
		t.Fatalf("the reply to %s is %q", id, reply.Text)
	}
	return reply != nil
}

// Reading changes nothing, shows what an earlier process has counted, and
// leaves the folder to the next.
func TestOpenToRead(t *testing.T) {
	dir := t.TempDir()
	if _, err := bolt.OpenToRead(filepath.Join(dir, "没有")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	written := open(t, dir)
	asked := bot.Unanswered{Kind: bot.UnansweredNotFound, Question: "问题", Day: calendar.DayOf(start)}
	if err := written.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: chat, ID: "1"}, Unanswered: []bot.Unanswered{asked}}); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.OpenToRead(dir); !errors.Is(err, bolt.ErrHeld) {
		t.Errorf("while another writes: %v", err)
	}
	if err := written.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "cheyi.db")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // two may read at a time
		s, err := bolt.OpenToRead(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		groups, err := s.Unanswered(t.Context())
		if err != nil || len(groups) != 1 || groups[0].Wordings[0] != "问题" {
			t.Errorf("%v %v", groups, err)
		}
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
}

// handled is a message of chat that was handled.
func handled(id string, state bot.State, reply bot.Reply) bot.Turn {
	return bot.Turn{Message: bot.Message{Chat: chat, ID: id}, State: state, Reply: reply}
}
