package bolt_test

import (
	"fmt"
	"testing"

	"cheyi/booking"
	"cheyi/calendar"
)

// offices is one office with room for whatever a test does.
const offices = `
retention_days: 30
offices:
  - id: north
    name: 北车管所
    area: 北盟
    ahead_days: 366
    weekdays: [周一, 周二, 周三, 周四, 周五, 周六, 周日]
    windows:
      - {time: 09:00-12:00, capacity: 900}
      - {time: 14:30-17:00, capacity: 900}
`

func readOffices() (booking.Offices, error) {
	years := calendar.Years{2026: {Number: 2026, Status: calendar.Official}, 2027: {Number: 2027, Status: calendar.Provisional}}
	o, faults := booking.ReadOffices("offices.yaml", []byte(offices), years)
	if len(faults) > 0 {
		return o, faults
	}
	return o, nil
}

func oneOffice(t testing.TB) booking.Offices {
	t.Helper()
	o, err := readOffices()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// windowOf spreads bookings over windows.
func windowOf(i int) booking.SlotID {
	return booking.SlotID{
		Office: "north", Date: calendar.DayOf(start).Add(2 + i%300),
		Window: []string{"09:00-12:00", "14:30-17:00"}[i/300%2],
	}
}

func vinOf(i int) string { return fmt.Sprintf("LZZ5CLSB8%08d", i) }

// requested asks for a window for two vehicles that no other i has.
func requested(i int) booking.Request {
	return booking.Request{
		Business: booking.TransferExport, Slot: windowOf(i),
		Enterprise: booking.Enterprise{Name: "某某汽车贸易有限公司", USCC: "91150100MA0N00000A", Filed: true},
		Contact:    booking.Contact{Name: "张某", Phone: "13800138000"},
		Vehicles:   []booking.Vehicle{{VIN: vinOf(2 * i), Plate: "蒙A12345"}, {VIN: vinOf(2*i + 1), Plate: "蒙A12346"}},
	}
}

var (
	exporter = booking.Actor{Role: booking.Exporter, ID: "web:3f9c"}
	officer  = booking.Actor{Role: booking.Officer, ID: "王"}
)

// submission is the command that asks for the two windows of i.
func submission(i int) booking.Command {
	return booking.Command{
		Key: fmt.Sprint("submit ", i), Actor: exporter, Action: booking.Submit, At: start,
		Requests: []booking.Request{requested(2 * i), requested(2*i + 1)},
	}
}
