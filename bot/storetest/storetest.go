// Package storetest holds what every bot.Store, with its bot.Inbox and
// bot.Outbox, must do, as tests that each implementation runs on itself:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) storetest.Store { return bot.NewMemory() })
//	}
//
// It knows only the interface: what one store does beyond it, such as
// outliving the process, is tested where that store lives.
package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"cheyi/bot"
	"cheyi/knowledge"
)

// A Store is also inbox and outbox, and shows its ledger, which the bot only
// writes.
type Store interface {
	bot.Store
	bot.Inbox
	bot.Outbox
	Unanswered(context.Context) ([]bot.UnansweredGroup, error)
}

// A check is one thing that every store does, by its name.
type check struct {
	name string
	run  func(*testing.T, Store)
}

// Run checks the stores that open returns: an empty one each time, closed by
// open's own t.Cleanup where it needs closing.
func Run(t *testing.T, open func(t *testing.T) Store) {
	t.Helper()
	for _, c := range slices.Concat(conversations, forgetting, ledger, inbox, outbox, delivery) {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

// conversations are the checks of what a store keeps of each chat.
var conversations = []check{
	{"没见过的会话是空的", unknownChat},
	{"存进去的原样读出", comesBack},
	{"空状态和空回复原样读出", emptyComesBack},
	{"后存的状态取代先存的", lastStateWins},
	{"每条消息留着自己的回复", replyOfEachMessage},
	{"会话互不相干", chatsDoNotShare},
	{"会话和消息的编号不混淆", messagesDoNotShare},
	{"改动读出的不动已存的", loadedIsACopy},
	{"存过之后再改不动已存的", savedIsACopy},
	{"会话同时进行", concurrentChats},
	{"同一会话边存边读", concurrentReads},
}

var (
	web      = bot.Chat{Channel: "web", ID: "3f9c"}
	telegram = bot.Chat{Channel: "telegram", ID: "3f9c"} // the same id elsewhere is another chat
)

// fullState is a state with every field set.
func fullState() bot.State {
	return bot.State{
		Topic: &bot.Topic{
			Question: "二手车出口退税找哪个部门",
			Folder:   "nmg-2024-406",
			Clauses:  []string{"3.2", "7.1"},
			Kinds:    []knowledge.Kind{knowledge.KindWho},
		},
		Flow:    &bot.Progress{Flow: "办理", Answers: bot.Answers{"城市": "呼和浩特", "车型": "新能源"}},
		Options: []bot.Option{{ID: "flow.1", Label: "办理出口许可"}, {ID: "menu", Label: "返回菜单"}},
		Stated:  true,
	}
}

// fullReply is a reply with every field set.
func fullReply() bot.Reply {
	return bot.Reply{
		Outcome: bot.Partial,
		Text:    "由商务厅负责。\n还需要知道：城市",
		Citations: []knowledge.Citation{{
			Document: "内商贸字〔2024〕406号", Folder: "nmg-2024-406", Article: "三", Clause: "3.2",
			Quote: "“出口”<退税>&手续", Departments: []string{"商务厅", "税务局"}, Valid: knowledge.InForce,
		}},
		Missing: []string{"城市"},
		Options: []bot.Option{{ID: "menu", Label: "返回菜单"}},
	}
}

// asking is a state that differs from others by its question.
func asking(question string) bot.State { return bot.State{Topic: &bot.Topic{Question: question}} }

func saying(text string) bot.Reply { return bot.Reply{Outcome: bot.Answered, Text: text} }

func unknownChat(t *testing.T, s Store) {
	expect(t, s, web, "1", bot.State{}, nil)
	save(t, s, telegram, "1", fullState(), fullReply())
	expect(t, s, web, "1", bot.State{}, nil)
}

func comesBack(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), fullReply())
	reply := fullReply()
	expect(t, s, web, "1", fullState(), &reply)
	expect(t, s, web, "2", fullState(), nil) // known chat, new message
}

func emptyComesBack(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), fullReply())
	save(t, s, web, "2", bot.State{}, bot.Reply{})
	expect(t, s, web, "2", bot.State{}, &bot.Reply{})
}

func lastStateWins(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), saying("甲"))
	save(t, s, web, "2", asking("第二问"), saying("乙"))
	expect(t, s, web, "3", asking("第二问"), nil)
}

func replyOfEachMessage(t *testing.T, s Store) {
	// ids are the channel's: they may hold anything, at any length
	long := strings.Repeat("长", 20_000)
	ids := []string{"1", "10", "", "1/2", "消息-三", "1 ", "\n", "\x00", "1\x00", "\x001", "\xff", "\xfe", `\xff`, long, long + "1"}
	for i, id := range ids { // by number: JSON holds no broken UTF-8
		save(t, s, web, id, asking(fmt.Sprint(i)), saying(fmt.Sprint("回复 ", i)))
	}
	last := asking(fmt.Sprint(len(ids) - 1))
	for i, id := range ids {
		reply := saying(fmt.Sprint("回复 ", i))
		expect(t, s, web, id, last, &reply)
	}
}

func chatsDoNotShare(t *testing.T, s Store) {
	chats := []bot.Chat{
		web, telegram, {Channel: "web", ID: "3f9"}, {Channel: "web", ID: "3f9c1"}, {Channel: "terminal"},
		{Channel: "web", ID: "3f9c\x001"}, {Channel: "web", ID: "3f9c 1"}, {Channel: "web", ID: `3f9c" "1`},
	}
	for _, c := range chats {
		save(t, s, c, "1", asking(c.String()), saying("回复 "+c.String()))
	}
	for _, c := range chats {
		reply := saying("回复 " + c.String())
		expect(t, s, c, "1", asking(c.String()), &reply)
	}
}

// A message is its chat and its id: where the one ends and the other begins
// must not blur.
func messagesDoNotShare(t *testing.T, s Store) {
	for _, between := range []string{"\x00", " ", "/", `" "`, "\n"} {
		longer := bot.Chat{Channel: "web", ID: "a" + between + "b"}
		shorter := bot.Chat{Channel: "web", ID: "a"}
		save(t, s, longer, "c", asking(between), saying("甲"))
		expect(t, s, shorter, "b"+between+"c", bot.State{}, nil)
	}
}

// The bot fills in a flow's answers in place; a message that fails after
// that must leave no trace. What a channel does to a reply is its own affair
// too.
func loadedIsACopy(t *testing.T, s Store) {
	for _, c := range changes {
		save(t, s, web, "1", fullState(), fullReply())
		state, reply, err := s.Load(t.Context(), web, "1")
		if err != nil || reply == nil {
			t.Fatalf("%s: load gives %s, %v", c.name, show(reply), err)
		}
		c.change(&state, reply)
		expectFull(t, s, c.name)
	}
}

func savedIsACopy(t *testing.T, s Store) {
	for _, c := range changes {
		state, reply := fullState(), fullReply()
		save(t, s, web, "1", state, reply)
		c.change(&state, &reply)
		expectFull(t, s, c.name)
	}
}

// changes are what can be done in place to a full state and a full reply,
// down to the last list.
var changes = []struct {
	name   string
	change func(*bot.State, *bot.Reply)
}{
	{"话题的问句", func(s *bot.State, _ *bot.Reply) { s.Topic.Question = "别的问题" }},
	{"话题的条款", func(s *bot.State, _ *bot.Reply) { s.Topic.Clauses[0] = "9.9" }},
	{"话题的条款加长", func(s *bot.State, _ *bot.Reply) { _ = append(s.Topic.Clauses[:1], "9.9") }},
	{"话题的问法", func(s *bot.State, _ *bot.Reply) { s.Topic.Kinds[0] = knowledge.KindPeriod }},
	{"流程", func(s *bot.State, _ *bot.Reply) { s.Flow.Flow = "别的流程" }},
	{"改了一个回答", func(s *bot.State, _ *bot.Reply) { s.Flow.Answers["城市"] = "包头" }},
	{"多了一个回答", func(s *bot.State, _ *bot.Reply) { s.Flow.Answers["数量"] = "三辆" }},
	{"少了一个回答", func(s *bot.State, _ *bot.Reply) { delete(s.Flow.Answers, "车型") }},
	{"状态的选项", func(s *bot.State, _ *bot.Reply) { s.Options[0].Label = "别的选项" }},
	{"整个状态", func(s *bot.State, _ *bot.Reply) { *s = bot.State{} }},
	{"回复的引文", func(_ *bot.State, r *bot.Reply) { r.Citations[0].Quote = "别的原文" }},
	{"引文的部门", func(_ *bot.State, r *bot.Reply) { r.Citations[0].Departments[0] = "别的部门" }},
	{"回复还缺的", func(_ *bot.State, r *bot.Reply) { r.Missing[0] = "数量" }},
	{"回复的选项", func(_ *bot.State, r *bot.Reply) { r.Options[0].ID = "别的选项" }},
	{"整个回复", func(_ *bot.State, r *bot.Reply) { *r = bot.Reply{} }},
}

// expectFull expects the full state and the full reply to be stored, whatever
// was changed outside.
func expectFull(t *testing.T, s Store, changed string) {
	t.Helper()
	state, reply, err := s.Load(t.Context(), web, "1")
	if err != nil || !reflect.DeepEqual(state, fullState()) || reply == nil || !reflect.DeepEqual(*reply, fullReply()) {
		t.Errorf("after the change of %s, there is stored\n%s\n%s\n%v", changed, show(state), show(reply), err)
	}
}

func concurrentChats(t *testing.T, s Store) {
	const chats, messages = 8, 4
	var wg sync.WaitGroup
	for i := range chats {
		chat := bot.Chat{Channel: "web", ID: fmt.Sprint(i)}
		wg.Go(func() { converse(t, s, chat, messages) })
	}
	wg.Wait()
	for i := range chats {
		chat := bot.Chat{Channel: "web", ID: fmt.Sprint(i)}
		for n := range messages {
			reply := saying(turn(chat, n))
			expect(t, s, chat, fmt.Sprint(n), asking(turn(chat, messages-1)), &reply)
		}
	}
}

// converse sends a chat's messages one after another; each finds the state
// that the one before it left.
func converse(t *testing.T, s Store, chat bot.Chat, messages int) {
	before := bot.State{}
	for n := range messages {
		state, reply, err := s.Load(t.Context(), chat, fmt.Sprint(n))
		if err != nil || reply != nil || !reflect.DeepEqual(state, before) {
			t.Errorf("%s: message %d finds %s, %s, %v", chat, n, show(state), show(reply), err)
		}
		before = asking(turn(chat, n))
		if err := s.Save(t.Context(), handled(chat, fmt.Sprint(n), before, saying(turn(chat, n)))); err != nil {
			t.Errorf("%s: saving message %d: %v", chat, n, err)
		}
	}
}

func turn(chat bot.Chat, n int) string { return fmt.Sprintf("%s 第 %d 句", chat, n) }

// concurrentReads loads a chat while it is saved: state and reply are of one
// transaction, so that a kept reply never comes with an older state.
func concurrentReads(t *testing.T, s Store) {
	const messages = 8
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := range messages {
			if err := s.Save(t.Context(), handled(web, "1", asking(turn(web, n)), saying(turn(web, n)))); err != nil {
				t.Errorf("saving message %d: %v", n, err)
			}
		}
	})
	for range 4 {
		wg.Go(func() {
			for range 16 {
				state, reply, err := s.Load(t.Context(), web, "1")
				together := reply == nil && state.Topic == nil ||
					reply != nil && state.Topic != nil && reply.Text == state.Topic.Question
				if err != nil || !together {
					t.Errorf("half a message: %s, %s, %v", show(state), show(reply), err)
				}
			}
		})
	}
	wg.Wait()
}

func save(t *testing.T, s Store, chat bot.Chat, id string, state bot.State, reply bot.Reply) {
	t.Helper()
	if err := s.Save(t.Context(), handled(chat, id, state, reply)); err != nil {
		t.Fatalf("save %s %q: %v", chat, id, err)
	}
}

// expect loads a chat with a message's id and compares both.
func expect(t *testing.T, s Store, chat bot.Chat, id string, state bot.State, reply *bot.Reply) {
	t.Helper()
	gotState, gotReply, err := s.Load(t.Context(), chat, id)
	if err != nil {
		t.Fatalf("load %s %q: %v", chat, id, err)
	}
	if !reflect.DeepEqual(gotState, state) {
		t.Errorf("%s %q: the state is\n%s\nwant\n%s", chat, id, show(gotState), show(state))
	}
	if !reflect.DeepEqual(gotReply, reply) {
		t.Errorf("%s %q: the reply is\n%s\nwant\n%s", chat, id, show(gotReply), show(reply))
	}
}

// show prints what pointers point at.
func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// handled is a message without an address that was handled.
func handled(chat bot.Chat, id string, state bot.State, reply bot.Reply) bot.Turn {
	return bot.Turn{Message: bot.Message{Chat: chat, ID: id}, State: state, Reply: reply}
}
