package bookingtest

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"cheyi/booking"
)

const (
	clients    = 16
	perHistory = 2000 // commands
	inContest  = 4    // windows
)

// linearizable has clients book, move and cancel at once, and asks whether the
// answers they got could have come one after the other.
func linearizable(t *testing.T, s Subject) {
	total := 0
	for round := 0; total < count(s.Concurrent, 100_000); round++ {
		h := &history{t: t, store: s.Open(t, Offices()), began: time.Now()}
		h.run(uint64(round))
		closeStore(t, h.store)
		total += h.commands
		if problem := check(view{Slots: h.end.Slots}, h.end); problem != nil {
			t.Fatalf("history %d: %v", round, problem)
		}
		for _, part := range []struct {
			name  string
			model porcupine.Model
			ops   []porcupine.Operation
		}{{"windows", windowModel, h.windows}, {"vehicles", vehicleModel, h.vehicles}, {"batches", batchModel, h.batches}} {
			if result := porcupine.CheckOperationsTimeout(part.model, part.ops, time.Minute); result != porcupine.Ok {
				t.Fatalf("history %d: %d operations on %s: %s", round, len(part.ops), part.name, result)
			}
		}
	}
	t.Logf("%d commands", total)
}

// A history is what the clients of one run did, from the point of view of each
// thing that must behave as if it were alone.
type history struct {
	t     *testing.T
	store booking.Store
	began time.Time
	end   view

	mu                         sync.Mutex
	windows, vehicles, batches []porcupine.Operation
	receipts                   []made
	commands                   int
}

// made is a batch that some client has seen.
type made struct {
	receipt string
	owner   string
	version int
	slot    booking.SlotID
	vins    []string
}

func (h *history) run(seed uint64) {
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			c := client{history: h, id: i, rand: rand.New(rand.NewPCG(seed, uint64(i)))}
			for n := range perHistory / clients {
				c.step(n)
			}
		})
	}
	wg.Wait()
	h.end = look(h.t, h.store, daysSeen)
}

// note writes down that an operation on a thing had an outcome.
func (h *history) note(ops *[]porcupine.Operation, op porcupine.Operation, thing, outcome any) {
	op.Input, op.Output = thing, outcome
	*ops = append(*ops, op)
}

// learn keeps the newest version that some client has seen of a batch.
func (h *history) learn(at int, b booking.Batch) {
	if known := &h.receipts[at]; known.version < b.Version {
		known.version, known.slot = b.Version, b.Slot
	}
}
