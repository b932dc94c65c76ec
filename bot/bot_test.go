package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cheyi/knowledge"
)

// plainFinder finds nothing and understands nothing, and can be made to fail.
type plainFinder struct {
	fail  error
	asked sync.Map
}

func (f *plainFinder) Find(_ context.Context, question string) (knowledge.Finding, error) {
	f.asked.Store(question, true)
	lib := &knowledge.Library{}
	lib.Lexicon.Talk = knowledge.Talk{Cancel: []string{"取消"}, Menu: []string{"菜单"}, Questions: []string{"吗", "多少"}}
	lib.Lexicon.Scope.Thanks = []string{"谢谢"}
	return knowledge.Finding{Library: lib, Question: question}, f.fail
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*60*60))

// A person in one chat with a bot that has the flows given.
type person struct {
	t    *testing.T
	bot  *Bot
	chat Chat
	n    int
}

func newPerson(t *testing.T, flows ...*Flow) *person {
	b := New(slog.New(slog.DiscardHandler), &plainFinder{}, nil, NewMemory())
	b.flows = flows
	return &person{t: t, bot: b, chat: Chat{Channel: "test", ID: "1"}}
}

func (p *person) send(m Message) Reply {
	p.t.Helper()
	p.n++
	m.ID, m.Chat, m.At = fmt.Sprint(p.n), p.chat, noon
	r, err := p.bot.Handle(context.Background(), m)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p *person) says(text string) Reply  { p.t.Helper(); return p.send(Message{Text: text}) }
func (p *person) presses(id string) Reply { p.t.Helper(); return p.send(Message{Choice: id}) }

// lunch asks for a dish, for how many, and, of a soup, whether it is to be
// hot: all that a flow can do, and nothing of the policy.
func lunch() *Flow {
	word := func(question string, words ...string) func(Meaning) (string, string, bool) {
		return func(m Meaning) (string, string, bool) {
			if value, ok := answerTo(question, m.Message.Choice); ok && slices.Contains(words, value) {
				return value, "", true
			}
			for _, w := range words {
				if strings.Contains(m.Text(), w) {
					return w, "", true
				}
			}
			return "", "", false
		}
	}
	return &Flow{
		ID: "lunch", Title: "订饭",
		Match: func(m Meaning) bool { return strings.Contains(m.Text(), "订饭") },
		Questions: []Question{
			{ID: "dish", Prompt: fixed("吃什么？"), Read: word("dish", "面", "汤"), Options: func(Meaning, Answers) []Option {
				return []Option{{answerID("dish", "面"), "一碗面"}, {answerID("dish", "汤"), "一碗汤"}}
			}},
			{ID: "hot", Prompt: fixed("要热的吗？"), Needed: func(a Answers) bool { return a["dish"] == "汤" }, Read: word("hot", "热", "凉")},
			{ID: "people", Prompt: fixed("几位？"), Read: func(m Meaning) (string, string, bool) {
				switch {
				case strings.Contains(m.Text(), "三位"):
					return "三", "", true
				case strings.Contains(m.Text(), "零位"):
					return "", "至少要一位。", false
				}
				return "", "", false
			}},
		},
		Finish: func(_ context.Context, _ Meaning, a Answers) (Reply, error) {
			return Reply{Outcome: Answered, Text: a["dish"] + a["hot"] + a["people"]}, nil
		},
	}
}

func TestFlow(t *testing.T) {
	for _, tt := range []struct {
		name    string
		said    []string
		text    string
		missing string
	}{
		{"asks one after another", []string{"订饭", "面", "三位"}, "面三", ""},
		{"takes all that a sentence states", []string{"订饭，面，三位"}, "面三", ""},
		{"asks only what is missing", []string{"订饭，三位"}, "吃什么？", "dish"},
		{"an answer opens another question", []string{"订饭，三位", "汤"}, "要热的吗？", "hot"},
		{"and goes on", []string{"订饭，三位", "汤", "热"}, "汤热三", ""},
		{"an option by its place", []string{"订饭", "1"}, "几位？", "people"},
		{"an option by its label", []string{"订饭", "一碗面"}, "几位？", "people"},
		{"a correction replaces one answer", []string{"订饭，汤", "改成面"}, "几位？", "people"},
		{"a later answer before the open one", []string{"订饭", "三位"}, "吃什么？", "dish"},
		{"what is wrong is said, the question stays", []string{"订饭，面", "零位"}, "至少要一位。\n几位？", "people"},
		{"what is no answer repeats the question", []string{"订饭", "今天真冷"}, "吃什么？", "dish people"},
		{"cancel", []string{"订饭，面", "取消"}, wordsCanceled, ""},
		{"after cancel nothing is open", []string{"订饭，面", "取消", "取消"}, wordsNothing, ""},
		{"it begins anew", []string{"订饭，面", "取消", "订饭"}, "吃什么？", "dish people"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPerson(t, lunch())
			var r Reply
			for _, said := range tt.said {
				r = p.says(said)
			}
			if r.Text != tt.text {
				t.Errorf("said %q, want %q", r.Text, tt.text)
			}
			if missing := strings.Join(r.Missing, " "); !strings.HasPrefix(missing, tt.missing) {
				t.Errorf("missing %q, want %q", missing, tt.missing)
			}
			if len(r.Missing) > 0 && r.Outcome != Asked {
				t.Errorf("outcome %s while %v is missing", r.Outcome, r.Missing)
			}
		})
	}
}

// A release that adds a question asks it in a conversation that began before;
// one that drops a flow lets the conversation go on without it.
func TestFlowSurvivesReleases(t *testing.T) {
	p := newPerson(t, lunch())
	p.says("订饭，面")
	longer := lunch()
	longer.Questions = append(longer.Questions, Question{ID: "place", Prompt: fixed("送到哪？"), Read: func(m Meaning) (string, string, bool) {
		return "店里", "", strings.Contains(m.Text(), "店里")
	}})
	p.bot.flows = []*Flow{longer}
	if r := p.says("三位"); r.Text != "送到哪？" {
		t.Errorf("the new question is not asked: %q", r.Text)
	}
	p.bot.flows = nil
	if r := p.says("店里"); r.Outcome == Asked {
		t.Errorf("a dropped flow still asks: %q", r.Text)
	}
}

// The same message id gets the same reply and has no second effect.
func TestSameMessageSameReply(t *testing.T) {
	p := newPerson(t, lunch())
	p.says("订饭")
	m := Message{ID: "x", Chat: p.chat, Text: "面", At: noon}
	first, err := p.bot.Handle(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	p.says("三位")
	m.Text = "汤"
	again, err := p.bot.Handle(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	if first.Text != again.Text || again.Text != "几位？" {
		t.Errorf("first %q, again %q", first.Text, again.Text)
	}
	other := Message{ID: "x", Chat: Chat{Channel: "test", ID: "2"}, Text: "订饭", At: noon}
	if r, _ := p.bot.Handle(context.Background(), other); r.Text != "吃什么？" {
		t.Errorf("another chat's message of the same id got %q", r.Text)
	}
}

// Messages of one chat are handled one after another, those of many in
// parallel, and none is lost.
func TestLanes(t *testing.T) {
	b := New(slog.New(slog.DiscardHandler), &plainFinder{}, nil, NewMemory())
	b.flows = []*Flow{lunch()}
	var wg sync.WaitGroup
	for chat := range 20 {
		for message := range 20 {
			wg.Go(func() {
				m := Message{ID: fmt.Sprint(message), Chat: Chat{Channel: "test", ID: fmt.Sprint(chat)}, Text: "订饭", At: noon}
				if r, err := b.Handle(context.Background(), m); err != nil || r.Text != "吃什么？" {
					t.Errorf("%q %v", r.Text, err)
				}
			})
		}
	}
	wg.Wait()
	if len(b.lanes.busy) != 0 {
		t.Errorf("%d lanes are left open", len(b.lanes.busy))
	}
}

// brokenStore fails where it is told to.
type brokenStore struct {
	*Memory
	load, save error
}

func (s brokenStore) Load(ctx context.Context, chat Chat, id string) (State, *Reply, error) {
	state, reply, _ := s.Memory.Load(ctx, chat, id)
	return state, reply, s.load
}

func (s brokenStore) Save(context.Context, Turn) error {
	return s.save
}

// The reply is presentable whatever fails, and the log holds no content.
func TestFaults(t *testing.T) {
	fault := errors.New("disk full")
	for name, tt := range map[string]struct {
		finder *plainFinder
		store  Store
	}{
		"finder": {&plainFinder{fail: fault}, NewMemory()},
		"load":   {&plainFinder{}, brokenStore{Memory: NewMemory(), load: fault}},
		"save":   {&plainFinder{}, brokenStore{Memory: NewMemory(), save: fault}},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			b := New(slog.New(slog.NewTextHandler(&log, nil)), tt.finder, nil, tt.store)
			r, err := b.Handle(context.Background(), Message{ID: "1", Text: "一句私房话", At: noon})
			if !errors.Is(err, fault) || r.Text != wordsFault || r.Citations == nil || r.Options == nil {
				t.Errorf("%+v %v", r, err)
			}
			if strings.Contains(log.String(), "私房话") || !strings.Contains(log.String(), "disk full") {
				t.Errorf("log: %s", &log)
			}
		})
	}
}

// What must not go further is refused before anything understands it.
func TestIdentityNumberGoesNowhere(t *testing.T) {
	finder := &plainFinder{}
	b := New(slog.New(slog.DiscardHandler), finder, nil, NewMemory())
	r, err := b.Handle(context.Background(), Message{ID: "1", Text: "查159999199002289016", At: noon})
	if err != nil || r.Outcome != Rejected {
		t.Fatalf("%+v %v", r, err)
	}
	finder.asked.Range(func(question, _ any) bool {
		t.Errorf("the finder was asked %q", question)
		return true
	})
}

func TestStaleButtons(t *testing.T) {
	p := newPerson(t)
	for _, id := range []string{"nonsense", choiceText + "x/九.9", choiceText, answerID("dish", "面"), choiceAsk, choiceRule + "x"} {
		if r := p.presses(id); r.Text == "" || r.Outcome == Answered {
			t.Errorf("%q: %s %q", id, r.Outcome, r.Text)
		}
	}
}
