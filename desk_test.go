package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/bot/telegram/telegramtest"
	"cheyi/calendar"
	"cheyi/config"
	"cheyi/store/bolt"
)

const deskToken = "desk-token"

// desk asks the desk API, as its officer.
func (s *serving) desk(method, path, body string) (status int, answer string) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+"/api/desk/"+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+deskToken)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.answered(resp)
}

// bookFor books sixty vehicles for a conversation, on the next day that has a
// window for them.
func bookFor(t *testing.T, store *bolt.Store, owner string) booking.Batch {
	t.Helper()
	now := time.Now()
	slots, err := store.Slots(t.Context(), "hohhot", calendar.DayOf(now).Add(2), calendar.DayOf(now).Add(30))
	if err != nil {
		t.Fatal(err)
	}
	q := booking.Request{
		Business: booking.TransferExport, Enterprise: booking.Enterprise{Name: "顺达汽车贸易有限公司", USCC: "91150100MA0N000000"},
		Contact: booking.Contact{Name: "张三", Phone: "13800008000"},
	}
	for i := range 60 {
		q.Vehicles = append(q.Vehicles, booking.Vehicle{VIN: fmt.Sprintf("LZZ5BBFD%09d", i), State: booking.VehicleBooked})
	}
	for _, s := range slots {
		if s.Free() < len(q.Vehicles) {
			continue
		}
		q.Slot = s.SlotID
		r, err := store.Do(t.Context(), booking.Command{
			Key: owner, Actor: booking.Actor{Role: booking.Exporter, ID: owner}, Action: booking.Submit, At: now, Requests: []booking.Request{q},
		})
		if err != nil {
			t.Fatal(err)
		}
		return r.Batches[0]
	}
	t.Fatal("no window in a month")
	return booking.Batch{}
}

// Sixty vehicles go through the desk of a running server: three come back, the
// rest is confirmed, and all of it is there after a restart.
func TestServeDesk(t *testing.T) {
	settings := config.Settings{Data: t.TempDir(), HTTP: "127.0.0.1:0", DeskToken: deskToken}
	s, store := startServingWith(t, settings, nil, openSocket(settings.Data))
	if !strings.Contains(s.said, "预约窗口　http://") || !strings.Contains(s.said, "内置的示例") {
		t.Errorf("the start says\n%s", s.said)
	}
	b := bookFor(t, store, "web/x")
	if status, _ := s.desk("GET", "batches?state=pending", ""); status != 200 {
		t.Errorf("the queue: %d", status)
	}
	status, answer := s.desk("POST", "batches/"+b.Receipt, `{"version":1,"action":"reject","vins":["LZZ5BBFD000000000","LZZ5BBFD000000001","LZZ5BBFD000000002"],"reason":"登记证书不清"}`)
	if status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	if status, answer = s.desk("POST", "batches/"+b.Receipt, `{"version":1,"action":"confirm"}`); status != 409 || !strings.Contains(answer, "已由管理员于") {
		t.Errorf("an old version: %d %s", status, answer)
	}
	if status, answer = s.desk("POST", "batches/"+b.Receipt, `{"version":2,"action":"confirm"}`); status != 200 {
		t.Errorf("%d %s", status, answer)
	}
	for file, begins := range map[string]string{".xlsx": "PK", ".txt": "呼和浩特市"} {
		if status, answer = s.desk("GET", "days/hohhot/"+b.Slot.Date.String()+file, ""); status != 200 || !strings.HasPrefix(answer, begins) {
			t.Errorf("%s: %d %.40q", file, status, answer)
		}
	}
	if status, answer = s.desk("POST", "tokens", `{"name":"张科长","offices":["hohhot"]}`); status != 200 {
		t.Errorf("%d %s", status, answer)
	}
	s.stop()

	s, _ = startServingWith(t, settings, nil, openSocket(settings.Data))
	defer s.stop()
	status, answer = s.desk("GET", "batches/"+b.Receipt, "")
	var shown struct {
		State    string
		Version  int
		Vehicles []struct{ State string }
		Audit    []struct{ Action string }
	}
	if err := json.Unmarshal([]byte(answer), &shown); err != nil || status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	if shown.State != "confirmed" || shown.Version != 3 || len(shown.Audit) != 3 || shown.Vehicles[2].State != "returned" {
		t.Errorf("after a restart: %s", answer)
	}
	if _, answer = s.desk("GET", "tokens", ""); !strings.Contains(answer, "张科长") {
		t.Errorf("the officers after a restart: %s", answer)
	}
}

// F2: a file of offices that has faults is refused with all of them.
func TestF2OfficesFile(t *testing.T) {
	if _, err := readOffices(config.Settings{Offices: filepath.Join(t.TempDir(), "没有.yaml")}); err == nil || !strings.Contains(err.Error(), "没有.yaml") {
		t.Errorf("%v", err)
	}
	file := filepath.Join(t.TempDir(), "offices.yaml")
	if err := os.WriteFile(file, []byte("retention_days: 30\noffices:\n  - id: A\n    name: 甲\n    area: 呼和浩特市\n    windows: [{time: 09:00-12:00, capacity: -1}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := readOffices(config.Settings{Offices: file})
	if err == nil || !strings.Contains(err.Error(), file+":3") || !strings.Contains(err.Error(), file+":6") {
		t.Errorf("%v", err)
	}
}

// serveDeskChat serves a desk whose officers have a group in Telegram.
func serveDeskChat(t *testing.T) (*telegramtest.Server, *serving, *bolt.Store) {
	t.Helper()
	server := telegramtest.New(t)
	settings := config.Settings{
		Data: t.TempDir(), HTTP: "127.0.0.1:0", DeskToken: deskToken, DeskChat: "-100",
		TelegramToken: server.Token, TelegramAPI: server.URL(),
	}
	s, store := startServingWith(t, settings, nil, openSocket(settings.Data))
	return server, s, store
}

// Two rows are returned in the officers' group: typed by their numbers, which
// nobody else's conversation hears of, with a reason typed as well.
func TestServeDeskChatReturns(t *testing.T) {
	server, s, store := serveDeskChat(t)
	defer s.stop()
	if status, answer := s.desk("POST", "tokens", `{"name":"张科长","offices":["hohhot"],"telegram":1}`); status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	server.Until(t, "the bot is there", func() bool { return server.Calls("getUpdates") > 0 })
	server.Meet(-100)
	server.Meet(7)
	b := bookFor(t, store, "telegram/7")
	heard := 0
	next := func(chat int64, contains string) telegramtest.Message {
		t.Helper()
		heard++
		got := server.Await(t, chat, heard)[heard-1]
		if !strings.Contains(got.Text, contains) {
			t.Fatalf("%q, want %q", got.Text, contains)
		}
		return got
	}
	button := func(m telegramtest.Message, label string) {
		t.Helper()
		for _, row := range m.Keyboard {
			for _, key := range row {
				if len(key.Data) > 64 {
					t.Errorf("%s: %d bytes of callback data", key.Text, len(key.Data))
				}
				if key.Text == label {
					server.PressIn(-100, 1, m.ID, key.Data)
					return
				}
			}
		}
		t.Fatalf("no %s among %v", label, m.Keyboard)
	}
	button(next(-100, b.Receipt), "退回")
	next(-100, "60. …000059")
	server.SayIn(-100, 1, "@cheyi_test_bot 2、000059")
	next(-100, "退回第 2、60 行")
	server.SayIn(-100, 1, "@cheyi_test_bot 登记证书不清")
	button(next(-100, "原因：登记证书不清"), "确定退回")
	button(next(-100, "张科长退回车辆"), "确认")
	next(-100, "张科长确认")
	heard = 0
	next(7, "登记证书不清")
	next(7, "预约已确认")
	if now, err := store.Batch(t.Context(), b.Receipt); err != nil || now.State != booking.Confirmed || now.Count() != 58 {
		t.Errorf("%+v %v", now, err)
	}
}

// The officers' chat is told of a batch and confirms it by a button there. B8:
// whoever presses second is told who was first.
func TestServeDeskChat(t *testing.T) {
	server, s, store := serveDeskChat(t)
	defer s.stop()
	for i, name := range []string{"张科长", "李警官"} {
		if status, answer := s.desk("POST", "tokens", fmt.Sprintf(`{"name":%q,"offices":["hohhot"],"telegram":%d}`, name, i+1)); status != 200 {
			t.Fatalf("%d %s", status, answer)
		}
	}
	server.Until(t, "the bot is there", func() bool { return server.Calls("getUpdates") > 0 })
	server.SayIn(-100, 1, "/help@somebody_else") // the group exists
	server.Meet(7)
	b := bookFor(t, store, "telegram/7")
	card := server.Await(t, -100, 1)[0]
	if !strings.Contains(card.Text, b.Receipt) || strings.Contains(card.Text, "张三") || len(card.Keyboard) == 0 {
		t.Fatalf("the officers are told %+v", card)
	}
	confirm := card.Keyboard[0][0].Data
	server.PressIn(-100, 1, card.ID, confirm)
	if got := server.Await(t, -100, 2)[1]; !strings.Contains(got.Text, "张科长确认") {
		t.Errorf("the first is told %q", got.Text)
	}
	if got := server.Await(t, 7, 1)[0]; !strings.Contains(got.Text, b.Receipt) || strings.Contains(got.Text, "13800008000") {
		t.Errorf("the owner is told %q", got.Text)
	}
	server.PressIn(-100, 2, card.ID, confirm)
	if got := server.Await(t, -100, 3)[2]; !strings.Contains(got.Text, "已由张科长于") {
		t.Errorf("the second is told %q", got.Text)
	}
	server.PressIn(-100, 3, card.ID, confirm)
	if got := server.Await(t, -100, 4)[3]; !strings.Contains(got.Text, "没有登记为窗口人员") {
		t.Errorf("a stranger is told %q", got.Text)
	}
	if now, err := store.Batch(t.Context(), b.Receipt); err != nil || now.State != booking.Confirmed || now.Version != 2 {
		t.Errorf("%+v %v", now, err)
	}
}
