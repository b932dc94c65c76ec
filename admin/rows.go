package admin

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cheyi/booking"
	"cheyi/personal"
)

// rows are places in a batch's list of vehicles, from 1, in order. A vehicle
// keeps its place whatever becomes of the others.
type rows []int

// String writes rows as 1-3,7; none as -.
func (r rows) String() string {
	var parts []string
	for i := 0; i < len(r); {
		j := i
		for j+1 < len(r) && r[j+1] == r[j]+1 {
			j++
		}
		part := strconv.Itoa(r[i])
		if j > i {
			part += "-" + strconv.Itoa(r[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, ",")
}

// with adds rows.
func (r rows) with(more ...int) rows {
	all := append(slices.Clone(r), more...)
	slices.Sort(all)
	return slices.Compact(all)
}

// has reports whether a row is among them.
func (r rows) has(n int) bool { return slices.Contains(r, n) }

// readRows reads what String has written; rows that the batch does not have
// are passed over.
func readRows(text string, b booking.Batch) rows {
	var list rows
	for _, part := range strings.Split(text, ",") {
		first, last, _ := strings.Cut(part, "-")
		from, to := number(first), number(last)
		for n := from; n <= min(max(from, to), len(b.Vehicles)); n++ {
			if n > 0 {
				list = append(list, n)
			}
		}
	}
	return list.with()
}

// number is a number as it is written, 0 for none.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// booked are the rows that can be returned.
func booked(b booking.Batch) rows {
	var list rows
	for i, v := range b.Vehicles {
		if v.State == booking.VehicleBooked {
			list = append(list, i+1)
		}
	}
	return list
}

// vins are the VINs of rows, in the order of the desk's own.
func (r rows) vins(b booking.Batch) []string {
	var list []string
	for _, n := range r {
		list = append(list, b.Vehicles[n-1].VIN)
	}
	slices.Sort(list)
	return list
}

// named is what officers type: the row 3, the rows 3-7 or 3到7, or the end of a
// VIN.
var named = regexp.MustCompile(`\b([0-9]{1,3})(?: ?[-~～—到至] ?([0-9]{1,3}))?\b|[0-9A-Za-z]+`)

// typedRows reads which vehicles of a batch a text names. problem is one
// sentence about the first that cannot be meant.
func typedRows(text string, b booking.Batch) (list rows, problem string) {
	for _, m := range named.FindAllStringSubmatch(personal.Visible(text), -1) {
		var more rows
		if m[1] == "" {
			more, problem = rowByTail(strings.ToUpper(m[0]), b)
		} else {
			more, problem = rowsFrom(number(m[1]), number(cmp.Or(m[2], m[1])), b)
		}
		if problem != "" {
			return nil, problem
		}
		list = append(list, more...)
	}
	if len(list) == 0 {
		return nil, wordsNoRows
	}
	return list.with(), ""
}

// rowsFrom are the rows from one to another that are not back already.
func rowsFrom(from, to int, b booking.Batch) (list rows, problem string) {
	for _, n := range []int{from, to} {
		if n < 1 || n > len(b.Vehicles) {
			return nil, fmt.Sprintf(wordsNoSuchRow, n, len(b.Vehicles))
		}
	}
	if from > to {
		return nil, wordsRowsBackwards(from, to)
	}
	for _, n := range booked(b) {
		if from <= n && n <= to {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Sprintf(wordsRowBack, from)
	}
	return list, ""
}

// shortestTail is how many characters of a VIN name a vehicle at least.
const shortestTail = 4

// rowByTail is the one row whose VIN ends so.
func rowByTail(end string, b booking.Batch) (row rows, problem string) {
	if len(end) < shortestTail {
		return nil, wordsShortTail
	}
	for _, n := range booked(b) {
		if strings.HasSuffix(b.Vehicles[n-1].VIN, end) {
			row = append(row, n)
		}
	}
	switch len(row) {
	case 0:
		return nil, fmt.Sprintf(wordsNoTail, tail(end))
	case 1:
		return row, ""
	}
	return nil, fmt.Sprintf(wordsManyTails, len(row), tail(end))
}
