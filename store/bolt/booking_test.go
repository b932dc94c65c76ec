package bolt_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cheyi/booking"
	"cheyi/booking/bookingtest"
	"cheyi/store/bolt"
)

// kept is a store that knows its folder.
type keptStore struct {
	*bolt.Store
	dir     string
	offices booking.Offices
}

func openFor(t testing.TB, dir string, offices booking.Offices) booking.Store {
	t.Helper()
	s, err := bolt.Config{Offices: offices}.Open(dir, func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	return keptStore{s, dir, offices}
}

func TestBookings(t *testing.T) {
	bookingtest.Run(t, bookingtest.Subject{
		Open: func(t testing.TB, offices booking.Offices) booking.Store { return openFor(t, t.TempDir(), offices) },
		Crash: func(t testing.TB, s booking.Store) booking.Store {
			before := s.(keptStore)
			data, err := os.ReadFile(filepath.Join(before.dir, bolt.FileName))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, bolt.FileName), data, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = before.Close() })
			sane(t, filepath.Join(dir, bolt.FileName))
			return openFor(t, dir, before.offices)
		},
	})
}

// sane wants a file that is sound, and in which everything agrees.
func sane(t testing.TB, file string) bolt.Report {
	t.Helper()
	report, err := bolt.Verify(file)
	if err != nil || report.Fault() != nil || len(report.Broken) > 0 {
		t.Fatalf("the data are not sound: %+v, %v", report, err)
	}
	return report
}
