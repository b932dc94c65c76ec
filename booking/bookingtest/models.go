package bookingtest

import (
	"github.com/anishathalye/porcupine"

	"cheyi/booking"
)

// The models say how one window, one vehicle and one batch behave when nobody
// else is there. An operation's input is the thing, its output the outcome; a
// command that touches several things is an operation on each.
var (
	windowModel  = model(booking.Slot{Capacity: 5, Open: true}, windowStep)
	vehicleModel = model("", vehicleStep)
	batchModel   = model(batchState{version: 1, live: true}, batchStep)
)

func model[S any](start S, step func(S, any) (bool, S)) porcupine.Model {
	return porcupine.Model{
		Partition: byThing,
		Init:      func() any { return start },
		Step: func(state, _, outcome any) (bool, any) {
			return step(state.(S), outcome)
		},
	}
}

func byThing(history []porcupine.Operation) [][]porcupine.Operation {
	parts := map[any][]porcupine.Operation{}
	for _, op := range history {
		parts[op.Input] = append(parts[op.Input], op)
	}
	var list [][]porcupine.Operation
	for _, part := range parts {
		list = append(list, part)
	}
	return list
}

// What can come of a command for a window.
type (
	took       struct{ n int }
	left       struct{ n int }
	refusedFor struct {
		n     int
		shown booking.Slot
	}
	setTo struct {
		version int
		shown   booking.Slot
	}
	notSet struct{ version, shown int }
)

func windowStep(s booking.Slot, outcome any) (bool, booking.Slot) {
	same := func(shown booking.Slot) bool {
		return shown.Used == s.Used && shown.Capacity == s.Capacity && shown.Open == s.Open && shown.Version == s.Version
	}
	switch o := outcome.(type) {
	case took:
		fits := s.Open && s.Used+o.n <= s.Capacity
		s.Used += o.n
		return fits, s
	case left:
		s.Used -= o.n
		return s.Used >= 0, s
	case refusedFor:
		return same(o.shown) && (!s.Open || s.Used+o.n > s.Capacity), s
	case setTo:
		current := o.version == s.Version
		s.Capacity, s.Open, s.Version = o.shown.Capacity, o.shown.Open, s.Version+1
		return current && same(o.shown), s
	case notSet:
		return o.version != s.Version && o.shown == s.Version, s
	}
	return false, s
}

// What can come of a command for a vehicle. The state is the receipt of its
// live batch.
type (
	holds  struct{ receipt string }
	isHeld struct{}
	freed  struct{ receipt string }
)

func vehicleStep(receipt string, outcome any) (bool, string) {
	switch o := outcome.(type) {
	case holds:
		return receipt == "", o.receipt
	case isHeld:
		return receipt != "", receipt
	case freed:
		return receipt == o.receipt, ""
	}
	return false, receipt
}

type batchState struct {
	version int
	live    bool
}

// What can come of a command for a batch.
type (
	stepped struct {
		version int
		live    bool
	}
	staleAt struct{ version, shown int }
)

func batchStep(s batchState, outcome any) (bool, batchState) {
	switch o := outcome.(type) {
	case stepped:
		return s.live && o.version == s.version, batchState{s.version + 1, o.live}
	case staleAt:
		return o.version != s.version && o.shown == s.version, s
	}
	return false, s
}
