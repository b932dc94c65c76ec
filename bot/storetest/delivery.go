package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"cheyi/bot"
)

// delivery are the checks of what a channel needs besides to deliver.
var delivery = []check{
	{"写不进的会话，来了新消息就又能写", unreachable},
	{"会话改了名字", movedNames},
	{"按钮按回复的短名找回", offered},
	{"密钥有三十二字节，各库不同", secrets},
	{"办到一半的会话", unfinished},
	{"账总是平的", balances},
}

func unreachable(t *testing.T, s Store) {
	reason := func(chat bot.Chat, want string) {
		t.Helper()
		if got, err := s.Unreached(t.Context(), chat); err != nil || got != want {
			t.Errorf("%s is unreachable for %q, %v; want %q", chat, got, err, want)
		}
	}
	set := func(chat bot.Chat, why string) {
		t.Helper()
		if err := s.Reachable(t.Context(), chat, why); err != nil {
			t.Fatal(err)
		}
	}
	reason(web, "")
	set(web, "") // nothing to take back
	set(web, "blocked")
	set(telegram, "not found")
	reason(web, "blocked")
	set(web, "")
	reason(web, "")
	set(web, "blocked")

	m := typed(web, "1", "我回来了")
	m.Press = "菜单"
	take(t, s, m)
	reason(web, "")
	reason(telegram, "not found")

	set(web, "blocked")
	again := typed(web, "2", "我回来了")
	again.Press = "菜单"
	receive(t, s, []bot.Message{m, again, typed(web, "1", "别的话")}, bot.Again, bot.Pressed, bot.Conflict)
	reason(web, "blocked") // no new message
}

func movedNames(t *testing.T, s Store) {
	where := func(channel, name, want string) {
		t.Helper()
		if got, err := s.Where(t.Context(), channel, name); err != nil || got != want {
			t.Errorf("%s is at %q, %v; want %q", name, got, err, want)
		}
	}
	move := func(from, to string) {
		t.Helper()
		if err := s.Moved(t.Context(), "telegram", from, to); err != nil {
			t.Fatal(err)
		}
	}
	where("telegram", "-7", "-7")
	move("-7", "-1007")
	move("-8", "-1008")
	where("telegram", "-7", "-1007")
	where("telegram", "-1007", "-1007")
	where("web", "-7", "-7")
	move("-7", "-1009") // noted once more
	where("telegram", "-7", "-1009")
	where("telegram", "-8", "-1008")
}

func offered(t *testing.T, s Store) {
	key := bot.ReplyKey(web, "1")
	options := func(key []byte, want []bot.Option) []bot.Option {
		t.Helper()
		got, err := s.Offered(t.Context(), key)
		if err != nil || !slices.Equal(got, want) || want == nil && got != nil {
			t.Errorf("%x offers %v, %v; want %v", key, got, err, want)
		}
		return got
	}
	options(key, nil)
	for i := range 20 {
		save(t, s, web, fmt.Sprint(i), bot.State{}, bot.Reply{Options: []bot.Option{{ID: fmt.Sprint("选", i), Label: "好"}}})
	}
	save(t, s, telegram, "1", bot.State{}, fullReply())
	for i := range 20 {
		options(bot.ReplyKey(web, fmt.Sprint(i)), []bot.Option{{ID: fmt.Sprint("选", i), Label: "好"}})
	}
	options(key, []bot.Option{{ID: "选1", Label: "好"}})[0].ID = "别的"
	options(key, []bot.Option{{ID: "选1", Label: "好"}})
	for _, stranger := range [][]byte{nil, {}, key[:len(key)-1], append(slices.Clone(key), 0), bytes.Repeat([]byte{0xff}, len(key)), make([]byte, len(key))} {
		options(stranger, nil)
	}
	if len(key) != bot.ReplyKeySize || bytes.Equal(key, bot.ReplyKey(telegram, "1")) {
		t.Errorf("the key is %x", key)
	}
}

func secrets(t *testing.T, s Store) {
	first := slices.Clone(s.Secret())
	if len(first) != 32 || bytes.Equal(first, make([]byte, 32)) {
		t.Errorf("the secret is %x", first)
	}
	clear(s.Secret())
	if !bytes.Equal(s.Secret(), first) {
		t.Error("who was given the secret can change it")
	}
}

func unfinished(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), saying("哪个城市？"))
	save(t, s, telegram, "1", fullState(), saying("哪个城市？"))
	done := bot.Chat{Channel: "web", ID: "办完了"}
	save(t, s, done, "1", fullState(), saying("哪个城市？"))
	save(t, s, done, "2", asking("好"), saying("好"))
	save(t, s, bot.Chat{Channel: "website", ID: "1"}, "1", fullState(), saying("哪个城市？"))
	got, err := s.Unfinished(t.Context(), "web")
	if err != nil || !slices.Equal(got, []bot.Chat{web}) {
		t.Errorf("unfinished are %v, %v", got, err)
	}
}
