package storetest

import (
	"testing"

	"cheyi/bot"
)

// forgetting are the checks of what a store keeps no longer.
var forgetting = []check{
	{"删除之后，旧答复和没发出的都不在了", erased},
	{"清扫时各会话只留该留的", swept},
}

// erased wants nothing of a chat's earlier replies to be left, and the message
// of each known all the same: it must not be handled again.
func erased(t *testing.T, s Store) {
	asked := ask(web, "1")
	take(t, s, asked)
	for _, chat := range []bot.Chat{web, telegram} {
		finish(t, s, ask(chat, "1"), saying("王小明，13800138000"))
	}
	sending := ask(web, "2")
	finish(t, s, sending, saying("王小明"))
	if err := s.Post(t.Context(), bot.Outgoing{Chat: web, ID: "通知", Address: asked.Address, Reply: saying("王小明的预约")}); err != nil {
		t.Fatal(err)
	}
	erasing := ask(web, "3")
	if err := s.Save(t.Context(), bot.Turn{Message: erasing, Reply: saying("已删除"), Erased: true}); err != nil {
		t.Fatal(err)
	}
	forgotten, done, kept := bot.ForgottenReply(), saying("已删除"), saying("王小明，13800138000")
	for _, id := range []string{"1", "2", "通知"} {
		expect(t, s, web, id, bot.State{}, &forgotten)
	}
	expect(t, s, web, "3", bot.State{}, &done)
	expect(t, s, telegram, "1", bot.State{}, &kept)
	receive(t, s, []bot.Message{asked}, bot.Again)
	if o := next(t, s, web); o == nil || o.ID != "3" {
		t.Errorf("next is %s", show(o))
	}
	if o := next(t, s, telegram); o == nil || o.Reply.Text != kept.Text {
		t.Errorf("another chat's next is %s", show(o))
	}
	counts(t, s, bot.Counts{Taken: 1, Handled: 1, Queued: 5, Superseded: 3, Pending: 2})
}

func swept(t *testing.T, s Store) {
	chats := map[string]bot.Chat{}
	for _, name := range []string{"留着", "留一半", "删掉"} {
		chats[name] = bot.Chat{Channel: "web", ID: name}
		state := fullState()
		state.Topic.Question = name
		save(t, s, chats[name], "1", state, saying(name))
	}
	judged := 0
	half := asking("留一半")
	err := s.Sweep(t.Context(), func(state bot.State) (bot.State, bool) {
		if state.Topic == nil {
			t.Error("a state that nobody has stored")
			return state, false
		}
		judged++
		switch state.Topic.Question {
		case "删掉":
			return bot.State{}, true
		case "留一半":
			return half, true
		}
		return bot.State{}, false // nothing has gone, whatever is returned
	})
	if err != nil || judged < len(chats) {
		t.Fatalf("%d judged, %v", judged, err)
	}
	whole, reply := fullState(), saying("删掉")
	whole.Topic.Question = "留着"
	expect(t, s, chats["留着"], "2", whole, nil)
	expect(t, s, chats["留一半"], "2", half, nil)
	expect(t, s, chats["删掉"], "1", bot.State{}, &reply) // a reply has a time of its own
}
