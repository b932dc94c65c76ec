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
	"cheyi/bot/telegram"
	"cheyi/bot/telegram/telegramtest"
	"cheyi/calendar"
	"cheyi/vehicles/sheet"
)

// A workbook of sixty vehicles goes from upload to receipt in one
// conversation, over HTTP and in Telegram.
func TestBookByWorkbook(t *testing.T) {
	list := workbook(t, 60)
	if *update { // for the terminal's transcript
		if err := os.WriteFile("testdata/transcripts/六十台.xlsx", list, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("网页接口", func(t *testing.T) {
		l := newLine(t)
		chat, said := "", 0
		say := func(text string) bot.Reply {
			var r bot.Reply
			said++
			chat, r = l.post(t, chat, fmt.Sprint(said), text)
			return r
		}
		var r bot.Reply
		for _, text := range wayToList {
			r = say(text)
		}
		if len(r.Files) != 1 {
			t.Fatalf("no template: %q", r.Text)
		}
		blank := httptest.NewRecorder()
		l.http.ServeHTTP(blank, httptest.NewRequest(http.MethodGet, r.Files[0].URL, nil))
		if blank.Code != http.StatusOK || !strings.HasPrefix(blank.Body.String(), "PK") || !strings.Contains(blank.Header().Get("Content-Disposition"), "utf-8''") {
			t.Errorf("the template: status %d, %v", blank.Code, blank.Header())
		}
		l.upload(t, chat, "list", "六十台.xlsx", list)
		for _, text := range wayFromList {
			say(text)
		}
		r = say("确认提交")
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
			return l.texts(t, 1, seen)[seen-1]
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
		sent := l.documents(t, 1, 2)
		if report, err := sheet.Read(sent[0].Name, sent[0].Content, calendar.DayOf(l.now())); err == nil {
			t.Errorf("the template has vehicles: %+v", report)
		}
		if !strings.HasPrefix(string(sent[1].Content), "BEGIN:VCALENDAR") || !strings.HasSuffix(sent[1].Name, ".ics") || strings.Contains(string(sent[1].Content), "张三") {
			t.Errorf("the appointment: %s\n%s", sent[1].Name, sent[1].Content)
		}
	})
}

// U13: Telegram gives a bot no file of more than 20 MB. Whoever sends one is told
// what to do instead, and the draft is as it was.
func TestU13OverTelegramsLimit(t *testing.T) {
	l, seen := newLine(t), 0
	for _, text := range wayToList {
		l.server.Say(1, text)
		seen++
		l.texts(t, 1, seen)
	}
	l.server.Upload(1, "六十台.xlsx", make([]byte, telegram.LargestFile+1))
	if text := l.texts(t, 1, seen+1)[seen]; !strings.HasPrefix(text, "文件太大，没有读取") || !strings.Contains(text, fmt.Sprintf("不会超过 %d MB", sheet.MaxBytes>>20)) || !strings.Contains(text, "粘贴过来") {
		t.Errorf("%q", text)
	}
	l.server.Upload(1, "六十台.xlsx", workbook(t, 60))
	if text := l.texts(t, 1, seen+2)[seen+1]; !strings.Contains(text, "车辆　60 台") {
		t.Errorf("%q", text)
	}
}

// texts waits until a chat has received so many messages that are texts.
func (l *line) texts(t *testing.T, chat int64, n int) (texts []string) {
	t.Helper()
	l.server.Until(t, fmt.Sprintf("%d texts", n), func() bool {
		texts = nil
		for _, m := range l.server.Received(chat) {
			if m.Document == nil {
				texts = append(texts, m.Text)
			}
		}
		return len(texts) >= n
	})
	return texts
}

// documents waits until a chat has received so many files, and wants no more.
func (l *line) documents(t *testing.T, chat int64, n int) (files []telegramtest.Document) {
	t.Helper()
	l.server.Until(t, fmt.Sprintf("%d files", n), func() bool {
		files = nil
		for _, m := range l.server.Received(chat) {
			if m.Document != nil {
				files = append(files, *m.Document)
			}
		}
		return len(files) >= n
	})
	if len(files) > n {
		t.Errorf("%d files", len(files))
	}
	return files
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
