package bot

import (
	"context"
	"fmt"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
	"cheyi/vehicles"
)

// A Card is a batch as its owner sees it. The JSON names are a contract.
type Card struct {
	Receipt  string           `json:"receipt"`
	State    booking.State    `json:"state"`
	Version  int              `json:"version"`
	Business booking.Business `json:"business"`
	Office   string           `json:"office"` // its id
	Date     calendar.Day     `json:"date"`
	Window   string           `json:"window"`
	Vehicles []CardVehicle    `json:"vehicles"`
}

// A CardVehicle is one row of a card. In Telegram it is masked.
type CardVehicle struct {
	VIN   string `json:"vin"`
	Plate string `json:"plate"`
	State string `json:"state"`
	Note  string `json:"note"`
}

func card(m Message, b booking.Batch) *Card {
	c := &Card{
		Receipt: b.Receipt, State: b.State, Version: b.Version, Business: b.Business,
		Office: b.Slot.Office, Date: b.Slot.Date, Window: b.Slot.Window, Vehicles: []CardVehicle{},
	}
	for _, v := range b.Vehicles {
		row := CardVehicle{v.VIN, v.Plate, v.State, v.Note}
		if telegram(m) {
			row.VIN, row.Plate = vehicles.MaskVIN(v.VIN), vehicles.MaskPlate(v.Plate)
		}
		c.Vehicles = append(c.Vehicles, row)
	}
	return c
}

// submitted tells of a booking that was made: its numbers, what to bring, and
// what happens next.
func (b *Bot) submitted(m Meaning, a Answers, batches []booking.Batch) Reply {
	r := Reply{Outcome: Booked, Booking: card(m.Message, batches[0]), Options: []Option{{choiceMy, labelMy}, {choiceMenu, labelMenu}}}
	lines := []string{wordsSubmitted}
	for _, batch := range batches {
		lines = append(lines, b.line(batch))
		r.Files = append(r.Files, calendarFile(batch.Receipt))
	}
	if c, _, _, ok := b.limit(a); ok {
		lines = append(lines, b.deadline(a)...)
		r.cite(c.Reply.Citations[0])
	}
	lines = append(lines, "", b.bring(m, batches[0], &r), "", wordsNext+b.example())
	r.Text = strings.Join(lines, "\n")
	return r
}

// line tells of a batch in one line, which names nobody.
func (b *Bot) line(batch booking.Batch) string {
	return fmt.Sprintf("%s　%s　%s　%s　%s　%d 台", batch.Receipt, stateName(batch.State), batch.Business.Name(),
		b.officeName(batch.Slot.Office), slotWords(batch.Slot), batch.Count())
}

func (b *Bot) officeName(id string) string {
	for _, o := range b.bookings.Offices.All() {
		if o.ID == id {
			return o.Name
		}
	}
	return id
}

// bring lists what to bring for exactly this case, and cites where that is
// said.
func (b *Bot) bring(m Meaning, batch booking.Batch, r *Reply) string {
	lines := []string{wordsBring}
	for i, item := range m.Finding.Library.MaterialsFor(string(batch.Business), batch.Enterprise.Filed) {
		lines = append(lines, fmt.Sprintf("%d. %s（%s）", i+1, item.What, item.Source()))
		if item.Clause != nil {
			r.cite(item.Clause.Cite(day(m.Message)))
		} else {
			r.refer(item.Guide.Reference())
		}
	}
	return strings.Join(lines, "\n")
}

// summary repeats a booking before it is submitted, with what is to be thought
// of. In Telegram, whose servers are abroad, it is masked.
func (b *Bot) summary(a Answers) string {
	masked := a[knownChannel] == channelTelegram
	rows := rowsOf(a[askVehicles])
	lines := []string{promptConfirm,
		"业务　" + booking.Business(a[askBusiness]).Name(),
		"办理机构　" + b.officeName(a[askOffice]),
	}
	for _, p := range planOf(a[askWindow]) {
		lines = append(lines, fmt.Sprintf("时间　%s，%d 台", slotWords(booking.SlotID{Date: p.date, Window: p.window}), p.count))
	}
	firm, code, name, phone := a[askEnterprise], a[askUSCC], a[askContact], a[askPhone]
	if masked {
		firm, code, name, phone = maskFirm(firm), maskCode(code), vehicles.MaskName(name), vehicles.MaskPhone(phone)
	}
	filed := labelNotFiled
	if a[askFiled] == valueYes {
		filed = labelFiled
	}
	lines = append(lines, "企业　"+firm+"（"+code+"），"+filed, "联系人　"+name+"　"+phone, fmt.Sprintf("车辆　%d 台：%s", len(rows), tails(rows)))
	if doubt := vehicles.USCCDoubt(a[askUSCC]); doubt != "" {
		lines = append(lines, wordsNote+doubt)
	}
	lines = append(lines, b.elsewhere(a, rows)...)
	return strings.Join(append(lines, b.deadline(a)...), "\n")
}

// tails names vehicles by the ends of their VINs, which is how an officer
// finds them too.
func tails(rows []draftRow) string {
	var list []string
	for _, r := range rows[:min(len(rows), mostTails)] {
		list = append(list, r.VIN[max(0, len(r.VIN)-4):])
	}
	words := strings.Join(list, "、")
	if len(rows) > mostTails {
		words += "…"
	}
	return words
}

const mostTails = 12

// maskFirm and maskCode show as much as a person needs to tell two apart.
func maskFirm(name string) string {
	runes := []rune(name)
	if len(runes) <= 6 {
		return string(runes[:min(2, len(runes))]) + "***"
	}
	return string(runes[:2]) + "***" + string(runes[len(runes)-4:])
}

func maskCode(code string) string {
	if len(code) < 8 {
		return "***"
	}
	return code[:4] + "***" + code[len(code)-4:]
}

// A person is told once, above the next reply, what has become of bookings
// where no notice can be sent: in a browser and a terminal. A booking that the
// message is about is shown by the reply itself.
func (b *Bot) news(ctx context.Context, m Message, s *State) (string, error) {
	if b.bookings == nil || len(s.Seen) == 0 || telegram(m) || m.Public {
		return "", nil
	}
	batches, err := b.bookings.Store.Batches(ctx, booking.Filter{Owner: m.Chat.String()})
	if err != nil {
		return "", err
	}
	var lines []string
	for _, batch := range batches {
		if seen, known := s.Seen[batch.Receipt]; known && seen != batch.Version && !strings.Contains(m.Choice, batch.Receipt) {
			lines = append(lines, wordsNews+b.line(batch)+b.why(batch)+returned(batch, false))
		}
	}
	s.know(batches)
	return strings.Join(lines, "\n"), nil
}

// know notes the versions of batches that the person is told of.
func (s *State) know(batches []booking.Batch) {
	for _, batch := range batches {
		if !batch.State.Live() {
			delete(s.Seen, batch.Receipt)
			continue
		}
		if s.Seen == nil {
			s.Seen = map[string]int{}
		}
		s.Seen[batch.Receipt] = batch.Version
	}
}
