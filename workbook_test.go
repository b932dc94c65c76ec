package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/vehicles/sheet"
)

// A workbook of sixty vehicles goes from upload to receipt in one
// conversation, over HTTP and in Telegram.
func TestBookByWorkbook(t *testing.T) {
	list := workbook(t, 60)
	t.Run("网页接口", func(t *testing.T) {
		l := newLine(t)
		chat, said := "", 0
		say := func(text string) bot.Reply {
			var r bot.Reply
			said++
			chat, r = l.post(t, chat, fmt.Sprint(said), text)
			return r
		}
		for _, text := range wayToList {
			say(text)
		}
		l.upload(t, chat, "list", "六十台.xlsx", list)
		for _, text := range wayFromList {
			say(text)
		}
		r := say("确认提交")
		if r.Outcome != "booking" || r.Booking == nil || len(r.Booking.Vehicles) != 60 || len(r.Files) != 1 {
			t.Fatalf("%s %q", r.Outcome, r.Text)
		}
		w := httptest.NewRecorder()
		l.http.ServeHTTP(w, httptest.NewRequest(http.MethodGet, r.Files[0].URL, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "BEGIN:VEVENT") {
			t.Errorf("the calendar file: status %d, %s", w.Code, w.Body)
		}
		if left, err := os.ReadDir(l.uploads); err != nil || len(left) > 0 {
			t.Errorf("uploads that are done with are left: %v %v", left, err)
		}
		l.booked(t)
	})
	t.Run("Telegram", func(t *testing.T) {
		l, seen := newLine(t), 0
		wait := func() string {
			seen++
			return l.server.Await(t, 1, seen)[seen-1].Text
		}
		for _, text := range wayToList {
			l.server.Say(1, text)
			wait()
		}
		l.server.Upload(1, "六十台.xlsx", list)
		wait()
		for _, text := range wayFromList {
			l.server.Say(1, text)
			wait()
		}
		l.server.Say(1, "确认提交")
		if text := wait(); !strings.Contains(text, "已提交") || strings.Contains(text, "13800138000") {
			t.Errorf("%q", text)
		}
		l.booked(t)
	})
}

// What an exporter says before and after the list.
var (
	wayToList   = []string{"我要预约转让待出口，下周三在呼市", "同意", "内蒙古某某汽车贸易有限公司", "91150102MAQJWYLF59", "已备案", "张三", "13800138000"}
	wayFromList = []string{"9:00–12:00 还能约 60 台"}
)

// booked wants one batch of sixty vehicles.
func (l *line) booked(t *testing.T) {
	t.Helper()
	batches, err := l.bookings.Batches(t.Context(), booking.Filter{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 12, Day: 2}})
	if err != nil || len(batches) != 1 || batches[0].Count() != 60 || batches[0].Contact.Phone != "13800138000" {
		t.Errorf("%+v %v", batches, err)
	}
}

// upload sends a file over HTTP.
func (l *line) upload(t *testing.T, chat, id, name string, content []byte) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range map[string]string{"chat": chat, "id": id} {
		if err := form.WriteField(key, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || form.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/chat", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	l.http.ServeHTTP(w, r)
	var answer struct{ Reply bot.Reply }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Reply.Missing) == 0 || answer.Reply.Missing[0] != "window" {
		t.Fatalf("status %d, %s", w.Code, w.Body)
	}
}

// workbook is a list of vehicles whose check digits fit (GB 16735).
func workbook(t *testing.T, n int) []byte {
	t.Helper()
	var rows [][]string
	for i := range n {
		rows = append(rows, []string{vinOf(i), "", ""})
	}
	var out bytes.Buffer
	if err := sheet.WriteSheet(&out, []string{"车架号", "号牌", "登记地"}, rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// vinOf makes up the VIN of a number.
func vinOf(n int) string {
	weights := []int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	values := map[rune]int{'L': 3, 'Z': 9}
	vin := []rune(fmt.Sprintf("LZZ111110L%07d", n))
	sum := 0
	for i, r := range vin {
		value, letter := values[r]
		if !letter {
			value = int(r - '0')
		}
		sum += weights[i] * value
	}
	vin[8] = []rune("0123456789X")[sum%11]
	return string(vin)
}
