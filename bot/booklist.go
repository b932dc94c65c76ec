package bot

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"

	"cheyi/booking"
	"cheyi/calendar"
	"cheyi/vehicles"
)

// A draftRow is a vehicle in the draft of a booking.
type draftRow struct {
	VIN   string `json:"vin"`
	Plate string `json:"plate,omitempty"`
	Place string `json:"place,omitempty"`
	Doubt bool   `json:"doubt,omitempty"` // the VIN may be mistyped, and nobody has confirmed it
	Sure  bool   `json:"sure,omitempty"`  // somebody has
}

func rowsOf(answer string) []draftRow {
	var rows []draftRow
	_ = json.Unmarshal([]byte(answer), &rows) // "" has none
	return rows
}

func rowsText(rows []draftRow) string {
	text, _ := json.Marshal(rows) // strings and truths always are JSON
	return string(text)
}

func doubtful(r draftRow) bool { return r.Doubt }

// The values that the options of the vehicles' question carry.
const (
	listDone    = "done"
	listChecked = "checked" // what is in doubt is right
	listDrop    = "drop"    // what is in doubt goes
)

// list takes vehicles from the message's file or text, or what is said of the
// list so far.
func (r *bookReading) list() {
	switch d := r.m.desk; {
	case d == nil:
	case d.fault != "":
		r.wrong(askVehicles, d.fault)
	case d.report != nil:
		r.take(*d.report)
	case r.open == askVehicles && r.a[knownHeld] != "" && contains(r.m.Finding.Library.Lexicon.Talk.Yes, bareText(r.text)):
		r.heldPressed(listAgain)
	case r.open == askVehicles && r.a[knownHeld] != "" && contains(r.m.Finding.Library.Lexicon.Talk.No, bareText(r.text)):
		r.heldPressed(listSkip)
	case r.open == askVehicles && (listEnds.MatchString(bareText(r.text)) || justSo.MatchString(r.text) && !r.otherCount(len(r.rows()))):
		r.listPressed(listDone)
	case r.open == askVehicles && listRight.MatchString(bareText(r.text)):
		r.listPressed(listChecked)
	default:
		r.remove()
		r.more()
	}
}

var (
	listEnds  = regexp.MustCompile(`^(?:没有了|没了|没有|就这些|就这么多|就这几台|齐了|完了|好了|发完了|够了|继续|下一步|先这些|对?[,， ]?先这些)$`)
	justSo    = regexp.MustCompile(`^(?:对|嗯|是)?[,， ]?(?:一共|总共|就|只有|就是|就这)[0-9一二三四五六七八九十]+[台辆]`)
	listRight = regexp.MustCompile(`^(?:没抄错|没有抄错|没写错|没有错|没错|核对过了?|核过了|都对|是对的|确认)$`)
)

// take adds the rows of a report to the list, and notes what is to be told.
func (r *bookReading) take(report vehicles.Report) {
	r.drop(knownHeld)
	if r.wholeList(report) {
		return
	}
	settled := r.a[askVehicles] != ""
	rows, added, notes := r.rows(), 0, problemsOf(report)
	if len(report.Rows) == 1 {
		rows = r.without(rows, report.Rows[0])
	}
	for _, row := range report.Rows {
		if inRows(rows, row.VIN) {
			notes = append(notes, wordsRow(row.Spot, r.shown(row.VIN), wordsDouble))
			continue
		}
		if b := r.holder(row.VIN); b != nil && held(*b, row.VIN) {
			notes = append(notes, wordsRow(row.Spot, r.shown(row.VIN), wordsBooked(b.Receipt)))
			continue
		}
		if row.Doubt != "" {
			notes = append(notes, wordsRow(row.Spot, r.shown(row.VIN), row.Doubt))
		}
		rows = append(rows, draftRow{VIN: row.VIN, Plate: row.Plate, Place: row.Place, Doubt: row.Doubt != ""})
		r.released(row.Released)
		added++
	}
	notes = append(notes, report.Notes...)
	r.keep(rows)
	r.filled = true
	r.a[knownReport] = wordsList(report.Read, added, len(rows), notes)
	n, _ := strconv.Atoi(r.a[knownCount])
	if whole := settled || added > 1 && n == 0 || n == len(rows); whole && len(notes) == 0 {
		r.put(askVehicles, rowsText(rows))
		r.a[knownCount] = strconv.Itoa(len(rows))
		r.a[knownNoted] += " " + askVehicles
	}
}

// released takes the day of customs clearance from a list, of several the
// first: its limit is the first to pass.
func (r *bookReading) released(on calendar.Day) {
	if before, err := calendar.ParseDay(r.a[askClearedOn]); on.IsZero() || err == nil && !on.Before(before) {
		return
	}
	r.put(askClearedOn, on.String())
}

// rows are the vehicles so far, in a list that is settled or not.
func (r *bookReading) rows() []draftRow {
	if settled := rowsOf(r.a[askVehicles]); len(settled) > 0 {
		return settled
	}
	return rowsOf(r.a[knownRows])
}

// keep puts the list back as one that is still open.
func (r *bookReading) keep(rows []draftRow) {
	r.a[knownRows] = rowsText(rows)
	r.drop(askVehicles, askConfirm)
}

// listPressed ends the list, as it is or without what is in doubt.
func (r *bookReading) listPressed(value string) {
	rows := r.rows()
	switch value {
	case listChecked:
		for i := range rows {
			rows[i].Sure, rows[i].Doubt = rows[i].Sure || rows[i].Doubt, false
		}
	case listDrop:
		rows = slices.DeleteFunc(rows, doubtful)
	case listDone:
	case listAgain, listSkip:
		r.heldPressed(value)
		return
	default:
		return
	}
	r.keep(rows)
	delete(r.a, knownReport)
	r.filled = true
	switch {
	case len(rows) == 0:
		r.wrong(askVehicles, wordsEmptyList)
	case slices.ContainsFunc(rows, doubtful):
		r.wrong(askVehicles, wordsDoubtsLeft)
	case value != listDone && r.otherCount(len(rows)): // that is asked first
	default:
		r.put(askVehicles, rowsText(rows))
		r.a[knownCount] = strconv.Itoa(len(rows))
	}
}

// otherCount reports whether another number of vehicles was spoken of.
func (r *bookReading) otherCount(listed int) bool {
	n, _ := strconv.Atoi(r.a[knownCount])
	return n > 0 && n != listed
}

// shown is a VIN as it may be repeated.
func (r *bookReading) shown(vin string) string {
	return shownVIN(vin, r.a[knownChannel] == channelTelegram)
}

func shownVIN(vin string, masked bool) string {
	if masked {
		return vehicles.MaskVIN(vin)
	}
	return vin
}

// batchRows are the vehicles of a draft as a booking takes them.
func batchRows(rows []draftRow) []booking.Vehicle {
	list := make([]booking.Vehicle, len(rows))
	for i, r := range rows {
		list[i] = booking.Vehicle{VIN: r.VIN, Plate: r.Plate, Place: r.Place, State: booking.VehicleBooked, Checked: r.Sure}
	}
	return list
}
