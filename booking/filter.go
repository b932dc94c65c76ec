package booking

import (
	"slices"
	"strings"

	"cheyi/calendar"
)

// shortestTail is how many characters of a VIN are enough to search by.
const shortestTail = 4

// Match reports whether a filter chooses a batch.
func (f Filter) Match(b Batch) bool {
	return (f.State == "" || f.State == b.State) &&
		(f.Office == "" || f.Office == b.Slot.Office) &&
		(f.Owner == "" || f.Owner == b.Owner) &&
		(f.Date == calendar.Day{} || f.Date == b.Slot.Date) &&
		(f.Enterprise == "" || strings.Contains(b.Enterprise.Name, f.Enterprise)) &&
		(f.Search == "" || b.answers(strings.ToUpper(strings.TrimSpace(f.Search))))
}

// answers reports whether a batch is what a search is for.
func (b Batch) answers(search string) bool {
	return b.Receipt == search || len(search) >= shortestTail &&
		slices.ContainsFunc(b.Vehicles, func(v Vehicle) bool { return strings.HasSuffix(v.VIN, search) })
}

// Compare orders batches by window, then receipt.
func (b Batch) Compare(other Batch) int {
	return b.Ref().Compare(other.Ref())
}
