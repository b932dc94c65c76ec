package booking_test

import (
	"fmt"
	"testing"

	"cheyi/booking"
)

// BenchmarkCommands books a vehicle, has it confirmed and cancels it: three
// commands in one go, as a Memory does them.
func BenchmarkCommands(b *testing.B) {
	for _, live := range []int{0, 10_000} {
		b.Run(fmt.Sprint(live, " batches before"), func(b *testing.B) {
			m := booking.NewMemory(bookingOffices)
			give := func(c booking.Command) booking.Batch {
				c.At = monday
				r, err := m.Do(b.Context(), c)
				if err != nil {
					b.Fatal(err)
				}
				return r.Batches[0]
			}
			key := 0
			cycle := func() {
				key++
				one := give(booking.Command{Key: fmt.Sprint(key), Actor: ma, Action: booking.Submit, Requests: []booking.Request{request(window("2026-11-30", forenoon), vin(1))}})
				one = give(booking.Command{Key: fmt.Sprint(key), Actor: li, Action: booking.Confirm, Receipt: one.Receipt, Version: one.Version})
				give(booking.Command{Key: fmt.Sprint(key, " over"), Actor: ma, Action: booking.Cancel, Receipt: one.Receipt, Version: one.Version})
			}
			for range live {
				cycle()
			}
			for b.Loop() {
				cycle()
			}
			b.ReportMetric(3*float64(b.N)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}
