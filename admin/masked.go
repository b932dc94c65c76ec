package admin

import (
	"slices"

	"cheyi/booking"
	"cheyi/personal"
)

// masked is a batch as it may be shown where others read along and the servers
// are not ours: without contact and codes, and of a vehicle the end of its VIN.
func masked(b booking.Batch) booking.Batch {
	b.Owner, b.Contact = "", booking.Contact{}
	b.Enterprise = booking.Enterprise{Name: impersonal(b.Enterprise.Name), Filed: b.Enterprise.Filed}
	b.Reason = impersonal(b.Reason)
	b.Vehicles = slices.Clone(b.Vehicles)
	for i, v := range b.Vehicles {
		b.Vehicles[i] = booking.Vehicle{VIN: "…" + tail(v.VIN), Place: impersonal(v.Place), State: v.State, Note: impersonal(v.Note)}
	}
	return b
}

// tail is as much of a VIN as others may read.
func tail(vin string) string { return vin[max(0, len(vin)-6):] }

// impersonal is a text on one line without what points at a person.
func impersonal(text string) string { return plain(personal.Mask(text)) }
