package bookingtest

import (
	"fmt"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// offices is a small world: two offices of which one keeps days of its own,
// and windows that fill up soon.
const offices = `
retention_days: 30
offices:
  - id: north
    name: 北车管所
    area: 北盟
    names: [北边]
    windows:
      - {time: 09:00-12:00, capacity: 5}
      - {time: 14:30-17:00, capacity: 3}
  - id: south
    name: 南车管所
    area: 南盟
    windows:
      - {time: 10:00-12:00, capacity: 4}
    weekdays: [周一, 周三, 周五, 周六]
    closed: [2026-12-02]
    open: [2026-12-03]
    hours: 09:00-17:00
    ahead_days: 30
    offer_hours: 8
`

// Offices returns the offices that the suite books at.
func Offices() booking.Offices {
	years := calendar.Years{2026: {Number: 2026, Status: calendar.Official}, 2027: {Number: 2027, Status: calendar.Provisional}}
	o, faults := booking.ReadOffices("offices.yaml", []byte(offices), years)
	if len(faults) > 0 {
		panic(faults)
	}
	return o
}

// Monday is when the tests begin: a Monday morning.
var Monday = time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Shanghai)

// morning is a window of the north office, some days after Monday.
func morning(days int) booking.SlotID {
	return booking.SlotID{Office: "north", Date: calendar.DayOf(Monday).Add(days), Window: "09:00-12:00"}
}

// vin returns the n-th vehicle.
func VIN(n int) string { return fmt.Sprintf("LZZ5CLSB8NA%06d", n) }

// request asks for places for vehicles in a window.
func Request(slot booking.SlotID, vins ...string) booking.Request {
	q := booking.Request{
		Business: booking.TransferExport, Slot: slot,
		Enterprise: booking.Enterprise{Name: "某某汽车贸易有限公司", USCC: "91150100MA0N00000A", Filed: true},
		Contact:    booking.Contact{Name: "张某", Phone: "13800138000"},
	}
	for _, v := range vins {
		q.Vehicles = append(q.Vehicles, booking.Vehicle{VIN: v, Plate: "蒙A12345", Place: "呼和浩特"})
	}
	return q
}

func exporter(id string) booking.Actor { return booking.Actor{Role: booking.Exporter, ID: id} }

func officer(id string, offices ...string) booking.Actor {
	return booking.Actor{Role: booking.Officer, ID: id, Offices: offices}
}
