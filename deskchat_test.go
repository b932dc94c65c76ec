package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cheyi/booking"
	"cheyi/bot/telegram/telegramtest"
)

// A group is the officers' as a test follows it: messages one after another.
type group struct {
	t      *testing.T
	server *telegramtest.Server
	heard  int
}

func (g *group) next(contains string) telegramtest.Message {
	g.t.Helper()
	g.heard++
	got := g.server.Await(g.t, -100, g.heard)[g.heard-1]
	if !strings.Contains(got.Text, contains) {
		g.t.Fatalf("%q, want %q", got.Text, contains)
	}
	for _, secret := range []string{"张三", "13800008000", "LZZ5BBFD", "91150100"} {
		if strings.Contains(got.Text, secret) {
			g.t.Errorf("the group reads %q in\n%s", secret, got.Text)
		}
	}
	return got
}

func (g *group) press(m telegramtest.Message, label string) {
	g.t.Helper()
	for _, row := range m.Keyboard {
		for _, key := range row {
			if key.Text == label {
				g.server.PressIn(-100, 1, m.ID, key.Data)
				return
			}
		}
	}
	g.t.Fatalf("no %s among %v", label, m.Keyboard)
}

// The desk's command stands in the officers' menu alone. With it an officer
// gets the list of a day as a masked document, closes the day, and cancels a
// batch, of which the exporter is told.
func TestServeDeskChatDay(t *testing.T) {
	server, s, store := serveDeskChat(t)
	defer s.stop()
	if status, answer := s.desk("POST", "tokens", `{"name":"张科长","offices":["hohhot"],"telegram":1}`); status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	server.Until(t, "the bot is there", func() bool { return server.Calls("getUpdates") > 0 })
	if menu := fmt.Sprint(server.CommandsIn(-100)); !strings.HasPrefix(menu, "[{desk ") || strings.Contains(menu, "{my ") || strings.Contains(fmt.Sprint(server.Commands("")), "{desk ") {
		t.Errorf("the officers' menu is %s, all others' %v", menu, server.Commands(""))
	}
	server.Meet(-100)
	server.Meet(7)
	b := bookFor(t, store, "telegram/7")
	g := &group{t: t, server: server}
	g.next(b.Receipt)
	server.SayIn(-100, 1, "/desk@cheyi_test_bot "+b.Slot.Date.Chinese())
	day := g.next("约 60 辆，空 0 辆")
	g.press(day, "当天名单")
	g.next("名单：1 批，60 辆")
	list := g.next("").Document
	if list == nil || list.Name != "cheyi-"+b.Slot.Date.String()+".xlsx" {
		t.Fatalf("%+v", list)
	}
	book, err := excelize.OpenReader(bytes.NewReader(list.Content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if cells := fmt.Sprint(rows); err != nil || len(rows) != 61 || !strings.Contains(cells, "…000059") || strings.Contains(cells, "LZZ5") || strings.Contains(cells, "13800008000") {
		t.Errorf("%v %v", rows, err)
	}
	g.press(day, "停办这一天")
	g.press(g.next("已约的 1 批 60 辆仍然有效"), "确定停办")
	closed := g.next("张科长停办")
	g.press(closed, b.Receipt)
	g.press(g.next("…000059"), "取消预约")
	g.next("什么原因")
	server.SayIn(-100, 1, "@cheyi_test_bot 检测线检修")
	g.press(g.next("原因：检测线检修"), "确定取消")
	g.next("张科长取消")
	if got := server.Await(t, 7, 1)[0]; !strings.Contains(got.Text, "检测线检修") {
		t.Errorf("the owner is told %q", got.Text)
	}
	if now, err := store.Batch(t.Context(), b.Receipt); err != nil || now.State != booking.Cancelled {
		t.Errorf("%+v %v", now, err)
	}
}
