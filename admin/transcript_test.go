package admin

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cheyi/bot"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// A transcript is what happens in the officers' group: a line that begins with
// "> " is an officer's, who presses [a button] of what the bot has shown this
// officer last, or types; all else is the bot's. At first all see the alert of
// a new batch. Two more batches are there, one of another window.
func TestChatTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/chat/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := newScene(t).play(string(want))
			if *update {
				err = os.WriteFile(file, []byte(got), 0o644)
			} else if got != string(want) {
				t.Errorf("the group reads\n%s", got)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A scene is a group with what each officer has been shown last.
type scene struct {
	room
	first bot.Reply
	shown map[string]bot.Reply // by officer
	chats map[string]string
}

func newScene(t *testing.T) scene {
	s := scene{room: newRoom(t), shown: map[string]bot.Reply{}, chats: map[string]string{"张科长": "-100/1", "李警官": "-100/2"}}
	if _, _, err := s.desk.officers.Add(Officer{Name: "王处长", All: true, Telegram: 4}); err != nil {
		t.Fatal(err)
	}
	s.chats["王处长"] = "-100/4"
	s.book(thursday, 100, 20)
	s.book(afternoon, 200, 5)
	s.first = s.alert(s.book(thursday, 0, 3))
	return s
}

func (s scene) play(script string) string {
	s.t.Helper()
	var out strings.Builder
	out.WriteString(s.rendered(s.first))
	for _, line := range strings.Split(script, "\n") {
		said, ok := strings.CutPrefix(line, "> ")
		if !ok {
			continue
		}
		who, words, _ := strings.Cut(said, " ")
		in, known := s.chats[who]
		if !known {
			s.t.Fatalf("nobody is called %s", who)
		}
		shown, any := s.shown[who]
		if !any {
			shown = s.first
		}
		var r bot.Reply
		switch label, pressed := strings.CutPrefix(words, "["); {
		case pressed:
			r = s.press(in, shown, strings.TrimSuffix(label, "]"))
		case strings.HasPrefix(words, "/desk"):
			r = s.send(in, bot.ChoiceDesk, strings.TrimSpace(strings.TrimPrefix(words, "/desk")))
		default:
			r = s.types(in, shown, words)
		}
		s.shown[who] = r
		out.WriteString("\n" + line + "\n" + s.renderedTo(in, r))
	}
	return out.String()
}

func (s scene) rendered(r bot.Reply) string { return s.renderedTo("", r) }

// renderedTo is a reply with its buttons, and its files as their cells.
func (s scene) renderedTo(in string, r bot.Reply) string {
	var out strings.Builder
	out.WriteString(r.Text + "\n")
	for _, f := range r.Files {
		named, data, err := s.chat.Attachment(s.t.Context(), bot.Chat{Channel: "telegram", ID: in}, f.URL)
		if err != nil || named != f {
			s.t.Fatalf("%+v %+v %v", f, named, err)
		}
		out.WriteString("《" + f.Name + "》\n")
		for _, row := range cells(s.t, data) {
			out.WriteString(strings.Join(row, " | ") + "\n")
		}
	}
	for _, o := range r.Options {
		out.WriteString("[" + o.Label + "]")
	}
	return out.String() + "\n"
}

// cells are the rows of a workbook.
func cells(t testing.TB, data []byte) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
