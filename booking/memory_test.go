package booking_test

import (
	"testing"

	"cheyi/booking"
	"cheyi/booking/bookingtest"
)

func TestMemory(t *testing.T) {
	bookingtest.Run(t, bookingtest.Subject{
		Open: func(_ testing.TB, o booking.Offices) booking.Store { return booking.NewMemory(o) },
	})
}
