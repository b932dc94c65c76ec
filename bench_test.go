package main

import (
	"context"
	"log/slog"
	"strconv"
	"testing"

	"cheyi/bot"
	"cheyi/config"
)

const benchQuestion = "我们单位报名了哈萨克斯坦的汽车展览会，场地租赁开支政府承担比例是多少？"

// BenchmarkHandle is one message from text to reply, with memory as the store.
func BenchmarkHandle(b *testing.B) {
	talk := bot.New(slog.New(slog.DiscardHandler), realFinder(b), realFinder(b).Book, bot.NewMemory())
	when, err := moment(evalDay, nil)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		m := bot.Message{ID: "1", Chat: bot.Chat{Channel: "bench", ID: strconv.Itoa(n)}, Text: benchQuestion, At: when}
		if _, err := talk.Handle(context.Background(), m); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart is everything before the first answer, and that answer:
// reading the corpus, loading the dictionary, building the index.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		live, err := open(config.Settings{Data: b.TempDir()})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := live.Find(context.Background(), benchQuestion); err != nil {
			b.Fatal(err)
		}
		if err := live.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
