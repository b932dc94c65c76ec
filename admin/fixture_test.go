package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/bot/web"
	"cheyi/calendar"
	"cheyi/corpus"
	"cheyi/vehicles/sheet"
)

const firstToken = "first-token"

// many lets a test ask as often as it likes.
var many = Limits{Address: web.Rate{AtOnce: 1 << 20, PerSecond: 1}, Officer: web.Rate{AtOnce: 1 << 20, PerSecond: 1}}

var (
	thursday  = booking.SlotID{Office: "hohhot", Date: date("2026-11-26"), Window: "09:00-12:00"} // 60 vehicles
	afternoon = booking.SlotID{Office: "hohhot", Date: date("2026-11-26"), Window: "14:30-17:00"} // 40 vehicles
)

func date(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// A bench is a desk with its store and clock.
type bench struct {
	t     testing.TB
	desk  *Desk
	store *booking.Memory
	now   time.Time
}

func newBench(t testing.TB, limits Limits) *bench {
	t.Helper()
	years, faults := calendar.ReadYears(corpus.FS, "calendar")
	offices, more := booking.ExampleOffices(years)
	if len(faults)+len(more) > 0 {
		t.Fatal(faults, more)
	}
	officers, err := OpenOfficers(filepath.Join(t.TempDir(), "officers.json"), firstToken)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, store: booking.NewMemory(offices), now: time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Shanghai)}
	b.desk = New(slog.New(slog.DiscardHandler), b.store, offices, officers, sheet.WriteSheet, func() time.Time { return b.now }, limits)
	b.desk.UseSources(Sources{
		Questions: func(context.Context) ([]bot.UnansweredGroup, error) { return nil, nil },
		Outcomes:  func() Outcomes { return Outcomes{} },
		Corpus:    func() Corpus { return Corpus{} },
		System:    func(context.Context) (System, error) { return System{}, nil },
	})
	return b
}

// vin is the n-th VIN of a test.
func vin(n int) string { return fmt.Sprintf("LZZ5BBFD%09d", n) }

// book submits a batch of so many vehicles, and returns its receipt.
func (b *bench) book(slot booking.SlotID, first, vehicles int) string {
	b.t.Helper()
	q := booking.Request{
		Business: booking.TransferExport, Slot: slot,
		Enterprise: booking.Enterprise{Name: "顺达汽车贸易有限公司", USCC: "91150100MA0N000000", Filed: true},
		Contact:    booking.Contact{Name: "张三", Phone: "13800008000"},
	}
	for i := range vehicles {
		q.Vehicles = append(q.Vehicles, booking.Vehicle{VIN: vin(first + i), Plate: "蒙A12345", State: booking.VehicleBooked})
	}
	return b.submit(q)
}

func (b *bench) submit(q booking.Request) string {
	b.t.Helper()
	r, err := b.store.Do(b.t.Context(), booking.Command{
		Key: q.Vehicles[0].VIN, Actor: booking.Actor{Role: booking.Exporter, ID: "web/secret-name"}, Action: booking.Submit, At: b.now,
		Requests: []booking.Request{q},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Batches[0].Receipt
}

// officer makes an officer, and returns the token.
func (b *bench) officer(name string, offices ...string) string {
	b.t.Helper()
	_, token, err := b.desk.officers.Add(Officer{Name: name, Offices: offices})
	if err != nil {
		b.t.Fatal(err)
	}
	return token
}

// An answer is a response as a client reads it.
type answer struct {
	status int
	header http.Header
	body   string
	Card
	Acted  *Acted
	Slot   *booking.Slot `json:"slot"`
	Audit  []Line
	Error  *struct{ Code, Message string }
	Token  string
	ID     string
	Tokens []Officer

	Batches []Card
	Slots   []booking.Slot

	Capacity int
	Used     int
	Open     bool
}

// ask sends a request; body "" for none.
func (b *bench) ask(token, method, path, body string, headers ...string) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.desk.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header(), body: w.Body.String()}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			b.t.Fatalf("%d %q: %v", w.Code, w.Body, err)
		}
	}
	return a
}

// act posts an action.
func (b *bench) act(token, receipt, body string, headers ...string) answer {
	b.t.Helper()
	return b.ask(token, "POST", "/api/desk/batches/"+receipt, body, headers...)
}

// expect checks status and error code, "" for none, and that a refusal says
// what to do.
func (b *bench) expect(a answer, status int, code string) {
	b.t.Helper()
	got := ""
	if a.Error != nil {
		got = a.Error.Code
		if !strings.Contains(a.Error.Message, "：") {
			b.t.Errorf("the refusal says %q", a.Error.Message)
		}
	}
	if a.status != status || got != code {
		b.t.Errorf("got %d %q, want %d %q: %s", a.status, got, status, code, a.body)
	}
}
