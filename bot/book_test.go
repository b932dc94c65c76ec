package bot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/vehicles"
)

// bookFinder understands what plainFinder does, and knows the words for yes.
type bookFinder struct{ plainFinder }

func (f *bookFinder) Find(ctx context.Context, question string) (knowledge.Finding, error) {
	found, err := f.plainFinder.Find(ctx, question)
	found.Library.Lexicon.Talk.Yes, found.Library.Lexicon.Talk.No = []string{"是", "好"}, []string{"不"}
	found.Library.Lexicon.Talk.Questions = append(found.Library.Lexicon.Talk.Questions, "怎", "什么")
	return found, err
}

const oneOffice = `retention_days: 30
draft_days: 7
offices:
  - id: hohhot
    name: 呼和浩特市车辆管理所
    area: 呼和浩特市
    names: [呼市]
    windows:
      - {time: 09:00-12:00, capacity: 3}
      - {time: 14:30-17:00, capacity: 2}
`

// workdays are a year in which only weekends are off.
var workdays = calendar.Years{2026: {Number: 2026, Status: calendar.Official}}

// booker is a person in a chat with a bot that takes bookings at one office.
func booker(t *testing.T) (*person, *booking.Memory) {
	t.Helper()
	offices, faults := booking.ReadOffices("offices.yaml", []byte(oneOffice), workdays)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	bookings, store := booking.NewMemory(offices), NewMemory()
	store.UseBookings(bookings)
	b := New(slog.New(slog.DiscardHandler), &bookFinder{}, nil, store)
	b.UseBookings(Bookings{Offices: offices, Store: bookings, Files: sent{}, List: func(_ string, data []byte, today calendar.Day) (vehicles.Report, error) {
		return vehicles.ReadText(string(data), today)
	}})
	return &person{t: t, bot: b, chat: Chat{Channel: "test", ID: "1"}}, bookings
}

// sent are files whose content is their reference.
type sent struct{}

func (sent) Open(_ context.Context, _ Chat, f File) (io.ReadCloser, error) {
	if f.Ref == "" {
		return nil, errors.New("gone")
	}
	return io.NopCloser(strings.NewReader(f.Ref)), nil
}

var vins = []string{"LZZY6XCD2RA894843", "LZZUD7SN6SB968764", "LZY7HX328PC643819", "LZX032D95MD969201", "LZWTWWJD5TE446049"}

// toVehicles is the way to the vehicles' question, toConfirm to the last one.
func toVehicles() []string {
	return []string{
		"我要预约", "同意", "注销", "呼市", "草原驼铃汽车贸易有限公司", "91150102MAQJWYLF59", "已备案", "王小明", "13800138000",
	}
}

func toConfirm(cars ...string) []string {
	return append(toVehicles(), strings.Join(cars, "\n"), "10月20日放行", "11月25日", "上午")
}

func (p *person) saysAll(lines []string) (r Reply) {
	p.t.Helper()
	for _, line := range lines {
		r = p.says(line)
	}
	return r
}

// Each question is asked by its name, one after another.
func TestBookingAsksInOrder(t *testing.T) {
	p, _ := booker(t)
	want := []string{"consent", "business", "office", "enterprise", "uscc", "filed", "contact", "phone", "vehicles", "cleared_on", "date", "window", "confirm"}
	for i, line := range append(toVehicles(), vins[0]+"\n"+vins[1], "10月20日放行", "11月25日", "9点") {
		r := p.says(line)
		if r.Outcome != Asked || r.Missing[0] != want[i] {
			t.Fatalf("after %q it asks for %v: %s", line, r.Missing, r.Text)
		}
	}
	r := p.says("确认提交")
	if r.Outcome != Booked || r.Booking == nil || r.Booking.State != booking.Pending || len(r.Booking.Vehicles) != 2 || r.Booking.Window != "09:00-12:00" || r.Booking.Date != (calendar.Day{Year: 2026, Month: 11, Day: 25}) || len(r.Files) != 1 {
		t.Fatalf("%+v %+v", r, r.Booking)
	}
	if len(r.Missing) > 0 || !strings.Contains(r.Text, r.Booking.Receipt) {
		t.Errorf("%q", r.Text)
	}
}

// What has been said is not asked again, and nothing of a person is taken
// before consent.
func TestBookingTakesWhatIsSaid(t *testing.T) {
	p, _ := booker(t)
	r := p.says("帮我约11月25日上午呼市2台注销，联系人王小明，13800138000")
	if r.Missing[0] != askConsent || slices.Contains(r.Missing, askOffice) || slices.Contains(r.Missing, askDate) || !slices.Contains(r.Missing, askContact) {
		t.Fatalf("%v: %s", r.Missing, r.Text)
	}
	p.saysAll([]string{"同意", "公司叫草原驼铃汽车贸易有限公司，91150102MAQJWYLF59，没有备案，联系人王小明，电话13800138000"})
	r = p.says(vins[0] + "，" + vins[1])
	if r.Missing[0] != askClearedOn {
		t.Fatalf("%v: %s", r.Missing, r.Text)
	}
	if r = p.says("10月20日放行"); r.Missing[0] != askConfirm {
		t.Errorf("%v: %s", r.Missing, r.Text)
	}
}

// What an enterprise is called says nothing of where it wants to go.
func TestNamesAreNoOffices(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toVehicles()[:3])
	if r := p.says("公司叫呼市草原汽车贸易有限公司"); r.Missing[0] != askOffice {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	p.says("呼市")
	p.saysAll([]string{"91150102MAQJWYLF59", "已备案", "王小明", "13800138000"})
	if r := p.says("我要预约"); r.Missing[0] != askVehicles {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	other.saysAll(toVehicles()[:4])
	for _, line := range []string{"我要预约", "下周三上午", "注销怎么办"} {
		if r := other.says(line); r.Missing[0] != askEnterprise {
			t.Errorf("%q: %v %q", line, r.Missing, r.Text)
		}
	}
}

// A calculation in between ends without the booking.
func TestCancelInBetween(t *testing.T) {
	p, _ := booker(t)
	p.bot.flows = append(p.bot.flows, lunch())
	p.saysAll(toVehicles()[:4])
	s := p.bot.store.(*Memory).states[p.chat]
	s.Waiting, s.Flow = s.Flow, &Progress{Flow: "lunch", Answers: Answers{}}
	p.bot.store.(*Memory).states[p.chat] = s
	if r := p.says("取消"); !strings.Contains(r.Text, wordsCanceled) || len(r.Missing) == 0 || r.Missing[0] != askEnterprise {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// Who changes what is agreed to gives it another version.
func TestConsentVersion(t *testing.T) {
	print := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:8] }
	days := booking.Offices{RetentionDays: 1, DraftDays: 1}
	here, abroad := print(consentText(days)), print(consentAbroad+consentText(days))
	if want := consentHere + " " + here + " " + consentTelegram + " " + abroad; want != agreedTo {
		t.Errorf("the text is %s: raise the version in bookconsent.go and write it here", want)
	}
}

const agreedTo = "2 57d4783a telegram-2 c6bbf64b"

// The office's words decide whether a message books or asks.
func TestBookingOrQuestion(t *testing.T) {
	for text, books := range map[string]bool{
		"我要预约": true, "帮我约下周三呼市30台": true, "我要约60台注销": true, "下周三呼市30台注销": true,
		"预约下周三呼市车管所办转让待出口": true, "11月25日呼市约60台转让待出口": true,
		"帮我约下周三呼市30台，可以吗": true, "下周约60台转让待出口": true,
		"怎么预约": false, "预约要什么材料": false, "批量预约": false, "预约": false, "我要预约要带什么": false,
		"今年出口约60台": false, "30台注销": false, "能批量预约吗": false,
	} {
		p, _ := booker(t)
		if r := p.says(text); (len(r.Missing) > 0 && r.Missing[0] == askConsent) != books {
			t.Errorf("%q: %v %q", text, r.Missing, r.Text)
		}
	}
}

func TestRoomIsAsked(t *testing.T) {
	p, _ := booker(t)
	r := p.says("60台下周能约吗")
	if !strings.Contains(r.Text, "呼和浩特市车辆管理所　25 台") || !strings.HasPrefix(r.Options[0].ID, choiceBook+":") {
		t.Errorf("%q %v", r.Text, r.Options)
	}
	if r = p.says("11月25日呼市还能约吗"); !strings.Contains(r.Text, "9:00–12:00 3 台") {
		t.Errorf("%q", r.Text)
	}
	if r = p.presses(r.Options[0].ID); r.Missing[0] != askConsent || slices.Contains(r.Missing, askDate) {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

func TestBadAnswers(t *testing.T) {
	for _, tt := range []struct {
		name string
		said []string
		says string
		asks string
	}{
		{"no consent", []string{"我要预约", "不同意"}, wordsNoConsent, ""},
		{"a credit code with a slip", append(toVehicles()[:5:5], "91150102MAQJWYLF5A"), "校验位", askUSCC},
		{"one too short", append(toVehicles()[:5:5], "91150102MAQJWYLF5"), "17位", askUSCC},
		{"a telephone number too short", append(toVehicles()[:8:8], "1380013800"), "10位", askPhone},
		{"a place where nobody is", append(toVehicles()[:3:3], "北京市"), wordsNoOffice, askOffice},
		{"a VIN too short", append(toVehicles(), "LZZY6XCD2RA89484"), "16位", askVehicles},
		{"a VIN with O", append(toVehicles(), "LZZY6OCD2RA894843"), "字母“O”", askVehicles},
		{"a VIN whose check digit is off", append(toVehicles(), "LZZY6XCD0RA894843"), "校验位", askVehicles},
		{"the same one twice", append(toVehicles(), vins[0]+"\n"+vins[0]), "重复", askVehicles},
		{"the same one again", append(toVehicles(), vins[0], vins[0]), wordsDouble, askVehicles},
		{"nothing but 就这些", append(toVehicles(), "就这些"), wordsEmptyList, askVehicles},
		{"a weekend", append(toConfirm(vins[0], vins[1])[:11:11], "11月28日"), "周末", askDate},
		{"a day that is past", append(toConfirm(vins[0], vins[1])[:11:11], "2026年11月20日"), "已经过去", askDate},
		{"a day that is none", append(toConfirm(vins[0], vins[1])[:11:11], "11月31日"), wordsNoSuchDay, askDate},
		{"a day too far", append(toConfirm(vins[0], vins[1])[:11:11], "2026年12月31日"), "", askWindow},
		{"too many for a window", toConfirm(vins[:4]...), "只能再约 3 台", askWindow},
		{"a question in between", append(toVehicles()[:4:4], "展位费能补多少"), "企业全称", askEnterprise},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := booker(t)
			r := p.saysAll(tt.said)
			asks := ""
			if len(r.Missing) > 0 {
				asks = r.Missing[0]
			}
			if !strings.Contains(r.Text, tt.says) || asks != tt.asks {
				t.Errorf("asks for %q: %q", asks, r.Text)
			}
		})
	}
}

// A list that no window has room for is divided only when that is agreed to.
func TestDivided(t *testing.T) {
	p, bookings := booker(t)
	r := p.saysAll(toConfirm(vins[:4]...))
	if !strings.HasPrefix(r.Options[0].Label, "分开办：11月25日 9:00–12:00 3 台，14:30–17:00 1 台") {
		t.Fatalf("%q %v", r.Text, r.Options)
	}
	p.presses(r.Options[0].ID)
	p.says("确认提交")
	batches, _ := bookings.Batches(context.Background(), booking.Filter{Owner: p.chat.String()})
	if len(batches) != 2 || batches[0].Count() != 3 || batches[1].Count() != 1 {
		t.Errorf("%+v", batches)
	}
}

// The number that was spoken of is held against the list.
func TestCountAgainstList(t *testing.T) {
	p, _ := booker(t)
	p.says("帮我约11月25日呼市3台注销")
	p.saysAll([]string{"同意", "草原驼铃汽车贸易有限公司", "91150102MAQJWYLF59", "已备案", "王小明", "13800138000"})
	r := p.says(vins[0] + "\n" + vins[1])
	if r.Missing[0] != askVehicles || !strings.Contains(r.Text, "说了 3 台，清单里 2 台") {
		t.Errorf("%q", r.Text)
	}
	if r = p.says("就这些"); r.Missing[0] != askClearedOn {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// The draft survives a side question, the menu and a restart, for which it is
// written and read as a store does, and one answer can be replaced.
func TestDraftSurvives(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	p.says("展位费能补多少")
	p.says("菜单")
	memory := p.bot.store.(*Memory)
	data, err := json.Marshal(memory.states[p.chat])
	if err != nil {
		t.Fatal(err)
	}
	var state State
	if err := json.Unmarshal(data, &state); err != nil {
		t.Fatal(err)
	}
	memory.states[p.chat] = state
	if r := p.says("我要预约"); r.Missing[0] != askConfirm || !strings.Contains(r.Text, "王小明") {
		t.Fatalf("%v %q", r.Missing, r.Text)
	}
	if r := p.says("联系人改成李四"); r.Missing[0] != askConfirm || !strings.Contains(r.Text, "李四") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	if r := p.says("改成11月26日下午"); r.Missing[0] != askConfirm || !strings.Contains(r.Text, "2026年11月26日（周四）14:30–17:00") {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	if r := p.says("去掉4843"); r.Missing[0] != askWindow && r.Missing[0] != askConfirm {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// Whoever is too late for a window is offered others and keeps the draft, and
// nothing is booked.
func TestWindowFillsUp(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	other.saysAll(toConfirm(vins[2], vins[3]))
	if r := other.says("确认提交"); r.Booking == nil {
		t.Fatal(r.Text)
	}
	r := p.says("确认提交")
	if r.Booking != nil || r.Missing[0] != askWindow || !strings.Contains(r.Text, "约") {
		t.Fatalf("%v %q", r.Missing, r.Text)
	}
	if r = p.presses(r.Options[0].ID); r.Missing[0] != askConfirm {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
	if r = p.says("确认提交"); r.Booking == nil || r.Booking.Window != "14:30-17:00" {
		t.Errorf("%q", r.Text)
	}
	slots, _ := bookings.Slots(context.Background(), "hohhot", calendar.DayOf(noon), calendar.DayOf(noon).Add(5))
	for _, s := range slots {
		if s.Used > s.Capacity {
			t.Errorf("%+v", s)
		}
	}
}

// lateStore is a store in which somebody else books just before a turn is
// saved: after all that was looked at.
type lateStore struct {
	*Memory
	before func()
}

func (s *lateStore) Save(ctx context.Context, t Turn) error {
	if t.Apply != nil && s.before != nil {
		s.before()
		s.before = nil
	}
	return s.Memory.Save(ctx, t)
}

func TestWindowFillsUpAtTheLastMoment(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	slot := booking.SlotID{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 11, Day: 25}, Window: "09:00-12:00"}
	p.bot.store = &lateStore{p.bot.store.(*Memory), func() {
		if _, err := bookings.Do(context.Background(), booking.Command{
			Key: "x", Actor: booking.Actor{Role: booking.Officer, ID: "o"}, Action: booking.SetSlot, At: noon, Slot: slot, Capacity: 1, Open: true,
		}); err != nil {
			t.Error(err)
		}
	}}
	r := p.says("确认提交")
	if r.Booking != nil || len(r.Missing) == 0 || r.Missing[0] != askWindow || !strings.Contains(r.Text, "只剩 1 台") {
		t.Fatalf("%v %q", r.Missing, r.Text)
	}
	if batches, _ := bookings.Batches(context.Background(), booking.Filter{}); len(batches) > 0 {
		t.Errorf("%+v", batches)
	}
	if r = p.presses(r.Options[0].ID); r.Missing[0] != askConfirm {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// A vehicle that has a live booking is taken out of the list; in whose it is,
// only its owner learns.
func TestTakenVehicles(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toConfirm(vins[0] + "\n" + vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	other.saysAll(append(toVehicles(), vins[1]+"\n"+vins[2], "10月20日放行", "11月26日", "上午"))
	r := other.says("确认提交")
	if r.Booking != nil || !strings.Contains(r.Text, vins[1]) || strings.Contains(r.Text, receipt) || strings.Contains(r.Text, vins[0]) {
		t.Errorf("%q", r.Text)
	}
}

// Files are read where vehicles are asked for.
func TestVehiclesInAFile(t *testing.T) {
	p, _ := booker(t)
	file := &File{Name: "车辆.csv", Ref: strings.Join(vins, "\n")}
	if r := p.send(Message{File: &File{Name: "照片.jpg", Ref: "x"}}); r.Outcome != Rejected || r.Text != wordsFileFirst {
		t.Errorf("%q", r.Text)
	}
	if r := p.send(Message{File: file}); r.Missing[0] != askConsent || !strings.HasPrefix(r.Text, wordsEarly) {
		t.Errorf("a list begins a booking: %v %q", r.Missing, r.Text)
	}
	p.saysAll(toVehicles()[1:])
	if r := p.send(Message{File: &File{Name: "x"}}); r.Missing[0] != askVehicles || !strings.Contains(r.Text, wordsFileLost) {
		t.Errorf("%q", r.Text)
	}
	if r := p.send(Message{File: file}); r.Missing[0] != askClearedOn {
		t.Errorf("%v %q", r.Missing, r.Text)
	}
}

// In Telegram the consent says that its servers are abroad, and what is
// repeated is masked.
func TestTelegramIsMasked(t *testing.T) {
	p, _ := booker(t)
	p.chat.Channel = channelTelegram
	if r := p.says("我要预约"); !strings.Contains(r.Text, "境外") {
		t.Errorf("%q", r.Text)
	}
	var texts strings.Builder
	for _, line := range append(toConfirm(vins[0]+" 蒙A12345", vins[1])[1:], "确认提交", "我的预约", "隐私") {
		r := p.says(line)
		data, _ := json.Marshal(r)
		texts.Write(data)
	}
	for _, secret := range []string{vins[0], vins[1], "蒙A12345", "13800138000", "王小明", "91150102MAQJWYLF59", "草原驼铃"} {
		if strings.Contains(texts.String(), secret) {
			t.Errorf("%s is repeated", secret)
		}
	}
}

func TestNoBookingInGroups(t *testing.T) {
	p, _ := booker(t)
	for _, m := range []Message{{Text: "我要预约", Public: true}, {Text: "/my", Public: true}, {Choice: choiceBatch + "show:X:1", Public: true}} {
		if r := p.send(m); !strings.HasPrefix(r.Text, wordsPublic) {
			t.Errorf("%+v: %q", m, r.Text)
		}
	}
}

// The telephone number that is asked for is stored after consent, and masked
// before; an identity number never is.
func TestPhoneIsKeptAfterConsent(t *testing.T) {
	p, _ := booker(t)
	phone := Message{ID: "m", Chat: p.chat, Text: "电话13800138000"}
	if m, err := p.bot.masked(context.Background(), phone); err != nil || strings.Contains(m.Text, "138") {
		t.Errorf("%q %v", m.Text, err)
	}
	p.saysAll(toVehicles()[:8])
	if m, err := p.bot.masked(context.Background(), phone); err != nil || !strings.Contains(m.Text, "13800138000") {
		t.Errorf("%q %v", m.Text, err)
	}
	phone.Text = "159999199002289016"
	if m, err := p.bot.masked(context.Background(), phone); err != nil || strings.Contains(m.Text, "1990") {
		t.Errorf("%q %v", m.Text, err)
	}
}

// A batch is changed by its owner's options, each for the version that was
// seen, and officers' changes are told once.
func TestMyBookings(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	officer := func(action booking.Action, version int, to *booking.SlotID) {
		t.Helper()
		if _, err := bookings.Do(context.Background(), booking.Command{
			Key: fmt.Sprint(action, version), Actor: booking.Actor{Role: booking.Officer, ID: "o"}, Action: action,
			At: noon, Receipt: receipt, Version: version, To: to, Reason: "设备检修",
		}); err != nil {
			t.Fatal(err)
		}
	}
	stale := p.says("我的预约").Options
	officer(booking.Propose, 1, &booking.SlotID{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 11, Day: 27}, Window: "09:00-12:00"})
	if r := p.says("谢谢"); !strings.HasPrefix(r.Text, wordsNews) || !strings.Contains(r.Text, "11月27日") {
		t.Errorf("%q", r.Text)
	}
	if r := p.says("谢谢"); strings.Contains(r.Text, receipt) {
		t.Errorf("told twice: %q", r.Text)
	}
	if r := p.presses(stale[0].ID); !strings.HasPrefix(r.Text, wordsStale) {
		t.Errorf("%q", r.Text)
	}
	r := p.says("我的预约")
	if r = p.presses(r.Options[0].ID); r.Booking.State != booking.Confirmed || r.Booking.Date.Day != 27 {
		t.Errorf("%+v", r.Booking)
	}
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	if r := other.presses(r.Options[0].ID); !strings.HasPrefix(r.Text, wordsUnknownReceipt) || r.Booking != nil {
		t.Errorf("a stranger sees %q", r.Text)
	}
	p.presses(r.Options[0].ID) // 改期
	p.says("11月26日")
	if r = p.says("下午"); r.Booking == nil || r.Booking.Window != "14:30-17:00" || r.Booking.State != booking.Pending {
		t.Fatalf("%q %+v", r.Text, r.Booking)
	}
	r = p.presses(r.Options[1].ID) // asks once
	if r.Booking.State != booking.Pending {
		t.Error("cancelled without asking")
	}
	if r = p.presses(r.Options[0].ID); r.Booking.State != booking.Cancelled {
		t.Errorf("%q", r.Text)
	}
}

// A window that is closed while the booking is being checked is told of.
func TestWindowGone(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	slot := booking.SlotID{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 11, Day: 25}, Window: "09:00-12:00"}
	if _, err := bookings.Do(context.Background(), booking.Command{
		Key: "1", Actor: booking.Actor{Role: booking.Officer, ID: "o"}, Action: booking.SetSlot, At: noon, Slot: slot, Capacity: 3,
	}); err != nil {
		t.Fatal(err)
	}
	if r := p.says("确认提交"); r.Booking != nil || !strings.HasPrefix(r.Text, wordsGone) || r.Missing[0] != askWindow {
		t.Errorf("%q %v", r.Text, r.Missing)
	}
}

// A button for a batch that has moved on shows it once, and one for what is
// over says so.
func TestButtonTellsOnce(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	if _, err := bookings.Do(context.Background(), booking.Command{
		Key: "1", Actor: booking.Actor{Role: booking.Officer, ID: "o"}, Action: booking.Cancel, At: noon, Receipt: receipt, Version: 1, Reason: "停电",
	}); err != nil {
		t.Fatal(err)
	}
	for version, begins := range map[int]string{1: wordsStale, 2: wordsNotNow} {
		r := p.presses(fmt.Sprint(choiceBatch, batchMove, ":", receipt, ":", version))
		if !strings.HasPrefix(r.Text, begins) || strings.Count(r.Text, receipt) != 1 {
			t.Errorf("%q, want %q", r.Text, begins)
		}
	}
}

// Where no notice can be sent, the next reply tells of all that happened: the
// vehicle that came back too, though the batch was confirmed after it.
func TestNewsOfReturned(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	for i, c := range []booking.Command{
		{Action: booking.Reject, VINs: []string{vins[1]}, Reason: "登记证书不清"},
		{Action: booking.Confirm},
	} {
		c.Key, c.Actor, c.At, c.Receipt, c.Version = fmt.Sprint(i), booking.Actor{Role: booking.Officer, ID: "o"}, noon, receipt, i+1
		if _, err := bookings.Do(context.Background(), c); err != nil {
			t.Fatal(err)
		}
	}
	if r := p.says("谢谢"); !strings.Contains(r.Text, "已确认") || !strings.Contains(r.Text, "退回 "+vins[1]+"：登记证书不清") {
		t.Errorf("%q", r.Text)
	}
}

func TestErase(t *testing.T) {
	p, bookings := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	p.saysAll(toVehicles()) // and a draft
	r := p.says("隐私")
	if !strings.Contains(r.Text, receipt) || !strings.Contains(r.Text, wordsDraft) || strings.Contains(r.Text, "13800138000") {
		t.Fatalf("%q", r.Text)
	}
	r = p.presses(r.Options[0].ID)
	if b, _ := bookings.Batch(context.Background(), receipt); b.Owner == "" {
		t.Fatal("erased without asking")
	}
	p.presses(r.Options[0].ID)
	b, err := bookings.Batch(context.Background(), receipt)
	if err != nil || b.Owner != "" || b.Contact != (booking.Contact{}) || b.State != booking.Cancelled {
		t.Errorf("%+v %v", b, err)
	}
	if s := p.bot.store.(*Memory).states[p.chat]; s.Flow != nil || s.Draft != nil || s.Consent != nil {
		t.Errorf("%+v", s)
	}
}

func TestAppointmentFile(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	r := p.says("确认提交")
	file, data, err := p.bot.Attachment(context.Background(), p.chat, r.Files[0].URL)
	if err != nil || file != r.Files[0] {
		t.Fatal(file, err)
	}
	for _, line := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART:20261125T010000Z\r\n", "DTEND:20261125T040000Z\r\n", "STATUS:TENTATIVE\r\n", "UID:" + r.Booking.Receipt + "@cheyi\r\n"} {
		if !strings.Contains(string(data), line) {
			t.Errorf("no %q in\n%s", line, data)
		}
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
	if strings.Contains(string(data), "王小明") || strings.Contains(string(data), vins[0]) {
		t.Error("the calendar names somebody")
	}
	if _, _, err := p.bot.Attachment(context.Background(), Chat{"test", "2"}, r.Files[0].URL); !errors.Is(err, ErrNoFile) {
		t.Error(err)
	}
}

func TestNoticed(t *testing.T) {
	batch := booking.Batch{
		Receipt: "R2345678", State: booking.MoveProposed, Version: 2, Business: booking.Deregistration, Owner: "telegram/1",
		Slot:     booking.SlotID{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 11, Day: 25}, Window: "09:00-12:00"},
		Proposed: &booking.SlotID{Office: "hohhot", Date: calendar.Day{Year: 2026, Month: 11, Day: 27}, Window: "14:30-17:00"},
		Until:    noon.Add(24 * time.Hour), Contact: booking.Contact{Name: "王小明", Phone: "13800138000"},
		Vehicles: []booking.Vehicle{{VIN: vins[0], State: booking.VehicleBooked}},
	}
	n := booking.Notice{To: "telegram/1", Kind: "proposed", Receipt: batch.Receipt, Version: 2}
	r, ok := Noticed(n, batch, "呼和浩特市车辆管理所")
	if !ok || !strings.Contains(r.Text, "11月27日（周五）14:30–17:00") || len(r.Options) != 3 || strings.Contains(r.Text, "王小明") || strings.Contains(r.Booking.Vehicles[0].VIN, "RA89") {
		t.Errorf("%v %+v", ok, r)
	}
	batch.Proposed, batch.State = nil, booking.Pending
	if r, ok = Noticed(booking.Notice{To: "telegram/1", Kind: "expired", Version: 3}, batch, ""); !ok || !strings.HasPrefix(r.Text, wordsOfferOver) {
		t.Errorf("an offer that is over: %v %q", ok, r.Text)
	}
	for _, other := range []booking.Notice{{To: "office:hohhot", Kind: "proposed", Version: 2}, {To: "telegram/1", Kind: "else", Version: 2}} {
		if _, ok := Noticed(other, batch, ""); ok {
			t.Errorf("%+v is told", other)
		}
	}
}

// C12: what is somebody else's is answered as what does not exist.
func TestC12SomebodyElsesReceipt(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	receipt := p.says("确认提交").Booking.Receipt
	other := &person{t: t, bot: p.bot, chat: Chat{Channel: "test", ID: "2"}}
	for _, verb := range []string{batchShow, batchCancel, batchCancels, batchMove, batchAccept, batchDecline} {
		theirs := other.presses(choiceBatch + verb + ":" + receipt + ":1")
		nobodys := other.presses(choiceBatch + verb + ":AAAAAAAA:1")
		if theirs.Text != nobodys.Text || theirs.Booking != nil || strings.Contains(theirs.Text, receipt) {
			t.Errorf("%s: %q, of a receipt that nobody has %q", verb, theirs.Text, nobodys.Text)
		}
	}
	if r := p.says("我的预约"); r.Booking == nil || r.Booking.Version != 1 {
		t.Errorf("a stranger has changed it: %+v", r.Booking)
	}
}

// C10: a VIN that cannot be is refused with what is wrong, and one whose check
// digit does not fit is asked about.
func TestC10WrongVIN(t *testing.T) {
	for _, tt := range []struct{ typed, says string }{
		{"LZZY6OCD2RA894843", "O"},
		{"LZZY6XCD2RA89484", "16"},
		{"LZZY6XCD2RA8948437", "18"},
		{"LZZY6XCD0RA894843", "校验位"},
		{"ｌｚｚｙ6ｘｃｄ0ｒａ894843", "校验位"},
	} {
		p, _ := booker(t)
		p.saysAll(toVehicles())
		if r := p.says(tt.typed); r.Outcome == Booked || !strings.Contains(r.Text, tt.says) {
			t.Errorf("%s: %q", tt.typed, r.Text)
		}
	}
}
