package bot

import (
	"slices"

	"cheyi/booking"
	"cheyi/vehicles"
)

// The values of the options for a list that was booked before.
const (
	listAgain = "again"
	listSkip  = "skip"
)

// holder returns the newest of the person's batches that has a vehicle in the
// business that is asked for, nil for none. What others have booked, nobody is
// told here.
func (r *bookReading) holder(vin string) *booking.Batch {
	var newest *booking.Batch
	for i, b := range r.m.desk.mine {
		has := b.Business == booking.Business(r.a[askBusiness]) && slices.ContainsFunc(b.Vehicles, func(v booking.Vehicle) bool { return v.VIN == vin })
		if has && (newest == nil || held(b, vin) || !held(*newest, vin) && newest.Changed.Before(b.Changed)) {
			newest = &r.m.desk.mine[i]
		}
	}
	return newest
}

// held reports whether a vehicle has a place in a batch.
func held(b booking.Batch, vin string) bool {
	return b.State.Live() && slices.ContainsFunc(b.Vehicles, func(v booking.Vehicle) bool {
		return v.VIN == vin && v.State == booking.VehicleBooked
	})
}

// wholeList recognises a list of which every vehicle is in the draft, or in
// batches of the person's, as when a file is sent again. One whose batches are
// over is put aside until the person says what to do with it.
func (r *bookReading) wholeList(report vehicles.Report) bool {
	rows := r.rows()
	batches, all, holding := r.earlier(report.Rows)
	words := ""
	switch {
	case len(report.Rows) < 2: // a vehicle is spoken of by itself
		return false
	case !slices.ContainsFunc(report.Rows, func(row vehicles.Row) bool { return !inRows(rows, row.VIN) }):
		words = wordsAllThere
	case holding == len(report.Rows):
		words = wordsAllBooked(batches)
	case all == len(report.Rows):
		words = wordsBookedBefore(batches)
		r.a[knownHeld] = rowsText(draftRows(report.Rows))
	default:
		return false
	}
	r.a[knownReport] = wordsList(report.Read, 0, len(rows), append(problemsOf(report), words))
	r.filled = true
	return true
}

// earlier returns the batches that have the vehicles of a list, how many
// vehicles those batches have, and how many of the list hold a place there. A
// list with a vehicle that is in none has none.
func (r *bookReading) earlier(list []vehicles.Row) (batches []booking.Batch, all, holding int) {
	for _, row := range list {
		b := r.holder(row.VIN)
		if b == nil {
			return nil, 0, 0
		}
		if held(*b, row.VIN) {
			holding++
		}
		if !slices.ContainsFunc(batches, func(o booking.Batch) bool { return o.Receipt == b.Receipt }) {
			batches, all = append(batches, *b), all+len(b.Vehicles)
		}
	}
	return batches, all, holding
}

// heldPressed takes the list that was put aside, or drops it.
func (r *bookReading) heldPressed(value string) {
	aside := rowsOf(r.a[knownHeld])
	r.drop(knownHeld, knownReport)
	rows := r.rows()
	if value == listAgain {
		for _, row := range aside {
			if !inRows(rows, row.VIN) {
				rows = append(rows, row)
			}
		}
	}
	r.keep(rows)
	r.filled = true
	if len(rows) > 0 && !slices.ContainsFunc(rows, doubtful) && !r.otherCount(len(rows)) {
		r.put(askVehicles, rowsText(rows))
	}
}

func inRows(rows []draftRow, vin string) bool {
	return slices.ContainsFunc(rows, func(o draftRow) bool { return o.VIN == vin })
}

func draftRows(rows []vehicles.Row) []draftRow {
	list := make([]draftRow, len(rows))
	for i, row := range rows {
		list[i] = draftRow{VIN: row.VIN, Plate: row.Plate, Place: row.Place, Doubt: row.Doubt != ""}
	}
	return list
}

// problemsOf are the rows of a report that cannot be booked.
func problemsOf(report vehicles.Report) []string {
	var notes []string
	for _, p := range slices.Concat(report.Refused, report.Duplicates) {
		notes = append(notes, p.String())
	}
	return notes
}
