package admin

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

// The list is for officers of the office alone, and as it is when it is sent.
func TestChatList(t *testing.T) {
	r := newRoom(t)
	r.book(thursday, 0, 2)
	reply := r.send("-100/1", "desk:list hohhot 2026-11-26", "")
	if len(reply.Files) != 1 {
		t.Fatalf("%+v", reply)
	}
	url := reply.Files[0].URL
	r.book(thursday, 10, 1)
	if _, data, err := r.chat.Attachment(t.Context(), bot.Chat{Channel: "telegram", ID: "-100/1"}, url); err != nil || len(cells(t, data)) != 4 {
		t.Error(err)
	}
	for _, in := range []bot.Chat{
		{Channel: "telegram", ID: "-100/3"}, {Channel: "telegram", ID: "-100/99"}, {Channel: "telegram", ID: "1"}, {Channel: "web", ID: "-100/1"}, {Channel: "web", ID: ""},
	} {
		if _, _, err := r.chat.Attachment(t.Context(), in, url); !errors.Is(err, bot.ErrNoFile) {
			t.Errorf("%v gets the list: %v", in, err)
		}
	}
	for _, forged := range []string{"", "files/desk/", "files/desk/hohhot", "files/desk/hohhot/x.xlsx", "files/desk/../hohhot/2026-11-26.xlsx", "files/vehicles.xlsx"} {
		if _, _, err := r.chat.Attachment(t.Context(), bot.Chat{Channel: "telegram", ID: "-100/1"}, forged); !errors.Is(err, bot.ErrNoFile) {
			t.Errorf("%q is a file: %v", forged, err)
		}
	}
	if empty := r.send("-100/1", "desk:list hohhot 2026-11-27", ""); len(empty.Files) > 0 || !strings.Contains(empty.Text, "没有预约") {
		t.Errorf("%+v", empty)
	}
}

// secrets are what of a batch nobody may read in a group.
var secrets = []string{"张三丰", "13800008000", "13911112222", "91150100MA0N000000", "蒙A98765", "LZZ5BBFD0", "secret-name", "SHUNDA@example.cn"}

// The group sees no contact, no code, no plate and no whole VIN, whatever is
// pressed: all that is reached from the alert of a batch and from /desk.
func TestChatShowsNothingPersonal(t *testing.T) {
	r := newRoom(t)
	c := crawl{room: r, done: map[string]bool{}, often: map[string]int{}}
	for i, business := range []booking.Business{booking.TransferExport, booking.Deregistration} {
		receipt := r.submit(booking.Request{
			Business: business, Slot: thursday, ClearedOn: date("2026-11-01"),
			Enterprise: booking.Enterprise{Name: "顺达贸易有限公司 SHUNDA@example.cn 13911112222", USCC: "91150100MA0N000000"},
			Contact:    booking.Contact{Name: "张三丰", Phone: "13800008000"},
			Vehicles: []booking.Vehicle{
				{VIN: vin(10*i + 1), Plate: "蒙A98765", Place: "包头 联系人张三丰", State: booking.VehicleBooked},
				{VIN: vin(10*i + 2), Plate: "蒙A98765", State: booking.VehicleBooked},
			},
		})
		c.show(r.alert(receipt))
	}
	for _, typed := range []string{"", "000001", "0002", "27号"} {
		c.show(r.send("-100/1", bot.ChoiceDesk, typed))
	}
	c.run()
	for what := range presses {
		if what != pressCame && what != pressComplete && what != pressNoShow && !c.reached(what) { // the day has not come
			t.Errorf("%s was not reached", what)
		}
	}
	for what := range views {
		if !c.reached(what) {
			t.Errorf("%s was not reached", what)
		}
	}
}

// A crawl presses all that is shown, questions before deeds, and types an
// answer to what asks for one.
type crawl struct {
	room
	done             map[string]bool
	often            map[string]int // by what and office or batch
	questions, deeds []string
}

func (c *crawl) show(reply bot.Reply) {
	c.discreet(reply)
	for _, o := range reply.Options {
		what, about, _ := strings.Cut(o.ID, " ")
		subject, _, _ := strings.Cut(about, " ")
		c.often[what+subject]++
		switch {
		case c.done[o.ID], c.often[what+subject] > 12: // all days are alike
		case what == pressSet || presses[what].do != nil && !presses[what].asks && what != pressOpen:
			c.deeds = append(c.deeds, o.ID)
		default:
			c.questions = append(c.questions, o.ID)
		}
	}
	if reply.Awaits != "" && !c.done[reply.Awaits] {
		c.done[reply.Awaits] = true
		for _, typed := range []string{"1", "27号", "材料不齐，问 13800008000", "5辆", "？"} {
			c.show(c.send("-100/1", reply.Awaits, typed))
		}
	}
}

func (c *crawl) run() {
	for len(c.questions)+len(c.deeds) > 0 {
		next := &c.questions
		if len(c.questions) == 0 {
			next = &c.deeds
		}
		id := (*next)[0]
		if *next = (*next)[1:]; c.done[id] {
			continue
		}
		c.done[id] = true
		c.show(c.send("-100/1", id, ""))
	}
}

func (c *crawl) reached(what string) bool {
	for id := range c.done {
		if id == what || strings.HasPrefix(id, what+" ") {
			return true
		}
	}
	return false
}

// discreet checks all that is sent of a reply.
func (r room) discreet(reply bot.Reply) {
	r.t.Helper()
	sent := reply.Text + fmt.Sprint(labels(reply))
	for _, f := range reply.Files {
		_, data, err := r.chat.Attachment(r.t.Context(), bot.Chat{Channel: "telegram", ID: "-100/1"}, f.URL)
		if err != nil {
			r.t.Fatal(err)
		}
		sent += f.Name + fmt.Sprint(cells(r.t, data))
	}
	for _, secret := range secrets {
		if strings.Contains(sent, secret) {
			r.t.Errorf("%q is shown in\n%s", secret, sent)
		}
	}
}
